// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// native_socket: the synchronous functions do the same with the number of a
// socket as with an Asio socket.

#include "native_socket.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using streams = std::tuple<stream_socket,
  asio::generic::stream_protocol::socket>;
using records = std::tuple<packet_socket, generic_socket>;

constexpr message_flags no_wait = MSG_DONTWAIT;

} // namespace

BOOST_FIXTURE_TEST_SUITE(socket_native_socket, no_leaks,
    *boost::unit_test::timeout(90))

// Bytes, with and without an ancillary object, in every form.
BOOST_AUTO_TEST_CASE_TEMPLATE(bytes_are_sent_and_received, Socket, all_sockets)
{
  same_with_a_number<Socket>(
      [](auto& a, auto& b, const auto&, report& saw)
      {
        char bytes[8];
        const auto buffer = asio::buffer(bytes);
        const std::array<asio::const_buffer, 2> two = {text("he"), text("llo")};
        error_code ec = asio::error::fault;
        saw(send_message(a, text("hello")));
        saw(receive_message(b, buffer));
        saw(send_message(a, two, ec), ec);
        saw(receive_message(b, buffer, no_wait, ec), ec);
        saw(std::string(bytes, 5));
        saw(send_message(a, text("hello"), no_ancillary));
        saw(receive_message(b, buffer, no_wait));
        saw(send_message(a, text("hello"), no_ancillary, no_wait, ec), ec);
        receive_and_report(saw, b, buffer);
        receive_and_report(saw, b, buffer);
      });
}

// Truncated packets, with what fits and the true size; peeks; packets that stay.
BOOST_AUTO_TEST_CASE_TEMPLATE(truncation_is_the_same, Socket, all_sockets)
{
  same_with_a_number<Socket>(
      [](auto& a, auto& b, const auto&, report& saw)
      {
        char bytes[8];
        const auto small = asio::buffer(bytes, 3);
        const auto large = asio::buffer(bytes);
        const unique_descriptor file = make_file("x");
        const int number = file.native_handle();
        send_message(a, text("hello"));
        receive_and_report(saw, b, small, MSG_PEEK);
#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
        receive_and_report(saw, b, small, keep_if_truncated);
        send_message(a, text("hello"));
        receive_and_report(saw, b, large, keep_if_truncated);
#endif
        receive_and_report(saw, b, small);
        receive_and_report(saw, b, large);
        send_message(a, text("hello"));
        error_code ec;
        saw(receive_message(b, small, no_wait, ec), ec);
        receive_and_report(saw, b, large);

        send_descriptors(a, text("three"), {number, number, number});
        receive_and_report(saw, b, large);
        send_descriptors(a, text("one"), {number});
        saw(receive_message(b, large, no_wait, ec), ec);
        receive_and_report(saw, b, large);
      });
}

// Descriptors: a fixed number, a limit, and lists of owners.
BOOST_AUTO_TEST_CASE_TEMPLATE(descriptors_travel, Socket, all_sockets)
{
  same_with_a_number<Socket>(
      [](auto& a, auto& b, const auto&, report& saw)
      {
        char bytes[8];
        const auto buffer = asio::buffer(bytes);
        const unique_descriptor file = make_file("content");
        const int number = file.native_handle();
        error_code ec;
        saw(send_descriptors(a, text("two"), {number, file.duplicate()}));
        auto [size, files] = receive_descriptors<2>(b, buffer);
        saw(size, content_of(files[0]), content_of(files[1]),
            is_close_on_exec(files[0].native_handle()));

        saw(send_descriptors(a, text("two"), std::vector<int>{number, number},
              ec), ec);
        saw(std::get<0>(receive_descriptors<1>(b, buffer, ec)), ec);
        send_descriptors(a, text("two"), {number, number});
        auto some = receive_descriptors(b, buffer, at_most(2), ec);
        saw(std::get<0>(some), std::get<1>(some).size(), ec);
        send_message(a, text("none"));
        some = receive_descriptors(b, buffer, at_most(2));
        saw(std::get<0>(some), std::get<1>(some).size());
      });
}

