//
// incoming_datagram.hpp
// ~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_INCOMING_DATAGRAM_HPP
#define BOOST_SEQPACKET_INCOMING_DATAGRAM_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/// Room for one packet of a batch that is received, and for its sender's
/// address.
/**
 * For @c receive_messages on datagram sockets.
 */
template <std::size_t MaxDescriptors,
    typename MutableBufferSequence = boost::asio::mutable_buffer,
    typename Endpoint = boost::asio::local::datagram_protocol::endpoint>
struct incoming_datagram
{
  /// The memory for the bytes, in at most 1024 buffers.
  MutableBufferSequence buffers;

  /// The ancillary data that arrived with the packet.
  incoming_ancillary<MaxDescriptors> ancillary{};

  /// The number of bytes that are in the buffers.
  std::size_t bytes_transferred = 0;

  /// Success, or one of the three errors of a truncated packet.
  boost::system::error_code error{};

  /// The sender's address, as @c receive_message_from gives it.
  Endpoint sender{};
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_INCOMING_DATAGRAM_HPP
