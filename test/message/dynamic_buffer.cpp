// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Receives into a buffer that grows: nothing is lost, whatever the packet and
// whatever goes wrong.

#include "whole_packets.hpp"

#include "system_calls.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(message_dynamic_buffer, no_leaks,
    *boost::unit_test::timeout(90))

namespace {

void expect_file(incoming_ancillary<1>& incoming, std::size_t size,
    const unique_descriptor& file)
{
  BOOST_TEST(incoming.message_size() == size);
  const auto arrived = incoming.descriptors();
  BOOST_TEST_REQUIRE(arrived.size() == 1u);
  BOOST_TEST(same_file(arrived[0].native_handle(), file.native_handle()));
}

} // namespace

// The main job, on every type of socket that has packets and in every form: the
// whole packet, whatever its size, behind what the buffer has already.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_packet_of_any_size_is_appended, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const unique_descriptor file = make_file("content");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file.native_handle());
  incoming_ancillary<1> incoming;

  for (const std::size_t size : {0u, 1u, 999u, 1000u, 4096u, 65537u, 200000u})
  {
    const std::string packet = bytes_of(size);
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << " " << size << " bytes")
      {
        const auto send = [&]
            {
              send_message(sockets.a, asio::buffer(packet), outgoing);
            };

        send();
        std::vector<char> vector = {'a', 'b'};
        BOOST_TEST(receive_by(how, sockets.b, asio::dynamic_buffer(vector),
              incoming) == success(size));
        BOOST_TEST((std::string(vector.begin(), vector.end())
              == "ab" + packet));
        expect_file(incoming, size, file);

        send();
        std::string string;
        BOOST_TEST(receive_by(how, sockets.b, asio::dynamic_buffer(string),
              incoming) == success(size));
        BOOST_TEST((string == packet));
        expect_file(incoming, size, file);

        // The second packet begins in the middle of a piece.
        piece_store store;
        for (int i = 0; i < 2; ++i)
        {
          send();
          BOOST_TEST(receive_by(how, sockets.b, dynamic_pieces(store),
                incoming) == success(size));
          expect_file(incoming, size, file);
        }
        BOOST_TEST((store.content() == packet + packet));
        BOOST_TEST(store.grown == 2u);
        BOOST_TEST(has_nothing(sockets.b));
      }
    }
  }
}

// Packet by packet, never two in one.
BOOST_AUTO_TEST_CASE(one_receive_takes_one_packet)
{
  stage s;
  for (const std::string_view packet : {"one", "", "three"})
    s.send(packet);
  std::string bytes;
  BOOST_TEST(receive_message(
        s.sockets.b, asio::dynamic_buffer(bytes), s.incoming) == 3u);
  BOOST_TEST(receive_message(
        s.sockets.b, asio::dynamic_buffer(bytes), s.incoming) == 0u);
  BOOST_TEST(bytes == "one");
  BOOST_TEST(receive_message(
        s.sockets.b, asio::dynamic_buffer(bytes), s.incoming) == 5u);
  BOOST_TEST(bytes == "onethree");
}

// A packet that the buffer may not grow by stays, and its size is told. What is
// in the buffer counts. With room the same call succeeds.
BOOST_AUTO_TEST_CASE(a_packet_beyond_max_size_stays_in_the_queue)
{
  stage s;
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      s.send("hello", {file.native_handle()});
      std::string bytes = "ab";
      for (const std::size_t max : {0u, 2u, 6u})
      {
        BOOST_TEST(receive_by(how, s.sockets.b,
              asio::dynamic_buffer(bytes, max), s.incoming)
            == failure(seqpacket_errc::message_truncated));
        BOOST_TEST(bytes == "ab");
        expect_only_size(s.incoming, 5);
        BOOST_TEST((s.incoming.flags() & MSG_TRUNC) != 0);
      }
      BOOST_TEST(receive_by(how, s.sockets.b,
            asio::dynamic_buffer(bytes, 7), s.incoming) == success(5));
      BOOST_TEST(bytes == "abhello");
      BOOST_TEST(s.incoming.descriptors().size() == 1u);
      s.incoming.clear();

      // An empty packet fits into a buffer that is full.
      s.send("");
      BOOST_TEST(receive_by(how, s.sockets.b,
            asio::dynamic_buffer(bytes, 7), s.incoming) == success(0));
      BOOST_TEST(bytes == "abhello");
    }
  }
}

