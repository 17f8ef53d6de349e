// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_FAULTS_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_FAULTS_HPP

// System calls that fail, or behave oddly, when a test wants it: this stands in
// for the functions of the C library. Include it in the one source of a program.
//
// A test runs a scenario once and sees which calls it makes, then runs it again
// for each call and each fault of that call.

#include "test.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <set>
#include <string>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <tuple>
#include <unistd.h>
#include <vector>

namespace boost_seqpacket {
namespace test {

struct fault
{
  const char* name;
  int error;     // the call fails with it, or 0: the call is made, and is odd
  int times;     // so many calls in a row
  const char* of; // the only call that can be odd so, or null
};

// Every call can fail with every one of these. Real systems fail with few of
// them in each place; which, changes with the version and with what is hooked in.
constexpr fault all_faults[] = {
  {"EINTR", EINTR, 1, nullptr},
  {"EINTR storm", EINTR, 100, nullptr},
  {"EAGAIN", EAGAIN, 1, nullptr},
  {"EAGAIN storm", EAGAIN, 5, nullptr},
  {"EPERM", EPERM, 1, nullptr},
  {"EACCES", EACCES, 1, nullptr},
  {"ENOENT", ENOENT, 1, nullptr},
  {"EIO", EIO, 1, nullptr},
  {"EBADF", EBADF, 1, nullptr},
  {"ENOMEM", ENOMEM, 1, nullptr},
  {"EINVAL", EINVAL, 1, nullptr},
  {"ENFILE", ENFILE, 1, nullptr},
  {"EMFILE", EMFILE, 1, nullptr},
  {"EPIPE", EPIPE, 1, nullptr},
  {"EMSGSIZE", EMSGSIZE, 1, nullptr},
  {"ENOPROTOOPT", ENOPROTOOPT, 1, nullptr},
  {"EOPNOTSUPP", EOPNOTSUPP, 1, nullptr},
  {"EADDRINUSE", EADDRINUSE, 1, nullptr},
  {"ECONNABORTED", ECONNABORTED, 1, nullptr},
  {"ECONNRESET", ECONNRESET, 1, nullptr},
  {"ERANGE", ERANGE, 1, nullptr},
  {"EEXIST", EEXIST, 1, nullptr},
  {"ENOSPC", ENOSPC, 1, nullptr},
  {"ENOBUFS", ENOBUFS, 1, nullptr},
  {"ENOTCONN", ENOTCONN, 1, nullptr},
  {"ETOOMANYREFS", ETOOMANYREFS, 1, nullptr},
  {"ECONNREFUSED", ECONNREFUSED, 1, nullptr},
  // The descriptors that the system could not install.
  {"none installed", 0, 1, "recvmsg"},
  {"some installed", 0, 1, "recvmsg"},
  {"errno in a slot", 0, 1, "recvmsg"},
  {"errno for a pidfd", 0, 1, "recvmsg"},
  // Control messages in another order and number.
  {"reversed", 0, 1, "recvmsg"},
  {"one by one", 0, 1, "recvmsg"},
  {"strange messages", 0, 1, "recvmsg"},
  {"flood", 0, 1, "recvmsg"},
  {"lying length", 0, 1, "recvmsg"},
  // Linux looks at the queue, and then whether the peer has closed. A packet that
  // is sent between the two, by a peer that closes, is behind the end.
  {"end too early", 0, 1, "recvmsg"},
  {"none installed", 0, 1, "recvmmsg"},
  {"some installed", 0, 1, "recvmmsg"},
  {"errno in a slot", 0, 1, "recvmmsg"},
  {"reversed", 0, 1, "recvmmsg"},
  {"flood", 0, 1, "recvmmsg"},
  {"short batch", 0, 1, "recvmmsg"},
  {"end too early", 0, 1, "recvmmsg"},
  {"end in the middle", 0, 1, "recvmmsg"},
  {"short batch", 0, 1, "sendmmsg"},
  {"short write", 0, 1, "sendmsg"},
  {"short write", 0, 1, "send"},
  {"not ready", 0, 1, "poll"},
  {"error", 0, 1, "poll"},
  {"hung up", 0, 1, "poll"},
  {"invalid", 0, 1, "poll"},
  {"zero", 0, 1, "ioctl"},
  {"zero", 0, 1, "getsockopt"},
};

// A call that a scenario has made.
struct made_call
{
  const char* name;
  const void* from;
};

// A fault, and the number of the call from which on it holds.
struct planned_fault
{
  std::size_t at;
  const fault* what;
};

struct fault_state
{
  bool active = false;
  std::vector<made_call> made;
  std::vector<planned_fault> plan;
  std::size_t reached = 0; // how many of the plan have come to pass
};

inline fault_state faults;

// While it lives, calls are counted and faults come to pass.
class with_faults
{
public:
  with_faults()
  {
    faults.active = true;
  }

  with_faults(const with_faults&) = delete;
  with_faults& operator=(const with_faults&) = delete;

