// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
// Large messages while an operation waits: what it owns, and when it lets go.

#include "large_message.hpp"

#include "features.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(large_message_operations, no_leaks,
    *boost::unit_test::timeout(60))

namespace {

// A send of a large message that waits because the queue is full.
struct waiting_send
{
  waiting_send()
  {
    filled = fill_queue(sockets.a);
    opened = open_descriptors();
  }

  auto handler()
  {
    return [this](const error_code& result, std::size_t n)
        {
          ec = result;
          size = n;
          ++calls;
          opened_in_handler = open_descriptors();
        };
  }

  void begin()
  {
    context.restart();
    context.poll();
    BOOST_TEST(calls == 0);
    BOOST_TEST(open_descriptors() == opened + 1);
  }

  // Takes the packets before, and reports whether there is one behind.
  bool has_arrived()
  {
    char byte;
    for (; filled != 0; --filled)
      receive_message(sockets.b, asio::buffer(&byte, 1));
    error_code late;
    native_socket receiver(sockets.b);
    receiver.non_blocking(true);
    receive_large_message(receiver, message, late);
    return !late;
  }

  asio::io_context context;
  connected sockets{context};
  std::size_t filled = 0;
  std::size_t opened = 0;
  std::size_t opened_in_handler = 0;
  error_code ec;
  std::size_t size = 0;
  int calls = 0;
  large_message message{large_size};
};

} // namespace

// The bytes are copied at the beginning, and sent as they were then.
BOOST_AUTO_TEST_CASE(a_waiting_send_has_made_its_memory)
{
  waiting_send s;
  std::string bytes = pattern(large_size);
  const std::string copy = bytes;
  async_send_large_message(s.sockets.a, asio::buffer(bytes), s.handler());
  s.begin();
  bytes.assign(large_size, '-');
  char byte;
  for (; s.filled != 0; --s.filled)
    receive_message(s.sockets.b, asio::buffer(&byte, 1));
  test::run(s.context);
  BOOST_TEST(!s.ec);
  BOOST_TEST(s.size == large_size);
  BOOST_TEST(s.opened_in_handler == s.opened);
  BOOST_TEST(s.has_arrived());
  BOOST_TEST((view_of(s.message) == copy));
}

// A closed socket ends the operation, which has sent nothing.
BOOST_AUTO_TEST_CASE(a_send_over_a_closed_socket_gives_up_its_memory)
{
  waiting_send s;
  const std::string bytes = pattern(large_size);
  async_send_large_message(s.sockets.a, asio::buffer(bytes), s.handler());
  s.begin();
  s.sockets.a.close();
  test::run(s.context);
  BOOST_TEST(s.ec == asio::error::operation_aborted);
  BOOST_TEST(s.size == 0u);
  BOOST_TEST(s.opened_in_handler == s.opened - 1);
}

