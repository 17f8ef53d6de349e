// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A native_socket that was made in the call, and sockets that are constant: once
// for each type.
// expected: Give the function a socket that is not const
// times: 3

#include <boost_seqpacket.hpp>

#include <vector>

namespace sp = boost_seqpacket;

#if defined(MISTAKE)
void test(const sp::native_socket& constant,
    const sp::seq_packet_protocol::socket& socket)
{
  const auto buffer = boost::asio::buffer("x", 1);
  sp::send_message(sp::native_socket(0), buffer);
  sp::send_message(constant, buffer);
  std::vector<sp::incoming_message<1>> batch(1);
  sp::receive_messages(sp::native_socket(0), batch);
  sp::receive_messages(constant, batch);
  sp::discard_message(constant);
  sp::discard_message(socket);
  sp::async_discard_message(socket, [](auto&&...) {});
  (void)sp::peer_credentials(sp::native_socket(0));
}
#else
void test(sp::native_socket& socket)
{
  sp::send_message(socket, boost::asio::buffer("x", 1));
}
#endif
