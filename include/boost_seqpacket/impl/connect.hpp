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

#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/detail/operation/backoff.hpp>
#include <boost_seqpacket/detail/socket/assign.hpp>
#include <boost_seqpacket/detail/socket/poll_ops.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

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
  detail::connect_attempt<Socket> attempt(endpoint, false);
  ec = attempt.first(socket).error;

  // In blocking mode the kernel waits. An asynchronous operation may have made
  // the descriptor non-blocking for Asio's own purposes. Then this function
  // waits.
  detail::exponential_backoff time(reinterpret_cast<std::uintptr_t>(&attempt));
  while (detail::socket_ops::would_block(ec) && !socket.non_blocking()
      && detail::connection_ops::is_non_blocking(socket.native_handle()))
  {
    detail::poll_ops::pause(time.next(), ec);
    if (!ec)
      ec = attempt.again().error;
  }
  if (ec)
    attempt.stopped(ec);
}

template <typename Socket, typename CompletionToken,
    detail::local_constraint<Socket>>
detail::initiated<CompletionToken, void(boost::system::error_code), Socket,
    detail::connect_attempt<Socket>>
async_connect(Socket& socket, const typename Socket::endpoint_type& endpoint,
    CompletionToken&& token)
{
  return detail::initiate<CompletionToken, void(boost::system::error_code)>(
      token, socket, detail::connect_attempt<Socket>(endpoint, true));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_CONNECT_HPP
