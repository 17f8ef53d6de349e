// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Cancellation at any moment: before, while and after an operation goes on, by
// its own thread and by others. A program of its own, because ThreadSanitizer
// looks at its races.

#include "kinds.hpp"

#include "features.hpp"

#include <atomic>
#include <future>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

namespace {

// A tenth of a millisecond more or less decides who comes first.
constexpr int rounds = 120;

const asio::cancellation_type all_types[] = {
  asio::cancellation_type::terminal,
  asio::cancellation_type::partial,
  asio::cancellation_type::total};

#if defined(__SANITIZE_THREAD__)
constexpr bool has_thread_sanitizer = true;
#elif defined(__has_feature)
# if __has_feature(thread_sanitizer)
constexpr bool has_thread_sanitizer = true;
# else
constexpr bool has_thread_sanitizer = false;
# endif
#else
constexpr bool has_thread_sanitizer = false;
#endif

// Waits until the result is there.
template <typename Future>
void expect(Future& result)
{
  BOOST_TEST_REQUIRE((result.wait_for(deadline) == std::future_status::ready));
}

// Whether the kind is in the state that the error says.
template <typename Kind>
void expect_state(Kind& kind, const error_code& ec)
{
  if (ec)
  {
    BOOST_TEST(ec == asio::error::operation_aborted);
    BOOST_TEST(kind.is_untouched());
  }
  else
    BOOST_TEST(kind.has_succeeded());
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_cancellation_threads, no_leaks,
    *boost::unit_test::timeout(110))

// An operation that waits needs no signal. A program may destroy it.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    a_signal_may_be_destroyed_while_an_operation_waits, Kind, kinds)
{
  asio::io_context context;
  Kind kind(context.get_executor());
  ended result;
  auto signal = std::make_unique<asio::cancellation_signal>();
  start_waiting(context, kind,
      asio::bind_cancellation_slot(signal->slot(), result.handler()));
  signal.reset();
  kind.make_ready();
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
  BOOST_TEST(kind.has_succeeded());
}

// A time limit may emit its signal when the operation and its socket are gone.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_signal_after_the_end_of_the_socket_does_nothing,
    Kind, kinds)
{
  if (is_asios_own<Kind>::value)
    return; // Asio leaves in the slot what refers to the socket
  asio::io_context context;
  asio::cancellation_signal signal;
  ended result;
  {
    Kind kind(context.get_executor());
    start_waiting(context, kind,
        asio::bind_cancellation_slot(signal.slot(), result.handler()));
    kind.make_ready();
    run(context);
  }
  signal.emit(asio::cancellation_type::all);
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
}

// The same when the operation did not wait, and at once after it began.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_signal_after_an_immediate_end_does_nothing,
    Kind, kinds)
{
  asio::io_context context;
  asio::cancellation_signal signal;
  ended result;
  {
    Kind kind(context.get_executor());
    kind.make_ready();
    kind.start(asio::bind_cancellation_slot(signal.slot(), result.handler()));
    signal.emit(asio::cancellation_type::all);
    run(context);
  }
  if (!is_asios_own<Kind>::value)
    signal.emit(asio::cancellation_type::all);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
}

// The wait is over and cannot see the signal any more. The operation can: also
// after the pause of a connect, and after the wait of an accept.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_signal_before_the_resumption_ends_the_operation,
    Kind, kinds)
{
  if (is_asios_own<Kind>::value)
    return; // it was done before
  for (const asio::cancellation_type type : all_types)
  {
    asio::cancellation_signal signal;
    between_readiness_and_resumption<Kind> at([&](auto handler)
        {
          return asio::bind_cancellation_slot(
              signal.slot(), std::move(handler));
        });
    signal.emit(type);
    at.resume();
    BOOST_TEST(at.result.calls == 1);
    BOOST_TEST(at.result.error == asio::error::operation_aborted);
    BOOST_TEST(at.kind.is_untouched());
  }
}

// A signal reaches a wait through the object that started it. If the socket was
// moved to another one, the operation learns of the signal when the socket is
// ready. An operation of Asio's own never learns of it.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    a_signal_counts_after_a_move_when_the_socket_is_ready, Kind, kinds)
{
  asio::io_context context;
  Kind kind(context.get_executor());
  asio::cancellation_signal signal;
  ended result;
  start_waiting(context, kind,
      asio::bind_cancellation_slot(signal.slot(), result.handler()));
  kind.move();
  signal.emit(asio::cancellation_type::all);
  kind.make_ready();
  run(context);
  BOOST_TEST(result.calls == 1);
  if (is_asios_own<Kind>::value)
  {
    BOOST_TEST(!result.error);
    BOOST_TEST(kind.has_succeeded());
  }
  else
  {
    BOOST_TEST(result.error == asio::error::operation_aborted);
    BOOST_TEST(kind.is_untouched());
  }
}

