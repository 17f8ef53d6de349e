//
// detail/large_message/take_large_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_TAKE_LARGE_MESSAGE_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_TAKE_LARGE_MESSAGE_HPP

// The content of a packet of a batch.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/detail/large_message/large_message_target.hpp>
#include <boost_seqpacket/detail/large_message/take_memory.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/incoming_message.hpp>
#include <boost_seqpacket/large_message.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The others move up. There is at least one.
template <std::size_t MaxDescriptors>
unique_descriptor take_first_descriptor(
    incoming_ancillary<MaxDescriptors>& ancillary) noexcept
{
  incoming_state& state = ancillary_access::state(ancillary);
  unique_descriptor* const list = ancillary_access::descriptors(ancillary);
  unique_descriptor first = std::move(list[0]);
  --state.count;
  for (std::size_t i = 0; i < state.count; ++i)
    list[i] = std::move(list[i + 1]);
  return first;
}

// Copy the bytes of a packet, because the next batch needs the buffers.
template <std::size_t MaxDescriptors, typename Buffers>
std::size_t copy_packet(
    const incoming_message<MaxDescriptors, Buffers>& message,
    target_message& target, boost::system::error_code& ec)
{
  const std::size_t size = message.bytes_transferred;
  if (size > target.limit())
  {
    ec = seqpacket_errc::message_too_large;
    return 0;
  }
  return target.receive(size, ec,
      [&](const buffer_list& room)
      {
        return boost::asio::buffer_copy(
            boost::asio::mutable_buffer(room.data->iov_base, size),
            message.buffers);
      });
}

template <std::size_t MaxDescriptors, typename Buffers>
std::size_t take_large_message(
    incoming_message<MaxDescriptors, Buffers>& message, large_message& result,
    boost::system::error_code& ec)
{
  target_message target(result);
  target.clear();
  ec = boost::system::error_code();
  std::size_t size = 0;
  incoming_state& state = ancillary_access::state(message.ancillary);
  if (!detail::brings_memory(state))
    size = detail::copy_packet(message, target, ec);
  else
  {
    const unique_descriptor memory =
      detail::take_first_descriptor(message.ancillary);
    if (memory.is_open())
      size = detail::take_memory(
          target, memory.native_handle(), state.message_size, ec);
  }
  if (!ec)
    ec = message.error;
  return size;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_TAKE_LARGE_MESSAGE_HPP
