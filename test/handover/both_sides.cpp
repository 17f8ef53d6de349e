// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "test.hpp"

#include "handover.hpp"

#include "features.hpp"

#include <algorithm>
#include <future>
#include <sys/resource.h>
#include <thread>

namespace boost_seqpacket {
namespace test {
namespace {

// As many descriptors as the system lets this process have, while it lives.
class highest_limit
{
public:
  highest_limit()
  {
    ::getrlimit(RLIMIT_NOFILE, &usual_);
    limit_ = usual_;
    limit_.rlim_cur = limit_.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit_) != 0)
      limit_ = usual_;
  }

  highest_limit(const highest_limit&) = delete;
  highest_limit& operator=(const highest_limit&) = delete;

  ~highest_limit()
  {
    ::setrlimit(RLIMIT_NOFILE, &usual_);
  }

  ::rlim_t get() const
  {
    return limit_.rlim_cur;
  }

private:
  ::rlimit usual_ = {};
  ::rlimit limit_ = {};
};

} // namespace

BOOST_AUTO_TEST_SUITE(handover_both_sides)

// The synchronous functions hand over listeners and sessions.
BOOST_FIXTURE_TEST_CASE(synchronous, no_leaks)
{
  asio::io_context context;
  server old(context);
  connected control(context);

  std::thread predecessor([&]
      {
        offer_handover(control.a, old.offer, deadline);
        commit_handover(control.a, old.offer, deadline);
        await_successor(control.a, deadline);
      });
  const listeners first = receive_handover(control.b, deadline);
  const sessions second = take_over(control.b, deadline);
  confirm_handover(control.b);
  predecessor.join();
  old.check(first);
  old.check(second);
}

// Views of descriptors can be used as well, and a non-blocking socket waits.
BOOST_FIXTURE_TEST_CASE(native_sockets, no_leaks)
{
  asio::io_context context;
  server old(context);
  connected control(context);
  control.b.non_blocking(true);

  std::thread predecessor([&]
      {
        native_socket connection(control.a);
        offer_handover(connection, old.offer, deadline);
        commit_handover(connection, old.offer, deadline);
        await_successor(connection, deadline);
      });
  const listeners first = receive_handover(control.b, deadline);
  native_socket connection(control.b);
  const sessions second = take_over(connection, deadline);
  confirm_handover(connection);
  predecessor.join();
  old.check(first);
  old.check(second);
}

// An offer can be empty. Both sides still learn when the other one is ready.
BOOST_FIXTURE_TEST_CASE(nothing_to_hand_over, no_leaks)
{
  asio::io_context context;
  connected control(context);
  const handover_offer nothing;

  std::thread predecessor([&]
      {
        offer_handover(control.a, nothing, deadline);
        commit_handover(control.a, nothing, deadline);
        await_successor(control.a, deadline);
      });
  BOOST_TEST(receive_handover(control.b, deadline).empty());
  BOOST_TEST(take_over(control.b, deadline).empty());
  confirm_handover(control.b);
  predecessor.join();
}

// Both sides in one thread, with callbacks.
BOOST_FIXTURE_TEST_CASE(callbacks, no_leaks)
{
  asio::io_context context;
  server old(context);
  connected control(context);
  listeners first;
  sessions second;
  bool has_ended = false;
  bool runs = false;

  async_offer_handover(control.a, old.offer, deadline, [&](error_code ec)
      {
        BOOST_TEST(!ec);
        async_commit_handover(control.a, old.offer, deadline,
            [&](error_code error)
            {
              BOOST_TEST(!error);
              async_await_successor(control.a, deadline, [&](error_code last)
                  {
                    BOOST_TEST(!last);
                    has_ended = true;
                  });
            });
      });
  async_receive_handover(control.b, deadline,
      [&](error_code ec, listeners handed)
      {
        BOOST_TEST(!ec);
        first = std::move(handed);
        async_take_over(control.b, deadline,
            [&](error_code error, sessions taken)
            {
              BOOST_TEST(!error);
              second = std::move(taken);
              async_confirm_handover(control.b, [&](error_code last)
                  {
                    BOOST_TEST(!last);
                    runs = true;
                  });
            });
      });
  run(context);
  BOOST_TEST(has_ended);
  BOOST_TEST(runs);
  old.check(first);
  old.check(second);
}

