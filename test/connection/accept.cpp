// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Connections that are accepted, in every form, and how that completes.

#include "server.hpp"

#include "features.hpp"

#include <future>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(connection_accept, no_leaks)

// --- the forms ------------------------------------------------------------------

// An accepted socket is connected, and no child inherits it.
BOOST_AUTO_TEST_CASE(accepted_socket_is_connected_and_close_on_exec)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      server s;
      packet_socket client = s.client();
      packet_socket peer(s.context);
      BOOST_TEST(!accept_by(how, s, peer));
      BOOST_TEST(is_close_on_exec(peer.native_handle()));
      BOOST_TEST(are_connected(client, peer));
      BOOST_TEST(!s.listener.non_blocking());
      BOOST_TEST(!peer.non_blocking());
    }
  }
}

// The other synchronous forms give a socket of the executor that was asked for.
BOOST_AUTO_TEST_CASE(the_socket_has_the_executor)
{
  server s;
  asio::io_context other;
  const auto strand = asio::make_strand(other.get_executor());
  packet_socket clients[] = {s.client(), s.client(), s.client(), s.client(),
    s.client(), s.client()};
  error_code ec;

  auto a = boost_seqpacket::accept(s.listener);
  auto b = boost_seqpacket::accept(s.listener, ec);
  static_assert(std::is_same<decltype(a), packet_socket>::value, "");
  BOOST_TEST((a.get_executor() == s.listener.get_executor()));

  auto c = boost_seqpacket::accept(s.listener, other);
  static_assert(std::is_same<decltype(c)::executor_type,
      asio::io_context::executor_type>::value, "");
  BOOST_TEST((c.get_executor() == other.get_executor()));
  auto d = boost_seqpacket::accept(s.listener, other, ec);

  auto e = boost_seqpacket::accept(s.listener, strand);
  static_assert(std::is_same<std::decay_t<decltype(e.get_executor())>,
      std::decay_t<decltype(strand)>>::value, "");
  BOOST_TEST((e.get_executor() == strand));
  auto f = boost_seqpacket::accept(
      s.listener, asio::any_io_executor(strand), ec);
  BOOST_TEST(!ec);
  BOOST_TEST(are_connected(clients[0], a));
  BOOST_TEST(are_connected(clients[1], b));
  BOOST_TEST(are_connected(clients[2], c));
  BOOST_TEST(are_connected(clients[3], d));
  BOOST_TEST(are_connected(clients[4], e));
  BOOST_TEST(are_connected(clients[5], f));
}

// So do the asynchronous ones.
BOOST_AUTO_TEST_CASE(the_asynchronous_socket_has_the_executor)
{
  server s;
  asio::io_context other;
  const auto strand = asio::make_strand(other.get_executor());
  packet_socket clients[] = {s.client(), s.client(), s.client()};
  int calls = 0;
  async_accept(s.listener,
      [&](const error_code& ec, packet_socket peer)
      {
        BOOST_TEST(!ec);
        BOOST_TEST(are_connected(clients[0], peer));
        ++calls;
      });
  run(s.context);
  async_accept(s.listener, other,
      [&](const error_code& ec, auto peer)
      {
        BOOST_TEST(!ec);
        BOOST_TEST((peer.get_executor() == other.get_executor()));
        BOOST_TEST(are_connected(clients[1], peer));
        ++calls;
      });
  run(s.context);
  async_accept(s.listener, strand,
      [&](const error_code& ec, auto peer)
      {
        BOOST_TEST(!ec);
        BOOST_TEST((peer.get_executor() == strand));
        BOOST_TEST(are_connected(clients[2], peer));
        ++calls;
      });
  run(s.context);
  BOOST_TEST(calls == 3);
}

// Streams and generic sockets are accepted as well.
BOOST_AUTO_TEST_CASE(streams_and_generic_sockets_are_accepted)
{
  asio::io_context context;
  asio::local::stream_protocol::acceptor listener(context);
  boost_seqpacket::open(listener);
  listener.bind(asio::local::stream_protocol::endpoint());
  listener.listen();
  asio::local::stream_protocol::socket clients[] = {
    asio::local::stream_protocol::socket(context),
    asio::local::stream_protocol::socket(context)};
  for (auto& client : clients)
    boost_seqpacket::connect(client, listener.local_endpoint());
  auto peer = boost_seqpacket::accept(listener);
  BOOST_TEST(are_connected(clients[0], peer));
  asio::generic::stream_protocol::socket generic(context);
  boost_seqpacket::accept(listener, generic);
  BOOST_TEST(are_connected(clients[1], generic));
}

