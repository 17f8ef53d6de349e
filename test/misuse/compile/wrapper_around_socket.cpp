// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A reference_wrapper in the place of the socket.
// expected: Give the function the socket itself

#include <boost_seqpacket/send_message.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <functional>

using socket_type = boost_seqpacket::seq_packet_protocol::socket;

void test(std::reference_wrapper<socket_type> pointer)
{
#if defined(MISTAKE)
  auto& socket = pointer;
#else
  auto& socket = pointer.get();
#endif
  const auto data = boost::asio::buffer("x", 1);
  boost_seqpacket::async_send_message(socket, data,
      boost_seqpacket::no_ancillary,
      [](const boost::system::error_code&, std::size_t) {});
}
