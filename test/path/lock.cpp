// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Listening at a path: the lock that lets one process at a time replace a file.

#include "path.hpp"

#include "process.hpp"
#include "path_calls.hpp"

#include <optional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(path_lock, no_leaks)

// The file of a lock that may not be opened gets the rights of its owner back if
// that is all. What is no such file, or could be that of others, stays as it is.
BOOST_AUTO_TEST_CASE(a_lock_without_rights_gets_those_of_its_owner,
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
      // The directory, the socket, then the lock, as if this were not root.
      int calls = 0;
      const watch_path_calls watcher(
          [&](std::string_view call, moment when)
          {
            return call == "openat" && when == moment::before && ++calls == 3
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

namespace {

// Returns 0 if a client has connected when that is done, and 1 if the path is
// taken.
int bind_and_wait(const std::string& path, const path_call_watcher& watcher,
    signal_pipe& done)
{
  asio::io_context context;
  protocol::acceptor listener(context);
  error_code ec;
  {
    const watch_path_calls watched(watcher);
    bind_path(listener, path, ec);
  }
  if (ec)
    return ec == asio::error::address_in_use ? 1 : 2;
  done.wait();
  return is_connected(listener) ? 0 : 3;
}

} // namespace

// Two find the same stale file, and one of them stops before it removes that. The
// other must not get in between: its socket would be removed. Without the lock
// both win, and nobody reaches the one that was faster.
BOOST_AUTO_TEST_CASE(no_process_binds_between_a_look_and_the_removal)
{
  temporary_directory directory;
  const std::string path = directory / "socket";
  leave_stale_file(path);
  signal_pipe looked;
  signal_pipe waits;
  signal_pipe done;
  const auto start = [&path, &done](const path_call_watcher& watcher)
      {
        return bind_and_wait(path, watcher, done);
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

BOOST_AUTO_TEST_SUITE_END()
