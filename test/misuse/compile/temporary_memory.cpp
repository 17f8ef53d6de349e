// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Memory that is gone before it is sent.
// expected: deleted function

#include <boost_seqpacket/send_large_message.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

void test(boost_seqpacket::seq_packet_protocol::socket& socket)
{
  boost_seqpacket::sealed_memory memory;
#if defined(MISTAKE)
  boost_seqpacket::async_send_large_message(
      socket, boost_seqpacket::sealed_memory(),
      [](const boost::system::error_code&, std::size_t) {});
#else
  boost_seqpacket::async_send_large_message(socket, memory,
      [](const boost::system::error_code&, std::size_t) {});
#endif
}
