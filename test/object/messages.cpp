// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What a message of objects is: how many, with which bytes, and what the receiver
// refuses.

#include "test.hpp"

#include "objects.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

unique_descriptor counter()
{
  return unique_descriptor(::eventfd(0, EFD_CLOEXEC));
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(object_messages, no_leaks)

// Several objects of several types, given as lvalues and as rvalues.
BOOST_AUTO_TEST_CASE(objects_arrive_in_their_order)
{
  asio::io_context context;
  connected way(context);
  tcp_pair pair(context);
  tcp::acceptor listener(context, tcp::endpoint(tcp::v4(), 0));
  watched event = make_counter(context, 7);
  const auto name = listener.local_endpoint();
  send_object(way.a, pair.a, std::move(listener), event);
  BOOST_TEST(!pair.a.is_open());
  BOOST_TEST(!event.is_open());

  auto [stream, acceptor_of_stream, counter_of_events] =
    receive_object<tcp::socket, tcp::acceptor, watched>(way.b, context);
  BOOST_TEST((acceptor_of_stream.local_endpoint() == name));
  asio::write(stream, text("hello"));
  BOOST_TEST(read_text(pair.b, 5) == "hello");
  std::uint64_t value = 0;
  counter_of_events.read_some(asio::buffer(&value, sizeof(value)));
  BOOST_TEST(value == 7u);
}

// Bytes of the caller come with the objects, over packets and over a stream.
template <typename Socket>
void bytes_come_with_objects()
{
  asio::io_context context;
  basic_connected<Socket> way(context);
  error_code ec;
  char bytes[8];
  for (int round = 0; round < 2; ++round)
  {
    tcp_pair pair(context);
    std::size_t sent;
    if (round == 0)
      sent = send_object(way.a, text("hello"), pair.a, pair.b);
    else
      sent = send_object(way.a, text("hello"), pair.a, pair.b, ec);
    BOOST_TEST(sent == 5u);
    auto [size, a, b] = round == 0
      ? receive_object<tcp::socket, tcp::socket>(
          way.b, asio::buffer(bytes), context)
      : receive_object<tcp::socket, tcp::socket>(
          way.b, asio::buffer(bytes), context, ec);
    BOOST_TEST(std::string_view(bytes, size) == "hello");
    asio::write(a, text("x"));
    BOOST_TEST(read_text(b, 1) == "x");
  }

  int calls = 0;
  tcp_pair pair(context);
  async_receive_object<tcp::socket>(way.b, asio::buffer(bytes), context,
      [&](const error_code& error, std::size_t size, tcp::socket received)
      {
        ++calls;
        BOOST_TEST(!error);
        BOOST_TEST(std::string_view(bytes, size) == "async");
        BOOST_TEST(received.is_open());
      });
  async_send_object(way.a, text("async"), pair.a,
      [&](const error_code& error, std::size_t size)
      {
        ++calls;
        BOOST_TEST(!error);
        BOOST_TEST(size == 5u);
      });
  run(context);
  BOOST_TEST(calls == 2);
  BOOST_TEST(!pair.a.is_open());
}

BOOST_AUTO_TEST_CASE(the_callers_bytes_come_with_the_objects)
{
  bytes_come_with_objects<packet_socket>();
  bytes_come_with_objects<local_stream::socket>();
  bytes_come_with_objects<local_datagram::socket>();
}

// More or fewer descriptors than types are refused, and closed.
BOOST_AUTO_TEST_CASE(another_number_of_objects_is_refused)
{
  asio::io_context context;
  connected way(context);
  for (const int count : {0, 1, 3, 4})
  {
    std::vector<unique_descriptor> owners;
    for (int i = 0; i < count; ++i)
      owners.push_back(counter());
    send_descriptors(way.a, text("x"), std::move(owners));
    const std::size_t open_before = open_descriptors();
    error_code ec;
    auto [first, second] = receive_object<watched, watched>(
        way.b, context, ec);
    BOOST_TEST((ec == seqpacket_errc::unexpected_descriptor_count));
    BOOST_TEST(!first.is_open());
    BOOST_TEST(!second.is_open());
    BOOST_TEST(open_descriptors() == open_before);
  }
}

// If the last one of them does not fit, the first ones are closed again.
BOOST_AUTO_TEST_CASE(one_that_does_not_fit_closes_all)
{
  asio::io_context context;
  connected way(context);
  send_descriptors(way.a, text("x"), {counter(), counter(), make_file("x")});
  const std::size_t open_before = open_descriptors();
  error_code ec;
  const auto all = receive_object<watched, watched, watched>(
      way.b, context, ec);
  BOOST_TEST((ec == seqpacket_errc::wrong_descriptor_type));
  BOOST_TEST(!std::get<0>(all).is_open());
  BOOST_TEST(!std::get<1>(all).is_open());
  BOOST_TEST(open_descriptors() == open_before);

  send_descriptors(way.a, text("x"), {make_file("x")});
  BOOST_CHECK_THROW((void)receive_object<watched>(way.b, context),
      boost::system::system_error);
}

// Without bytes of the caller a message has one byte, or none.
BOOST_AUTO_TEST_CASE(a_message_without_bytes_is_short)
{
  asio::io_context context;
  connected way(context);
  error_code ec;
  send_descriptors(way.a, text(""), {counter()});
  BOOST_TEST(receive_object<watched>(way.b, context, ec).is_open());
  BOOST_TEST(!ec);

  send_descriptors(way.a, text("xy"), {counter()});
  BOOST_TEST(!receive_object<watched>(way.b, context, ec).is_open());
  BOOST_TEST((ec == seqpacket_errc::message_truncated));

  basic_connected<local_stream::socket> stream(context);
  send_descriptors(stream.a, text("xy"), {counter()});
  BOOST_TEST(receive_object<watched>(stream.b, context, ec).is_open());
  BOOST_TEST(!ec);
  BOOST_TEST(read_text(stream.b, 1) == "y");
}

namespace {

template <std::size_t... I>
void send_all(packet_socket& socket, std::vector<watched>& objects,
    std::index_sequence<I...>)
{
  send_object(socket, objects[I]...);
}

} // namespace

// The largest message has 253 objects.
BOOST_AUTO_TEST_CASE(as_many_objects_go_as_a_packet_carries)
{
  asio::io_context context;
  connected way(context);
  std::vector<watched> all;
  for (std::size_t i = 0; i < 253; ++i)
    all.push_back(make_counter(context));
  send_all(way.a, all, std::make_index_sequence<253>());
  char byte;
  const auto [size, descriptors] =
    receive_descriptors<253>(way.b, asio::buffer(&byte, 1));
  BOOST_TEST(size == 1u);
  BOOST_TEST(descriptors[252].is_open());
  BOOST_TEST(!all[252].is_open());
}

// A native_socket sends and receives as well.
BOOST_AUTO_TEST_CASE(native_sockets_send_and_receive)
{
  asio::io_context context;
  connected way(context);
  native_socket a(way.a.native_handle());
  native_socket b(way.b.native_handle());
  watched event = make_counter(context);
  send_object(a, event);
  event = receive_object<watched>(b, context.get_executor());
  BOOST_TEST(event.is_open());
}

// The objects have the executor that is given, also those of an error.
BOOST_AUTO_TEST_CASE(objects_have_the_executor_that_is_given)
{
  asio::io_context context;
  asio::io_context other;
  connected way(context);
  tcp_pair pair(context);
  using direct = tcp::socket::rebind_executor<
    asio::io_context::executor_type>::other;
  send_object(way.a, pair.a);
  int calls = 0;
  const auto is_right = [&](const error_code&, direct received)
      {
        ++calls;
        BOOST_TEST((received.get_executor() == other.get_executor()));
      };
  async_receive_object<direct>(way.b, other, is_right);
  run(context);
  way.a.close();
  async_receive_object<direct>(way.b, other.get_executor(), is_right);
  run(context);
  BOOST_TEST(calls == 2);
  error_code ec;
  BOOST_TEST((receive_object<direct>(way.b, other, ec).get_executor()
        == other.get_executor()));
  BOOST_TEST(ec == asio::error::eof);
}

// Data that a socket has not read go with it.
BOOST_AUTO_TEST_CASE(unread_data_go_with_the_socket)
{
  asio::io_context context;
  connected way(context);
  tcp_pair pair(context);
  asio::write(pair.a, text("unread"));
  send_object(way.a, pair.b);
  asio::write(pair.a, text(" and late"));
  auto received = receive_object<tcp::socket>(way.b, context);
  BOOST_TEST(read_text(received, 15) == "unread and late");
}

BOOST_AUTO_TEST_SUITE_END()
