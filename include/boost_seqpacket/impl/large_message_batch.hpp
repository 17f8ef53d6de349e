//
// impl/large_message_batch.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_LARGE_MESSAGE_BATCH_HPP
#define BOOST_SEQPACKET_IMPL_LARGE_MESSAGE_BATCH_HPP

#include <boost_seqpacket/detail/batch/batch_traits.hpp>
#include <boost_seqpacket/detail/large_message/take_large_message.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/max_message_size.hpp>

#include <utility>

namespace boost_seqpacket {

template <std::size_t MaxDescriptors, typename Socket>
outgoing_large_message<MaxDescriptors> make_outgoing_large_message(
    Socket& socket, const boost::asio::const_buffer& bytes)
{
  boost::system::error_code ec;
  auto result = boost_seqpacket::make_outgoing_large_message<MaxDescriptors>(
      socket, bytes, ec);
  detail::throw_error(ec, "make_outgoing_large_message");
  return result;
}

template <std::size_t MaxDescriptors, typename Socket>
outgoing_large_message<MaxDescriptors> make_outgoing_large_message(
    Socket& socket, const boost::asio::const_buffer& bytes,
    boost::system::error_code& ec)
{
  detail::check_packets<Socket>();
  outgoing_large_message<MaxDescriptors> result;
  const std::size_t max = boost_seqpacket::max_message_size(socket, ec);
  if (ec)
    return result;
  if (bytes.size() != 0 && bytes.size() <= max)
    result.buffers = bytes;
  else
  {
    sealed_memory memory = boost_seqpacket::make_sealed_memory(bytes, ec);
    if (!ec)
      result.ancillary.add_descriptor(memory.release(), ec);
  }
  return result;
}

template <std::size_t MaxDescriptors>
outgoing_large_message<MaxDescriptors> make_outgoing_large_message(
    const sealed_memory& memory)
{
  outgoing_large_message<MaxDescriptors> result;
  result.ancillary.add_descriptor(memory.native_handle());
  return result;
}

template <std::size_t MaxDescriptors>
outgoing_large_message<MaxDescriptors> make_outgoing_large_message(
    sealed_memory&& memory)
{
  outgoing_large_message<MaxDescriptors> result;
  if (memory.is_open())
    result.ancillary.add_descriptor(memory.release());
  else
    result.ancillary.add_descriptor(-1);
  return result;
}

template <std::size_t MaxDescriptors, typename MutableBufferSequence>
std::size_t take_large_message(
    incoming_message<MaxDescriptors, MutableBufferSequence>& message,
    large_message& result)
{
  boost::system::error_code ec;
  const std::size_t size =
    boost_seqpacket::take_large_message(message, result, ec);
  detail::throw_error(ec, "take_large_message");
  return size;
}

template <std::size_t MaxDescriptors, typename MutableBufferSequence>
std::size_t take_large_message(
    incoming_message<MaxDescriptors, MutableBufferSequence>& message,
    large_message& result, boost::system::error_code& ec)
{
  static_assert(MaxDescriptors != 0,
      "The first descriptor of a packet can be the content of the message: "
      "write incoming_message<1> or more");
  return detail::take_large_message(message, result, ec);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_LARGE_MESSAGE_BATCH_HPP
