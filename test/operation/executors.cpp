// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Where the steps and the handler of an operation run.

#include "stage.hpp"

#include "features.hpp"
#include "kinds.hpp"
#include "system_calls.hpp"
#include "tracking_executor.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(operation_executors, no_leaks)

namespace {

// The track that the next message calls are held against.
track* current_track = nullptr;
int calls_off_track = 0;
int calls_on_track = 0;

void look_at_track()
{
  ++(current_track->depth > 0 ? calls_on_track : calls_off_track);
}

} // namespace

// The handler and the steps between run on the handler's executor.
BOOST_AUTO_TEST_CASE(handler_and_steps_run_on_the_associated_executor)
{
  stage s;
  track t;
  const tracking_executor<asio::io_context::executor_type> executor(
      s.context.get_executor(), t);
  const auto handler = [&]
      {
        return asio::bind_executor(executor,
            [&](const error_code& ec, std::size_t)
            {
              BOOST_TEST(!ec);
              BOOST_TEST(t.depth > 0);
              s.done = true;
            });
      };

  // Done at once.
  async_send_message(s.sockets.a, text("x"), s.outgoing, handler());
  BOOST_TEST(t.executed == 0);
  s.finish();
  BOOST_TEST(t.executed == 1);

  async_receive_message(
      s.sockets.b, asio::buffer(s.bytes), s.incoming, handler());
  s.finish();
  BOOST_TEST(t.executed == 2);

  // Waiting: the second attempt is a step between.
  async_receive_message(
      s.sockets.b, asio::buffer(s.bytes), s.incoming, handler());
  s.context.restart();
  s.context.poll();
  send_message(s.sockets.a, text("x"), s.outgoing);
  current_track = &t;
  calls_on_track = 0;
  calls_off_track = 0;
  on_message_call = &look_at_track;
  s.finish();
  on_message_call = nullptr;
  BOOST_TEST(calls_on_track == 1);
  BOOST_TEST(calls_off_track == 0);
}

// The same of every kind of operation that waits. Asio's own make their system
// calls in the context of the socket.
BOOST_AUTO_TEST_CASE_TEMPLATE(every_operation_runs_on_the_associated_executor,
    Kind, kinds)
{
  asio::io_context context;
  asio::io_context other;
  Kind kind(context.get_executor());
  track t;
  const tracking_executor<asio::io_context::executor_type> executor(
      other.get_executor(), t);
  ended result;
  kind.start(asio::bind_executor(executor,
        [&, handler = result.handler()](const error_code& ec, auto&&...)
        {
          BOOST_TEST(t.depth > 0);
          handler(ec);
        }));
  context.poll();
  other.poll();
  BOOST_TEST(result.calls == 0);
  kind.make_ready();
  current_track = &t;
  calls_on_track = 0;
  calls_off_track = 0;
  on_message_call = &look_at_track;
  run_until(context, [&]
      {
        context.restart();
        context.poll();
        other.restart();
        other.poll();
        return result.calls != 0;
      });
  on_message_call = nullptr;
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
  BOOST_TEST(kind.has_succeeded());
  if (!is_asios_own<Kind>::value)
    BOOST_TEST(calls_off_track == 0);
}

// The executor of the socket holds for handlers that have none of their own.
BOOST_AUTO_TEST_CASE(the_executor_of_the_socket_is_the_default)
{
  asio::io_context context(1);
  track t;
  using executor_type =
    tracking_executor<asio::io_context::executor_type>;
  const executor_type executor(context.get_executor(), t);
  asio::basic_seq_packet_socket<protocol, executor_type> a(executor);
  asio::basic_seq_packet_socket<protocol, executor_type> b(executor);
  asio::local::connect_pair(a, b);
  incoming_ancillary<0> incoming;
  char bytes[8];
  int completed = 0;
  const auto handler = [&](const error_code& ec, std::size_t)
      {
        BOOST_TEST(!ec);
        BOOST_TEST(t.depth > 0);
        ++completed;
      };
  async_receive_message(b, asio::buffer(bytes), incoming, handler);
  async_send_message(a, text("x"), no_ancillary, handler);
  run(context);
  BOOST_TEST(completed == 2);
}

