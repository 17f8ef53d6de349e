// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Listening at a path: who gets it, and what is there at any instant.

#include "path.hpp"

#include "process.hpp"
#include "path_calls.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(path_bind_path, no_leaks)

// --- who gets the path ---------------------------------------------------------

// A client connects to what was bound, and nothing is inherited by programs.
BOOST_AUTO_TEST_CASE(listens_at_the_path)
{
  stage s;
  s.kept = bind_path(s.acceptor, s.path);
  BOOST_TEST(s.kept.path() == s.path);
  BOOST_TEST(s.acceptor.local_endpoint().path() == s.path);
  BOOST_TEST(is_close_on_exec(s.acceptor.native_handle()));
  BOOST_TEST(!connect_by_hand(s.path));
  BOOST_TEST(is_connected(s.acceptor));
  BOOST_TEST(mode_of(s.path) == 0600);
  BOOST_TEST(mode_of(s.path + ".lock") == 0600);
}

// Every form that the documentation names, and its error.
BOOST_AUTO_TEST_CASE(every_form_binds_and_reports_its_error)
{
  stage s;
  error_code ec = asio::error::fault;
  const std::string missing = s.directory / "missing/socket";
  const auto fails = [](const boost::system::system_error& e)
      {
        return e.code() == boost::system::errc::no_such_file_or_directory;
      };
  BOOST_CHECK_EXCEPTION(bind_path(s.acceptor, missing),
      boost::system::system_error, fails);
  BOOST_CHECK_EXCEPTION(bind_path(s.acceptor, missing, {}),
      boost::system::system_error, fails);
  bind_path(s.acceptor, missing, ec);
  BOOST_TEST(ec == boost::system::errc::no_such_file_or_directory);
  BOOST_TEST(!s.acceptor.is_open());

  bind_path_options options;
  options.mode = 0640;
  bind_path(s.acceptor, std::filesystem::path(s.path), {}, ec);
  BOOST_TEST(!ec);
  s.acceptor.close();
  bind_path(s.acceptor, s.path.c_str(), options);
  BOOST_TEST(mode_of(s.path) == 0640);
}

// Acceptors of streams, and such as know their family at run time only.
BOOST_AUTO_TEST_CASE(any_acceptor_of_the_family_listens)
{
  stage s;
  asio::local::stream_protocol::acceptor stream(s.context);
  bind_path(stream, s.path);
  BOOST_TEST(!connect_by_hand(s.path, SOCK_STREAM));
  stream.close();

  asio::basic_socket_acceptor<asio::generic::seq_packet_protocol> generic(
      s.context);
  bind_path(generic, s.path);
  BOOST_TEST(!connect_by_hand(s.path));

  asio::basic_socket_acceptor<asio::generic::stream_protocol> internet(
      s.context, asio::generic::stream_protocol(AF_INET, 0));
  error_code ec;
  bind_path(internet, s.directory / "other", ec);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  BOOST_TEST(!exists(s.directory / "other"));
  BOOST_TEST(internet.is_open());
}

// An acceptor that was open is used as it is, with its options, and stays open
// on failure. One that is bound already cannot be bound again.
BOOST_AUTO_TEST_CASE(an_open_acceptor_is_used)
{
  stage s;
  s.acceptor.open();
  const int number = s.acceptor.native_handle();
  s.path += "/x";
  BOOST_TEST(
      s.bind() == boost::system::errc::no_such_file_or_directory);
  BOOST_TEST(s.acceptor.is_open());

  s.path = s.directory / "socket";
  BOOST_TEST(!s.bind());
  BOOST_TEST(s.acceptor.native_handle() == number);
  s.path = s.directory / "second";
  BOOST_TEST(s.bind() == asio::error::invalid_argument);
  BOOST_TEST(!exists(s.path));
}

// What a process has left that was killed is replaced.
BOOST_AUTO_TEST_CASE(a_stale_file_is_replaced)
{
  for (const int type : {SOCK_SEQPACKET, SOCK_STREAM, SOCK_DGRAM})
  {
    stage s;
    bind_by_hand(s.path, type);
    BOOST_TEST(exists(s.path));
    BOOST_TEST(!s.bind());
    BOOST_TEST(!connect_by_hand(s.path));
  }
}

// A socket that is in use keeps its path, and does not notice that somebody has
// asked: nobody has connected to it.
BOOST_AUTO_TEST_CASE(a_listening_socket_keeps_its_path)
{
  stage s;
  BOOST_TEST(!s.bind());
  BOOST_TEST(second_start(s.path) == asio::error::address_in_use);
  BOOST_TEST(!is_connected(s.acceptor));
  BOOST_TEST(!connect_by_hand(s.path));
  BOOST_TEST(is_connected(s.acceptor));
}

