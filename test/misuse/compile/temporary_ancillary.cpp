// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Ancillary data that is gone before it is sent.
// expected: deleted function

#include <boost_seqpacket/send_message.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

void test(boost_seqpacket::seq_packet_protocol::socket& socket)
{
  const auto token = [](const boost::system::error_code&, std::size_t) {};
#if defined(MISTAKE)
  boost_seqpacket::async_send_message(socket, boost::asio::buffer("x", 1),
      boost_seqpacket::outgoing_ancillary<1>(), token);
#else
  boost_seqpacket::async_send_message(socket, boost::asio::buffer("x", 1),
      boost_seqpacket::no_ancillary, token);
#endif
}
