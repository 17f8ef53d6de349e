// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A server with an event loop of its own: poll(2) over numbers that it owns.

#include <boost_seqpacket.hpp>

#include <array>
#include <cstdio>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using boost::system::error_code;

int whole_packets = 0, cut_packets = 0;

//[poll_loop_receive
// Takes what a client has sent. Returns false at the end of file. After 32
// packets other clients get their turn: poll reports this one again.
bool receive_some(int client)
{
  sp::native_socket socket(client);
  socket.non_blocking(true);
  sp::incoming_ancillary<1> ancillary;
  for (int packets = 0; packets < 32; ++packets)
  {
    std::array<char, 64> data;
    error_code ec;
    const std::size_t size = sp::receive_message(
        socket, asio::buffer(data), ancillary, ec);
    if (ec == asio::error::would_block)
      return true;
    if (ec == asio::error::connection_reset)
      continue; // what was sent before is still there
    if (ec && ec.category() != sp::error_category())
      return false;
    // If it is cut, the surplus is closed already. The ancillary object closes
    // the other descriptors, unless they are moved from it.
    ++(ec ? cut_packets : whole_packets);
    const auto sender = ancillary.credentials();
    std::printf("\"%.*s\", %zu descriptors%s, from %s\n",
        static_cast<int>(size), data.data(), ancillary.descriptors().size(),
        ec ? ", cut" : "",
        sender && sender->uid == ::geteuid() ? "this user" : "another user");
  }
  return true;
}
//]

//[poll_loop_loop
// The loop owns the numbers.
void serve(const std::vector<int>& clients)
{
  std::vector<::pollfd> states;
  for (const int client : clients)
    states.push_back({client, POLLIN, 0});
  for (std::size_t open = states.size(); open != 0;)
  {
    if (::poll(states.data(), states.size(), 10000) <= 0)
      return;
    for (::pollfd& state : states)
    {
      if (state.revents == 0 || receive_some(state.fd))
        continue;
      ::close(state.fd);
      state.fd = -1; // poll ignores it
      --open;
    }
  }
}
//]

int main()
{
  std::vector<int> servers;
  for (int i = 0; i < 2; ++i)
  {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
      return 1;
    servers.push_back(ends[0]);
    sp::native_socket(ends[0]).set_option(sp::pass_credentials(true));
    const sp::unique_descriptor client(ends[1]);
    sp::native_socket socket(client.native_handle());
    sp::send_message(socket, asio::buffer("hello", 5));
    const int any = STDERR_FILENO;
    sp::send_descriptors(socket, asio::buffer("a descriptor", 12), {any});
    sp::send_descriptors(socket, asio::buffer("too many", 8), {any, any});
  }
  serve(servers);
  return whole_packets == 4 && cut_packets == 2 ? 0 : 1;
}
