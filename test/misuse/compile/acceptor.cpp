// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Something that is no socket.
// expected: Give the function a Boost.Asio socket

#include <boost_seqpacket/send_descriptors.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/buffer.hpp>

#if defined(MISTAKE)
using socket_type = boost_seqpacket::seq_packet_protocol::acceptor;
#else
using socket_type = boost_seqpacket::seq_packet_protocol::socket;
#endif

std::size_t test(socket_type& socket)
{
  return boost_seqpacket::send_descriptors(
      socket, boost::asio::buffer("x", 1), {0, 1});
}
