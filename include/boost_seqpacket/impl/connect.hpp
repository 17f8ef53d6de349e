//
// impl/connect.hpp
// ~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_CONNECT_HPP
#define BOOST_SEQPACKET_IMPL_CONNECT_HPP

#include <boost_seqpacket/detail/socket/assign.hpp>
#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/detail/endpoint/endpoint_ops.hpp>
#include <boost_seqpacket/detail/operation/socket_identity.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/backoff.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/open.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>

#include <optional>
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

// Connects, after pauses while the backlog is full.
template <typename Socket>
class connect_attempt
  : public attempt_at_once
{
public:
  using endpoint_type = typename Socket::endpoint_type;
  using result_type = connection_result;

  template <typename Executor>
  using pauses = timer_pauses<Executor>;

  // The operation never waits for the socket itself.
  static constexpr auto wait = boost::asio::socket_base::wait_write;
  static constexpr const char* name =
    "boost_seqpacket::async_connect";

  connect_attempt(Socket& socket, const endpoint_type& endpoint,
      bool non_blocking)
    : socket_(&socket),
      endpoint_(endpoint),
      non_blocking_(non_blocking)
  {
  }

  static retry after(const boost::system::error_code& ec) noexcept
  {
    return socket_ops::would_block(ec) ? retry::after_pause : retry::never;
  }

  connection_result operator()(Socket& socket, bool waited)
  {
    boost::system::error_code ec;
    if (!waited)
      prepare(socket, ec);
    if (!ec)
      connection_ops::connect(socket.native_handle(), endpoint_.data(),
          endpoint_size(endpoint_), ec);
    if (!socket_ops::would_block(ec))
      return stopped(ec);

    // While this pauses, the socket may be closed and opened anew.
    if (opened_ && !opening_)
      opening_.emplace(socket);
    return connection_result(ec);
  }

  // Closes the socket on failure, if it is still the one that was opened here.
  connection_result stopped(const boost::system::error_code& ec) const
  {
    if (ec && opened_ && socket_->is_open()
        && (!opening_ || opening_->is_current(*socket_)))
    {
      boost::system::error_code ignored;
      socket_->close(ignored);
    }
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

    if (!socket.is_open())
    {
      boost_seqpacket::open(socket, ec);
      if (ec)
        return;
      opened_ = true;
    }
    else
    {
      detail::check_family(socket, false, ec);
      if (ec)
        return;
    }

    if (non_blocking_ && !socket.native_non_blocking())
      socket.native_non_blocking(true, ec);
  }

  Socket* socket_;
  endpoint_type endpoint_;
  bool non_blocking_;
  bool opened_ = false;
  std::optional<opening> opening_;
};

} // namespace detail

template <typename Socket>
void connect(Socket& socket, const typename Socket::endpoint_type& endpoint)
{
  boost::system::error_code ec;
  boost_seqpacket::connect(socket, endpoint, ec);
  detail::throw_error(ec, "connect");
}

template <typename Socket>
void connect(Socket& socket, const typename Socket::endpoint_type& endpoint,
    boost::system::error_code& ec)
{
  detail::check_local<Socket>();
  detail::connect_attempt<Socket> attempt(socket, endpoint, false);
  ec = attempt(socket, false).error;

  // In blocking mode the kernel waits. An asynchronous operation may have set
  // the other one for Asio's own purposes: this function waits then.
  detail::exponential_backoff time(reinterpret_cast<std::uintptr_t>(&attempt));
  while (detail::socket_ops::would_block(ec) && !socket.non_blocking()
      && detail::connection_ops::is_non_blocking(socket.native_handle()))
  {
    detail::connection_ops::pause(time.next());
    ec = attempt(socket, true).error;
  }
  if (ec)
    attempt.stopped(ec);
}

template <typename Socket, typename CompletionToken>
auto async_connect(Socket& socket,
    const typename Socket::endpoint_type& endpoint, CompletionToken&& token)
{
  detail::check_local<Socket>();
  detail::check_token<CompletionToken>();
  return detail::initiate<CompletionToken, void(boost::system::error_code)>(
      token, socket,
      detail::connect_attempt<Socket>(socket, endpoint, true));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_CONNECT_HPP
