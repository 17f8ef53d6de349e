// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Empty packets, which are not the end of file.

#include "ends.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(message_empty_packets, no_leaks,
    *boost::unit_test::timeout(90))

// As long as the peer is open an empty packet is a message of 0 bytes.
BOOST_AUTO_TEST_CASE_TEMPLATE(empty_packet_of_an_open_peer_is_a_packet, Socket,
    record_sockets)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      pair_of<Socket> sockets(context);
      for (const char* bytes : {"", "", "abc", "", ""})
        BOOST_TEST(send_by(how, sockets.a, text(bytes), no_ancillary)
            == success(std::strlen(bytes)));
      for (const char* bytes : {"", "", "abc", "", ""})
        BOOST_TEST(next(how, sockets.b) == packet(bytes));
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

// With credentials on every packet the two are told apart exactly: also a run
// of empty packets directly before the end.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    empty_packets_with_credentials_before_the_end_are_packets,
    Socket, record_sockets)
{
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        for (const char* bytes : {"", "abc", "", "", ""})
          send_message(sockets.a, text(bytes), no_ancillary);
        sockets.b.set_option(pass_credentials(true));
        end(sockets.a, by);
        for (const char* bytes : {"", "abc", "", "", ""})
          BOOST_TEST(next(how, sockets.b) == packet(bytes));
        BOOST_TEST(next(how, sockets.b) == the_end);
        BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)

// And so they are without any option where the peer's socket was bound, as that
// of every server was: each packet comes with its name.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    empty_packets_of_a_named_peer_before_the_end_are_packets,
    Socket, record_sockets)
{
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        sockets.a.bind(typename Socket::endpoint_type(endpoint()));
        for (const char* bytes : {"", "abc", "", "", ""})
          send_message(sockets.a, text(bytes), no_ancillary);
        end(sockets.a, by);
        for (const char* bytes : {"", "abc", "", "", ""})
          BOOST_TEST(next(how, sockets.b) == packet(bytes));
        BOOST_TEST(next(how, sockets.b) == the_end);
        BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)

// Any option that adds a control message to every packet does the same.
BOOST_AUTO_TEST_CASE(empty_packets_with_a_time_stamp_before_the_end_are_packets)
{
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        connected sockets(context);
        BOOST_TEST(!set_flag(sockets.b, SO_TIMESTAMPNS));
        for (const char* bytes : {"", "abc", "", ""})
          send_message(sockets.a, text(bytes), no_ancillary);
        end(sockets.a, by);
        for (const char* bytes : {"", "abc", "", ""})
          BOOST_TEST(next(how, sockets.b) == packet(bytes));
        BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

// Without such an option bytes that are still queued tell that an empty packet
// is not the end.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    empty_packet_before_others_of_a_closed_peer_is_a_packet,
    Socket, record_sockets)
{
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        for (const char* bytes : {"", "", "a", "", "b"})
          send_message(sockets.a, text(bytes), no_ancillary);
        end(sockets.a, by);
        for (const char* bytes : {"", "", "a", "", "b"})
          BOOST_TEST(next(how, sockets.b) == packet(bytes));
        BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

// The limit that is documented: without such an option a run of empty packets
// directly before the end is taken for the end.
BOOST_AUTO_TEST_CASE(
    unmarked_empty_packets_directly_before_the_end_are_taken_for_it)
{
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        connected sockets(context);
        for (const char* bytes : {"a", "", ""})
          send_message(sockets.a, text(bytes), no_ancillary);
        end(sockets.a, by);
        BOOST_TEST(next(how, sockets.b) == packet("a"));
        for (int i = 0; i < 4; ++i)
          BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

// An empty packet that carries a descriptor is never the end, whether there is
// room for the descriptor or not.
BOOST_AUTO_TEST_CASE_TEMPLATE(empty_packet_with_a_descriptor_is_never_the_end,
    Socket, record_sockets)
{
  const unique_descriptor file = make_file("content");
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        for (int i = 0; i < 3; ++i)
          send_descriptors(sockets.a, text(""), {file.native_handle()});
        end(sockets.a, by);
        for (int i = 0; i < 2; ++i)
        {
          incoming_ancillary<1> incoming;
          BOOST_TEST(receive_by(
              how, sockets.b, asio::mutable_buffer(), incoming) == success(0));
          BOOST_TEST(incoming.descriptors().size() == 1u);
        }
        incoming_ancillary<0> no_room;
        BOOST_TEST(receive_by(
            how, sockets.b, asio::mutable_buffer(), no_room)
            == failure(seqpacket_errc::ancillary_truncated));
        BOOST_TEST(receive_by(
            how, sockets.b, asio::mutable_buffer(), no_room)
            == failure(asio::error::eof));
      }
    }
  }
}

