// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Ancillary data that is gone before it is sent to an address.
// expected: deleted function

#include <boost_seqpacket/send_message_to.hpp>

#include <boost/asio/local/datagram_protocol.hpp>

using socket_type = boost::asio::local::datagram_protocol::socket;

void test(socket_type& socket, const socket_type::endpoint_type& destination)
{
  const auto token = [](const boost::system::error_code&, std::size_t) {};
#if defined(MISTAKE)
  boost_seqpacket::async_send_message_to(socket,
      boost::asio::buffer("x", 1), boost_seqpacket::outgoing_ancillary<1>(),
      destination, token);
#else
  boost_seqpacket::async_send_message_to(socket,
      boost::asio::buffer("x", 1), boost_seqpacket::no_ancillary, destination,
      token);
#endif
}
