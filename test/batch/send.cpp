// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A batch that is sent stops on the way, and says how far it came.

#include "batch.hpp"

#include "process.hpp"

#include <optional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(batch_send, no_leaks,
    *boost::unit_test::timeout(90))

// More packets than the queue holds: the asynchronous form goes on where it
// stopped, as often as it takes.
BOOST_AUTO_TEST_CASE(an_asynchronous_send_goes_on_where_it_stopped)
{
  stage s;
  constexpr std::size_t total = 1000;
  numbered out(total);
  const unique_descriptor file = make_file("x");
  for (std::size_t i = 0; i < total; i += 7)
    out.messages[i].ancillary.add_descriptor(file.native_handle());

  bool sent = false;
  async_send_messages(s.sockets.a, out.messages,
      [&](const error_code& ec, std::size_t count)
      {
        BOOST_TEST(!ec);
        BOOST_TEST(count == total);
        sent = true;
      });
  s.context.poll();
  BOOST_TEST(!sent);

  std::size_t received = 0;
  room<> in(50);
  while (received < total)
  {
    std::optional<std::size_t> count;
    async_receive_messages(s.sockets.b, in.messages,
        [&](const error_code& ec, std::size_t n)
        {
          BOOST_TEST(!ec);
          count = n;
        });
    run_until(s.context, [&] { return count.has_value(); });
    in.expect_numbers(*count, received);
    for (std::size_t i = 0; i < *count; ++i)
      BOOST_TEST(in.messages[i].ancillary.descriptors().size()
          == ((received + i) % 7 == 0 ? 1u : 0u));
    received += *count;
  }
  run_until(s.context, [&] { return sent; });
  BOOST_TEST(has_nothing(s.sockets.b));
}

// And so does the synchronous form, while another process receives.
BOOST_AUTO_TEST_CASE(a_synchronous_send_goes_on_where_it_stopped)
{
  stage s;
  constexpr std::size_t total = 2000;
  child_process receiver([&]
      {
        ::close(s.sockets.a.native_handle());
        room<> in(40);
        std::size_t received = 0;
        error_code ec;
        while (!ec)
        {
          const std::size_t count = receive_messages(
              s.sockets.b, in.messages, ec);
          for (std::size_t i = 0; i < count; ++i, ++received)
          {
            if (in.messages[i].error
                || in.packet(i) != std::to_string(received))
              return 1;
          }
        }
        return ec == asio::error::eof && received == total ? 0 : 2;
      });
  ::close(s.sockets.b.release());
  numbered out(total);
  BOOST_TEST(send_messages(s.sockets.a, out.messages) == total);
  s.sockets.a.close();
  BOOST_TEST(receiver.wait() == 0);
}

// Without waiting: as many as the queue takes, then would_block.
BOOST_AUTO_TEST_CASE(a_send_that_may_not_wait_reports_how_many_were_sent)
{
  for (const bool by_flag : {false, true})
  {
    for (const form how : synchronous_forms)
    {
      stage s;
      s.sockets.a.non_blocking(!by_flag);
      const message_flags flags = by_flag ? MSG_DONTWAIT : 0;
      numbered out(1000);
      const outcome first = send_batch(
          how, s.sockets.a, out.messages, flags);
      BOOST_TEST(!first.error);
      BOOST_TEST(first.bytes > 100u);
      BOOST_TEST(first.bytes < 1000u);
      BOOST_TEST(send_batch(how, s.sockets.a, out.messages, flags)
          == failure(asio::error::would_block));
      BOOST_TEST(s.drain_numbers(0) == first.bytes);
    }
  }
}

// An error in the middle: what comes before is sent, and the rest gives the error
// when it is tried again.
BOOST_AUTO_TEST_CASE(an_error_in_the_middle_is_reported_by_the_next_send)
{
  stage s;
  const std::vector<char> large(max_message_size(s.sockets.a) + 1);
  const int not_open = []
      {
        return make_file("x").native_handle();
      }();
  for (const form how : all_forms)
  {
    for (const bool too_large : {true, false})
    {
      // At each place, also around the end of a system call.
      for (const std::size_t place : {0u, 1u, 31u, 32u, 33u, 39u})
      {
        BOOST_TEST_CONTEXT(how << " " << too_large << " at " << place)
        {
          numbered out(40);
          if (too_large)
            out.messages[place].buffers = asio::buffer(large);
          else
            out.messages[place].ancillary.add_descriptor(not_open);
          const error_code expected = too_large
            ? asio::error::message_size : asio::error::bad_descriptor;
          BOOST_TEST(send_batch(how, s.sockets.a, out.messages)
              == (place == 0 ? failure(expected) : success(place)));
          BOOST_TEST(s.drain_numbers(0) == place);

          std::vector<outgoing_message<1>> rest;
          for (std::size_t i = place; i < out.messages.size(); ++i)
            rest.push_back(std::move(out.messages[i]));
          BOOST_TEST(send_batch(how, s.sockets.a, rest)
              == failure(expected));
          BOOST_TEST(has_nothing(s.sockets.b));
        }
      }
    }
  }
}

// The peer is gone: nothing is sent, and no signal is raised.
BOOST_AUTO_TEST_CASE(a_send_to_a_closed_peer_is_an_error)
{
  stage s;
  s.sockets.b.close();
  numbered out(3);
  for (const form how : all_forms)
    BOOST_TEST(send_batch(how, s.sockets.a, out.messages)
        == failure(asio::error::broken_pipe));

  stage waiting;
  numbered many(1000);
  bool done = false;
  std::size_t sent = 0;
  async_send_messages(waiting.sockets.a, many.messages,
      [&](const error_code& ec, std::size_t count)
      {
        BOOST_TEST(!ec);
        sent = count;
        done = true;
      });
  waiting.context.poll();
  waiting.sockets.b.close();
  run_until(waiting.context, [&] { return done; });
  BOOST_TEST(sent > 100u);
  BOOST_TEST(sent < 1000u);
}

BOOST_AUTO_TEST_SUITE_END()
