// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_CONNECTION_HPP
#define BOOST_SEQPACKET_BENCH_CONNECTION_HPP

// What the connections of Asio and of the library share. They differ in the few
// lines of asio/connection.hpp and library/connection.hpp; all else that is
// measured is the same code: callbacks.hpp, coroutines.hpp.

#include "contestant.hpp"

#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/basic_seq_packet_socket.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>

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

template <typename Executor>
struct connection
{
  using executor_type = Executor;
  using socket_type = asio::basic_seq_packet_socket<protocol, Executor>;
  using acceptor_type = asio::basic_socket_acceptor<protocol, Executor>;

  // A kind that carries descriptors hides these three.
  static constexpr bool carries_descriptors = false;

  void attach(const std::vector<int>&)
  {
  }

  std::size_t arrived() const
  {
    return 0;
  }

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

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_CONNECTION_HPP
