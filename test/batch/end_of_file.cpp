// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The end of file, a reset and empty packets in a batch.

#include "batch.hpp"

#include "process.hpp"
#include "system_calls.hpp"

#include <csignal>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(batch_end_of_file, no_leaks,
    *boost::unit_test::timeout(90))

// The end is found inside a batch: three packets, and no more made up.
BOOST_AUTO_TEST_CASE(the_end_of_file_in_a_batch_makes_no_packets)
{
  for (const form how : all_forms)
  {
    stage s;
    for (const std::string_view packet : {"a", "", "b"})
      s.send(packet);
    s.sockets.a.close();
    room<> in(8);
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(3));
    in.expect({"a", "", "b"});
    for (int i = 0; i < 3; ++i)
    {
      BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
          == failure(asio::error::eof));
      in.expect({});
    }
  }
}

// Only the end, by close and by shutdown, at once and waited for.
BOOST_AUTO_TEST_CASE(end_of_file_alone_is_an_error)
{
  for (const form how : all_forms)
  {
    for (const bool closes : {true, false})
    {
      stage s;
      if (closes)
        s.sockets.a.close();
      else
        s.sockets.a.shutdown(socket::shutdown_send);
      room<> in(40);
      BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
          == failure(asio::error::eof));
      in.expect({});
    }
  }

  stage s;
  room<> in(40);
  bool done = false;
  async_receive_messages(s.sockets.b, in.messages,
      [&](const error_code& ec, std::size_t count)
      {
        BOOST_TEST(ec == asio::error::eof);
        BOOST_TEST(count == 0u);
        done = true;
      });
  s.context.poll();
  s.sockets.a.close();
  run_until(s.context, [&] { return done; });
}

// The end lies where one system call ends and the next one begins.
BOOST_AUTO_TEST_CASE(end_of_file_between_two_system_calls_makes_no_packets)
{
  for (const std::size_t count : {31u, 32u, 33u, 64u})
  {
    for (const std::size_t slots : {32u, 64u, 100u})
    {
      stage s;
      numbered out(count);
      send_messages(s.sockets.a, out.messages);
      s.sockets.a.close();
      room<> in(slots);
      std::size_t received = 0;
      error_code ec;
      while (!ec)
      {
        const std::size_t n = receive_messages(
            s.sockets.b, in.messages, ec);
        in.expect_numbers(n, received);
        received += n;
      }
      BOOST_TEST(ec == asio::error::eof);
      BOOST_TEST(received == count);
    }
  }
}

// Empty packets are packets, wherever they are, as long as the peer is there.
BOOST_AUTO_TEST_CASE(empty_packets_are_kept)
{
  const std::vector<std::string_view> contents = {"", "", "a", "", "b", "", ""};
  for (const form how : all_forms)
  {
    for (const std::size_t slots : {7u, 8u, 40u})
    {
      stage s;
      auto out = packets_of(contents);
      send_messages(s.sockets.a, out);
      room<> in(slots);
      BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(7));
      in.expect(contents);
    }
  }
}

// An empty packet at the end of a full batch, with bytes behind it and the peer
// gone: it is a packet.
BOOST_AUTO_TEST_CASE(an_empty_packet_before_others_of_a_closed_peer_is_kept)
{
  for (const std::size_t slots : {1u, 2u, 3u})
  {
    stage s;
    auto out = packets_of({"", "", "", "b", ""});
    const unique_descriptor file = make_file("x");
    // Descriptors make an empty packet one that cannot be taken for the end.
    out[4].ancillary.add_descriptor(file.native_handle());
    send_messages(s.sockets.a, out);
    s.sockets.a.close();
    room<> in(slots);
    std::size_t received = 0;
    error_code ec;
    while (!ec)
      received += receive_messages(s.sockets.b, in.messages, ec);
    BOOST_TEST(ec == asio::error::eof);
    BOOST_TEST(received == 5u);
  }
}

// With pass_credentials even those directly before the end are exact, in a batch
// that has more room and in one that is exactly full.
BOOST_AUTO_TEST_CASE(pass_credentials_keeps_empty_packets_before_the_end)
{
  for (const form how : all_forms)
  {
    for (const std::size_t slots : {1u, 2u, 4u, 5u, 8u, 40u})
    {
      BOOST_TEST_CONTEXT(how << " with " << slots)
      {
        stage s;
        s.sockets.b.set_option(pass_credentials(true));
        auto out = packets_of({"a", "", "b", "", ""});
        send_messages(s.sockets.a, out);
        s.sockets.a.close();
        room<> in(slots);
        std::size_t received = 0;
        outcome result = receive_batch(how, s.sockets.b, in.messages);
        while (!result.error)
        {
          for (std::size_t i = 0; i < result.bytes; ++i)
            BOOST_TEST(in.messages[i].ancillary.credentials().has_value());
          received += result.bytes;
          result = receive_batch(how, s.sockets.b, in.messages);
        }
        BOOST_TEST(result.error == asio::error::eof);
        BOOST_TEST(received == 5u);
      }
    }
  }
}

