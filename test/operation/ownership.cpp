// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Who owns a descriptor when something goes wrong.

#include "features.hpp"
#include "kinds.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

struct thrown
{
};

// A pipe, whose reading end tells when nobody holds the writing end any more.
struct watched_file
{
  watched_file()
  {
    int ends[2];
    BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    reader.reset(ends[0]);
    writer.reset(ends[1]);
  }

  bool is_held() const
  {
    ::pollfd state = {reader.native_handle(), 0, 0};
    return ::poll(&state, 1, 0) == 0;
  }

  // The kernel looks for sockets that hold only each other when some socket is
  // closed, and then when it finds time.
  bool is_let_go() const
  {
    const auto end = std::chrono::steady_clock::now() + deadline;
    ::pollfd state = {reader.native_handle(), 0, 0};
    do
    {
      asio::io_context context;
      const connected another(context);
      if (::poll(&state, 1, 0) == 1)
        break;
    }
    while (::poll(&state, 1, 10) == 0
        && std::chrono::steady_clock::now() < end);
    return (state.revents & POLLHUP) != 0;
  }

  unique_descriptor reader;
  unique_descriptor writer;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_ownership, no_leaks)

// The handler holds the descriptors and is never called.
BOOST_AUTO_TEST_CASE(handler_destroyed_with_its_context_closes)
{
  const unique_descriptor file = make_file("x");
  char bytes[8];
  bool called = false;
  {
    asio::io_context context;
    connected sockets(context);
    send_descriptors(sockets.a, text("x"), {file.native_handle()});
    async_receive_descriptors<1>(sockets.b, asio::buffer(bytes),
        [&](const error_code&, std::size_t, std::array<unique_descriptor, 1>)
        {
          called = true;
        });
    // The packet was received inside the initiation: one more is open.
    BOOST_TEST(open_descriptors() > before);
  }
  BOOST_TEST(!called);
}

// The same of every kind of operation, whether it is done at once or waits, and
// whether its socket is destroyed before the context or its handler throws.
BOOST_AUTO_TEST_CASE_TEMPLATE(nothing_stays_open, Kind, kinds)
{
  for (const bool waits : {false, true})
  {
    for (const bool runs : {false, true})
    {
      bool called = false;
      {
        asio::io_context context;
        Kind kind(context.get_executor());
        if (!waits)
          kind.make_ready();
        kind.start([&](const error_code&, auto... results)
            {
              called = true;
              (void(results), ...);
              throw thrown();
            });
        if (waits)
        {
          context.poll();
          kind.make_ready();
          context.restart();
        }
        if (runs)
          BOOST_CHECK_THROW(run(context), thrown);
      }
      BOOST_TEST(called == runs);
      BOOST_TEST(open_descriptors() == before);
    }
  }
}

// The operation waits and is never resumed; the packet in the queue goes with
// the socket.
BOOST_AUTO_TEST_CASE(waiting_operation_destroyed_with_its_context_closes)
{
  const unique_descriptor file = make_file("x");
  char bytes[8];
  incoming_ancillary<1> incoming;
  {
    asio::io_context context;
    connected sockets(context);
    async_receive_message(sockets.b, asio::buffer(bytes), incoming,
        [](const error_code&, std::size_t) {});
    context.poll();
    send_descriptors(sockets.a, text("x"), {file.native_handle()});
    context.restart();
  }
  BOOST_TEST(incoming.descriptors().empty());
}

// An ancillary object that was filled keeps its descriptors, whatever happens to
// the handler.
BOOST_AUTO_TEST_CASE(the_ancillary_object_owns_without_a_handler)
{
  const unique_descriptor file = make_file("content");
  char bytes[8];
  incoming_ancillary<1> incoming;
  {
    asio::io_context context;
    connected sockets(context);
    send_descriptors(sockets.a, text("x"), {file.native_handle()});
    async_receive_message(sockets.b, asio::buffer(bytes), incoming,
        [](const error_code&, std::size_t) {});
  }
  BOOST_TEST(incoming.descriptors().size() == 1u);
  BOOST_TEST(content_of(incoming.descriptors()[0]) == "content");
}

// An exception leaves the handler with what was handed to it closed.
BOOST_AUTO_TEST_CASE(handler_that_throws_closes)
{
  const unique_descriptor file = make_file("x");
  asio::io_context context;
  connected sockets(context);
  char bytes[8];
  for (const bool waits : {false, true})
  {
    const auto receive = [&]
        {
          async_receive_descriptors<1>(sockets.b, asio::buffer(bytes),
              [](const error_code&, std::size_t,
                std::array<unique_descriptor, 1> files)
              {
                if (files[0].is_open())
                  throw thrown();
              });
        };
    if (waits)
      receive();
    context.restart();
    context.poll();
    send_descriptors(sockets.a, text("x"), {file.native_handle()});
    if (!waits)
      receive();
    BOOST_CHECK_THROW(run(context), thrown);
  }
}

