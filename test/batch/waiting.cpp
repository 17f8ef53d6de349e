// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Batches that wait: cancellation, ownership, coroutines.

#include "batch.hpp"

#include "features.hpp"

#include <optional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(batch_waiting, no_leaks,
    *boost::unit_test::timeout(90))

// Without waiting, nothing there is would_block.
BOOST_AUTO_TEST_CASE(a_receive_that_may_not_wait_would_block)
{
  stage s;
  room<> in(2);
  s.sockets.b.non_blocking(true);
  for (const form how : synchronous_forms)
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
        == failure(asio::error::would_block));
}

// A receive that waits gives what is there when it is woken.
BOOST_AUTO_TEST_CASE(a_waiting_receive_gives_what_is_there)
{
  stage s;
  room<> in(64);
  std::optional<std::size_t> received;
  async_receive_messages(s.sockets.b, in.messages,
      [&](const error_code& ec, std::size_t count)
      {
        BOOST_TEST(!ec);
        received = count;
      });
  s.context.poll();
  BOOST_TEST(!received.has_value());
  numbered out(40);
  send_messages(s.sockets.a, out.messages);
  run_until(s.context, [&] { return received.has_value(); });
  BOOST_TEST(*received == 40u);
  in.expect_numbers(40, 0);
}

namespace {

void cancel_or_close(packet_socket& one, bool closes)
{
  if (closes)
    one.close();
  else
    one.cancel();
}

// What a handler was given.
struct batch_result
{
  auto handler()
  {
    return [this](const error_code& ec, std::size_t n)
        {
          ++calls;
          error = ec;
          count = n;
        };
  }

  error_code error;
  std::size_t count = 0;
  int calls = 0;
};

} // namespace

// The socket is cancelled or closed: a send tells what it has sent.
BOOST_AUTO_TEST_CASE(cancel_and_close_of_the_socket_end_a_send)
{
  for (const bool closes : {false, true})
  {
    stage s;
    numbered out(1000);
    batch_result result;
    async_send_messages(s.sockets.a, out.messages, result.handler());
    s.context.poll();
    BOOST_TEST(result.calls == 0);
    cancel_or_close(s.sockets.a, closes);
    run(s.context);
    BOOST_TEST(result.calls == 1);
    BOOST_TEST(!result.error);
    BOOST_TEST(result.count > 100u);
    BOOST_TEST(result.count < 1000u);

    if (!closes)
    {
      // The queue is full now: nothing is sent.
      async_send_messages(s.sockets.a, out.messages, result.handler());
      s.context.restart();
      s.context.poll();
      cancel_or_close(s.sockets.a, closes);
      const std::size_t sent = result.count;
      run(s.context);
      BOOST_TEST(result.error == asio::error::operation_aborted);
      BOOST_TEST(result.count == 0u);
      BOOST_TEST(s.drain_numbers(0) == sent);
    }
  }
}

