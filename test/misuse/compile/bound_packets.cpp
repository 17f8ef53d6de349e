// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A socket that could neither listen nor receive at a path.
// expected: Give the function an acceptor, which listens, or a datagram socket

#include <boost_seqpacket/bind_path.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/local/datagram_protocol.hpp>

#if defined(MISTAKE)
using socket_type = boost_seqpacket::seq_packet_protocol::socket;
#else
using socket_type = boost::asio::local::datagram_protocol::socket;
#endif

void test(socket_type& socket)
{
  boost_seqpacket::bind_path(socket, "name");
}
