// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A pointer in the place of the socket.
// expected: Give the function the socket itself

#include <boost_seqpacket/receive_at_most.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/buffer.hpp>

std::size_t test(boost_seqpacket::seq_packet_protocol::socket& socket)
{
  char bytes[16];
#if defined(MISTAKE)
  boost_seqpacket::receive_descriptors(&socket, boost::asio::buffer(bytes),
      boost_seqpacket::at_most(2));
  return 0;
#else
  return std::get<0>(boost_seqpacket::receive_descriptors(socket,
        boost::asio::buffer(bytes), boost_seqpacket::at_most(2)));
#endif
}