// A handler on another context keeps the socket's context at work between two
// waits, when a packet was there and somebody else has taken it.
BOOST_AUTO_TEST_CASE(the_context_of_the_socket_has_work_until_the_end)
{
  stage s;
  asio::io_context other;
  bool done = false;
  async_receive_message(s.sockets.b, asio::buffer(s.bytes), s.incoming,
      asio::bind_executor(other, [&](const error_code& ec, std::size_t)
      {
        BOOST_TEST(!ec);
        done = true;
      }));
  s.context.poll();
  send_message(s.sockets.a, text("x"), no_ancillary);
  s.context.restart();
  BOOST_REQUIRE(s.context.run_one_for(deadline) == 1u);

  // The wait is over and its step is queued on the other context. The packet is
  // gone before the step runs.
  char bytes[8];
  incoming_ancillary<0> incoming;
  receive_message(s.sockets.b, asio::buffer(bytes), incoming, MSG_DONTWAIT);
  s.context.restart();
  s.context.poll();
  BOOST_TEST(!s.context.stopped());
  other.poll();
  BOOST_TEST(!done);

  send_message(s.sockets.a, text("x"), no_ancillary);
  s.context.restart();
  BOOST_REQUIRE(s.context.run_one_for(deadline) == 1u);
  other.restart();
  other.poll();
  BOOST_TEST(done);
  s.context.restart();
  s.context.poll();
  BOOST_TEST(s.context.stopped());
}

#if defined(TEST_HAS_IMMEDIATE_EXECUTOR)

// Inside the initiating function only where the handler says so, and then also
// with an error.
BOOST_AUTO_TEST_CASE(the_immediate_executor_completes_at_once)
{
  stage s;
  int completed = 0;
  const auto handler = [&]
      {
        return asio::bind_immediate_executor(asio::system_executor(),
            [&](const error_code&, std::size_t) { ++completed; });
      };
  async_send_message(s.sockets.a, text("x"), s.outgoing, handler());
  BOOST_TEST(completed == 1);
  async_receive_message(
      s.sockets.b, asio::buffer(s.bytes), s.incoming, handler());
  BOOST_TEST(completed == 2);
  BOOST_TEST(s.incoming.descriptors().size() == 1u);

  // What waits is not immediate.
  async_receive_message(
      s.sockets.b, asio::buffer(s.bytes), s.incoming, handler());
  BOOST_TEST(completed == 2);
  send_message(s.sockets.a, text("x"), s.outgoing);
  run(s.context);
  BOOST_TEST(completed == 3);

  s.sockets.a.close();
  async_send_message(s.sockets.a, text("x"), s.outgoing, handler());
  BOOST_TEST(completed == 4);
}

// The handler's own executor still has the last word.
BOOST_AUTO_TEST_CASE(the_immediate_executor_does_not_leave_the_strand)
{
  stage s;
  auto strand = asio::make_strand(s.context);
  bool done = false;
  async_send_message(s.sockets.a, text("x"), s.outgoing,
      asio::bind_executor(strand,
        asio::bind_immediate_executor(asio::system_executor(),
          [&](const error_code&, std::size_t)
          {
            BOOST_TEST(strand.running_in_this_thread());
            done = true;
          })));
  BOOST_TEST(!done);
  run(s.context);
  BOOST_TEST(done);
}

// Also where that is the socket's executor, and with an immediate executor of its
// type that leads somewhere else.
BOOST_AUTO_TEST_CASE(the_immediate_executor_is_not_the_sockets)
{
  stage s;
  asio::io_context other;
  const asio::any_io_executor immediate[] = {
    asio::any_io_executor(asio::system_executor()),
    asio::any_io_executor(other.get_executor())};
  for (const asio::any_io_executor& executor : immediate)
  {
    const bool turns_through_other = &executor == &immediate[1];
    bool done = false;
    async_send_message(s.sockets.a, text("x"), s.outgoing,
        asio::bind_executor(s.sockets.a.get_executor(),
          asio::bind_immediate_executor(executor,
            [&](const error_code&, std::size_t) { done = true; })));
    BOOST_TEST(!done);
    if (turns_through_other)
    {
      BOOST_TEST(s.context.poll() == 0u);
      BOOST_TEST(!done);
      run(other);
      BOOST_TEST(!done);
    }
    s.context.restart();
    run(s.context);
    BOOST_TEST(done);
  }
}

#endif // defined(TEST_HAS_IMMEDIATE_EXECUTOR)

BOOST_AUTO_TEST_SUITE_END()
