// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An echo server and its client, with callbacks.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;
using boost_seqpacket::seq_packet_protocol;

// Sends back what one client sends, packet by packet.
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
    // The end of file is an error like in all of Asio; an empty packet is not.
    if (ec == asio::error::eof)
      std::puts("server: the client has closed");
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
          if (ec)
            std::printf("server: send: %s\n", ec.message().c_str());
          else
            self->receive();
        });
  }

  seq_packet_protocol::socket socket_;
  std::array<char, 4096> data_;

  // It takes no descriptors: a packet with some is an error, and closes them.
  boost_seqpacket::incoming_ancillary<0> ancillary_;
};

class server
{
public:
  explicit server(asio::io_context& context)
    : acceptor_(context)
  {
    boost_seqpacket::open(acceptor_);
    // Accepted sockets inherit this option. With it an empty packet is never
    // taken for the end of file.
    acceptor_.set_option(boost_seqpacket::pass_credentials(true));
    // Without a name Linux chooses a free one, of its abstract namespace.
    acceptor_.bind(seq_packet_protocol::endpoint());
    acceptor_.listen();
  }

  seq_packet_protocol::endpoint endpoint() const
  {
    return acceptor_.local_endpoint();
  }

  void accept()
  {
    boost_seqpacket::async_accept(acceptor_,
        [this](error_code ec, seq_packet_protocol::socket socket)
        {
          if (ec == asio::error::operation_aborted)
            return;
          if (ec)
            throw system_error(ec, "accept");
          std::make_shared<connection>(std::move(socket))->receive();
          accept();
        });
  }

  void stop() { acceptor_.close(); }

private:
  seq_packet_protocol::acceptor acceptor_;
};

// Sends some packets, one after another, and wants each of them back.
class client
{
public:
  client(asio::io_context& context, server& peer)
    : socket_(context),
      server_(peer)
  {
    boost_seqpacket::connect(socket_, peer.endpoint());
  }

  void send()
  {
    if (next_ == packets_.size())
    {
      socket_.close();
      server_.stop();
      return;
    }
    boost_seqpacket::async_send_message(socket_,
        asio::buffer(packets_[next_]), boost_seqpacket::no_ancillary,
        [this](error_code ec, std::size_t)
        {
          if (ec)
            throw system_error(ec, "client: send");
          receive();
        });
  }

  bool is_done() const { return next_ == packets_.size(); }

private:
  void receive()
  {
    boost_seqpacket::async_receive_message(socket_, asio::buffer(data_),
        ancillary_,
        [this](error_code ec, std::size_t size)
        {
          if (ec)
            throw system_error(ec, "client: receive");
          const std::string echo(data_.data(), size);
          std::printf("client: %zu bytes came back: \"%s\"\n", size,
              echo.c_str());
          if (echo != packets_[next_])
            throw std::runtime_error("client: that is not what was sent");
          ++next_;
          send();
        });
  }

  seq_packet_protocol::socket socket_;
  server& server_;
  const std::vector<std::string> packets_ = {
    "a packet", "", "the one before was empty"};
  std::size_t next_ = 0;
  std::array<char, 4096> data_;
  boost_seqpacket::incoming_ancillary<0> ancillary_;
};

int main()
{
  try
  {
    asio::io_context context;
    server echo_server(context);
    client echo_client(context, echo_server);
    echo_server.accept();
    echo_client.send();
    context.run();
    return echo_client.is_done() ? 0 : 1;
  }
  catch (const std::exception& e)
  {
    std::printf("error: %s\n", e.what());
    return 1;
  }
}
