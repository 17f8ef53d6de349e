// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Listening at a path: the file is removed, and only by its owner.

#include "path.hpp"

#include "process.hpp"
#include "path_calls.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(path_remove, no_leaks)

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

BOOST_AUTO_TEST_CASE(remove_works_after_the_acceptor_is_closed)
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
BOOST_AUTO_TEST_CASE(remove_of_what_is_gone_is_no_error)
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
BOOST_AUTO_TEST_CASE(remove_that_fails_can_be_repeated)
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
BOOST_AUTO_TEST_CASE(only_the_owner_removes_on_destruction)
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

BOOST_AUTO_TEST_SUITE_END()
