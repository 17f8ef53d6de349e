// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A native_socket where a socket is opened.
// expected: A native_socket is a view of an open socket

#include <boost_seqpacket.hpp>

using protocol = boost_seqpacket::seq_packet_protocol;

#if defined(MISTAKE)
using socket_type = boost_seqpacket::native_socket;
#else
using socket_type = protocol::socket;
#endif

void test(socket_type& socket, const socket_type::endpoint_type& endpoint)
{
  boost_seqpacket::connect(socket, endpoint);
}
