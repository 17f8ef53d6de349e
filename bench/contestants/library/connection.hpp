// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_LIBRARY_CONNECTION_HPP
#define BOOST_SEQPACKET_BENCH_LIBRARY_CONNECTION_HPP

#include "../connection.hpp"

#include <boost_seqpacket.hpp>

#include <utility>

namespace bench {

// What the connections of the library share.
template <typename Executor>
struct library_connection
  : connection<Executor>
{
  using connection<Executor>::connection;

  template <typename Token>
  auto async_connect(const protocol::endpoint& endpoint, Token&& token)
  {
    return boost_seqpacket::async_connect(
        this->socket, endpoint, std::forward<Token>(token));
  }

  template <typename Acceptor, typename Token>
  auto async_accept(Acceptor& acceptor, Token&& token)
  {
    return boost_seqpacket::async_accept(
        acceptor, this->socket, std::forward<Token>(token));
  }
};

// Bytes alone, as with Asio's own operations.
template <typename Executor>
struct bytes_connection
  : library_connection<Executor>
{
  using library_connection<Executor>::library_connection;

  template <typename Token>
  auto async_receive(Token&& token)
  {
    return boost_seqpacket::async_receive_message(this->socket,
        asio::buffer(this->memory), std::forward<Token>(token));
  }

  template <typename Token>
  auto async_send(std::size_t size, Token&& token)
  {
    return boost_seqpacket::async_send_message(this->socket,
        asio::buffer(this->memory, size), std::forward<Token>(token));
  }
};

// With an ancillary object, which takes no descriptors.
template <typename Executor>
struct ancillary_connection
  : library_connection<Executor>
{
  using library_connection<Executor>::library_connection;

  template <typename Token>
  auto async_receive(Token&& token)
  {
    return boost_seqpacket::async_receive_message(this->socket,
        asio::buffer(this->memory), incoming_, std::forward<Token>(token));
  }

  template <typename Token>
  auto async_send(std::size_t size, Token&& token)
  {
    return boost_seqpacket::async_send_message(this->socket,
        asio::buffer(this->memory, size), boost_seqpacket::no_ancillary,
        std::forward<Token>(token));
  }

private:
  boost_seqpacket::incoming_ancillary<0> incoming_;
};

// With descriptors in each packet.
template <typename Executor>
struct descriptor_connection
  : library_connection<Executor>
{
  using library_connection<Executor>::library_connection;

  static constexpr bool carries_descriptors = true;

  template <typename Token>
  auto async_receive(Token&& token)
  {
    return boost_seqpacket::async_receive_message(this->socket,
        asio::buffer(this->memory), incoming_, std::forward<Token>(token));
  }

  template <typename Token>
  auto async_send(std::size_t size, Token&& token)
  {
    return boost_seqpacket::async_send_message(this->socket,
        asio::buffer(this->memory, size), outgoing_,
        std::forward<Token>(token));
  }

  // Send these with each packet.
  void attach(const std::vector<int>& descriptors)
  {
    for (const int descriptor : descriptors)
      outgoing_.add_descriptor(descriptor);
  }

  // How many descriptors the last packet has brought.
  std::size_t arrived()
  {
    return incoming_.descriptors().size();
  }

private:
  boost_seqpacket::incoming_ancillary<most_descriptors> incoming_;
  boost_seqpacket::outgoing_ancillary<most_descriptors> outgoing_;
};

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_LIBRARY_CONNECTION_HPP
