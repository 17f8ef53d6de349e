// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Packets without ancillary data: Asio's own functions on a socket of the
// protocol, and those of this library where they say more.

#include "forms.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr std::string_view hello = "Hello world!";

// A message in four buffers.
struct words
{
  std::string_view hello_ = "Hello";
  std::string_view space = " ";
  std::string_view world = "world";
  std::string_view mark = "!";

  std::array<asio::const_buffer, 4> buffers() const
  {
    return {{text(hello_), text(space), text(world), text(mark)}};
  }
};

// Memory for it in four places.
struct word_memory
{
  char hello_[5] = {};
  char space[1] = {};
  char world[5] = {};
  char mark[1] = {};

  std::array<asio::mutable_buffer, 4> buffers()
  {
    return {{asio::buffer(hello_), asio::buffer(space), asio::buffer(world),
      asio::buffer(mark)}};
  }

  std::string all() const
  {
    return std::string(hello_, 5) + '|' + space[0] + '|'
      + std::string(world, 5) + '|' + mark[0];
  }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(message_plain_packets, no_leaks,
    *boost::unit_test::timeout(90))

// The type of the sockets is the one that the system calls packets.
BOOST_AUTO_TEST_CASE(protocol_is_seqpacket)
{
  const protocol value;
  BOOST_TEST(value.family() == AF_UNIX);
  BOOST_TEST(value.type() == SOCK_SEQPACKET);
  BOOST_TEST(value.protocol() == 0);

  asio::io_context context;
  connected sockets(context);
  int type = 0;
  ::socklen_t size = sizeof(type);
  BOOST_TEST(::getsockopt(sockets.a.native_handle(), SOL_SOCKET, SO_TYPE,
      &type, &size) == 0);
  BOOST_TEST(type == SOCK_SEQPACKET);
}

// The functions of this library and those of Asio send the same packets, in
// every form.
BOOST_AUTO_TEST_CASE(sends_and_receives)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[128];
  incoming_ancillary<0> incoming;
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sockets.a, text(hello), no_ancillary)
          == success(hello.size()));
      message_flags flags = 0;
      BOOST_TEST(sockets.b.receive(asio::buffer(bytes), flags)
          == hello.size());
      BOOST_TEST((flags & MSG_TRUNC) == 0);
      BOOST_TEST(std::string_view(bytes, hello.size()) == hello);

      std::memset(bytes, 0, sizeof(bytes));
      sockets.a.send(text(hello), 0);
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
          == success(hello.size()));
      BOOST_TEST(std::string_view(bytes, hello.size()) == hello);
    }
  }
}

// The same with Asio's asynchronous functions.
BOOST_AUTO_TEST_CASE(sends_and_receives_asynchronously)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[128];
  message_flags flags = 0;
  std::size_t sent = 0;
  std::size_t received = 0;
  sockets.a.async_send(text(hello), 0,
      [&sent](const error_code&, std::size_t n) { sent = n; });
  sockets.b.async_receive(asio::buffer(bytes), flags,
      [&received](const error_code&, std::size_t n) { received = n; });
  run(context);
  BOOST_TEST(sent == hello.size());
  BOOST_TEST(received == hello.size());
  BOOST_TEST(std::string_view(bytes, hello.size()) == hello);
}

// A message in several buffers is one packet.
BOOST_AUTO_TEST_CASE(several_buffers_are_one_packet)
{
  asio::io_context context;
  connected sockets(context);
  BOOST_TEST(sockets.a.send(words().buffers(), 0) == hello.size());
  word_memory memory;
  message_flags flags = 0;
  BOOST_TEST(sockets.b.receive(memory.buffers(), flags) == hello.size());
  BOOST_TEST(memory.all() == "Hello| |world|!");

  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sockets.a, words().buffers(), no_ancillary)
          == success(hello.size()));
      word_memory other;
      incoming_ancillary<0> incoming;
      BOOST_TEST(receive_by(how, sockets.b, other.buffers(), incoming)
          == success(hello.size()));
      BOOST_TEST(other.all() == "Hello| |world|!");
    }
  }
}

// A short buffer loses the rest of the packet. Asio says so in the flags, this
// library by an error, with the true size.
BOOST_AUTO_TEST_CASE(short_buffer_is_a_truncation)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[5];
  sockets.a.send(text(hello), 0);
  message_flags flags = 0;
  BOOST_TEST(sockets.b.receive(asio::buffer(bytes), flags) == 5u);
  BOOST_TEST(std::string_view(bytes, 5) == "Hello");
  BOOST_TEST((flags & MSG_TRUNC) != 0);

  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      std::memset(bytes, 0, sizeof(bytes));
      sockets.a.send(text(hello), 0);
      sockets.a.send(text("next"), 0);
      incoming_ancillary<0> incoming;
      const outcome result = receive_by(
          how, sockets.b, asio::buffer(bytes), incoming);
      BOOST_TEST(result.error == seqpacket_errc::message_truncated);
      BOOST_TEST(result.error == boost::system::errc::message_size);
      if (how != form::throwing)
        BOOST_TEST(result.bytes == 5u);
      BOOST_TEST(std::string_view(bytes, 5) == "Hello");
      BOOST_TEST(incoming.message_size() == hello.size());
      BOOST_TEST((incoming.flags() & MSG_TRUNC) != 0);
      // The rest is gone, the next packet is whole.
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
          == success(4));
      BOOST_TEST(std::string_view(bytes, 4) == "next");
    }
  }
}

