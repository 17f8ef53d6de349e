//
// detail/socket/poll_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_POLL_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_POLL_OPS_HPP

// The state of a socket at this moment, and waits for another state.

#include <boost_seqpacket/detail/socket/refused_call.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <chrono>
#include <poll.h>
#include <sys/select.h>

namespace boost_seqpacket {
namespace detail {
namespace poll_ops {

// The events of the socket, as poll reports them. poll fails with EINVAL if no
// descriptor may be opened (RLIMIT_NOFILE of 0), and a filter may refuse it.
inline short events(int descriptor, short wanted,
    boost::system::error_code& ec)
{
  ::pollfd state = {descriptor, wanted, 0};
  int result;
  do
    result = ::poll(&state, 1, 0);
  while (result < 0 && errno == EINTR);
  ec = result < 0 ? socket_ops::last_error() : boost::system::error_code();
  return result < 0 ? short(0) : state.revents;
}

enum class readiness
{
  ready,
  not_ready,

  // There is no answer.
  unknown
};

inline bool has_length(const ::timeval* time) noexcept
{
  return time && (time->tv_sec != 0 || time->tv_usec != 0);
}

// Wait until the socket is ready, at most for the time, or without end if there
// is none. A signal ends a wait that has a time. select takes the place of a
// poll that fails. It has no limit by RLIMIT_NOFILE but one of its own: there
// is no answer about a higher number.
inline readiness select(int descriptor, bool for_writing,
    const ::timeval* time)
{
  if (descriptor < 0 || descriptor >= FD_SETSIZE)
    return readiness::unknown;
  int result;
  do
  {
    ::fd_set set;
    FD_ZERO(&set);
    FD_SET(descriptor, &set);
    ::timeval left = {};
    if (time)
      left = *time;
    result = ::select(descriptor + 1, for_writing ? nullptr : &set,
        for_writing ? &set : nullptr, nullptr, time ? &left : nullptr);
  }
  while (result < 0 && errno == EINTR && !has_length(time));
  if (result < 0 && errno != EINTR)
    return readiness::unknown;
  return result > 0 ? readiness::ready : readiness::not_ready;
}

// True if a receive or an accept would not block, or has an end to report.
inline readiness select_readable(int descriptor)
{
  const ::timeval none = {};
  return poll_ops::select(descriptor, false, &none);
}

// True if a wait by poll has failed for a reason that does not lie in the
// socket: nothing may be opened (RLIMIT_NOFILE of 0), or a filter refuses it.
inline bool poll_is_impossible(const boost::system::error_code& ec) noexcept
{
  return socket_ops::is(ec, EINVAL) || may_be_refused(ec);
}

// The time until then in milliseconds, rounded up and at most a day; -1 if
// there is no end.
inline int milliseconds_until(std::chrono::steady_clock::time_point end)
{
  if (end == std::chrono::steady_clock::time_point::max())
    return -1;
  const auto now = std::chrono::steady_clock::now();
  if (end <= now)
    return 0;
  constexpr int day = 24 * 60 * 60 * 1000;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      end - now).count();
  return left < day ? static_cast<int>(left) + 1 : day;
}

// Wait until the socket is ready, or the other descriptor, if there is one, is
// readable. Sets timed_out if the end comes first. Where select takes the place
// of poll, the other one does not count.
inline void wait_until(int descriptor, bool for_writing,
    std::chrono::steady_clock::time_point end, boost::system::error_code& ec,
    int other = -1)
{
  // poll ignores a negative number, and would wait for nothing.
  if (descriptor < 0)
  {
    ec = boost::asio::error::bad_descriptor;
    return;
  }
  for (int time; (time = poll_ops::milliseconds_until(end)) != 0;)
  {
    const short events = for_writing ? POLLOUT : POLLIN;
    ::pollfd states[2] = {{descriptor, events, 0}, {other, POLLIN, 0}};
    const int result = ::poll(states, other < 0 ? 1 : 2, time);
    ec = result < 0 ? socket_ops::last_error() : boost::system::error_code();
    if (result > 0)
    {
      if ((states[0].revents & POLLNVAL) != 0)
        ec = boost::asio::error::bad_descriptor;
      return;
    }
    if (result < 0 && poll_is_impossible(ec))
    {
      const ::timeval length = {time / 1000, time % 1000 * 1000};
      const readiness answer = poll_ops::select(
          descriptor, for_writing, time < 0 ? nullptr : &length);
      if (answer != readiness::unknown)
        ec = boost::system::error_code();
      if (answer != readiness::not_ready)
        return;
    }
    else if (result < 0 && !socket_ops::is(ec, EINTR))
      return;
  }
  ec = boost::asio::error::timed_out;
}

// Let time pass. A signal ends the pause. Sets ec if there was none: then a
// filter has refused poll, and select, which takes its place, as well.
inline void pause(std::chrono::microseconds time,
    boost::system::error_code& ec)
{
  const int length = static_cast<int>(time.count() / 1000 + 1);
  ec = boost::system::error_code();
  if (::poll(nullptr, 0, length) >= 0 || errno == EINTR)
    return;
  ec = socket_ops::last_error();
  if (!poll_ops::poll_is_impossible(ec))
    return;
  ::timeval left = {length / 1000, length % 1000 * 1000};
  if (::select(0, nullptr, nullptr, nullptr, &left) >= 0 || errno == EINTR)
    ec = boost::system::error_code();
}

// True if nothing more can be queued for this socket: the peer has closed or
// shut down its sending half, or this side its receiving half.
inline bool is_shut_down(int descriptor, boost::system::error_code& ec)
{
#if defined(POLLRDHUP)
  return (events(descriptor, POLLIN | POLLRDHUP, ec)
      & (POLLRDHUP | POLLHUP | POLLNVAL)) != 0;
#else
  (void)descriptor;
  ec = boost::asio::error::operation_not_supported;
  return false;
#endif
}

} // namespace poll_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_POLL_OPS_HPP
