// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A library for LD_PRELOAD that counts the system calls of a handover, and ends
// the process before one of them. Counted are the calls on a connection through a
// socket named `control`, and every close(2) while there is one.
//
// RESTART_KILL_AT    the number of the call, from 1 on; 0: only count
// RESTART_KILL_FILE  gets the number of calls when the process ends by itself

#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

constexpr int max_descriptors = 4096;
bool is_control[max_descriptors];
int connections = 0; // to the other process that are open
long calls = 0;

template <typename Function>
Function next(const char* name)
{
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

bool is_counted(int descriptor)
{
  return descriptor >= 0 && descriptor < max_descriptors
    && is_control[descriptor];
}

void mark(int descriptor, bool is)
{
  if (descriptor < 0 || descriptor >= max_descriptors
      || is_control[descriptor] == is)
    return;
  is_control[descriptor] = is;
  connections += is ? 1 : -1;
}

void count()
{
  static const char* const text = std::getenv("RESTART_KILL_AT");
  static const long last = text ? std::atol(text) : 0;
  if (++calls == last)
    ::kill(::getpid(), SIGKILL);
}

bool names_control(const ::sockaddr* address, ::socklen_t size)
{
  if (!address || address->sa_family != AF_UNIX)
    return false;
  const std::string path(reinterpret_cast<const ::sockaddr_un*>(address)->sun_path,
      size - offsetof(::sockaddr_un, sun_path));
  return path.find("/control") != std::string::npos;
}

struct report
{
  ~report()
  {
    const char* const name = std::getenv("RESTART_KILL_FILE");
    const int file = name
      ? ::open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    const std::string text = std::to_string(calls) + "\n";
    if (file >= 0)
      (void)!::write(file, text.data(), text.size());
  }
} at_the_end;

} // namespace

#define COUNTED(result, name, parameters, arguments) \
  extern "C" result name parameters \
  { \
    static const auto real = next<result (*) parameters>(#name); \
    if (is_counted(descriptor)) \
      count(); \
    return real arguments; \
  }

COUNTED(::ssize_t, send, (int descriptor, const void* data, std::size_t size,
      int flags), (descriptor, data, size, flags))
COUNTED(::ssize_t, sendmsg, (int descriptor, const ::msghdr* message, int flags),
    (descriptor, message, flags))
COUNTED(::ssize_t, recvmsg, (int descriptor, ::msghdr* message, int flags),
    (descriptor, message, flags))
COUNTED(::ssize_t, recv, (int descriptor, void* data, std::size_t size, int flags),
    (descriptor, data, size, flags))
COUNTED(int, shutdown, (int descriptor, int how) noexcept, (descriptor, how))
COUNTED(int, setsockopt, (int descriptor, int level, int name, const void* value,
      ::socklen_t size) noexcept, (descriptor, level, name, value, size))
COUNTED(int, getsockopt, (int descriptor, int level, int name, void* value,
      ::socklen_t* size) noexcept, (descriptor, level, name, value, size))

extern "C" int connect(int descriptor, const ::sockaddr* address,
    ::socklen_t size)
{
  static const auto real =
    next<int (*)(int, const ::sockaddr*, ::socklen_t)>("connect");
  const int result = real(descriptor, address, size);
  // A process that opens its own listeners tries in vain before.
  if (result == 0 && names_control(address, size))
  {
    mark(descriptor, true);
    count();
  }
  return result;
}

extern "C" int accept4(int descriptor, ::sockaddr* address, ::socklen_t* size,
    int flags)
{
  static const auto real =
    next<int (*)(int, ::sockaddr*, ::socklen_t*, int)>("accept4");
  const int result = real(descriptor, address, size, flags);
  ::sockaddr_un name = {};
  ::socklen_t length = sizeof(name);
  if (result >= 0 && ::getsockname(result,
        reinterpret_cast<::sockaddr*>(&name), &length) == 0
      && names_control(reinterpret_cast<const ::sockaddr*>(&name), length))
  {
    mark(result, true);
    count();
  }
  return result;
}

extern "C" int close(int descriptor)
{
  static const auto real = next<int (*)(int)>("close");
  if (connections != 0)
    count();
  mark(descriptor, false);
  return real(descriptor);
}
