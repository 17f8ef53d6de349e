// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Every completion style with every operation: one table.

#include "styles.hpp"

#include "features.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(operation_completion, no_leaks)

// A message that is there already, one that comes later, and an error.
BOOST_AUTO_TEST_CASE(async_receive_message_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&]
            {
              send_message(s.sockets.a, text("hello"), s.outgoing);
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_message(s.sockets.b,
                  asio::buffer(s.bytes), s.incoming,
                  std::forward<decltype(token)>(token));
            };

        send();
        check(s, style, receive, nothing, error_code(), 5);
        BOOST_TEST(s.incoming.descriptors().size() == 1u);

        check(s, style, receive, send, error_code(), 5);
        BOOST_TEST(s.incoming.descriptors().size() == 1u);

        s.sockets.a.close();
        check(s, style, receive, nothing, asio::error::eof, 0);
        BOOST_TEST(s.incoming.descriptors().empty());

        s.sockets.b.close();
        check(s, style, receive, nothing, asio::error::bad_descriptor, 0);
      });
}

// The handler owns descriptors: no style may copy or lose them.
BOOST_AUTO_TEST_CASE(async_receive_descriptors_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&]
            {
              send_message(s.sockets.a, text("hello"), s.outgoing);
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_descriptors<1>(s.sockets.b,
                  asio::buffer(s.bytes), std::forward<decltype(token)>(token));
            };

        send();
        check(s, style, receive, nothing, error_code(), 5);
        check(s, style, receive, send, error_code(), 5);
        s.sockets.b.close();
        check(s, style, receive, nothing, asio::error::bad_descriptor, 0);
      });
}

BOOST_AUTO_TEST_CASE(async_discard_message_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&]
            {
              send_message(s.sockets.a, text("hello"), s.outgoing);
            };
        const auto discard = [&](auto&& token)
            {
              return async_discard_message(
                  s.sockets.b, std::forward<decltype(token)>(token));
            };

        send();
        check(s, style, discard, nothing, error_code(), 5);
        check(s, style, discard, send, error_code(), 5);
        s.sockets.a.close();
        check(s, style, discard, nothing, asio::error::eof, 0);
      });
}

// A queue with room, a full one, and an error.
BOOST_AUTO_TEST_CASE(async_send_message_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&](auto&& token)
            {
              return async_send_message(s.sockets.a, text("hello"),
                  s.outgoing, std::forward<decltype(token)>(token));
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

BOOST_AUTO_TEST_CASE(async_send_descriptors_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&](auto&& token)
            {
              // The list is copied: this one is gone before a lazy style starts.
              const std::vector<int> files{s.file.native_handle()};
              return async_send_descriptors(s.sockets.a, text("hello"),
                  files, std::forward<decltype(token)>(token));
            };

        check(s, style, send, nothing, error_code(), 5);
        incoming_ancillary<1> ancillary;
        receive_message(s.sockets.b, asio::buffer(s.bytes), ancillary);
        BOOST_TEST(content_of(ancillary.descriptors()[0]) == "content");

        const int filled = static_cast<int>(fill_queue(s.sockets.a));
        int drained = 0;
        check(s, style, send, [&] { drained = s.drain(); }, error_code(), 5);
        BOOST_TEST(drained + s.drain() == filled + 1);

        s.sockets.b.close();
        check(s, style, send, nothing, asio::error::broken_pipe, 0);
      });
}

// A buffer that grows.
BOOST_AUTO_TEST_CASE(async_receive_message_of_any_size_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        std::string grown;
        const auto send = [&]
            {
              send_message(s.sockets.a, text("hello"), s.outgoing);
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_message(s.sockets.b,
                  asio::dynamic_buffer(grown), s.incoming,
                  std::forward<decltype(token)>(token));
            };

        send();
        check(s, style, receive, nothing, error_code(), 5);
        check(s, style, receive, send, error_code(), 5);
        BOOST_TEST(grown == "hellohello");
        BOOST_TEST(s.incoming.descriptors().size() == 1u);
        s.sockets.a.close();
        check(s, style, receive, nothing, asio::error::eof, 0);
      });
}

// Batches complete with the number of packets.
BOOST_AUTO_TEST_CASE(batches_complete_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        std::array<outgoing_message<1>, 3> out;
        std::array<incoming_message<1>, 3> in;
        char bytes[3][8];
        for (std::size_t i = 0; i < 3; ++i)
        {
          out[i].buffers = text("hello");
          out[i].ancillary.add_descriptor(s.file.native_handle());
          in[i].buffers = asio::buffer(bytes[i]);
        }
        const auto send = [&](auto&& token)
            {
              return async_send_messages(s.sockets.a, out,
                  std::forward<decltype(token)>(token));
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_messages(s.sockets.b, in,
                  std::forward<decltype(token)>(token));
            };

        check(s, style, send, nothing, error_code(), 3);
        check(s, style, receive, nothing, error_code(), 3);
        BOOST_TEST(in[2].ancillary.descriptors().size() == 1u);
        check(s, style, receive, [&] { send_messages(s.sockets.a, out); },
            error_code(), 3);

        fill_queue(s.sockets.a);
        check(s, style, send, [&] { s.drain(); }, error_code(), 3);
        s.drain();
        s.sockets.b.close();
        check(s, style, send, nothing, asio::error::broken_pipe, 0);
      });
}

#if defined(TEST_HAS_DEFERRED)

