//
// endpoint.hpp
// ~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_ENDPOINT_HPP
#define BOOST_SEQPACKET_ENDPOINT_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/endpoint/endpoint_traits.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/system/error_code.hpp>

#include <string>
#include <string_view>

namespace boost_seqpacket {

#if defined(BOOST_SEQPACKET_HAS_ABSTRACT_NAMES)

/// Make the endpoint of an abstract name.
/**
 * An abstract name is no file: it vanishes with its socket, and has no
 * permissions.
 *
 * @tparam Protocol The protocol of the endpoint: of this library, of
 * @c boost::asio::local or @c boost::asio::generic, or the user's own.
 *
 * @param name The name without the leading NUL, at most 107 bytes, which may be
 * any: NULs count, also at the end. The empty name is a name.
 *
 * @returns The endpoint, for Asio's functions and for those of this library.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Errors
 * @li @c boost::asio::error::name_too_long The name has more than 107 bytes.
 *
 * @par Example
 * @code acceptor.bind(boost_seqpacket::abstract_endpoint("broker")); @endcode
 *
 * @par Remarks
 * Linux, unix(7). An endpoint that Asio itself reads from the system, as
 * @c socket.local_endpoint() does, has lost a NUL at the end of its name, and
 * does not lead back to the socket: use @c local_endpoint and
 * @c remote_endpoint.
 */
template <typename Protocol = seq_packet_protocol>
typename Protocol::endpoint abstract_endpoint(std::string_view name);

/// Make the endpoint of an abstract name.
/**
 * As the throwing form, with the error in @c ec; an endpoint without a name is
 * returned then.
 */
template <typename Protocol = seq_packet_protocol>
typename Protocol::endpoint abstract_endpoint(std::string_view name,
    boost::system::error_code& ec);

#endif // defined(BOOST_SEQPACKET_HAS_ABSTRACT_NAMES)

/// Ask for the name to which a socket is bound.
/**
 * @param socket An open Asio socket or acceptor of the AF_UNIX family.
 *
 * @returns The endpoint as the system has it: a NUL at the end of an abstract
 * name is there, and a path may have 108 bytes. A socket without a name gives
 * an endpoint without one.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Errors
 * @li @c boost::asio::error::bad_descriptor The socket is not open.
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 *
 * @par Remarks
 * getsockname(2). Of a path of 108 bytes, for which there is no room for a
 * terminator, the system says a size that it does not take itself, and
 * Asio's own function throws, also the form with an error_code. Here the
 * terminator, which is no part of the name, is left out: @c size() is that of
 * @c sockaddr_un, and Asio can connect to the endpoint.
 */
template <typename Socket>
typename Socket::endpoint_type local_endpoint(Socket& socket);

/// Ask for the name to which a socket is bound.
/**
 * As the throwing form, with the error in @c ec; an endpoint without a name is
 * returned then.
 */
template <typename Socket>
typename Socket::endpoint_type local_endpoint(Socket& socket,
    boost::system::error_code& ec);

/// Ask for the name to which the peer of a socket is bound.
/**
 * @param socket A connected Asio socket of the AF_UNIX family.
 *
 * @returns The endpoint as @c local_endpoint gives it. Whoever connects is
 * without a name as a rule, so this says nothing about who it is: that is for
 * @c peer_credentials.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Errors
 * @li @c boost::asio::error::not_connected The socket has no peer.
 * @li @c boost::asio::error::bad_descriptor The socket is not open.
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 *
 * @par Remarks
 * getpeername(2).
 */
template <typename Socket>
typename Socket::endpoint_type remote_endpoint(Socket& socket);

/// Ask for the name to which the peer of a socket is bound.
/**
 * As the throwing form, with the error in @c ec; an endpoint without a name is
 * returned then.
 */
template <typename Socket>
typename Socket::endpoint_type remote_endpoint(Socket& socket,
    boost::system::error_code& ec);

/// Whether an endpoint has an abstract name.
template <typename Endpoint, detail::endpoint_constraint<Endpoint> = 0>
bool has_abstract_name(const Endpoint& endpoint);

/// Whether an endpoint has no name.
template <typename Endpoint, detail::endpoint_constraint<Endpoint> = 0>
bool is_unnamed(const Endpoint& endpoint);

/// The name of an endpoint, byte for byte.
/**
 * @param endpoint An endpoint of the AF_UNIX family.
 *
 * @returns An abstract name without the leading NUL, as @c abstract_endpoint
 * takes it, or a path, as the constructor of Asio's endpoints takes it. Empty
 * if there is no name.
 */
template <typename Endpoint, detail::endpoint_constraint<Endpoint> = 0>
std::string endpoint_name(const Endpoint& endpoint);

/// The name of an endpoint in printable characters, for logs.
/**
 * @param endpoint An endpoint of the AF_UNIX family.
 *
 * @returns An abstract name with an @c @ before it, or a path. A backslash is
 * doubled; every byte outside of printable ASCII is @c \\x and two hexadecimal
 * digits, and so is an @c @ at the beginning of a path. Two endpoints with
 * different names are never the same text. Empty if there is no name.
 */
template <typename Endpoint, detail::endpoint_constraint<Endpoint> = 0>
std::string to_string(const Endpoint& endpoint);

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/endpoint.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_ENDPOINT_HPP
