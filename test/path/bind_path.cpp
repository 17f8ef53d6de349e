// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Listening at a path: who gets it, and what is there at any instant.

#include "directory.hpp"
#include "path_calls.hpp"
#include "process.hpp"

#include <csignal>
#include <grp.h>
#include <optional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr unsigned nobody = 65534;

boost::test_tools::assertion_result as_root(boost::unit_test::test_unit_id)
{
  boost::test_tools::assertion_result result(::geteuid() == 0);
  result.message() << "only root can become another user";
  return result;
}

// A child that has given up being root calls the function.
template <typename Function>
int as_nobody(Function function)
{
  child_process child(
      [&]
      {
        return ::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0
          && ::setuid(nobody) == 0 ? function() : 254;
      });
  return child.wait();
}

struct stage
{
  temporary_directory directory;
  std::string path = directory / "socket";
  asio::io_context context;
  protocol::acceptor acceptor{context};

  error_code bind(const bind_path_options& options = {})
  {
    error_code ec = asio::error::fault;
    kept = bind_path(acceptor, path, options, ec);
    return ec;
  }

  bound_path kept;
};

// Whether somebody connects to the acceptor.
bool is_connected(protocol::acceptor& acceptor)
{
  acceptor.non_blocking(true);
  error_code ec;
  protocol::socket peer(acceptor.get_executor());
  acceptor.accept(peer, ec);
  return !ec;
}

// What a bind_path of somebody else to the same path says.
error_code second_start(const std::string& path)
{
  asio::io_context context;
  protocol::acceptor acceptor(context);
  error_code ec;
  bind_path(acceptor, path, ec);
  BOOST_TEST(acceptor.is_open() == !ec);
  return ec;
}

// A name for a path of so many bytes in the directory.
std::string path_of_size(const temporary_directory& directory,
    std::size_t size)
{
  std::string result = directory / "";
  result.resize(size, 'x');
  return result;
}

// One byte from a process to another.
class signal_pipe
{
public:
  signal_pipe()
  {
    int numbers[2];
    if (::pipe2(numbers, O_CLOEXEC) != 0)
      throw std::runtime_error("cannot make a pipe");
    read_.reset(numbers[0]);
    write_.reset(numbers[1]);
  }

  void send()
  {
    const char byte = 0;
    BOOST_TEST(::write(write_.native_handle(), &byte, 1) == 1);
  }

