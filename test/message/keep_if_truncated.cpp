// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// keep_if_truncated: a packet that does not fit stays in the queue.

#include "whole_packets.hpp"

#include "process.hpp"
#include "system_calls.hpp"

#include <optional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

BOOST_FIXTURE_TEST_SUITE(message_keep_if_truncated, no_leaks,
    *boost::unit_test::timeout(90))

// More bytes than the buffers take: the error, the size, and nothing else; the
// packet stays, with its descriptors, until there is room.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_packet_with_too_many_bytes_stays, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      send_descriptors(sockets.a, text("hello"), {file.native_handle()});
      const std::size_t opened = open_descriptors();
      char bytes[5];
      incoming_ancillary<1> incoming;
      for (const std::size_t size : {0u, 1u, 4u})
      {
        BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes, size),
              incoming, keep_if_truncated)
            == failure(seqpacket_errc::message_truncated));
        expect_only_size(incoming, 5);
        BOOST_TEST((incoming.flags() & MSG_TRUNC) != 0);
        BOOST_TEST(open_descriptors() == opened);
      }
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming,
            keep_if_truncated) == success(5));
      BOOST_TEST(std::string_view(bytes, 5) == "hello");
      BOOST_TEST(incoming.message_size() == 5u);
      BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
      BOOST_TEST(same_file(file.native_handle(),
            incoming.descriptors()[0].native_handle()));
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

// More descriptors than the object takes: all that the peek has duplicated are
// closed, also those for which there was room.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_packet_with_too_many_descriptors_stays, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    send_descriptors(sockets.a, text("hello"),
        std::vector<int>(3, file.native_handle()));
    const std::size_t opened = open_descriptors();
    char bytes[8];
    incoming_ancillary<2> few;
    BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), few,
          keep_if_truncated) == failure(seqpacket_errc::ancillary_truncated));
    expect_only_size(few, 5);
    BOOST_TEST(open_descriptors() == opened);
    incoming_ancillary<3> enough;
    BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), enough,
          keep_if_truncated) == success(5));
    BOOST_TEST(enough.descriptors().size() == 3u);
    BOOST_TEST(has_nothing(sockets.b));
  }
}

// The limit of open descriptors: nothing is lost, and after it was raised the
// descriptors arrive. In the dynamic form as well.
BOOST_AUTO_TEST_CASE(a_packet_stays_at_the_descriptor_limit)
{
  stage s;
  std::vector<unique_descriptor> files;
  std::vector<int> numbers;
  for (int i = 0; i < 20; ++i)
  {
    files.push_back(make_file("x"));
    numbers.push_back(files.back().native_handle());
  }
  for (const form how : all_forms)
  {
    for (const std::size_t free : {0u, 1u, 19u})
    {
      for (const bool dynamic : {false, true})
      {
        BOOST_TEST_CONTEXT(how << ", " << free << " free, " << dynamic)
        {
          s.send("hello", numbers);
          const std::size_t opened = open_descriptors();
          std::string bytes;
          char memory[8];
          incoming_ancillary<253> incoming;
          const auto receive = [&]
              {
                return dynamic
                  ? receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
                      incoming, keep_if_truncated)
                  : receive_by(how, s.sockets.b, asio::buffer(memory),
                      incoming, keep_if_truncated);
              };
          outcome first = success(0);
          outcome second = success(0);
          {
            const descriptor_limit limit(free);
            first = receive();
            second = receive();
          }
          BOOST_TEST(first == failure(seqpacket_errc::descriptors_lost));
          BOOST_TEST(second == failure(seqpacket_errc::descriptors_lost));
          expect_only_size(incoming, 5);
          BOOST_TEST((incoming.flags() & MSG_CTRUNC) != 0);
          BOOST_TEST(bytes.empty());
          BOOST_TEST(open_descriptors() == opened);

          BOOST_TEST(receive() == success(5));
          const auto arrived = incoming.descriptors();
          BOOST_TEST_REQUIRE(arrived.size() == 20u);
          for (std::size_t i = 0; i < 20; ++i)
            BOOST_TEST(same_file(arrived[i].native_handle(), numbers[i]));
          BOOST_TEST(has_nothing(s.sockets.b));
        }
      }
    }
  }
}

// The dynamic form keeps a packet with too many descriptors as well; without the
// flag it is gone.
BOOST_AUTO_TEST_CASE(the_dynamic_form_keeps_what_has_too_many_descriptors)
{
  stage s;
  const unique_descriptor file = make_file("x");
  const std::vector<int> two(2, file.native_handle());
  for (const form how : all_forms)
  {
    s.send("hello", two);
    const std::size_t opened = open_descriptors();
    std::string bytes = "ab";
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming, keep_if_truncated)
        == failure(seqpacket_errc::ancillary_truncated));
    BOOST_TEST(bytes == "ab");
    expect_only_size(s.incoming, 5);
    BOOST_TEST(open_descriptors() == opened);
    incoming_ancillary<2> enough;
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          enough, keep_if_truncated) == success(5));
    BOOST_TEST(bytes == "abhello");
    BOOST_TEST(enough.descriptors().size() == 2u);
  }
}