// One that does not listen yet refuses connections like a stale one, and is in
// use all the same. So is a socket of datagrams, also one that has a peer.
BOOST_AUTO_TEST_CASE(sockets_that_do_not_listen_keep_their_paths)
{
  for (const int type : {SOCK_SEQPACKET, SOCK_STREAM, SOCK_DGRAM})
  {
    temporary_directory directory;
    const std::string path = directory / "socket";
    const unique_descriptor owner = bind_by_hand(path, type);
    BOOST_TEST(second_start(path) == asio::error::address_in_use);
    BOOST_TEST(exists(path));

    if (type == SOCK_DGRAM)
    {
      const unique_descriptor peer =
        bind_by_hand(directory / "peer", type);
      const ::sockaddr_un address =
        detail::path_socket_ops::address_of(directory / "peer");
      BOOST_REQUIRE(::connect(owner.native_handle(),
            reinterpret_cast<const ::sockaddr*>(&address),
            sizeof(address)) == 0);
      BOOST_TEST(second_start(path) == asio::error::address_in_use);
    }
  }
}

// A file of another kind is not ours to remove, wherever a link leads.
BOOST_AUTO_TEST_CASE(other_files_stay)
{
  stage s;
  write_file(s.directory / "file", "content");
  std::filesystem::create_directory(s.directory / "directory");
  leave_stale_file(s.directory / "stale");
  std::filesystem::create_symlink(s.directory / "stale", s.directory / "link");
  std::filesystem::create_symlink(
      s.directory / "nowhere", s.directory / "dangling");
  BOOST_REQUIRE(::mkfifo((s.directory / "fifo").c_str(), 0600) == 0);

  for (const char* name :
      {"file", "directory", "link", "dangling", "fifo", ".", ".."})
  {
    BOOST_TEST_CONTEXT(name)
    {
      BOOST_TEST(second_start(s.directory / name)
          == asio::error::address_in_use);
      BOOST_TEST(exists(s.directory / name));
    }
  }
  BOOST_TEST(exists(s.directory / "stale"));
  BOOST_TEST(!exists(s.directory / "nowhere"));
}

// --- names -----------------------------------------------------------------------

// All 108 bytes that the address has can be used, and none is cut off.
BOOST_AUTO_TEST_CASE(longest_path_is_not_cut)
{
  stage s;
  s.path = path_of_size(s.directory, 108);
  BOOST_TEST(!s.bind());
  BOOST_TEST(exists(s.path));
  BOOST_TEST(!connect_by_hand(s.path));
  BOOST_TEST(second_start(s.path) == asio::error::address_in_use);

  const std::string longer = path_of_size(s.directory, 109);
  BOOST_TEST(second_start(longer) == asio::error::name_too_long);
  BOOST_TEST(!exists(longer + ".lock"));
}

// Names that are none. A NUL would make an abstract name, or a shorter path.
BOOST_AUTO_TEST_CASE(wrong_names_are_refused)
{
  temporary_directory directory;
  for (const std::string& path : {std::string(), std::string("\0name", 5),
        directory / std::string_view("a\0b", 3), directory / "", directory / "a/"})
    BOOST_TEST(second_start(path) == asio::error::invalid_argument);
  BOOST_TEST(std::filesystem::is_empty(directory.name()));
}

// A path without a directory is in the current one; what was bound is found again
// when the program is elsewhere.
BOOST_AUTO_TEST_CASE(relative_paths_are_found_again_from_elsewhere)
{
  const std::filesystem::path home = std::filesystem::current_path();
  stage s;
  for (const char* path : {"socket", "./socket"})
  {
    std::filesystem::current_path(s.directory.name());
    s.path = path;
    BOOST_TEST(!s.bind());
    std::filesystem::current_path(home);
    BOOST_TEST(!connect_by_hand(s.directory / "socket"));
    BOOST_TEST(s.kept.remove());
    BOOST_TEST(!exists(s.directory / "socket"));
    s.acceptor.close();
  }
}

// The path leads to another directory by the time the lock is had: what is there
// is not locked, and what was locked is not at the path.
BOOST_AUTO_TEST_CASE(a_path_that_leads_elsewhere_meanwhile_is_refused)
{
  for (const std::string_view switched : {"flock", "connect", "bind"})
  {
    stage s;
    std::filesystem::create_directory(s.directory / "a");
    std::filesystem::create_directory(s.directory / "b");
    std::filesystem::create_directory_symlink("a", s.directory / "link");
    unique_descriptor live;
    if (switched == "connect")
    {
      live = bind_by_hand(s.directory / "a/socket");
      BOOST_REQUIRE(::listen(live.native_handle(), 8) == 0);
    }
    if (switched != "bind")
      leave_stale_file(s.directory / "b/socket");
    s.path = s.directory / "link/socket";
    {
      const watch_path_calls watcher(
          [&](std::string_view call, moment when)
          {
            if (call == switched && when == moment::before)
            {
              std::filesystem::remove(s.directory / "link");
              std::filesystem::create_directory_symlink(
                  "b", s.directory / "link");
            }
            return 0;
          });
      // The socket that was found is asked, not that at the path by now.
      BOOST_TEST(s.bind() == (switched == "connect"
            ? asio::error::address_in_use : asio::error::try_again));
    }
    BOOST_TEST(!s.acceptor.is_open());
    BOOST_TEST(exists(s.directory / "b/socket"));
    BOOST_TEST(exists(s.directory / "a/socket") == live.is_open());
    if (live)
      BOOST_TEST(!connect_by_hand(s.directory / "a/socket"));
  }
}

