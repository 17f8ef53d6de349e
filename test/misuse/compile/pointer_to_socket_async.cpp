// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A pointer to a socket in the place of the socket, for each asynchronous
// function. Each has a type of its own, so that the compiler says it each time.
// expected: Give the function the socket itself
// times: 12

#include <boost_seqpacket.hpp>

#include <string>
#include <vector>

using namespace boost_seqpacket;

template <int Number, typename Object>
struct pointer
{
  Object& operator*() const noexcept
  {
    return *object;
  }

  Object* object;
};

template <int Number, typename Object>
decltype(auto) given(pointer<Number, Object>& p)
{
#if defined(MISTAKE)
  return (p);
#else
  return *p;
#endif
}

using socket_type = seq_packet_protocol::socket;
using acceptor_type = seq_packet_protocol::acceptor;

template <int Number>
decltype(auto) a_socket(socket_type& socket)
{
  static pointer<Number, socket_type> p;
  p.object = &socket;
  return given(p);
}

void test(socket_type& socket, acceptor_type& acceptor)
{
  char bytes[8] = {};
  std::string content;
  incoming_ancillary<1> incoming;
  const std::vector<int> numbers(1);
  std::vector<outgoing_message<1>> out(1);
  std::vector<incoming_message<1>> in(1);
  const auto buffer = boost::asio::buffer(bytes);
  const boost::asio::const_buffer data = buffer;
  const auto done = [](const boost::system::error_code&, auto&&...) {};
  static pointer<0, acceptor_type> listener = {&acceptor};

  async_send_message(a_socket<1>(socket), data, done);
  async_send_message(a_socket<2>(socket), data, no_ancillary, done);
  async_send_descriptors(a_socket<3>(socket), data, numbers, done);
  async_send_messages(a_socket<4>(socket), out, done);
  async_receive_message(a_socket<5>(socket), buffer, done);
  async_receive_message(a_socket<6>(socket), buffer, incoming, done);
  async_receive_message(a_socket<7>(socket),
      boost::asio::dynamic_buffer(content), incoming, done);
  async_receive_descriptors<1>(a_socket<8>(socket), buffer, done);
  async_receive_messages(a_socket<9>(socket), in, done);
  async_connect(
      a_socket<10>(socket), seq_packet_protocol::endpoint("name"), done);
  async_discard_message(a_socket<11>(socket), done);
  async_accept(given(listener), socket, done);
}
