// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Stackful coroutines. On its own, since it needs Boost.Context.

#include "test.hpp"

#include <boost/asio/spawn.hpp>

#include <boost_seqpacket/handover.hpp>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(operation_spawn, no_leaks)

namespace {

template <typename Function>
void spawn_on(asio::io_context& context, Function function)
{
#if BOOST_ASIO_VERSION >= 102400 // Boost 1.80
  asio::spawn(context, function, asio::detached);
#else
  asio::spawn(context, function);
#endif
}

} // namespace

// A message that waits, one that is there, and errors by both ways.
BOOST_AUTO_TEST_CASE(yield_context_gets_messages_and_errors)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("content");
  bool done = false;
  spawn_on(context, [&](asio::yield_context yield)
      {
        char bytes[8];
        incoming_ancillary<1> incoming;
        const std::size_t n = async_receive_message(
            sockets.b, asio::buffer(bytes), incoming, yield);
        BOOST_TEST(n == 5u);
        BOOST_TEST(content_of(incoming.descriptors()[0]) == "content");

        error_code ec;
        async_receive_message(
            sockets.b, asio::buffer(bytes), incoming, yield[ec]);
        BOOST_TEST(ec == asio::error::eof);
        BOOST_CHECK_THROW(
            async_receive_message(
              sockets.b, asio::buffer(bytes), incoming, yield),
            boost::system::system_error);
        done = true;
      });
  spawn_on(context, [&](asio::yield_context yield)
      {
        const std::size_t n = async_send_descriptors(sockets.a,
            text("hello"), {file.native_handle()}, yield);
        BOOST_TEST(n == 5u);
        sockets.a.close();
      });
  run(context);
  BOOST_TEST(done);
}

#if BOOST_ASIO_VERSION >= 102400 // Boost 1.80: more than one result

BOOST_AUTO_TEST_CASE(yield_context_gets_descriptors)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("content");
  bool done = false;
  spawn_on(context, [&](asio::yield_context yield)
      {
        char bytes[8];
        auto [n, files] = async_receive_descriptors<1>(
            sockets.b, asio::buffer(bytes), yield);
        BOOST_TEST(n == 5u);
        BOOST_TEST(content_of(files[0]) == "content");
        done = true;
      });
  spawn_on(context, [&](asio::yield_context yield)
      {
        async_send_descriptors(sockets.a, text("hello"),
            {file.native_handle()}, yield);
      });
  run(context);
  BOOST_TEST(done);
}

#endif

// Both sides of a handover, with errors by both ways.
BOOST_AUTO_TEST_CASE(yield_context_hands_over)
{
  asio::io_context context;
  connected control(context);
  connected session(context);
  handover_offer offer;
  offer.add_listener("listener", session.a);
  offer.add_session("session", session.b, text("state"));
  int done = 0;
  spawn_on(context, [&](asio::yield_context yield)
      {
        async_offer_handover(control.a, offer, deadline, yield);
        async_commit_handover(control.a, offer, deadline, yield);
        async_await_successor(control.a, deadline, yield);
        error_code ec;
        async_await_successor(control.a, deadline, yield[ec]);
        BOOST_TEST(ec == seqpacket_errc::successor_lost);
        ++done;
      });
  spawn_on(context, [&](asio::yield_context yield)
      {
        const std::vector<handed_listener> listeners =
          async_receive_handover(control.b, deadline, yield);
        BOOST_TEST(listeners.size() == 1u);
        const std::vector<handed_session> sessions =
          async_take_over(control.b, deadline, yield);
        BOOST_TEST(sessions.size() == 1u);
        async_confirm_handover(control.b, yield);
        control.b.close();
        BOOST_CHECK_THROW(
            async_take_over(control.b, deadline, yield),
            boost::system::system_error);
        ++done;
      });
  run(context);
  BOOST_TEST(done == 2);
}

BOOST_AUTO_TEST_SUITE_END()
