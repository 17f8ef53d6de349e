// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SOCKET_NATIVE_WAITS_HPP
#define BOOST_SEQPACKET_TEST_SOCKET_NATIVE_WAITS_HPP

// Stands in for the calls that wait, to let come what a function waits for at the
// moment when it waits, and counts them. Include it in the one source of a
// program.

#include "native_socket.hpp"
#include "process.hpp"

#include <algorithm>
#include <csignal>
#include <functional>
#include <poll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/time.h>

namespace boost_seqpacket {
namespace test {

// Called when a function begins to wait, with the number of the wait.
inline thread_local std::function<void(int)> on_wait;

struct call_counts
{
  int waits = 0; // poll or select that may take time
  int polls = 0;
  int selects = 0;
  int receives = 0;
  int questions = 0; // getsockopt
  int longest = 0; // time of a poll, in ms
};

inline thread_local call_counts made;

// So many waits of poll end at once, as if their time had passed.
inline thread_local int skipped_polls = 0;

inline void begin_wait()
{
  const int number = ++made.waits;
  if (on_wait)
    on_wait(number);
}

} // namespace test
} // namespace boost_seqpacket

extern "C" int poll(::pollfd* states, ::nfds_t count, int time)
{
  using namespace boost_seqpacket::test;
  ++made.polls;
  made.longest = std::max(made.longest, time);
  if (time != 0)
    begin_wait();
  if (time > 0 && skipped_polls > 0)
  {
    --skipped_polls;
    return 0;
  }
  ::timespec left = {time / 1000, time % 1000 * 1000000L};
  return static_cast<int>(::syscall(
        SYS_ppoll, states, count, time < 0 ? nullptr : &left, nullptr, 8));
}

extern "C" int select(int count, ::fd_set* readable, ::fd_set* writable,
    ::fd_set* other, ::timeval* time)
{
  using namespace boost_seqpacket::test;
  ++made.selects;
  ::timespec left = {};
  if (time)
    left = {time->tv_sec, time->tv_usec * 1000};
  if (!time || left.tv_sec != 0 || left.tv_nsec != 0)
    begin_wait();
  return static_cast<int>(::syscall(SYS_pselect6, count, readable, writable,
        other, time ? &left : nullptr, nullptr));
}

extern "C" ::ssize_t recvmsg(int descriptor, ::msghdr* message, int flags)
{
  ++boost_seqpacket::test::made.receives;
  return static_cast< ::ssize_t>(
      ::syscall(SYS_recvmsg, descriptor, message, flags));
}

extern "C" int getsockopt(int descriptor, int level, int name, void* value,
    ::socklen_t* size) noexcept
{
  ++boost_seqpacket::test::made.questions;
  return static_cast<int>(
      ::syscall(SYS_getsockopt, descriptor, level, name, value, size));
}

namespace boost_seqpacket {
namespace test {

using clock_type = native_socket::clock_type;

// The longest that a test would wait, as a limit that must not be reached.
inline clock_type::time_point far()
{
  return clock_type::now() + test::deadline;
}

// A time that has come.
inline clock_type::time_point past()
{
  return clock_type::now() - std::chrono::seconds(1);
}

struct scene
{
  explicit scene(asio::io_context& context)
    : sockets(context),
      a(sockets.a.native_handle()),
      b(sockets.b.native_handle())
  {
    made = call_counts();
  }

  ~scene()
  {
    on_wait = nullptr;
  }

  // Let a packet come during the wait with that number.
  void send_in_wait(int number)
  {
    on_wait = [this, number](int now)
        {
          if (now == number)
            ::syscall(SYS_sendto, sockets.a.native_handle(), "hello", 5, 0,
                nullptr, 0);
        };
  }

  pair_of<packet_socket> sockets;
  native_socket a;
  native_socket b;
  char bytes[8];
  asio::mutable_buffer buffer = asio::buffer(bytes);
  error_code ec = asio::error::fault;
};

// A signal comes every millisecond, as long as this lives.
class signals
{
public:
  signals()
  {
    struct ::sigaction action = {};
    action.sa_handler = [](int) {};
    ::sigaction(SIGALRM, &action, &before_);
    const ::itimerval each = {{0, 1000}, {0, 1000}};
    ::setitimer(ITIMER_REAL, &each, nullptr);
  }

  ~signals()
  {
    const ::itimerval none = {};
    ::setitimer(ITIMER_REAL, &none, nullptr);
    ::sigaction(SIGALRM, &before_, nullptr);
  }

private:
  struct ::sigaction before_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SOCKET_NATIVE_WAITS_HPP
