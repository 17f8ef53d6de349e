// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A send to an address whose queue is full. The socket polls writable all the
// time, and the send must not spin for that.

#include "datagram.hpp"

#include "features.hpp"
#include "system_calls.hpp"

#include <optional>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// What a handler was given.
struct handled
{
  auto handler()
  {
    return [this](const error_code& ec, std::size_t n)
        {
          ++calls;
          result = {ec, n};
        };
  }

  int calls = 0;
  outcome result = success(0);
};

// A server whose queue is full, and a client that sends to it.
struct full
  : no_leaks
{
  full()
    : size(fill_queue_of(sockets.client, sockets.to("server")))
  {
  }

  void start()
  {
    async_send_message_to(sockets.client, text("late"), no_ancillary,
        sockets.to("server"), sent.handler());
  }

  // The operation has tried, and pauses.
  void poll_some()
  {
    for (int i = 0; i < 3; ++i)
      context.run_one_for(std::chrono::milliseconds(20));
    BOOST_TEST(sent.calls == 0);
  }

  void expect_late_packet()
  {
    discard(sockets.server, size - 1);
    char bytes[8];
    BOOST_TEST(receive_message(sockets.server, asio::buffer(bytes)) == 4u);
    BOOST_TEST(std::string_view(bytes, 4) == "late");
    BOOST_TEST(has_nothing(sockets.server));
  }

  asio::io_context context;
  named sockets{context};
  std::size_t size;
  handled sent;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(datagram_full_queue, full,
    *boost::unit_test::timeout(90))

// Why there must be pauses: the socket is writable, and a send would block.
BOOST_AUTO_TEST_CASE(the_socket_is_writable_although_the_queue_is_full)
{
  error_code ec;
  BOOST_TEST((detail::poll_ops::events(
        sockets.client.native_handle(), POLLOUT, ec) & POLLOUT) != 0);
}

// A send that waits makes few system calls, however long it waits.
BOOST_AUTO_TEST_CASE(a_send_that_waits_does_not_spin)
{
  counted.reset();
  const auto begin = std::chrono::steady_clock::now();
  start();
  while (counted.sendmsg < 6)
    context.run_one_for(deadline);
  const auto end = std::chrono::steady_clock::now();
  BOOST_TEST(counted.sendmsg <= most_tries_in(end - begin));
  BOOST_TEST(counted.poll == 0);
  BOOST_TEST(sent.calls == 0);
  discard(sockets.server, 1);
  run(context);
  BOOST_TEST(sent.calls == 1);
  BOOST_TEST(sent.result == success(4));
  expect_late_packet();
}

// The same of a thread that waits. The server takes a packet after some pauses.
BOOST_AUTO_TEST_CASE(a_thread_that_waits_does_not_spin)
{
  for (const form how : synchronous_forms)
  {
    fill_queue_of(sockets.client, sockets.to("server"));
    counted.reset();
    static std::atomic<int> pauses;
    pauses = 0;
    on_poll = [] { ++pauses; };
    const auto begin = std::chrono::steady_clock::now();
    std::thread server([&]
        {
          while (pauses < 5)
            std::this_thread::yield();
          discard(sockets.server, 1);
        });
    BOOST_TEST(send_to(how, sockets.client, "late", sockets.to("server"))
        == success(4));
    const auto end = std::chrono::steady_clock::now();
    server.join();
    on_poll = nullptr;
    BOOST_TEST(counted.sendmsg >= 5);
    BOOST_TEST(counted.sendmsg <= most_tries_in(end - begin));
  }
}

// Neither form waits if the caller forbids it.
BOOST_AUTO_TEST_CASE(a_send_that_must_not_wait_would_block)
{
  for (const form how : synchronous_forms)
  {
    BOOST_TEST(send_to(how, sockets.client, "x", sockets.to("server"),
          MSG_DONTWAIT) == failure(asio::error::would_block));
    sockets.client.non_blocking(true);
    BOOST_TEST(send_to(how, sockets.client, text("x"), no_ancillary,
          sockets.to("server")) == failure(asio::error::would_block));
    sockets.client.non_blocking(false);
  }
}

// Another receiver is reached while one queue is full.
BOOST_AUTO_TEST_CASE(a_full_queue_stops_no_other_destination)
{
  start();
  poll_some();
  datagram_socket other =
    named_socket<datagram_socket>(context, sockets.directory / "other");
  for (const form how : synchronous_forms)
    BOOST_TEST(send_to(how, sockets.client, "x", sockets.to("other"))
        == success(1));
  discard(other, 2);
  discard(sockets.server, 1);
  run(context);
  BOOST_TEST(sent.result == success(4));
}

// close() ends the wait at the end of the pause, and nothing is sent.
BOOST_AUTO_TEST_CASE(close_ends_it)
{
  start();
  poll_some();
  sockets.client.close();
  run(context);
  BOOST_TEST(sent.calls == 1);
  BOOST_TEST(sent.result == failure(asio::error::operation_aborted));
  discard(sockets.server, size);
  BOOST_TEST(has_nothing(sockets.server));
}

// A number that stands for another socket meanwhile is not used.
BOOST_AUTO_TEST_CASE(another_socket_is_not_touched)
{
  start();
  poll_some();
  const int number = sockets.client.native_handle();
  sockets.client.close();
  open(sockets.client);
  BOOST_TEST(sockets.client.native_handle() == number);
  discard(sockets.server, size);
  run(context);
  BOOST_TEST(sent.result == failure(asio::error::operation_aborted));
  BOOST_TEST(has_nothing(sockets.server));
}

// A moved socket's operation goes on; a destroyed socket's does not.
BOOST_AUTO_TEST_CASE(a_moved_socket_goes_on_and_a_destroyed_one_does_not)
{
  std::optional<datagram_socket> socket =
    unnamed_socket<datagram_socket>(context);
  async_send_message_to(*socket, text("late"), sockets.to("server"),
      sent.handler());
  poll_some();
  std::optional<datagram_socket> other(std::move(*socket));
  discard(sockets.server, 1);
  run(context);
  BOOST_TEST(sent.result == success(4));

  async_send_message_to(*other, text("late"), sockets.to("server"),
      sent.handler());
  context.restart();
  context.run_one_for(std::chrono::milliseconds(20));
  other.reset();
  run(context);
  BOOST_TEST(sent.calls == 2);
  BOOST_TEST(sent.result == failure(asio::error::operation_aborted));
}

// A receiver that goes away while a send waits is an error of that send.
BOOST_AUTO_TEST_CASE(a_receiver_that_closes_ends_it)
{
  start();
  poll_some();
  sockets.server.close();
  run(context);
  BOOST_TEST(sent.result == failure(asio::error::connection_refused));
}

// A receiver that restarts while a send waits gets the packet.
BOOST_AUTO_TEST_CASE(a_receiver_that_restarts_gets_the_packet)
{
  start();
  poll_some();
  sockets.server.close();
  ::unlink((sockets.directory / "server").c_str());
  sockets.server =
    named_socket<datagram_socket>(context, sockets.directory / "server");
  run(context);
  BOOST_TEST(sent.result == success(4));
  size = 1;
  expect_late_packet();
}

// Descriptors are sent once, when there is room, and none is left open.
BOOST_AUTO_TEST_CASE(descriptors_wait_with_the_packet)
{
  const unique_descriptor file = make_file("content");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file.native_handle());
  async_send_message_to(sockets.client, text("late"), outgoing,
      sockets.to("server"), sent.handler());
  poll_some();
  discard(sockets.server, size);
  run(context);
  char bytes[8];
  incoming_ancillary<1> incoming;
  datagram_endpoint sender;
  BOOST_TEST(receive_message_from(
        sockets.server, asio::buffer(bytes), incoming, sender) == 4u);
  BOOST_TEST(incoming.descriptors().size() == 1u);
  BOOST_TEST(has_nothing(sockets.server));
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// A signal ends it at once, and nothing is sent.
BOOST_AUTO_TEST_CASE(a_signal_cancels_it)
{
  asio::cancellation_signal signal;
  async_send_message_to(sockets.client, text("late"), sockets.to("server"),
      asio::bind_cancellation_slot(signal.slot(), sent.handler()));
  poll_some();
  signal.emit(asio::cancellation_type::total);
  run(context);
  BOOST_TEST(sent.calls == 1);
  BOOST_TEST(sent.result == failure(asio::error::operation_aborted));
  discard(sockets.server, size);
  BOOST_TEST(has_nothing(sockets.server));
}

#endif

BOOST_AUTO_TEST_SUITE_END()
