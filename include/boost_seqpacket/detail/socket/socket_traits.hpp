//
// detail/socket/socket_traits.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_SOCKET_TRAITS_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_SOCKET_TRAITS_HPP

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/mistaken_socket.hpp>

#include <boost/asio/basic_datagram_socket.hpp>
#include <boost/asio/basic_seq_packet_socket.hpp>
#include <boost/asio/basic_socket.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/socket_base.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

using message_flags = boost::asio::socket_base::message_flags;

// What decides about record boundaries, truncation and the end of file.
enum class socket_kind
{
  stream,
  datagram,
  seq_packet
};

template <typename T, typename = void>
struct is_asio_socket : std::false_type
{
};

template <typename T>
struct is_asio_socket<T,
    std::void_t<typename T::protocol_type, typename T::executor_type>>
  : std::is_base_of<boost::asio::basic_socket<typename T::protocol_type,
      typename T::executor_type>, T>
{
};

// Internet endpoints have an address. There is no need to know them by name,
// nor to include them.
template <typename Endpoint, typename = void>
struct has_address : std::false_type
{
};

template <typename Endpoint>
struct has_address<Endpoint,
    std::void_t<decltype(std::declval<const Endpoint&>().address())>>
  : std::true_type
{
};

template <typename Socket,
    template <typename, typename> class BasicSocket>
constexpr bool is_socket_of = std::is_base_of<
  BasicSocket<typename Socket::protocol_type, typename Socket::executor_type>,
  Socket>::value;

// What is known of a socket at compile time. The assertions are for callers
// that give a function something else.
template <typename Socket>
struct socket_traits
{
  static_assert(is_asio_socket<Socket>::value,
      "Give the function a Boost.Asio socket: a basic_seq_packet_socket, "
      "basic_stream_socket or basic_datagram_socket, not an acceptor and not a "
      "wrapper around a socket; or a native_socket for a descriptor");

  using protocol_type = typename Socket::protocol_type;

  static_assert(!has_address<typename protocol_type::endpoint>::value,
      "Descriptors and credentials travel over AF_UNIX only: use a socket of "
      "boost_seqpacket::seq_packet_protocol, or of boost::asio::local, instead "
      "of one of boost::asio::ip");

  static constexpr bool is_stream =
    is_socket_of<Socket, boost::asio::basic_stream_socket>;

  static constexpr bool is_datagram =
    is_socket_of<Socket, boost::asio::basic_datagram_socket>;

  static constexpr bool is_seq_packet =
    is_socket_of<Socket, boost::asio::basic_seq_packet_socket>;

  static_assert(is_stream || is_datagram || is_seq_packet,
      "Use a basic_seq_packet_socket, basic_stream_socket or "
      "basic_datagram_socket: other types of sockets carry no messages over "
      "AF_UNIX");

  static constexpr bool kind_is_known = true;

  static constexpr socket_kind kind = is_stream ? socket_kind::stream
    : is_datagram ? socket_kind::datagram : socket_kind::seq_packet;
};

// The kind of a bare descriptor is asked for at run time.
template <>
struct socket_traits<native_socket>
{
  static constexpr bool kind_is_known = false;
};

// False if the compiler knows that the socket is of another kind.
template <typename Socket>
constexpr bool may_be([[maybe_unused]] socket_kind kind) noexcept
{
  if constexpr (socket_traits<Socket>::kind_is_known)
    return socket_traits<Socket>::kind == kind;
  else
    return true;
}

template <typename Socket>
constexpr bool may_have_packets() noexcept
{
  return may_be<Socket>(socket_kind::seq_packet)
    || may_be<Socket>(socket_kind::datagram);
}

// True for what the functions for messages take. The asynchronous ones are not
// possible with anything else, so that a program can ask.
template <typename T, typename = void>
struct is_message_socket : std::false_type
{
};

template <typename T>
struct is_message_socket<T, std::enable_if_t<is_asio_socket<T>::value>>
  : std::bool_constant<!has_address<typename T::protocol_type::endpoint>::value
      && (is_socket_of<T, boost::asio::basic_stream_socket>
        || is_socket_of<T, boost::asio::basic_datagram_socket>
        || is_socket_of<T, boost::asio::basic_seq_packet_socket>)>
{
};

template <typename Socket>
using message_socket_constraint = std::enable_if_t<
  is_message_socket<Socket>::value, int>;

// The same of functions for one kind of socket, or two.
template <typename Socket, socket_kind... Kinds>
struct is_of_kind
  : std::bool_constant<((socket_traits<Socket>::kind == Kinds) || ...)>
{
};

template <typename Socket, socket_kind... Kinds>
using kind_constraint = std::enable_if_t<std::conjunction<
  is_message_socket<Socket>, is_of_kind<Socket, Kinds...>>::value, int>;

template <typename Socket>
using stream_constraint = kind_constraint<Socket, socket_kind::stream>;

template <typename Socket>
using datagram_constraint = kind_constraint<Socket, socket_kind::datagram>;

template <typename Socket>
using packet_constraint =
  kind_constraint<Socket, socket_kind::datagram, socket_kind::seq_packet>;

// The same for connections, which have a socket or an acceptor of any type.
template <typename T>
using local_constraint = std::enable_if_t<
  !has_address<typename T::protocol_type::endpoint>::value, int>;

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_SOCKET_TRAITS_HPP
