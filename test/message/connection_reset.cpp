// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The loop that goes on after connection_reset: with every function that
// receives it gets all packets and the end, and it does not go on for ever.

#include "forms.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Each receives one packet, for which it has room.
struct bytes_alone
{
  outcome receive(form how, packet_socket& b)
  {
    const auto buffer = asio::buffer(memory);
    if (how == form::asynchronous)
      return complete(context_of(b), [&](auto handler)
          { async_receive_message(b, buffer, handler); });
    if (how == form::throwing)
      return catch_error([&] { return receive_message(b, buffer); });
    error_code ec;
    const std::size_t bytes = receive_message(b, buffer, ec);
    return {ec, bytes};
  }

  std::array<char, 8> memory;
};

struct with_ancillary
{
  outcome receive(form how, packet_socket& b)
  {
    return receive_by(how, b, asio::buffer(memory), incoming);
  }

  std::array<char, 8> memory;
  incoming_ancillary<1> incoming;
};

struct dynamic
{
  outcome receive(form how, packet_socket& b)
  {
    return receive_by(how, b, asio::dynamic_buffer(content), incoming);
  }

  std::string content;
  incoming_ancillary<1> incoming;
};

struct descriptors
{
  outcome receive(form how, packet_socket& b)
  {
    std::array<unique_descriptor, 0> none;
    return receive_descriptors_by(how, b, asio::buffer(memory), none);
  }

  std::array<char, 8> memory;
};

struct batch
{
  // A batch of one, so that each call is a packet.
  outcome receive(form how, packet_socket& b)
  {
    std::array<incoming_message<1>, 1> in;
    in[0].buffers = asio::buffer(memory);
    if (how == form::asynchronous)
      return complete(context_of(b), [&](auto handler)
          { async_receive_messages(b, in, handler); });
    if (how == form::throwing)
      return catch_error([&] { return receive_messages(b, in); });
    error_code ec;
    const std::size_t count = receive_messages(b, in, ec);
    return {ec, count};
  }

  std::array<char, 8> memory;
};

struct discard
{
  outcome receive(form how, packet_socket& b)
  {
    if (how == form::asynchronous)
      return complete(context_of(b),
          [&](auto handler) { async_discard_message(b, handler); });
    if (how == form::throwing)
      return catch_error([&] { return discard_message(b); });
    error_code ec;
    const std::size_t size = discard_message(b, ec);
    return {ec, size};
  }
};

using ways = std::tuple<
  bytes_alone, with_ancillary, dynamic, descriptors, batch, discard>;

struct counts
{
  int packets = 0;
  int resets = 0;
};

// The loop of the guide. It calls the function before each receive.
template <typename Way, typename Function>
counts receive_all(form how, packet_socket& b, Function before)
{
  Way way;
  counts result;
  for (int i = 0; i < 100; ++i)
  {
    before();
    const outcome received = way.receive(how, b);
    if (received.error == asio::error::eof)
      return result;
    if (received.error == asio::error::connection_reset)
    {
      ++result.resets;
      continue;
    }
    BOOST_TEST_REQUIRE(!received.error);
    ++result.packets;
  }
  BOOST_FAIL("the loop does not end");
  return result;
}

// A peer that has sent three packets, and has closed without reading one.
struct peer_that_has_closed
{
  peer_that_has_closed()
  {
    send_message(sockets.b, text("unread"), no_ancillary);
    for (const char* const bytes : {"1", "2", "3"})
      send_message(sockets.a, text(bytes), no_ancillary);
    sockets.a.close();
  }

  asio::io_context context;
  connected sockets{context};
};

template <typename Function>
void for_each_form(Function function)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      function(how);
    }
  }
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(message_connection_reset, no_leaks,
    *boost::unit_test::timeout(90))

BOOST_AUTO_TEST_CASE_TEMPLATE(a_loop_that_goes_on_gets_all_packets, Way, ways)
{
  for_each_form([](form how)
      {
        peer_that_has_closed s;
        const counts result = receive_all<Way>(how, s.sockets.b, [] {});
        BOOST_TEST(result.resets == 1);
        BOOST_TEST(result.packets == 3);
      });
}

// A send takes the reset instead, and fails in another way from then on. Nothing
// of that comes to the receives.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_send_takes_the_reset_and_no_packet, Way, ways)
{
  for_each_form([](form how)
      {
        peer_that_has_closed s;
        std::vector<error_code> sent;
        const counts result = receive_all<Way>(how, s.sockets.b, [&]
            {
              sent.push_back(
                  send_by(how, s.sockets.b, text("x"), no_ancillary).error);
            });
        BOOST_TEST(result.resets == 0);
        BOOST_TEST(result.packets == 3);
        BOOST_TEST_REQUIRE(sent.size() == 4u);
        BOOST_TEST(sent.front() == asio::error::connection_reset);
        for (std::size_t i = 1; i < sent.size(); ++i)
          BOOST_TEST(sent[i] == asio::error::broken_pipe);
      });
}

// Sends that fail after the reset do not bring it back.
BOOST_AUTO_TEST_CASE_TEMPLATE(failing_sends_make_no_other_reset, Way, ways)
{
  for_each_form([](form how)
      {
        peer_that_has_closed s;
        bool is_first = true;
        const counts result = receive_all<Way>(how, s.sockets.b, [&]
            {
              if (!is_first)
                BOOST_TEST(send_by(
                    how, s.sockets.b, text("x"), no_ancillary).error
                    == asio::error::broken_pipe);
              is_first = false;
            });
        BOOST_TEST(result.resets == 1);
        BOOST_TEST(result.packets == 3);
      });
}

// On a stream the reset comes after the bytes.
BOOST_AUTO_TEST_CASE(a_stream_gives_its_bytes_before_the_reset)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        pair_of<stream_socket> sockets(context);
        send_message(sockets.b, text("unread"), no_ancillary);
        send_message(sockets.a, text("bytes"), no_ancillary);
        sockets.a.close();
        char bytes[8];
        incoming_ancillary<0> incoming;
        const auto next = [&]
            {
              return receive_by(
                  how, sockets.b, asio::buffer(bytes), incoming);
            };
        BOOST_TEST(next() == success(5));
        BOOST_TEST(next() == failure(asio::error::connection_reset));
        BOOST_TEST(next() == failure(asio::error::eof));
        BOOST_TEST(next() == failure(asio::error::eof));
      });
}

// On a datagram socket a send to a peer that has closed takes what the peer had
// sent with it: the kernel does that, and the guide says so.
BOOST_AUTO_TEST_CASE(a_send_to_a_closed_datagram_peer_drops_what_is_queued)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        pair_of<datagram_socket> sockets(context);
        send_message(sockets.a, text("queued"), no_ancillary);
        sockets.a.close();
        BOOST_TEST(!has_nothing(sockets.b));
        BOOST_TEST(send_by(how, sockets.b, text("x"), no_ancillary)
            == failure(asio::error::connection_refused));
        BOOST_TEST(has_nothing(sockets.b));
      });
}

BOOST_AUTO_TEST_SUITE_END()
