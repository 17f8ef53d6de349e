//
// detail/batch_calls.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_CALLS_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_CALLS_HPP

// One system call for many packets, or one packet where there is no such call.

#include <boost_seqpacket/detail/batch_headers.hpp>
#include <boost_seqpacket/detail/buffer_list.hpp>
#include <boost_seqpacket/detail/receive.hpp>
#include <boost_seqpacket/detail/send.hpp>
#include <boost_seqpacket/detail/socket_ops.hpp>
#include <boost_seqpacket/detail/transfer.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

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
std::size_t send_one(const transfer& call, Iterator& next,
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
std::size_t receive_one(const transfer& call, Iterator& next,
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
std::size_t send_some(const transfer& call, Iterator& next, Iterator end,
    boost::system::error_code& ec)
{
  batch_headers* const headers = batch_headers::of_this_thread();
  if (!headers)
    return send_one(call, next, ec);

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

// At the end of file recvmmsg fills every header that is left with an empty
// message. How many of the packets are real: all, unless the last ones are
// empty, and this is the end.
template <typename IsEmpty>
std::size_t count_real(const transfer& call, std::size_t received,
    IsEmpty is_empty) noexcept
{
  std::size_t real = received;
  while (real != 0 && is_empty(real - 1))
    --real;
  return real != received && is_end_of_file(call) ? real : received;
}

template <typename Iterator>
std::size_t receive_some(const transfer& call, Iterator& next, Iterator end,
    bool& more, boost::system::error_code& ec)
{
  batch_headers* const headers = batch_headers::of_this_thread();
  if (!headers || keeps_packet(call))
    return receive_one(call, next, ec);

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
  const int received = socket_ops::receive_many(call.descriptor, packets,
      static_cast<unsigned>(count), receive_flags(call), ec);
  if (received < 0)
  {
    check_stuck(call, ec);
    return 0;
  }

  // Owners first, for every descriptor that is there now.
  headers->used(static_cast<std::size_t>(received));
  bool any[batch_headers::max_packets];
  Iterator it = next;
  for (int i = 0; i < received; ++i, ++it)
  {
    const ::msghdr& header = packets[i].msg_hdr;
    const std::size_t length = packets[i].msg_len;
    const incoming_verdict verdict = take_packet(
        target_of(it->ancillary), length, header);
    any[i] = verdict.any;
    it->error = packet_error(verdict, it->ancillary.flags());
    const std::size_t room = boost::asio::buffer_size(it->buffers);
    it->bytes_transferred = length < room ? length : room;
  }

  // Fewer than asked for: there was no end of file, only no more packets.
  more = static_cast<std::size_t>(received) == count;
  std::size_t real = static_cast<std::size_t>(received);
  if (more)
  {
    real = count_real(call, real, [&](std::size_t i)
        {
          return packets[i].msg_len == 0 && !any[i];
        });
    if (real != count)
      ec = boost::asio::error::eof;
  }
  for (std::size_t i = 0; i < real; ++i)
    ++next;
  it = next;
  for (std::size_t i = real; i < static_cast<std::size_t>(received); ++i, ++it)
    clear_message(*it);
  return real;
}

#else // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

template <typename Iterator>
std::size_t send_some(const transfer& call, Iterator& next, Iterator,
    boost::system::error_code& ec)
{
  return send_one(call, next, ec);
}

template <typename Iterator>
std::size_t receive_some(const transfer& call, Iterator& next, Iterator,
    bool&, boost::system::error_code& ec)
{
  return receive_one(call, next, ec);
}

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_BATCH_CALLS_HPP