// The stale file is gone, and somebody else's is there, when it is to be removed.
BOOST_AUTO_TEST_CASE(only_what_was_asked_is_removed)
{
  stage s;
  leave_stale_file(s.path);
  unique_descriptor other;
  {
    const watch_path_calls watcher(
        [&](std::string_view call, moment when)
        {
          if (call == "connect" && when == moment::after && !other)
          {
            std::filesystem::remove(s.path);
            other = bind_by_hand(s.path);
          }
          return 0;
        });
    BOOST_TEST(s.bind() == asio::error::address_in_use);
  }
  BOOST_REQUIRE(::listen(other.native_handle(), 8) == 0);
  BOOST_TEST(!connect_by_hand(s.path));
}

// --- errors ------------------------------------------------------------------------

// Whichever call fails, the error is told, the acceptor is closed again, no file
// stays that was not there, and the next start works.
BOOST_AUTO_TEST_CASE(each_failing_call_leaves_no_file)
{
  int failing = 0;
  for (bool completed = false; !completed;)
  {
    ++failing;
    stage s;
    const umask_of here(077);
    s.path = s.directory / "a/socket";
    bind_path_options options;
    options.create_directories = true;
    options.mode = 0666;
    std::string failed;
    bool locked = false;
    int calls = 0;
    error_code ec;
    {
      const watch_path_calls watcher(
          [&](std::string_view call, moment when)
          {
            if (when == moment::after || call == "close")
              return 0;
            if (++calls != failing)
            {
              locked = locked || call == "flock";
              return 0;
            }
            failed = call;
            return ENOTRECOVERABLE;
          });
      ec = s.bind(options);
    }
    BOOST_TEST_CONTEXT(failed << ", call " << failing)
    {
      // To give up the lock cannot fail; closing does it as well.
      completed = failed.empty();
      const bool succeeds = completed || (failed == "flock" && locked);
      BOOST_TEST((ec == boost::system::errc::state_not_recoverable)
          == !succeeds);
      BOOST_TEST(s.acceptor.is_open() == succeeds);
      if (!succeeds)
      {
        BOOST_TEST(!exists(s.path));
        BOOST_TEST(!exists(s.path + ".lock"));
      }
      s.acceptor.close();
      BOOST_TEST(!s.bind(options));
      BOOST_TEST(mode_of(s.path) == 0666);
      BOOST_TEST(!connect_by_hand(s.path));
    }
  }
  BOOST_TEST(failing > 20);
}

// Where there is no descriptor to look at the new file with, it is removed by its
// name; but not what somebody has put in its place, as far as that shows.
BOOST_AUTO_TEST_CASE(what_cannot_be_looked_at_is_removed,
    *boost::unit_test::precondition(as_root))
{
  for (const std::string_view kind : {"none", "gone", "type", "owner", "links"})
  {
    stage s;
    bool bound = false;
    error_code ec;
    {
      const watch_path_calls watcher(
          [&](std::string_view call, moment when)
          {
            if (call == "openat" && when == moment::before)
              return bound ? EMFILE : 0;
            if (call != "bind" || when != moment::after)
              return 0;
            bound = true;
            if (kind == "gone" || kind == "type")
              std::filesystem::remove(s.path);
            if (kind == "type")
              std::filesystem::create_symlink("other", s.path);
            else if (kind == "owner")
              BOOST_TEST(::chown(s.path.c_str(), nobody, nobody) == 0);
            else if (kind == "links")
              std::filesystem::create_hard_link(
                  s.path, s.directory / "link");
            return 0;
          });
      ec = s.bind();
    }
    BOOST_TEST_CONTEXT(kind)
    {
      BOOST_TEST(ec == asio::error::no_descriptors);
      BOOST_TEST(std::filesystem::exists(
            std::filesystem::symlink_status(s.path))
          == (kind != "none" && kind != "gone"));
    }
  }
}

// However few descriptors there are, no file stays after a failure.
BOOST_AUTO_TEST_CASE(few_descriptors_leave_no_file)
{
  int failures = 0;
  bool completed = false;
  for (std::size_t room = 0; !completed; ++room)
  {
    stage s;
    // The context itself must be ready.
    protocol::acceptor(s.context, protocol());
    error_code ec;
    {
      const descriptor_limit limit(room);
      ec = s.bind();
    }
    completed = !ec;
    failures += ec == asio::error::no_descriptors;
    BOOST_TEST(exists(s.path) == completed);
    BOOST_REQUIRE(room < 16);
  }
  BOOST_TEST(failures >= 3);
}

BOOST_AUTO_TEST_SUITE_END()
