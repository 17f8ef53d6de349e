// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A process accepts a TCP connection and hands it to a worker process, in the
// middle of the conversation. The client notices nothing.

#include <boost_seqpacket.hpp>
#include <boost_seqpacket/receive_object.hpp>
#include <boost_seqpacket/send_object.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <cstdio>
#include <exception>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost_seqpacket::seq_packet_protocol;

namespace {

std::string read_text(tcp::socket& socket, std::size_t size)
{
  std::string text(size, '\0');
  asio::read(socket, asio::buffer(text));
  return text;
}

//[hand_over_connection_receive
void work(seq_packet_protocol::socket& parent, asio::io_context& context)
{
  char name[16];
  auto [size, connection] = boost_seqpacket::receive_object<tcp::socket>(
      parent, asio::buffer(name), context);
  asio::write(connection, asio::buffer("hello ", 6));
  asio::write(connection, asio::buffer(name, size));
}
//]

//[hand_over_connection_send
void serve(tcp::socket& connection, seq_packet_protocol::socket& worker)
{
  const std::string name = read_text(connection, 5);
  // Closes the connection here, if it was sent.
  boost_seqpacket::send_object(worker, asio::buffer(name), connection);
}
//]

int run_worker(seq_packet_protocol::socket& parent, asio::io_context& context)
{
  try
  {
    work(parent, context);
    return 0;
  }
  catch (const std::exception& e)
  {
    std::fprintf(stderr, "worker: %s\n", e.what());
    return 1;
  }
}

} // namespace

int main()
{
  asio::io_context context;
  seq_packet_protocol::socket parent(context), worker(context);
  boost_seqpacket::connect_pair(parent, worker);

  context.notify_fork(asio::io_context::fork_prepare);
  const ::pid_t process = ::fork();
  if (process == 0)
  {
    context.notify_fork(asio::io_context::fork_child);
    ::_exit(run_worker(worker, context));
  }
  context.notify_fork(asio::io_context::fork_parent);

  tcp::acceptor acceptor(context,
      tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  tcp::socket client(context), connection(context);
  client.connect(acceptor.local_endpoint());
  acceptor.accept(connection);
  asio::write(client, asio::buffer("Alice", 5));
  serve(connection, parent);
  std::printf("client: %s\n", read_text(client, 11).c_str());

  int status = 1;
  return ::waitpid(process, &status, 0) == process && status == 0 ? 0 : 1;
}
