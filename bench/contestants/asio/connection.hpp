// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_ASIO_CONNECTION_HPP
#define BOOST_SEQPACKET_BENCH_ASIO_CONNECTION_HPP

#include "../connection.hpp"

#include <utility>

namespace bench {

// Asio's own operations. They carry no descriptors.
template <typename Executor>
struct asio_connection
  : connection<Executor>
{
  using connection<Executor>::connection;

  template <typename Token>
  auto async_receive(Token&& token)
  {
    return this->socket.async_receive(
        asio::buffer(this->memory), flags_, std::forward<Token>(token));
  }

  template <typename Token>
  auto async_send(std::size_t size, Token&& token)
  {
    return this->socket.async_send(asio::buffer(this->memory, size),
        asio::socket_base::message_flags(), std::forward<Token>(token));
  }

  template <typename Token>
  auto async_connect(const protocol::endpoint& endpoint, Token&& token)
  {
    return this->socket.async_connect(endpoint, std::forward<Token>(token));
  }

  template <typename Acceptor, typename Token>
  auto async_accept(Acceptor& acceptor, Token&& token)
  {
    return acceptor.async_accept(this->socket, std::forward<Token>(token));
  }

private:
  asio::socket_base::message_flags flags_ = 0;
};

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_ASIO_CONNECTION_HPP