// The end of file differs from an empty packet, and from a reset.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_end_of_file_is_the_same, Socket, all_sockets)
{
  for (const bool closes : {true, false})
  {
    for (const bool passes : {true, false})
    {
      same_with_a_number<Socket>(
          [=](auto& a, auto& b, const sender_control& of_a, report& saw)
          {
            char bytes[8];
            if (passes)
              b.set_option(pass_credentials(true));
            for (const char* const packet : {"", "hello", ""})
              send_message(a, text(packet));
            receive_and_report(saw, b, asio::buffer(bytes));
            closes ? of_a.close() : of_a.shut_down();
            for (int i = 0; i < 4; ++i)
              receive_and_report(saw, b, asio::buffer(bytes));
            error_code ec;
            saw(receive_message(b, asio::buffer(bytes), no_wait, ec), ec);
          });
    }
  }
}

// The end is reported as eof. (The case before compares only.)
BOOST_AUTO_TEST_CASE_TEMPLATE(the_end_is_an_error_of_its_own, Socket, records)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  native_socket a(sockets.a.native_handle());
  native_socket b(sockets.b.native_handle());
  char bytes[8];
  error_code ec = asio::error::fault;
  send_message(a, text(""));
  BOOST_TEST(receive_message(b, asio::buffer(bytes), ec) == 0u);
  BOOST_TEST(!ec);
  send_message(b, text("not read"));
  sockets.a.close();
  receive_message(b, asio::buffer(bytes), ec);
  BOOST_TEST(ec == asio::error::connection_reset);
  receive_message(b, asio::buffer(bytes), ec);
  BOOST_TEST(ec == asio::error::eof);
  BOOST_CHECK_EXCEPTION(receive_message(b, asio::buffer(bytes)),
      boost::system::system_error,
      [](const auto& e) { return e.code() == asio::error::eof; });
  send_message(b, text("x"), ec);
  BOOST_TEST(ec == asio::error::broken_pipe);
}

// What needs the boundaries of packets: buffers that grow, packets that are
// dropped, batches.
BOOST_AUTO_TEST_CASE_TEMPLATE(packets_are_kept_apart, Socket, packet_sockets)
{
  same_with_a_number<Socket>(
      [](auto& a, auto& b, const auto&, report& saw)
      {
        error_code ec;
        std::string content;
        incoming_ancillary<1> ancillary;
        send_message(a, text("a packet of some size"));
        saw(receive_message(b, asio::dynamic_buffer(content), ec), ec, content);
        send_message(a, text("another"));
        saw(receive_message(b, asio::dynamic_buffer(content), ancillary),
            content);
        saw(ancillary.message_size());
        send_message(a, text("too long"));
        saw(receive_message(b, asio::dynamic_buffer(content,
                content.size() + 2), ancillary, no_wait, ec), ec);
        saw(discard_message(b));

        char bytes[3][8];
        std::vector<outgoing_message<0>> sent(3);
        std::vector<incoming_message<0>> received(3);
        for (std::size_t i = 0; i < 3; ++i)
        {
          sent[i].buffers = text("batch");
          received[i].buffers = asio::buffer(bytes[i]);
        }
        saw(send_messages(a, sent), send_messages(a, sent, no_wait, ec), ec);
        saw(receive_messages(b, received), received[2].bytes_transferred);
        saw(receive_messages(b, received, no_wait, ec), ec);
        saw(receive_messages(b, received, no_wait, ec), ec);
      });
}

// Streams: exactly the bytes of the buffers, with their descriptors.
BOOST_AUTO_TEST_CASE_TEMPLATE(whole_messages_of_a_stream, Socket, streams)
{
  same_with_a_number<Socket>(
      [](auto& a, auto& b, const sender_control& of_a, report& saw)
      {
        const unique_descriptor file = make_file("content");
        outgoing_ancillary<1> out;
        out.add_descriptor(file.native_handle());
        incoming_ancillary<2> in;
        char bytes[10];
        error_code ec;
        saw(write_message(a, text("hello"), out));
        saw(write_message(a, text("again"), out, ec), ec);
        saw(read_message(b, asio::buffer(bytes), in));
        saw(std::string(bytes, 10), in.descriptors().size());
        send_message(a, text("cut"));
        of_a.close();
        saw(read_message(b, asio::buffer(bytes), in, ec), ec);
      });
}

