// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Asynchronous functions with a native_socket. The compiler says it once for
// objects with a name, and once for temporaries.
// expected: A native_socket has no executor: give the descriptor to an Asio socket
// times: 2

#include <boost_seqpacket.hpp>

#include <array>
#include <vector>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;

#if defined(MISTAKE)
void test(sp::native_socket& socket)
{
  std::array<char, 8> bytes;
  const auto buffer = asio::buffer(bytes);
  std::vector<char> storage;
  sp::incoming_ancillary<1> in;
  const sp::outgoing_ancillary<1> out;
  std::vector<sp::incoming_message<1>> received(1);
  std::vector<sp::outgoing_message<1>> sent(1);
  asio::local::datagram_protocol::endpoint address;
  const auto token = [](auto&&...) {};
  sp::async_send_message(socket, buffer, token);
  sp::async_send_message(socket, buffer, out, token);
  sp::async_send_message(sp::native_socket(0), buffer, out, 0, token);
  sp::async_receive_message(socket, buffer, token);
  sp::async_receive_message(socket, buffer, in, token);
  sp::async_receive_message(socket, asio::dynamic_buffer(storage), token);
  sp::async_send_descriptors(socket, buffer, {0}, token);
  sp::async_send_descriptors(socket, buffer, std::vector<int>(1), token);
  sp::async_receive_descriptors<1>(socket, buffer, token);
  sp::async_receive_descriptors(socket, buffer, sp::at_most(1), token);
  sp::async_discard_message(socket, token);
  sp::async_send_messages(socket, sent, token);
  sp::async_receive_messages(socket, received, token);
  sp::async_read_message(socket, buffer, in, token);
  sp::async_write_message(socket, buffer, out, token);
  sp::async_send_message_to(socket, buffer, out, address, token);
  sp::async_receive_message_from(socket, buffer, in, address, token);
}
#else
void test(sp::native_socket& socket)
{
  sp::send_message(socket, asio::buffer("x", 1));
}
#endif