// A buffer that cannot grow: an error code, never an exception from the middle of
// an operation, and the packet stays with its descriptors.
BOOST_AUTO_TEST_CASE(without_memory_the_packet_stays_in_the_queue)
{
  stage s;
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    for (const bool too_long : {false, true})
    {
      s.send("hello", {file.native_handle()});
      piece_store store;
      store.allowed = 4;
      store.too_long = too_long;
      const outcome result = receive_by(
          how, s.sockets.b, dynamic_pieces(store), s.incoming);
      BOOST_TEST(result == failure(asio::error::no_memory));
      BOOST_TEST(result.error
          == boost::system::errc::not_enough_memory);
      BOOST_TEST(store.size == 0u);
      expect_only_size(s.incoming, 5);

      store.allowed = 5;
      BOOST_TEST(receive_by(how, s.sockets.b, dynamic_pieces(store),
            s.incoming) == success(5));
      BOOST_TEST(store.content() == "hello");
      BOOST_TEST(s.incoming.descriptors().size() == 1u);
      s.incoming.clear();
    }
  }
}

// A buffer of more pieces than a system call takes.
BOOST_AUTO_TEST_CASE(too_many_pieces_leave_the_packet_in_the_queue)
{
  stage s;
  const std::string packet = bytes_of(2050);
  for (const form how : all_forms)
  {
    s.send(packet);
    piece_store store(2);
    BOOST_TEST(receive_by(how, s.sockets.b, dynamic_pieces(store),
          s.incoming) == failure(asio::error::message_size));
    BOOST_TEST(store.size == 0u);
    s.expect_queued(packet);
  }
}

// The end of file, by close and by shutdown, leaves the buffer alone.
BOOST_AUTO_TEST_CASE(end_of_file_leaves_the_buffer_alone)
{
  for (const form how : all_forms)
  {
    for (const bool closes : {false, true})
    {
      stage s;
      s.send("last");
      if (closes)
        s.sockets.a.close();
      else
        s.sockets.a.shutdown(socket::shutdown_send);
      std::string bytes;
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming) == success(4));
      for (int i = 0; i < 2; ++i)
        BOOST_TEST(receive_by(how, s.sockets.b,
              asio::dynamic_buffer(bytes), s.incoming)
            == failure(asio::error::eof));
      BOOST_TEST(bytes == "last");
    }
  }
}

// With pass_credentials, or descriptors, an empty packet directly before the close
// is one.
BOOST_AUTO_TEST_CASE(empty_packets_before_the_end_are_packets)
{
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    for (const bool by_credentials : {true, false})
    {
      stage s;
      if (by_credentials)
        s.sockets.b.set_option(pass_credentials(true));
      for (int i = 0; i < 3; ++i)
      {
        if (by_credentials)
          s.send("");
        else
          s.send("", {file.native_handle()});
      }
      s.sockets.a.close();
      std::string bytes;
      for (int i = 0; i < 3; ++i)
      {
        BOOST_TEST(receive_by(how, s.sockets.b,
              asio::dynamic_buffer(bytes), s.incoming) == success(0));
        BOOST_TEST(s.incoming.descriptors().size()
            == (by_credentials ? 0u : 1u));
        BOOST_TEST(s.incoming.credentials().has_value() == by_credentials);
      }
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming) == failure(asio::error::eof));
    }
  }
}

// Surplus descriptors are closed and reported; the bytes are there.
BOOST_AUTO_TEST_CASE(surplus_descriptors_are_closed_and_the_bytes_are_there)
{
  stage s;
  const unique_descriptor file = make_file("x");
  const std::vector<int> three(3, file.native_handle());
  for (const form how : {form::error_code, form::asynchronous})
  {
    s.send("hello", three);
    std::string bytes;
    const outcome expected = {seqpacket_errc::ancillary_truncated, 5};
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == expected);
    BOOST_TEST(bytes == "hello");
    BOOST_TEST(s.incoming.descriptors().size() == 1u);
    BOOST_TEST(has_nothing(s.sockets.b));
  }
}

