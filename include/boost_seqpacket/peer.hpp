//
// peer.hpp
// ~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_PEER_HPP
#define BOOST_SEQPACKET_PEER_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/credentials.hpp>

#include <boost/system/error_code.hpp>

namespace boost_seqpacket {

#if defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

/// Ask who was at the other end when the connection was made.
/**
 * @param socket A connected Asio socket of the AF_UNIX family.
 *
 * @returns The process id and the @e effective user and group ids of the
 * process that called @c connect(2), @c listen(2) or @c socketpair(2), at that
 * time.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Errors
 * @li @c boost::asio::error::not_connected The socket has no peer. The kernel
 * itself says success there, process id 0 and ids of -1.
 * @li @c boost::asio::error::bad_descriptor The socket is not open.
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 *
 * @par Remarks
 * Linux, @c SO_PEERCRED (unix(7)). The answer does not say who holds the other
 * end now: sockets can be passed on and inherited. A process id may have been
 * reused since. On a listening socket the answer is the process itself. For the
 * sender of each packet use the socket option @c pass_credentials.
 */
template <typename Socket>
credentials peer_credentials(Socket& socket);

/// Ask who was at the other end when the connection was made.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename Socket>
credentials peer_credentials(Socket& socket, boost::system::error_code& ec);

#endif // defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/peer.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_PEER_HPP
