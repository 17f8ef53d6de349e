// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An echo server with callbacks: each packet comes back as it was.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

namespace asio = boost::asio;
using boost::system::error_code;
using boost_seqpacket::seq_packet_protocol;

// Lives as long as an operation of its socket, whose handler owns it.
class connection : public std::enable_shared_from_this<connection>
{
public:
  explicit connection(seq_packet_protocol::socket socket)
    : socket_(std::move(socket))
  {
  }
  //[echo_callbacks_receive
  void receive()
  {
    boost_seqpacket::async_receive_message(socket_, asio::buffer(data_),
        ancillary_,
        [self = shared_from_this()](error_code ec, std::size_t size)
        { self->on_receive(ec, size); });
  }
  //]

private:
  void on_receive(error_code ec, std::size_t size)
  {
    // The end of file is an error, as on Asio's streams; an empty packet is not.
    if (ec == asio::error::eof)
      std::puts("server: the client has closed");
    // A reset is reported once, before the packets that the client had sent. A
    // packet that is cut is an error of this packet alone.
    else if (ec == asio::error::connection_reset
        || ec.category() == boost_seqpacket::error_category())
      receive();
    else if (ec)
      std::printf("server: receive: %s\n", ec.message().c_str());
    else
      send(size);
  }

  void send(std::size_t size)
  {
    boost_seqpacket::async_send_message(socket_, asio::buffer(data_, size),
        boost_seqpacket::no_ancillary,
        [self = shared_from_this()](error_code ec, std::size_t)
        {
          if (!ec) // else the client has gone, and so does this
            self->receive();
        });
  }

  seq_packet_protocol::socket socket_;
  std::array<char, 4096> data_;
  boost_seqpacket::incoming_ancillary<0> ancillary_; // takes no descriptors
};

int main()
{
  asio::io_context context;
  seq_packet_protocol::socket client(context), server(context);
  boost_seqpacket::connect_pair(client, server);
  // With this option an empty packet is never taken for the end of file.
  server.set_option(boost_seqpacket::pass_credentials(true));
  std::make_shared<connection>(std::move(server))->receive();

  const std::array<std::string, 3> packets = {"one", "", "one was empty"};
  for (const std::string& packet : packets)
    boost_seqpacket::send_message(
        client, asio::buffer(packet), boost_seqpacket::no_ancillary);
  client.shutdown(seq_packet_protocol::socket::shutdown_send);
  context.run();

  for (const std::string& packet : packets)
  {
    std::string echo;
    boost_seqpacket::incoming_ancillary<0> ancillary;
    boost_seqpacket::receive_message(
        client, asio::dynamic_buffer(echo), ancillary);
    std::printf("client: \"%s\"\n", echo.c_str());
    if (echo != packet)
      return 1;
  }
}
