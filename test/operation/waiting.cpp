// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Which forms wait, whatever the modes of the socket and of its descriptor, and
// which do not.

#include "forms.hpp"

#include "system_calls.hpp"

#include <sys/time.h>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// The two ways to say that a call shall not wait.
template <typename Socket>
void check_would_block(Socket& a, Socket& b, message_flags flags)
{
  for (const form how : synchronous_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      char byte;
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_by(
          how, b, asio::buffer(&byte, 1), incoming, flags)
          == failure(asio::error::would_block));
    }
  }
  const std::size_t queued = fill_queue(a);
  BOOST_TEST(queued > 0u);
  for (const form how : synchronous_forms)
  {
    BOOST_TEST(send_by(how, a, text("y"), no_ancillary, flags)
        == failure(asio::error::would_block));
  }

  // Nothing was lost, nothing was sent.
  std::size_t received = 0;
  for (error_code ec; !ec; ++received)
  {
    char byte = ' ';
    incoming_ancillary<1> incoming;
    receive_message(b, asio::buffer(&byte, 1), incoming, MSG_DONTWAIT, ec);
    BOOST_TEST_REQUIRE((ec || byte == 'x'));
  }
  BOOST_TEST(received - 1 == queued);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_waiting, no_leaks,
    *boost::unit_test::timeout(90))

// The flag of the system, or the mode of the socket, keep the synchronous forms
// from waiting.
BOOST_AUTO_TEST_CASE_TEMPLATE(flag_or_mode_keep_synchronous_forms_from_waiting,
    Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  check_would_block(sockets.a, sockets.b, MSG_DONTWAIT);
  sockets.a.non_blocking(true);
  sockets.b.non_blocking(true);
  check_would_block(sockets.a, sockets.b, 0);

  char byte;
  for (const form how : synchronous_forms)
  {
    std::array<unique_descriptor, 1> arrived;
    BOOST_TEST(receive_descriptors_by(
        how, sockets.b, asio::buffer(&byte, 1), arrived)
        == failure(asio::error::would_block));
  }
}

// The asynchronous forms wait all the same: would_block is nothing that a
// handler could do something about.
BOOST_AUTO_TEST_CASE(asynchronous_forms_always_wait)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.non_blocking(true);
  char byte = ' ';
  incoming_ancillary<1> incoming;
  outcome result = failure(asio::error::fault);
  async_receive_message(sockets.b, asio::buffer(&byte, 1), incoming,
      MSG_DONTWAIT,
      [&result](const error_code& ec, std::size_t n) { result = {ec, n}; });
  context.poll();
  BOOST_TEST(result == failure(asio::error::fault));
  send_message(sockets.a, text("x"), no_ancillary);
  run(context);
  BOOST_TEST(result == success(1));
  BOOST_TEST(byte == 'x');
}

// No call changes how the descriptor blocks.
BOOST_AUTO_TEST_CASE(mode_of_the_descriptor_stays)
{
  asio::io_context context;
  connected sockets(context);
  const auto mode = [&sockets]
  {
    return ::fcntl(sockets.b.native_handle(), F_GETFL) & O_NONBLOCK;
  };
  char byte;
  incoming_ancillary<1> incoming;
  for (const form how : synchronous_forms)
  {
    error_code ec;
    receive_message(sockets.b, asio::buffer(&byte, 1), incoming,
        MSG_DONTWAIT, ec);
    BOOST_TEST(mode() == 0);
    send_message(sockets.a, text("x"), no_ancillary);
    BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
        == success(1));
    BOOST_TEST(mode() == 0);
    BOOST_TEST(!sockets.b.non_blocking());
  }
}

