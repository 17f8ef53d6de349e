// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Batches: many packets by one call, and not one of them lost, doubled or made
// up. without_calls.cpp runs these and the other tests of batches without the
// system calls for many packets.

#include "batch.hpp"

#include <list>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(batch_packets, no_leaks,
    *boost::unit_test::timeout(90))

// The main job, on every type of socket that has packets and in every form: each
// packet has its own bytes and its own descriptors.
BOOST_AUTO_TEST_CASE_TEMPLATE(each_packet_has_its_own_bytes_and_descriptors,
    Socket, packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const std::vector<unique_descriptor> files = make_files(4);
  const std::vector<std::string_view> contents = {"zero", "one", "", "three"};
  auto out = packets_of<3>(contents);
  for (std::size_t i = 0; i < out.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      out[i].ancillary.add_descriptor(files[i - j].native_handle());

  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_batch(how, sockets.a, out) == success(4));
      room<3> in(4);
      BOOST_TEST(receive_batch(how, sockets.b, in.messages) == success(4));
      in.expect(contents);
      for (std::size_t i = 0; i < out.size(); ++i)
      {
        const auto arrived = in.messages[i].ancillary.descriptors();
        BOOST_TEST_REQUIRE(arrived.size() == i);
        for (std::size_t j = 0; j < i; ++j)
        {
          BOOST_TEST(same_file(arrived[j].native_handle(),
                files[i - j].native_handle()));
          BOOST_TEST(is_close_on_exec(arrived[j].native_handle()));
        }
      }
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

// Credentials are those of the packet, not of its neighbours.
BOOST_AUTO_TEST_CASE(each_packet_has_its_own_credentials)
{
  stage s;
  s.sockets.b.set_option(pass_credentials(true));
  auto out = packets_of({"a", "b"});
  out[1].ancillary.add_credentials(credentials::current());
  send_messages(s.sockets.a, out);
  room<> in(3);
  BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 2u);
  in.expect({"a", "b"});
  BOOST_TEST(in.messages[0].ancillary.credentials().has_value());
  BOOST_TEST((in.messages[1].ancillary.credentials()
        == credentials::current()));
  BOOST_TEST(!in.messages[2].ancillary.credentials().has_value());
}

// Any range does that can be walked over, and a const one for sends.
BOOST_AUTO_TEST_CASE(any_range_can_be_a_batch)
{
  stage s;
  outgoing_message<0> array_out[2];
  array_out[0].buffers = text("a");
  array_out[1].buffers = text("b");
  BOOST_TEST(send_messages(s.sockets.a, array_out) == 2u);

  std::list<outgoing_message<0>> list_out(2);
  list_out.front().buffers = text("c");
  list_out.back().buffers = text("d");
  BOOST_TEST(send_messages(s.sockets.a, std::as_const(list_out)) == 2u);

  std::array<outgoing_message<0>, 2> std_out;
  std_out[0].buffers = text("e");
  std_out[1].buffers = text("f");
  const auto& const_out = std_out;
  for (const form how : all_forms)
    BOOST_TEST(send_batch(how, s.sockets.a, const_out) == success(2));

  char bytes[8];
  incoming_message<0> array_in[1];
  array_in[0].buffers = asio::buffer(bytes);
  BOOST_TEST(receive_messages(s.sockets.b, array_in) == 1u);
  BOOST_TEST(bytes[0] == 'a');

  std::list<incoming_message<0>> list_in(3);
  std::size_t i = 0;
  for (incoming_message<0>& message : list_in)
    message.buffers = asio::buffer(bytes + i++, 1);
  BOOST_TEST(receive_messages(s.sockets.b, list_in) == 3u);
  BOOST_TEST(std::string_view(bytes, 3) == "bcd");

  std::array<incoming_message<0>, 8> std_in;
  for (std::size_t j = 0; j < 8; ++j)
    std_in[j].buffers = asio::buffer(bytes + j, 1);
  BOOST_TEST(receive_messages(s.sockets.b, std_in) == 6u);
  BOOST_TEST(std::string_view(bytes, 6) == "efefef");
}

