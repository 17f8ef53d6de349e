// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Each packet says who sent it, and the socket who made the connection: the
// kernel vouches for both. Here these are two processes.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace asio = boost::asio;
using boost::system::error_code;
using boost_seqpacket::credentials;
using boost_seqpacket::seq_packet_protocol;

void print(const std::string& what, const credentials& who)
{
  std::printf("%s: process %ld, user %lu, group %lu\n", what.c_str(),
      static_cast<long>(who.pid), static_cast<unsigned long>(who.uid),
      static_cast<unsigned long>(who.gid));
}

//[credentials_receive
// Returns how many packets came until the end of file.
int receive_packets(seq_packet_protocol::socket& socket, pid_t sender)
{
  std::array<char, 64> data;
  boost_seqpacket::incoming_ancillary<0> ancillary;
  for (int packets = 0;;)
  {
    error_code ec;
    const std::size_t size = boost_seqpacket::receive_message(
        socket, asio::buffer(data), ancillary, ec);
    if (ec == asio::error::eof)
      return packets;
    // A reset is reported once, before the packets that the peer had sent. A
    // packet that is cut is an error of this packet alone.
    if (ec == asio::error::connection_reset
        || ec.category() == boost_seqpacket::error_category())
      continue;
    if (ec)
      throw boost::system::system_error(ec, "receive");
    if (!ancillary.credentials() || ancillary.credentials()->pid != sender)
      throw std::runtime_error("a packet without its sender's credentials");
    print("\"" + std::string(data.data(), size) + "\"",
        *ancillary.credentials());
    ++packets;
  }
}
//]

// The child has inherited both sockets. It only sends.
int send_from_child(seq_packet_protocol::socket& sender)
{
  error_code ec;
  for (const std::string text : {"hello", "and goodbye"})
    boost_seqpacket::send_message(
        sender, asio::buffer(text), boost_seqpacket::no_ancillary, 0, ec);
  return ec ? 1 : 0;
}

int main()
{
  asio::io_context context;
  seq_packet_protocol::socket receiver(context), sender(context);
  boost_seqpacket::connect_pair(receiver, sender);
  // Before the first packet: the kernel notes the senders of later ones.
  receiver.set_option(boost_seqpacket::pass_credentials(true));

  context.notify_fork(asio::io_context::fork_prepare);
  const pid_t child = ::fork();
  if (child == -1)
    throw boost::system::system_error(
        errno, boost::system::system_category(), "fork");
  if (child == 0)
    ::_exit(send_from_child(sender));
  context.notify_fork(asio::io_context::fork_parent);
  sender.close(); // else there would be no end of file

  const int packets = receive_packets(receiver, child);
  // It does not change with who sends.
  print("the connection was made by",
      boost_seqpacket::peer_credentials(receiver));
  int status = 0;
  ::waitpid(child, &status, 0);
  return packets == 2 && status == 0 ? 0 : 1;
}
