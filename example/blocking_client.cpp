// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A client without an event loop: every call waits until it is done.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cctype>
#include <cstdio>
#include <exception>
#include <future>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
using boost::system::error_code;
using boost_seqpacket::seq_packet_protocol;

// The other side: answers each packet in capital letters.
void serve(seq_packet_protocol::socket socket)
{
  std::array<char, 256> data;
  boost_seqpacket::incoming_ancillary<0> ancillary;
  for (;;)
  {
    error_code ec;
    const std::size_t size = boost_seqpacket::receive_message(
        socket, asio::buffer(data), ancillary, ec);
    if (ec == asio::error::eof)
      return;
    if (ec)
      throw boost::system::system_error(ec, "server");

    for (std::size_t i = 0; i < size; ++i)
      data[i] = static_cast<char>(
          std::toupper(static_cast<unsigned char>(data[i])));
    boost_seqpacket::send_message(
        socket, asio::buffer(data, size), boost_seqpacket::no_ancillary);
  }
}

int main()
{
  try
  {
    asio::io_context context;
    seq_packet_protocol::acceptor acceptor(context);
    boost_seqpacket::open(acceptor);
    // Without a name Linux chooses a free one, of its abstract namespace.
    acceptor.bind(seq_packet_protocol::endpoint());
    acceptor.listen();

    // Declared before the socket, so that the server is waited for after the
    // socket is closed: also when something below throws.
    std::future<void> server;

    //[blocking_client_connect
    seq_packet_protocol::socket socket(context);
    boost_seqpacket::connect(socket, acceptor.local_endpoint());
    //]
    //[blocking_client_accept
    seq_packet_protocol::socket accepted = boost_seqpacket::accept(acceptor);
    //]
    server = std::async(std::launch::async, serve, std::move(accepted));

    std::array<char, 256> data;
    boost_seqpacket::incoming_ancillary<0> ancillary;
    for (const std::string word : {"every", "packet", "has", "its", "borders"})
    {
      boost_seqpacket::send_message(
          socket, asio::buffer(word), boost_seqpacket::no_ancillary);
      const std::size_t size = boost_seqpacket::receive_message(
          socket, asio::buffer(data), ancillary);
      const std::string answer(data.data(), size);
      std::printf("%s -> %s\n", word.c_str(), answer.c_str());
      if (answer.size() != word.size())
        throw std::runtime_error("that is no answer");
    }

    //[blocking_client_truncation
    // A packet that does not fit is an error, not a shorter packet. What fits
    // is there, and so is the true size.
    boost_seqpacket::send_message(socket,
        asio::buffer("too long for four bytes", 23),
        boost_seqpacket::no_ancillary);
    error_code ec;
    const std::size_t size = boost_seqpacket::receive_message(
        socket, asio::buffer(data, 4), ancillary, ec);
    std::printf("%zu of %zu bytes: %s\n", size, ancillary.message_size(),
        ec.message().c_str());
    //]
    if (ec != boost_seqpacket::seqpacket_errc::message_truncated)
      throw std::runtime_error("the truncation was not seen");

    socket.close();
    server.get();
    return 0;
  }
  catch (const std::exception& e)
  {
    std::printf("error: %s\n", e.what());
    return 1;
  }
}
