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

#include <array>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
using asio::use_awaitable;
using boost::system::error_code;
using boost_seqpacket::seq_packet_protocol;

// What a coroutine throws ends the program.
void rethrow(std::exception_ptr e)
{
  if (e)
    std::rethrow_exception(e);
}

//[echo_coroutines_echo
// Sends back what one client sends, packet by packet.
asio::awaitable<void> echo(seq_packet_protocol::socket socket)
{
  std::array<char, 4096> data;
  // It takes no descriptors: a packet with some is an error, and closes them.
  boost_seqpacket::incoming_ancillary<0> ancillary;
  for (;;)
  {
    error_code ec;
    const std::size_t size =
      co_await boost_seqpacket::async_receive_message(socket,
          asio::buffer(data), ancillary,
          asio::redirect_error(use_awaitable, ec));
    // The end of file is an error like in all of Asio; an empty packet is not.
    if (ec == asio::error::eof)
    {
      std::puts("server: the client has closed");
      co_return;
    }
    if (!ec)
    {
      co_await boost_seqpacket::async_send_message(socket,
          asio::buffer(data, size), boost_seqpacket::no_ancillary,
          asio::redirect_error(use_awaitable, ec));
    }
    if (ec)
    {
      std::printf("server: %s\n", ec.message().c_str());
      co_return;
    }
  }
}
//]

asio::awaitable<void> accept(seq_packet_protocol::acceptor& acceptor)
{
  for (;;)
  {
    error_code ec;
    auto socket = co_await boost_seqpacket::async_accept(acceptor,
        asio::redirect_error(use_awaitable, ec));
    if (ec == asio::error::operation_aborted)
      co_return;
    if (ec)
      throw boost::system::system_error(ec, "accept");
    asio::co_spawn(acceptor.get_executor(), echo(std::move(socket)), rethrow);
  }
}

// Sends some packets, one after another, and wants each of them back.
asio::awaitable<void> run_client(seq_packet_protocol::acceptor& acceptor)
{
  seq_packet_protocol::socket socket(acceptor.get_executor());
  //[echo_coroutines_connect
  co_await boost_seqpacket::async_connect(
      socket, acceptor.local_endpoint(), use_awaitable);
  //]

  const std::array<std::string, 3> packets = {
    "a packet", "", "the one before was empty"};
  std::array<char, 4096> data;
  boost_seqpacket::incoming_ancillary<0> ancillary;
  for (const std::string& packet : packets)
  {
    co_await boost_seqpacket::async_send_message(socket,
        asio::buffer(packet), boost_seqpacket::no_ancillary, use_awaitable);
    const std::size_t size =
      co_await boost_seqpacket::async_receive_message(socket,
          asio::buffer(data), ancillary, use_awaitable);
    const std::string echo(data.data(), size);
    std::printf("client: %zu bytes came back: \"%s\"\n", size, echo.c_str());
    if (echo != packet)
      throw std::runtime_error("client: that is not what was sent");
  }
  acceptor.close();
}

int main()
{
  try
  {
    asio::io_context context;
    seq_packet_protocol::acceptor acceptor(context);
    boost_seqpacket::open(acceptor);
    // Accepted sockets inherit this option. With it an empty packet is never
    // taken for the end of file.
    acceptor.set_option(boost_seqpacket::pass_credentials(true));
    // Without a name Linux chooses a free one, of its abstract namespace.
    acceptor.bind(seq_packet_protocol::endpoint());
    acceptor.listen();

    asio::co_spawn(context, accept(acceptor), rethrow);
    asio::co_spawn(context, run_client(acceptor), rethrow);
    context.run();
    return 0;
  }
  catch (const std::exception& e)
  {
    std::printf("error: %s\n", e.what());
    return 1;
  }
}
