// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Receives at the given path what a service reports to its manager (sd_notify),
// until it is ready.

#include <boost_seqpacket.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdio>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <utility>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using asio::local::datagram_protocol;
using boost::system::error_code;

// Returns the variables of the next message of a sender that may send some.
asio::awaitable<std::map<std::string, std::string>> receive(
    datagram_protocol::socket& socket, sp::incoming_ancillary<16>& ancillary)
{
  for (std::string text;;)
  {
    text.resize(4096);
    error_code ec;
    text.resize(co_await sp::async_receive_message(socket, asio::buffer(text),
        ancillary, asio::redirect_error(asio::use_awaitable, ec)));
    if (ec && ec.category() != sp::error_category())
      throw boost::system::system_error(ec);
    // Every process can send to the path. The kernel vouches for the ids.
    const auto sender = ancillary.credentials();
    if (ec || !sender || (sender->uid != 0 && sender->uid != ::getuid()))
      continue; // a truncated message, or that of a stranger
    std::map<std::string, std::string> variables;
    std::istringstream lines(text);
    for (std::string name; std::getline(lines, name, '=');)
      std::getline(lines, variables[name]);
    std::printf("process %ld: %s\n", static_cast<long>(sender->pid),
        text.c_str());
    co_return variables;
  }
}

asio::awaitable<bool> talk(std::string path)
{
  datagram_protocol::socket socket(co_await asio::this_coro::executor);
  sp::open(socket);
  socket.set_option(sp::pass_credentials(true)); // before the first message
  socket.bind(path);

  std::map<std::string, sp::unique_descriptor> stored;
  //[notify_receiver_loop
  for (bool is_ready = false, has_status = false;;)
  {
    sp::incoming_ancillary<16> ancillary;
    auto variables = co_await receive(socket, ancillary);
    is_ready = is_ready || variables["READY"] == "1";
    has_status = has_status || !variables["STATUS"].empty();
    if (variables["FDSTORE"] == "1")
      for (sp::unique_descriptor& file : ancillary.descriptors())
        stored[variables["FDNAME"]] = std::move(file);
    // The sender waits until the descriptor of its barrier is closed, which the
    // end of this object does.
    if (variables["BARRIER"] == "1" && is_ready)
      co_return has_status && stored.size() == 1;
  }
  //]
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
