//
// detail/operation/run_blocking.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_RUN_BLOCKING_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_RUN_BLOCKING_HPP

// The synchronous form of an operation.

#include <boost_seqpacket/detail/operation/backoff.hpp>
#include <boost_seqpacket/detail/operation/wait_and_retry.hpp>
#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/detail/socket/mistaken_socket.hpp>
#include <boost_seqpacket/detail/socket/poll_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <sys/socket.h>
#include <type_traits>

namespace boost_seqpacket {
namespace detail {

// Wait as Asio does. A receive of Asio's would wait in the kernel where poll is
// impossible.
template <typename Socket>
void wait_until_ready(Socket& socket,
    boost::asio::socket_base::wait_type what, boost::system::error_code& ec)
{
  do
    socket.wait(what, ec);
  while (socket_ops::is(ec, boost::asio::error::interrupted));
  // A native_socket has tried select itself, with its time limit.
  if constexpr (!std::is_same<Socket, native_socket>::value)
  {
    if (poll_ops::poll_is_impossible(ec)
        && poll_ops::select(socket.native_handle(),
          what == boost::asio::socket_base::wait_write, nullptr)
            == poll_ops::readiness::ready)
      ec = boost::system::error_code();
  }
}

// Let a pause pass, or the rest of the time that the socket has.
template <typename Socket>
void pause_for(const Socket& socket, exponential_backoff& time,
    boost::system::error_code& ec)
{
  const auto length = detail::limit_pause(socket, time.next(), ec);
  if (!ec)
    poll_ops::pause(length, ec);
}

// It waits unless non_blocking() or MSG_DONTWAIT forbids it.
template <typename Socket, typename Attempt>
typename Attempt::result_type run_blocking(Socket& socket, Attempt attempt,
    message_flags flags)
{
  check_reference<Socket&>();
  typename Attempt::result_type result = attempt.first(socket);
  exponential_backoff time(reinterpret_cast<std::uintptr_t>(&attempt));
  for (;;)
  {
    const retry next = attempt.after(result.error);
    if (next == retry::never)
      return result;
    if (socket.non_blocking() || (flags & MSG_DONTWAIT) != 0)
      return attempt.stopped(result.error);

    if (next == retry::after_short_pause)
      time.restart();
    boost::system::error_code ec;
    if (next == retry::when_ready)
      detail::wait_until_ready(socket, Attempt::wait, ec);
    else
      detail::pause_for(socket, time, ec);
    if (ec)
      return attempt.stopped(ec);
    result = attempt.again();
  }
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_RUN_BLOCKING_HPP