// A receive that waits finds the packet not whole, and leaves it.
BOOST_AUTO_TEST_CASE(a_waiting_receive_leaves_the_packet)
{
  stage s;
  const unique_descriptor file = make_file("x");
  char bytes[4];
  bool done = false;
  async_receive_message(s.sockets.b, asio::buffer(bytes), s.incoming,
      keep_if_truncated,
      [&](const error_code& ec, std::size_t n)
      {
        BOOST_TEST(ec == seqpacket_errc::message_truncated);
        BOOST_TEST(n == 0u);
        done = true;
      });
  s.context.poll();
  s.send("hello", {file.native_handle()});
  run(s.context);
  BOOST_TEST(done);
  expect_only_size(s.incoming, 5);
  s.expect_queued("hello");
}

// With MSG_PEEK a packet that is whole stays as well.
BOOST_AUTO_TEST_CASE(a_peek_leaves_a_whole_packet)
{
  stage s;
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    s.send("hello", {file.native_handle()});
    char bytes[5];
    constexpr message_flags flags = keep_if_truncated | MSG_PEEK;
    BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes, 4),
          s.incoming, flags) == failure(seqpacket_errc::message_truncated));
    expect_only_size(s.incoming, 5);
    for (int i = 0; i < 2; ++i)
    {
      BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes),
            s.incoming, flags) == success(5));
      BOOST_TEST(s.incoming.descriptors().size() == 1u);
    }
    std::string string;
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(string),
          s.incoming, flags) == success(5));
    s.expect_queued("hello");
  }
}

// Empty packets are taken, the end of file is told, credentials come along.
BOOST_AUTO_TEST_CASE(empty_packets_are_taken_and_the_end_is_reported)
{
  for (const form how : all_forms)
  {
    stage s;
    s.sockets.b.set_option(pass_credentials(true));
    s.send("");
    s.send("a");
    s.send("");
    s.sockets.a.close();
    char bytes[4];
    for (const std::size_t size : {0u, 1u, 0u})
    {
      BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes),
            s.incoming, keep_if_truncated) == success(size));
      BOOST_TEST(s.incoming.credentials().has_value());
    }
    BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes),
          s.incoming, keep_if_truncated) == failure(asio::error::eof));
  }
}

namespace {

stage* between = nullptr;
int calls_left = 0;

} // namespace

// The peer closes, with something unread, between the peek and the call that
// takes the packet, which gets the one-shot error then: the packet arrives once
// all the same.
BOOST_AUTO_TEST_CASE(reset_between_peek_and_receive_loses_no_packet)
{
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    for (const bool dynamic : {false, true})
    {
      BOOST_TEST_CONTEXT(how << " " << dynamic)
      {
        stage s;
        s.send("hello", {file.native_handle()});
        send_message(s.sockets.b, text("never read"), no_ancillary);
        between = &s;
        calls_left = dynamic ? 3 : 2;
        on_message_call = []
            {
              if (--calls_left == 0)
                between->sockets.a.close();
            };
        char memory[8];
        std::string bytes;
        counted.reset();
        const outcome result = dynamic
          ? receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
              s.incoming, keep_if_truncated)
          : receive_by(how, s.sockets.b, asio::buffer(memory), s.incoming,
              keep_if_truncated);
        on_message_call = nullptr;
        BOOST_TEST(result == success(5));
        // The receive that took it was made twice.
        BOOST_TEST(counted.recvmsg == (dynamic ? 4 : 3));
        BOOST_TEST((dynamic ? bytes : std::string(memory, 5)) == "hello");
        BOOST_TEST(s.incoming.descriptors().size() == 1u);

        BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(memory),
              s.incoming, keep_if_truncated) == failure(asio::error::eof));
      }
    }
  }
}

// The same error before the peek, and in the dynamic form between the look at the
// size and the peek: it is told, and then the packet arrives, once.
BOOST_AUTO_TEST_CASE(reset_before_the_peek_is_reported_and_loses_no_packet)
{
  for (const form how : all_forms)
  {
    for (const int call : {1, 2})
    {
      stage s;
      s.send("hello");
      send_message(s.sockets.b, text("never read"), no_ancillary);
      between = &s;
      calls_left = call;
      on_message_call = []
          {
            if (--calls_left == 0)
              between->sockets.a.close();
          };
      std::string bytes;
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming, keep_if_truncated)
          == failure(asio::error::connection_reset));
      on_message_call = nullptr;
      BOOST_TEST(bytes.empty());
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming, keep_if_truncated) == success(5));
      BOOST_TEST(bytes == "hello");
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming, keep_if_truncated) == failure(asio::error::eof));
    }
  }
}

namespace {

// Another reader takes the next packet before that call.
void take_before_call(stage& s, int call)
{
  between = &s;
  calls_left = call;
  on_message_call = []
      {
        if (--calls_left == 0)
        {
          char memory[8];
          ::recv(between->sockets.b.native_handle(),
              memory, sizeof(memory), MSG_DONTWAIT);
        }
      };
}

} // namespace

