// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A temporary pointer in the place of the socket, as &socket and pointer.get()
// give it. Each has a type of its own, so that the compiler says it each time.
// expected: Give the function the socket itself
// times: 41

#include <boost_seqpacket.hpp>

#include <boost/asio/local/stream_protocol.hpp>

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
decltype(auto) given(Object& object)
{
#if defined(MISTAKE)
  return pointer<Number, Object>{&object};
#else
  return (object);
#endif
}

using socket_type = seq_packet_protocol::socket;
using acceptor_type = seq_packet_protocol::acceptor;
using stream_type = boost::asio::local::stream_protocol::socket;
using datagram_type = boost::asio::local::datagram_protocol::socket;

void test(socket_type& s, acceptor_type& acceptor, stream_type& stream,
    datagram_type& d)
{
  char bytes[8] = {};
  std::string content;
  incoming_ancillary<1> incoming;
  std::vector<outgoing_message<1>> out(1);
  std::vector<incoming_message<1>> in(1);
  const auto buffer = boost::asio::buffer(bytes);
  const boost::asio::const_buffer data = buffer;
  const seq_packet_protocol::endpoint name("name");
  const auto done = [](const boost::system::error_code&, auto&&...) {};

  send_message(given<1>(s), data);
  send_message(given<2>(s), data, no_ancillary);
  send_descriptors(given<3>(s), data, {0});
  send_messages(given<4>(s), out);
  receive_message(given<5>(s), buffer);
  receive_message(given<6>(s), buffer, incoming);
  receive_message(
      given<7>(s), boost::asio::dynamic_buffer(content), incoming);
  receive_descriptors<1>(given<8>(s), buffer);
  receive_messages(given<9>(s), in);
  connect(given<10>(s), name);
  boost_seqpacket::accept(given<11>(acceptor), s);
  async_send_message(given<12>(s), data, done);
  async_send_message(given<13>(s), data, no_ancillary, done);
  async_send_descriptors(given<14>(s), data, {0}, done);
  async_send_messages(given<15>(s), out, done);
  async_receive_message(given<16>(s), buffer, done);
  async_receive_message(given<17>(s), buffer, incoming, done);
  async_receive_descriptors<1>(given<18>(s), buffer, done);
  async_receive_messages(given<19>(s), in, done);
  boost_seqpacket::async_connect(given<20>(s), name, done);
  boost_seqpacket::async_accept(given<21>(acceptor), done);
  accept(acceptor, given<22>(s));
  async_accept(acceptor, given<23>(s), done);
  bind_path(given<24>(acceptor), "name");
  async_bind_path(given<25>(acceptor), "name", done);
  open(given<26>(s));
  connect_pair(given<27>(s), s);
  connect_pair(s, given<28>(s));
  discard_message(given<29>(s));
  async_discard_message(given<30>(s), done);
  local_endpoint(given<31>(s));
  remote_endpoint(given<32>(s));
  peer_credentials(given<33>(s));
  peer_groups(given<34>(s));
  max_message_size(given<35>(s));
  reserve_message_size(given<36>(s), 1);
  peer_pidfd(given<37>(s));
  read_message(given<38>(stream), buffer, incoming);
  write_message(given<39>(stream), data, no_ancillary);
  async_read_message(given<40>(stream), buffer, incoming, done);
  async_write_message(given<41>(stream), data, no_ancillary, done);

  datagram_type::endpoint_type address("name");
  send_message_to(given<42>(d), data, address);
  receive_message_from(given<43>(d), buffer, incoming, address);
  async_send_message_to(given<44>(d), data, no_ancillary, address, done);
  async_receive_message_from(given<45>(d), buffer, address, done);
}