// A context that is destroyed destroys the operation and its memory.
BOOST_AUTO_TEST_CASE(a_destroyed_context_leaves_no_memory)
{
  waiting_send s;
  const std::string bytes = pattern(large_size);
  const std::size_t opened = open_descriptors();
  {
    asio::io_context other;
    connected sockets(other);
    fill_queue(sockets.a);
    async_send_large_message(sockets.a, asio::buffer(bytes),
        [](const error_code&, std::size_t) { BOOST_ERROR("called"); });
    other.poll();
  }
  BOOST_TEST(open_descriptors() == opened);
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// A cancelled send has sent nothing, and a cancelled receive consumes nothing.
BOOST_AUTO_TEST_CASE(a_cancelled_operation_has_done_nothing)
{
  for (const auto type : {asio::cancellation_type::terminal,
      asio::cancellation_type::partial, asio::cancellation_type::total})
  {
    waiting_send s;
    const std::string bytes = pattern(large_size);
    asio::cancellation_signal signal;
    async_send_large_message(s.sockets.a, asio::buffer(bytes),
        asio::bind_cancellation_slot(signal.slot(), s.handler()));
    s.begin();
    signal.emit(type);
    test::run(s.context);
    BOOST_TEST(s.ec == asio::error::operation_aborted);
    BOOST_TEST(s.opened_in_handler == s.opened);
    BOOST_TEST(!s.has_arrived());

    error_code ec;
    large_message message(large_size);
    async_receive_large_message(s.sockets.b, message,
        asio::bind_cancellation_slot(signal.slot(),
          [&](const error_code& result, std::size_t) { ec = result; }));
    s.context.restart();
    s.context.poll();
    signal.emit(type);
    send_large_message(s.sockets.a, asio::buffer(bytes));
    test::run(s.context);
    BOOST_TEST(ec == asio::error::operation_aborted);
    BOOST_TEST(message.size() == 0u);
    BOOST_TEST(receive_large_message(s.sockets.b, message) == large_size);
  }
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

#if defined(TEST_HAS_DEFERRED)

// Each launch makes memory of its own.
BOOST_AUTO_TEST_CASE(a_deferred_send_is_launched_twice)
{
  asio::io_context context;
  connected sockets(context);
  const std::string bytes = pattern(large_size);
  const std::size_t opened = open_descriptors();
  auto send = async_send_large_message(
      sockets.a, asio::buffer(bytes), asio::deferred);
  BOOST_TEST(open_descriptors() == opened);
  int calls = 0;
  const auto handler = [&](const error_code& ec, std::size_t size)
      {
        ++calls;
        BOOST_TEST(!ec);
        BOOST_TEST(size == large_size);
      };
  send(handler);
  std::move(send)(handler);
  test::run(context);
  BOOST_TEST(calls == 2);
  large_message message(large_size);
  for (int i = 0; i < 2; ++i)
  {
    receive_large_message(sockets.b, message);
    BOOST_TEST((view_of(message) == bytes));
  }
}

#endif // defined(TEST_HAS_DEFERRED)

// What waits gets the message that comes.
BOOST_AUTO_TEST_CASE(a_waiting_receive_gets_the_message)
{
  asio::io_context context;
  connected sockets(context);
  const std::string bytes = pattern(large_size);
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(make_file("content"));
  for (const std::size_t size : {std::size_t(0), std::size_t(5), large_size})
  {
    large_message message(large_size);
    incoming_ancillary<1> incoming;
    int calls = 0;
    const std::size_t opened = open_descriptors();
    async_receive_large_message(sockets.b, message, incoming,
        [&](const error_code& ec, std::size_t received)
        {
          ++calls;
          BOOST_TEST(!ec);
          BOOST_TEST(received == size);
          BOOST_TEST(open_descriptors() == opened + 1);
        });
    context.restart();
    context.poll();
    send_large_message(sockets.a, asio::buffer(bytes, size), outgoing);
    test::run(context);
    BOOST_TEST(calls == 1);
    BOOST_TEST((view_of(message) == bytes.substr(0, size)));
    BOOST_TEST(incoming.descriptors().size() == 1u);
  }
}

// The end is the end, and an empty message is none. With a descriptor an empty
// message is none even if the peer has closed after it.
BOOST_AUTO_TEST_CASE(an_empty_message_is_not_the_end)
{
  asio::io_context context;
  connected sockets(context);
  large_message message(10);
  error_code ec;
  send_large_message(sockets.a, asio::const_buffer());
  BOOST_TEST(receive_large_message(sockets.b, message, ec) == 0u);
  BOOST_TEST(!ec);
  send_large_message(sockets.a, make_sealed_memory(asio::const_buffer()));
  sockets.a.close();
  BOOST_TEST(receive_large_message(sockets.b, message, ec) == 0u);
  BOOST_TEST(!ec);
  BOOST_TEST(receive_large_message(sockets.b, message, ec) == 0u);
  BOOST_TEST(ec == asio::error::eof);
  async_receive_large_message(sockets.b, message,
      [&](const error_code& result, std::size_t) { ec = result; });
  ec = error_code();
  test::run(context);
  BOOST_TEST(ec == asio::error::eof);
}

// A peek that does not begin at the next packet would hide its size.
BOOST_AUTO_TEST_CASE(a_peek_offset_is_refused)
{
  asio::io_context context;
  connected sockets(context);
  const int offset = 0;
  BOOST_TEST_REQUIRE(::setsockopt(sockets.b.native_handle(), SOL_SOCKET,
        SO_PEEK_OFF, &offset, sizeof(offset)) == 0);
  send_large_message(sockets.a, text("hello"));
  large_message message(10);
  error_code ec;
  receive_large_message(sockets.b, message, ec);
  BOOST_TEST(ec == asio::error::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
