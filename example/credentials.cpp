// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Credentials that the kernel has checked: with each packet, and of the peer of
// a connection. A child process tells its own and tries to forge others.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <grp.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace asio = boost::asio;
using boost::system::error_code;
using boost_seqpacket::credentials;
using boost_seqpacket::seq_packet_protocol;

void print(const char* what, const credentials& who)
{
  std::printf("%s: process %ld, user %lu, group %lu\n", what,
      static_cast<long>(who.pid), static_cast<unsigned long>(who.uid),
      static_cast<unsigned long>(who.gid));
  std::fflush(stdout);
}

// Root may claim to be anybody: go on as somebody else. A container may forbid
// that as well.
bool has_no_privileges()
{
  const uid_t nobody = 65534;
  return ::geteuid() != 0
    || (::setgroups(0, nullptr) == 0 && ::setresgid(nobody, nobody, nobody) == 0
      && ::setresuid(nobody, nobody, nobody) == 0);
}

// The child. Every packet carries credentials once the receiver asks for them;
// the kernel fills them in, or checks those that the sender has chosen.
void send_packets(seq_packet_protocol::socket& socket)
{
  const bool can_be_refused = has_no_privileges();
  boost_seqpacket::send_message(
      socket, asio::buffer("hello", 5), boost_seqpacket::no_ancillary);

  credentials forged = credentials::current();
  ++forged.uid;
  boost_seqpacket::outgoing_ancillary<0> ancillary;
  ancillary.add_credentials(forged);
  error_code ec;
  boost_seqpacket::send_message(
      socket, asio::buffer("I am somebody else", 18), ancillary, ec);
  if (!can_be_refused)
    std::puts("nothing forged can be refused: this process stays root");
  else if (ec == asio::error::no_permission)
    std::printf("another user's id: %s\n", ec.message().c_str());
  else
    throw std::runtime_error("forged credentials were not refused");
  std::fflush(stdout);
}

//[credentials_receive
// The parent. Returns how many packets came until the end of file.
int receive_packets(seq_packet_protocol::socket& socket, pid_t child)
{
  std::array<char, 64> data;
  boost_seqpacket::incoming_ancillary<0> ancillary;
  for (int packets = 0;; ++packets)
  {
    error_code ec;
    const std::size_t size = boost_seqpacket::receive_message(
        socket, asio::buffer(data), ancillary, ec);
    if (ec == asio::error::eof)
      return packets;
    if (ec)
      throw boost::system::system_error(ec, "receive");
    if (!ancillary.credentials() || ancillary.credentials()->pid != child)
      throw std::runtime_error("a packet without its sender's credentials");
    const std::string text = "\"" + std::string(data.data(), size) + "\"";
    print(text.c_str(), *ancillary.credentials());
  }
}
//]

int run_child(asio::io_context& context, seq_packet_protocol::socket& receiver,
    seq_packet_protocol::socket& sender)
{
  try
  {
    context.notify_fork(asio::io_context::fork_child);
    receiver.close();
    send_packets(sender);
    return 0;
  }
  catch (const std::exception& e)
  {
    std::printf("error in the child: %s\n", e.what());
    std::fflush(stdout);
    return 1;
  }
}

int main()
{
  try
  {
    asio::io_context context;
    seq_packet_protocol::socket receiver(context), sender(context);
    boost_seqpacket::connect_pair(receiver, sender);
    receiver.set_option(boost_seqpacket::pass_credentials(true));
    print("this process", credentials::current());

    context.notify_fork(asio::io_context::fork_prepare);
    const pid_t child = ::fork();
    if (child == -1)
      throw boost::system::system_error(
          errno, boost::system::system_category(), "fork");
    if (child == 0)
      ::_exit(run_child(context, receiver, sender));
    context.notify_fork(asio::io_context::fork_parent);
    sender.close(); // else there would be no end of file

    const int packets = receive_packets(receiver, child);

    // This is who made the connection, or here the pair of sockets. It does not
    // change with who sends: compare it with the packets.
    print("the peer", boost_seqpacket::peer_credentials(receiver));

    int status = 0;
    ::waitpid(child, &status, 0);
    return packets > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  }
  catch (const std::exception& e)
  {
    std::printf("error: %s\n", e.what());
    return 1;
  }
}
