//
// seq_packet_protocol.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SEQ_PACKET_PROTOCOL_HPP
#define BOOST_SEQPACKET_SEQ_PACKET_PROTOCOL_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost/asio/basic_seq_packet_socket.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/local/basic_endpoint.hpp>

#if defined(BOOST_SEQPACKET_HAS_ASIO_SEQ_PACKET_PROTOCOL)
# include <boost/asio/local/seq_packet_protocol.hpp>
#endif

namespace boost_seqpacket {

#if defined(BOOST_SEQPACKET_HAS_ASIO_SEQ_PACKET_PROTOCOL)

/// The protocol of AF_UNIX sockets of type SOCK_SEQPACKET.
/**
 * With Boost 1.82 and later it is @c boost::asio::local::seq_packet_protocol.
 * Before that release Boost.Asio has no such protocol, and it is a class of
 * this library.
 */
using seq_packet_protocol = boost::asio::local::seq_packet_protocol;

#else // defined(BOOST_SEQPACKET_HAS_ASIO_SEQ_PACKET_PROTOCOL)

// Argument-dependent lookup finds the functions of a protocol's namespace for
// each of its sockets, so that a program's own async_accept would be ambiguous.
// This namespace has no functions.
namespace protocols {

/// The protocol of AF_UNIX sockets of type SOCK_SEQPACKET.
/**
 * With Boost 1.82 and later it is @c boost::asio::local::seq_packet_protocol.
 * Before that release Boost.Asio has no such protocol, and it is a class of
 * this library.
 *
 * @par Concepts:
 * Protocol.
 *
 * @par Remarks
 * unix(7): SOCK_SEQPACKET in the AF_UNIX family exists since Linux 2.6.4.
 */
class seq_packet_protocol
{
public:
  /// The type of an endpoint: a path, or an abstract name on Linux.
  using endpoint = boost::asio::local::basic_endpoint<seq_packet_protocol>;

  /// The type of a socket.
  using socket = boost::asio::basic_seq_packet_socket<seq_packet_protocol>;

  /// The type of an acceptor.
  using acceptor = boost::asio::basic_socket_acceptor<seq_packet_protocol>;

  /// The type of the sockets, as socket(2) takes it.
  int type() const noexcept
  {
    return SOCK_SEQPACKET;
  }

  /// The protocol of the sockets, as socket(2) takes it.
  int protocol() const noexcept
  {
    return 0;
  }

  /// The address family of the sockets, as socket(2) takes it.
  int family() const noexcept
  {
    return AF_UNIX;
  }
};

} // namespace protocols

/// The protocol class, which is also found in this namespace.
using protocols::seq_packet_protocol;

#endif // defined(BOOST_SEQPACKET_HAS_ASIO_SEQ_PACKET_PROTOCOL)

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SEQ_PACKET_PROTOCOL_HPP
