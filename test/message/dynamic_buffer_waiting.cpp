// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Receives into a buffer that grows: how they wait and complete, and what they
// cost.

#include "whole_packets.hpp"

#include "allocations.hpp"
#include "features.hpp"
#include "process.hpp"
#include "system_calls.hpp"

#include <future>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(message_dynamic_buffer_waiting, no_leaks,
    *boost::unit_test::timeout(90))

// The synchronous form waits.
BOOST_AUTO_TEST_CASE(the_synchronous_form_waits)
{
  stage s;
  child_process sender([&]
      {
        ::close(s.sockets.b.native_handle());
        char byte;
        if (::recv(s.sockets.a.native_handle(), &byte, 1, 0) != 1)
          return 1;
        s.send("hello");
        return 0;
      });
  ::close(s.sockets.a.release());
  // The process does not send before it is asked to, once the wait has begun.
  std::string bytes;
  s.sockets.b.non_blocking(false);
  static int asked;
  asked = s.sockets.b.native_handle();
  on_poll = []
      {
        ::send(std::exchange(asked, -1), "x", 1, MSG_NOSIGNAL);
      };
  BOOST_TEST(receive_message(
        s.sockets.b, asio::dynamic_buffer(bytes), s.incoming) == 5u);
  on_poll = nullptr;
  BOOST_TEST(asked == -1);
  BOOST_TEST(bytes == "hello");
  BOOST_TEST(sender.wait() == 0);
}

namespace {

// Start an operation, then send what it waits for, or the other way round.
template <typename Start>
auto with_packet(stage& s, bool waits, Start start)
{
  if (!waits)
    s.send("hello");
  auto result = start();
  if (waits)
  {
    s.context.restart();
    s.context.poll();
    s.send("hello");
  }
  return result;
}

} // namespace

// A handler that waits is called with what came.
BOOST_AUTO_TEST_CASE(a_waiting_handler_gets_what_came)
{
  stage s;
  std::string bytes;
  std::size_t received = 0;
  with_packet(s, true, [&]
      {
        async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming,
            [&, move_only = std::make_unique<int>(1)](
              const error_code& ec, std::size_t n)
            {
              BOOST_TEST(!ec);
              received = n;
            });
        return 0;
      });
  BOOST_TEST(bytes.empty());
  run(s.context);
  BOOST_TEST(received == 5u);
  BOOST_TEST(bytes == "hello");
}

BOOST_AUTO_TEST_CASE(a_future_gets_the_packet)
{
  for (const bool waits : {false, true})
  {
    stage s;
    std::string bytes;
    auto future = with_packet(s, waits, [&]
        {
          return async_receive_message(s.sockets.b,
              asio::dynamic_buffer(bytes), s.incoming, asio::use_future);
        });
    run(s.context);
    BOOST_TEST(future.get() == 5u);
    BOOST_TEST(bytes == "hello");
  }
}

#if defined(TEST_HAS_DEFERRED)

// A deferred operation can be launched again: it appends again.
BOOST_AUTO_TEST_CASE(a_deferred_operation_appends_again)
{
  for (const bool waits : {false, true})
  {
    stage s;
    std::string bytes;
    auto operation = async_receive_message(s.sockets.b,
        asio::dynamic_buffer(bytes), s.incoming, asio::deferred);
    for (int i = 0; i < 2; ++i)
    {
      bool done = false;
      with_packet(s, waits, [&]
          {
            operation([&](const error_code& ec, std::size_t n)
                {
                  BOOST_TEST(!ec);
                  BOOST_TEST(n == 5u);
                  done = true;
                });
            return 0;
          });
      run(s.context);
      BOOST_TEST(done);
    }
    BOOST_TEST(bytes == "hellohello");
  }
}

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_COROUTINES)

BOOST_AUTO_TEST_CASE(a_coroutine_gets_the_packet)
{
  for (const bool waits : {false, true})
  {
    stage s;
    std::vector<char> bytes;
    std::size_t received = 0;
    const auto body = [&]() -> asio::awaitable<void>
        {
          received = co_await async_receive_message(s.sockets.b,
              asio::dynamic_buffer(bytes), s.incoming, asio::use_awaitable);
        };
    with_packet(s, waits, [&]
        {
          asio::co_spawn(s.context, body(), asio::detached);
          return 0;
        });
    run(s.context);
    BOOST_TEST(received == 5u);
    BOOST_TEST(bytes.size() == 5u);
  }
}

