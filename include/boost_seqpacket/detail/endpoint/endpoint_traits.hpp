//
// detail/endpoint/endpoint_traits.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ENDPOINT_ENDPOINT_TRAITS_HPP
#define BOOST_SEQPACKET_DETAIL_ENDPOINT_ENDPOINT_TRAITS_HPP

#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <sys/socket.h>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

template <typename T, typename = void>
struct is_endpoint : std::false_type
{
};

template <typename T>
struct is_endpoint<T, std::void_t<typename T::protocol_type,
    decltype(std::declval<const T&>().size())>>
  : std::is_convertible<decltype(std::declval<const T&>().data()),
      const ::sockaddr*>
{
};

// For functions that take an endpoint of AF_UNIX. Their names are common ones,
// such as to_string: without this they would compete with others.
template <typename Endpoint>
using endpoint_constraint = std::enable_if_t<
  is_endpoint<Endpoint>::value && !has_address<Endpoint>::value, int>;

// Checks the sockets and acceptors that the functions for names are given.
template <typename Socket>
constexpr void check_named() noexcept
{
  static_assert(!has_address<typename Socket::endpoint_type>::value,
      "These are the names of AF_UNIX sockets: use a socket of "
      "boost_seqpacket::seq_packet_protocol, or of boost::asio::local, or call "
      "the member function of your socket of boost::asio::ip");
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ENDPOINT_ENDPOINT_TRAITS_HPP
