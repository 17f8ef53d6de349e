// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An error code for an asynchronous function.
// expected: takes a completion token, not an error_code

#include <boost_seqpacket/receive_message.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

void test(boost_seqpacket::seq_packet_protocol::socket& socket,
    boost_seqpacket::incoming_ancillary<1>& ancillary)
{
  static char bytes[16];
#if defined(MISTAKE)
  boost::system::error_code token;
#else
  auto token = [](const boost::system::error_code&, std::size_t) {};
#endif
  boost_seqpacket::async_receive_message(
      socket, boost::asio::buffer(bytes), ancillary, token);
}