// A packet that fits exactly is not truncated.
BOOST_AUTO_TEST_CASE(exact_fit_is_no_truncation)
{
  asio::io_context context;
  connected sockets(context);
  for (const form how : all_forms)
  {
    char bytes[5];
    sockets.a.send(text("Hello"), 0);
    incoming_ancillary<0> incoming;
    BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
        == success(5));
    BOOST_TEST((incoming.flags() & MSG_TRUNC) == 0);
  }
}

// A peek takes nothing, however often.
BOOST_AUTO_TEST_CASE(peek_takes_nothing)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[128];
  incoming_ancillary<0> incoming;
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      sockets.a.send(text(hello), 0);
      for (int i = 0; i < 2; ++i)
      {
        message_flags flags = 0;
        std::memset(bytes, 0, sizeof(bytes));
        BOOST_TEST(sockets.b.receive(asio::buffer(bytes),
            asio::socket_base::message_peek, flags) == hello.size());
        BOOST_TEST(std::string_view(bytes, hello.size()) == hello);
        std::memset(bytes, 0, sizeof(bytes));
        BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming,
            MSG_PEEK) == success(hello.size()));
        BOOST_TEST(std::string_view(bytes, hello.size()) == hello);
      }
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
          == success(hello.size()));
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

// A peek into a short buffer is truncated and loses nothing.
BOOST_AUTO_TEST_CASE(short_peek_is_a_truncation_and_loses_nothing)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[128];
  incoming_ancillary<0> incoming;
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      sockets.a.send(text(hello), 0);
      message_flags flags = 0;
      BOOST_TEST(sockets.b.receive(asio::buffer(bytes, 5),
          asio::socket_base::message_peek, flags) == 5u);
      BOOST_TEST((flags & MSG_TRUNC) != 0);
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes, 5), incoming,
          MSG_PEEK).error == seqpacket_errc::message_truncated);
      BOOST_TEST(std::string_view(bytes, 5) == "Hello");
      BOOST_TEST(incoming.message_size() == hello.size());
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
          == success(hello.size()));
      BOOST_TEST(std::string_view(bytes, hello.size()) == hello);
    }
  }
}

// A peek into several buffers.
BOOST_AUTO_TEST_CASE(peek_fills_several_buffers)
{
  asio::io_context context;
  connected sockets(context);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      sockets.a.send(words().buffers(), 0);
      for (int i = 0; i < 2; ++i)
      {
        word_memory memory;
        message_flags flags = 0;
        BOOST_TEST(sockets.b.receive(memory.buffers(),
            asio::socket_base::message_peek, flags) == hello.size());
        BOOST_TEST(memory.all() == "Hello| |world|!");
        word_memory other;
        incoming_ancillary<0> incoming;
        BOOST_TEST(receive_by(how, sockets.b, other.buffers(), incoming,
            MSG_PEEK) == success(hello.size()));
        BOOST_TEST(other.all() == "Hello| |world|!");
      }
      char bytes[16];
      incoming_ancillary<0> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
          == success(hello.size()));
    }
  }
}

// Two packets are two receives, however large the buffer.
BOOST_AUTO_TEST_CASE(message_boundaries_are_preserved)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[128];
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      for (const std::string_view each : {hello, std::string_view("Byebye")})
        BOOST_TEST(send_by(how, sockets.a, text(each), no_ancillary)
            == success(each.size()));
      incoming_ancillary<0> incoming;
      for (const std::string_view each : {hello, std::string_view("Byebye")})
      {
        BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
            == success(each.size()));
        BOOST_TEST(std::string_view(bytes, each.size()) == each);
      }
    }
  }
  for (const std::string_view each : {hello, std::string_view("Byebye")})
    sockets.a.send(text(each), 0);
  for (const std::string_view each : {hello, std::string_view("Byebye")})
  {
    message_flags flags = 0;
    BOOST_TEST(sockets.b.receive(asio::buffer(bytes), flags) == each.size());
    BOOST_TEST(std::string_view(bytes, each.size()) == each);
  }
}

namespace {

// Sends back what it receives, until the end.
struct echo_server
{
  protocol::socket& peer;
  int packets = 0;
  error_code end = error_code();
  char bytes[128] = {};
  incoming_ancillary<0> incoming = {};

