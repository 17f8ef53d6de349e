// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Sockets and acceptors whose executor is a strand.

#include "kinds.hpp"

#include "features.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

template <typename Executor>
struct executor_of;

template <template <typename> class Kind, typename Executor>
struct executor_of<Kind<Executor>>
{
  using type = Executor;
};

// An operation waits, and its handler runs on the strand of the socket.
template <typename Kind>
void expect_handler_on_strand(bool is_ready)
{
  using strand = typename executor_of<Kind>::type;
  asio::io_context context;
  const strand executor(context.get_executor());
  Kind kind(executor);
  if (is_ready)
    kind.make_ready();
  int calls = 0;
  kind.start([&](const error_code& ec, auto&&...)
      {
        ++calls;
        BOOST_TEST(!ec);
        BOOST_TEST(executor.running_in_this_thread());
      });
  context.poll();
  if (!is_ready)
  {
    BOOST_TEST(calls == 0);
    kind.make_ready();
  }
  run(context);
  BOOST_TEST(calls == 1);
  BOOST_TEST(kind.has_succeeded());
}

using kinds_on_any_strand = kinds_on<asio::strand<asio::any_io_executor>>;
using kinds_on_open_strand =
  kinds_on<asio::strand<asio::io_context::executor_type>>;

struct listening
{
  explicit listening(asio::io_context& context)
    : listener(context),
      client(context)
  {
    boost_seqpacket::open(listener);
    listener.bind(endpoint());
    listener.listen(1);
    boost_seqpacket::connect(client, listener.local_endpoint());
  }

  acceptor listener;
  packet_socket client;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_strands, no_leaks)

// A strand of any_io_executor is what make_strand gives for the executor of a
// socket.
BOOST_AUTO_TEST_CASE_TEMPLATE(operations_wait_on_a_strand_of_any_executor,
    Kind, kinds_on_any_strand)
{
  expect_handler_on_strand<Kind>(false);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(operations_are_done_on_a_strand_of_any_executor,
    Kind, kinds_on_any_strand)
{
  expect_handler_on_strand<Kind>(true);
}

// The strand of an io_context's own executor.
BOOST_AUTO_TEST_CASE_TEMPLATE(operations_wait_on_a_strand_of_an_io_context,
    Kind, kinds_on_open_strand)
{
  expect_handler_on_strand<Kind>(false);
}

// The handler has a strand of its own, and the socket another one.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_strand_of_the_handler_comes_first,
    Kind, kinds_on_any_strand)
{
  asio::io_context context;
  const asio::strand<asio::any_io_executor> executor(context.get_executor());
  const auto strand = asio::make_strand(context);
  Kind kind(executor);
  int calls = 0;
  kind.start(asio::bind_executor(strand, [&](const error_code& ec, auto&&...)
      {
        ++calls;
        BOOST_TEST(!ec);
        BOOST_TEST(strand.running_in_this_thread());
        BOOST_TEST(!executor.running_in_this_thread());
      }));
  context.poll();
  kind.make_ready();
  run(context);
  BOOST_TEST(calls == 1);
}

// A server gives each connection a strand of its own when it accepts it.
BOOST_AUTO_TEST_CASE(accept_puts_a_connection_onto_a_strand)
{
  asio::io_context context;
  listening server(context);
  auto peer = boost_seqpacket::accept(server.listener,
      asio::make_strand(server.listener.get_executor()));
  static_assert(std::is_same<decltype(peer),
      socket_on<asio::strand<asio::any_io_executor>>>::value, "");
  const auto strand = peer.get_executor();
  char bytes[8];
  incoming_ancillary<0> ancillary;
  bool done = false;
  async_receive_message(peer, asio::buffer(bytes), ancillary,
      [&](const error_code& ec, std::size_t)
      {
        BOOST_TEST(!ec);
        BOOST_TEST(strand.running_in_this_thread());
        done = true;
      });
  context.poll();
  send_message(server.client, text("x"), no_ancillary);
  run(context);
  BOOST_TEST(done);
}

// The asynchronous form, which waits on the acceptor's executor and hands the
// connection over to the strand.
BOOST_AUTO_TEST_CASE(async_accept_puts_a_connection_onto_a_strand)
{
  using strand_socket = socket_on<asio::strand<asio::any_io_executor>>;
  asio::io_context context;
  listening server(context);
  char bytes[8];
  bool done = false;
  std::unique_ptr<strand_socket> connection;
  async_accept(server.listener,
      asio::make_strand(server.listener.get_executor()),
      [&](const error_code& ec, strand_socket peer)
      {
        BOOST_TEST(!ec);
        connection = std::make_unique<strand_socket>(std::move(peer));
        const auto strand = connection->get_executor();
        async_receive_message(*connection, asio::buffer(bytes),
            [&done, strand](const error_code& error, std::size_t)
            {
              BOOST_TEST(!error);
              BOOST_TEST(strand.running_in_this_thread());
              done = true;
            });
      });
  context.poll();
  send_message(server.client, text("x"), no_ancillary);
  run(context);
  BOOST_TEST(done);
}

#if defined(TEST_HAS_COROUTINES)

// The same in a coroutine.
BOOST_AUTO_TEST_CASE(a_coroutine_accepts_onto_a_strand)
{
  asio::io_context context;
  listening server(context);
  std::size_t received = 0;
  const auto body = [&]() -> asio::awaitable<void>
      {
        auto peer = co_await async_accept(server.listener,
            asio::make_strand(server.listener.get_executor()),
            asio::use_awaitable);
        char bytes[8];
        incoming_ancillary<0> ancillary;
        received = co_await async_receive_message(
            peer, asio::buffer(bytes), ancillary, asio::use_awaitable);
      };
  asio::co_spawn(context, body(), asio::detached);
  context.poll();
  send_message(server.client, text("abc"), no_ancillary);
  run(context);
  BOOST_TEST(received == 3u);
}

#endif // defined(TEST_HAS_COROUTINES)

BOOST_AUTO_TEST_SUITE_END()