// The socket is cancelled or closed: a receive has consumed nothing.
BOOST_AUTO_TEST_CASE(cancel_and_close_of_the_socket_end_a_receive)
{
  for (const bool closes : {false, true})
  {
    stage s;
    room<> in(8);
    batch_result result;
    async_receive_messages(s.sockets.b, in.messages, result.handler());
    s.context.poll();
    cancel_or_close(s.sockets.b, closes);
    if (!closes)
      s.send("0");
    run(s.context);
    BOOST_TEST(result.error == asio::error::operation_aborted);
    BOOST_TEST(result.count == 0u);
    in.expect({});
    if (!closes)
      BOOST_TEST(s.drain_numbers(0) == 1u);
  }
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

namespace {

const asio::cancellation_type all_types[] = {
  asio::cancellation_type::terminal,
  asio::cancellation_type::partial,
  asio::cancellation_type::total};

} // namespace

// A signal ends a receive that waits, which has consumed nothing; also when it
// comes between readiness and resumption.
BOOST_AUTO_TEST_CASE(a_signal_ends_a_receive)
{
  for (const asio::cancellation_type type : all_types)
  {
    for (const bool ready : {false, true})
    {
      stage s;
      asio::io_context other;
      asio::cancellation_signal signal;
      room<> in(8);
      int calls = 0;
      async_receive_messages(s.sockets.b, in.messages,
          asio::bind_executor(other,
            asio::bind_cancellation_slot(signal.slot(),
              [&](const error_code& ec, std::size_t count)
              {
                BOOST_TEST(ec == asio::error::operation_aborted);
                BOOST_TEST(count == 0u);
                ++calls;
              })));
      s.context.poll();
      if (!ready)
        signal.emit(type);
      numbered out(3);
      send_messages(s.sockets.a, out.messages);
      s.context.restart();
      BOOST_TEST_REQUIRE(s.context.run_one_for(deadline) == 1u);
      BOOST_TEST(calls == 0);
      if (ready)
        signal.emit(type);
      other.poll();
      BOOST_TEST(calls == 1);
      in.expect({});
      BOOST_TEST(s.drain_numbers(0) == 3u);
    }
  }
}

namespace {

// A send that waits, with its slot. Its steps run in a context of their own, so
// that a signal can come when the socket is ready and the step has not run.
struct signalled_send
{
  explicit signalled_send(bool nothing_sent)
  {
    if (nothing_sent)
      queued = send_messages(s.sockets.a, out.messages, MSG_DONTWAIT);
    async_send_messages(s.sockets.a, out.messages,
        asio::bind_executor(other,
          asio::bind_cancellation_slot(signal.slot(), result.handler())));
    poll();
  }

  void emit(asio::cancellation_type type, bool ready)
  {
    if (ready)
    {
      drained = s.drain_numbers(0);
      s.context.restart();
      BOOST_TEST_REQUIRE(s.context.run_one_for(deadline) == 1u);
    }
    BOOST_TEST(result.calls == 0);
    signal.emit(type);
    poll();
    poll();
  }

  void poll()
  {
    s.context.restart();
    s.context.poll();
    other.restart();
    other.poll();
  }

  stage s;
  asio::io_context other;
  asio::cancellation_signal signal;
  numbered out{1000};
  batch_result result;
  std::size_t queued = 0;
  std::size_t drained = 0;
};

void signal_a_send(asio::cancellation_type type, bool nothing_sent, bool ready)
{
  signalled_send send(nothing_sent);
  send.emit(type, ready);
  BOOST_TEST(send.result.calls == 1);
  send.drained = send.s.drain_numbers(send.drained);
  if (nothing_sent)
  {
    BOOST_TEST(send.result.error == asio::error::operation_aborted);
    BOOST_TEST(send.result.count == 0u);
    BOOST_TEST(send.drained == send.queued);
  }
  else
  {
    BOOST_TEST(!send.result.error);
    BOOST_TEST(send.result.count == send.drained);
    BOOST_TEST(send.drained < 1000u);
  }
}

} // namespace

// A signal ends a send that waits: with nothing sent it was aborted, otherwise
// the number of those sent is told. Total would promise that nothing was sent.
BOOST_AUTO_TEST_CASE(a_signal_ends_a_send)
{
  for (const asio::cancellation_type type : all_types)
  {
    for (const bool nothing_sent : {false, true})
    {
      if (!nothing_sent && type == asio::cancellation_type::total)
        continue;
      for (const bool ready : {false, true})
      {
        BOOST_TEST_CONTEXT("nothing sent " << nothing_sent
            << ", ready " << ready)
        {
          signal_a_send(type, nothing_sent, ready);
        }
      }
    }
  }
}

// After the first packet total has no effect: the send goes on to its end, and a
// later terminal signal still ends it.
BOOST_AUTO_TEST_CASE(a_total_signal_does_not_end_a_send_that_has_begun)
{
  for (const bool ready : {false, true})
  {
    for (const bool ends : {false, true})
    {
      BOOST_TEST_CONTEXT("ready " << ready << ", ends " << ends)
      {
        signalled_send send(false);
        send.emit(asio::cancellation_type::total, ready);
        BOOST_TEST(send.result.calls == 0);
        if (ends)
          send.emit(asio::cancellation_type::terminal, false);
        const auto end = std::chrono::steady_clock::now() + deadline;
        while (send.result.calls == 0
            && std::chrono::steady_clock::now() < end)
        {
          send.drained = send.s.drain_numbers(send.drained);
          send.poll();
        }
        BOOST_TEST(send.result.calls == 1);
        send.drained = send.s.drain_numbers(send.drained);
        BOOST_TEST(!send.result.error);
        BOOST_TEST(send.result.count == send.drained);
        BOOST_TEST((send.drained == 1000u) == !ends);
      }
    }
  }
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// The handler is queued, and its context ends: the elements own what arrived.
BOOST_AUTO_TEST_CASE(the_elements_own_without_a_handler)
{
  const unique_descriptor file = make_file("content");
  room<> in(4);
  bool called = false;
  {
    stage s;
    auto out = packets_of({"a", "b"});
    for (auto& message : out)
      message.ancillary.add_descriptor(file.native_handle());
    send_messages(s.sockets.a, out);
    async_receive_messages(s.sockets.b, in.messages,
        [&](const error_code&, std::size_t) { called = true; });
  }
  BOOST_TEST(!called);
  for (const std::size_t i : {0u, 1u})
  {
    const auto arrived = in.messages[i].ancillary.descriptors();
    BOOST_TEST_REQUIRE(arrived.size() == 1u);
    BOOST_TEST(content_of(arrived[0]) == "content");
  }
}

// Operations that wait are destroyed with their context; what they own goes.
BOOST_AUTO_TEST_CASE(waiting_operations_are_destroyed_with_their_context)
{
  room<> in(4);
  {
    stage s;
    std::vector<outgoing_message<1>> out(600);
    for (auto& message : out)
      message.ancillary.add_descriptor(make_file("x"));
    async_receive_messages(s.sockets.a, in.messages,
        [](const error_code&, std::size_t) {});
    async_send_messages(s.sockets.a, out,
        [](const error_code&, std::size_t) {});
    s.context.poll();
  }
  in.expect({});
}

#if defined(TEST_HAS_DEFERRED)

// A deferred operation can be launched again: each begins with the first packet.
BOOST_AUTO_TEST_CASE(a_deferred_send_begins_with_the_first_packet_again)
{
  stage s;
  numbered out(3);
  auto operation = async_send_messages(
      s.sockets.a, out.messages, asio::deferred);
  for (int i = 0; i < 2; ++i)
  {
    BOOST_TEST((complete(s.context,
            [&](auto handler) { operation(handler); }) == success(3)));
    BOOST_TEST(s.drain_numbers(0) == 3u);
  }
}

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_COROUTINES)

// A loop as a program has it: batch by batch until the end.
BOOST_AUTO_TEST_CASE(a_coroutine_receives_batches_until_the_end)
{
  stage s;
  constexpr std::size_t total = 1000;
  std::size_t received = 0;
  const auto send = [&]() -> asio::awaitable<void>
      {
        numbered out(total);
        const std::size_t sent = co_await async_send_messages(
            s.sockets.a, out.messages, asio::use_awaitable);
        BOOST_TEST(sent == total);
        s.sockets.a.close();
      };
  const auto receive = [&]() -> asio::awaitable<void>
      {
        room<> in(24);
        for (;;)
        {
          error_code ec;
          const std::size_t count = co_await async_receive_messages(
              s.sockets.b, in.messages,
              asio::redirect_error(asio::use_awaitable, ec));
          if (ec)
          {
            BOOST_TEST(ec == asio::error::eof);
            co_return;
          }
          in.expect_numbers(count, received);
          received += count;
        }
      };
  asio::co_spawn(s.context, send(), asio::detached);
  asio::co_spawn(s.context, receive(), asio::detached);
  run(s.context);
  BOOST_TEST(received == total);
}

#endif // defined(TEST_HAS_COROUTINES)

BOOST_AUTO_TEST_SUITE_END()
