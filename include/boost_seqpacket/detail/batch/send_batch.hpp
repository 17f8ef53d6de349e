//
// detail/batch/send_batch.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_SEND_BATCH_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_SEND_BATCH_HPP

// One system call that sends many packets, or one packet if there is no such
// call.

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/batch/batch_headers.hpp>
#include <boost_seqpacket/detail/batch/batch_ops.hpp>
#include <boost_seqpacket/detail/batch/batch_traits.hpp>
#include <boost_seqpacket/detail/datagram/send_to.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/send.hpp>
#include <boost_seqpacket/detail/socket/refused_call.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

template <typename Message>
std::size_t send_element(const message_call& call, const buffer_list& buffers,
    const Message& message, boost::system::error_code& ec)
{
  const unsigned char* const control =
    ancillary_access::data(message.ancillary);
  const std::size_t size = ancillary_access::size(message.ancillary);
  if constexpr (has_destination<Message>)
  {
    const destination_address destination =
      detail::check_destination(message.destination, ec);
    return ec ? 0 : detail::send_to(
        call, buffers, control, size, destination, ec);
  }
  else
    return send(call, buffers, control, size, ec);
}

// Send the next packet, and step over it.
template <typename Iterator>
std::size_t send_one(const message_call& call, Iterator& next,
    boost::system::error_code& ec)
{
  auto& message = *next;
  detail::with_buffers(message.buffers, ec,
      [&](const buffer_list& buffers)
      {
        return detail::send_element(call, buffers, message, ec);
      });
  if (ec)
    return 0;
  ++next;
  return 1;
}

#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

// Make one call, and step over the packets that were sent.
template <typename Iterator>
std::size_t send_with(batch_headers& headers, const message_call& call,
    Iterator& next, Iterator end, boost::system::error_code& ec)
{
  std::size_t count = 0;
  for (Iterator it = next;
      it != end && count < batch_headers::max_packets; ++it, ++count)
  {
    const auto& message = *it;
    if (!headers.set_buffers(count, message.buffers))
      break;
    headers.set_control(count, ancillary_access::data(message.ancillary),
        ancillary_access::size(message.ancillary));
    if constexpr (has_destination<decltype(message)>)
    {
      // The packets before it are sent first. Then it is the first one.
      const destination_address destination =
        detail::check_destination(message.destination, ec);
      if (ec)
        break;
      headers.set_destination(count, destination);
    }
  }
  if (count == 0)
  {
    if (!ec)
      ec = boost::asio::error::message_size;
    return 0;
  }

  const int sent = batch_ops::send_many(call.descriptor, headers.data(),
      static_cast<unsigned>(count), send_flags(call), ec);
  for (int i = 0; i < sent; ++i)
    ++next;
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

// Send the next packets, and step over those that were sent. If a filter
// refuses the call for many packets, single calls take its place.
template <typename Iterator>
std::size_t send_some(const message_call& call, Iterator& next, Iterator end,
    boost::system::error_code& ec)
{
  bool is_refused = batch_ops::refused_sendmmsg::is_known();
  if (!is_refused)
  {
    if (const batch_headers_lease headers; headers)
    {
      const std::size_t packets =
        detail::send_with(*headers, call, next, end, ec);
      if (!may_be_refused(ec))
        return packets;
      is_refused = true;
    }
  }
  const std::size_t packets = detail::send_one(call, next, ec);
  if (is_refused)
    batch_ops::refused_sendmmsg::learn(ec);
  return packets;
}

#else // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

template <typename Iterator>
std::size_t send_some(const message_call& call, Iterator& next, Iterator,
    boost::system::error_code& ec)
{
  return detail::send_one(call, next, ec);
}

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_BATCH_SEND_BATCH_HPP