// Asio's member functions know their acceptor: nothing of ours stands in the
// way of calls without a namespace.
BOOST_AUTO_TEST_CASE(calls_without_a_namespace_are_asios)
{
  using namespace boost::asio;
  using namespace boost::asio::local;
  server s;
  packet_socket client(s.context);
  connect(client, s.where);
  packet_socket peer(s.context);
  accept(s.listener, peer);
  BOOST_TEST(are_connected(client, peer));
  packet_socket a(s.context);
  packet_socket b(s.context);
  connect_pair(a, b);
  BOOST_TEST(is_close_on_exec(a.native_handle()));
}

// --- waiting --------------------------------------------------------------------

// Without a connection the non-blocking form says so.
BOOST_AUTO_TEST_CASE(non_blocking_form_would_block_without_a_connection)
{
  server s;
  s.listener.non_blocking(true);
  for (const form how : synchronous_forms)
  {
    packet_socket peer(s.context);
    BOOST_TEST(accept_by(how, s, peer) == asio::error::would_block);
    BOOST_TEST(!peer.is_open());
  }
}

// The blocking form waits, also where Asio has made the descriptor non-blocking
// for itself.
BOOST_AUTO_TEST_CASE(the_synchronous_form_waits)
{
  for (const bool native_non_blocking : {false, true})
  {
    server s;
    s.listener.native_non_blocking(native_non_blocking);
    auto later = std::async(std::launch::async,
        [&]
        {
          error_code ec;
          (void)boost_seqpacket::accept(s.listener, ec);
          return ec;
        });
    packet_socket client(s.context);
    boost_seqpacket::connect(client, s.where);
    BOOST_REQUIRE((later.wait_for(deadline) == std::future_status::ready));
    BOOST_TEST(!later.get());
  }
}

// The asynchronous form waits for the next connection.
BOOST_AUTO_TEST_CASE(the_asynchronous_form_waits)
{
  server s;
  accepted result;
  result.start(s);
  s.context.poll();
  BOOST_TEST(result.calls == 0);
  packet_socket client = s.client();
  run(s.context);
  BOOST_TEST(!result.error);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(client, *result.socket));
}

// --- errors -------------------------------------------------------------------

// No connection is taken for a socket that has one, nor is that one touched.
BOOST_AUTO_TEST_CASE(into_an_open_socket_is_refused)
{
  for (const form how : all_forms)
  {
    server s;
    connected sockets(s.context);
    packet_socket client = s.client();
    BOOST_TEST(accept_by(how, s, sockets.a) == asio::error::already_open);
    BOOST_TEST(accept_calls == 0);
    BOOST_TEST(are_connected(sockets.a, sockets.b));
    packet_socket peer = boost_seqpacket::accept(s.listener);
    BOOST_TEST(are_connected(client, peer));
  }
}

// An acceptor that is closed, or does not listen.
BOOST_AUTO_TEST_CASE(acceptors_that_do_not_listen_are_errors)
{
  for (const form how : all_forms)
  {
    server s;
    packet_socket peer(s.context);
    s.listener.close();
    BOOST_TEST(accept_by(how, s, peer) == asio::error::bad_descriptor);
    boost_seqpacket::open(s.listener);
    BOOST_TEST(accept_by(how, s, peer) == asio::error::invalid_argument);
    BOOST_TEST(!peer.is_open());
  }
}

// The acceptor of another family, which only asio::generic lets pass.
BOOST_AUTO_TEST_CASE(acceptors_of_other_families_are_errors)
{
  asio::io_context context;
  asio::basic_socket_acceptor<asio::generic::stream_protocol> listener(
      context, asio::generic::stream_protocol(AF_INET, IPPROTO_TCP));
  asio::generic::stream_protocol::socket peer(context);
  error_code ec;
  boost_seqpacket::accept(listener, peer, ec);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  error_code result;
  async_accept(listener, peer, [&](const error_code& e) { result = e; });
  run(context);
  BOOST_TEST(result == asio::error::address_family_not_supported);
}

