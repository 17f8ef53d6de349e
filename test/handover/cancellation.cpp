// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Operations of a handover that are cancelled, whose socket is closed, and what
// executor and threads they use.

#include "test.hpp"

#include "features.hpp"
#include "handover.hpp"

#include <functional>
#include <thread>

namespace boost_seqpacket {
namespace test {
namespace {

// A packet of the other side, by which an operation comes to its next wait.
void put(packet_socket& socket, detail::handover_type type,
    std::uint32_t number = 0)
{
  send_message(socket,
      asio::buffer(detail::encode_header({type, number, {}, {}})));
}

struct pair : no_leaks
{
  asio::io_context context;
  server old{context};
};

// A handler of any of the operations.
struct any_handler
{
  std::function<void(error_code)> function;

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)
  using cancellation_slot_type = asio::cancellation_slot;

  asio::cancellation_slot get_cancellation_slot() const noexcept
  {
    return slot;
  }

  asio::cancellation_slot slot = {};
#endif

  void operator()(error_code ec) const
  {
    function(ec);
  }

  template <typename Handed>
  void operator()(error_code ec, const std::vector<Handed>& items) const
  {
    BOOST_TEST(items.empty());
    function(ec);
  }
};

// Starts one of the operations with a handler.
using starter = std::function<void(connected&, const any_handler&)>;

// Each wait of each operation: the operation, and the packets before it.
std::vector<starter> waits(pair& p)
{
  using type = detail::handover_type;
  return {
    [&p](connected& c, const any_handler& handler)
    {
      async_offer_handover(c.a, p.old.offer, deadline, handler);
    },
    [&p](connected& c, const any_handler& handler)
    {
      put(c.b, type::hello, 1);
      async_offer_handover(c.a, p.old.offer, deadline, handler);
    },
    [&p](connected& c, const any_handler& handler)
    {
      put(c.b, type::hello, 1);
      put(c.b, type::ack, 0);
      put(c.b, type::ack, 1);
      async_offer_handover(c.a, p.old.offer, deadline, handler);
    },
    [&p](connected& c, const any_handler& handler)
    {
      async_commit_handover(c.a, p.old.offer, deadline, handler);
    },
    [&p](connected& c, const any_handler& handler)
    {
      put(c.b, type::ack, 0);
      put(c.b, type::ack, 1);
      async_commit_handover(c.a, p.old.offer, deadline, handler);
    },
    [](connected& c, const any_handler& handler)
    {
      async_await_successor(c.a, deadline, handler);
    },
    [](connected& c, const any_handler& handler)
    {
      async_receive_handover(c.b, deadline, handler);
    },
    [](connected& c, const any_handler& handler)
    {
      put(c.a, type::offer, 1);
      async_receive_handover(c.b, deadline, handler);
    },
    [](connected& c, const any_handler& handler)
    {
      async_take_over(c.b, deadline, handler);
    },
    [](connected& c, const any_handler& handler)
    {
      put(c.a, type::offered);
      async_take_over(c.b, deadline, handler);
    }};
}

// Each wait of confirm_handover. The other side takes no packets then, so it
// gets no ABORT.
std::vector<starter> waits_to_confirm()
{
  return {
    [](connected& c, const any_handler& handler)
    {
      fill_queue(c.b);
      async_confirm_handover(c.b, handler);
    },
    [](connected& c, const any_handler& handler)
    {
      c.a.shutdown(packet_socket::shutdown_receive);
      async_confirm_handover(c.b, handler);
    }};
}

// Whether the other side takes nothing more.
bool is_refused(packet_socket& socket)
{
  error_code ec;
  send_message(socket, text("x"), no_ancillary, ec);
  return ec == asio::error::broken_pipe;
}

// Whether the last packet that a socket has is ABORT.
bool ends_with_abort(packet_socket& socket)
{
  bool result = false;
  std::vector<char> bytes(70000);
  incoming_ancillary<2> incoming;
  error_code ec;
  for (;;)
  {
    const std::size_t size = receive_message(
        socket, asio::buffer(bytes), incoming, MSG_DONTWAIT, ec);
    if (ec)
      return result;
    result = size > 5
      && bytes[5] == static_cast<char>(detail::handover_type::abort);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(handover_cancellation)

// The socket's cancel() ends each operation at each wait, and the other side
// learns of it before the handler is called.
BOOST_FIXTURE_TEST_CASE(cancel_of_the_socket_ends_an_operation, pair)
{
  for (const starter& start : waits(*this))
  {
    connected control(context);
    bool called = false;
    start(control, {[&](error_code ec)
        {
          called = true;
          BOOST_TEST(ec == asio::error::operation_aborted);
          BOOST_TEST((ends_with_abort(control.a)
                || ends_with_abort(control.b)));
        }});
    context.restart();
    context.poll();
    BOOST_TEST(!called);
    control.a.cancel();
    control.b.cancel();
    run(context);
    BOOST_TEST(called);
  }
}

// The same for a confirmation. The predecessor cannot send any more, so what it
// has in its queue is all that comes.
BOOST_FIXTURE_TEST_CASE(cancel_of_the_socket_ends_a_confirmation, pair)
{
  for (const starter& start : waits_to_confirm())
  {
    connected control(context);
    bool called = false;
    start(control, {[&](error_code ec)
        {
          called = true;
          BOOST_TEST(ec == asio::error::operation_aborted);
          BOOST_TEST(is_refused(control.a));
        }});
    context.restart();
    context.poll();
    BOOST_TEST(!called);
    control.b.cancel();
    run(context);
    BOOST_TEST(called);
  }
}

// A socket that is closed ends an operation without another use of it.
BOOST_FIXTURE_TEST_CASE(closing_the_socket_ends_an_operation, pair)
{
  std::vector<starter> all = waits(*this);
  for (const starter& start : waits_to_confirm())
    all.push_back(start);
  for (const starter& start : all)
  {
    std::optional<connected> control(context);
    bool called = false;
    start(*control, {[&](error_code ec)
        {
          called = true;
          BOOST_TEST(ec == asio::error::operation_aborted);
        }});
    context.restart();
    context.poll();
    control.reset();
    run(context);
    BOOST_TEST(called);
  }
}

// A context that is destroyed while operations wait frees everything.
BOOST_FIXTURE_TEST_CASE(destroyed_operations_leave_nothing, no_leaks)
{
  for (std::size_t i = 0; i < 12; ++i)
  {
    pair p;
    connected control(p.context);
    const starter start = i < 10 ? waits(p)[i] : waits_to_confirm()[i - 10];
    start(control, {[](error_code) { BOOST_TEST(false); }});
    p.context.poll();
  }
}

// The handler is called on its executor, and not from inside of the initiating
// function.
BOOST_FIXTURE_TEST_CASE(handlers_run_on_their_executor, pair)
{
  asio::io_context other;
  connected control(context);
  bool called = false;
  packet_socket closed(context);
  async_confirm_handover(closed, asio::bind_executor(other.get_executor(),
        [&](error_code ec)
        {
          BOOST_TEST(ec == asio::error::bad_descriptor);
          called = true;
        }));
  BOOST_TEST(!called);
  context.poll();
  BOOST_TEST(!called);
  run(other);
  BOOST_TEST(called);
  run(context);
}

// Many threads run the context, without a strand, and the deadline comes at the
// same time as the packets.
BOOST_FIXTURE_TEST_CASE(threads_and_deadlines, pair)
{
  for (int i = 0; i < 100; ++i)
  {
    connected control(context);
    const auto soon = std::chrono::microseconds(i * 20);
    error_code old_result;
    error_code new_result;
    context.restart();
    async_offer_handover(control.a, old.offer, soon,
        [&](error_code ec) { old_result = ec; });
    async_receive_handover(control.b, deadline,
        [&](error_code ec, listeners items)
        {
          new_result = ec;
          BOOST_TEST((ec || items.size() == 2));
        });
    std::thread second([&] { context.run_for(deadline); });
    context.run_for(deadline);
    second.join();
    BOOST_TEST(old_result == asio::error::timed_out);
    BOOST_TEST((!new_result
          || new_result == seqpacket_errc::handover_refused));
  }
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

namespace {

// Emits a cancellation of each type while an operation waits.
template <typename Function>
void check_cancellations(asio::io_context& context, const starter& start,
    Function other_side_knows)
{
  for (const auto type : {asio::cancellation_type::terminal,
        asio::cancellation_type::partial, asio::cancellation_type::total})
  {
    asio::cancellation_signal signal;
    connected control(context);
    int calls = 0;
    start(control, {[&](error_code ec)
        {
          ++calls;
          BOOST_TEST(ec == asio::error::operation_aborted);
          BOOST_TEST(other_side_knows(control));
        }, signal.slot()});
    context.restart();
    context.poll();
    BOOST_TEST(calls == 0);
    signal.emit(type);
    run(context);
    BOOST_TEST(calls == 1);
  }
}

} // namespace

// Each type of cancellation ends each operation at each wait.
BOOST_FIXTURE_TEST_CASE(each_type_of_cancellation_ends_an_operation, pair)
{
  for (const starter& start : waits(*this))
    check_cancellations(context, start, [](connected& control)
        {
          return ends_with_abort(control.a) || ends_with_abort(control.b);
        });
  for (const starter& start : waits_to_confirm())
    check_cancellations(context, start,
        [](connected& control) { return is_refused(control.a); });
}

// A cancellation that comes after TAKEN is in the queue does not undo it.
BOOST_FIXTURE_TEST_CASE(cancellation_after_taken_succeeds, pair)
{
  asio::cancellation_signal signal;
  connected control(context);
  bool called = false;
  async_commit_handover(control.a, old.offer, deadline,
      asio::bind_cancellation_slot(signal.slot(), [&](error_code ec)
        {
          BOOST_TEST(!ec);
          called = true;
        }));
  put(control.b, detail::handover_type::ack, 0);
  context.poll();
  put(control.b, detail::handover_type::ack, 1);
  context.poll();
  put(control.b, detail::handover_type::taken);
  signal.emit(asio::cancellation_type::terminal);
  run(context);
  BOOST_TEST(called);
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

#if defined(TEST_HAS_DEFERRED)

// A deferred operation can be kept, and launched twice.
BOOST_FIXTURE_TEST_CASE(deferred_operations, pair)
{
  connected control(context);
  auto operation = async_await_successor(
      control.a, deadline, asio::deferred);
  int called = 0;
  for (int i = 0; i < 2; ++i)
  {
    put(control.b, detail::handover_type::running);
    operation([&](error_code ec)
        {
          BOOST_TEST(!ec);
          ++called;
        });
    run(context);
  }
  BOOST_TEST(called == 2);
}

#endif // defined(TEST_HAS_DEFERRED)

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace boost_seqpacket