  // The alarm of a child process ends this if nothing comes.
  void wait()
  {
    char byte;
    while (::read(read_.native_handle(), &byte, 1) < 0 && errno == EINTR)
    {
    }
  }

private:
  unique_descriptor read_;
  unique_descriptor write_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(bind_path_tests, no_leaks)

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
BOOST_AUTO_TEST_CASE(forms)
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
BOOST_AUTO_TEST_CASE(any_acceptor_of_the_family)
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
BOOST_AUTO_TEST_CASE(longest_path)
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
BOOST_AUTO_TEST_CASE(wrong_names)
{
  temporary_directory directory;
  for (const std::string& path : {std::string(), std::string("\0name", 5),
        directory / std::string_view("a\0b", 3), directory / "", directory / "a/"})
    BOOST_TEST(second_start(path) == asio::error::invalid_argument);
  BOOST_TEST(std::filesystem::is_empty(directory.name()));
}

// A path without a directory is in the current one; what was bound is found again
// when the program is elsewhere.
BOOST_AUTO_TEST_CASE(relative_paths)
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
BOOST_AUTO_TEST_CASE(a_path_that_leads_elsewhere_meanwhile)
{
  for (const std::string_view switched : {"flock", "connect", "bind"})
  {
    stage s;
    std::filesystem::create_directory(s.directory / "a");
    std::filesystem::create_directory(s.directory / "b");
    std::filesystem::create_directory_symlink("a", s.directory / "link");
    unique_descriptor live;
    if (switched != "bind")
    {
      live = bind_by_hand(s.directory / "a/socket");
      BOOST_REQUIRE(::listen(live.native_handle(), 8) == 0);
      leave_stale_file(s.directory / "b/socket");
    }
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

// --- modes -----------------------------------------------------------------------

// Whatever the umask, the file ends with the mode that was asked for, and has
// never had a bit more.
BOOST_AUTO_TEST_CASE(mode_of_the_file)
{
  for (const ::mode_t mask : {0u, 022u, 077u, 0177u, 0777u})
    for (const ::mode_t mode : {0600u, 0660u, 0666u, 0777u})
    {
      stage s;
      bind_path_options options;
      options.mode = mode;
      {
        const umask_of here(mask);
        int seen = 0;
        const watch_path_calls watcher(
            [&](std::string_view, moment)
            {
              const int now = mode_of(s.path);
              seen += now >= 0;
              BOOST_TEST((now < 0 || (now & ~static_cast<int>(mode)) == 0));
              return 0;
            });
        BOOST_TEST(!s.bind(options));
        BOOST_TEST(seen > 0);
      }
      BOOST_TEST(mode_of(s.path) == static_cast<int>(mode));
    }
}

BOOST_AUTO_TEST_CASE(wrong_modes)
{
  stage s;
  bind_path_options options;
  for (const ::mode_t mode : {01600u, 04600u, 0100600u, 0060u, 0u})
  {
    options.mode = mode;
    BOOST_TEST(s.bind(options) == asio::error::invalid_argument);
  }
  options.mode = 0600;
  options.directory_mode = 040700;
  BOOST_TEST(s.bind(options) == asio::error::invalid_argument);
}

// Missing directories are made when that is asked for, with their mode from the
// beginning, whatever the umask.
BOOST_AUTO_TEST_CASE(directories_are_made)
{
  for (const ::mode_t mask : {0u, 077u, 0177u, 0777u})
    for (const ::mode_t mode : {0700u, 0755u, 01777u})
    {
      stage s;
      const std::string first = s.directory / "a";
      const std::string last = first + "//b";
      s.path = last + "/socket";
      BOOST_TEST(
          s.bind() == boost::system::errc::no_such_file_or_directory);

      bind_path_options options;
      options.create_directories = true;
      options.directory_mode = mode;
      {
        const umask_of here(mask);
        const watch_path_calls watcher(
            [&](std::string_view, moment)
            {
              for (const std::string& name : {first, last})
              {
                const int now = mode_of(name);
                BOOST_TEST((now < 0 || now == static_cast<int>(mode)));
              }
              return 0;
            });
        BOOST_TEST(!s.bind(options));
      }
      BOOST_TEST(mode_of(first) == static_cast<int>(mode));
      BOOST_TEST(mode_of(last) == static_cast<int>(mode));
      BOOST_TEST(!connect_by_hand(s.path));

      // Nothing else is left behind.
      const auto entries =
        std::filesystem::directory_iterator(s.directory.name());
      BOOST_TEST(std::distance(begin(entries), end(entries)) == 1);
    }
}

// Those that are there keep their mode; links lead to them.
BOOST_AUTO_TEST_CASE(directories_that_exist_are_left_alone)
{
  stage s;
  std::filesystem::create_directory(s.directory / "real");
  BOOST_REQUIRE(::chmod((s.directory / "real").c_str(), 0750) == 0);
  std::filesystem::create_symlink("real", s.directory / "link");
  bind_path_options options;
  options.create_directories = true;
  s.path = s.directory / "link/../link/new/socket";
  BOOST_TEST(!s.bind(options));
  BOOST_TEST(mode_of(s.directory / "real") == 0750);
  BOOST_TEST(mode_of(s.directory / "real/new") == 0700);
  BOOST_TEST(exists(s.directory / "real/new/socket"));

  write_file(s.directory / "file", "");
  s.acceptor.close();
  s.path = s.directory / "file/new/socket";
  BOOST_TEST(s.bind(options) == boost::system::errc::not_a_directory);
}

// Another process makes the directory at the same time: it is there, and kept.
BOOST_AUTO_TEST_CASE(two_make_the_same_directory)
{
  stage s;
  s.path = s.directory / "a/socket";
  bind_path_options options;
  options.create_directories = true;
  const watch_path_calls watcher(
      [&](std::string_view call, moment when)
      {
        if (call == "renameat2" && when == moment::before)
          std::filesystem::create_directory(s.directory / "a");
        return 0;
      });
  const umask_of here(0);
  BOOST_TEST(!s.bind(options));
  BOOST_TEST(mode_of(s.directory / "a") == 0777);
  BOOST_TEST(exists(s.path));
  const auto entries =
    std::filesystem::directory_iterator(s.directory.name());
  BOOST_TEST(std::distance(begin(entries), end(entries)) == 1);
}

// Where the file system cannot rename without replacing they are made in place.
BOOST_AUTO_TEST_CASE(directories_without_rename)
{
  for (const int reason : {EINVAL, ENOSYS})
  {
    stage s;
    s.path = s.directory / "a/b/socket";
    bind_path_options options;
    options.create_directories = true;
    options.directory_mode = 0755;
    const watch_path_calls watcher(
        [&](std::string_view call, moment)
        {
          return call == "renameat2" ? reason : 0;
        });
    const umask_of here(077);
    BOOST_TEST(!s.bind(options));
    BOOST_TEST(mode_of(s.directory / "a") == 0755);
    BOOST_TEST(mode_of(s.directory / "a/b") == 0755);
    BOOST_TEST(exists(s.path));
  }
}

// There, too, another process may be faster, and the system may refuse.
BOOST_AUTO_TEST_CASE(directories_in_place_that_exist_or_fail)
{
  for (const bool exists_now : {true, false})
  {
    stage s;
    s.path = s.directory / "a/socket";
    bind_path_options options;
    options.create_directories = true;
    options.directory_mode = 0755;
    int calls = 0;
    error_code ec;
    const umask_of here(0);
    {
      const watch_path_calls watcher(
          [&](std::string_view call, moment when)
          {
            if (when == moment::after || (call != "mkdirat"
                  && call != "renameat2"))
              return 0;
            if (call == "renameat2")
              return ENOSYS;
            if (++calls == 1)
              return 0;
            if (!exists_now)
              return EROFS;
            std::filesystem::create_directory(s.directory / "a");
            std::filesystem::permissions(
                s.directory / "a", std::filesystem::perms::owner_all);
            return 0;
          });
      ec = s.bind(options);
    }
    BOOST_TEST(calls == 2);
    BOOST_TEST(exists(s.path) == exists_now);
    if (exists_now)
    {
      BOOST_TEST(!ec);
      // That of the other process.
      BOOST_TEST(mode_of(s.directory / "a") == 0700);
    }
    else
    {
      BOOST_TEST(ec == boost::system::errc::read_only_file_system);
      const auto entries =
        std::filesystem::directory_iterator(s.directory.name());
      BOOST_TEST((begin(entries) == end(entries)));
    }
  }
}

// What is put in the place of the new file before its mode is complete must not be
// opened to others: a file of another user, one with a second name, or one with
// rights that were not asked for.
BOOST_AUTO_TEST_CASE(no_mode_for_other_files,
    *boost::unit_test::precondition(as_root))
{
  for (const std::string_view kind : {"owner", "links", "bits", "type", "none"})
  {
    stage s;
    const std::string other = s.directory / "other";
    const umask_of here(077);
    if (kind == "type")
      write_file(other, "");
    else
      leave_stale_file(other);
    BOOST_REQUIRE(::chmod(other.c_str(), kind == "bits" ? 0610 : 0600) == 0);
    bind_path_options options;
    options.mode = 0660;
    error_code ec;
    {
      const watch_path_calls watcher(
          [&](std::string_view call, moment when)
          {
            if (call != "bind" || when != moment::after)
              return 0;
            if (kind == "owner")
              BOOST_TEST(::chown(other.c_str(), nobody, nobody) == 0);
            std::filesystem::remove(s.path);
            if (kind == "links")
              std::filesystem::create_hard_link(other, s.path);
            else
              std::filesystem::rename(other, s.path);
            return 0;
          });
      ec = s.bind(options);
    }
    BOOST_TEST_CONTEXT(kind)
    {
      if (kind == "none")
        BOOST_TEST(!ec);
      else
        BOOST_TEST(ec == asio::error::access_denied);
      if (kind == "links")
        BOOST_TEST(mode_of(other) == 0600);
    }
  }
}

// Where others can rename files, nobody knows whose mode would be changed.
BOOST_AUTO_TEST_CASE(no_mode_in_a_directory_of_others,
    *boost::unit_test::precondition(as_root))
{
  const umask_of here(077);
  for (const ::mode_t mode : {0777u, 0770u, 0702u, 01777u, 0755u})
    for (const unsigned owner : {0u, nobody})
    {
      stage s;
      BOOST_REQUIRE(::chown(s.directory.name().c_str(), owner, owner) == 0);
      BOOST_REQUIRE(::chmod(s.directory.name().c_str(), mode) == 0);
      const bool trusted = owner == 0 && (mode == 01777 || mode == 0755);
      bind_path_options options;
      options.mode = 0660;
      BOOST_TEST((s.bind(options) == asio::error::access_denied) == !trusted);
      BOOST_TEST(exists(s.path) == trusted);

      // The umask leaves this as it is.
      BOOST_TEST((trusted || !s.bind()));

      options.create_directories = true;
      options.directory_mode = 0755;
      options.mode = 0600;
      s.acceptor.close();
      s.path = s.directory / "new/socket";
      BOOST_TEST((s.bind(options) == asio::error::access_denied) == !trusted);
      BOOST_TEST(exists(s.directory / "new") == trusted);
    }
}

// --- other users -------------------------------------------------------------------

// What others do not allow is the system's error, and nothing is changed.
BOOST_AUTO_TEST_CASE(other_users, *boost::unit_test::precondition(as_root))
{
  temporary_directory directory;
  const std::string path = directory / "socket";
  BOOST_REQUIRE(::chmod(directory.name().c_str(), 0755) == 0);
  const auto is_denied = [&path]
      {
        return second_start(path) == asio::error::access_denied ? 0 : 1;
      };
  // No lock can be made.
  BOOST_TEST(as_nobody(is_denied) == 0);

  // The lock is another's.
  BOOST_REQUIRE(::chmod(directory.name().c_str(), 0777) == 0);
  BOOST_TEST(!second_start(path));
  BOOST_TEST(as_nobody(is_denied) == 0);

  // The file is another's, so that nobody can tell whether it is in use.
  std::filesystem::remove(path + ".lock");
  BOOST_TEST(as_nobody(is_denied) == 0);
  BOOST_TEST(exists(path));

  // A file of one's own needs no rights but these.
  std::filesystem::remove(path);
  std::filesystem::remove(path + ".lock");
  BOOST_TEST(as_nobody([&path] { return second_start(path) ? 1 : 0; }) == 0);
  BOOST_TEST(as_nobody([&path] { return second_start(path) ? 1 : 0; }) == 0);
}

// --- errors ------------------------------------------------------------------------

// Whichever call fails, the error is told, the acceptor is closed again, no file
// stays that was not there, and the next start works.
BOOST_AUTO_TEST_CASE(each_call_can_fail)
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
        BOOST_TEST(!exists(s.path));
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

// --- the lock ----------------------------------------------------------------------

// The file of a lock that may not be opened gets the rights of its owner back if
// that is all. What is no such file, or could be that of others, stays as it is.
BOOST_AUTO_TEST_CASE(a_lock_without_rights,
    *boost::unit_test::precondition(as_root))
{
  for (const std::string_view kind
      : {"none", "has them", "type", "owner", "links"})
  {
    stage s;
    const std::string lock = s.path + ".lock";
    if (kind == "type")
      BOOST_REQUIRE(::mkfifo(lock.c_str(), 0600) == 0);
    else
      write_file(lock, "");
    const ::mode_t mode = kind == "has them" ? 0600 : 0400;
    BOOST_REQUIRE(::chmod(lock.c_str(), mode) == 0);
    if (kind == "owner")
      BOOST_REQUIRE(::chown(lock.c_str(), nobody, nobody) == 0);
    else if (kind == "links")
      std::filesystem::create_hard_link(lock, s.directory / "link");
    error_code ec;
    {
      // The directory, then the lock, as if this were not root.
      int calls = 0;
      const watch_path_calls watcher(
          [&](std::string_view call, moment when)
          {
            return call == "openat" && when == moment::before && ++calls == 2
              ? EACCES : 0;
          });
      ec = s.bind();
    }
    BOOST_TEST_CONTEXT(kind)
    {
      if (kind == "none")
        BOOST_TEST(!ec);
      else
        BOOST_TEST(ec == asio::error::access_denied);
      BOOST_TEST(mode_of(lock) == (kind == "none" ? 0600 : mode));
    }
  }
}

// A link in place of the lock could lead anywhere.
BOOST_AUTO_TEST_CASE(a_link_is_no_lock)
{
  stage s;
  std::filesystem::create_symlink(
      s.directory / "target", s.path + ".lock");
  BOOST_TEST(
      s.bind() == boost::system::errc::too_many_symbolic_link_levels);
  BOOST_TEST(!exists(s.directory / "target"));
  BOOST_TEST(!exists(s.path));
}

// Somebody removes the lock between its opening and the locking: the lock of a
// file without a name keeps nobody out, and another one is taken.
BOOST_AUTO_TEST_CASE(a_lock_that_was_removed_is_made_again)
{
  stage s;
  bool removed = false;
  const watch_path_calls watcher(
      [&](std::string_view call, moment when)
      {
        if (call == "flock" && when == moment::before && !removed)
          removed = std::filesystem::remove(s.path + ".lock");
        return 0;
      });
  BOOST_TEST(!s.bind());
  BOOST_TEST(removed);
  BOOST_TEST(exists(s.path + ".lock"));
}

// Somebody removes it and makes a new one: the lock that counts is that of the file
// that others find.
BOOST_AUTO_TEST_CASE(the_lock_is_that_of_the_file_at_the_name)
{
  stage s;
  const std::string lock = s.path + ".lock";
  bool replaced = false;
  bool held = false;
  const watch_path_calls watcher(
      [&](std::string_view call, moment when)
      {
        if (call == "flock" && when == moment::before && !replaced)
        {
          replaced = std::filesystem::remove(lock);
          write_file(lock, "");
        }
        if (call == "listen" && when == moment::before)
        {
          const unique_descriptor other(
              ::open(lock.c_str(), O_RDWR | O_CLOEXEC));
          held = ::flock(other.native_handle(), LOCK_EX | LOCK_NB) != 0
            && errno == EWOULDBLOCK;
        }
        return 0;
      });
  BOOST_TEST(!s.bind());
  BOOST_TEST(replaced);
  BOOST_TEST(held);
}

// A process that another thread has forked meanwhile has the file of the lock
// open, for as long as it lives. It does not have the lock.
BOOST_AUTO_TEST_CASE(a_forked_process_does_not_keep_the_lock)
{
  stage s;
  signal_pipe end;
  std::optional<child_process> forked;
  {
    const watch_path_calls watcher(
        [&](std::string_view call, moment when)
        {
          if (call == "listen" && when == moment::before)
            forked.emplace(
                [&end]
                {
                  end.wait();
                  return 0;
                });
          return 0;
        });
    BOOST_TEST(!s.bind());
  }
  child_process next(
      [&s]
      {
        return second_start(s.path) == asio::error::address_in_use ? 0 : 1;
      });
  BOOST_TEST(next.wait() == 0);
  end.send();
  BOOST_TEST(forked->wait() == 0);
}

// Two find the same stale file, and one of them stops before it removes that. The
// other must not get in between: its socket would be removed. Without the lock
// both win, and nobody reaches the one that was faster.
BOOST_AUTO_TEST_CASE(nobody_binds_between_a_look_and_the_removal)
{
  temporary_directory directory;
  const std::string path = directory / "socket";
  leave_stale_file(path);
  signal_pipe looked;
  signal_pipe waits;
  signal_pipe done;
  const auto start = [&path, &done](const path_call_watcher& watcher)
      {
        asio::io_context context;
        protocol::acceptor acceptor(context);
        error_code ec;
        {
          const watch_path_calls watched(watcher);
          bind_path(acceptor, path, ec);
        }
        if (ec)
          return ec == asio::error::address_in_use ? 1 : 2;
        done.wait();
        return is_connected(acceptor) ? 0 : 3;
      };
  child_process first(
      [&]
      {
        return start(
            [&](std::string_view call, moment when)
            {
              if (call == "unlinkat" && when == moment::before)
              {
                looked.send();
                waits.wait();
              }
              return 0;
            });
      });
  child_process second(
      [&]
      {
        looked.wait();
        bool told = false;
        const int result = start(
            [&](std::string_view call, moment when)
            {
              // It waits for the lock, or has won without one.
              if (!told && ((call == "flock" && when == moment::before)
                    || (call == "listen" && when == moment::after)))
              {
                told = true;
                waits.send();
              }
              return 0;
            });
        // The loser is done first.
        return result;
      });
  BOOST_TEST(second.wait() == 1);
  BOOST_TEST(!connect_by_hand(path));
  done.send();
  BOOST_TEST(first.wait() == 0);
}

// Whoever else can open the file of the lock can hold it for ever, and its owner
// can put another in its place: it is refused, and not waited for.
BOOST_AUTO_TEST_CASE(a_lock_of_others_is_refused,
    *boost::unit_test::precondition(as_root))
{
  for (const std::string_view kind : {"owner", "group", "others", "links",
        "type"})
  {
    stage s;
    const std::string lock = s.path + ".lock";
    BOOST_REQUIRE(::chmod(s.directory.name().c_str(), 01777) == 0);
    leave_stale_file(s.path);
    if (kind == "type")
      BOOST_REQUIRE(::mkfifo(lock.c_str(), 0600) == 0);
    else
      write_file(lock, "");
    BOOST_REQUIRE(::chmod(lock.c_str(), kind == "group" ? 0620
          : kind == "others" ? 0602 : 0600) == 0);
    if (kind == "owner")
      BOOST_REQUIRE(::chown(lock.c_str(), nobody, nobody) == 0);
    if (kind == "links")
      std::filesystem::create_hard_link(lock, s.directory / "second");
    const unique_descriptor holder(
        ::open(lock.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
    BOOST_REQUIRE(::flock(holder.native_handle(), LOCK_EX) == 0);

    // With a deadline.
    child_process start(
        [&]
        {
          return second_start(s.path) == asio::error::access_denied ? 0 : 1;
        });
    BOOST_TEST_CONTEXT(kind)
    {
      BOOST_TEST(start.wait() == 0);
      BOOST_TEST(exists(s.path));
    }
  }
}

// --- crashes -----------------------------------------------------------------------

namespace {

// Kills a child process at each step of the function, one after the other, until
// the function comes to its end. Returns the number of steps.
template <typename Function, typename Check>
int kill_at_each_step(Function function, Check check)
{
  for (int last = 1;; ++last)
  {
    child_process child(
        [&]
        {
          int step = 0;
          const watch_path_calls watcher(
              [&](std::string_view, moment)
              {
                if (++step == last)
                  ::raise(SIGKILL);
                return 0;
              });
          function();
          // What the destructors do counts as well.
          return 0;
        });
    const bool completed = child.wait() == 0;
    BOOST_TEST_CONTEXT("killed at step " << last)
    {
      check();
    }
    if (completed)
      return last;
    BOOST_REQUIRE(last < 1000);
  }
}

// The next start gets the path, with the modes that were asked for.
void expect_recovery(const std::string& path, const bind_path_options& options)
{
  asio::io_context context;
  protocol::acceptor acceptor(context);
  error_code ec;
  bind_path(acceptor, path, options, ec);
  BOOST_TEST(!ec);
  BOOST_TEST(mode_of(path) == static_cast<int>(options.mode));
  BOOST_TEST(!connect_by_hand(path));
  BOOST_TEST((acceptor.is_open() && is_connected(acceptor)));
}

} // namespace

// Wherever the owner crashes while it replaces a stale file, the next start works.
BOOST_AUTO_TEST_CASE(crash_while_a_stale_file_is_replaced)
{
  temporary_directory directory;
  const std::string path = directory / "socket";
  leave_stale_file(path);
  bind_path_options options;
  options.mode = 0660;
  const umask_of here(077);
  const int steps = kill_at_each_step(
      [&]
      {
        asio::io_context context;
        protocol::acceptor acceptor(context);
        bind_path(acceptor, path, options);
      },
      [&] { expect_recovery(path, options); });
  BOOST_TEST(steps > 20);
}

// The same where nothing is there, not even the directories, under a umask that
// takes from a directory what is needed to enter it.
BOOST_AUTO_TEST_CASE(crash_of_the_first_start)
{
  bind_path_options options;
  options.create_directories = true;
  options.mode = 0666;
  options.directory_mode = 0755;
  const umask_of here(0177);
  std::optional<temporary_directory> directory(std::in_place);
  std::string path = *directory / "a/b/socket";
  const int steps = kill_at_each_step(
      [&]
      {
        asio::io_context context;
        protocol::acceptor acceptor(context);
        bind_path(acceptor, path, options);
      },
      [&]
      {
        for (const char* name : {"a", "a/b"})
        {
          const int mode = mode_of(*directory / name);
          BOOST_TEST((mode == -1 || mode == 0755));
        }
        expect_recovery(path, options);
        directory.emplace();
        path = *directory / "a/b/socket";
      });
  BOOST_TEST(steps > 30);
}

// The same under umasks that take from the files what the next start needs, for
// somebody who has no privileges.
BOOST_AUTO_TEST_CASE(crash_without_rights,
    *boost::unit_test::precondition(as_root))
{
  bind_path_options options;
  options.mode = 0660;
  for (const ::mode_t mask : {0777u, 0200u, 0400u})
  {
    const umask_of here(mask);
    std::optional<temporary_directory> directory;
    std::string path;
    const auto fresh = [&]
        {
          directory.emplace();
          path = *directory / "socket";
          const char* const name = directory->name().c_str();
          BOOST_REQUIRE(::chmod(name, 0700) == 0);
          BOOST_REQUIRE(::chown(name, nobody, nobody) == 0);
        };
    const auto start = [&]
        {
          asio::io_context context;
          protocol::acceptor acceptor(context);
          error_code ec;
          bind_path(acceptor, path, options, ec);
          return !ec && mode_of(path) == 0660 && !connect_by_hand(path)
            ? 0 : 1;
        };
    fresh();
    const int steps = kill_at_each_step(
        [&]
        {
          if (::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0
              && ::setuid(nobody) == 0)
            start();
        },
        [&]
        {
          BOOST_TEST(as_nobody(start) == 0);
          BOOST_TEST(mode_of(path + ".lock") == 0600);
          fresh();
        });
    BOOST_TEST(steps > 20);
  }
}

// The same while the file is removed.
BOOST_AUTO_TEST_CASE(crash_of_a_removal)
{
  temporary_directory directory;
  const std::string path = directory / "socket";
  const bind_path_options options;
  kill_at_each_step(
      [&]
      {
        asio::io_context context;
        protocol::acceptor acceptor(context);
        bound_path file;
        {
          // Only the removal is of interest.
          const path_call_watcher* const watcher = path_calls;
          path_calls = nullptr;
          file = bind_path(acceptor, path, options);
          path_calls = watcher;
        }
        file.remove();
      },
      [&] { expect_recovery(path, options); });
}

// --- removing ----------------------------------------------------------------------

// The file goes once. Connections that wait are not lost.
BOOST_AUTO_TEST_CASE(remove_takes_the_file_away)
{
  stage s;
  BOOST_TEST(!s.bind());
  BOOST_TEST(!connect_by_hand(s.path));
  BOOST_TEST(s.kept.remove());
  BOOST_TEST(!exists(s.path));
  BOOST_TEST(is_connected(s.acceptor));
  BOOST_TEST(!s.kept.remove());
  BOOST_TEST(!bound_path().remove());
  // The lock stays, for whoever waits for it.
  BOOST_TEST(exists(s.path + ".lock"));
}

BOOST_AUTO_TEST_CASE(remove_after_the_acceptor_is_closed)
{
  stage s;
  BOOST_TEST(!s.bind());
  s.acceptor.close();
  BOOST_TEST(s.kept.remove());
  BOOST_TEST(!exists(s.path));
}

// What somebody else has put there is not ours, also if we are gone for long: no
// new file can have the number of ours.
BOOST_AUTO_TEST_CASE(remove_leaves_the_files_of_others)
{
  stage s;
  BOOST_TEST(!s.bind());
  s.acceptor.close();
  asio::io_context context;
  protocol::acceptor next(context);
  bind_path(next, s.path);
  error_code ec = asio::error::fault;
  BOOST_TEST(!s.kept.remove(ec));
  BOOST_TEST(!ec);
  BOOST_TEST(!connect_by_hand(s.path));
}

// Somebody replaces the file while the removal waits for the lock.
BOOST_AUTO_TEST_CASE(remove_looks_again_under_the_lock)
{
  stage s;
  BOOST_TEST(!s.bind());
  const watch_path_calls watcher(
      [&](std::string_view call, moment when)
      {
        if (call == "flock" && when == moment::before
            && std::filesystem::remove(s.path))
          write_file(s.path, "another's");
        return 0;
      });
  BOOST_TEST(!s.kept.remove());
  BOOST_TEST(exists(s.path));
}

// It is gone already, and even its directory: no error.
BOOST_AUTO_TEST_CASE(remove_of_what_is_gone)
{
  stage s;
  s.path = s.directory / "a/socket";
  bind_path_options options;
  options.create_directories = true;
  BOOST_TEST(!s.bind(options));
  std::filesystem::remove_all(s.directory / "a");
  BOOST_TEST(!s.kept.remove());
}

// An error is told, and the call can be repeated.
BOOST_AUTO_TEST_CASE(remove_that_fails)
{
  stage s;
  BOOST_TEST(!s.bind());
  for (const std::string_view failing : {"fstat", "fstatat", "openat",
        "flock", "unlinkat"})
  {
    const watch_path_calls watcher(
        [&](std::string_view call, moment)
        {
          return call == failing ? EIO : 0;
        });
    error_code ec;
    BOOST_TEST(!s.kept.remove(ec));
    BOOST_TEST(ec == boost::system::errc::io_error);
    BOOST_TEST(exists(s.path));
  }
  BOOST_TEST(s.kept.remove());
}

// Only the object that was asked to removes the file when it goes: not one that
// was ignored, moved from or released.
BOOST_AUTO_TEST_CASE(remove_on_destruction)
{
  stage s;
  bind_path(s.acceptor, s.path);
  BOOST_TEST(exists(s.path));
  s.acceptor.close();

  bind_path_options options;
  options.remove_on_destruction = true;
  {
    bound_path outer;
    {
      bound_path inner = bind_path(s.acceptor, s.path, options);
      outer = std::move(inner);
      BOOST_TEST(outer.path() == s.path);
    }
    BOOST_TEST(exists(s.path));
    const bound_path last(std::move(outer));
    BOOST_TEST(exists(s.path));
  }
  BOOST_TEST(!exists(s.path));
  s.acceptor.close();

  bound_path file = bind_path(s.acceptor, s.path, options);
  file.release();
  BOOST_TEST(!file.remove());
  file = bound_path();
  BOOST_TEST(exists(s.path));
  s.acceptor.close();

  file = bind_path(s.acceptor, s.path, options);
  file = bound_path();
  BOOST_TEST(!exists(s.path));
}

// A destructor does not wait for the lock: the file stays then.
BOOST_AUTO_TEST_CASE(destruction_does_not_wait)
{
  stage s;
  bind_path_options options;
  options.remove_on_destruction = true;
  BOOST_TEST(!s.bind(options));
  {
    const unique_descriptor holder(
        ::open((s.path + ".lock").c_str(), O_RDWR | O_CLOEXEC));
    BOOST_REQUIRE(::flock(holder.native_handle(), LOCK_EX) == 0);
    child_process end(
        [&]
        {
          s.kept = bound_path();
          return 0;
        });
    BOOST_TEST(end.wait() == 0);
    BOOST_TEST(exists(s.path));
  }
  s.kept = bound_path();
  BOOST_TEST(!exists(s.path));
}

// However few descriptors there are, no file stays after a failure.
BOOST_AUTO_TEST_CASE(few_descriptors)
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