// Asio makes the descriptor of a socket non-blocking for its own asynchronous
// operations. The synchronous forms wait all the same.
BOOST_AUTO_TEST_CASE(synchronous_forms_wait_on_a_non_blocking_descriptor)
{
  for (const form how : synchronous_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      connected sockets(context);
      char byte = ' ';
      for (protocol::socket* each : {&sockets.a, &sockets.b})
      {
        message_flags out_flags = 0;
        each->async_receive(asio::buffer(&byte, 1), out_flags,
            [](const error_code&, std::size_t) {});
        context.poll();
        each->cancel();
        run(context);
        BOOST_TEST((::fcntl(each->native_handle(), F_GETFL) & O_NONBLOCK)
            != 0);
        BOOST_TEST(!each->non_blocking());
      }

      const std::size_t queued = fill_queue(sockets.a);
      std::thread sender(
          [&sockets] { sockets.a.send(text("last"), 0); });
      incoming_ancillary<0> incoming;
      for (std::size_t i = 0; i < queued; ++i)
        BOOST_TEST(receive_by(
            how, sockets.b, asio::buffer(&byte, 1), incoming) == success(1));
      sender.join();
      char bytes[8];
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
          == success(4));

      // Nothing is there, until the thread sends.
      sender = std::thread(
          [&sockets] { sockets.a.send(text("x"), 0); });
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      sender.join();

      // The queue is full, until the thread receives.
      const std::size_t again = fill_queue(sockets.a);
      std::thread receiver(
          [&sockets, again]
          {
            for (std::size_t i = 0; i <= again; ++i)
            {
              char each;
              message_flags out_flags = 0;
              sockets.b.receive(asio::buffer(&each, 1), out_flags);
            }
          });
      BOOST_TEST(send_by(how, sockets.a, text("y"), no_ancillary)
          == success(1));
      receiver.join();
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

namespace {

// The socket whose time limit passes, and the other end.
packet_socket* limited = nullptr;
packet_socket* other_end = nullptr;

template <typename Object>
void set_time_limit(Object& object, int option)
{
  const ::timeval shortest = {0, 1};
  BOOST_REQUIRE(::setsockopt(object.native_handle(), SOL_SOCKET, option,
        &shortest, sizeof(shortest)) == 0);
}

} // namespace

// SO_RCVTIMEO and SO_SNDTIMEO are for calls that block in the kernel, and those
// of the library wait elsewhere. Before the wait the system itself reports that
// the time is over. Then comes what the call waits for.
BOOST_AUTO_TEST_CASE(a_time_limit_of_the_system_ends_no_wait)
{
  for (const form how : synchronous_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      connected sockets(context);
      char bytes[8];
      incoming_ancillary<0> incoming;
      limited = &sockets.b;
      other_end = &sockets.a;
      set_time_limit(sockets.b, SO_RCVTIMEO);
      on_poll = []
          {
            on_poll = nullptr;
            char byte;
            BOOST_TEST(::recv(limited->native_handle(), &byte, 1, 0) == -1);
            BOOST_TEST(errno == EAGAIN);
            send_message(*other_end, text("late"), no_ancillary);
          };
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
          == success(4));
      BOOST_TEST(!on_poll);

      fill_queue(sockets.b);
      set_time_limit(sockets.b, SO_SNDTIMEO);
      on_poll = []
          {
            on_poll = nullptr;
            BOOST_TEST(::send(limited->native_handle(), "y", 1, 0) == -1);
            BOOST_TEST(errno == EAGAIN);
            char byte;
            while (::recv(other_end->native_handle(), &byte, 1, MSG_DONTWAIT)
                == 1)
            {
            }
          };
      BOOST_TEST(send_by(how, sockets.b, text("late"), no_ancillary)
          == success(4));
      BOOST_TEST(!on_poll);
    }
  }
}

namespace {

acceptor* listening = nullptr;

} // namespace

// The same for a connection.
BOOST_AUTO_TEST_CASE(a_time_limit_of_the_system_ends_no_accept)
{
  asio::io_context context;
  acceptor server(context);
  packet_socket client(context);
  open(server);
  server.bind(endpoint());
  server.listen();
  set_time_limit(server, SO_RCVTIMEO);
  listening = &server;
  other_end = &client;
  on_poll = []
      {
        on_poll = nullptr;
        BOOST_TEST(::accept(listening->native_handle(), nullptr, nullptr)
            == -1);
        BOOST_TEST(errno == EAGAIN);
        boost_seqpacket::connect(*other_end, listening->local_endpoint());
      };
  BOOST_TEST(boost_seqpacket::accept(server).is_open());
  BOOST_TEST(!on_poll);
}

// Two threads may wait on one socket, one to send and one to receive. This is
// for ThreadSanitizer.
BOOST_AUTO_TEST_CASE(a_send_and_a_receive_wait_in_two_threads)
{
  asio::io_context context;
  connected sockets(context);
  const std::size_t queued = fill_queue(sockets.b);
  std::size_t received = 0;
  std::thread receiver([&]
      {
        char bytes[8];
        incoming_ancillary<0> incoming;
        received = receive_message(sockets.b, asio::buffer(bytes), incoming);
      });
  std::thread sender([&]
      {
        send_message(sockets.b, text("last"), no_ancillary);
      });
  char bytes[8];
  std::size_t packets = 0;
  while (receive_message(sockets.a, asio::buffer(bytes)) != 4)
    ++packets;
  BOOST_TEST(packets == queued);
  send_message(sockets.a, text("first"), no_ancillary);
  sender.join();
  receiver.join();
  BOOST_TEST(received == 5u);
}

// Behind the queue a peek finds nothing, for ever, on a socket that is ready.
BOOST_AUTO_TEST_CASE(peek_beyond_the_queue_does_not_wait_forever)
{
  asio::io_context context;
  connected sockets(context);
  send_message(sockets.a, text("abc"), no_ancillary);
  const int offset = 3;
  BOOST_REQUIRE(::setsockopt(sockets.b.native_handle(), SOL_SOCKET,
        SO_PEEK_OFF, &offset, sizeof(offset)) == 0);
  char bytes[8];
  incoming_ancillary<0> incoming;
  error_code result;
  async_receive_message(sockets.b, asio::buffer(bytes), incoming, MSG_PEEK,
      [&](const error_code& ec, std::size_t) { result = ec; });
  run(context);
  BOOST_TEST(result == asio::error::invalid_argument);
  BOOST_TEST(receive_message(sockets.b, asio::buffer(bytes), incoming) == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
