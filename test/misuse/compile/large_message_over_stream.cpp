// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A stream is to send a large message.
// expected: A stream has no packets, and sends messages of any size

#include <boost_seqpacket/send_large_message.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/local/stream_protocol.hpp>

#if defined(MISTAKE)
using socket_type = boost::asio::local::stream_protocol::socket;
#else
using socket_type = boost_seqpacket::seq_packet_protocol::socket;
#endif

void test(socket_type& socket)
{
  boost_seqpacket::send_large_message(socket, boost::asio::const_buffer());
}
