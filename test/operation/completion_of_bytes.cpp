// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Every completion style, with bytes alone.

#include "styles.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(operation_completion_of_bytes, no_leaks)

// A packet that is there already, one that comes later, one that carries a
// descriptor, the end, and a closed socket.
BOOST_AUTO_TEST_CASE(a_receive_of_bytes_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&] { send_message(s.sockets.a, text("hello")); };
        const auto receive = [&](auto&& token)
            {
              return async_receive_message(s.sockets.b,
                  asio::buffer(s.bytes),
                  std::forward<decltype(token)>(token));
            };
        send();
        check(s, style, receive, nothing, error_code(), 5);
        check(s, style, receive, send, error_code(), 5);
        s.sockets.a.close();
        check(s, style, receive, nothing, asio::error::eof, 0);
        s.sockets.b.close();
        check(s, style, receive, nothing, asio::error::bad_descriptor, 0);
      });
}

// Into a buffer that grows.
BOOST_AUTO_TEST_CASE(a_receive_into_a_dynamic_buffer_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        std::string content;
        const auto send = [&] { send_message(s.sockets.a, text("hello")); };
        const auto receive = [&](auto&& token)
            {
              return async_receive_message(s.sockets.b,
                  asio::dynamic_buffer(content),
                  std::forward<decltype(token)>(token));
            };
        send();
        check(s, style, receive, nothing, error_code(), 5);
        check(s, style, receive, send, error_code(), 5);
        s.sockets.a.close();
        check(s, style, receive, nothing, asio::error::eof, 0);
      });
}

// A queue with room, a full one, and a peer that is gone.
BOOST_AUTO_TEST_CASE(a_send_of_bytes_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&](auto&& token)
            {
              return async_send_message(s.sockets.a, text("hello"),
                  std::forward<decltype(token)>(token));
            };
        check(s, style, send, nothing, error_code(), 5);
        BOOST_TEST(s.drain() == 1);
        const int filled = static_cast<int>(fill_queue(s.sockets.a));
        int drained = 0;
        check(s, style, send, [&] { drained = s.drain(); }, error_code(), 5);
        BOOST_TEST(drained + s.drain() == filled + 1);
        s.sockets.b.close();
        check(s, style, send, nothing, asio::error::broken_pipe, 0);
      });
}

BOOST_AUTO_TEST_SUITE_END()
