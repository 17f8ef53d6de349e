// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A control socket of datagrams: requests come from many clients, and each reply
// goes back to the sender of its request.

#include <boost_seqpacket.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdio>
#include <string>
#include <thread>
#include <unistd.h>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using asio::local::datagram_protocol;
using boost::system::error_code;

//[datagram_server_answer
asio::awaitable<void> serve(datagram_protocol::socket& server)
{
  for (std::string request, reply;;)
  {
    request.resize(128);
    sp::incoming_ancillary<0> ancillary;
    datagram_protocol::endpoint client;
    error_code ec;
    request.resize(co_await sp::async_receive_message_from(server,
          asio::buffer(request), ancillary, client,
          asio::redirect_error(asio::use_awaitable, ec)));
    if (ec && ec.category() != sp::error_category())
      co_return; // the socket is closed
    if (sp::is_unnamed(client))
      continue; // no reply can reach it
    if (ec)
      reply = "FAIL " + ec.message(); // the request is truncated
    else if (request == "PING")
      reply = "PONG";
    else if (const auto who = ancillary.credentials();
        request == "WHO" && who) // of a stranger's namespace there are none
      reply = "USER " + std::to_string(who->uid);
    else
      reply = "UNKNOWN COMMAND";
    // A client that has gone, or does not read, must not stop the others.
    sp::send_message_to(
        server, asio::buffer(reply), client, MSG_DONTWAIT, ec);
  }
}
//]

//[datagram_server_client
// The client needs a name, or the server could not reply.
std::string ask(datagram_protocol::socket& client, const std::string& server,
    const std::string& request)
{
  sp::send_message_to(client, asio::buffer(request), server);
  for (std::string reply;;)
  {
    reply.resize(128);
    datagram_protocol::endpoint sender;
    error_code ec;
    reply.resize(sp::receive_message_from(
          client, asio::buffer(reply), sender, ec));
    // Any process could have sent the packet, also one that is too long.
    const bool has_packet = !ec || ec.category() == sp::error_category();
    if (has_packet && sender.path() != server)
      continue;
    if (ec)
      throw boost::system::system_error(ec, "ask");
    return reply;
  }
}
//]

int main()
{
  const std::string path = "/tmp/control-" + std::to_string(::getpid());
  asio::io_context context;
  //[datagram_server_bind
  sp::bind_path_options options;
  options.mode = 0666;
  options.pass_credentials = true; // before the first client can send
  options.remove_on_destruction = true;
  datagram_protocol::socket server(context);
  const sp::bound_path file = sp::bind_path(server, path, options);
  //]
  asio::co_spawn(context, serve(server), asio::detached);
  std::thread thread([&context] { context.run(); });

  datagram_protocol::socket client(context);
  const sp::bound_path name = sp::bind_path(client, path + ".1", options);
  for (const std::string request : {"PING", "WHO", "STATUS"})
    std::printf("%s: %s\n", request.c_str(),
        ask(client, path, request).c_str());
  context.stop();
  thread.join();
}