  ~with_faults()
  {
    faults.active = false;
  }
};

// While it lives, calls are the test's own again.
class without_faults
{
public:
  without_faults()
    : before_(faults.active)
  {
    faults.active = false;
  }

  without_faults(const without_faults&) = delete;
  without_faults& operator=(const without_faults&) = delete;

  ~without_faults()
  {
    faults.active = before_;
  }

private:
  bool before_;
};

// Where the program would go on after a call, as an offset into it.
inline unsigned long offset_of(const void* address)
{
  ::Dl_info info = {};
  if (::dladdr(address, &info) == 0)
    return 0;
  return static_cast<unsigned long>(static_cast<const char*>(address)
      - static_cast<const char*>(info.dli_fbase));
}

// The fault of this call, or null.
inline const fault* next_fault(const char* name, const void* from)
{
  if (!faults.active)
    return nullptr;
  const without_faults pause;
  const std::size_t number = faults.made.size();
  faults.made.push_back({name, from});
  for (std::size_t i = 0; i < faults.plan.size(); ++i)
  {
    const planned_fault& planned = faults.plan[i];
    if (number < planned.at || number >= planned.at
          + static_cast<std::size_t>(planned.what->times)
        || std::string(faults.made[planned.at].name) != name)
      continue;
    faults.reached = i + 1 > faults.reached ? i + 1 : faults.reached;
    return planned.what;
  }
  return nullptr;
}

template <typename Function>
Function real_call(const char* name)
{
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

// A control message of a call, taken out of the buffer.
struct taken_message
{
  int level;
  int type;
  std::string data;
};

template <typename T>
std::string bytes_of(const T& value)
{
  return std::string(reinterpret_cast<const char*>(&value), sizeof(value));
}

inline std::vector<taken_message> take_messages(::msghdr& header)
{
  std::vector<taken_message> result;
  for (::cmsghdr* m = CMSG_FIRSTHDR(&header); m; m = CMSG_NXTHDR(&header, m))
    result.push_back({m->cmsg_level, m->cmsg_type,
        std::string(reinterpret_cast<const char*>(CMSG_DATA(m)),
          static_cast<std::size_t>(m->cmsg_len - CMSG_LEN(0)))});
  return result;
}

// Write messages as the system would, as far as there is room.
inline void put_messages(::msghdr& header, std::size_t room,
    const std::vector<taken_message>& messages)
{
  char* const buffer = static_cast<char*>(header.msg_control);
  std::size_t used = 0;
  for (const taken_message& m : messages)
  {
    const std::size_t space = CMSG_SPACE(m.data.size());
    if (space > room - used)
    {
      header.msg_flags |= MSG_CTRUNC;
      break;
    }
    ::cmsghdr head = {};
    head.cmsg_level = m.level;
    head.cmsg_type = m.type;
    head.cmsg_len = static_cast<decltype(head.cmsg_len)>(
        CMSG_LEN(m.data.size()));
    std::memset(buffer + used, 0, space);
    std::memcpy(buffer + used, &head, sizeof(head));
    std::memcpy(buffer + used + CMSG_LEN(0), m.data.data(), m.data.size());
    used += space;
  }
  header.msg_controllen = static_cast<decltype(header.msg_controllen)>(used);
}

inline int number_at(const taken_message& m, std::size_t index)
{
  int number;
  std::memcpy(&number, m.data.data() + index * sizeof(int), sizeof(number));
  return number;
}

inline bool is_rights(const taken_message& m)
{
  return m.level == SOL_SOCKET && m.type == SCM_RIGHTS;
}

// Change what a recvmsg has brought. The room is that of the control buffer
// before the call.
inline void disturb(const std::string& name, ::msghdr& header,
    std::size_t room)
{
  // The end of file carries no control messages, ever.
  std::vector<taken_message> messages = take_messages(header);
  if (room == 0 || messages.empty())
    return;
  std::vector<taken_message> result;
  const taken_message strange = {12345, 1, std::string(5, 's')};
  if (name == "strange messages")
    result.assign(3, strange);

  for (taken_message& m : messages)
  {
    const std::size_t count = m.data.size() / sizeof(int);
    if (!is_rights(m))
    {
      result.push_back(m);
    }
    else if (name == "none installed" || name == "some installed")
    {
      const std::size_t kept = name[0] == 's' ? count - 1 : 0;
      for (std::size_t i = kept; i < count; ++i)
        ::close(number_at(m, i));
      header.msg_flags |= MSG_CTRUNC;
      m.data.resize(kept * sizeof(int));
      if (kept != 0)
        result.push_back(m);
    }
    else if (name == "errno in a slot")
    {
      ::close(number_at(m, 0));
      m.data.replace(0, sizeof(int), bytes_of(-EMFILE));
      result.push_back(m);
    }
    else if (name == "one by one")
    {
      for (std::size_t i = 0; i < count; ++i)
        result.push_back({m.level, m.type, bytes_of(number_at(m, i))});
    }
    else
    {
      result.push_back(m);
    }
  }

  if (name == "reversed")
    std::reverse(result.begin(), result.end());
  else if (name == "errno for a pidfd")
    result.push_back({SOL_SOCKET, 4, bytes_of(-EMFILE)}); // SCM_PIDFD
  else if (name == "strange messages")
    result.insert(result.end(), 3, strange);
  else if (name == "flood")
    result.insert(result.end(), 1000, strange);
  else if (name == "lying length")
    result.push_back(strange);
  put_messages(header, room, result);

  if (name == "lying length")
  {
    // The last message claims to go on behind the end of the buffer.
    char* const last = static_cast<char*>(header.msg_control)
      + header.msg_controllen - CMSG_SPACE(strange.data.size());
    ::cmsghdr head;
    std::memcpy(&head, last, sizeof(head));
    head.cmsg_len = 1 << 30;
    std::memcpy(last, &head, sizeof(head));
  }
}

// Fail as planned, or make the call.
template <typename Function>
auto call_or_fail(const fault* what, Function function) -> decltype(function())
{
  if (what && what->error != 0)
  {
    errno = what->error;
    return -1;
  }
  return function();
}

} // namespace test
} // namespace boost_seqpacket

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
INTERPOSE(int, unlink, (const char* path), (path), noexcept)
INTERPOSE(int, unlinkat, (int directory, const char* path, int flags),
    (directory, path, flags), noexcept)

// A descriptor is closed whatever close says (close(2)).
extern "C" int close(int descriptor)
{
  const auto* const planned = NEXT_FAULT("close");
  static const auto real =
    boost_seqpacket::test::real_call<int (*)(int)>("close");
  const int result = real(descriptor);
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
  if (planned && planned->error == 0 && result == 0)
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
  const bool discards = message->msg_iovlen == 0 && (flags & MSG_PEEK) == 0;
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

namespace boost_seqpacket {
namespace test {

// Walks a scenario: runs it as it is, then with every fault at every call. What
// only a fault leads to gets a second one in turn.
//
// BOOST_SEQPACKET_FAULTS names a file that gets a line for each cell: the call,
// the fault, where the call stands, and the scenario.
class fault_walk
{
public:
  fault_walk()
  {
    if (const char* const path = std::getenv("BOOST_SEQPACKET_FAULTS"))
      file_ = std::fopen(path, "ae");
  }

  fault_walk(const fault_walk&) = delete;
  fault_walk& operator=(const fault_walk&) = delete;

  ~fault_walk()
  {
    if (file_)
      std::fclose(file_);
    std::printf("%zu runs with faults\n", runs_);
  }

  // The scenario is called with the number of planned faults that must not have
  // been in the way of success, which is 0 in the first run only.
  template <typename Scenario>
  void operator()(const std::string& name, Scenario scenario)
  {
    const std::vector<made_call> calls = run(name, {}, scenario);
    for (std::size_t i = 0; i < calls.size(); ++i)
    {
      for (const fault& first : all_faults)
      {
        if (!fits(calls[i], first))
          continue;
        const std::vector<made_call> next =
          run(name, {{i, &first}}, scenario);
        for (std::size_t j = i + 1; j < next.size(); ++j)
        {
          if (!is_new(next[j]))
            continue;
          for (const fault& second : all_faults)
          {
            if (fits(next[j], second))
              run(name, {{i, &first}, {j, &second}}, scenario);
          }
          known_.insert(next[j].from);
        }
      }
      known_.insert(calls[i].from);
    }
  }

  // What is being done, for messages.
  static std::string where(const std::string& name)
  {
    std::string result = name;
    for (const planned_fault& planned : faults.plan)
      result += std::string(", ") + planned.what->name + " of call "
        + std::to_string(planned.at);
    for (const made_call& made : faults.made)
      result += std::string(" ") + made.name;
    return result;
  }

private:
  static bool fits(const made_call& made, const fault& what)
  {
    return !what.of || std::string(what.of) == made.name;
  }

  bool is_new(const made_call& made) const
  {
    return known_.count(made.from) == 0;
  }

  template <typename Scenario>
  std::vector<made_call> run(const std::string& name,
      const std::vector<planned_fault>& plan, Scenario& scenario)
  {
    faults.made.clear();
    faults.plan = plan;
    faults.reached = 0;
    ++runs_;

    const std::size_t before = open_descriptors();
    const std::string wrong = scenario();
    faults.active = false;
    const std::size_t after = open_descriptors();
    if (!wrong.empty())
      BOOST_ERROR(where(name) << ": " << wrong);
    if (after != before)
      BOOST_ERROR(where(name) << ": " << before << " descriptors before, "
          << after << " after");
    if (file_ && !plan.empty() && faults.reached == plan.size())
    {
      const planned_fault& last = plan.back();
      const made_call& made = faults.made[last.at];
      std::fprintf(file_, "%s\t%s\t%lx\t%s\t%s\n", made.name, last.what->name,
          offset_of(made.from), name.c_str(),
          wrong.empty() && after == before ? "passed" : "failed");
    }
    return faults.made;
  }

  std::FILE* file_ = nullptr;
  std::set<const void*> known_;
  std::size_t runs_ = 0;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_FAULTS_HPP
