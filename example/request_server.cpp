// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A server that answers requests of any size, each a packet, with callbacks.

#include <boost_seqpacket.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>

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

// The server takes requests up to here, in bytes.
constexpr std::size_t largest_request = 256 * 1024;

// Answers the requests of one client, one after another.
class session : public std::enable_shared_from_this<session>
{
public:
  explicit session(seq_packet_protocol::socket socket)
    : socket_(std::move(socket))
  {
    // A reply is as long as its request.
    boost_seqpacket::reserve_message_size(socket_, largest_request);
  }

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

private:
  void on_receive(error_code ec)
  {
    if (ec == boost_seqpacket::seqpacket_errc::message_truncated)
      refuse();
    else if (ec == asio::error::eof)
      std::puts("server: the client has closed");
    else if (ec)
      std::printf("server: receive: %s\n", ec.message().c_str());
    else
      reply(std::string(request_.rbegin(), request_.rend()));
  }

  // A packet that is too large is still in the queue. Whoever does not want to
  // make room for it drops it: a receive without buffers takes it out.
  void refuse()
  {
    const std::size_t size = ancillary_.message_size();
    error_code ec;
    boost_seqpacket::receive_message(
        socket_, asio::mutable_buffer(), ancillary_, ec);
    if (ec != boost_seqpacket::seqpacket_errc::message_truncated)
      std::printf("server: receive: %s\n", ec.message().c_str());
    else
      reply("refused: " + std::to_string(size) + " bytes are too many");
  }

  void reply(std::string text)
  {
    reply_ = std::move(text);
    boost_seqpacket::async_send_message(socket_, asio::buffer(reply_),
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
  std::string request_;
  std::string reply_;

  // It takes no descriptors: a packet with some is an error, and they are closed.
  boost_seqpacket::incoming_ancillary<0> ancillary_;
};

// Sends some requests, one after another, and prints the replies.
class client
{
public:
  explicit client(const seq_packet_protocol::endpoint& server,
      asio::io_context& context)
    : socket_(context)
  {
    boost_seqpacket::connect(socket_, server);
    std::printf("client: a packet may have %zu bytes\n",
        boost_seqpacket::max_message_size(socket_));
    // That is less than what it wants to send.
    boost_seqpacket::reserve_message_size(socket_, 300000);
  }

  void send()
  {
    if (next_ == requests_.size())
    {
      socket_.close();
      return;
    }
    boost_seqpacket::async_send_message(socket_,
        asio::buffer(requests_[next_]), boost_seqpacket::no_ancillary,
        [this](error_code ec, std::size_t)
        {
          if (ec)
            throw system_error(ec, "client: send");
          receive();
        });
  }

  bool is_done() const { return next_ == requests_.size(); }

private:
  void receive()
  {
    reply_.clear();
    boost_seqpacket::async_receive_message(socket_,
        asio::dynamic_buffer(reply_), ancillary_,
        [this](error_code ec, std::size_t size)
        {
          if (ec)
            throw system_error(ec, "client: receive");
          std::printf("client: %zu bytes sent, %zu came back: \"%.40s%s\"\n",
              requests_[next_].size(), size, reply_.c_str(),
              size > 40 ? "..." : "");
          const std::string& request = requests_[next_];
          if (request.size() <= largest_request
              && reply_ != std::string(request.rbegin(), request.rend()))
            throw std::runtime_error("client: that is not the reply");
          ++next_;
          send();
        });
  }

  seq_packet_protocol::socket socket_;
  const std::vector<std::string> requests_ = {"a small one", "",
    std::string(200000, 'x') + "large", std::string(300000, 'x'),
    "one after the one that was refused"};
  std::size_t next_ = 0;
  std::string reply_;
  boost_seqpacket::incoming_ancillary<0> ancillary_;
};

int main()
{
  try
  {
    asio::io_context context;
    //[request_server_listen
    seq_packet_protocol::acceptor acceptor(context);
    boost_seqpacket::open(acceptor);
    // Accepted sockets inherit this option. With it an empty packet is never
    // taken for the end of file.
    acceptor.set_option(boost_seqpacket::pass_credentials(true));
    // Without a name Linux chooses a free one, of its abstract namespace.
    acceptor.bind(seq_packet_protocol::endpoint());
    acceptor.listen();
    //]

    //[request_server_accept
    // One client is enough to show it.
    boost_seqpacket::async_accept(acceptor,
        [](error_code ec, seq_packet_protocol::socket socket)
        {
          if (ec)
            throw system_error(ec, "accept");
          std::make_shared<session>(std::move(socket))->receive();
        });
    //]
    client requests(acceptor.local_endpoint(), context);
    requests.send();
    context.run();
    return requests.is_done() ? 0 : 1;
  }
  catch (const std::exception& e)
  {
    std::printf("error: %s\n", e.what());
    return 1;
  }
}
