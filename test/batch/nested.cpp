// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A batch inside a batch: the code of the caller, which runs while the headers
// of a batch are filled, makes a batch itself.

#include "batch.hpp"
#include "observed_range.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

const std::vector<std::string_view> contents = {"aaa", "bbb", "ccc"};

// Sends a line of two packets to a log, and counts them.
struct log_of_batches
{
  explicit log_of_batches(asio::io_context& context)
    : sockets(context)
  {
  }

  void write()
  {
    if (lines == 20)
      return; // the queue has room for so many
    ++lines;
    BOOST_TEST(send_messages(sockets.a, line) == 2u);
  }

  void expect_lines()
  {
    BOOST_TEST(lines > 0);
    for (int i = 0; i < lines; ++i)
    {
      room<> in(2);
      BOOST_TEST(receive_messages(sockets.b, in.messages) == 2u);
      in.expect({"LOG", "LINE"});
    }
    BOOST_TEST(has_nothing(sockets.b));
  }

  connected sockets;
  std::vector<outgoing_message<1>> line = packets_of({"LOG", "LINE"});
  int lines = 0;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(batch_nested, no_leaks)

// The iterator of a batch that is sent writes a log, by a batch of its own.
BOOST_AUTO_TEST_CASE(a_batch_may_be_sent_while_another_one_is_sent)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      stage s;
      log_of_batches log(s.context);
      auto messages = packets_of(contents);
      observed_range<outgoing_message<1>> range = {
        messages, [&] { log.write(); }};
      BOOST_TEST(send_batch(how, s.sockets.a, range) == success(3));
      room<> in(3);
      BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 3u);
      in.expect(contents);
      log.expect_lines();
    }
  }
}

// That of a batch that is received.
BOOST_AUTO_TEST_CASE(a_batch_may_be_sent_while_another_one_is_received)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      stage s;
      log_of_batches log(s.context);
      auto messages = packets_of(contents);
      BOOST_TEST(send_messages(s.sockets.a, messages) == 3u);
      room<> in(3);
      observed_range<incoming_message<1>> range = {
        in.messages, [&] { log.write(); }};
      BOOST_TEST(receive_batch(how, s.sockets.b, range) == success(3));
      in.expect(contents);
      log.expect_lines();
    }
  }
}

// And one is received while another one is received.
BOOST_AUTO_TEST_CASE(a_batch_may_be_received_while_another_one_is_received)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      stage s;
      connected others(s.context);
      auto messages = packets_of(contents);
      auto other_messages = packets_of({"x", "y"});
      send_messages(s.sockets.a, messages);
      send_messages(others.a, other_messages);
      room<> in(3);
      room<> other_in(4);
      bool done = false;
      observed_range<incoming_message<1>> range = {in.messages, [&]
        {
          if (!done)
          {
            done = true;
            BOOST_TEST(receive_messages(others.b, other_in.messages) == 2u);
          }
        }};
      BOOST_TEST(receive_batch(how, s.sockets.b, range) == success(3));
      in.expect(contents);
      other_in.expect({"x", "y"});
      BOOST_TEST(done);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
