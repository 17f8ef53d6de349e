//
// detail/batch/receive_batch.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_RECEIVE_BATCH_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_RECEIVE_BATCH_HPP

// One system call that receives many packets, or one packet if there is no such
// call.

#include <boost_seqpacket/detail/batch/batch_headers.hpp>
#include <boost_seqpacket/detail/batch/batch_ops.hpp>
#include <boost_seqpacket/detail/batch/batch_traits.hpp>
#include <boost_seqpacket/detail/batch/received_batch.hpp>
#include <boost_seqpacket/detail/endpoint/endpoint_ops.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/detail/socket/refused_call.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// Receive a packet into an element, with its sender's name if the element has
// room for that.
template <typename Message>
std::size_t receive_element(const message_call& call,
    const buffer_list& buffers, Message& message,
    boost::system::error_code& ec)
{
  incoming_target target = target_of(message.ancillary);
  if constexpr (has_sender<Message>)
  {
    socket_name name = {};
    target.sender = &name;
    const std::size_t received = receive(call, buffers, target, ec);
    if (!ec || is_truncation(ec))
      message.sender = detail::make_endpoint<sender_of<Message>>(name);
    return received;
  }
  else
    return receive(call, buffers, target, ec);
}

// Receive the next packet, and step over it. A truncated one is received as
// well, unless it stays in the queue.
template <typename Iterator>
std::size_t receive_one(const message_call& call, Iterator& next,
    boost::system::error_code& ec)
{
  auto& message = *next;
  message.bytes_transferred = detail::with_buffers(message.buffers, ec,
      [&](const buffer_list& buffers)
      {
        return detail::receive_element(call, buffers, message, ec);
      });
  if (ec && !is_truncation(ec))
    return 0;
  message.error = ec;
  if (ec && keeps_packet(call))
    return 0;
  ec = boost::system::error_code();
  ++next;
  return 1;
}

#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

// Instead of a number of packets: a filter refuses the call.
constexpr std::size_t no_such_call = static_cast<std::size_t>(-1);

// Make one call, interpret its result, and step over the packets.
template <typename Iterator>
std::size_t receive_with(batch_headers& headers,
    const message_call& call, Iterator& next, Iterator end, bool repeats,
    bool& more, boost::system::error_code& ec)
{
  received_batch batch;
  headers.start();
  batch_elements<Iterator> elements;
  batch.count = detail::fill_headers(headers, next, end, elements);
  if (batch.count == 0)
  {
    ec = boost::asio::error::message_size;
    return 0;
  }
  const int result = batch_ops::receive_many(call.descriptor,
      headers.data(), static_cast<unsigned>(batch.count),
      receive_flags(call), ec);
  if (result < 0 && may_be_refused(ec))
    return no_such_call;
  if (result < 0)
  {
    explain_permanent_would_block(call, ec);
    return 0;
  }

  batch.received = static_cast<std::size_t>(result);
  detail::take_packets(headers, elements, batch);
  more = batch.received == batch.count;
  const std::size_t packets =
    detail::count_packets(call, next, batch, repeats, ec);
  for (std::size_t i = 0; i < packets; ++i)
    ++next;
  Iterator it = next;
  for (std::size_t i = packets; i < batch.received; ++i, ++it)
    detail::clear_message(*it);
  return packets;
}

// The first call receives at least one packet or sets ec. Later calls may
// receive none, so that a one-shot error such as ECONNRESET is left to the next
// operation.
template <typename Iterator>
std::size_t receive_many(batch_headers& headers,
    const message_call& call, Iterator& next, Iterator end, bool is_first,
    bool& more, boost::system::error_code& ec)
{
  std::size_t packets = detail::receive_with(
      headers, call, next, end, true, more, ec);
  while (packets == 0 && !ec && is_first)
    packets = detail::receive_with(
        headers, call, next, end, false, more, ec);
  return packets;
}

// The same. If a filter refuses the call for many packets, single calls take
// its place.
template <typename Iterator>
std::size_t receive_some(const message_call& call, Iterator& next,
    Iterator end, bool is_first, bool& more, boost::system::error_code& ec)
{
  if (keeps_packet(call))
    return detail::receive_one(call, next, ec);
  bool learns = batch_ops::refused_recvmmsg::is_known();
  if (!learns)
  {
    if (const batch_headers_lease headers; headers)
    {
      const std::size_t packets = detail::receive_many(
          *headers, call, next, end, is_first, more, ec);
      if (packets != no_such_call)
      {
        more = more && packets != 0;
        return packets;
      }
      learns = true;
    }
  }
  const std::size_t packets = detail::receive_one(call, next, ec);
  if (learns)
    batch_ops::refused_recvmmsg::learn(ec);
  return packets;
}

#else // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

template <typename Iterator>
std::size_t receive_some(const message_call& call, Iterator& next, Iterator,
    bool, bool&, boost::system::error_code& ec)
{
  return detail::receive_one(call, next, ec);
}

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_BATCH_RECEIVE_BATCH_HPP
