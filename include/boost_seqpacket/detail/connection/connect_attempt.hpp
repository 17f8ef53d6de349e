//
// detail/connection/connect_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_CONNECTION_CONNECT_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_CONNECTION_CONNECT_ATTEMPT_HPP

#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/detail/connection/opened_socket.hpp>
#include <boost_seqpacket/detail/endpoint/endpoint_ops.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <sys/socket.h>
#include <utility>

namespace boost_seqpacket {
namespace detail {

struct connection_result
{
  explicit connection_result(const boost::system::error_code& ec) noexcept
    : error(ec)
  {
  }

  template <typename Handler>
  void operator()(Handler& handler) &&
  {
    std::move(handler)(error);
  }

  boost::system::error_code error;
};

// Connects. While the backlog is full it tries again after pauses.
template <typename Socket>
class connect_attempt
  : public undivided_attempt
{
public:
  using endpoint_type = typename Socket::endpoint_type;
  using result_type = connection_result;

  // The operation never waits for the socket itself.
  static constexpr auto wait = boost::asio::socket_base::wait_write;
  static constexpr const char* name =
    "boost_seqpacket::async_connect";

  connect_attempt(const endpoint_type& endpoint, bool non_blocking)
    : endpoint_(endpoint),
      non_blocking_(non_blocking)
  {
  }

  static retry after(const boost::system::error_code& ec) noexcept
  {
    return socket_ops::would_block(ec) ? retry::after_pause : retry::never;
  }

  connection_result first(Socket& socket)
  {
    boost::system::error_code ec;
    prepare(socket, ec);
    if (ec)
      return stopped(ec);
    return again();
  }

  connection_result again()
  {
    boost::system::error_code ec;
    connection_ops::connect(socket_.descriptor(), endpoint_.data(),
        endpoint_size(endpoint_), ec);
    if (!socket_ops::would_block(ec))
      return stopped(ec);
    socket_.remember();
    return connection_result(ec);
  }

  connection_result stopped(const boost::system::error_code& ec) const
  {
    if (ec)
      socket_.close_again();
    return connection_result(ec);
  }

private:
  void prepare(Socket& socket, boost::system::error_code& ec)
  {
    if (endpoint_.data()->sa_family != AF_UNIX)
    {
      ec = boost::asio::error::address_family_not_supported;
      return;
    }

    socket_.open(socket, ec);
    if (!ec && non_blocking_ && !socket.native_non_blocking())
      socket.native_non_blocking(true, ec);
  }

  endpoint_type endpoint_;
  bool non_blocking_;
  opened_socket<Socket> socket_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_CONNECT_ATTEMPT_HPP
