// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Who is nobody: by the numbers that the kernel uses, which the administrator can
// change, and a user namespace can hide. The files of /proc that tell them are
// replaced by those of the test.

#include "directory.hpp"
#include "forms.hpp"
#include "process.hpp"

#include <cstdarg>
#include <fcntl.h>
#include <grp.h>
#include <map>
#include <optional>
#include <sched.h>
#include <sys/syscall.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// What is found at a path instead of its file.
std::map<std::string, std::string> replaced;

} // namespace

// In the place of the C library's.
extern "C" int openat(int directory, const char* path, int flags, ...)
{
  std::va_list arguments;
  va_start(arguments, flags);
  const int mode = (flags & (O_CREAT | O_TMPFILE)) != 0
    ? va_arg(arguments, int) : 0;
  va_end(arguments);
  const auto found = replaced.find(path);
  return static_cast<int>(::syscall(SYS_openat, directory,
        found != replaced.end() ? found->second.c_str() : path, flags, mode));
}

namespace {

class replaced_file
{
public:
  replaced_file(std::string path, const std::string& content)
    : path_(std::move(path))
  {
    std::ofstream(files_ / "file") << content;
    replaced[path_] = files_ / "file";
  }

  replaced_file(const replaced_file&) = delete;
  replaced_file& operator=(const replaced_file&) = delete;

  ~replaced_file()
  {
    replaced.erase(path_);
  }

private:
  temporary_directory files_;
  std::string path_;
};

const char overflow_user[] = "/proc/sys/kernel/overflowuid";
const char overflow_group[] = "/proc/sys/kernel/overflowgid";
const char user_map[] = "/proc/thread-self/uid_map";

std::optional<credentials> received_by(protocol::socket& socket)
{
  char byte;
  incoming_ancillary<0> incoming;
  receive_message(socket, asio::buffer(&byte, 1), incoming);
  const std::optional<credentials> result = incoming.credentials();
  // A pidfd that is moved out does not change who the sender was.
  const unique_descriptor moved = std::move(incoming.pidfd());
  BOOST_TEST((incoming.credentials() == result));
  return result;
}

// The kernel's answer for a packet that was queued before the option was set.
std::optional<credentials> unknown_sender()
{
  asio::io_context context;
  connected sockets(context);
  send_message(sockets.a, text("x"));
  sockets.b.set_option(pass_credentials(true));
  return received_by(sockets.b);
}

// SO_PASSPIDFD
constexpr needs_linux with_pidfds = {6, 5};

// What a receiver in another PID namespace than the sender is told, as the
// status of a process: 0 the truth, 1 nothing, 2 something else.
int seen_in_another_namespace(unsigned id, bool with_pidfd)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  if (with_pidfd)
    sockets.b.set_option(pass_pidfd(true));
  child_process sender([&]
      {
        if (::setgroups(0, nullptr) != 0 || ::setgid(id) != 0
            || ::setuid(id) != 0)
          return 100;
        send_message(sockets.a, text("x"));
        return 0;
      });
  BOOST_TEST_REQUIRE(sender.wait() == 0);

  child_process outer([&]
      {
        if (::unshare(CLONE_NEWPID) != 0)
          return 101;
        child_process receiver([&]
            {
              const std::optional<credentials> c = received_by(sockets.b);
              return !c ? 1 : *c == credentials{0, id, id} ? 0 : 2;
            });
        return receiver.wait();
      });
  return outer.wait();
}

struct fixture
{
  no_leaks guard;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(unknown_sender_suite, fixture)

BOOST_AUTO_TEST_CASE(the_default_numbers_are_no_sender)
{
  BOOST_TEST(!unknown_sender().has_value());
}

// The kernel still says 65534, which is a user's number now.
BOOST_AUTO_TEST_CASE(other_numbers_of_the_system_are_obeyed)
{
  const replaced_file user(overflow_user, "1000\n");
  const replaced_file group(overflow_group, "1001\n");
  BOOST_TEST((unknown_sender() == credentials{0, 65534, 65534}));
}

BOOST_AUTO_TEST_CASE(each_of_the_two_numbers_counts)
{
  for (const char* path : {overflow_user, overflow_group})
  {
    const replaced_file one(path, "1000\n");
    BOOST_TEST((unknown_sender() == credentials{0, 65534, 65534}));
  }
}

// Where /proc is not mounted, the default.
BOOST_AUTO_TEST_CASE(without_the_files_it_is_the_default)
{
  replaced[overflow_user] = replaced[overflow_group] = "/nowhere";
  BOOST_TEST(!unknown_sender().has_value());
  replaced.clear();
}

BOOST_AUTO_TEST_CASE(a_user_outside_has_its_numbers,
    *boost::unit_test::precondition(needs_root))
{
  BOOST_TEST(seen_in_another_namespace(1000, false) == 0);
}

// The kernel's numbers are those of an unknown sender, and only a pidfd tells.
BOOST_AUTO_TEST_CASE(the_true_nobody_outside_is_known_by_its_pidfd,
    *boost::unit_test::precondition(needs_root)
    *boost::unit_test::precondition(with_pidfds))
{
  BOOST_TEST(seen_in_another_namespace(65534, true) == 0);
  BOOST_TEST(seen_in_another_namespace(65534, false) == 1);
}

// An id stands for users that are not mapped only if no user here can have it.
BOOST_AUTO_TEST_CASE(ids_without_a_user_are_found_by_the_map)
{
  struct scene
  {
    const char* map;
    bool unmapped;
  };
  const scene scenes[] = {
    {"         0          0 4294967295\n", false}, // no user namespace
    {"0 1000 1\n", true},
    {"0 100000 65534\n", true},
    {"0 100000 65535\n", false},
    {"65534 1000 1\n", false},
    {"65534 1000 1", false},
    {"65535 1000 1\n", true},
    {"0 100000 1000\n1000 1000 1\n1001 101000 64535\n", false},
    {"0 100000 1000\n1000 1000 1\n1001 101000 64533\n", true},
    {"", false}};
  namespace ids = detail::overflow_ids_ops;
  for (const scene& s : scenes)
  {
    BOOST_TEST_CONTEXT(s.map)
    {
      const replaced_file map(user_map, s.map);
      BOOST_TEST(ids::is_of_unmapped_users(65534) == s.unmapped);
      BOOST_TEST(!ids::is_of_unmapped_users(1000));
    }
  }
  const replaced_file map(user_map, "0 1000 1\n");
  const replaced_file user(overflow_user, "7\n");
  BOOST_TEST(ids::is_of_unmapped_users(7));
  BOOST_TEST(!ids::is_of_unmapped_users(65534));

  // A map may have 340 lines.
  std::string lines;
  for (int i = 0; i < 340; ++i)
    lines += "         " + std::to_string(2 * i) + "     100000          1\n";
  const replaced_file many(user_map, lines);
  BOOST_TEST(ids::is_of_unmapped_users(7));
  const replaced_file even(overflow_user, "678");
  BOOST_TEST(!ids::is_of_unmapped_users(678));
}

BOOST_AUTO_TEST_SUITE_END()
