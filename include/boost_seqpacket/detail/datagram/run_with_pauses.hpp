//
// detail/datagram/run_with_pauses.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_DATAGRAM_RUN_WITH_PAUSES_HPP
#define BOOST_SEQPACKET_DETAIL_DATAGRAM_RUN_WITH_PAUSES_HPP

// The synchronous form of operations that wait for what no event announces.

#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/detail/operation/backoff.hpp>
#include <boost_seqpacket/detail/operation/wait_and_retry.hpp>
#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

// It waits unless non_blocking() or MSG_DONTWAIT forbids it.
template <typename Socket, typename Attempt>
typename Attempt::result_type run_with_pauses(Socket& socket, Attempt attempt,
    message_flags flags)
{
  check_reference<Socket>();
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
    const auto length = detail::limit_pause(socket, time.next(), ec);
    if (!ec)
      connection_ops::pause(length, ec);
    if (ec)
      return attempt.stopped(ec);
    result = attempt.again();
  }
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_DATAGRAM_RUN_WITH_PAUSES_HPP
