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
 * credentials are in @c incoming_ancillary::credentials(). The kernel does not
 * note the sender of a packet that is queued before the option is set: set it
 * before the peer can send, on the acceptor, best before it listens
 * (@c bind_path_options). With the option on, an empty packet is never taken
 * for the end of file, also one that was queued before.
 *
 * @b Example
 * @code socket.set_option(boost_seqpacket::pass_credentials(true)); @endcode
 *
 * @par Remarks
 * @c SO_PASSCRED, unix(7). A side effect of the kernel: while the option is on,
 * a socket without a name gets an abstract one when it connects or sends. On
 * FreeBSD 13 @c LOCAL_CREDS_PERSISTENT, unix(4), without that side effect
 * (untested).
 *
 * The kernel gives a connection the options of its listening socket at the
 * moment of connect(2). The @c accept of this library gives it those of the
 * moment of @c accept, for all four options of this header. The kernel notes
 * the sender of a packet that is sent before accept(2) in any case, so only one
 * that is sent between the two system calls has none. Older kernels give the
 * options at the moment of accept(2). Asio's own @c accept leaves a connection
 * as it is.
 */
using pass_credentials = detail::boolean_option<
  BOOST_SEQPACKET_PASSCRED_LEVEL, BOOST_SEQPACKET_PASSCRED>;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)

/// Socket option to receive a pidfd of the sender with every packet.
/**
 * For @c set_option and @c get_option of Asio's sockets and acceptors. The
 * descriptor is in @c incoming_ancillary::pidfd(), and is closed unless it is
 * moved out. It belongs to the process that has sent the packet, which need not
 * be the one that made the connection. At the limit of open descriptors the
 * receive gives @c seqpacket_errc::descriptors_lost.
 *
 * @b Example
 * @code socket.set_option(boost_seqpacket::pass_pidfd(true)); @endcode
 *
 * @par Remarks
 * @c SO_PASSPIDFD, Linux 6.5. An older kernel gives
 * @c asio::error::no_protocol_option (@c ENOPROTOOPT). As with
 * @c pass_credentials, a socket without a name gets an abstract one when it
 * connects or sends, and @c accept gives the option to a connection.
 */
using pass_pidfd =
  detail::boolean_option<SOL_SOCKET, BOOST_SEQPACKET_SO_PASSPIDFD>;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)

#if defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)

/// Socket option to receive the sender's security label with every packet.
/**
 * For @c set_option and @c get_option of Asio's sockets and acceptors. The
 * label is in @c incoming_ancillary::security_label(). It is empty if no
 * security module gives labels.
 *
 * @b Example
 * @code socket.set_option(boost_seqpacket::pass_security(true)); @endcode
 *
 * @par Remarks
 * @c SO_PASSSEC, unix(7), Linux 2.6.18. As with @c pass_credentials, @c accept
 * gives the option to a connection.
 */
using pass_security = detail::boolean_option<SOL_SOCKET, SO_PASSSEC>;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)

#if defined(BOOST_SEQPACKET_HAS_PASS_RIGHTS)

/// Socket option to accept descriptors, which is on for every new socket.
/**
 * For @c set_option and @c get_option of Asio's sockets and acceptors. With
 * @c pass_rights(false) the kernel refuses a packet that carries descriptors.
 * The @e sender gets @c asio::error::no_permission (@c EPERM), nothing is
 * queued, and no descriptor is ever installed in the receiver's process. An
 * @c incoming_ancillary<0> accepts no descriptors either, but closes them after
 * they have arrived.
 *
 * Closing a descriptor can block for as long as the sender likes: a TCP socket
 * with @c SO_LINGER and data to send, or a file of a file system that does not
 * answer. So can closing the socket in whose queue the descriptors are. A
 * server that must not block, and needs no descriptors, sets this option on its
 * acceptor before it listens (@c bind_path_options).
 *
 * @b Example
 * @code acceptor.set_option(boost_seqpacket::pass_rights(false)); @endcode
 *
 * @par Remarks
 * @c SO_PASSRIGHTS, Linux 6.16. An older kernel gives
 * @c asio::error::no_protocol_option (@c ENOPROTOOPT). As with
 * @c pass_credentials, @c accept gives the option to a connection. Descriptors
 * that the client has sent before are received. A default-constructed object
 * means off, as with all of Asio's options.
 */
using pass_rights =
  detail::boolean_option<SOL_SOCKET, BOOST_SEQPACKET_SO_PASSRIGHTS>;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_RIGHTS)

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SOCKET_OPTION_HPP
