//
// open.hpp
// ~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_OPEN_HPP
#define BOOST_SEQPACKET_OPEN_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost/system/error_code.hpp>

namespace boost_seqpacket {

/// Open a socket or an acceptor that no program inherits.
/**
 * This function does what the member function @c open() does, and the socket is
 * close-on-exec from the moment it exists. Asio's own sockets are not
 * close-on-exec, so that a program which another thread starts at the same time
 * inherits them.
 *
 * @param socket_or_acceptor A socket or an acceptor of the AF_UNIX family that
 * is not open. The sockets of @c boost::asio::generic are opened with the
 * family AF_UNIX.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li @c asio::error::already_open: The object is open. It stays as it is.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * protocol is a class of the user's own and of another family.
 * @li @c asio::error::no_descriptors (@c EMFILE), also @c ENFILE: The limit of
 * open descriptors is reached.
 * @li Other errors of socket(2), unchanged.
 *
 * @b Example
 * @snippet request_server.cpp request_server_listen
 *
 * @par Remarks
 * @c SOCK_CLOEXEC, socket(2), Linux 2.6.27. On systems without this flag
 * (macOS) the socket becomes close-on-exec in a second step.
 */
template <typename SocketOrAcceptor>
void open(SocketOrAcceptor& socket_or_acceptor);

/// Open a socket or an acceptor, or set an error code.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename SocketOrAcceptor>
void open(SocketOrAcceptor& socket_or_acceptor, boost::system::error_code& ec);

/// Refuse a pointer to a socket or an acceptor, and say what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void open(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/open.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_OPEN_HPP