// Another reader takes the packet between the peek and the call that takes it:
// this one has not received it.
BOOST_AUTO_TEST_CASE(a_packet_taken_between_peek_and_receive_is_not_received)
{
  const unique_descriptor file = make_file("x");
  for (const form how : synchronous_forms)
  {
    stage s;
    s.send("hello", {file.native_handle()});
    const std::size_t opened = open_descriptors();
    take_before_call(s, 2);
    char bytes[8];
    BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes), s.incoming,
          keep_if_truncated | MSG_DONTWAIT)
        == failure(asio::error::would_block));
    on_message_call = nullptr;
    expect_only_size(s.incoming, 0);
    BOOST_TEST(open_descriptors() == opened);
  }
}

// An asynchronous receive waits on then.
BOOST_AUTO_TEST_CASE(
    a_waiting_receive_goes_on_after_another_reader_took_the_packet)
{
  const unique_descriptor file = make_file("x");
  for (const bool waits : {false, true})
  {
    for (const bool dynamic : {false, true})
    {
      stage s;
      char memory[8];
      std::string bytes;
      std::optional<std::size_t> received;
      const auto handler = [&](const error_code& ec, std::size_t n)
          {
            BOOST_TEST(!ec);
            received = n;
          };
      if (!waits)
      {
        s.send("first", {file.native_handle()});
        take_before_call(s, dynamic ? 3 : 2);
      }
      if (dynamic)
        async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming, keep_if_truncated, handler);
      else
        async_receive_message(s.sockets.b, asio::buffer(memory),
            s.incoming, keep_if_truncated, handler);
      if (waits)
      {
        s.context.poll();
        s.send("first", {file.native_handle()});
        take_before_call(s, dynamic ? 3 : 2);
        s.context.restart();
        BOOST_TEST_REQUIRE(s.context.run_one_for(deadline) == 1u);
      }
      on_message_call = nullptr;
      BOOST_TEST(calls_left <= 0);
      s.context.restart();
      s.context.poll();
      BOOST_TEST(!received.has_value());
      BOOST_TEST(bytes.empty());
      BOOST_TEST(s.incoming.descriptors().empty());
      s.send("second");
      run(s.context);
      BOOST_TEST_REQUIRE(received.has_value());
      BOOST_TEST(*received == 6u);
      BOOST_TEST((dynamic ? bytes : std::string(memory, 6)) == "second");
      BOOST_TEST(s.incoming.descriptors().empty());
    }
  }
}

// With SO_PEEK_OFF a peek shows another packet than a receive takes.
BOOST_AUTO_TEST_CASE(a_peek_offset_is_refused)
{
  stage s;
  BOOST_TEST_REQUIRE(set_peek_offset(s.sockets.b, 0));
  s.send("hello");
  char bytes[8];
  for (const form how : all_forms)
    BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes), s.incoming,
          keep_if_truncated) == failure(asio::error::invalid_argument));
  BOOST_TEST_REQUIRE(set_peek_offset(s.sockets.b, -1));
  s.expect_queued("hello");
}

// A stream has no packets that could be truncated: the flag changes nothing.
BOOST_AUTO_TEST_CASE(streams_ignore_the_flag)
{
  asio::io_context context;
  pair_of<stream_socket> sockets(context);
  const unique_descriptor file = make_file("x");
  // Where packets would be refused, a stream is not.
  set_peek_offset(sockets.b, 0);
  for (const form how : all_forms)
  {
    send_descriptors(sockets.a, text("hello"), {file.native_handle()});
    char bytes[8];
    incoming_ancillary<1> incoming;
    BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes, 3), incoming,
          keep_if_truncated) == success(3));
    BOOST_TEST(std::string_view(bytes, 3) == "hel");
    BOOST_TEST(incoming.descriptors().size() == 1u);
    BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming,
          keep_if_truncated) == success(2));
    BOOST_TEST(std::string_view(bytes, 2) == "lo");
  }
}

// Two receives instead of one, and the look for SO_PEEK_OFF.
BOOST_AUTO_TEST_CASE(it_costs_one_peek_and_one_receive)
{
  stage s;
  char bytes[8];
  for (const form how : all_forms)
  {
    s.send("hello");
    counted.reset();
    receive_by(how, s.sockets.b, asio::buffer(bytes), s.incoming,
        keep_if_truncated);
    BOOST_TEST(counted.recvmsg == 2);
    BOOST_TEST(counted.others == 1);
    BOOST_TEST(counted.poll == 0);

    // Without the flag a receive costs what it always did.
    s.send("hello");
    counted.reset();
    receive_by(how, s.sockets.b, asio::buffer(bytes), s.incoming);
    BOOST_TEST(counted.recvmsg == 1);
    BOOST_TEST(counted.others == 0);
    BOOST_TEST(counted.poll == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
