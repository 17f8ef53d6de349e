// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Listening at a path: a process that is killed at any instant leaves nothing that
// stops the next one.

#include "path.hpp"

#include "process.hpp"
#include "path_calls.hpp"

#include <csignal>
#include <optional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

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

BOOST_FIXTURE_TEST_SUITE(path_crash, no_leaks)

// Wherever the owner crashes while it replaces a stale file, the next start works.
BOOST_AUTO_TEST_CASE(
    crash_while_a_stale_file_is_replaced_lets_the_next_start_work)
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
BOOST_AUTO_TEST_CASE(crash_of_the_first_start_lets_the_next_start_work)
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
BOOST_AUTO_TEST_CASE(crash_without_rights_lets_the_next_start_work,
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
BOOST_AUTO_TEST_CASE(crash_of_a_removal_lets_the_next_start_work)
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

BOOST_AUTO_TEST_SUITE_END()