// A deferred operation holds nothing that the first launch uses up.
BOOST_AUTO_TEST_CASE(a_deferred_operation_can_be_launched_twice)
{
  stage s;
  auto send = async_send_descriptors(s.sockets.a, text("hello"),
      {s.file.native_handle()}, asio::deferred);
  auto receive = async_receive_descriptors<1>(
      s.sockets.b, asio::buffer(s.bytes), asio::deferred);
  for (int i = 0; i < 2; ++i)
  {
    outcome sent;
    outcome received;
    send([&](const error_code& ec, std::size_t n) { sent.set(ec, n); });
    receive([&](const error_code& ec, std::size_t n,
        std::array<unique_descriptor, 1> files)
        {
          received.set(ec, n);
          BOOST_TEST(content_of(files[0]) == "content");
        });
    run(s.context);
    BOOST_TEST(sent.calls == 1);
    BOOST_TEST(received.calls == 1);
    BOOST_TEST(received.bytes == 5u);
  }
}

// It copies what it was given when the function was called. What it was only
// told the place of is used when it is launched, and not before.
BOOST_AUTO_TEST_CASE(a_deferred_operation_has_copies_and_begins_at_its_launch)
{
  for (const std::size_t count : {1u, 20u})
  {
    stage s;
    const unique_descriptor other = make_file("other");
    std::vector<int> numbers(count, s.file.native_handle());
    std::vector<asio::const_buffer> buffers = {text("hello")};
    auto send = async_send_descriptors(
        s.sockets.a, buffers, numbers, asio::deferred);
    numbers.assign(count, other.native_handle());
    buffers.clear();
    outgoing_ancillary<1> ancillary;
    auto send_later = async_send_message(
        s.sockets.a, text("later"), ancillary, asio::deferred);
    ancillary.add_descriptor(other.native_handle());
    run(s.context);
    BOOST_TEST(s.drain() == 0);

    outcome sent;
    send([&](const error_code& ec, std::size_t n) { sent.set(ec, n); });
    run(s.context);
    BOOST_TEST(sent.bytes == 5u);
    incoming_ancillary<20> incoming;
    BOOST_TEST(receive_message(
          s.sockets.b, asio::buffer(s.bytes), incoming) == 5u);
    BOOST_TEST_REQUIRE(incoming.descriptors().size() == count);
    BOOST_TEST(content_of(incoming.descriptors()[count - 1]) == "content");

    send_later([&](const error_code& ec, std::size_t n) { sent.set(ec, n); });
    run(s.context);
    BOOST_TEST(receive_message(
          s.sockets.b, asio::buffer(s.bytes), incoming) == 5u);
    BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
    BOOST_TEST(content_of(incoming.descriptors()[0]) == "other");
  }
}

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_COROUTINES)

// An awaitable begins when it is awaited, or given to co_spawn. One that never
// is has done nothing.
BOOST_AUTO_TEST_CASE(an_awaitable_begins_when_it_is_awaited)
{
  stage s;
  (void)async_send_message(
      s.sockets.a, text("never"), no_ancillary, asio::use_awaitable);
  std::vector<asio::const_buffer> buffers = {text("hello")};
  asio::awaitable<std::size_t> send = async_send_message(
      s.sockets.a, buffers, no_ancillary, asio::use_awaitable);
  buffers.clear();
  run(s.context);
  BOOST_TEST(s.drain() == 0);
  std::size_t sent = 0;
  asio::co_spawn(s.context, std::move(send),
      [&sent](std::exception_ptr e, std::size_t n)
      {
        BOOST_TEST(!e);
        sent = n;
      });
  run(s.context);
  BOOST_TEST(sent == 5u);
  BOOST_TEST(s.drain() == 1);
}

// A socket type with a token of its own needs none at the call.
BOOST_AUTO_TEST_CASE(the_default_token_of_the_socket_is_used)
{
  using awaiting = asio::use_awaitable_t<>::as_default_on_t<packet_socket>;
  asio::io_context context;
  basic_connected<awaiting> sockets(context);
  const unique_descriptor file = make_file("content");
  bool done = false;
  const auto body = [&]() -> asio::awaitable<void>
      {
        char bytes[8];
        incoming_ancillary<1> incoming;
        std::size_t n = co_await async_send_message(
            sockets.a, text("one"), no_ancillary);
        BOOST_TEST(n == 3u);
        n = co_await async_send_message(
            sockets.a, text("two"), no_ancillary, 0);
        BOOST_TEST(n == 3u);
        n = co_await async_send_descriptors(
            sockets.a, text("three"), {file.native_handle()});
        BOOST_TEST(n == 5u);
        n = co_await async_receive_message(
            sockets.b, asio::buffer(bytes), incoming, MSG_PEEK);
        BOOST_TEST(n == 3u);
        for (int i = 0; i < 2; ++i)
        {
          n = co_await async_receive_message(
              sockets.b, asio::buffer(bytes), incoming);
          BOOST_TEST(n == 3u);
        }
        auto [size, files] = co_await async_receive_descriptors<1>(
            sockets.b, asio::buffer(bytes));
        BOOST_TEST(size == 5u);
        BOOST_TEST(content_of(files[0]) == "content");
        done = true;
      };
  asio::co_spawn(context, body(), asio::detached);
  run(context);
  BOOST_TEST(done);
}

#endif // defined(TEST_HAS_COROUTINES)

// Flags are flags and not tokens, also where the system's constants are
// enumerators.
BOOST_AUTO_TEST_CASE(a_system_constant_is_taken_for_flags)
{
  stage s;
  send_message(s.sockets.a, text("hello"), no_ancillary, MSG_DONTWAIT);
  outcome peeked;
  async_receive_message(s.sockets.b, asio::buffer(s.bytes), s.incoming,
      MSG_PEEK, [&](const error_code& ec, std::size_t n)
      {
        peeked.set(ec, n);
      });
  run(s.context);
  BOOST_TEST(peeked.bytes == 5u);
  BOOST_TEST(s.drain() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