// Datagrams: to an address and from one.
BOOST_AUTO_TEST_CASE(datagrams_have_addresses)
{
  asio::io_context context;
  using endpoint_type = asio::local::datagram_protocol::endpoint;
  datagram_socket server(context, endpoint_type());
  datagram_socket client(context, endpoint_type());
  native_socket from(client.native_handle());
  native_socket to(server.native_handle());
  char bytes[8];
  endpoint_type sender;
  incoming_ancillary<1> in;
  error_code ec = asio::error::fault;
  BOOST_TEST(send_message_to(from, text("hello"), no_ancillary,
        local_endpoint(to)) == 5u);
  BOOST_TEST(receive_message_from(to, asio::buffer(bytes), in, sender) == 5u);
  BOOST_TEST(to_string(sender) == to_string(local_endpoint(client)));
  BOOST_TEST(send_message_to(to, text("answer"), sender, ec) == 6u);
  BOOST_TEST(!ec);
  BOOST_TEST(receive_message_from(from, asio::buffer(bytes), sender, ec) == 6u);
  BOOST_TEST(!ec);
  BOOST_TEST(to_string(sender) == to_string(local_endpoint(to)));
}

// What is known of the socket and of its peer.
BOOST_AUTO_TEST_CASE_TEMPLATE(facts_are_the_same, Socket, all_sockets)
{
  same_with_a_number<Socket>(
      [](auto& a, auto&, const auto&, report& saw)
      {
        error_code ec;
        saw(peer_credentials(a), peer_credentials(a, ec), ec);
        saw(peer_groups(a).size(), peer_groups(a, ec).size(), ec);
        saw(peer_pidfd(a, ec).native_handle() >= 0, ec);
        saw(peer_security_label(a, ec), ec);
        reserve_message_size(a, 300000);
        saw(max_message_size(a), max_message_size(a, ec), ec);
        saw(is_unnamed(local_endpoint(a)), is_unnamed(remote_endpoint(a, ec)));
      });
}

// A name is kept whole.
BOOST_AUTO_TEST_CASE(names_are_kept)
{
  asio::io_context context;
  acceptor server(context);
  open(server);
  server.bind(endpoint());
  const native_socket view(server.native_handle());
  native_socket copy(view);
  BOOST_TEST(to_string(local_endpoint(copy))
      == to_string(local_endpoint(server)));
  error_code ec;
  remote_endpoint(copy, ec);
  BOOST_TEST(ec == asio::error::not_connected);
}

// What is no such socket is an error of each function.
BOOST_AUTO_TEST_CASE(other_descriptors_are_errors)
{
  asio::io_context context;
  const unique_descriptor file = make_file("x");
  asio::ip::udp::socket internet(context, asio::ip::udp::v4());
  packet_socket closed(context);
  const std::vector<std::pair<native_socket, error_code>> cases = {
    {native_socket(-1), asio::error::bad_descriptor},
    {native_socket(closed), asio::error::bad_descriptor},
    {native_socket(1 << 20), asio::error::bad_descriptor},
    {native_socket(file.native_handle()), asio::error::not_socket},
    {native_socket(internet.native_handle()),
      asio::error::address_family_not_supported}};
  for (auto [view, expected] : cases)
  {
    native_socket socket = view;
    char bytes[8];
    const auto buffer = asio::buffer(bytes);
    error_code ec;
    send_message(socket, text("x"), ec);
    BOOST_TEST(ec == expected);
    receive_message(socket, buffer, ec);
    BOOST_TEST(ec == expected);
    receive_descriptors<1>(socket, buffer, ec);
    BOOST_TEST(ec == expected);
    discard_message(socket, ec);
    BOOST_TEST(ec == expected);
    peer_credentials(socket, ec);
    BOOST_TEST(ec == expected);
    max_message_size(socket, ec);
    BOOST_TEST(ec == expected);
    local_endpoint(socket, ec);
    BOOST_TEST(ec == expected);
  }
  error_code ec;
  for (const int number : {-1, 1 << 20})
  {
    native_socket(number).wait(asio::socket_base::wait_read, ec);
    BOOST_TEST(ec == asio::error::bad_descriptor);
  }
}

