// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An operation that can be done at once calls a handler with an immediate
// executor inside its initiating function, each time, whatever came before.

#include "kinds.hpp"

#include "features.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(operation_immediate_executor, no_leaks)

#if defined(TEST_HAS_IMMEDIATE_EXECUTOR)

namespace {

// Those that can be done on one object again and again.
template <typename Kind>
constexpr bool can_be_repeated =
  !std::is_same<Kind, accept_into<asio::any_io_executor>>::value
  && !std::is_same<Kind, connect_to_full<asio::any_io_executor>>::value;

// Whether an operation that is ready calls its handler at once.
template <typename Kind>
bool is_immediate(Kind& kind)
{
  kind.make_ready();
  ended result;
  kind.start(asio::bind_immediate_executor(
        asio::system_executor(), result.handler()));
  BOOST_TEST(!result.error);
  return result.calls == 1 && kind.has_succeeded();
}

} // namespace

// One that need not wait.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_operation_that_is_ready_is_immediate,
    Kind, kinds)
{
  asio::io_context context;
  Kind kind(context.get_executor());
  BOOST_TEST(is_immediate(kind));
  BOOST_TEST(context.poll() == 0u);
}

// Operations that had to wait teach the next ones nothing.
BOOST_AUTO_TEST_CASE_TEMPLATE(operations_are_immediate_after_those_that_waited,
    Kind, kinds)
{
  if constexpr (can_be_repeated<Kind>)
  {
    asio::io_context context;
    Kind kind(context.get_executor());
    // Sends find the queue full the first time only.
    for (int i = 0; i < 3; ++i)
    {
      ended result;
      start_waiting(context, kind, result.handler());
      kind.make_ready();
      run(context);
      BOOST_TEST(result.calls == 1);
      BOOST_TEST(kind.has_succeeded());
    }
    for (int i = 0; i < 20; ++i)
      BOOST_TEST(is_immediate(kind));
  }
}

// One that waits is called by its context all the same.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_operation_that_waits_is_not_immediate,
    Kind, kinds)
{
  asio::io_context context;
  Kind kind(context.get_executor());
  int calls = 0;
  kind.start(asio::bind_immediate_executor(asio::system_executor(),
        [&](const error_code& ec, auto&&...)
        {
          ++calls;
          BOOST_TEST(!ec);
          BOOST_TEST(context.get_executor().running_in_this_thread());
        }));
  BOOST_TEST(calls == 0);
  kind.make_ready();
  BOOST_TEST(calls == 0);
  run(context);
  BOOST_TEST(calls == 1);
}

// An error is immediate as well.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_error_is_immediate, Kind, kinds)
{
  // A connect would open its socket again.
  if constexpr (!std::is_same<Kind,
      connect_to_full<asio::any_io_executor>>::value)
  {
    asio::io_context context;
    Kind kind(context.get_executor());
    kind.object().close();
    ended result;
    kind.start(asio::bind_immediate_executor(
          asio::system_executor(), result.handler()));
    BOOST_TEST(result.calls == 1);
    BOOST_TEST(result.error == asio::error::bad_descriptor);
  }
}

#else // defined(TEST_HAS_IMMEDIATE_EXECUTOR)

BOOST_AUTO_TEST_CASE(there_are_no_immediate_executors)
{
  BOOST_TEST(true);
}

#endif // defined(TEST_HAS_IMMEDIATE_EXECUTOR)

BOOST_AUTO_TEST_SUITE_END()
