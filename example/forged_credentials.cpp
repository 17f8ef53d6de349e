// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A sender may choose the credentials of a packet, and the kernel checks them:
// a process without privileges cannot claim to be another user.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdio>
#include <grp.h>
#include <unistd.h>

namespace asio = boost::asio;
using boost::system::error_code;
using boost_seqpacket::credentials;
using boost_seqpacket::seq_packet_protocol;

// Root may claim to be any user: go on as another one. A container may forbid
// that as well.
bool has_no_privileges()
{
  const uid_t nobody = 65534;
  return ::geteuid() != 0
    || (::setgroups(0, nullptr) == 0 && ::setresgid(nobody, nobody, nobody) == 0
      && ::setresuid(nobody, nobody, nobody) == 0);
}

error_code send_as(seq_packet_protocol::socket& socket, const credentials& who)
{
  boost_seqpacket::outgoing_ancillary<0> ancillary;
  ancillary.add_credentials(who);
  error_code ec;
  boost_seqpacket::send_message(
      socket, asio::buffer("it is me", 8), ancillary, ec);
  std::printf("sent as user %lu: %s\n",
      static_cast<unsigned long>(who.uid), ec.message().c_str());
  return ec;
}

int main()
{
  const bool can_be_refused = has_no_privileges();
  asio::io_context context;
  seq_packet_protocol::socket receiver(context), sender(context);
  boost_seqpacket::connect_pair(receiver, sender);
  receiver.set_option(boost_seqpacket::pass_credentials(true));

  const credentials own = credentials::current();
  credentials forged = own;
  ++forged.uid;
  const error_code refused = send_as(sender, forged);
  if (!can_be_refused)
    std::puts("nothing forged can be refused: this process stays root");
  else if (refused != asio::error::no_permission)
    return 1;
  if (send_as(sender, own))
    return 1;

  std::array<char, 64> data;
  boost_seqpacket::incoming_ancillary<0> ancillary;
  boost_seqpacket::receive_message(receiver, asio::buffer(data), ancillary);
  std::printf("received from user %lu\n",
      static_cast<unsigned long>(ancillary.credentials().value().uid));
}