// An empty packet of a peer that has closed, before one with bytes, is looked at
// as often as one likes: without an end, and without going round for ever.
BOOST_AUTO_TEST_CASE(peeks_at_an_empty_packet_of_a_closed_peer_see_no_end)
{
  for (const form how : all_forms)
  {
    for (const message_flags flags : peeking_flags)
    {
      BOOST_TEST_CONTEXT(how << ", flags " << flags)
      {
        asio::io_context context;
        connected sockets(context);
        for (const char* bytes : {"", "abc"})
          send_message(sockets.a, text(bytes), no_ancillary);
        sockets.a.close();
        incoming_ancillary<0> incoming;
        BOOST_TEST(receive_by(
            how, sockets.b, asio::mutable_buffer(), incoming, flags)
            == success(0));
        if ((flags & MSG_PEEK) != 0)
          BOOST_TEST(next(how, sockets.b) == packet(""));
        BOOST_TEST(next(how, sockets.b, flags) == packet("abc"));
      }
    }
  }
}

// The same with a buffer that grows.
BOOST_AUTO_TEST_CASE(peeks_at_an_empty_packet_with_a_growing_buffer_see_no_end)
{
  for (const bool asynchronous : {false, true})
  {
    for (const message_flags flags : peeking_flags)
    {
      asio::io_context context;
      connected sockets(context);
      for (const char* bytes : {"", "abc"})
        send_message(sockets.a, text(bytes), no_ancillary);
      sockets.a.close();
      incoming_ancillary<0> incoming;
      std::string bytes;
      error_code error = asio::error::fault;
      if (asynchronous)
      {
        async_receive_message(sockets.b, asio::dynamic_buffer(bytes), incoming,
            flags, [&](const error_code& ec, std::size_t) { error = ec; });
        run(context);
      }
      else
      {
        receive_message(
            sockets.b, asio::dynamic_buffer(bytes), incoming, flags, error);
      }
      BOOST_TEST(!error);
      BOOST_TEST(bytes == "");
    }
  }
}

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// A receive that looks first finds what comes behind an empty packet as well, and
// takes the one or the other.
BOOST_AUTO_TEST_CASE(descriptor_after_an_empty_packet_that_is_kept_arrives)
{
  for (const form how : all_forms)
  {
    for (const ending by : all_endings)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        connected sockets(context);
        const unique_descriptor file = make_file("content");
        send_message(sockets.a, text(""), no_ancillary);
        send_descriptors(sockets.a, text(""), {file.native_handle()});
        end(sockets.a, by);
        char byte;
        incoming_ancillary<1> incoming;
        const auto receive = [&]
        {
          return receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming,
              keep_if_truncated);
        };
        BOOST_TEST(receive() == success(0));
        BOOST_TEST(incoming.descriptors().empty());
        BOOST_TEST(receive() == success(0));
        BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
        BOOST_TEST(content_of(incoming.descriptors()[0]) == "content");
        BOOST_TEST(receive() == failure(asio::error::eof));
        BOOST_TEST(receive() == failure(asio::error::eof));
      }
    }
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// An empty packet before an empty one with a descriptor is not the end, and the
// descriptor is not lost behind one.
BOOST_AUTO_TEST_CASE(empty_packet_with_a_descriptor_is_found_before_the_end)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      connected sockets(context);
      const unique_descriptor file = make_file("content");
      send_message(sockets.a, text(""), no_ancillary);
      send_descriptors(sockets.a, text(""), {file.native_handle()});
      sockets.a.close();
      BOOST_TEST(next(how, sockets.b) == packet(""));
      char byte;
      auto received = receive_descriptors<1>(
          sockets.b, asio::buffer(&byte, 1));
      BOOST_TEST(content_of(std::get<1>(received)[0]) == "content");
      BOOST_TEST(next(how, sockets.b) == the_end);
    }
  }

  // The same with a buffer that grows.
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("content");
  send_message(sockets.a, text(""), no_ancillary);
  send_descriptors(sockets.a, text(""), {file.native_handle()});
  sockets.a.close();
  std::string bytes;
  incoming_ancillary<1> incoming;
  error_code ec;
  receive_message(sockets.b, asio::dynamic_buffer(bytes), incoming, ec);
  BOOST_TEST(!ec);
  receive_message(sockets.b, asio::dynamic_buffer(bytes), incoming, ec);
  BOOST_TEST(!ec);
  BOOST_TEST(incoming.descriptors().size() == 1u);
  receive_message(sockets.b, asio::dynamic_buffer(bytes), incoming, ec);
  BOOST_TEST(ec == asio::error::eof);
}

BOOST_AUTO_TEST_SUITE_END()