namespace {

// Elements of a user's own type, with members that are named like those of
// outgoing_datagram and incoming_datagram.
template <typename Value>
struct own_outgoing
{
  asio::const_buffer buffers;
  outgoing_ancillary<1> ancillary;
  Value destination;
  Value sender;
};

template <typename Value>
struct own_incoming
{
  asio::mutable_buffer buffers;
  incoming_ancillary<1> ancillary;
  std::size_t bytes_transferred = 0;
  error_code error;
  Value sender;
  Value destination;
};

// Packets of such elements go to the peer and come from it, and the members keep
// their value.
template <typename Value, typename Socket>
void exchange_own(form how, pair_of<Socket>& sockets, const Value& value)
{
  const unique_descriptor file = make_file("content");
  std::array<own_outgoing<Value>, 2> out;
  for (own_outgoing<Value>& message : out)
  {
    message.buffers = text("packet");
    message.ancillary.add_descriptor(file.native_handle());
    message.destination = message.sender = value;
  }
  BOOST_TEST(send_batch(how, sockets.a, out) == success(2));

  char bytes[3][8] = {};
  std::array<own_incoming<Value>, 3> in;
  for (std::size_t i = 0; i < in.size(); ++i)
  {
    in[i].buffers = asio::buffer(bytes[i]);
    in[i].sender = in[i].destination = value;
  }
  BOOST_TEST(receive_batch(how, sockets.b, in) == success(2));
  for (std::size_t i = 0; i < in.size(); ++i)
  {
    BOOST_TEST(in[i].bytes_transferred == (i < 2 ? 6u : 0u));
    BOOST_TEST(in[i].ancillary.descriptors().size() == (i < 2 ? 1u : 0u));
    BOOST_TEST((in[i].sender == value && in[i].destination == value));
  }
  for (const own_outgoing<Value>& message : out)
    BOOST_TEST((message.sender == value && message.destination == value));
}

} // namespace

// Only outgoing_datagram and incoming_datagram have addresses: members of other
// elements mean nothing, whatever their names and types are.
BOOST_AUTO_TEST_CASE_TEMPLATE(members_of_own_elements_mean_nothing, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      exchange_own(how, sockets, std::string("backend"));
      exchange_own(how, sockets, std::make_shared<int>(1));
      exchange_own(how, sockets, asio::ip::udp::endpoint(
            asio::ip::address_v4::loopback(), 9));
      exchange_own(how, sockets, endpoint("/no/such/name"));
      exchange_own(how, sockets,
          asio::local::datagram_protocol::endpoint("/no/such/name"));
      exchange_own(how, sockets, asio::generic::datagram_protocol::endpoint(
            endpoint("/no/such/name")));
    }
  }
}

// The bytes of a packet may be gathered from several buffers, and scattered.
BOOST_AUTO_TEST_CASE(packets_are_gathered_and_scattered)
{
  using out_message =
    outgoing_message<0, std::vector<asio::const_buffer>>;
  using in_message =
    incoming_message<0, std::array<asio::mutable_buffer, 2>>;
  stage s;
  for (const form how : all_forms)
  {
    std::vector<out_message> out(3);
    out[0].buffers = {text("ab"), text(""), text("cde")};
    out[2].buffers = {text("fgh")};
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(3));

    char bytes[3][8] = {};
    std::vector<in_message> in(3);
    for (std::size_t i = 0; i < 3; ++i)
      in[i].buffers = {asio::buffer(bytes[i], 2),
        asio::buffer(bytes[i] + 4, 4)};
    BOOST_TEST(receive_batch(how, s.sockets.b, in) == success(3));
    BOOST_TEST(in[0].bytes_transferred == 5u);
    BOOST_TEST(std::string_view(bytes[0], 8)
        == std::string_view("ab\0\0cde\0", 8));
    BOOST_TEST(in[1].bytes_transferred == 0u);
    BOOST_TEST(in[2].bytes_transferred == 3u);
    BOOST_TEST(std::string_view(bytes[2], 5)
        == std::string_view("fg\0\0h", 5));
  }
}

// The packets of a batch share the buffers of a system call only as long as there
// are enough. A packet that has too many of its own is an error at its place.
BOOST_AUTO_TEST_CASE(
    more_buffers_than_one_system_call_takes_are_sent_by_several)
{
  using out_message =
    outgoing_message<0, std::vector<asio::const_buffer>>;
  using in_message =
    incoming_message<0, std::vector<asio::mutable_buffer>>;
  stage s;
  std::vector<out_message> out(5);
  for (out_message& message : out)
    message.buffers.assign(500, text("x"));
  out[2].buffers.assign(1024, text("y"));
  BOOST_TEST(send_messages(s.sockets.a, out) == 5u);

  std::vector<char> bytes(1100);
  std::vector<in_message> in(5);
  for (in_message& message : in)
    for (std::size_t i = 0; i < 600; ++i)
      message.buffers.push_back(asio::buffer(&bytes[i], 1));
  in[2].buffers = {asio::buffer(bytes)};
  BOOST_TEST(receive_messages(s.sockets.b, in) == 5u);
  for (std::size_t i = 0; i < 5; ++i)
  {
    BOOST_TEST(!in[i].error);
    BOOST_TEST(in[i].bytes_transferred == (i == 2 ? 1024u : 500u));
  }

  // Too many, in the middle and at the first place.
  out[2].buffers.push_back(text("z"));
  for (const form how : all_forms)
  {
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(2));
    std::vector<out_message> rest(1);
    rest[0].buffers = out[2].buffers;
    BOOST_TEST(send_batch(how, s.sockets.a, rest)
        == failure(asio::error::message_size));
  }
  in[1].buffers.resize(1025, asio::buffer(bytes));
  for (int i = 0; i < 6; ++i)
    BOOST_TEST(receive_messages(s.sockets.b, in) == 1u);
  in[0].buffers = in[1].buffers;
  s.send("still there");
  BOOST_TEST(receive_batch(form::error_code, s.sockets.b, in)
      == failure(asio::error::message_size));
  BOOST_TEST(!has_nothing(s.sockets.b));
}