// A truth value, such as the result of a comparison, is no descriptor, and neither
// is a pointer. A number is not taken by accident.
BOOST_AUTO_TEST_CASE(only_numbers_and_sockets_are_viewed)
{
  static_assert(std::is_constructible<native_socket, int>::value, "");
  static_assert(std::is_constructible<native_socket, packet_socket&>::value,
      "");
  static_assert(std::is_constructible<native_socket, unsigned>::value, "");
  static_assert(std::is_constructible<native_socket, long>::value, "");
  static_assert(!std::is_constructible<native_socket, bool>::value, "");
  static_assert(!std::is_constructible<native_socket, bool&>::value, "");
  static_assert(!std::is_constructible<native_socket, packet_socket*>::value,
      "");
  static_assert(!std::is_constructible<native_socket,
      unique_descriptor>::value, "");
  static_assert(!std::is_convertible<int, native_socket>::value, "");
  const unsigned short narrow = 3;
  BOOST_TEST(native_socket(3).native_handle() == 3);
  BOOST_TEST(native_socket(narrow).native_handle() == 3);
}

// A number that is closed and used again for another socket is a mistake of the
// program. Each object asks once, so a new object sees the new socket.
BOOST_AUTO_TEST_CASE(a_new_object_asks_again)
{
  asio::io_context context;
  pair_of<stream_socket> stream(context);
  unique_descriptor number(
      ::fcntl(stream.a.native_handle(), F_DUPFD_CLOEXEC, 100));
  error_code ec;
  native_socket first(number.native_handle());
  discard_message(first, ec);
  BOOST_TEST(ec == asio::error::operation_not_supported);
  connected packets(context);
  BOOST_REQUIRE(::dup3(packets.a.native_handle(), number.native_handle(),
        O_CLOEXEC) >= 0);
  send_message(packets.b, text("hello"));
  native_socket second(number.native_handle());
  BOOST_TEST(discard_message(second, ec) == 5u);
  BOOST_TEST(!ec);
}

// A function for another kind of socket reports that, and takes nothing.
BOOST_AUTO_TEST_CASE(functions_for_other_kinds_are_refused)
{
  const error_code refused = asio::error::operation_not_supported;
  asio::io_context context;
  pair_of<stream_socket> stream(context);
  pair_of<packet_socket> packets(context);
  error_code ec;
  std::string content;
  char bytes[8];
  incoming_ancillary<1> in;
  std::vector<outgoing_message<0>> sent(1);
  std::vector<incoming_message<0>> received(1);
  received[0].buffers = asio::buffer(bytes);

  native_socket a(stream.a.native_handle());
  native_socket b(stream.b.native_handle());
  send_message(a, text("hello"));
  discard_message(b, ec);
  BOOST_TEST(ec == refused);
  receive_message(b, asio::dynamic_buffer(content), ec);
  BOOST_TEST(ec == refused);
  receive_message(b, asio::dynamic_buffer(content), in, ec);
  BOOST_TEST(ec == refused);
  send_messages(a, sent, ec);
  BOOST_TEST(ec == refused);
  receive_messages(b, received, ec);
  BOOST_TEST(ec == refused);
  BOOST_TEST(receive_message(b, asio::buffer(bytes)) == 5u);

  native_socket of_packets(packets.a.native_handle());
  send_message(packets.b, text("hello"));
  read_message(of_packets, asio::buffer(bytes), in, ec);
  BOOST_TEST(ec == refused);
  write_message(of_packets, text("x"), no_ancillary, ec);
  BOOST_TEST(ec == refused);
  asio::local::datagram_protocol::endpoint address;
  send_message_to(of_packets, text("x"), address, ec);
  BOOST_TEST(ec == refused);
  receive_message_from(of_packets, asio::buffer(bytes), address, ec);
  BOOST_TEST(ec == refused);
  BOOST_TEST(receive_message(of_packets, asio::buffer(bytes)) == 5u);
  BOOST_TEST(has_nothing(packets.b));
}

BOOST_AUTO_TEST_SUITE_END()
