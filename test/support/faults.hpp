// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_FAULTS_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_FAULTS_HPP

// How system calls fail, or behave oddly, when a test wants it. failing_calls.hpp
// has the calls, fault_walk.hpp makes them fail one by one.

#include "test.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <sys/socket.h>
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
  {"ENOSYS", ENOSYS, 1, nullptr},
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
  {"short write", 0, 1, "write"},
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
  int error = 0; // what the system reported
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
  bool has_epoll = false;  // epoll fails as well, which Asio calls everywhere
  made_call* current = nullptr;
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
  faults.current = nullptr;
  if (!faults.active)
    return nullptr;
  const without_faults pause;
  const std::size_t number = faults.made.size();
  faults.made.push_back({name, from});
  faults.current = &faults.made.back();
  for (std::size_t i = 0; i < faults.plan.size(); ++i)
  {
    const planned_fault& planned = faults.plan[i];
    if (number < planned.at || number >= planned.at
          + static_cast<std::size_t>(planned.what->times)
        || std::string(faults.made[planned.at].name) != name
        || (planned.what->of && std::string(planned.what->of) != name))
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

// Change the descriptors that a recvmsg has brought.
inline void disturb_rights(const std::string& name, ::msghdr& header,
    taken_message& m, std::vector<taken_message>& result)
{
  const std::size_t count = m.data.size() / sizeof(int);
  if (name == "none installed" || name == "some installed")
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

// The last message, of so many bytes, claims to go on behind the end of the
// buffer.
inline void lie_about_last_length(::msghdr& header, std::size_t space)
{
  char* const last = static_cast<char*>(header.msg_control)
    + header.msg_controllen - space;
  ::cmsghdr head;
  std::memcpy(&head, last, sizeof(head));
  head.cmsg_len = 1 << 30;
  std::memcpy(last, &head, sizeof(head));
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
    if (is_rights(m))
      disturb_rights(name, header, m, result);
    else
      result.push_back(m);
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
    lie_about_last_length(header, CMSG_SPACE(strange.data.size()));
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
  const auto result = function();
  if (result < 0 && faults.current)
    faults.current->error = errno;
  return result;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_FAULTS_HPP
