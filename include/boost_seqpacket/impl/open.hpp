//
// impl/open.hpp
// ~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_OPEN_HPP
#define BOOST_SEQPACKET_IMPL_OPEN_HPP

#include <boost_seqpacket/detail/socket/assign.hpp>
#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>

namespace boost_seqpacket {

template <typename SocketOrAcceptor>
void open(SocketOrAcceptor& socket_or_acceptor)
{
  boost::system::error_code ec;
  boost_seqpacket::open(socket_or_acceptor, ec);
  detail::throw_error(ec, "open");
}

template <typename SocketOrAcceptor>
void open(SocketOrAcceptor& socket_or_acceptor, boost::system::error_code& ec)
{
  detail::check_local<SocketOrAcceptor>();
  if (socket_or_acceptor.is_open())
  {
    ec = boost::asio::error::already_open;
    return;
  }

  const auto protocol = detail::local_protocol<SocketOrAcceptor>();
  detail::check_protocol(protocol, ec);
  if (ec)
    return;

  unique_descriptor descriptor(detail::connection_ops::open(
      protocol.type(), protocol.protocol(), ec));
  if (!ec)
    detail::assign(socket_or_acceptor, descriptor, ec);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_OPEN_HPP
