// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_PATH_CALLS_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_PATH_CALLS_HPP

// Looks at the system calls that deal with files and sockets, stops between them
// or lets them fail, by standing in for the functions of the C library. Include
// it in the one source of the program.

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <fcntl.h>
#include <functional>
#include <string_view>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace test {

enum class moment
{
  before,
  after
};

// Called before and after each system call. What it returns before the call is an
// errno that stands in for the call, or 0.
using path_call_watcher = std::function<int(std::string_view call, moment)>;

inline const path_call_watcher* path_calls = nullptr;

// While it lives, the function is called.
class watch_path_calls
{
public:
  explicit watch_path_calls(path_call_watcher watcher)
    : watcher_(std::move(watcher))
  {
    path_calls = &watcher_;
  }

  watch_path_calls(const watch_path_calls&) = delete;
  watch_path_calls& operator=(const watch_path_calls&) = delete;

  ~watch_path_calls()
  {
    path_calls = nullptr;
  }

private:
  path_call_watcher watcher_;
};

template <typename... Arguments>
int path_call(const char* name, long number, Arguments... arguments)
{
  // What the watcher calls is not watched.
  const path_call_watcher* watcher = path_calls;
  path_calls = nullptr;
  const int refused = watcher ? (*watcher)(name, moment::before) : 0;
  int result = -1;
  int error = refused;
  if (!refused)
  {
    result = static_cast<int>(::syscall(number, arguments...));
    error = errno;
  }
  if (watcher)
    (*watcher)(name, moment::after);
  path_calls = watcher;
  errno = error;
  return result;
}

} // namespace test
} // namespace boost_seqpacket

extern "C" int openat(int directory, const char* path, int flags, ...)
{
  ::mode_t mode = 0;
  if ((flags & O_CREAT) != 0)
  {
    std::va_list list;
    va_start(list, flags);
    mode = va_arg(list, ::mode_t);
    va_end(list);
  }
  return boost_seqpacket::test::path_call(
      "openat", SYS_openat, directory, path, flags, mode);
}

extern "C" int close(int descriptor)
{
  return boost_seqpacket::test::path_call(
      "close", SYS_close, descriptor);
}

extern "C" int flock(int descriptor, int operation) noexcept
{
  return boost_seqpacket::test::path_call(
      "flock", SYS_flock, descriptor, operation);
}

extern "C" int fstat(int descriptor, struct ::stat* status) noexcept
{
  return boost_seqpacket::test::path_call(
      "fstat", SYS_fstat, descriptor, status);
}

extern "C" int fstatat(int directory, const char* path, struct ::stat* status,
    int flags) noexcept
{
  return boost_seqpacket::test::path_call(
      "fstatat", SYS_newfstatat, directory, path, status, flags);
}

extern "C" int fchmod(int descriptor, ::mode_t mode) noexcept
{
  return boost_seqpacket::test::path_call(
      "fchmod", SYS_fchmod, descriptor, mode);
}

extern "C" int chmod(const char* path, ::mode_t mode) noexcept
{
  return boost_seqpacket::test::path_call(
      "chmod", SYS_fchmodat, AT_FDCWD, path, mode);
}

extern "C" int mkdirat(int directory, const char* path, ::mode_t mode) noexcept
{
  return boost_seqpacket::test::path_call(
      "mkdirat", SYS_mkdirat, directory, path, mode);
}

extern "C" int unlinkat(int directory, const char* path, int flags) noexcept
{
  return boost_seqpacket::test::path_call(
      "unlinkat", SYS_unlinkat, directory, path, flags);
}

extern "C" int renameat2(int from_directory, const char* from,
    int to_directory, const char* to, unsigned flags) noexcept
{
  return boost_seqpacket::test::path_call(
      "renameat2", SYS_renameat2, from_directory, from, to_directory, to, flags);
}

extern "C" int socket(int family, int type, int number) noexcept
{
  return boost_seqpacket::test::path_call(
      "socket", SYS_socket, family, type, number);
}

extern "C" int connect(int descriptor, const ::sockaddr* address,
    ::socklen_t size)
{
  return boost_seqpacket::test::path_call(
      "connect", SYS_connect, descriptor, address, size);
}

extern "C" int bind(int descriptor, const ::sockaddr* address,
    ::socklen_t size) noexcept
{
  return boost_seqpacket::test::path_call(
      "bind", SYS_bind, descriptor, address, size);
}

extern "C" int listen(int descriptor, int backlog) noexcept
{
  return boost_seqpacket::test::path_call(
      "listen", SYS_listen, descriptor, backlog);
}

#endif // BOOST_SEQPACKET_TEST_SUPPORT_PATH_CALLS_HPP
