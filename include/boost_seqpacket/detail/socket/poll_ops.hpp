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

// The state of a socket at this moment. None of these functions waits.

#include <boost_seqpacket/detail/socket/refused_call.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <optional>
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

// Wait until the socket is ready, at most for the time, or without end if there
// is none. select takes the place of a poll that fails. It has no limit by
// RLIMIT_NOFILE but one of its own: there is no answer about a higher number.
inline std::optional<bool> select(int descriptor, bool for_writing,
    const ::timeval* time)
{
  if (descriptor < 0 || descriptor >= FD_SETSIZE)
    return std::nullopt;
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
  while (result < 0 && errno == EINTR);
  if (result < 0)
    return std::nullopt;
  return result > 0;
}

// True if a receive or an accept would not block, or has an end to report.
inline std::optional<bool> select_readable(int descriptor)
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
