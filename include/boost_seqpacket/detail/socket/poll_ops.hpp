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

// True if a receive or an accept would not block, or has an end to report.
// select takes the place of a poll that fails. It has no limit by RLIMIT_NOFILE
// but one of its own: there is no answer about a higher number.
inline std::optional<bool> select_readable(int descriptor)
{
  if (descriptor < 0 || descriptor >= FD_SETSIZE)
    return std::nullopt;
  int result;
  do
  {
    ::fd_set set;
    FD_ZERO(&set);
    FD_SET(descriptor, &set);
    ::timeval none = {};
    result = ::select(descriptor + 1, &set, nullptr, nullptr, &none);
  }
  while (result < 0 && errno == EINTR);
  if (result < 0)
    return std::nullopt;
  return result > 0;
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
