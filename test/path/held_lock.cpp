// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Another process has the lock: for a moment, or as long as it runs, as Wayland
// compositors and PipeWire do with PATH.lock.

#include "path.hpp"

#include "path_calls.hpp"

#include <sys/file.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using std::chrono::milliseconds;

// Whoever opens the file anew does not get the lock.
unique_descriptor hold_lock_of(const std::string& path)
{
  unique_descriptor lock(::open((path + ".lock").c_str(),
        O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  BOOST_REQUIRE(::flock(lock.native_handle(), LOCK_EX | LOCK_NB) == 0);
  return lock;
}

bind_path_options with_timeout(milliseconds time)
{
  bind_path_options options;
  options.lock_timeout = time;
  return options;
}

// Nothing but these is in the directory.
bool has_only(const temporary_directory& directory,
    const std::vector<std::string>& names)
{
  std::size_t count = 0;
  for (const auto& entry
      : std::filesystem::directory_iterator(directory.name()))
  {
    ++count;
    if (std::find(names.begin(), names.end(), entry.path().filename())
        == names.end())
      return false;
  }
  return count == names.size();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(path_held_lock, no_leaks)

// The owner of the lock may be about to set the mode of its own file. Without the
// lock nothing is changed.
BOOST_AUTO_TEST_CASE(no_file_is_changed_without_the_lock)
{
  const temporary_directory directory;
  const std::string path = directory / "socket";
  asio::io_context context;
  {
    acceptor stale(context);
    open(stale);
    stale.bind(endpoint(path));
  }
  BOOST_REQUIRE(::chmod(path.c_str(), 0) == 0);
  const unique_descriptor lock = hold_lock_of(path);
  int changes = 0;
  error_code ec;
  acceptor refused(context);
  {
    // Root could connect all the same.
    const watch_path_calls watch([&](std::string_view call, moment when)
        {
          changes += call == "chmod" || call == "fchmod";
          return call == "connect" && when == moment::before ? EACCES : 0;
        });
    (void)bind_path(refused, path, with_timeout(milliseconds(5)), ec);
  }
  BOOST_TEST(ec == asio::error::address_in_use);
  BOOST_TEST(changes == 0);
  struct ::stat status;
  BOOST_TEST(::stat(path.c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 07777) == 0u);
}

// The path is in use, so the lock is not asked for.
BOOST_AUTO_TEST_CASE(a_path_in_use_is_refused_at_once)
{
  stage s;
  const unique_descriptor lock = hold_lock_of(s.path);
  const unique_descriptor live = bind_by_hand(s.path);
  for (const bool listens : {false, true})
  {
    if (listens)
      BOOST_REQUIRE(::listen(live.native_handle(), 8) == 0);
    int locks = 0;
    const watch_path_calls watcher(
        [&](std::string_view call, moment)
        {
          locks += call == "flock";
          return 0;
        });
    BOOST_TEST(s.bind(with_timeout(std::chrono::hours(1)))
        == asio::error::address_in_use);
    BOOST_TEST(locks == 0);
  }
}

// Nobody listens, and the owner of the lock stays away.
BOOST_AUTO_TEST_CASE(a_lock_that_is_held_for_life_is_an_address_in_use)
{
  for (const bool stale : {false, true})
  {
    stage s;
    if (stale)
      leave_stale_file(s.path);
    const unique_descriptor lock = hold_lock_of(s.path);
    for (const milliseconds time : {milliseconds(0), milliseconds(30)})
    {
      const auto begin = std::chrono::steady_clock::now();
      BOOST_TEST(
          s.bind(with_timeout(time)) == asio::error::address_in_use);
      // At least: how much longer depends on the machine.
      BOOST_TEST((std::chrono::steady_clock::now() - begin >= time));
      BOOST_TEST(!s.acceptor.is_open());
    }
    BOOST_TEST(exists(s.path) == stale);
    BOOST_TEST(exists(s.path + ".lock"));
  }
}

// Somebody listens before the time is over: nothing is left to wait for.
BOOST_AUTO_TEST_CASE(a_path_that_comes_into_use_meanwhile_ends_the_wait)
{
  stage s;
  const unique_descriptor lock = hold_lock_of(s.path);
  unique_descriptor live;
  const watch_path_calls watcher(
      [&](std::string_view call, moment when)
      {
        if (call == "flock" && when == moment::after && !live)
          live = bind_by_hand(s.path);
        return 0;
      });
  BOOST_TEST(s.bind(with_timeout(std::chrono::hours(1)))
      == asio::error::address_in_use);
  BOOST_TEST(live.is_open());
}

BOOST_AUTO_TEST_CASE(a_lock_that_is_given_up_is_taken)
{
  stage s;
  unique_descriptor lock = hold_lock_of(s.path);
  int refused = 0;
  const watch_path_calls watcher(
      [&](std::string_view call, moment when)
      {
        if (call == "flock" && when == moment::after && ++refused == 3)
          lock.reset();
        return 0;
      });
  BOOST_TEST(!s.bind(with_timeout(std::chrono::hours(1))));
  BOOST_TEST(refused > 3);
  BOOST_TEST(!connect_by_hand(s.path));
}

// The longest time that the type can say is a time like any other.
BOOST_AUTO_TEST_CASE(any_time_can_be_given)
{
  for (const milliseconds time
      : {milliseconds(0), milliseconds(1), milliseconds::max()})
  {
    stage s;
    BOOST_TEST(!s.bind(with_timeout(time)));
  }
  stage s;
  for (const milliseconds time : {milliseconds(-1), milliseconds::min()})
    BOOST_TEST(
        s.bind(with_timeout(time)) == asio::error::invalid_argument);
  BOOST_TEST(std::filesystem::is_empty(s.directory.name()));
}

// Beside whatever is in the way.
BOOST_AUTO_TEST_CASE(a_refusal_leaves_nothing_behind)
{
  for (const std::string_view kind : {"socket", "listening", "file",
      "directory", "link", "fifo"})
  {
    BOOST_TEST_CONTEXT(kind)
    {
      stage s;
      unique_descriptor live;
      if (kind == "socket" || kind == "listening")
        live = bind_by_hand(s.path);
      if (kind == "listening")
        BOOST_REQUIRE(::listen(live.native_handle(), 8) == 0);
      if (kind == "file")
        write_file(s.path, "");
      else if (kind == "directory")
        std::filesystem::create_directory(s.path);
      else if (kind == "link")
        std::filesystem::create_symlink("nowhere", s.path);
      else if (kind == "fifo")
        BOOST_REQUIRE(::mkfifo(s.path.c_str(), 0600) == 0);
      BOOST_TEST(s.bind() == asio::error::address_in_use);
      BOOST_TEST(has_only(s.directory, {"socket"}));
    }
  }
}

// A lock that was there before stays, whatever becomes of the call.
BOOST_AUTO_TEST_CASE(the_lock_of_others_stays)
{
  stage s;
  write_file(s.path + ".lock", "");
  write_file(s.path, "");
  BOOST_TEST(s.bind() == asio::error::address_in_use);
  BOOST_TEST(has_only(s.directory, {"socket", "socket.lock"}));
}

BOOST_AUTO_TEST_CASE(remove_waits_as_long_as_it_may)
{
  stage s;
  BOOST_REQUIRE(!s.bind(with_timeout(milliseconds(20))));
  unique_descriptor lock = hold_lock_of(s.path);
  error_code ec;
  BOOST_TEST(!s.kept.remove(ec));
  BOOST_TEST(ec == asio::error::timed_out);
  BOOST_TEST(exists(s.path));
  BOOST_CHECK_THROW(s.kept.remove(), boost::system::system_error);
  bound_path moved = std::move(s.kept);
  BOOST_TEST(!moved.remove(ec));
  BOOST_TEST(ec == asio::error::timed_out);
  lock.reset();
  BOOST_TEST(moved.remove());
  BOOST_TEST(!exists(s.path));
}

BOOST_AUTO_TEST_SUITE_END()