// The token may be left out where the socket has a default one.
BOOST_AUTO_TEST_CASE(the_default_token_of_the_socket_is_used)
{
  using default_socket =
    asio::use_awaitable_t<>::as_default_on_t<packet_socket>;
  asio::io_context context;
  packet_socket a(context);
  default_socket b(context);
  asio::local::connect_pair(a, b);
  incoming_ancillary<0> incoming;
  std::string bytes;
  const auto body = [&]() -> asio::awaitable<void>
      {
        co_await async_receive_message(
            b, asio::dynamic_buffer(bytes), incoming);
        co_await async_receive_message(
            b, asio::dynamic_buffer(bytes), incoming, MSG_PEEK);
      };
  send_message(a, text("a"), no_ancillary);
  send_message(a, text("b"), no_ancillary);
  asio::co_spawn(context, body(), asio::detached);
  run(context);
  BOOST_TEST(bytes == "ab");
}

#endif // defined(TEST_HAS_COROUTINES)

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// A signal of each type ends a receive that waits, also between readiness and
// resumption: the packet stays, and the buffer is as it was.
BOOST_AUTO_TEST_CASE(a_cancelled_receive_has_done_nothing)
{
  for (const asio::cancellation_type type : {
      asio::cancellation_type::terminal,
      asio::cancellation_type::partial,
      asio::cancellation_type::total})
  {
    for (const bool ready : {false, true})
    {
      for (const message_flags flags : {message_flags(0),
          message_flags(keep_if_truncated)})
      {
        stage s;
        asio::io_context other;
        asio::cancellation_signal signal;
        piece_store store;
        int calls = 0;
        async_receive_message(s.sockets.b, dynamic_pieces(store), s.incoming,
            flags,
            asio::bind_executor(other,
              asio::bind_cancellation_slot(signal.slot(),
                [&](const error_code& ec, std::size_t n)
                {
                  BOOST_TEST(ec == asio::error::operation_aborted);
                  BOOST_TEST(n == 0u);
                  ++calls;
                })));
        s.context.poll();
        if (!ready)
          signal.emit(type);
        s.send("hello");
        s.context.restart();
        BOOST_TEST_REQUIRE(s.context.run_one_for(deadline) == 1u);
        if (ready)
          signal.emit(type);
        other.poll();
        BOOST_TEST(calls == 1);
        BOOST_TEST(store.size == 0u);
        BOOST_TEST(store.grown == 0u);
        s.expect_queued("hello");
      }
    }
  }
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// The context ends while the handler is queued: the object owns what arrived.
BOOST_AUTO_TEST_CASE(the_ancillary_object_owns_without_a_handler)
{
  const unique_descriptor file = make_file("x");
  std::string bytes;
  incoming_ancillary<1> incoming;
  {
    stage s;
    s.send("hello", {file.native_handle()});
    async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes), incoming,
        [](const error_code&, std::size_t) {});
  }
  BOOST_TEST(incoming.descriptors().size() == 1u);
}

// One look at the size and one receive, and nothing is allocated when the buffer
// has the room.
BOOST_AUTO_TEST_CASE(it_costs_one_peek_and_one_receive)
{
  stage s;
  std::string bytes;
  bytes.reserve(100);
  for (const form how : all_forms)
  {
    s.send("hello");
    counted.reset();
    receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes), s.incoming);
    BOOST_TEST(counted.recvmsg == 2);
    BOOST_TEST(counted.others == 1); // SO_PEEK_OFF
    BOOST_TEST(counted.poll == 0);
    BOOST_TEST(counted.epoll_ctl == 0);
  }

  // One that has to be waited for: a look that finds nothing, and these two.
  async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes), s.incoming,
      [](const error_code&, std::size_t) {});
  s.context.restart();
  s.context.poll();
  s.send("hello");
  run(s.context);
  counted.reset();
  async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes), s.incoming,
      [](const error_code&, std::size_t) {});
  s.context.restart();
  s.context.poll();
  s.send("hello");
  run(s.context);
  BOOST_TEST(counted.recvmsg == 3);
  BOOST_TEST(counted.recvmsg_blocked == 1);
  // SO_PEEK_OFF, and SO_COOKIE before the wait and after it.
  BOOST_TEST(counted.others == 3);
}

namespace {

// Receives again and again, from handler to handler.
struct merry_go_round
{
  void next()
  {
    if (round == 16)
      warm = allocations;
    if (round++ == 80)
    {
      result = allocations - warm;
      return;
    }
    if (!waits)
      s.send("hello");
    bytes.clear();
    async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes),
        s.incoming, keep_if_truncated,
        [this](const error_code& ec, std::size_t)
        {
          BOOST_TEST_REQUIRE(!ec);
          next();
        });
    if (waits)
      s.send("hello");
  }

  bool waits;
  stage s{};
  std::string bytes = std::string(100, ' ');
  int round = 0;
  int warm = 0;
  int result = -1;
};

} // namespace

BOOST_AUTO_TEST_CASE(nothing_is_allocated_in_the_steady_state)
{
  for (const bool waits : {false, true})
  {
    merry_go_round going{waits};
    asio::post(going.s.context, [&] { going.next(); });
    run(going.s.context);
    BOOST_TEST(going.result == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