// Calls that were interrupted and connections that were given up are skipped.
BOOST_AUTO_TEST_CASE(aborted_connections_are_skipped)
{
  for (const form how : all_forms)
  {
    server s;
    packet_socket client = s.client();
    packet_socket peer(s.context);
    next_errors = {EINTR, ECONNABORTED, EPROTO, ECONNABORTED};
    BOOST_TEST(!accept_by(how, s, peer));
    BOOST_TEST(are_connected(client, peer));
  }
}

// An error that nobody thought of arrives unchanged.
BOOST_AUTO_TEST_CASE(an_unknown_error_arrives_unchanged)
{
  for (const form how : all_forms)
  {
    server s;
    packet_socket peer(s.context);
    next_errors = {EIO};
    BOOST_TEST(accept_by(how, s, peer) == boost::system::errc::io_error);
    BOOST_TEST(!peer.is_open());
  }
}

// --- ownership and completion ---------------------------------------------------

// A connection whose handler is destroyed is closed.
BOOST_AUTO_TEST_CASE(a_handler_that_is_destroyed_closes_its_connection)
{
  packet_socket* kept = nullptr;
  asio::io_context clients;
  packet_socket client(clients);
  {
    server s;
    boost_seqpacket::connect(client, s.where);
    async_accept(s.listener,
        [kept](const error_code&, packet_socket) { (void)kept; });
    BOOST_TEST(accept_calls == 1);
  }
  char byte;
  incoming_ancillary<0> incoming;
  error_code ec;
  receive_message(client, asio::buffer(&byte, 1), incoming, ec);
  BOOST_TEST(ec == asio::error::eof);
}

// Futures, deferred operations and coroutines.
BOOST_AUTO_TEST_CASE(a_future_gets_the_connection)
{
  server s;
  packet_socket client = s.client();
  std::future<packet_socket> result = async_accept(
      s.listener, asio::use_future);
  run(s.context);
  packet_socket peer = result.get();
  BOOST_TEST(are_connected(client, peer));
}

#if defined(TEST_HAS_DEFERRED)

BOOST_AUTO_TEST_CASE(a_deferred_operation_accepts_twice)
{
  server s;
  auto operation = async_accept(s.listener, asio::deferred);
  for (int i = 0; i < 2; ++i)
  {
    packet_socket client = s.client();
    accepted result;
    operation(result.handler());
    run(s.context);
    BOOST_REQUIRE(result.socket.has_value());
    BOOST_TEST(are_connected(client, *result.socket));
  }
}

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_COROUTINES)

BOOST_AUTO_TEST_CASE(a_coroutine_accepts)
{
  server s;
  bool done = false;
  asio::co_spawn(s.context,
      [&]() -> asio::awaitable<void>
      {
        using token = asio::use_awaitable_t<>;
        packet_socket client = s.client();
        packet_socket peer = co_await async_accept(
            s.listener, asio::use_awaitable);
        BOOST_TEST(are_connected(client, peer));

        token::as_default_on_t<acceptor> listener(s.context);
        boost_seqpacket::open(listener);
        listener.bind(endpoint());
        listener.listen();
        packet_socket another(s.context);
        boost_seqpacket::connect(another, listener.local_endpoint());
        auto with_default = co_await async_accept(listener);
        BOOST_TEST(are_connected(another, with_default));
        packet_socket third(s.context);
        boost_seqpacket::connect(third, listener.local_endpoint());
        packet_socket into(s.context);
        co_await async_accept(listener, into);
        peer_filter everybody([](const peer_identity&) { return true; });
        packet_socket fourth(s.context);
        boost_seqpacket::connect(fourth, listener.local_endpoint());
        auto filtered = co_await async_accept(listener, everybody);
        BOOST_TEST(are_connected(fourth, filtered));
        done = true;
      },
      [](std::exception_ptr e)
      {
        BOOST_TEST(!e);
      });
  run(s.context);
  BOOST_TEST(done);
}

#endif // defined(TEST_HAS_COROUTINES)

#if defined(TEST_HAS_IMMEDIATE_EXECUTOR)

// With an immediate executor bound a connection that is there is given at once.
BOOST_AUTO_TEST_CASE(an_immediate_executor_completes_at_once)
{
  server s;
  packet_socket client = s.client();
  accepted result;
  async_accept(s.listener, asio::bind_immediate_executor(
        asio::system_executor(), result.handler()));
  BOOST_TEST(result.calls == 1);
}

#endif // defined(TEST_HAS_IMMEDIATE_EXECUTOR)

BOOST_AUTO_TEST_SUITE_END()
