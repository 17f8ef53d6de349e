// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_CONNECTIONS_HPP
#define BOOST_SEQPACKET_BENCH_CONNECTIONS_HPP

// One connection, in Asio's own operations and in those of the library. All else
// that the two contestants do is the same code: callbacks.hpp, coroutines.hpp.

#include "contestant.hpp"

#include <boost_seqpacket.hpp>

#include <boost/asio/basic_seq_packet_socket.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>

#include <deque>
#include <type_traits>
#include <thread>
#include <utility>

namespace bench {

namespace asio = boost::asio;
using boost::system::error_code;
using protocol = boost_seqpacket::seq_packet_protocol;

// The executor of the io_context itself.
using concrete_executor = asio::io_context::executor_type;

inline void check(const error_code& ec)
{
  if (ec)
    throw boost::system::system_error(ec);
}

// The end of file is an error with the library, and 0 bytes with Asio, where no
// packet is empty here.
inline bool is_end(const error_code& ec, std::size_t size)
{
  return ec == asio::error::eof || (!ec && size == 0);
}

inline void run(asio::io_context& context, std::size_t thread_count)
{
  std::vector<std::thread> threads;
  while (threads.size() + 1 < thread_count)
    threads.emplace_back([&] { context.run(); });
  context.run();
  for (std::thread& thread : threads)
    thread.join();
}


template <typename Executor>
struct connection
{
  using executor_type = Executor;
  using socket_type = asio::basic_seq_packet_socket<protocol, Executor>;
  using acceptor_type = asio::basic_socket_acceptor<protocol, Executor>;

  connection(asio::io_context& context, const options& o)
    : socket(context),
      memory(o.size)
  {
  }

  connection(asio::io_context& context, const options& o, int descriptor)
    : connection(context, o)
  {
    socket.assign(protocol(), descriptor);
  }

  socket_type socket;
  std::vector<char> memory;
};

// Asio's own operations. They carry no descriptors.
template <typename Executor>
struct asio_connection
  : connection<Executor>
{
  using connection<Executor>::connection;

  static constexpr bool carries_descriptors = false;

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

  void attach(const std::vector<int>&)
  {
  }

  std::size_t arrived() const
  {
    return 0;
  }

private:
  asio::socket_base::message_flags flags_ = 0;
};

// The library's. MaxDescriptors is the room for descriptors.
template <typename Executor, std::size_t MaxDescriptors>
struct library_connection
  : connection<Executor>
{
  using connection<Executor>::connection;

  static constexpr bool carries_descriptors = MaxDescriptors != 0;

  template <typename Token>
  auto async_receive(Token&& token)
  {
    return boost_seqpacket::async_receive_message(this->socket,
        asio::buffer(this->memory), incoming_, std::forward<Token>(token));
  }

  template <typename Token>
  auto async_send(std::size_t size, Token&& token)
  {
    const auto bytes = asio::buffer(this->memory, size);
    if constexpr (carries_descriptors)
      return boost_seqpacket::async_send_message(
          this->socket, bytes, outgoing_, std::forward<Token>(token));
    else
      return boost_seqpacket::async_send_message(this->socket, bytes,
          boost_seqpacket::no_ancillary, std::forward<Token>(token));
  }

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
  struct nothing
  {
    void add_descriptor(int)
    {
    }
  };

  using outgoing = std::conditional_t<carries_descriptors,
    boost_seqpacket::outgoing_ancillary<MaxDescriptors>, nothing>;

  boost_seqpacket::incoming_ancillary<MaxDescriptors> incoming_;
  outgoing outgoing_;
};

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_CONNECTIONS_HPP
