// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A client without an event loop: every call waits until it is done.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdio>
#include <string>

namespace asio = boost::asio;
using boost::system::error_code;
using boost_seqpacket::seq_packet_protocol;

//[blocking_client_loop
// The other side: prints each packet, until the end of file.
int print_packets(seq_packet_protocol::socket& socket)
{
  std::array<char, 256> data;
  boost_seqpacket::incoming_ancillary<0> ancillary;
  for (int packets = 0;;)
  {
    error_code ec;
    const std::size_t size = boost_seqpacket::receive_message(
        socket, asio::buffer(data), ancillary, ec);
    if (ec == asio::error::eof)
      return packets;
    // A reset is reported once, before the packets that the client had sent. A
    // packet that is cut is an error of this packet alone.
    if (ec == asio::error::connection_reset
        || ec.category() == boost_seqpacket::error_category())
      continue;
    if (ec)
      throw boost::system::system_error(ec, "receive");
    std::printf("server: \"%.*s\"\n", static_cast<int>(size), data.data());
    ++packets;
  }
}
//]

int main()
{
  asio::io_context context;
  seq_packet_protocol::acceptor acceptor(context);
  boost_seqpacket::open(acceptor);
  // Without a name Linux chooses a free one, of its abstract namespace.
  acceptor.bind(seq_packet_protocol::endpoint());
  acceptor.listen();

  //[blocking_client_connect
  seq_packet_protocol::socket socket(context);
  boost_seqpacket::connect(socket, acceptor.local_endpoint());
  //]
  //[blocking_client_accept
  seq_packet_protocol::socket server = boost_seqpacket::accept(acceptor);
  //]

  //[blocking_client_truncation
  // A packet that does not fit is an error, not a shorter packet. What fits
  // is there, and so is the true size.
  boost_seqpacket::send_message(server,
      asio::buffer("too long for four bytes", 23),
      boost_seqpacket::no_ancillary);
  std::array<char, 4> data;
  boost_seqpacket::incoming_ancillary<0> ancillary;
  error_code ec;
  const std::size_t size = boost_seqpacket::receive_message(
      socket, asio::buffer(data), ancillary, ec);
  std::printf("client: %zu of %zu bytes: %s\n", size,
      ancillary.message_size(), ec.message().c_str());
  //]

  for (const std::string word : {"each", "call", "is", "one", "packet"})
    boost_seqpacket::send_message(
        socket, asio::buffer(word), boost_seqpacket::no_ancillary);
  socket.close();
  return print_packets(server) == 5
    && ec == boost_seqpacket::seqpacket_errc::message_truncated ? 0 : 1;
}