// Ten thousand sessions, or as many as this process may have. All of them are
// one socket, which the successor gets so many times.
BOOST_FIXTURE_TEST_CASE(ten_thousand_sessions, no_leaks)
{
  const highest_limit limit;
  asio::io_context context;
  connected control(context);
  connected session(context);
  const std::size_t opened = open_descriptors();
  // The operation itself needs a few.
  BOOST_REQUIRE(limit.get() > opened + 20);
  const std::size_t count = static_cast<std::size_t>(
      std::min<::rlim_t>(10000, limit.get() - opened - 20));
  handover_offer offer;
  for (std::size_t i = 0; i < count; ++i)
    offer.add_session(std::to_string(i), session.a, text("state"));

  bool is_committed = false;
  sessions taken;
  async_offer_handover(control.a, offer, deadline, [&](error_code ec)
      {
        BOOST_TEST(!ec);
        async_commit_handover(control.a, offer, deadline,
            [&](error_code error)
            {
              BOOST_TEST(!error);
              is_committed = !error;
            });
      });
  async_receive_handover(control.b, deadline, [&](error_code ec, listeners)
      {
        BOOST_TEST(!ec);
        async_take_over(control.b, deadline,
            [&](error_code error, sessions handed)
            {
              BOOST_TEST(!error);
              taken = std::move(handed);
            });
      });
  run(context);
  BOOST_TEST(is_committed);
  BOOST_REQUIRE(taken.size() == count);
  BOOST_TEST(open_descriptors() == opened + count);
  std::size_t right = 0;
  for (std::size_t i = 0; i < count; ++i)
  {
    if (taken[i].name == std::to_string(i) && taken[i].state == "state"
        && same_file(taken[i].descriptor.native_handle(),
          session.a.native_handle()))
      ++right;
  }
  BOOST_TEST(right == count);
  taken.clear();
  BOOST_TEST(open_descriptors() == opened);
}

// Futures, with the context in another thread.
BOOST_FIXTURE_TEST_CASE(futures, no_leaks)
{
  asio::io_context context;
  server old(context);
  connected control(context);
  auto work = asio::make_work_guard(context);
  std::thread thread([&] { context.run(); });

  auto offered = async_offer_handover(
      control.a, old.offer, deadline, asio::use_future);
  const listeners first = async_receive_handover(
      control.b, deadline, asio::use_future).get();
  auto taken = async_take_over(control.b, deadline, asio::use_future);
  offered.get();
  auto committed = async_commit_handover(
      control.a, old.offer, deadline, asio::use_future);
  const sessions second = taken.get();
  committed.get();
  auto running = async_await_successor(
      control.a, deadline, asio::use_future);
  async_confirm_handover(control.b, asio::use_future).get();
  running.get();
  work.reset();
  thread.join();
  old.check(first);
  old.check(second);
}

#if defined(TEST_HAS_COROUTINES)

asio::awaitable<void> give(packet_socket& connection,
    const handover_offer& offer)
{
  co_await async_offer_handover(
      connection, offer, deadline, asio::use_awaitable);
  co_await async_commit_handover(
      connection, offer, deadline, asio::use_awaitable);
  co_await async_await_successor(
      connection, deadline, asio::use_awaitable);
}

asio::awaitable<void> take(packet_socket& connection, listeners& first,
    sessions& second)
{
  first = co_await async_receive_handover(
      connection, deadline, asio::use_awaitable);
  second = co_await async_take_over(
      connection, deadline, asio::use_awaitable);
  co_await async_confirm_handover(connection, asio::use_awaitable);
}

// Two coroutines.
BOOST_FIXTURE_TEST_CASE(coroutines, no_leaks)
{
  asio::io_context context;
  server old(context);
  connected control(context);
  listeners first;
  sessions second;
  asio::co_spawn(context, give(control.a, old.offer), asio::detached);
  asio::co_spawn(context, take(control.b, first, second), asio::detached);
  run(context);
  old.check(first);
  old.check(second);
}

#endif // defined(TEST_HAS_COROUTINES)

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace boost_seqpacket
