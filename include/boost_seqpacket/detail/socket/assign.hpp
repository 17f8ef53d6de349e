//
// detail/socket/assign.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_ASSIGN_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_ASSIGN_HPP

// Gives a descriptor to one of Asio's sockets.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <sys/socket.h>
#include <type_traits>

namespace boost_seqpacket {
namespace detail {

template <typename T, typename = void>
struct is_asio_acceptor : std::false_type
{
};

template <typename T>
struct is_asio_acceptor<T,
    std::void_t<typename T::protocol_type, typename T::executor_type>>
  : std::is_base_of<boost::asio::basic_socket_acceptor<
      typename T::protocol_type, typename T::executor_type>, T>
{
};

// Explains at compile time what to give instead.
template <typename SocketOrAcceptor>
constexpr void check_local() noexcept
{
  static_assert(!is_native<SocketOrAcceptor>,
      "A native_socket is a view of an open socket: give the function an Asio "
      "socket, and view it afterwards");
  if constexpr (is_native<SocketOrAcceptor>)
    return;
  else if constexpr (!is_asio_acceptor<SocketOrAcceptor>::value)
    (void)socket_traits<SocketOrAcceptor>::kind;
  else
    static_assert(!has_address<
        typename SocketOrAcceptor::protocol_type::endpoint>::value,
        "This function is for AF_UNIX: use an acceptor of "
        "boost_seqpacket::seq_packet_protocol, or of boost::asio::local, "
        "instead of one of boost::asio::ip");
}

template <typename Acceptor>
constexpr void check_acceptor() noexcept
{
  static_assert(is_asio_acceptor<Acceptor>::value,
      "Give the function a Boost.Asio acceptor: a basic_socket_acceptor, not a "
      "socket and not a wrapper around an acceptor");
  check_local<Acceptor>();
}

// For what is bound to a path.
template <typename AcceptorOrSocket>
constexpr void check_bindable() noexcept
{
  if constexpr (!is_asio_acceptor<AcceptorOrSocket>::value
      && !is_native<AcceptorOrSocket>)
    static_assert(socket_traits<AcceptorOrSocket>::is_datagram,
        "Give the function an acceptor, which listens, or a datagram socket");
  check_local<AcceptorOrSocket>();
}

// The AF_UNIX protocol of a class of sockets. The protocols of asio::generic
// need the family.
template <typename SocketOrAcceptor>
auto local_protocol()
{
  using protocol = typename SocketOrAcceptor::protocol_type;
  if constexpr (std::is_default_constructible<protocol>::value)
    return protocol();
  else
    return protocol(AF_UNIX, 0);
}

// Sets an error if the protocol is of another family.
template <typename Protocol>
void check_protocol(const Protocol& protocol,
    boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  if (protocol.family() != AF_UNIX)
    ec = boost::asio::error::address_family_not_supported;
}

// Gives the descriptor to the socket. If that fails, its owner keeps it.
template <typename SocketOrAcceptor>
void assign(SocketOrAcceptor& socket_or_acceptor,
    unique_descriptor& descriptor, boost::system::error_code& ec)
{
  socket_or_acceptor.assign(local_protocol<SocketOrAcceptor>(),
      descriptor.native_handle(), ec);
  if (!ec)
    (void)descriptor.release();
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_ASSIGN_HPP
