// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Sends commands to the wpa_supplicant whose control socket is at the given path.

#include <boost_seqpacket.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using asio::local::datagram_protocol;
using datagram = asio::use_awaitable_t<>::as_default_on_t<
  datagram_protocol::socket>;

//[wpa_control_ask
asio::awaitable<std::string> ask(datagram& control, std::string command)
{
  co_await sp::async_send_message(control, asio::buffer(command));
  std::string reply(4096, '\0');
  reply.resize(
      co_await sp::async_receive_message(control, asio::buffer(reply)));
  std::printf("%s: %s", command.c_str(), reply.c_str());
  co_return reply;
}
//]

asio::awaitable<bool> talk(std::string path)
{
  datagram control(co_await asio::this_coro::executor);
  sp::open(control);
  control.connect(path); // no other process can send to it from now on
  // It replies to the name of the sender. Without a path Linux chooses one.
  control.bind(datagram_protocol::endpoint());
  co_return co_await ask(control, "PING") == "PONG\n"
    && co_await ask(control, "NO SUCH COMMAND") == "UNKNOWN COMMAND\n";
}

int main(int argc, char* argv[])
{
  asio::io_context context;
  auto done = asio::co_spawn(context, talk(argv[argc - 1]), asio::use_future);
  context.run_for(std::chrono::seconds(10)); // the deadline of every wait
  if (!context.stopped())
    throw std::runtime_error("no answer in time");
  return done.get() ? 0 : 1; // throws what the coroutine has thrown
}