// The one-shot error of a peer that has not read everything comes first, then its
// packets, then the end.
BOOST_AUTO_TEST_CASE(reset_comes_before_the_packets_and_the_end)
{
  for (const form how : all_forms)
  {
    stage s;
    numbered out(40);
    send_messages(s.sockets.a, out.messages);
    send_message(s.sockets.b, text("never read"), no_ancillary);
    s.sockets.a.close();
    room<> in(64);
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
        == failure(asio::error::connection_reset));
    in.expect({});
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(40));
    in.expect_numbers(40, 0);
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
        == failure(asio::error::eof));
  }
}

// The peer is killed while it sends a batch: what it had queued is delivered,
// whole and in order, then the end.
BOOST_AUTO_TEST_CASE(what_a_killed_peer_had_queued_is_delivered)
{
  for (const form how : all_forms)
  {
    stage s;
    const unique_descriptor file = make_file("x");
    child_process sender([&]
        {
          ::close(s.sockets.b.native_handle());
          numbered out(100000);
          for (auto& message : out.messages)
            message.ancillary.add_descriptor(file.native_handle());
          send_messages(s.sockets.a, out.messages);
          return 0;
        });
    ::close(s.sockets.a.release());

    room<> in(48);
    std::size_t received = 0;
    bool killed = false;
    for (;;)
    {
      const outcome result = receive_batch(how, s.sockets.b, in.messages);
      if (result.error)
      {
        BOOST_TEST(result.error == asio::error::eof);
        break;
      }
      BOOST_TEST(result.bytes > 0u);
      in.expect_numbers(result.bytes, received);
      for (std::size_t i = 0; i < result.bytes; ++i)
      {
        const auto arrived = in.messages[i].ancillary.descriptors();
        BOOST_TEST_REQUIRE(arrived.size() == 1u);
        BOOST_TEST(same_file(
              arrived[0].native_handle(), file.native_handle()));
      }
      received += result.bytes;
      if (!killed && received > 1000)
      {
        killed = true;
        ::kill(sender.id(), SIGKILL);
        BOOST_TEST(sender.wait() == -1);
      }
    }
    BOOST_TEST(killed);
    BOOST_TEST(received > 1000u);
    BOOST_TEST(received < 100000u);
  }
}

// A datagram socket has no end of file: an empty packet is always one.
BOOST_AUTO_TEST_CASE(a_datagram_socket_has_no_end)
{
  asio::io_context context;
  pair_of<datagram_socket> sockets(context);
  auto out = packets_of({"a", "", ""});
  send_messages(sockets.a, out);
  sockets.a.close();
  room<> in(3);
  BOOST_TEST(receive_messages(sockets.b, in.messages) == 3u);
  in.expect({"a", "", ""});
}

namespace {

packet_socket* closed_by_poll = nullptr;

} // namespace

// A reset is told once. One that comes between two system calls of a batch is not
// swallowed with what the first one brought: the next operation tells it.
BOOST_AUTO_TEST_CASE(a_reset_between_two_system_calls_is_reported)
{
  stage s;
  numbered out(40);
  send_messages(s.sockets.a, out.messages);
  // What is unread at the peer when it closes makes the reset.
  send_message(s.sockets.b, text("unread"), no_ancillary);
  closed_by_poll = &s.sockets.a;
  on_poll = []
      {
        on_poll = nullptr;
        closed_by_poll->close();
      };

  room<> in(64);
  error_code ec;
  const std::size_t first = has_calls ? 32 : 1;
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == first);
  BOOST_TEST(!ec);
  BOOST_TEST((on_poll == nullptr));
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 0u);
  BOOST_TEST(ec == asio::error::connection_reset);
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 40 - first);
  BOOST_TEST(!ec);
  BOOST_TEST(in.packet(40 - first - 1) == "39");
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 0u);
  BOOST_TEST(ec == asio::error::eof);
  on_poll = nullptr;
}

#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

// So it is where the call that follows finds the end, of which it makes no packet.
BOOST_AUTO_TEST_CASE(a_reset_after_the_end_in_a_later_system_call_is_reported)
{
  static int calls_until;
  stage s;
  numbered out(32);
  send_messages(s.sockets.a, out.messages);
  send_message(s.sockets.b, text("unread"), no_ancillary);
  closed_by_poll = &s.sockets.a;
  calls_until = 2;
  on_message_call = []
      {
        if (--calls_until == 0)
          closed_by_poll->close();
      };
  packets_until_early_end = 32;

  room<> in(64);
  error_code ec;
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 32u);
  BOOST_TEST(!ec);
  BOOST_TEST(packets_until_early_end == -1);
  on_message_call = nullptr;
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 0u);
  BOOST_TEST(ec == asio::error::connection_reset);
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 0u);
  BOOST_TEST(ec == asio::error::eof);
}

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

BOOST_AUTO_TEST_SUITE_END()
