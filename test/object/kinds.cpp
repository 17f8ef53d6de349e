// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Objects of every kind go through sockets of every kind, and arrive as what they
// are.

#include "test.hpp"

#include "objects.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using generic_acceptor =
  asio::basic_socket_acceptor<asio::generic::seq_packet_protocol>;
using generic_packets = asio::generic::seq_packet_protocol::socket;
using generic_stream = asio::generic::stream_protocol::socket;
using generic_datagrams = asio::generic::datagram_protocol::socket;

// Hands an object over by the synchronous or the asynchronous functions.
template <typename IoObject, typename Socket, typename Sent>
IoObject through(bool is_async, asio::io_context& context,
    basic_connected<Socket>& way, Sent& object, error_code& ec)
{
  if (!is_async)
  {
    send_object(way.a, object);
    return receive_object<IoObject>(way.b, context, ec);
  }

  int calls = 0;
  IoObject result(context);
  async_receive_object<IoObject>(way.b, context,
      [&](const error_code& error, IoObject received)
      {
        ++calls;
        ec = error;
        result = std::move(received);
      });
  async_send_object(way.a, object, [&](const error_code& error)
      {
        ++calls;
        BOOST_TEST(!error);
      });
  run_until(context, [&] { return calls == 2; });
  return result;
}

template <typename IoObject, typename Socket>
void goes_through(bool is_async, IoObject (*make)(asio::io_context&))
{
  asio::io_context context;
  basic_connected<Socket> way(context);
  IoObject object = make(context);
  const unique_descriptor same =
    unique_descriptor(::dup(object.native_handle()));
  error_code ec;
  const std::size_t before = open_descriptors();
  IoObject received = through<IoObject>(is_async, context, way, object, ec);
  BOOST_TEST(!ec);
  BOOST_TEST(!object.is_open());
  BOOST_TEST(received.is_open());
  BOOST_TEST(is_close_on_exec(received.native_handle()));
  BOOST_TEST(detail::object_ops::are_same_file(
        received.native_handle(), same.native_handle()));
  BOOST_TEST(open_descriptors() == before);
}

template <typename IoObject>
void goes_through_every_socket(IoObject (*make)(asio::io_context&))
{
  for (const bool is_async : {false, true})
  {
    goes_through<IoObject, packet_socket>(is_async, make);
    goes_through<IoObject, local_stream::socket>(is_async, make);
    goes_through<IoObject, local_datagram::socket>(is_async, make);
  }
}

// Receives a descriptor as each type; exactly those that fit take it. One bit
// each.
template <typename... IoObjects, typename Sent>
unsigned fitting(Sent (*make)(asio::io_context&))
{
  unsigned result = 0;
  const auto one = [&](auto* type)
      {
        using io_object = std::remove_pointer_t<decltype(type)>;
        asio::io_context context;
        connected way(context);
        Sent object = make(context);
        const std::size_t before = open_descriptors();
        send_object(way.a, object);
        error_code ec;
        const auto received = receive_object<io_object>(way.b, context, ec);
        BOOST_TEST(received.is_open() == !ec);
        BOOST_TEST((!ec || ec == seqpacket_errc::wrong_descriptor_type));
        BOOST_TEST(open_descriptors() == before - (ec ? 1 : 0));
        result = result * 2 + (ec ? 0 : 1);
      };
  (one(static_cast<IoObjects*>(nullptr)), ...);
  return result;
}

template <typename Sent>
unsigned fitting_of_all(Sent (*make)(asio::io_context&))
{
  return fitting<packet_socket, generic_packets, local_stream::socket,
    generic_stream, local_datagram::socket, generic_datagrams, test::acceptor,
    generic_acceptor, local_stream::acceptor, tcp::socket, tcp::acceptor,
    udp::socket>(make);
}

template <typename IoObject>
IoObject make_local(asio::io_context& context)
{
  return fresh<IoObject>::make(context, typename IoObject::protocol_type());
}

template <typename IoObject>
IoObject make_v4(asio::io_context& context)
{
  return fresh<IoObject>::make(context, IoObject::protocol_type::v4());
}

template <typename IoObject>
IoObject make_v6(asio::io_context& context)
{
  return fresh<IoObject>::make(context, IoObject::protocol_type::v6());
}

template <typename IoObject>
IoObject make_generic(asio::io_context& context)
{
  return IoObject(context, typename IoObject::protocol_type(AF_INET, 0));
}

watched make_watched(asio::io_context& context)
{
  return make_counter(context);
}

#if defined(BOOST_ASIO_HAS_PIPE)

asio::readable_pipe make_reader(asio::io_context& context)
{
  asio::readable_pipe reader(context);
  asio::writable_pipe writer(context);
  asio::connect_pipe(reader, writer);
  return reader;
}

asio::writable_pipe make_writer(asio::io_context& context)
{
  asio::readable_pipe reader(context);
  asio::writable_pipe writer(context);
  asio::connect_pipe(reader, writer);
  return writer;
}

#endif // defined(BOOST_ASIO_HAS_PIPE)

} // namespace

BOOST_FIXTURE_TEST_SUITE(object_kinds, no_leaks)

// Sockets and acceptors of AF_UNIX.
BOOST_AUTO_TEST_CASE(local_objects_go_through_every_socket)
{
  goes_through_every_socket(make_local<packet_socket>);
  goes_through_every_socket(make_local<test::acceptor>);
  goes_through_every_socket(make_local<local_stream::socket>);
  goes_through_every_socket(make_local<local_stream::acceptor>);
  goes_through_every_socket(make_local<local_datagram::socket>);
}

