//
// impl/peer.hpp
// ~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_PEER_HPP
#define BOOST_SEQPACKET_IMPL_PEER_HPP

#include <boost_seqpacket/detail/socket_ops.hpp>
#include <boost_seqpacket/detail/socket_traits.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/detail/transfer.hpp>

namespace boost_seqpacket {

#if defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

template <typename Socket>
credentials peer_credentials(Socket& socket)
{
  boost::system::error_code ec;
  const credentials result = boost_seqpacket::peer_credentials(socket, ec);
  detail::throw_error(ec, "peer_credentials");
  return result;
}

template <typename Socket>
credentials peer_credentials(Socket& socket, boost::system::error_code& ec)
{
  detail::check_socket(socket, false, ec);
  if (ec)
    return credentials();
  return detail::socket_ops::peer_credentials(socket.native_handle(), ec);
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_PEER_HPP
