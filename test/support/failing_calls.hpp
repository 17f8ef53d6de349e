// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_FAILING_CALLS_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_FAILING_CALLS_HPP

// The system calls that fail as faults.hpp says: this stands in for the functions
// of the C library. Include it in the one source of a program.

#include "faults.hpp"

#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

#define NEXT_FAULT(name) \
  boost_seqpacket::test::next_fault(name, __builtin_return_address(0))

// A call that can only fail.
#define INTERPOSE(result, name, parameters, arguments, specification) \
  extern "C" result name parameters specification \
  { \
    const auto* const planned = NEXT_FAULT(#name); \
    static const auto real = \
      boost_seqpacket::test::real_call<result (*) parameters>(#name); \
    return boost_seqpacket::test::call_or_fail(planned, \
        [&] { return real arguments; }); \
  }

INTERPOSE(int, socket, (int family, int type, int protocol),
    (family, type, protocol), noexcept)
INTERPOSE(int, socketpair, (int family, int type, int protocol, int* pair),
    (family, type, protocol, pair), noexcept)
INTERPOSE(int, bind, (int descriptor, const ::sockaddr* name,
      ::socklen_t size), (descriptor, name, size), noexcept)
INTERPOSE(int, listen, (int descriptor, int backlog), (descriptor, backlog),
    noexcept)
INTERPOSE(int, connect, (int descriptor, const ::sockaddr* name,
      ::socklen_t size), (descriptor, name, size), )
INTERPOSE(int, accept, (int descriptor, ::sockaddr* name, ::socklen_t* size),
    (descriptor, name, size), )
INTERPOSE(int, accept4, (int descriptor, ::sockaddr* name, ::socklen_t* size,
      int flags), (descriptor, name, size, flags), )
INTERPOSE(int, getsockname, (int descriptor, ::sockaddr* name,
      ::socklen_t* size), (descriptor, name, size), noexcept)
INTERPOSE(int, getpeername, (int descriptor, ::sockaddr* name,
      ::socklen_t* size), (descriptor, name, size), noexcept)
INTERPOSE(int, setsockopt, (int descriptor, int level, int name,
      const void* value, ::socklen_t size),
    (descriptor, level, name, value, size), noexcept)
INTERPOSE(int, fchmod, (int descriptor, ::mode_t mode), (descriptor, mode),
    noexcept)
INTERPOSE(int, flock, (int descriptor, int operation),
    (descriptor, operation), noexcept)
INTERPOSE(int, fstat, (int descriptor, struct ::stat* status),
    (descriptor, status), noexcept)
INTERPOSE(int, fstatat, (int directory, const char* path,
      struct ::stat* status, int flags),
    (directory, path, status, flags), noexcept)
INTERPOSE(int, chmod, (const char* path, ::mode_t mode), (path, mode),
    noexcept)
INTERPOSE(int, mkdirat, (int directory, const char* path, ::mode_t mode),
    (directory, path, mode), noexcept)
INTERPOSE(int, renameat2, (int from, const char* name, int to,
      const char* new_name, unsigned flags),
    (from, name, to, new_name, flags), noexcept)
INTERPOSE(int, shutdown, (int descriptor, int how), (descriptor, how),
    noexcept)
INTERPOSE(int, unlink, (const char* path), (path), noexcept)
INTERPOSE(int, unlinkat, (int directory, const char* path, int flags),
    (directory, path, flags), noexcept)

INTERPOSE(int, select, (int count, ::fd_set* readable, ::fd_set* writable,
      ::fd_set* other, ::timeval* time),
    (count, readable, writable, other, time), )

#undef NEXT_FAULT
#define NEXT_FAULT(name) \
  (!boost_seqpacket::test::faults.has_epoll ? nullptr \
    : boost_seqpacket::test::next_fault(name, __builtin_return_address(0)))

INTERPOSE(int, epoll_create1, (int flags), (flags), noexcept)
INTERPOSE(int, epoll_ctl, (int epoll, int operation, int descriptor,
      ::epoll_event* event), (epoll, operation, descriptor, event), noexcept)

#undef NEXT_FAULT
#define NEXT_FAULT(name) \
  boost_seqpacket::test::next_fault(name, __builtin_return_address(0))

INTERPOSE(::ssize_t, pread, (int descriptor, void* bytes, std::size_t size,
      ::off_t offset), (descriptor, bytes, size, offset), )

INTERPOSE(int, memfd_create, (const char* name, unsigned flags),
    (name, flags), noexcept)
INTERPOSE(int, fallocate, (int descriptor, int mode, ::off_t offset,
      ::off_t size), (descriptor, mode, offset, size), )
INTERPOSE(int, fstatfs, (int descriptor, struct ::statfs* status),
    (descriptor, status), noexcept)
INTERPOSE(int, madvise, (void* place, std::size_t size, int advice),
    (place, size, advice), noexcept)

// AddressSanitizer asks before its own memory is ready.
extern "C" __attribute__((no_sanitize("address", "undefined"))) int getrlimit(
    ::__rlimit_resource_t resource, ::rlimit* limit) noexcept
{
  const auto which = static_cast<::__rlimit_resource>(resource);
  if (!boost_seqpacket::test::faults.active)
    return ::prlimit(0, which, nullptr, limit);
  return boost_seqpacket::test::call_or_fail(NEXT_FAULT("getrlimit"),
      [=] { return ::prlimit(0, which, nullptr, limit); });
}

extern "C" void* mmap(void* place, std::size_t size, int protection,
    int flags, int descriptor, ::off_t offset) noexcept
{
  const auto* const planned = NEXT_FAULT("mmap");
  static const auto real = boost_seqpacket::test::real_call<
    void* (*)(void*, std::size_t, int, int, int, ::off_t)>("mmap");
  void* result = MAP_FAILED;
  boost_seqpacket::test::call_or_fail(planned, [&]
      {
        result = real(place, size, protection, flags, descriptor, offset);
        return result == MAP_FAILED ? -1 : 0;
      });
  return result;
}

// The mapping is gone whatever munmap says, so that none is left.
extern "C" int munmap(void* place, std::size_t size) noexcept
{
  const auto* const planned = NEXT_FAULT("munmap");
  static const auto real = boost_seqpacket::test::real_call<
    int (*)(void*, std::size_t)>("munmap");
  const int result = boost_seqpacket::test::call_or_fail(
      nullptr, [&] { return real(place, size); });
  if (!planned)
    return result;
  errno = planned->error;
  return -1;
}

// Into files in memory only. Asio writes as well, to wake up a thread.
extern "C" ::ssize_t write(int descriptor, const void* bytes,
    std::size_t size)
{
  const bool is_memory = boost_seqpacket::test::faults.active
    && ::syscall(SYS_fcntl, descriptor, F_GET_SEALS) >= 0;
  const auto* const planned = is_memory ? NEXT_FAULT("write") : nullptr;
  static const auto real = boost_seqpacket::test::real_call<
    ::ssize_t (*)(int, const void*, std::size_t)>("write");
  if (!is_memory)
    return real(descriptor, bytes, size);
  const bool is_short = planned && planned->error == 0 && size > 1;
  return boost_seqpacket::test::call_or_fail(planned,
      [&] { return real(descriptor, bytes, is_short ? 1 : size); });
}
INTERPOSE(::ssize_t, pwrite, (int descriptor, const void* bytes,
      std::size_t size, ::off_t offset), (descriptor, bytes, size, offset), )

// A descriptor is closed whatever close says (close(2)).
extern "C" int close(int descriptor)
{
  const auto* const planned = NEXT_FAULT("close");
  static const auto real =
    boost_seqpacket::test::real_call<int (*)(int)>("close");
  const int result =
    boost_seqpacket::test::call_or_fail(nullptr, [&] { return real(descriptor); });
  if (!planned)
    return result;
  errno = planned->error;
  return -1;
}

extern "C" int openat(int directory, const char* path, int flags, ...)
{
  const auto* const planned = NEXT_FAULT("openat");
  ::va_list list;
  va_start(list, flags);
  const ::mode_t mode = va_arg(list, ::mode_t);
  va_end(list);
  static const auto real = boost_seqpacket::test::real_call<
    int (*)(int, const char*, int, ...)>("openat");
  return boost_seqpacket::test::call_or_fail(planned,
      [&] { return real(directory, path, flags, mode); });
}

// The only call that the library makes by its number is pidfd_open.
extern "C" long syscall(long number, ...) noexcept
{
  const auto* const planned =
    number == SYS_pidfd_open ? NEXT_FAULT("syscall") : nullptr;
  long arguments[6];
  ::va_list list;
  va_start(list, number);
  for (long& one : arguments)
    one = va_arg(list, long);
  va_end(list);
  static const auto real =
    boost_seqpacket::test::real_call<long (*)(long, ...)>("syscall");
  const auto call = [&]
      {
        return real(number, arguments[0], arguments[1], arguments[2],
            arguments[3], arguments[4], arguments[5]);
      };
  return number == SYS_pidfd_open
    ? boost_seqpacket::test::call_or_fail(planned, call) : call();
}

// The third argument of these is a number or a pointer, or is not there.
extern "C" int fcntl(int descriptor, int command, ...)
{
  const auto* const planned = NEXT_FAULT("fcntl");
  ::va_list list;
  va_start(list, command);
  void* const argument = va_arg(list, void*);
  va_end(list);
  static const auto real =
    boost_seqpacket::test::real_call<int (*)(int, int, ...)>("fcntl");
  return boost_seqpacket::test::call_or_fail(planned,
      [&] { return real(descriptor, command, argument); });
}

extern "C" int ioctl(int descriptor, unsigned long request, ...) noexcept
{
  const auto* const planned = NEXT_FAULT("ioctl");
  ::va_list list;
  va_start(list, request);
  void* const argument = va_arg(list, void*);
  va_end(list);
  static const auto real = boost_seqpacket::test::real_call<
    int (*)(int, unsigned long, ...)>("ioctl");
  const int result = boost_seqpacket::test::call_or_fail(planned,
      [&] { return real(descriptor, request, argument); });
  if (planned && planned->error == 0 && result == 0 && argument)
    *static_cast<int*>(argument) = 0;
  return result;
}

extern "C" int getsockopt(int descriptor, int level, int name, void* value,
    ::socklen_t* size) noexcept
{
  const auto* const planned = NEXT_FAULT("getsockopt");
  static const auto real = boost_seqpacket::test::real_call<
    int (*)(int, int, int, void*, ::socklen_t*)>("getsockopt");
  const int result = boost_seqpacket::test::call_or_fail(planned,
      [&] { return real(descriptor, level, name, value, size); });
  // A descriptor would be lost (77: SO_PEERPIDFD).
  if (planned && planned->error == 0 && result == 0 && name != 77)
    std::memset(value, 0, *size);
  return result;
}

extern "C" int poll(::pollfd* list, ::nfds_t count, int timeout)
{
  const auto* const planned = NEXT_FAULT("poll");
  static const auto real = boost_seqpacket::test::real_call<
    int (*)(::pollfd*, ::nfds_t, int)>("poll");
  if (!planned || planned->error != 0 || count == 0)
    return boost_seqpacket::test::call_or_fail(planned,
        [&] { return real(list, count, timeout); });
  const std::string name = planned->name;
  list[0].revents = static_cast<short>(name == "error" ? POLLERR
      : name == "hung up" ? POLLIN | POLLHUP | POLLRDHUP
      : name == "invalid" ? POLLNVAL : 0);
  return list[0].revents == 0 ? 0 : 1;
}

extern "C" ::ssize_t recvmsg(int descriptor, ::msghdr* message, int flags)
{
  const auto* const planned = NEXT_FAULT("recvmsg");
  static const auto real = boost_seqpacket::test::real_call<
    ::ssize_t (*)(int, ::msghdr*, int)>("recvmsg");
  const std::size_t room = static_cast<std::size_t>(message->msg_controllen);
  // A packet that a peek has seen is in the queue, and taken.
  const bool discards = message->msg_control == nullptr
    && message->msg_name == nullptr && (flags & MSG_PEEK) == 0;
  if (planned && !discards && std::string(planned->name) == "end too early")
  {
    const boost_seqpacket::test::without_faults pause;
    ::pollfd state = {descriptor, POLLRDHUP, 0};
    if (::poll(&state, 1, 0) == 1 && (state.revents & POLLRDHUP) != 0)
    {
      message->msg_controllen = 0;
      message->msg_namelen = 0;
      message->msg_flags = 0;
      return 0;
    }
  }
  const ::ssize_t result = boost_seqpacket::test::call_or_fail(planned,
      [&] { return real(descriptor, message, flags); });
  if (planned && planned->error == 0 && result >= 0)
  {
    const boost_seqpacket::test::without_faults pause;
    boost_seqpacket::test::disturb(planned->name, *message, room);
  }
  return result;
}

extern "C" int recvmmsg(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags, ::timespec* timeout)
{
  const auto* const planned = NEXT_FAULT("recvmmsg");
  static const auto real = boost_seqpacket::test::real_call<
    int (*)(int, ::mmsghdr*, unsigned, int, ::timespec*)>("recvmmsg");
  const bool is_short = planned
    && std::string(planned->name) == "short batch";
  const std::size_t room = count == 0 ? 0
    : static_cast<std::size_t>(messages[0].msg_hdr.msg_controllen);
  if (planned && std::strncmp(planned->name, "end", 3) == 0)
  {
    // The packets before, a header with none, the packets behind.
    const boost_seqpacket::test::without_faults pause;
    const unsigned early = std::strcmp(planned->name, "end too early") == 0
      ? 0 : 1;
    ::pollfd state = {descriptor, POLLRDHUP, 0};
    if (early >= count || ::poll(&state, 1, 0) != 1
        || (state.revents & (POLLRDHUP | POLLERR)) != POLLRDHUP)
      return real(descriptor, messages, count, flags, timeout);
    if (early != 0)
      real(descriptor, messages, early, flags, timeout);
    messages[early].msg_len = 0;
    messages[early].msg_hdr.msg_controllen = 0;
    messages[early].msg_hdr.msg_namelen = 0;
    messages[early].msg_hdr.msg_flags = 0;
    const unsigned first = early + 1;
    return static_cast<int>(first) + (first == count ? 0
        : real(descriptor, messages + first, count - first, flags, timeout));
  }
  const int result = boost_seqpacket::test::call_or_fail(planned,
      [&]
      {
        return real(descriptor, messages, is_short ? 1 : count, flags,
            timeout);
      });
  if (planned && planned->error == 0 && !is_short && result > 0)
  {
    const boost_seqpacket::test::without_faults pause;
    boost_seqpacket::test::disturb(
        planned->name, messages[0].msg_hdr, room);
  }
  return result;
}

namespace boost_seqpacket {
namespace test {

// Only a stream is ever written in part.
inline bool is_written_in_part(const fault* planned, int descriptor)
{
  int type = 0;
  ::socklen_t size = sizeof(type);
  return planned && planned->error == 0
    && ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0
    && type == SOCK_STREAM;
}

} // namespace test
} // namespace boost_seqpacket

extern "C" ::ssize_t send(int descriptor, const void* data, std::size_t size,
    int flags)
{
  const auto* const planned = NEXT_FAULT("send");
  static const auto real = boost_seqpacket::test::real_call<
    ::ssize_t (*)(int, const void*, std::size_t, int)>("send");
  const boost_seqpacket::test::without_faults pause;
  if (size > 1
      && boost_seqpacket::test::is_written_in_part(planned, descriptor))
    size = 1;
  return boost_seqpacket::test::call_or_fail(planned,
      [&] { return real(descriptor, data, size, flags); });
}

extern "C" ::ssize_t sendmsg(int descriptor, const ::msghdr* message,
    int flags)
{
  const auto* const planned = NEXT_FAULT("sendmsg");
  static const auto real = boost_seqpacket::test::real_call<
    ::ssize_t (*)(int, const ::msghdr*, int)>("sendmsg");
  const boost_seqpacket::test::without_faults pause;
  ::msghdr changed = *message;
  ::iovec first = {};
  if (message->msg_iovlen != 0
      && boost_seqpacket::test::is_written_in_part(planned, descriptor))
  {
    first = message->msg_iov[0];
    first.iov_len = first.iov_len == 0 ? 0 : 1;
    changed.msg_iov = &first;
    changed.msg_iovlen = 1;
  }
  return boost_seqpacket::test::call_or_fail(planned,
      [&] { return real(descriptor, &changed, flags); });
}

extern "C" int sendmmsg(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags)
{
  const auto* const planned = NEXT_FAULT("sendmmsg");
  static const auto real = boost_seqpacket::test::real_call<
    int (*)(int, ::mmsghdr*, unsigned, int)>("sendmmsg");
  const unsigned taken = planned && planned->error == 0 ? 1 : count;
  return boost_seqpacket::test::call_or_fail(planned,
      [&] { return real(descriptor, messages, taken, flags); });
}

#endif // BOOST_SEQPACKET_TEST_SUPPORT_FAILING_CALLS_HPP
