//
// outgoing_datagram.hpp
// ~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_OUTGOING_DATAGRAM_HPP
#define BOOST_SEQPACKET_OUTGOING_DATAGRAM_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/outgoing_ancillary.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/datagram_protocol.hpp>

#include <cstddef>

namespace boost_seqpacket {

/// One packet of a batch that is sent, with an address of its own.
/**
 * For @c send_messages on datagram sockets.
 */
template <std::size_t MaxDescriptors,
    typename ConstBufferSequence = boost::asio::const_buffer,
    typename Endpoint = boost::asio::local::datagram_protocol::endpoint>
struct outgoing_datagram
{
  /// The bytes, in at most 1024 buffers.
  ConstBufferSequence buffers;

  /// The name of the socket that receives the packet.
  Endpoint destination{};

  /// The ancillary data that is sent with the packet.
  outgoing_ancillary<MaxDescriptors> ancillary{};
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_OUTGOING_DATAGRAM_HPP
