// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Sends without an object: one error, and no compiler that takes all memory.
// expected: no matching function
// times: 3

#include <boost_seqpacket/send_object.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/buffer.hpp>

using namespace boost_seqpacket;

using socket_type = seq_packet_protocol::socket;

void test(socket_type& socket, socket_type& object)
{
  const boost::asio::const_buffer bytes("hello", 5);
#if defined(MISTAKE)
  send_object(socket);
  send_object(socket, bytes);
  async_send_object(socket);
#endif
  send_object(socket, object);
  send_object(socket, bytes, object);
}
