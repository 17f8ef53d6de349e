//
// detail/datagram/address.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_DATAGRAM_ADDRESS_HPP
#define BOOST_SEQPACKET_DETAIL_DATAGRAM_ADDRESS_HPP

// The destinations and senders of datagrams.

#include <boost_seqpacket/detail/endpoint/endpoint_name.hpp>
#include <boost_seqpacket/detail/endpoint/endpoint_ops.hpp>
#include <boost_seqpacket/detail/endpoint/endpoint_traits.hpp>
#include <boost_seqpacket/detail/socket/message_header.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <sys/socket.h>
#include <type_traits>

namespace boost_seqpacket {
namespace detail {

template <typename Socket>
constexpr void check_datagrams() noexcept
{
  static_assert(may_be<Socket>(socket_kind::datagram),
      "Only datagrams have addresses of their own: use a datagram socket, or "
      "connect this one and call the function without an address");
}

// Where a packet goes, as the system calls take it.
struct destination_address
{
  const ::sockaddr* data;
  std::size_t size;
};

// Sets an error if no packet can be sent there. A size of 0 must not reach the
// kernel: it would send the packet to the peer of a connected socket.
template <typename Endpoint>
destination_address check_destination(const Endpoint& endpoint,
    boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  if (endpoint.data()->sa_family != AF_UNIX)
    ec = boost::asio::error::address_family_not_supported;
  else if (detail::bytes_of_endpoint(endpoint).empty())
    ec = boost::asio::error::invalid_argument;
  return {endpoint.data(), detail::endpoint_size(endpoint)};
}

inline void set_destination(::msghdr& message,
    const destination_address& destination) noexcept
{
  // msghdr has no const; the calls that send do not write.
  message.msg_name = const_cast<::sockaddr*>(destination.data);
  set_length(message.msg_namelen, destination.size);
}

// The types of arguments that are no addresses. An endpoint of asio::generic
// can be made of anything.
template <typename Token>
using no_endpoint_constraint =
  std::enable_if_t<!is_endpoint<std::decay_t<Token>>::value, int>;

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_DATAGRAM_ADDRESS_HPP
