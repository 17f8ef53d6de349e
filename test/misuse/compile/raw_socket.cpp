// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A kind of socket that carries no messages over AF_UNIX.
// expected: Use a basic_seq_packet_socket, basic_stream_socket or

#include <boost_seqpacket/send_message.hpp>

#include <boost/asio/generic/raw_protocol.hpp>
#include <boost/asio/generic/seq_packet_protocol.hpp>

#if defined(MISTAKE)
using protocol = boost::asio::generic::raw_protocol;
#else
using protocol = boost::asio::generic::seq_packet_protocol;
#endif

std::size_t test(protocol::socket& socket)
{
  return boost_seqpacket::send_message(socket,
      boost::asio::buffer("x", 1), boost_seqpacket::no_ancillary);
}
