//
// detail/batch/batch_calls.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_BATCH_CALLS_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_BATCH_CALLS_HPP

// One system call for many packets, or one packet where there is no such call.

#include <boost_seqpacket/detail/batch/batch_headers.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/detail/message/send.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <utility>

namespace boost_seqpacket {
namespace detail {

template <typename Message>
void clear_message(Message& message) noexcept
{
  message.ancillary.clear();
  message.bytes_transferred = 0;
  message.error = boost::system::error_code();
}

// Send the next packet, and step over it.
template <typename Iterator>
std::size_t send_one(const message_call& call, Iterator& next,
    boost::system::error_code& ec)
{
  with_buffers(next->buffers, ec,
      [&](const buffer_list& buffers)
      {
        return send(call, buffers, ancillary_access::data(next->ancillary),
            ancillary_access::size(next->ancillary), ec);
      });
  if (ec)
    return 0;
  ++next;
  return 1;
}

// Receive the next packet, and step over it. A truncated one is received as
// well, unless it stays in the queue.
template <typename Iterator>
std::size_t receive_one(const message_call& call, Iterator& next,
    boost::system::error_code& ec)
{
  auto& message = *next;
  message.bytes_transferred = with_buffers(message.buffers, ec,
      [&](const buffer_list& buffers)
      {
        return receive(
            call, buffers, target_of(message.ancillary), ec);
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

template <typename Iterator>
std::size_t send_some(const message_call& call, Iterator& next, Iterator end,
    boost::system::error_code& ec)
{
  batch_headers* const headers = batch_headers::of_this_thread();
  if (!headers)
    return detail::send_one(call, next, ec);

  headers->start();
  std::size_t count = 0;
  for (Iterator it = next;
      it != end && count < batch_headers::max_packets; ++it, ++count)
  {
    if (!headers->set_buffers(count, it->buffers))
      break;
    headers->set_control(count, ancillary_access::data(it->ancillary),
        ancillary_access::size(it->ancillary));
  }
  if (count == 0)
  {
    ec = boost::asio::error::message_size;
    return 0;
  }

  const int sent = socket_ops::send_many(call.descriptor, headers->data(),
      static_cast<unsigned>(count), send_flags(call), ec);
  for (int i = 0; i < sent; ++i)
    ++next;
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

// Move a packet to an element further ahead. Where that has less room, the
// packet is truncated, as it would have been had the system put it there. What
// was cut for want of room in the other element stays cut.
template <typename Message>
void move_message(Message& from, Message& to) noexcept
{
  const std::size_t copied = boost::asio::buffer_copy(
      to.buffers, from.buffers, from.bytes_transferred);
  to.error = from.error;
  to.ancillary = std::move(from.ancillary);
  if (copied < from.bytes_transferred)
  {
    ancillary_access::state(to.ancillary).flags |= MSG_TRUNC;
    if (!to.error)
      to.error = seqpacket_errc::message_truncated;
  }
  to.bytes_transferred = copied;
}

// Move packets together, where some headers have none. Returns how many have.
template <typename Iterator, typename IsEmpty>
std::size_t move_together(Iterator first, std::size_t received,
    IsEmpty is_empty) noexcept
{
  std::size_t real = 0;
  Iterator to = first;
  for (std::size_t i = 0; i < received; ++i, ++first)
  {
    if (is_empty(i))
      continue;
    if (real != i)
      detail::move_message(*first, *to);
    ++to;
    ++real;
  }
  return real;
}

// Where nothing has been received before, is_first, this gives at least one
// packet or an error. Behind that it may give nothing, and then the next
// operation looks: an error that is told once would be lost here.
template <typename Iterator>
std::size_t receive_some(const message_call& call, Iterator& next, Iterator end,
    bool is_first, bool& more, boost::system::error_code& ec,
    bool repeats = true)
{
  batch_headers* const headers = batch_headers::of_this_thread();
  if (!headers || keeps_packet(call))
    return detail::receive_one(call, next, ec);

  headers->start();
  headers->arm();
  std::size_t count = 0;
  for (Iterator it = next;
      it != end && count < batch_headers::max_packets; ++it, ++count)
  {
    if (!headers->set_buffers(count, it->buffers))
      break;
  }
  if (count == 0)
  {
    ec = boost::asio::error::message_size;
    return 0;
  }

  ::mmsghdr* const packets = headers->data();
  const int result = socket_ops::receive_many(call.descriptor, packets,
      static_cast<unsigned>(count), receive_flags(call), ec);
  if (result < 0)
  {
    explain_permanent_would_block(call, ec);
    return 0;
  }

  // Owners first, for every descriptor that is there now.
  const std::size_t received = static_cast<std::size_t>(result);
  headers->used(received);
  bool empty[batch_headers::max_packets];
  bool any_empty = false;
  std::size_t real = 0; // with the last one that is not empty
  Iterator it = next;
  for (std::size_t i = 0; i < received; ++i, ++it)
  {
    const ::msghdr& header = packets[i].msg_hdr;
    const std::size_t length = packets[i].msg_len;
    const control_result verdict = take_packet(
        target_of(it->ancillary), length, header);
    it->error = packet_error(verdict, it->ancillary.flags());
    const std::size_t room = boost::asio::buffer_size(it->buffers);
    it->bytes_transferred = length < room ? length : room;
    empty[i] = length == 0 && !verdict.any;
    any_empty = any_empty || empty[i];
    if (!empty[i])
      real = i + 1;
  }

  // At the end of file recvmmsg fills every header that is left with an empty
  // message. And as it may tell the end before the last packets (is_too_early),
  // there may be one before them, or before a reset, which ends the call. While
  // a reset is pending, empty messages at the end are not counted.
  more = received == count;
  const bool ends = any_empty && is_shut_down(call);
  if (ends && is_too_early(call))
  {
    real = detail::move_together(next, received,
        [&](std::size_t i) { return empty[i]; });
    if ((real == 0 && !repeats) || is_end_of_shut_down(call))
      ec = boost::asio::error::eof;
  }
  else if (ends && more && real != received && is_end_of_shut_down(call))
  {
    ec = boost::asio::error::eof;
  }
  else if (!ends || !is_reset(call))
  {
    real = received;
  }

  for (std::size_t i = 0; i < real; ++i)
    ++next;
  it = next;
  for (std::size_t i = real; i < received; ++i, ++it)
    detail::clear_message(*it);
  if (real == 0 && !ec)
  {
    if (is_first)
      return detail::receive_some(call, next, end, true, more, ec, false);
    more = false;
  }
  return real;
}

#else // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

template <typename Iterator>
std::size_t send_some(const message_call& call, Iterator& next, Iterator,
    boost::system::error_code& ec)
{
  return detail::send_one(call, next, ec);
}

template <typename Iterator>
std::size_t receive_some(const message_call& call, Iterator& next, Iterator,
    bool, bool&, boost::system::error_code& ec)
{
  return detail::receive_one(call, next, ec);
}

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_BATCH_BATCH_CALLS_HPP