#if defined(TEST_HAS_COROUTINES) && defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// A coroutine that is cancelled while it waits, and one that is destroyed while
// it holds descriptors.
BOOST_AUTO_TEST_CASE(cancelled_and_destroyed_coroutines_close)
{
  const unique_descriptor file = make_file("x");
  char bytes[8];
  bool cancelled = false;
  {
    asio::io_context context;
    connected sockets(context);
    asio::cancellation_signal signal;
    const auto waiting = [&]() -> asio::awaitable<void>
        {
          auto result = co_await async_receive_descriptors<1>(
              sockets.b, asio::buffer(bytes), asio::use_awaitable);
          (void)result;
        };
    asio::co_spawn(context, waiting(), asio::bind_cancellation_slot(
        signal.slot(), [&](std::exception_ptr e) { cancelled = !!e; }));
    context.poll();
    signal.emit(asio::cancellation_type::terminal);
    run(context);
    BOOST_TEST(cancelled);

    // The packet was not touched by the cancelled receive.
    send_descriptors(sockets.a, text("x"), {file.native_handle()});
    const auto holding = [&]() -> asio::awaitable<void>
        {
          auto result = co_await async_receive_descriptors<1>(
              sockets.b, asio::buffer(bytes), asio::use_awaitable);
          asio::steady_timer never(
              co_await asio::this_coro::executor, deadline);
          co_await never.async_wait(asio::use_awaitable);
          (void)result;
        };
    asio::co_spawn(context, holding(), asio::detached);
    context.restart();
    context.poll();
  }
}

#endif // coroutines with cancellation

// The socket is closed under the operation: no descriptor of the queue survives.
BOOST_AUTO_TEST_CASE(closing_the_socket_closes_what_is_queued)
{
  asio::io_context context;
  connected sockets(context);
  {
    const unique_descriptor file = make_file("x");
    for (int i = 0; i < 4; ++i)
      send_descriptors(sockets.a, text("x"), {file.native_handle()});
  }
  sockets.b.close();
}

// What an outgoing object owns is open during the wait and closed by clear().
BOOST_AUTO_TEST_CASE(an_owned_descriptor_outlives_the_wait)
{
  asio::io_context context;
  connected sockets(context);
  fill_queue(sockets.a);
  outgoing_ancillary<1> outgoing;
  unique_descriptor file = make_file("content");
  const int number = file.native_handle();
  outgoing.add_descriptor(std::move(file));
  BOOST_TEST(!file.is_open());

  bool sent = false;
  async_send_message(sockets.a, text("last"), outgoing,
      [&](const error_code& ec, std::size_t)
      {
        BOOST_TEST(!ec);
        sent = true;
      });
  context.poll();
  BOOST_TEST(is_open(number));

  char bytes[8];
  incoming_ancillary<1> incoming;
  while (!sent)
  {
    receive_message(sockets.b, asio::buffer(bytes), incoming);
    context.restart();
    context.poll();
  }
  BOOST_TEST(is_open(number));
  outgoing.clear();
  BOOST_TEST(!is_open(number));
  error_code ec;
  while (incoming.descriptors().empty() && !ec)
    receive_message(
        sockets.b, asio::buffer(bytes), incoming, MSG_DONTWAIT, ec);
  BOOST_REQUIRE(incoming.descriptors().size() == 1u);
  BOOST_TEST(content_of(incoming.descriptors()[0]) == "content");
}

// A received descriptor is never open in a child that execs, not even for the
// moment between two calls.
BOOST_AUTO_TEST_CASE(received_descriptors_are_close_on_exec)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("x");
  char bytes[8];
  send_descriptors(sockets.a, text("x"),
      {file.native_handle(), file.native_handle()});
  incoming_ancillary<2> incoming;
  receive_message(sockets.b, asio::buffer(bytes), incoming, MSG_PEEK);
  for (const unique_descriptor& one : incoming.descriptors())
    BOOST_TEST(is_close_on_exec(one.native_handle()));
  const auto received = receive_descriptors<2>(
      sockets.b, asio::buffer(bytes));
  for (const unique_descriptor& one : std::get<1>(received))
    BOOST_TEST(is_close_on_exec(one.native_handle()));
}

// 253 in one packet, and the whole way for each form.
BOOST_AUTO_TEST_CASE(all_descriptors_of_a_full_packet_are_owned)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("x");
  const std::vector<int> many(253, file.native_handle());
  char bytes[8];
  send_descriptors(sockets.a, text("x"), many);
  incoming_ancillary<253> incoming;
  receive_message(sockets.b, asio::buffer(bytes), incoming);
  BOOST_TEST(incoming.descriptors().size() == 253u);
  incoming.clear();

  send_descriptors(sockets.a, text("x"), many);
  auto all = receive_descriptors<253>(sockets.b, asio::buffer(bytes));
  BOOST_TEST(std::get<1>(all)[252].is_open());

  const std::vector<int> too_many(254, file.native_handle());
  error_code ec;
  send_descriptors(sockets.a, text("x"), too_many, ec);
  BOOST_TEST(ec == seqpacket_errc::ancillary_full);
  receive_message(
      sockets.b, asio::buffer(bytes), incoming, MSG_DONTWAIT, ec);
  BOOST_TEST(ec == asio::error::would_block);
}