// A peek appends the packet and leaves it there, with descriptors of its own.
BOOST_AUTO_TEST_CASE(a_peek_leaves_the_packet)
{
  stage s;
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    s.send("hello", {file.native_handle()});
    std::string bytes;
    for (int i = 0; i < 2; ++i)
    {
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming, MSG_PEEK) == success(5));
      BOOST_TEST(s.incoming.descriptors().size() == 1u);
    }
    BOOST_TEST(bytes == "hellohello");
    s.expect_queued("hello");
  }
}

// With SO_PEEK_OFF a peek does not begin at the next packet.
BOOST_AUTO_TEST_CASE(a_peek_offset_is_refused)
{
  stage s;
  BOOST_TEST_REQUIRE(set_peek_offset(s.sockets.b, 0));
  s.send("hello");
  std::string bytes;
  for (const form how : all_forms)
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == failure(asio::error::invalid_argument));
  BOOST_TEST(bytes.empty());
  BOOST_TEST_REQUIRE(set_peek_offset(s.sockets.b, -1));
  s.expect_queued("hello");
}

// What may not wait does not, and an error leaves the buffer alone.
BOOST_AUTO_TEST_CASE(errors_leave_the_buffer_alone)
{
  stage s;
  std::string bytes = "ab";
  packet_socket closed(s.context);
  asio::generic::datagram_protocol::socket internet(s.context,
      asio::generic::datagram_protocol(asio::ip::udp::v4()));
  for (const form how : all_forms)
  {
    BOOST_TEST(receive_by(how, closed, asio::dynamic_buffer(bytes),
          s.incoming) == failure(asio::error::bad_descriptor));
    BOOST_TEST(receive_by(how, internet, asio::dynamic_buffer(bytes),
          s.incoming)
        == failure(asio::error::address_family_not_supported));
  }
  for (const form how : synchronous_forms)
  {
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming, MSG_DONTWAIT) == failure(asio::error::would_block));
    s.sockets.b.non_blocking(true);
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == failure(asio::error::would_block));
    s.sockets.b.non_blocking(false);
  }
  BOOST_TEST(bytes == "ab");
}

// The error of a peer that has not read everything comes once, and then what it
// had sent; also when it comes between the look at the size and the receive.
BOOST_AUTO_TEST_CASE(connection_reset_loses_nothing)
{
  for (const form how : all_forms)
  {
    stage s;
    s.send("hello");
    send_message(s.sockets.b, text("never read"), no_ancillary);
    s.sockets.a.close();
    std::string bytes;
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == failure(asio::error::connection_reset));
    BOOST_TEST(bytes.empty());
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == success(5));
    BOOST_TEST(bytes == "hello");
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == failure(asio::error::eof));
  }
}

// Another reader takes the packet between readiness and resumption, or between
// the look at the size and the receive: the operation waits on.
BOOST_AUTO_TEST_CASE(a_packet_taken_by_another_reader_is_not_received)
{
  static stage* current;
  static int countdown;
  for (const int taken_before_call : {1, 2})
  {
    stage s;
    std::string bytes = "ab";
    bool done = false;
    async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes),
        s.incoming, [&](const error_code& ec, std::size_t n)
        {
          BOOST_TEST(!ec);
          BOOST_TEST(n == 6u);
          done = true;
        });
    s.context.poll();
    s.send("first");
    current = &s;
    countdown = taken_before_call;
    on_message_call = []
        {
          if (--countdown == 0)
          {
            char memory[16];
            ::recv(current->sockets.b.native_handle(),
                memory, sizeof(memory), MSG_DONTWAIT);
          }
        };
    s.context.restart();
    BOOST_TEST_REQUIRE(s.context.run_one_for(deadline) == 1u);
    on_message_call = nullptr;
    BOOST_TEST(countdown <= 0);
    BOOST_TEST(!done);
    BOOST_TEST(bytes == "ab");
    s.send("second");
    run(s.context);
    BOOST_TEST(done);
    BOOST_TEST(bytes == "absecond");
  }
}

BOOST_AUTO_TEST_SUITE_END()
