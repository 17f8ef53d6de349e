//
// socket_option.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SOCKET_OPTION_HPP
#define BOOST_SEQPACKET_SOCKET_OPTION_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/socket/boolean_option.hpp>

namespace boost_seqpacket {

#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

/// Socket option to receive the sender's credentials with every packet.
/**
 * For @c set_option and @c get_option of Asio's sockets and acceptors. The
 * credentials are in @c incoming_ancillary::credentials(). Set the option
 * before the peer can send, on the acceptor: of a packet that was queued
 * earlier the sender is not known. With the option on, an empty packet is never
 * taken for the end of file, also one that was queued earlier.
 *
 * @par Example
 * @code socket.set_option(boost_seqpacket::pass_credentials(true)); @endcode
 *
 * @par Remarks
 * @c SO_PASSCRED, unix(7). A side effect of the kernel: a socket that has no
 * name and connects, or sends, while the option is on gets an abstract name of
 * its own. An accepted socket inherits the option from its acceptor. On FreeBSD
 * 13 @c LOCAL_CREDS_PERSISTENT, unix(4), without that side effect (untested).
 */
using pass_credentials = detail::boolean_option<
  BOOST_SEQPACKET_PASSCRED_LEVEL, BOOST_SEQPACKET_PASSCRED>;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)

/// Socket option to receive a pidfd of the sender with every packet.
/**
 * For @c set_option and @c get_option of Asio's sockets and acceptors. The
 * descriptor is in @c incoming_ancillary::pidfd(), and closed if it is not
 * moved out. It stands for the process that has sent this packet, which need
 * not be the one that made the connection. At the limit of open descriptors the
 * receive gives @c seqpacket_errc::descriptors_lost.
 *
 * @par Example
 * @code socket.set_option(boost_seqpacket::pass_pidfd(true)); @endcode
 *
 * @par Remarks
 * @c SO_PASSPIDFD, Linux 6.5; an older kernel gives
 * @c boost::asio::error::no_protocol_option. An accepted socket inherits the
 * option from its acceptor. As with @c pass_credentials, a socket that has no
 * name and connects, or sends, while the option is on gets an abstract one.
 */
using pass_pidfd =
  detail::boolean_option<SOL_SOCKET, BOOST_SEQPACKET_SO_PASSPIDFD>;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)

#if defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)

/// Socket option to receive the sender's security label with every packet.
/**
 * For @c set_option and @c get_option of Asio's sockets and acceptors. The
 * label is in @c incoming_ancillary::security_label(), which is empty without a
 * security module that gives labels.
 *
 * @par Example
 * @code socket.set_option(boost_seqpacket::pass_security(true)); @endcode
 *
 * @par Remarks
 * @c SO_PASSSEC, unix(7), Linux 2.6.18.
 */
using pass_security = detail::boolean_option<SOL_SOCKET, SO_PASSSEC>;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)

#if defined(BOOST_SEQPACKET_HAS_PASS_RIGHTS)

/// Socket option to take descriptors, which is on for every new socket.
/**
 * For @c set_option and @c get_option of Asio's sockets and acceptors. With
 * @c pass_rights(false) a packet that carries descriptors is refused whole: the
 * @e sender gets @c boost::asio::error::no_permission, nothing is queued, and
 * nothing is ever installed in the receiver's table of open descriptors, not
 * even for a moment. An @c incoming_ancillary<0> takes no descriptors either,
 * but closes them when they have arrived.
 *
 * Closing them can block, as long as the sender likes: a TCP socket with
 * @c SO_LINGER and data to send, a file of a file system that does not answer.
 * So can closing the socket in which they wait to be received. A server that
 * has to answer others meanwhile, and wants no descriptors, sets this option on
 * its acceptor, before anybody can connect.
 *
 * @par Example
 * @code acceptor.set_option(boost_seqpacket::pass_rights(false)); @endcode
 *
 * @par Remarks
 * @c SO_PASSRIGHTS, Linux 6.16; an older kernel gives
 * @c boost::asio::error::no_protocol_option. An accepted socket inherits the
 * option from its acceptor. An object of this type is off until it is told
 * otherwise, as all of Asio's are.
 */
using pass_rights =
  detail::boolean_option<SOL_SOCKET, BOOST_SEQPACKET_SO_PASSRIGHTS>;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_RIGHTS)

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SOCKET_OPTION_HPP
