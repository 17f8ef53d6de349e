// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A send of objects that waits sends the files of its beginning, and touches no
// object that has another one by then.

#include "test.hpp"

#include "features.hpp"
#include "objects.hpp"
#include "process.hpp"

#include <optional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// A send of one object into a full queue.
template <typename IoObject>
struct waiting_send
{
  explicit waiting_send(IoObject first)
    : object(std::move(first))
  {
    queued = fill_queue(way.a);
    async_send_object(way.a, object, [this](const error_code& ec)
        {
          result = ec;
        });
    context().poll();
    BOOST_TEST(!result.has_value());
  }

  asio::io_context& context()
  {
    return static_cast<asio::io_context&>(
        asio::query(object.get_executor(), asio::execution::context));
  }

  // The peer takes what is in the way, and then the object.
  IoObject receive()
  {
    char byte;
    incoming_ancillary<0> nothing;
    for (; queued != 0; --queued)
      receive_message(way.b, asio::buffer(&byte, 1), nothing);
    run_until(context(), [&] { return result.has_value(); });
    BOOST_REQUIRE(!*result);
    return receive_object<IoObject>(way.b, context());
  }

  IoObject object;
  connected way{context()};
  std::size_t queued = 0;
  std::optional<error_code> result;
};

std::uint64_t value_of(watched& counter)
{
  std::uint64_t value = 0;
  error_code ec;
  counter.non_blocking(true);
  counter.read_some(asio::buffer(&value, sizeof(value)), ec);
  return value;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(object_waiting, no_leaks)

// The operation closes the object when the packet is sent, and not before.
BOOST_AUTO_TEST_CASE(an_object_is_open_until_it_is_sent)
{
  asio::io_context context;
  tcp_pair pair(context);
  waiting_send<tcp::socket> send(std::move(pair.a));
  BOOST_TEST(send.object.is_open());
  asio::write(send.object, text("a"));
  BOOST_TEST(read_text(pair.b, 1) == "a");

  tcp::socket received = send.receive();
  BOOST_TEST(!send.object.is_open());
  asio::write(received, text("b"));
  BOOST_TEST(read_text(pair.b, 1) == "b");
}

// The number means another socket by then. That one is not sent, and not closed.
BOOST_AUTO_TEST_CASE(a_number_that_is_used_again_sends_the_first_file)
{
  asio::io_context context;
  tcp_pair pair(context);
  tcp_pair other(context);
  waiting_send<tcp::socket> send(std::move(pair.a));
  const int number = send.object.native_handle();
  send.object.close();
  BOOST_REQUIRE(::dup3(other.a.native_handle(), number, O_CLOEXEC) == number);
  other.a.close();
  send.object.assign(tcp::v4(), number);

  tcp::socket received = send.receive();
  asio::write(received, text("first"));
  BOOST_TEST(read_text(pair.b, 5) == "first");
  BOOST_TEST(send.object.native_handle() == number);
  asio::write(send.object, text("other"));
  BOOST_TEST(read_text(other.b, 5) == "other");
}

// All eventfds have one inode. The system can tell them apart all the same.
BOOST_AUTO_TEST_CASE(a_number_of_another_eventfd_is_left_alone,
    * boost::unit_test::precondition(needs_linux{6, 10}))
{
  asio::io_context context;
  waiting_send<watched> send(make_counter(context, 1));
  const int number = send.object.native_handle();
  send.object.close();
  send.object.assign(::eventfd(2, EFD_CLOEXEC));
  BOOST_REQUIRE(send.object.native_handle() == number);
  watched received = send.receive();
  BOOST_TEST(value_of(received) == 1u);
  BOOST_TEST(send.object.native_handle() == number);
  BOOST_TEST(value_of(send.object) == 2u);
}

// A closed object, and one that was moved to another object.
BOOST_AUTO_TEST_CASE(an_object_that_is_gone_is_sent_all_the_same)
{
  asio::io_context context;
  {
    waiting_send<watched> send(make_counter(context, 5));
    send.object.close();
    watched received = send.receive();
    BOOST_TEST(value_of(received) == 5u);
  }
  waiting_send<watched> send(make_counter(context, 5));
  watched elsewhere = std::move(send.object);
  watched received = send.receive();
  BOOST_TEST(elsewhere.is_open());
  BOOST_TEST(value_of(received) == 5u);
}

// What waits for the object ends as if it were closed.
BOOST_AUTO_TEST_CASE(pending_operations_of_the_object_end)
{
  for (const bool is_async : {false, true})
  {
    asio::io_context context;
    connected way(context);
    tcp_pair pair(context);
    int calls = 0;
    char byte;
    pair.a.async_read_some(asio::buffer(&byte, 1),
        [&](const error_code& ec, std::size_t)
        {
          ++calls;
          BOOST_TEST(ec == asio::error::operation_aborted);
        });
    if (is_async)
      async_send_object(way.a, pair.a, [&](const error_code&) { ++calls; });
    else
      send_object(way.a, pair.a);
    run(context);
    BOOST_TEST(calls == (is_async ? 2 : 1));
  }
}

#if defined(TEST_HAS_EPOLL)

// The packet has the open file as well, so that a mere close would leave it in
// the epoll of the sender, for an object that is gone.
BOOST_AUTO_TEST_CASE(the_sender_watches_the_file_no_more)
{
  asio::io_context context;
  connected way(context);
  tcp_pair pair(context);
  const unique_descriptor same(::dup(pair.a.native_handle()));
  BOOST_TEST(is_watched(same.native_handle()));
  send_object(way.a, pair.a);
  BOOST_TEST(!is_watched(same.native_handle()));
  asio::write(pair.b, text("x"));
  BOOST_TEST(context.poll() == 0u);
}

#endif // defined(TEST_HAS_EPOLL)

// The duplicates are closed before the handler is called: after a cancellation,
// an error and a success.
BOOST_AUTO_TEST_CASE(duplicates_are_closed_before_the_handler)
{
  for (const error_code expected : {error_code(asio::error::operation_aborted),
      error_code(asio::error::connection_reset), error_code()})
  {
    asio::io_context context;
    connected way(context);
    watched event = make_counter(context);
    fill_queue(way.a);
    const std::size_t open_before = open_descriptors();
    std::size_t at_the_end = 0;
    async_send_object(way.a, event, [&](const error_code& ec)
        {
          BOOST_TEST(ec == expected);
          at_the_end = open_descriptors();
        });
    context.poll();
    BOOST_TEST(open_descriptors() == open_before + 1);
    if (!expected)
      discard_all(way.b);
    else if (expected == asio::error::connection_reset)
      way.b.close();
    else
      way.a.cancel();
    run(context);
    const bool stays = event.is_open();
    BOOST_TEST(stays == expected.failed());
    const std::size_t closed = (stays ? 0 : 1) + (way.b.is_open() ? 0 : 1);
    BOOST_TEST(at_the_end == open_before - closed);
  }
}

// A context that is destroyed ends the operation without a call.
BOOST_AUTO_TEST_CASE(an_operation_that_is_destroyed_keeps_the_object)
{
  asio::io_context objects;
  watched event = make_counter(objects, 3);
  {
    asio::io_context context;
    connected way(context);
    fill_queue(way.a);
    async_send_object(way.a, event, [](const error_code&)
        {
          BOOST_ERROR("the handler was called");
        });
    context.poll();
  }
  BOOST_TEST(value_of(event) == 3u);
}

// The sending socket itself goes.
BOOST_AUTO_TEST_CASE(a_socket_can_send_itself)
{
  asio::io_context context;
  connected way(context);
  send_object(way.a, way.a);
  BOOST_TEST(!way.a.is_open());
  way.a = receive_object<packet_socket>(way.b, context);
  BOOST_TEST(are_connected(way.a, way.b));
}

// An object that is given twice arrives twice.
BOOST_AUTO_TEST_CASE(an_object_can_go_twice_in_one_message)
{
  asio::io_context context;
  connected way(context);
  watched event = make_counter(context, 4);
  send_object(way.a, event, event);
  BOOST_TEST(!event.is_open());
  auto [first, second] = receive_object<watched, watched>(way.b, context);
  BOOST_TEST(value_of(first) == 4u);
  BOOST_TEST(value_of(second) == 0u);
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// A cancelled send has sent nothing, and a cancelled receive has received
// nothing.
BOOST_AUTO_TEST_CASE(cancellation_leaves_all_as_it_was)
{
  for (const auto type : {asio::cancellation_type::terminal,
      asio::cancellation_type::partial, asio::cancellation_type::total})
  {
    asio::io_context context;
    connected way(context);
    watched event = make_counter(context, 6);
    const std::size_t queued = fill_queue(way.a);
    asio::cancellation_signal signal;
    int calls = 0;
    const auto is_aborted = [&](const error_code& ec, auto&&...)
        {
          ++calls;
          BOOST_TEST(ec == asio::error::operation_aborted);
        };
    async_send_object(way.a, event,
        asio::bind_cancellation_slot(signal.slot(), is_aborted));
    context.poll();
    signal.emit(type);
    run(context);
    BOOST_TEST(calls == 1);
    BOOST_TEST(value_of(event) == 6u);

    char byte;
    incoming_ancillary<0> nothing;
    for (std::size_t i = 0; i < queued; ++i)
      receive_message(way.b, asio::buffer(&byte, 1), nothing);
    async_receive_object<watched>(way.b, context,
        asio::bind_cancellation_slot(signal.slot(), is_aborted));
    context.restart();
    context.poll();
    signal.emit(type);
    run(context);
    BOOST_TEST(calls == 2);
    send_object(way.a, event);
    BOOST_TEST(receive_object<watched>(way.b, context).is_open());
  }
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

#if defined(TEST_HAS_DEFERRED)

// The objects are looked at when the operation is launched.
BOOST_AUTO_TEST_CASE(a_deferred_send_can_be_launched_again)
{
  asio::io_context context;
  connected way(context);
  watched event = make_counter(context);
  auto send = async_send_object(way.a, event, asio::deferred);
  std::vector<error_code> results;
  const auto store = [&](const error_code& ec) { results.push_back(ec); };
  auto again = send;
  std::move(send)(store);
  run(context);
  auto third = again;
  std::move(again)(store);
  run(context);
  event = receive_object<watched>(way.b, context);
  std::move(third)(store);
  run(context);
  BOOST_REQUIRE(results.size() == 3u);
  BOOST_TEST(!results[0]);
  BOOST_TEST(results[1] == asio::error::bad_descriptor);
  BOOST_TEST(!results[2]);
}

#endif // defined(TEST_HAS_DEFERRED)

BOOST_AUTO_TEST_SUITE_END()
