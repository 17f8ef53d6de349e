// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A stream is read, but the socket has packets.
// expected: read_message and write_message are for streams

#include <boost_seqpacket/read_message.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/local/stream_protocol.hpp>

#if defined(MISTAKE)
using socket_type = boost_seqpacket::seq_packet_protocol::socket;
#else
using socket_type = boost::asio::local::stream_protocol::socket;
#endif

void test(socket_type& socket)
{
  char bytes[8];
  boost_seqpacket::incoming_ancillary<1> ancillary;
  boost_seqpacket::read_message(
      socket, boost::asio::buffer(bytes), ancillary);
}
