// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A server that begins to listen inside a coroutine, which nobody blocks, with
// options that its first client has already.

#include <boost_seqpacket.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdio>
#include <string>
#include <unistd.h>

namespace asio = boost::asio;
using asio::use_awaitable;
using boost_seqpacket::seq_packet_protocol;

asio::awaitable<bool> serve(std::string path)
{
  //[bind_path_coroutine_bind
  boost_seqpacket::bind_path_options options;
  options.pass_credentials = true; // before anybody can connect
  options.remove_on_destruction = true;
  options.lock_timeout = std::chrono::seconds(1);

  seq_packet_protocol::acceptor acceptor(co_await asio::this_coro::executor);
  const boost_seqpacket::bound_path file =
    co_await boost_seqpacket::async_bind_path(
        acceptor, path, options, use_awaitable);
  //]

  seq_packet_protocol::socket client(co_await asio::this_coro::executor);
  co_await boost_seqpacket::async_connect(
      client, seq_packet_protocol::endpoint(path), use_awaitable);
  co_await boost_seqpacket::async_send_message(
      client, asio::buffer("hello", 5), use_awaitable);

  auto socket = co_await boost_seqpacket::async_accept(acceptor, use_awaitable);
  char data[16];
  boost_seqpacket::incoming_ancillary<0> ancillary;
  co_await boost_seqpacket::async_receive_message(
      socket, asio::buffer(data), ancillary, use_awaitable);
  const auto sender = ancillary.credentials();
  std::printf("the first packet is of process %ld\n",
      sender ? static_cast<long>(sender->pid) : -1L);
  co_return sender && sender->pid == ::getpid();
}

int main()
{
  asio::io_context context;
  auto done = asio::co_spawn(context,
      serve("/tmp/boost_seqpacket_example_" + std::to_string(::getpid())),
      asio::use_future);
  context.run();
  return done.get() ? 0 : 1;
}
