//
// detail/handover/run_handover.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_RUN_HANDOVER_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_RUN_HANDOVER_HPP

#include <boost_seqpacket/detail/handover/handover_channel.hpp>
#include <boost_seqpacket/detail/handover/handover_step.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/mistaken_socket.hpp>
#include <boost_seqpacket/detail/socket/poll_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>

namespace boost_seqpacket {
namespace detail {

using handover_duration = std::chrono::steady_clock::duration;
using handover_time = std::chrono::steady_clock::time_point;

// A time that the clock cannot express has no end.
inline handover_time handover_deadline(handover_duration timeout)
{
  const handover_time now = std::chrono::steady_clock::now();
  return timeout > handover_time::max() - now ? handover_time::max()
    : now + timeout;
}

template <typename Socket>
constexpr void check_handover_socket() noexcept
{
  check_reference<Socket&>();
  static_assert(may_be<Socket>(socket_kind::seq_packet),
      "A handover needs packets that arrive in order: use a socket of "
      "boost_seqpacket::seq_packet_protocol");
}

// The time for which a successor waits for the reason of a refusal. The reason
// is there already, unless the predecessor breaks the rules or is stopped.
inline constexpr std::chrono::seconds confirm_patience(10);

// The loop of the synchronous functions.
template <typename Socket, typename Fsm>
boost::system::error_code run_handover(Socket& socket, Fsm& fsm,
    handover_time end)
{
  check_handover_socket<Socket>();
  handover_channel channel(socket.native_handle(), Fsm::room);
  channel.prepare(fsm);
  for (;;)
  {
    const handover_wait wait = channel.advance(fsm);
    if (wait == handover_wait::nothing)
      return fsm.error();
    boost::system::error_code ec;
    poll_ops::wait_until(channel.descriptor(wait),
        wait == handover_wait::writable, end, ec, channel.watched(wait));
    if (ec)
      fsm.give_up(ec);
  }
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_RUN_HANDOVER_HPP