// The handler of a signal may be the end of the signal.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_handler_may_destroy_its_signal, Kind, kinds)
{
  asio::io_context context;
  Kind kind(context.get_executor());
  auto signal = std::make_unique<asio::cancellation_signal>();
  int calls = 0;
  start_waiting(context, kind, asio::bind_cancellation_slot(signal->slot(),
        [&](const error_code& ec, auto&&...)
        {
          BOOST_TEST(ec == asio::error::operation_aborted);
          ++calls;
          signal.reset();
        }));
  signal->emit(asio::cancellation_type::all);
  run(context);
  BOOST_TEST(calls == 1);
}

// A signal of another thread comes before, at or after the moment when the
// operation goes on, which is another thread as well. One of two things has
// happened then.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    a_signal_of_another_thread_cancels_or_comes_too_late, Kind, kinds)
{
  // Asio's own operations are not to be cancelled by other threads.
  if (is_asios_own<Kind>::value)
    return;
  for (int i = 0; i < rounds; ++i)
  {
    asio::thread_pool pool(1);
    Kind kind(pool.get_executor());
    asio::cancellation_signal signal;
    std::promise<error_code> done;
    kind.start(asio::bind_cancellation_slot(signal.slot(),
          [&](const error_code& ec, auto&&...) { done.set_value(ec); }));
    std::atomic<bool> is_ready{false};
    std::thread other([&]
        {
          is_ready = true;
          kind.make_ready();
        });
    while (!is_ready)
      std::this_thread::yield();
    for (int n = 0; n < i * 20; ++n)
      is_ready = true; // takes some time
    signal.emit(all_types[i % 3]);
    auto result = done.get_future();
    expect(result);
    other.join();
    pool.join();
    expect_state(kind, result.get());
    signal.emit(asio::cancellation_type::all);
  }
}

// The thread that has started an operation closes its socket while a pool goes
// on with it. ThreadSanitizer takes that for a race, since the system call of a
// composed operation knows no lock of the reactor: the documents say to close on
// the executor of the operation.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    close_by_another_thread_cancels_or_comes_too_late, Kind, kinds)
{
  if (has_thread_sanitizer && !is_asios_own<Kind>::value)
    return;
  for (int i = 0; i < rounds; ++i)
  {
    asio::thread_pool pool(2);
    Kind kind(pool.get_executor());
    std::atomic<int> calls{0};
    error_code error;
    kind.start([&](const error_code& ec, auto&&...)
        {
          ++calls;
          error = ec;
        });
    kind.make_ready();
    std::atomic<bool> waste{false};
    for (int n = 0; n < i * 20; ++n)
      waste = true;
    kind.object().close();
    pool.join();
    BOOST_TEST(calls == 1);
    if (error)
      BOOST_TEST(error == asio::error::operation_aborted);
  }
}

#if defined(TEST_HAS_PARALLEL_GROUP)

// An operation with a time limit on three threads without a strand: the group
// cancels the loser from whatever thread the winner runs on.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_group_with_a_timer_needs_no_strand, Kind, kinds)
{
  asio::thread_pool pool(3);
  asio::steady_timer timer(pool);
  for (int i = 0; i < rounds; ++i)
  {
    Kind kind(pool.get_executor());
    std::promise<error_code> done;
    timer.expires_after(std::chrono::microseconds(i * 10));
    asio::experimental::make_parallel_group(
        [&](auto token) { return kind.start(std::move(token)); },
        [&](auto token) { return timer.async_wait(std::move(token)); })
      .async_wait(asio::experimental::wait_for_one(),
          [&](auto, const error_code& ec, auto&&...) { done.set_value(ec); });
    std::thread other([&] { kind.make_ready(); });
    auto result = done.get_future();
    expect(result);
    other.join();
    expect_state(kind, result.get());
  }
  pool.join();
}

#endif // defined(TEST_HAS_PARALLEL_GROUP)

#if defined(TEST_HAS_AWAITABLE_OPERATORS)

namespace {

template <typename Kind>
asio::awaitable<bool> start_with_limit(Kind& kind, asio::steady_timer& timer)
{
  using namespace asio::experimental::awaitable_operators;
  const auto result = co_await (
      kind.start(asio::as_tuple(asio::use_awaitable))
      || timer.async_wait(asio::as_tuple(asio::use_awaitable)));
  co_return result.index() == 0;
}

} // namespace

// The same as a coroutine writes it. Asio's coroutines need a strand when they
// are cancelled, the timer and the socket none.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_coroutine_has_a_time_limit, Kind, kinds)
{
  asio::thread_pool pool(3);
  for (int i = 0; i < rounds / 2; ++i)
  {
    Kind kind(pool.get_executor());
    asio::steady_timer timer(pool, std::chrono::microseconds(i * 20));
    std::future<bool> in_time = asio::co_spawn(asio::make_strand(pool),
        start_with_limit(kind, timer), asio::use_future);
    std::thread other([&] { kind.make_ready(); });
    expect(in_time);
    other.join();
    if (in_time.get())
      BOOST_TEST(kind.has_succeeded());
  }
  pool.join();
}

#endif // defined(TEST_HAS_AWAITABLE_OPERATORS)

BOOST_AUTO_TEST_SUITE_END()

#else // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

BOOST_AUTO_TEST_CASE(there_are_no_cancellation_slots)
{
  BOOST_TEST(true);
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)
