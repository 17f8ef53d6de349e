//
// detail/batch/received_batch.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_RECEIVED_BATCH_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_RECEIVED_BATCH_HPP

// The packets of one call of recvmmsg, and how many there are.

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/batch/batch_headers.hpp>
#include <boost_seqpacket/detail/batch/batch_traits.hpp>
#include <boost_seqpacket/detail/endpoint/endpoint_ops.hpp>
#include <boost_seqpacket/detail/message/empty_receive.hpp>
#include <boost_seqpacket/detail/message/incoming_target.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

template <typename Message>
void clear_message(Message& message)
{
  message.ancillary.clear();
  message.bytes_transferred = 0;
  message.error = boost::system::error_code();
  if constexpr (has_sender<Message>)
    message.sender = sender_of<Message>();
}

#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

// Move a packet to an earlier element. If that has less room, the packet is
// truncated, as if the system had put it there. Bytes that the later element
// had no room for stay lost.
template <typename Message>
void move_message(Message& from, Message& to)
{
  const std::size_t copied = boost::asio::buffer_copy(
      to.buffers, from.buffers, from.bytes_transferred);
  to.error = from.error;
  to.ancillary = std::move(from.ancillary);
  if constexpr (has_sender<Message>)
    to.sender = from.sender;
  if (copied < from.bytes_transferred)
  {
    ancillary_access::state(to.ancillary).flags |= MSG_TRUNC;
    if (!to.error)
      to.error = seqpacket_errc::message_truncated;
  }
  to.bytes_transferred = copied;
}

// What one call of recvmmsg has left in the headers and the elements.
struct received_batch
{
  // How many headers the call was given, and how many it has filled in.
  std::size_t count = 0;
  std::size_t received = 0;

  // Which of these may be no packets, whether there are any such, and how many
  // there are up to the last one that is a packet.
  std::array<bool, batch_headers::max_packets> is_empty;
  bool has_empty = false;
  std::size_t up_to_last = 0;
};

// Close the gaps of headers that have no packet. Returns the number of packets.
template <typename Iterator>
std::size_t move_together(Iterator first, const received_batch& batch)
{
  std::size_t packets = 0;
  Iterator to = first;
  for (std::size_t i = 0; i < batch.received; ++i, ++first)
  {
    if (batch.is_empty[i])
      continue;
    if (packets != i)
      detail::move_message(*first, *to);
    ++to;
    ++packets;
  }
  return packets;
}

template <typename Iterator>
using element_pointer =
  std::remove_reference_t<decltype(*std::declval<Iterator&>())>*;

// The elements that take the packets of one call.
template <typename Iterator>
using batch_elements =
  std::array<element_pointer<Iterator>, batch_headers::max_packets>;

// Give the headers the buffers of the next elements. Returns how many have
// some.
template <typename Iterator>
std::size_t fill_headers(batch_headers& headers, Iterator next, Iterator end,
    batch_elements<Iterator>& elements)
{
  std::size_t count = 0;
  for (; next != end && count < batch_headers::max_packets; ++next, ++count)
  {
    auto& message = *next;
    if (!headers.set_buffers(count, message.buffers))
      break;
    elements[count] = std::addressof(message);
    headers.set_room(count);
    if constexpr (has_sender<decltype(message)>)
      headers.set_sender(count);
  }
  return count;
}

// Take over every packet. Each descriptor has an owner before anything else
// happens: iterators and buffers of the program may throw exceptions.
template <typename Message>
void take_packets(batch_headers& headers,
    const std::array<Message*, batch_headers::max_packets>& elements,
    received_batch& batch)
{
  for (std::size_t i = 0; i < batch.received; ++i)
  {
    Message& message = *elements[i];
    const std::size_t length = headers.data()[i].msg_len;
    const control_result result = take_packet(
        target_of(message.ancillary), length, headers.data()[i].msg_hdr);
    message.error = packet_error(result, message.ancillary.flags());
    batch.is_empty[i] = length == 0 && !result.any;
    batch.has_empty = batch.has_empty || batch.is_empty[i];
    if (!batch.is_empty[i])
      batch.up_to_last = i + 1;
  }
  for (std::size_t i = 0; i < batch.received; ++i)
  {
    Message& message = *elements[i];
    if constexpr (has_sender<Message&>)
      message.sender =
        detail::make_endpoint<sender_of<Message>>(headers.sender(i));
    const std::size_t length = headers.data()[i].msg_len;
    const std::size_t room = boost::asio::buffer_size(message.buffers);
    message.bytes_transferred = length < room ? length : room;
  }
}

// Returns how many elements have packets. At the end of file recvmmsg fills all
// remaining headers with empty messages. A premature end leaves one before a
// packet, or before a reset, which ends the call. Empty messages before a
// pending reset are not counted.
template <typename Iterator>
std::size_t count_packets(const message_call& call, Iterator next,
    const received_batch& batch, bool repeats, boost::system::error_code& ec)
{
  socket_facts facts(call);
  if (!batch.has_empty || !facts.is_shut_down())
    return batch.received;

  std::size_t packets = batch.received;
  if (facts.packets_are_marked())
  {
    packets = detail::move_together(next, batch);
    if ((packets == 0 && !repeats) || judge_after_shut_down(facts)
        == empty_receive::end_of_file)
      ec = facts.end();
    return packets;
  }

  const bool may_have_ended = batch.received == batch.count
    && batch.up_to_last != batch.received;
  switch (judge_after_shut_down(facts))
  {
  case empty_receive::end_of_file:
    if (may_have_ended)
    {
      packets = batch.up_to_last;
      ec = facts.end();
    }
    break;
  case empty_receive::reset:
    packets = batch.up_to_last;
    break;
  case empty_receive::packet:
  case empty_receive::premature_end:
    break;
  }
  return packets;
}

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_BATCH_RECEIVED_BATCH_HPP
