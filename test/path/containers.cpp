// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What containers change for bind_path: a file system without /proc, a user
// namespace without root, and a thread with descriptors of its own.

#include "path.hpp"

#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// A child without /proc. It returns what the function does.
template <typename Function>
int without_proc(Function function)
{
  child_process child(
      [&]
      {
        if (::unshare(CLONE_NEWNS) != 0
            || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
            || ::mount("none", "/proc", "tmpfs", 0, nullptr) != 0)
          return 254;
        return function();
      });
  return child.wait();
}

int is(const error_code& actual, const error_code& expected)
{
  if (actual == expected)
    return 0;
  std::fprintf(stderr, "%s\n", actual.message().c_str());
  return 1;
}

// Root and nobody have no number in the user namespace, only this user has.
bool enter_user_namespace(unsigned user)
{
  const std::string map =
    std::to_string(user) + " " + std::to_string(user) + " 1";
  if (::setgroups(0, nullptr) != 0 || ::setgid(user) != 0
      || ::setuid(user) != 0 || ::prctl(PR_SET_DUMPABLE, 1) != 0
      || ::unshare(CLONE_NEWUSER) != 0)
    return false;
  std::ofstream file("/proc/self/uid_map");
  file << map << std::flush;
  return file.good();
}

bind_path_options for_all()
{
  bind_path_options options;
  options.mode = 0666;
  return options;
}

struct fixture
  : no_leaks
{
  stage s;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(path_containers, fixture,
    *boost::unit_test::precondition(as_root))

// --- no /proc -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_new_path_without_a_umask_needs_no_proc)
{
  BOOST_TEST(without_proc([&]
      {
        const umask_of none(0);
        return is(s.bind(for_all()), error_code());
      }) == 0);
}

BOOST_AUTO_TEST_CASE(missing_bits_say_that_there_is_no_proc)
{
  BOOST_TEST(without_proc([&]
      {
        const umask_of some(077);
        return is(s.bind(for_all()), seqpacket_errc::no_proc_file_system);
      }) == 0);
  BOOST_TEST(std::filesystem::is_empty(s.directory.name()));
}

BOOST_AUTO_TEST_CASE(missing_bits_of_directories_say_so_as_well)
{
  BOOST_TEST(without_proc([&]
      {
        const umask_of some(077);
        s.path = s.directory / "a/b/socket";
        bind_path_options options;
        options.create_directories = true;
        options.directory_mode = 0755;
        return is(s.bind(options), seqpacket_errc::no_proc_file_system);
      }) == 0);
  BOOST_TEST(std::filesystem::is_empty(s.directory.name()));
}

BOOST_AUTO_TEST_CASE(a_stale_socket_says_that_there_is_no_proc)
{
  leave_stale_file(s.path);
  BOOST_TEST(without_proc([&]
      {
        return is(s.bind(), seqpacket_errc::no_proc_file_system);
      }) == 0);
  BOOST_TEST(exists(s.path));
  BOOST_TEST(!exists(s.path + ".lock"));
}

BOOST_AUTO_TEST_CASE(a_path_in_use_is_in_use_without_proc)
{
  const unique_descriptor live = bind_by_hand(s.path);
  BOOST_REQUIRE(::listen(live.native_handle(), 8) == 0);
  BOOST_TEST(without_proc([&]
      {
        return is(s.bind(), asio::error::address_in_use);
      }) == 0);
}

// --- user namespaces ------------------------------------------------------------

// A directory like /tmp, which belongs to root, or to a user without a number.
BOOST_AUTO_TEST_CASE(a_directory_of_roots_is_one_in_a_user_namespace)
{
  for (const unsigned owner : {0u, 12345u})
  {
    const std::string sticky = s.directory / std::to_string(owner);
    BOOST_REQUIRE(::chmod(s.directory.name().c_str(), 0755) == 0);
    BOOST_REQUIRE(::mkdir(sticky.c_str(), 0700) == 0);
    BOOST_REQUIRE(::chmod(sticky.c_str(), 01777) == 0);
    BOOST_REQUIRE(::chown(sticky.c_str(), owner, owner) == 0);
    child_process child([&]
        {
          if (!enter_user_namespace(1000))
            return 254;
          const umask_of some(077);
          s.path = sticky + "/socket";
          return is(s.bind(for_all()), error_code());
        });
    BOOST_TEST(child.wait() == 0);
    BOOST_TEST(mode_of(sticky + "/socket") == 0666);
  }
}

// Outside of a user namespace the owner with that number is a true user.
BOOST_AUTO_TEST_CASE(a_directory_of_the_true_nobody_is_that_of_another_user)
{
  const std::string sticky = s.directory / "sticky";
  BOOST_REQUIRE(::chmod(s.directory.name().c_str(), 0755) == 0);
  BOOST_REQUIRE(::mkdir(sticky.c_str(), 0700) == 0);
  BOOST_REQUIRE(::chmod(sticky.c_str(), 01777) == 0);
  BOOST_REQUIRE(::chown(sticky.c_str(), nobody, nobody) == 0);
  const umask_of some(077);
  s.path = sticky + "/socket";
  BOOST_TEST(s.bind(for_all()) == asio::error::access_denied);
  BOOST_TEST(std::filesystem::is_empty(sticky));
}

BOOST_AUTO_TEST_CASE(others_may_write_to_a_directory_without_the_sticky_bit)
{
  const std::string open = s.directory / "open";
  BOOST_REQUIRE(::chmod(s.directory.name().c_str(), 0755) == 0);
  BOOST_REQUIRE(::mkdir(open.c_str(), 0700) == 0);
  BOOST_REQUIRE(::chmod(open.c_str(), 0777) == 0);
  child_process child([&]
      {
        if (!enter_user_namespace(1000))
          return 254;
        const umask_of some(077);
        s.path = open + "/socket";
        return is(s.bind(for_all()), asio::error::access_denied);
      });
  BOOST_TEST(child.wait() == 0);
  BOOST_TEST(std::filesystem::is_empty(open));
}

// --- threads --------------------------------------------------------------------

// The first thread has other files at the numbers that this one uses.
BOOST_AUTO_TEST_CASE(a_thread_with_its_own_descriptors_changes_no_other_file)
{
  const std::string file = s.directory / "private";
  write_file(file, "");
  BOOST_REQUIRE(::chmod(file.c_str(), 0600) == 0);
  for (const bool stale : {false, true})
  {
    s.path = s.directory / (stale ? "stale" : "new");
    if (stale)
      leave_stale_file(s.path);
    child_process child([&]
        {
          int highest = ::open(file.c_str(), O_RDWR);
          while (highest >= 0 && highest < 60)
            highest = ::dup(highest);
          int result = 254;
          std::thread([&]
              {
                if (::unshare(CLONE_FILES) != 0)
                  return;
                for (int i = 3; i <= 60; ++i)
                  ::close(i);
                const umask_of all(0777);
                asio::io_context context;
                acceptor listener(context);
                error_code ec;
                bound_path bound =
                  bind_path(listener, s.path, for_all(), ec);
                result = is(ec, error_code());
              }).join();
          return result;
        });
    BOOST_TEST(child.wait() == 0);
    BOOST_TEST(mode_of(s.path) == 0666);
    BOOST_TEST(mode_of(file) == 0600);
  }
}

BOOST_AUTO_TEST_SUITE_END()
