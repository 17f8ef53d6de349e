// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A server that receives packets of any size, up to a limit of its own.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>

namespace asio = boost::asio;
using boost::system::error_code;
using boost_seqpacket::seq_packet_protocol;

constexpr std::size_t largest_request = 256 * 1024; // bytes
int received = 0;

struct session : std::enable_shared_from_this<session>
{
  explicit session(seq_packet_protocol::socket socket)
    : socket_(std::move(socket)) {}
  //[request_server_receive
  void receive()
  {
    // The string grows to the size of the packet, whatever that is.
    request_.clear();
    boost_seqpacket::async_receive_message(socket_,
        asio::dynamic_buffer(request_, largest_request), ancillary_,
        [self = shared_from_this()](error_code ec, std::size_t)
        { self->on_receive(ec); });
  }
  //]

  //[request_server_discard
  void on_receive(error_code ec)
  {
    if (ec == asio::error::eof)
      return;
    if (!ec)
      std::printf("packet %d: %zu bytes\n", ++received, request_.size());
    // The packet is still in the queue, where each receive would find it.
    else if (ec == boost_seqpacket::seqpacket_errc::message_truncated)
      boost_seqpacket::discard_message(socket_, ec);
    // A reset is reported once, before the packets that the client had sent.
    // Descriptors, which it does not take, are an error of this packet alone.
    else if (ec != asio::error::connection_reset
        && ec.category() != boost_seqpacket::error_category())
      throw boost::system::system_error(ec, "receive");
    receive();
  }
  //]

  seq_packet_protocol::socket socket_;
  std::string request_;
  boost_seqpacket::incoming_ancillary<0> ancillary_;
};

int main()
{
  asio::io_context context;
  //[request_server_listen
  seq_packet_protocol::acceptor acceptor(context);
  boost_seqpacket::open(acceptor);
  // Accepted sockets get this option. With it an empty packet is never
  // taken for the end of file.
  acceptor.set_option(boost_seqpacket::pass_credentials(true));
  // Without a name Linux chooses a free one, of its abstract namespace.
  acceptor.bind(seq_packet_protocol::endpoint());
  acceptor.listen();
  //]
  //[request_server_accept
  boost_seqpacket::async_accept(acceptor,
      [](error_code ec, seq_packet_protocol::socket socket)
      {
        if (ec)
          throw boost::system::system_error(ec, "accept");
        std::make_shared<session>(std::move(socket))->receive();
      });
  //]

  // A client whose packets wait until the server runs.
  seq_packet_protocol::socket client(context);
  boost_seqpacket::connect(client, acceptor.local_endpoint());
  boost_seqpacket::reserve_message_size(client, 1000000);
  for (const std::size_t size : {11u, 0u, 200000u, 300000u, 34u})
    boost_seqpacket::send_message(client,
        asio::buffer(std::string(size, 'x')), boost_seqpacket::no_ancillary);
  client.close();
  context.run();
  return received == 4 ? 0 : 1;
}
