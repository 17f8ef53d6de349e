// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An echo server and its client, with C++20 coroutines.

#include <boost_seqpacket.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <array>
#include <cstdio>
#include <string>
#include <utility>

namespace asio = boost::asio;
using asio::use_awaitable;
using boost::system::error_code;
using boost_seqpacket::seq_packet_protocol;

//[echo_coroutines_echo
// Sends back what one client sends, packet by packet.
asio::awaitable<void> echo(seq_packet_protocol::socket socket)
{
  std::array<char, 4096> data;
  for (;;)
  {
    error_code ec;
    const std::size_t size =
      co_await boost_seqpacket::async_receive_message(socket,
          asio::buffer(data), asio::redirect_error(use_awaitable, ec));
    // The end of file is an error, as on Asio's streams; an empty packet is not.
    if (ec == asio::error::eof)
      break;
    // A reset is reported once, before the packets that the client had sent. A
    // packet that is cut is an error of this packet alone.
    if (ec == asio::error::connection_reset
        || ec.category() == boost_seqpacket::error_category())
      continue;
    if (ec)
      throw boost::system::system_error(ec, "receive");
    co_await boost_seqpacket::async_send_message(socket,
        asio::buffer(data, size), use_awaitable);
  }
}
//]

asio::awaitable<void> serve_one(seq_packet_protocol::acceptor& acceptor)
{
  auto socket = co_await boost_seqpacket::async_accept(acceptor, use_awaitable);
  co_await echo(std::move(socket));
}

// Sends some packets, one after another, and waits for each to come back.
asio::awaitable<void> run_client(seq_packet_protocol::endpoint server)
{
  //[echo_coroutines_connect
  seq_packet_protocol::socket socket(co_await asio::this_coro::executor);
  co_await boost_seqpacket::async_connect(socket, server, use_awaitable);
  //]

  std::array<char, 4096> data;
  for (const std::string packet : {"a packet", "", "the last was empty"})
  {
    co_await boost_seqpacket::async_send_message(socket,
        asio::buffer(packet), use_awaitable);
    const std::size_t size = co_await boost_seqpacket::async_receive_message(
        socket, asio::buffer(data), use_awaitable);
    std::printf("client: \"%.*s\"\n", static_cast<int>(size), data.data());
  }
}

int main()
{
  asio::io_context context;
  seq_packet_protocol::acceptor acceptor(context);
  boost_seqpacket::open(acceptor);
  // Without a name Linux chooses a free one, of its abstract namespace.
  acceptor.bind(seq_packet_protocol::endpoint());
  acceptor.listen();

  auto served = asio::co_spawn(
      context, serve_one(acceptor), asio::use_future);
  auto asked = asio::co_spawn(
      context, run_client(acceptor.local_endpoint()), asio::use_future);
  context.run();
  served.get(); // throws what the coroutine has thrown
  asked.get();
}
