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

#include <boost_seqpacket/detail/boolean_option.hpp>

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
 * its own. An accepted socket inherits the option from its acceptor.
 */
using pass_credentials = detail::boolean_option<SOL_SOCKET, SO_PASSCRED>;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SOCKET_OPTION_HPP
