//
// detail/socket/check_socket.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_CHECK_SOCKET_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_CHECK_SOCKET_HPP

// What only the run time can tell of a socket or an acceptor.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/local/basic_endpoint.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>

namespace boost_seqpacket {
namespace detail {

// With an endpoint of asio::local the family is AF_UNIX. The family of others,
// such as those of asio::generic, has to be asked for.
template <typename SocketOrAcceptor>
constexpr bool family_is_known = std::is_same<
  typename SocketOrAcceptor::protocol_type::endpoint,
  boost::asio::local::basic_endpoint<
    typename SocketOrAcceptor::protocol_type>>::value;

// An error if an open socket or acceptor is of another family.
template <typename SocketOrAcceptor>
void check_family(SocketOrAcceptor& socket_or_acceptor,
    boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  if constexpr (!family_is_known<SocketOrAcceptor>)
    socket_ops::check_family(socket_or_acceptor.native_handle(), ec);
  else
    (void)socket_or_acceptor;
}

// The way into native_socket for the operations.
struct native_access
{
  template <typename NativeSocket>
  static socket_kind kind(NativeSocket& socket,
      boost::system::error_code& ec)
  {
    return socket.kind(ec);
  }

  template <typename NativeSocket, typename Duration>
  static Duration limit_pause(const NativeSocket& socket, Duration length,
      boost::system::error_code& ec)
  {
    return socket.limit_pause(length, ec);
  }
};

// The length of a pause that ends with the time of the socket, if that has one.
// Sets timed_out if it has come.
template <typename Socket, typename Duration>
Duration limit_pause(const Socket& socket, Duration length,
    boost::system::error_code& ec)
{
  if constexpr (std::is_same<Socket, native_socket>::value)
    return native_access::limit_pause(socket, length, ec);
  else
    return length;
}

// The same of a socket, and that it is one. Returns what kind of socket it is.
template <typename Socket>
socket_kind check_socket(Socket& socket, boost::system::error_code& ec)
{
  if constexpr (socket_traits<Socket>::kind_is_known)
  {
    detail::check_family(socket, ec);
    return socket_traits<Socket>::kind;
  }
  else
    return native_access::kind(socket, ec);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_CHECK_SOCKET_HPP
