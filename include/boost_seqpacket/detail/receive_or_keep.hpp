//
// detail/receive_or_keep.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_RECEIVE_OR_KEEP_HPP
#define BOOST_SEQPACKET_DETAIL_RECEIVE_OR_KEEP_HPP

// Receives that leave a packet in the queue which cannot be received whole.

#include <boost_seqpacket/detail/socket_ops.hpp>
#include <boost_seqpacket/detail/transfer.hpp>
#include <boost_seqpacket/keep_if_truncated.hpp>

#include <boost/asio/error.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// Whether the packet is there, but cannot be received whole.
inline bool is_truncation(const boost::system::error_code& ec) noexcept
{
  return ec.category() == error_category();
}

// Forget a packet that stays in the queue, but for its size and flags. The
// duplicates of its descriptors are closed.
inline void forget_packet(const incoming_target& target) noexcept
{
  incoming_state& state = *target.state;
  for (std::size_t i = 0; i < state.count; ++i)
    target.descriptors[i].reset();
  const std::size_t size = state.message_size;
  const int flags = state.flags;
  state.clear();
  state.message_size = size;
  state.flags = flags;
}

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

inline bool keeps_packet(const transfer& call) noexcept
{
  return (call.flags & keep_if_truncated) != 0
    && call.kind != socket_kind::stream;
}

inline std::size_t receive_or_keep(transfer call, const buffer_list& buffers,
    const incoming_target& target, boost::system::error_code& ec) noexcept
{
  const bool keeps = keeps_packet(call);
  const bool peeks = (call.flags & MSG_PEEK) != 0;
  call.flags &= ~keep_if_truncated;
  if (!keeps)
    return receive(call, buffers, target, ec);

  if (!call.waited && socket_ops::peeks_elsewhere(call.descriptor))
  {
    ec = boost::asio::error::invalid_argument;
    return 0;
  }

  // Look at the whole packet, with descriptors of its own, and take it out of the
  // queue when all is well.
  call.flags |= MSG_PEEK;
  const std::size_t received = receive(call, buffers, target, ec);
  if (is_truncation(ec))
  {
    forget_packet(target);
    return 0;
  }
  if (ec || peeks)
    return received;

  // The one-shot ECONNRESET of a peer that has closed may come in between, and
  // the packet is still there.
  do
    socket_ops::discard(call.descriptor, ec);
  while (ec == boost::asio::error::connection_reset);
  if (!ec)
    return received;

  // Another reader has taken the packet.
  forget_packet(target);
  target.state->clear();
  return 0;
}

#else // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

inline bool keeps_packet(const transfer&) noexcept
{
  return false;
}

inline std::size_t receive_or_keep(const transfer& call,
    const buffer_list& buffers, const incoming_target& target,
    boost::system::error_code& ec) noexcept
{
  return receive(call, buffers, target, ec);
}

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_RECEIVE_OR_KEEP_HPP
