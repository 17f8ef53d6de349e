// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Connections to a server whose backlog is full.

#include "connecting.hpp"

#include "features.hpp"
#include "tracking_executor.hpp"

#include <atomic>
#include <future>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(connection_full_backlog, no_leaks)

// In non-blocking mode the synchronous form says so, and never success.
BOOST_AUTO_TEST_CASE(a_full_backlog_would_block_in_non_blocking_mode)
{
  for (const form how : synchronous_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      crowded server(context);
      packet_socket client(context);
      boost_seqpacket::open(client);
      client.non_blocking(true);
      BOOST_TEST(connect_by(how, context, client, server.where)
          == asio::error::would_block);
      BOOST_TEST(full_backlogs == 1);
      BOOST_TEST(client.is_open());
      error_code ec;
      (void)client.remote_endpoint(ec);
      BOOST_TEST(ec == asio::error::not_connected);

      // Nothing is pending: with room the same call connects.
      (void)boost_seqpacket::accept(server.acceptor);
      BOOST_TEST(!connect_by(how, context, client, server.where));
    }
  }
}

// The time of SO_SNDTIMEO is the user's: when it is over the function says so.
BOOST_AUTO_TEST_CASE(a_full_backlog_is_waited_for_until_the_send_timeout)
{
  asio::io_context context;
  crowded server(context);
  packet_socket client(context);
  boost_seqpacket::open(client);
  const ::timeval time = {0, 1000};
  BOOST_REQUIRE(::setsockopt(client.native_handle(), SOL_SOCKET, SO_SNDTIMEO,
      &time, sizeof(time)) == 0);
  error_code ec;
  boost_seqpacket::connect(client, server.where, ec);
  BOOST_TEST(ec == asio::error::would_block);
}

// In blocking mode the synchronous form waits, in the kernel or where Asio has
// made the descriptor non-blocking for itself in pauses.
BOOST_AUTO_TEST_CASE(a_full_backlog_is_waited_for_in_blocking_mode)
{
  for (const bool native_non_blocking : {false, true})
  {
    BOOST_TEST_CONTEXT("native_non_blocking " << native_non_blocking)
    {
      asio::io_context context;
      crowded server(context);
      packet_socket client(context);
      boost_seqpacket::open(client);
      client.native_non_blocking(native_non_blocking);

      std::atomic<bool> about_to{false};
      auto connected_later = std::async(std::launch::async,
          [&]
          {
            error_code ec;
            about_to = true;
            boost_seqpacket::connect(client, server.where, ec);
            return ec;
          });
      // It has seen the full backlog twice, or is on its way into the kernel.
      const auto end = std::chrono::steady_clock::now() + deadline;
      while ((native_non_blocking ? full_backlogs < 2 : !about_to)
          && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
      (void)boost_seqpacket::accept(server.acceptor);
      BOOST_REQUIRE((connected_later.wait_for(deadline)
          == std::future_status::ready));
      BOOST_TEST(!connected_later.get());
      packet_socket served = boost_seqpacket::accept(server.acceptor);
      BOOST_TEST(are_connected(client, served));
    }
  }
}

// The asynchronous form completes when there is room and not before: what says
// success is connected.
BOOST_AUTO_TEST_CASE(a_full_backlog_is_waited_for_asynchronously)
{
  asio::io_context context;
  crowded server(context);
  packet_socket client(context);
  int calls = 0;
  async_connect(client, server.where,
      [&](const error_code& ec)
      {
        BOOST_TEST(!ec);
        ++calls;
      });
  run_until(context, [] { return full_backlogs >= 3; });
  BOOST_TEST(calls == 0);
  (void)boost_seqpacket::accept(server.acceptor);
  run(context);
  BOOST_TEST(calls == 1);
  packet_socket served = boost_seqpacket::accept(server.acceptor);
  BOOST_TEST(are_connected(client, served));
}

// A server that goes while a client waits for it ends the wait.
BOOST_AUTO_TEST_CASE(a_server_that_goes_ends_the_wait)
{
  asio::io_context context;
  crowded server(context);
  packet_socket client(context);
  error_code error;
  async_connect(client, server.where,
      [&](const error_code& ec) { error = ec; });
  run_until(context, [] { return full_backlogs >= 1; });
  server.acceptor.close();
  run(context);
  BOOST_TEST(error == asio::error::connection_refused);
  BOOST_TEST(!client.is_open());
}

// close() ends a pause; the operation does not take the next socket of the same
// object for its own.
BOOST_AUTO_TEST_CASE(close_ends_a_pause)
{
  for (const bool open_anew : {false, true})
  {
    asio::io_context context;
    crowded server(context);
    packet_socket client(context);
    error_code error;
    async_connect(client, server.where,
        [&](const error_code& ec) { error = ec; });
    run_until(context, [] { return full_backlogs >= 1; });
    client.close();
    if (open_anew)
      boost_seqpacket::open(client);
    run(context);
    BOOST_TEST(error == asio::error::operation_aborted);
    BOOST_TEST(client.is_open() == open_anew);
  }
}

// An operation that is destroyed in a pause with its context leaves nothing.
BOOST_AUTO_TEST_CASE(a_context_that_is_destroyed_in_a_pause_leaves_nothing)
{
  auto context = std::make_unique<asio::io_context>();
  asio::io_context servers;
  crowded server(servers);
  auto owned = std::make_shared<packet_socket>(*context);
  async_connect(*owned, server.where, [owned](const error_code&) {});
  run_until(*context, [] { return full_backlogs >= 2; });
  std::weak_ptr<packet_socket> watch = owned;
  owned.reset();
  context.reset();
  BOOST_TEST(watch.expired());
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// A cancelled connect has not connected. What it had opened is closed, what was
// open stays open.
BOOST_AUTO_TEST_CASE(a_signal_ends_a_pause)
{
  for (const asio::cancellation_type type : {
      asio::cancellation_type::terminal, asio::cancellation_type::partial,
      asio::cancellation_type::total})
  {
    for (const bool opened : {false, true})
    {
      asio::io_context context;
      crowded server(context);
      packet_socket client(context);
      if (opened)
        boost_seqpacket::open(client);
      asio::cancellation_signal signal;
      error_code error;
      async_connect(client, server.where,
          asio::bind_cancellation_slot(signal.slot(),
            [&](const error_code& ec) { error = ec; }));
      run_until(context, [] { return full_backlogs >= 2; });
      signal.emit(type);
      run(context);
      BOOST_TEST(error == asio::error::operation_aborted);
      BOOST_TEST(client.is_open() == opened);
    }
  }
}

// A signal between the end of the pause and the next try counts as well.
BOOST_AUTO_TEST_CASE(a_signal_between_the_pause_and_the_next_try_ends_it)
{
  asio::io_context context;
  asio::io_context other;
  crowded server(context);
  packet_socket client(context);
  asio::cancellation_signal signal;
  error_code error;
  track resumed;
  async_connect(client, server.where,
      asio::bind_executor(
        tracking_executor<asio::io_context::executor_type>(
          other.get_executor(), resumed),
        asio::bind_cancellation_slot(signal.slot(),
          [&](const error_code& ec) { error = ec; })));
  run_until(context, [&] { return resumed.submitted == 1; });
  signal.emit(asio::cancellation_type::total);
  (void)boost_seqpacket::accept(server.acceptor);
  other.run_for(deadline);
  BOOST_TEST(error == asio::error::operation_aborted);
  BOOST_TEST(!client.is_open());
  BOOST_TEST(full_backlogs == 1);
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

BOOST_AUTO_TEST_SUITE_END()