  void start()
  {
    async_receive_message(peer, asio::buffer(bytes), incoming,
        [this](const error_code& ec, std::size_t n)
        {
          end = ec;
          if (ec)
            return;
          ++packets;
          async_send_message(peer, asio::buffer(bytes, n), no_ancillary,
              [this](const error_code& e, std::size_t)
              {
                end = e;
                if (!e)
                  start();
              });
        });
  }
};

// Sends packets one after the other, and compares what comes back.
struct echo_client
{
  protocol::socket& peer;
  int count;
  int correct = 0;
  std::string sent = {};
  char bytes[128] = {};
  message_flags flags = 0;

  void start()
  {
    if (correct == count)
    {
      peer.close();
      return;
    }
    sent = "Hello #" + std::to_string(correct);
    peer.async_send(asio::buffer(sent), 0,
        [this](const error_code& ec, std::size_t)
        {
          if (!ec)
            receive();
        });
  }

  void receive()
  {
    peer.async_receive(asio::buffer(bytes), flags,
        [this](const error_code& ec, std::size_t n)
        {
          if (ec || std::string_view(bytes, n) != sent)
            return;
          ++correct;
          start();
        });
  }
};

} // namespace

// A client with Asio's functions and a server with ours: 1024 packets there and
// back, then the end.
BOOST_AUTO_TEST_CASE(echoed_packets_come_back_until_the_end)
{
  asio::io_context context;
  connected sockets(context);
  echo_server server = {sockets.b};
  echo_client client = {sockets.a, 1024};
  server.start();
  client.start();
  run(context);
  BOOST_TEST(client.correct == 1024);
  BOOST_TEST(server.packets == 1024);
  BOOST_TEST(server.end == asio::error::eof);
}

// Several operations wait on one socket: each gets a packet of its own,
// whichever function they wait with.
BOOST_AUTO_TEST_CASE(several_waiters_get_a_packet_each)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[4];
  message_flags flags[2] = {};
  incoming_ancillary<0> incoming[2];
  std::size_t received = 0;
  const auto handler = [&received](const error_code& ec, std::size_t n)
  {
    received += !ec && n == 1;
  };
  for (std::size_t i = 0; i < 4; ++i)
  {
    if (i % 2 == 0)
      async_receive_message(sockets.b, asio::buffer(bytes + i, 1),
          incoming[i / 2], handler);
    else
      sockets.b.async_receive(asio::buffer(bytes + i, 1), flags[i / 2],
          handler);
  }
  context.poll();
  BOOST_TEST(received == 0u);
  for (const char* each : {"1", "2", "3"})
    sockets.a.send(text(each), 0);
  run_until(context, [&received] { return received == 3; });
  context.poll();
  BOOST_TEST(received == 3u);
  sockets.a.send(text("4"), 0);
  run(context);
  BOOST_TEST(received == 4u);
  std::sort(bytes, bytes + 4);
  BOOST_TEST(std::string_view(bytes, 4) == "1234");
}

// Several operations wait to send on one socket: each packet goes once.
BOOST_AUTO_TEST_CASE(several_waiting_sends_send_each_packet_once)
{
  asio::io_context context;
  connected sockets(context);
  const std::size_t queued = fill_queue(sockets.a);
  std::size_t sent = 0;
  for (const char* each : {"1", "2", "3"})
    async_send_message(sockets.a, text(each), no_ancillary,
        [&sent](const error_code& ec, std::size_t n)
        {
          sent += !ec && n == 1;
        });
  context.poll();
  BOOST_TEST(sent == 0u);
  char byte = ' ';
  incoming_ancillary<0> incoming;
  for (std::size_t i = 0; i < queued; ++i)
    receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  run(context);
  BOOST_TEST(sent == 3u);
  std::string last;
  while (last.size() < 3)
  {
    receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
    last += byte;
  }
  std::sort(last.begin(), last.end());
  BOOST_TEST(last == "123");
  BOOST_TEST(has_nothing(sockets.b));
}

// A receive that was started before anything was sent gets it.
BOOST_AUTO_TEST_CASE(receive_that_is_started_first_gets_the_packet)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[128];
  incoming_ancillary<0> incoming;
  std::size_t received = 0;
  async_receive_message(sockets.b, asio::buffer(bytes), incoming,
      [&received](const error_code&, std::size_t n) { received = n; });
  context.poll();
  BOOST_TEST(received == 0u);
  bool sent = false;
  async_send_message(sockets.a, text(hello), no_ancillary,
      [&sent](const error_code&, std::size_t) { sent = true; });
  BOOST_TEST(!sent);
  run(context);
  BOOST_TEST(sent);
  BOOST_TEST(received == hello.size());
  BOOST_TEST(std::string_view(bytes, hello.size()) == hello);
}

BOOST_AUTO_TEST_SUITE_END()