// One system call brings 32 packets, whatever the range; the rest follows.
BOOST_AUTO_TEST_CASE(ranges_larger_than_one_system_call_are_received_whole)
{
  stage s;
  for (const std::size_t count : {31u, 32u, 33u, 64u, 100u, 200u})
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(count << " " << how)
      {
        numbered out(count);
        BOOST_TEST(send_batch(how, s.sockets.a, out.messages)
            == success(count));
        for (const std::size_t slots : {count, count + 40})
        {
          room<> in(slots);
          BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
              == success(count));
          in.expect_numbers(count, 0);
          for (std::size_t i = count; i < slots; ++i)
            in.expect_cleared(i);
          if (slots == count)
            send_batch(how, s.sockets.a, out.messages);
        }
        BOOST_TEST(has_nothing(s.sockets.b));
      }
    }
  }
}

// Nothing to send and no room to receive into: done at once.
BOOST_AUTO_TEST_CASE(empty_ranges_are_done_at_once)
{
  stage s;
  std::vector<outgoing_message<0>> out;
  std::vector<incoming_message<0>> in;
  s.send("x");
  for (const form how : all_forms)
  {
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(0));
    BOOST_TEST(receive_batch(how, s.sockets.b, in) == success(0));
  }
  BOOST_TEST(!has_nothing(s.sockets.b));
}

// What the range has beyond the packets is as if nothing had ever been there.
BOOST_AUTO_TEST_CASE(elements_without_a_packet_are_cleared)
{
  stage s;
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    room<> in(4);
    auto out = packets_of({"a", "this is too long for the room", "c", "d"});
    for (auto& message : out)
      message.ancillary.add_descriptor(file.native_handle());
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(4));
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(4));
    BOOST_TEST(in.messages[1].error == seqpacket_errc::message_truncated);
    s.send("e");
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(1));
    in.expect({"e"});
    // Also by an error.
    BOOST_TEST(receive_batch(how == form::asynchronous
          ? form::error_code : how, s.sockets.b, in.messages, MSG_DONTWAIT)
        == failure(asio::error::would_block));
    in.expect({});
  }
}

// The descriptors of the last batch are closed when the next one starts, not when
// its packets come.
BOOST_AUTO_TEST_CASE(the_next_batch_closes_the_descriptors_of_the_last)
{
  stage s;
  const unique_descriptor file = make_file("x");
  room<> in(3);
  for (int round = 0; round < 3; ++round)
  {
    auto out = packets_of({"a", "b"});
    for (auto& message : out)
      message.ancillary.add_descriptor(file.native_handle());
    send_messages(s.sockets.a, out);
    BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 2u);
    const int first = in.messages[0].ancillary.descriptors()[0]
      .native_handle();
    const int second = in.messages[1].ancillary.descriptors()[0]
      .native_handle();
    BOOST_TEST(is_open(first));
    BOOST_TEST(is_open(second));

    bool done = false;
    async_receive_messages(s.sockets.b, in.messages,
        [&](const error_code& ec, std::size_t count)
        {
          BOOST_TEST(!ec);
          BOOST_TEST(count == 1u);
          done = true;
        });
    BOOST_TEST(!is_open(first));
    BOOST_TEST(!is_open(second));
    s.send("c");
    run_until(s.context, [&] { return done; });
    in.expect({"c"});
  }
}

// --- errors of the caller ----------------------------------------------------------

// A peek would give the first packet again and again.
BOOST_AUTO_TEST_CASE(a_peek_is_refused)
{
  stage s;
  s.send("x");
  room<> in(3);
  for (const form how : all_forms)
  {
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages, MSG_PEEK)
        == failure(asio::error::invalid_argument));
    in.expect({});
  }
  BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 1u);
}

// A socket that is not open, and one of another family.
BOOST_AUTO_TEST_CASE(wrong_sockets_are_errors)
{
  asio::io_context context;
  packet_socket closed(context);
  asio::generic::datagram_protocol::socket internet(context,
      asio::generic::datagram_protocol(asio::ip::udp::v4()));
  numbered out(2);
  room<> in(2);
  for (const form how : all_forms)
  {
    BOOST_TEST(send_batch(how, closed, out.messages)
        == failure(asio::error::bad_descriptor));
    BOOST_TEST(receive_batch(how, closed, in.messages)
        == failure(asio::error::bad_descriptor));
    BOOST_TEST(send_batch(how, internet, out.messages)
        == failure(asio::error::address_family_not_supported));
    BOOST_TEST(receive_batch(how, internet, in.messages)
        == failure(asio::error::address_family_not_supported));
  }
}

BOOST_AUTO_TEST_SUITE_END()
