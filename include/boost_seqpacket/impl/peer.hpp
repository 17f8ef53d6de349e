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

#include <boost_seqpacket/detail/peer/peer_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>

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
  detail::check_socket(socket, ec);
  if (ec)
    return credentials();
  return detail::peer_ops::peer_credentials(socket.native_handle(), ec);
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

#if defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)

template <typename Socket>
unique_descriptor peer_pidfd(Socket& socket)
{
  boost::system::error_code ec;
  unique_descriptor result = boost_seqpacket::peer_pidfd(socket, ec);
  detail::throw_error(ec, "peer_pidfd");
  return result;
}

template <typename Socket>
unique_descriptor peer_pidfd(Socket& socket, boost::system::error_code& ec)
{
  detail::check_socket(socket, ec);
  if (ec)
    return unique_descriptor();
  return unique_descriptor(
      detail::peer_ops::peer_pidfd(socket.native_handle(), ec));
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)

#if defined(BOOST_SEQPACKET_HAS_PEER_GROUPS)

template <typename Socket>
std::vector<gid_t> peer_groups(Socket& socket)
{
  boost::system::error_code ec;
  std::vector<gid_t> result = boost_seqpacket::peer_groups(socket, ec);
  detail::throw_error(ec, "peer_groups");
  return result;
}

template <typename Socket>
std::vector<gid_t> peer_groups(Socket& socket, boost::system::error_code& ec)
{
  detail::check_socket(socket, ec);
  if (ec)
    return std::vector<gid_t>();
  return detail::peer_ops::peer_groups(socket.native_handle(), ec);
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_GROUPS)

#if defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)

template <typename Socket>
std::string peer_security_label(Socket& socket)
{
  boost::system::error_code ec;
  std::string result = boost_seqpacket::peer_security_label(socket, ec);
  detail::throw_error(ec, "peer_security_label");
  return result;
}

template <typename Socket>
std::string peer_security_label(Socket& socket, boost::system::error_code& ec)
{
  detail::check_socket(socket, ec);
  if (ec)
    return std::string();
  return detail::peer_ops::peer_security_label(socket.native_handle(), ec);
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_PEER_HPP
