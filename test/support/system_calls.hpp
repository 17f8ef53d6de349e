// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_SYSTEM_CALLS_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_SYSTEM_CALLS_HPP

// Counts the system calls of a test program, by standing in for the functions of
// the C library. Include it in the one source of the program.

#include <atomic>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstdarg>

namespace boost_seqpacket {
namespace test {

struct system_calls
{
  std::atomic<int> recvmsg{0};
  std::atomic<int> recvmsg_blocked{0}; // of these, how many said EAGAIN
  std::atomic<int> sendmsg{0}; // and send
  std::atomic<int> recvmmsg{0};
  std::atomic<int> sendmmsg{0};
  std::atomic<int> poll{0};
  std::atomic<int> epoll_ctl{0};
  std::atomic<int> others{0}; // getsockopt, ioctl, fcntl of the library

  void reset()
  {
    recvmsg = 0;
    recvmsg_blocked = 0;
    sendmsg = 0;
    recvmmsg = 0;
    sendmmsg = 0;
    poll = 0;
    epoll_ctl = 0;
    others = 0;
  }
};

inline system_calls counted;

// Called before each recvmsg, send and sendmsg, and their forms for many packets.
inline void (*on_message_call)() = nullptr;

// Called before each poll.
inline void (*on_poll)() = nullptr;

// How many packets the next receives still bring until one that has no packet,
// as if the end of file had come; or -1. Linux looks at the queue, and then
// whether the peer has closed: what is sent between the two is behind the end.
inline int packets_until_early_end = -1;

// The system call poll, which newer processors have as ppoll only.
inline int poll_of_system(::pollfd* list, ::nfds_t count, int timeout)
{
  ::timespec time = {};
  time.tv_sec = timeout / 1000;
  time.tv_nsec = timeout % 1000 * 1000000L;
  return static_cast<int>(::syscall(SYS_ppoll, list, count,
        timeout < 0 ? nullptr : &time, nullptr, 0));
}

inline void make_end(::msghdr& header)
{
  packets_until_early_end = -1;
  header.msg_controllen = 0;
  header.msg_flags = 0;
  header.msg_namelen = 0;
}

} // namespace test
} // namespace boost_seqpacket

extern "C" ::ssize_t recvmsg(int descriptor, ::msghdr* message, int flags)
{
  using namespace boost_seqpacket::test;
  if (on_message_call)
    on_message_call();
  ++counted.recvmsg;
  // Without control messages it only looks for the end, or throws away.
  if (packets_until_early_end >= 0 && message->msg_control != nullptr
      && packets_until_early_end-- == 0)
  {
    make_end(*message);
    return 0;
  }
  const ::ssize_t result = static_cast<::ssize_t>(
      ::syscall(SYS_recvmsg, descriptor, message, flags));
  if (result < 0 && errno == EAGAIN)
    ++counted.recvmsg_blocked;
  return result;
}

// What is sent without ancillary data, in one piece.
extern "C" ::ssize_t send(int descriptor, const void* data, std::size_t size,
    int flags)
{
  using namespace boost_seqpacket::test;
  if (on_message_call)
    on_message_call();
  ++counted.sendmsg;
  return static_cast<::ssize_t>(::syscall(
        SYS_sendto, descriptor, data, size, flags, nullptr, 0));
}

extern "C" ::ssize_t sendmsg(int descriptor, const ::msghdr* message,
    int flags)
{
  using namespace boost_seqpacket::test;
  if (on_message_call)
    on_message_call();
  ++counted.sendmsg;
  return static_cast<::ssize_t>(
      ::syscall(SYS_sendmsg, descriptor, message, flags));
}

extern "C" int recvmmsg(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags, ::timespec* timeout)
{
  using namespace boost_seqpacket::test;
  if (on_message_call)
    on_message_call();
  ++counted.recvmmsg;
  const auto receive = [&](unsigned first, unsigned n)
      {
        return n == 0 ? 0 : static_cast<int>(::syscall(SYS_recvmmsg,
              descriptor, messages + first, n, flags, timeout));
      };
  if (packets_until_early_end < 0)
    return receive(0, count);

  const unsigned early = static_cast<unsigned>(packets_until_early_end);
  const int before = receive(0, early < count ? early : count);
  if (before < 0 || early >= count)
  {
    packets_until_early_end -= before < 0 ? 0 : before;
    return before;
  }
  make_end(messages[early].msg_hdr);
  messages[early].msg_len = 0;
  // An error ends the call, and is reported by the next one.
  ::pollfd state = {descriptor, 0, 0};
  poll_of_system(&state, 1, 0);
  const int behind = (state.revents & POLLERR) != 0 ? 0
    : receive(early + 1, count - early - 1);
  return before + 1 + (behind < 0 ? 0 : behind);
}

extern "C" int sendmmsg(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags)
{
  using namespace boost_seqpacket::test;
  if (on_message_call)
    on_message_call();
  ++counted.sendmmsg;
  return static_cast<int>(
      ::syscall(SYS_sendmmsg, descriptor, messages, count, flags));
}

extern "C" int poll(::pollfd* list, ::nfds_t count, int timeout)
{
  using namespace boost_seqpacket::test;
  if (on_poll)
    on_poll();
  ++counted.poll;
  return poll_of_system(list, count, timeout);
}

extern "C" int epoll_ctl(int epoll, int operation, int descriptor,
    ::epoll_event* event) noexcept
{
  ++boost_seqpacket::test::counted.epoll_ctl;
  return static_cast<int>(
      ::syscall(SYS_epoll_ctl, epoll, operation, descriptor, event));
}

extern "C" int getsockopt(int descriptor, int level, int name, void* value,
    ::socklen_t* size) noexcept
{
  ++boost_seqpacket::test::counted.others;
  return static_cast<int>(
      ::syscall(SYS_getsockopt, descriptor, level, name, value, size));
}

#endif // BOOST_SEQPACKET_TEST_SUPPORT_SYSTEM_CALLS_HPP
