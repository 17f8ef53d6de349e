// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A program has generic functions of its own that are named as those of the
// library, and calls them without a namespace. The types of the library must
// not bring the library's functions with them. (Asio's types bring Asio's, such
// as async_connect.)

#include "test.hpp"

namespace program {

template <typename Acceptor, typename Handler>
int async_accept(Acceptor&, Handler&&)
{
  return 1;
}

template <typename Socket, typename Buffers, typename Handler>
int async_send_message(Socket&, const Buffers&, Handler&&)
{
  return 3;
}

template <typename Socket, typename Buffers, typename Handler>
int async_receive_message(Socket&, const Buffers&, Handler&&)
{
  return 4;
}

template <typename Acceptor>
int accept(Acceptor&)
{
  return 5;
}

template <typename Socket>
int open(Socket&)
{
  return 6;
}

using boost_seqpacket::seq_packet_protocol;
using boost::system::error_code;

int call_accept(seq_packet_protocol::acceptor& acceptor)
{
  return async_accept(
      acceptor, [](error_code, seq_packet_protocol::socket) {});
}

int call_send(seq_packet_protocol::socket& socket)
{
  return async_send_message(socket, boost::asio::const_buffer(),
      [](error_code, std::size_t) {});
}

int call_receive(seq_packet_protocol::socket& socket)
{
  return async_receive_message(socket, boost::asio::mutable_buffer(),
      [](error_code, std::size_t) {});
}

int call_synchronous(seq_packet_protocol::acceptor& acceptor,
    seq_packet_protocol::socket& socket)
{
  return accept(acceptor) * 10 + open(socket);
}

} // namespace program

BOOST_AUTO_TEST_SUITE(misuse_generic_accept)

// Each call means the function of the program.
BOOST_AUTO_TEST_CASE(functions_of_the_program_are_found)
{
  boost::asio::io_context context;
  boost_seqpacket::seq_packet_protocol::acceptor acceptor(context);
  boost_seqpacket::seq_packet_protocol::socket socket(context);
  BOOST_TEST(program::call_accept(acceptor) == 1);
  BOOST_TEST(program::call_send(socket) == 3);
  BOOST_TEST(program::call_receive(socket) == 4);
  BOOST_TEST(program::call_synchronous(acceptor, socket) == 56);
}

BOOST_AUTO_TEST_SUITE_END()
