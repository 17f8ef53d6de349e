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
 * An abstract name is not a file: it disappears with its socket, and has no
 * permissions.
 *
 * @tparam Protocol The protocol of the endpoint: of this library, of
 * @c boost::asio::local or @c boost::asio::generic, or the user's own.
 *
 * @param name The name without the leading NUL, at most 107 bytes. They may
 * have any value, and a NUL at the end is part of the name. The empty name is a
 * name.
 *
 * @returns The endpoint, for Asio's functions and for those of this library.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li @c asio::error::name_too_long (@c ENAMETOOLONG): The name has more than
 * 107 bytes.
 *
 * @b Example
 * @code acceptor.bind(boost_seqpacket::abstract_endpoint("broker")); @endcode
 *
 * @par Remarks
 * Linux, unix(7). An endpoint from @c socket.local_endpoint() of Asio loses a
 * NUL at the end of its name, and does not lead to the socket: use
 * @c local_endpoint and @c remote_endpoint.
 */
template <typename Protocol = seq_packet_protocol>
typename Protocol::endpoint abstract_endpoint(std::string_view name);

/// Make the endpoint of an abstract name, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result has no name then.
 */
template <typename Protocol = seq_packet_protocol>
typename Protocol::endpoint abstract_endpoint(std::string_view name,
    boost::system::error_code& ec);

#endif // defined(BOOST_SEQPACKET_HAS_ABSTRACT_NAMES)

/// The name that a socket is bound to.
/**
 * @param socket An open Asio socket or acceptor of the AF_UNIX family, or a
 * @c native_socket.
 *
 * @returns The endpoint as the system has it: with a NUL at the end of an
 * abstract name, and with a path of up to 108 bytes. If the socket has no name,
 * the endpoint has none.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 *
 * @par Remarks
 * getsockname(2). For a path of 108 bytes, which leaves no room for a
 * terminator, the system reports a size that it does not accept, and Asio's own
 * function throws, even with an @c error_code. This function leaves the
 * terminator out, which is not part of the name: @c size() is that of
 * @c sockaddr_un, and Asio can connect to the endpoint.
 */
template <typename Socket>
typename Socket::endpoint_type local_endpoint(Socket& socket);

/// The name that a socket is bound to, or an error code.
/**
 * As the throwing form, with the error in @c ec; the result has no name then.
 */
template <typename Socket>
typename Socket::endpoint_type local_endpoint(Socket& socket,
    boost::system::error_code& ec);

/// The name that the peer of a socket is bound to.
/**
 * @param socket A connected Asio socket of the AF_UNIX family, or a
 * @c native_socket.
 *
 * @returns The endpoint as @c local_endpoint gives it. A socket that connects
 * usually has no name, so the result does not identify the peer: use
 * @c peer_credentials.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li @c asio::error::not_connected (@c ENOTCONN): The socket has no peer.
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 *
 * @par Remarks
 * getpeername(2).
 */
template <typename Socket>
typename Socket::endpoint_type remote_endpoint(Socket& socket);

/// The name that the peer of a socket is bound to, or an error code.
/**
 * As the throwing form, with the error in @c ec; the result has no name then.
 */
template <typename Socket>
typename Socket::endpoint_type remote_endpoint(Socket& socket,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket or an acceptor, and say what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void local_endpoint(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void remote_endpoint(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

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
 * takes it, or a path, as the constructor of Asio's endpoints takes it; empty
 * if there is no name.
 */
template <typename Endpoint, detail::endpoint_constraint<Endpoint> = 0>
std::string endpoint_name(const Endpoint& endpoint);

/// The name of an endpoint in printable characters, for logs.
/**
 * @param endpoint An endpoint of the AF_UNIX family.
 *
 * @returns An @c @ and an abstract name, or a path; empty if there is no name.
 * A backslash is doubled. Every byte outside of printable ASCII is @c \\x and
 * two hexadecimal digits, and so is an @c @ at the beginning of a path. Two
 * endpoints with different names have different texts.
 */
template <typename Endpoint, detail::endpoint_constraint<Endpoint> = 0>
std::string to_string(const Endpoint& endpoint);

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/endpoint.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_ENDPOINT_HPP
