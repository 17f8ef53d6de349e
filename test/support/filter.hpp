// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_FILTER_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_FILTER_HPP

// Filters of system calls, as containers and sandboxes install them (seccomp(2)).
// A filter belongs to a thread, and is never removed.

#include "process.hpp"

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <vector>

namespace boost_seqpacket {
namespace test {

// A system call, with one of its arguments, or any.
struct filtered_call
{
  long number;
  int argument = -1;
  unsigned value = 0;
};

using filtered_calls = std::vector<filtered_call>;

// Refuse the calls in this thread from now on. False if the system has no
// filters.
inline bool refuse(const filtered_calls& calls, int error)
{
  std::vector<::sock_filter> code;
  const unsigned refusal = SECCOMP_RET_ERRNO | static_cast<unsigned>(error);
  const auto load = [&code](std::size_t offset)
      {
        code.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
              static_cast<unsigned>(offset)));
      };
  for (const filtered_call& one : calls)
  {
    const bool any = one.argument < 0;
    load(offsetof(::seccomp_data, nr));
    code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
          static_cast<unsigned>(one.number), 0,
          static_cast<unsigned char>(any ? 1 : 3)));
    if (!any)
    {
      // The lower half.
      constexpr std::size_t half =
        __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0;
      load(offsetof(::seccomp_data, args) + half
          + 8 * static_cast<std::size_t>(one.argument));
      code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, one.value, 0, 1));
    }
    code.push_back(BPF_STMT(BPF_RET | BPF_K, refusal));
  }
  code.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  const ::sock_fprog program = {
    static_cast<unsigned short>(code.size()), code.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// The precondition of cases with filters. Emulators have none, and a C library
// may make all calls of sockets by another one (socketcall(2)).
inline boost::test_tools::assertion_result needs_filters(
    boost::unit_test::test_unit_id)
{
  child_process child([]
      {
        if (!refuse({{SYS_listen}, {SYS_getsockopt, 2, SO_COOKIE}}, ENOSYS))
          return 1;
        int value = 0;
        ::socklen_t size = sizeof(value);
        const bool refuses = ::listen(-1, 0) != 0 && errno == ENOSYS
          && ::getsockopt(-1, SOL_SOCKET, SO_COOKIE, &value, &size) != 0
          && errno == ENOSYS;
        const bool lets_pass =
          ::getsockopt(-1, SOL_SOCKET, SO_TYPE, &value, &size) != 0
          && errno == EBADF;
        return refuses && lets_pass ? 0 : 1;
      });
  boost::test_tools::assertion_result result(child.wait() == 0);
  result.message() << "this system has no filters of system calls";
  return result;
}

// What a filter refuses.
struct refusal
{
  std::string name;
  filtered_calls calls;
  bool has_replacement = false; // an operation must not fail for it
};

inline filtered_calls operator+(filtered_calls a, const filtered_calls& b)
{
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// The system calls behind a function of the C library, which differ between
// architectures and versions.
inline filtered_calls calls_of(const std::string& name)
{
  struct entry
  {
    const char* function;
    long number;
  };
  static const entry entries[] = {
    {"socket", SYS_socket}, {"socketpair", SYS_socketpair},
    {"bind", SYS_bind}, {"listen", SYS_listen}, {"connect", SYS_connect},
    {"accept", SYS_accept}, {"accept4", SYS_accept4},
    {"getsockname", SYS_getsockname}, {"getpeername", SYS_getpeername},
    {"getsockopt", SYS_getsockopt}, {"setsockopt", SYS_setsockopt},
    {"send", SYS_sendto}, {"sendmsg", SYS_sendmsg},
    {"sendmmsg", SYS_sendmmsg}, {"recvmsg", SYS_recvmsg},
    {"recvmmsg", SYS_recvmmsg}, {"ioctl", SYS_ioctl}, {"fcntl", SYS_fcntl},
    {"select", SYS_pselect6}, {"poll", SYS_ppoll}, {"close", SYS_close},
    {"fchmod", SYS_fchmod}, {"flock", SYS_flock}, {"fstat", SYS_fstat},
    {"mkdirat", SYS_mkdirat}, {"openat", SYS_openat},
    {"pread", SYS_pread64}, {"pwrite", SYS_pwrite64},
    {"memfd_create", SYS_memfd_create}, {"shutdown", SYS_shutdown},
    {"syscall", SYS_pidfd_open}, {"epoll_create1", SYS_epoll_create1},
    {"epoll_ctl", SYS_epoll_ctl},
    {"renameat2", SYS_renameat2}, {"unlinkat", SYS_unlinkat},
#if defined(SYS_newfstatat)
    {"fstat", SYS_newfstatat}, {"fstatat", SYS_newfstatat},
#endif
#if defined(SYS_statx)
    {"fstat", SYS_statx}, {"fstatat", SYS_statx},
#endif
#if defined(SYS_fchmodat)
    {"chmod", SYS_fchmodat},
#endif
#if defined(SYS_chmod)
    {"chmod", SYS_chmod},
#endif
#if defined(SYS_poll)
    {"poll", SYS_poll},
#endif
#if defined(SYS_select)
    {"select", SYS_select},
#endif
#if defined(SYS_unlink)
    {"unlink", SYS_unlink},
#endif
#if defined(SYS_openat2)
    {"openat2", SYS_openat2},
#endif
  };
  filtered_calls result;
  for (const entry& one : entries)
  {
    if (name == one.function)
      result.push_back({one.number});
  }
  return result;
}

// Whether an operation goes on if this is refused.
inline bool has_replacement(const std::string& name)
{
  for (const std::string& one : {std::string("accept4"),
      std::string("accept4, fcntl 2"), std::string("sendmmsg"),
      std::string("recvmmsg"), std::string("recvmmsg, poll"),
      std::string("poll"), std::string("poll, ioctl"),
      "option " + std::to_string(SO_COOKIE),
      "ioctl " + std::to_string(FIONREAD)})
  {
    if (one == name)
      return true;
  }
  return false;
}

// Everything that is refused, one after the other.
inline const std::vector<refusal>& refusals()
{
  static const std::vector<refusal> list = []
      {
        std::vector<refusal> result;
        for (const char* name : {"socket", "socketpair", "bind", "listen",
            "connect", "accept", "accept4", "getsockname", "getpeername",
            "getsockopt", "setsockopt", "send", "sendmsg", "sendmmsg",
            "recvmsg", "recvmmsg", "ioctl", "fcntl", "select", "poll",
            "fchmod", "flock", "fstat", "mkdirat", "openat", "openat2", "pread",
            "renameat2", "unlink", "unlinkat", "fstatat", "chmod", "pwrite",
            "memfd_create"})
          result.push_back({name, calls_of(name)});
        for (const int option : {SO_COOKIE, SO_DOMAIN, SO_TYPE, SO_PROTOCOL,
            SO_ACCEPTCONN, SO_PASSCRED, SO_PASSSEC, SO_TIMESTAMP,
            SO_TIMESTAMPNS, SO_PEEK_OFF, SO_PEERCRED})
          result.push_back({"option " + std::to_string(option),
              {{SYS_getsockopt, 2, static_cast<unsigned>(option)}}});
        for (const int request : {FIONREAD, SIOCATMARK, FIOCLEX})
          result.push_back({"ioctl " + std::to_string(request),
              {{SYS_ioctl, 1, static_cast<unsigned>(request)}}});
#if defined(SYS_newfstatat)
        result.push_back({"fstatat of a name",
            {{SYS_newfstatat, 3, AT_SYMLINK_NOFOLLOW}}});
#endif
        result.push_back({"flock 8", {{SYS_flock, 1, LOCK_UN}}});
        for (const int command : {F_GETFD, F_SETFD, F_GETFL, F_SETFL,
            F_ADD_SEALS, F_GET_SEALS})
          result.push_back({"fcntl " + std::to_string(command),
              {{SYS_fcntl, 1, static_cast<unsigned>(command)}}});
        const filtered_calls close_on_exec = {{SYS_ioctl, 1, FIOCLEX}};
        const filtered_calls queued = {{SYS_ioctl, 1, FIONREAD}};
        const filtered_calls cookie = {{SYS_getsockopt, 2, SO_COOKIE}};
        const filtered_calls set_flag = {{SYS_fcntl, 1, F_SETFD}};
        const auto all = [](auto... names)
            {
              return (filtered_calls() + ... + calls_of(names));
            };
        result.push_back({"accept4, accept", all("accept4", "accept")});
        result.push_back({"accept4, fcntl", all("accept4", "fcntl")});
        result.push_back({"accept4, fcntl 2", all("accept4") + set_flag});
        result.push_back({"accept4, fcntl 2, ioctl",
            all("accept4") + set_flag + close_on_exec});
        result.push_back({"poll, select", all("poll", "select")});
        result.push_back({"poll, ioctl", all("poll") + queued});
        result.push_back({"poll, setsockopt", all("poll", "setsockopt")});
        result.push_back({"poll, getsockopt", all("poll", "getsockopt")});
        result.push_back({"ioctl, setsockopt", queued + all("setsockopt")});
        result.push_back({"poll, recvmsg", all("poll", "recvmsg")});
        result.push_back({"ioctl, recvmsg", queued + all("recvmsg")});
        result.push_back({"cookie, fstat", cookie + all("fstat")});
        result.push_back({"recvmmsg, poll", all("recvmmsg", "poll")});
        result.push_back({"recvmmsg, recvmsg", all("recvmmsg", "recvmsg")});
        result.push_back({"sendmmsg, sendmsg, send",
            all("sendmmsg", "sendmsg", "send")});
        for (refusal& one : result)
          one.has_replacement = has_replacement(one.name);
        return result;
      }();
  return list;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_FILTER_HPP
