// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The context of a socket has work to do as long as an operation is under way,
// and no longer: io_context::run() returns at the right time.

#include "kinds.hpp"

#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using concrete_kinds = kinds_on<asio::io_context::executor_type>;

// Whether the context has work that is not ready yet.
bool is_at_work(asio::io_context& context)
{
  context.restart();
  context.poll();
  return !context.stopped();
}

template <typename Kind>
void expect_work_until_the_end()
{
  asio::io_context context;
  asio::io_context other;
  track handed_over;
  const tracking_executor<asio::io_context::executor_type> executor(
      other.get_executor(), handed_over);
  Kind kind(context.get_executor());
  ended result;
  kind.start(asio::bind_executor(executor, result.handler()));
  BOOST_TEST(is_at_work(context));
  BOOST_TEST(is_at_work(other));

  // The wait is over, and the operation goes on in the other context. On a slow
  // machine a pause has ended before, and the operation waits again.
  const int before = handed_over.submitted;
  kind.make_ready();
  run_until(context, [&] { return handed_over.submitted != before; });
  if (!is_asios_own<Kind>::value)
    BOOST_TEST(is_at_work(context));
  run(other);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
  BOOST_TEST(!is_at_work(context));
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_work, no_leaks)

// The handler is on another context. Without work of its own the context of the
// socket would end between two waits.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_context_has_work_until_the_end, Kind, kinds)
{
  expect_work_until_the_end<Kind>();
}

// The same where the executor is not hidden.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    the_context_of_an_open_executor_has_work_until_the_end,
    Kind, concrete_kinds)
{
  expect_work_until_the_end<Kind>();
}

// The handler of a pool is called by the pool, and run() of the socket's
// context does not return before the operation is done.
BOOST_AUTO_TEST_CASE_TEMPLATE(run_returns_when_the_operation_is_done,
    Kind, kinds)
{
  asio::io_context context;
  asio::thread_pool pool(1);
  Kind kind(context.get_executor());
  ended result;
  kind.start(asio::bind_executor(pool, result.handler()));
  std::thread other([&] { kind.make_ready(); });
  run(context);
  BOOST_TEST(kind.has_succeeded());
  other.join();
  pool.join();
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
}

// What is destroyed with its context has no work any more either.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_context_that_is_destroyed_takes_its_operations,
    Kind, kinds)
{
  ended result;
  auto guard = std::make_shared<int>(1);
  {
    asio::io_context context;
    Kind kind(context.get_executor());
    kind.start([&result, guard](const error_code& ec, auto&&...)
        {
          result.handler()(ec);
        });
    context.poll();
    BOOST_TEST(guard.use_count() == 2);
  }
  BOOST_TEST(guard.use_count() == 1);
  BOOST_TEST(result.calls == 0);
}

// Nor has what is done at once.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_operation_that_need_not_wait_ends_its_work,
    Kind, kinds)
{
  asio::io_context context;
  asio::io_context other;
  Kind kind(context.get_executor());
  kind.make_ready();
  ended result;
  kind.start(asio::bind_executor(other, result.handler()));
  BOOST_TEST(result.calls == 0);
  run(context);
  run(other);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
  BOOST_TEST(kind.has_succeeded());
}

BOOST_AUTO_TEST_SUITE_END()