// A socket that is sent over itself arrives as a descriptor of its own. It has an
// owner, as any other.
BOOST_AUTO_TEST_CASE(a_socket_sent_over_itself_arrives)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[8];
  send_descriptors(sockets.a, text("both"),
      {sockets.a.native_handle(), sockets.b.native_handle()});
  incoming_ancillary<2> incoming;
  receive_message(sockets.b, asio::buffer(bytes), incoming);
  BOOST_REQUIRE(incoming.descriptors().size() == 2u);
  BOOST_TEST(same_file(incoming.descriptors()[1].native_handle(),
        sockets.b.native_handle()));

  // It is the same socket: closed here, it is open there.
  sockets.b.close();
  packet_socket again(context, protocol(),
      incoming.descriptors()[1].release());
  send_message(sockets.a, text("more"), no_ancillary);
  BOOST_TEST(receive_message(again, asio::buffer(bytes), incoming) == 4u);
}

// A socket in its own queue that nobody can receive from is collected, with
// all that is queued beside it.
BOOST_AUTO_TEST_CASE(a_socket_in_its_own_queue_is_collected)
{
  watched_file file;
  asio::io_context context;
  connected sockets(context);
  send_descriptors(sockets.a, text("x"),
      {sockets.b.native_handle(), file.writer.native_handle()});
  file.writer.reset();
  sockets.a.close();
  BOOST_TEST(file.is_held());
  sockets.b.close();
  BOOST_TEST(file.is_let_go());
}

// Likewise two sockets, each in the queue of the other.
BOOST_AUTO_TEST_CASE(sockets_in_the_queues_of_each_other_are_collected)
{
  watched_file file;
  asio::io_context context;
  connected one(context);
  connected two(context);
  send_descriptors(one.a, text("x"),
      {two.b.native_handle(), file.writer.native_handle()});
  send_descriptors(two.a, text("x"),
      {one.b.native_handle(), file.writer.native_handle()});
  file.writer.reset();
  one.a.close();
  two.a.close();
  one.b.close();
  BOOST_TEST(file.is_held());
  two.b.close();
  BOOST_TEST(file.is_let_go());
}

// One of the two is received, and with it the other one: what is moved out is
// all that is left of them.
BOOST_AUTO_TEST_CASE(sockets_in_the_queues_of_each_other_are_received)
{
  watched_file file;
  asio::io_context context;
  connected one(context);
  connected two(context);
  send_descriptors(one.a, text("x"), {two.b.native_handle()});
  send_descriptors(two.a, text("x"),
      {one.b.native_handle(), file.writer.native_handle()});
  file.writer.reset();
  two.b.close();
  char bytes[8];
  auto first = receive_descriptors<1>(one.b, asio::buffer(bytes));
  packet_socket again(context, protocol(), std::get<1>(first)[0].release());
  {
    const auto second = receive_descriptors<2>(again, asio::buffer(bytes));
    BOOST_TEST(same_file(std::get<1>(second)[0].native_handle(),
          one.b.native_handle()));
    BOOST_TEST(file.is_held());
  }
  BOOST_TEST(file.is_let_go());
}

// Who reads slowly makes the sender wait after a few packets, and holds no more
// descriptors than these have. They stay open until he reads, and then all
// packets are there.
BOOST_AUTO_TEST_CASE(slow_reader_holds_what_fits_a_small_send_buffer)
{
  watched_file file;
  asio::io_context context;
  connected sockets(context);
  sockets.a.set_option(asio::socket_base::send_buffer_size(4096));
  sockets.a.non_blocking(true);
  const int number = file.writer.native_handle();
  std::size_t sent = 0;
  error_code ec;
  for (; !ec; ++sent)
    send_descriptors(sockets.a, text("x"), {number}, ec);
  --sent;
  BOOST_TEST(ec == asio::error::would_block);
  BOOST_TEST(sent != 0u);
  // Each packet counts with what the kernel keeps of it, at least 256 bytes.
  BOOST_TEST(sent <= 2u * 4096 / 256);

  bool done = false;
  async_send_descriptors(sockets.a, text("last"), {number},
      [&](const error_code& e, std::size_t)
      {
        BOOST_TEST(!e);
        done = true;
      });
  context.poll();
  BOOST_TEST(!done);

  char bytes[8];
  for (std::size_t i = 0; i < sent; ++i)
  {
    const auto received = receive_descriptors<1>(
        sockets.b, asio::buffer(bytes));
    BOOST_TEST(std::get<0>(received) == 1u);
  }
  run(context);
  BOOST_TEST(done);
  file.writer.reset();
  BOOST_TEST(file.is_held());
  {
    const auto last = receive_descriptors<1>(
        sockets.b, asio::buffer(bytes));
    BOOST_TEST(std::get<0>(last) == 4u);
  }
  BOOST_TEST(file.is_let_go());
}

BOOST_AUTO_TEST_SUITE_END()