// Sockets and acceptors of the internet, of both versions.
BOOST_AUTO_TEST_CASE(internet_objects_go_through_every_socket)
{
  goes_through_every_socket(make_v4<tcp::socket>);
  goes_through_every_socket(make_v6<tcp::socket>);
  goes_through_every_socket(make_v4<tcp::acceptor>);
  goes_through_every_socket(make_v6<udp::socket>);
  goes_through_every_socket(make_generic<generic_stream>);
  goes_through_every_socket(make_generic<generic_datagrams>);
}

// Descriptors that are no sockets.
BOOST_AUTO_TEST_CASE(other_objects_go_through_every_socket)
{
  goes_through_every_socket(make_watched);
#if defined(BOOST_ASIO_HAS_PIPE)
  goes_through_every_socket(make_reader);
  goes_through_every_socket(make_writer);
#endif
}

// A raw socket takes a privilege.
BOOST_AUTO_TEST_CASE(raw_sockets_go_through)
{
  asio::io_context context;
  error_code ec;
  asio::ip::icmp::socket raw(context);
  raw.open(asio::ip::icmp::v4(), ec);
  if (ec)
  {
    BOOST_TEST_MESSAGE("no raw sockets here: " << ec);
    return;
  }
  connected way(context);
  send_object(way.a, raw);
  auto received = receive_object<asio::ip::icmp::socket>(way.b, context);
  BOOST_TEST(received.is_open());
  send_object(way.a, received);
  BOOST_TEST(!receive_object<tcp::socket>(way.b, context, ec).is_open());
  BOOST_TEST((ec == seqpacket_errc::wrong_descriptor_type));
}

// Whatever arrives, it is what the receiver asked for.
BOOST_AUTO_TEST_CASE(an_object_arrives_as_what_it_is_and_nothing_else)
{
  BOOST_TEST(fitting_of_all(make_local<packet_socket>) == 0b110000000000u);
  BOOST_TEST(fitting_of_all(make_local<local_stream::socket>)
      == 0b001100000000u);
  BOOST_TEST(fitting_of_all(make_local<local_datagram::socket>)
      == 0b000011000000u);
  BOOST_TEST(fitting_of_all(make_local<test::acceptor>) == 0b000000110000u);
  BOOST_TEST(fitting_of_all(make_local<local_stream::acceptor>)
      == 0b000000001000u);
  BOOST_TEST(fitting_of_all(make_v4<tcp::socket>) == 0b000100000100u);
  BOOST_TEST(fitting_of_all(make_v6<tcp::socket>) == 0b000100000100u);
  BOOST_TEST(fitting_of_all(make_v6<tcp::acceptor>) == 0b000000000010u);
  BOOST_TEST(fitting_of_all(make_v4<udp::socket>) == 0b000001000001u);
  BOOST_TEST(fitting_of_all(make_watched) == 0u);
#if defined(BOOST_ASIO_HAS_PIPE)
  BOOST_TEST(fitting_of_all(make_reader) == 0u);
#endif
}

#if defined(BOOST_ASIO_HAS_PIPE)

// A pipe has a direction.
BOOST_AUTO_TEST_CASE(pipes_arrive_for_their_direction)
{
  BOOST_TEST((fitting<asio::readable_pipe, asio::writable_pipe, watched>(
          make_reader)) == 0b101u);
  BOOST_TEST((fitting<asio::readable_pipe, asio::writable_pipe, watched>(
          make_writer)) == 0b011u);
  BOOST_TEST((fitting<asio::readable_pipe, asio::writable_pipe>(
          make_v4<tcp::socket>)) == 0u);
}

#endif // defined(BOOST_ASIO_HAS_PIPE)

// SO_PROTOCOL tells what the type does not. Multipath TCP works as TCP does.
BOOST_AUTO_TEST_CASE(protocols_of_one_type_are_told_apart)
{
  asio::io_context context;
  connected way(context);
  const auto arrives_as = [&](int type, int number, auto* expected)
      {
        unique_descriptor descriptor(::socket(AF_INET, type, number));
        if (!descriptor)
          return -1;
        send_descriptors(way.a, text("x"), std::move(descriptor));
        error_code ec;
        (void)receive_object<std::remove_pointer_t<decltype(expected)>>(
            way.b, context, ec);
        return ec ? 0 : 1;
      };
  BOOST_TEST(arrives_as(SOCK_DGRAM, IPPROTO_UDPLITE,
        static_cast<udp::socket*>(nullptr)) != 1);
  BOOST_TEST(arrives_as(SOCK_DGRAM, IPPROTO_ICMP,
        static_cast<udp::socket*>(nullptr)) != 1);
  BOOST_TEST(arrives_as(SOCK_DGRAM, IPPROTO_ICMP,
        static_cast<asio::ip::icmp::socket*>(nullptr)) != 1);
  BOOST_TEST(arrives_as(SOCK_STREAM, IPPROTO_SCTP,
        static_cast<tcp::socket*>(nullptr)) != 1);
  BOOST_TEST(arrives_as(SOCK_STREAM, 262,
        static_cast<tcp::socket*>(nullptr)) != 0);
}

BOOST_AUTO_TEST_SUITE_END()
