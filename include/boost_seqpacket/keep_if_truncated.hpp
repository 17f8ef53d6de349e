//
// keep_if_truncated.hpp
// ~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_KEEP_IF_TRUNCATED_HPP
#define BOOST_SEQPACKET_KEEP_IF_TRUNCATED_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost/asio/socket_base.hpp>

namespace boost_seqpacket {

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

/// A flag for receives: a packet that cannot be received whole stays in the
/// queue.
/**
 * For the flags of @c receive_message, @c async_receive_message,
 * @c receive_messages and @c async_receive_messages. It is never passed to the
 * kernel.
 *
 * The receive peeks at the packet first. It takes the packet out of the queue
 * only if all its bytes fit into the buffers and all its descriptors arrived.
 * Otherwise it gives @c seqpacket_errc::message_truncated,
 * @c seqpacket_errc::ancillary_truncated or
 * @c seqpacket_errc::descriptors_lost, and 0 bytes. The ancillary object then
 * has no descriptors, only @c message_size() and @c flags(). The memory of the
 * buffers may have been written to. After the caller has made room the same
 * call succeeds. Until then it finds the same packet again; @c discard_message
 * takes it out of the queue.
 *
 * @b Errors
 * @li @c asio::error::invalid_argument (@c EINVAL): The socket option
 * @c SO_PEEK_OFF is set (socket(7)), with which a peek does not begin at the
 * next packet.
 *
 * @par Remarks
 * The flag costs two system calls more for each packet, one of them to test for
 * @c SO_PEEK_OFF. There must be only one reader at a time. The system
 * reports @c asio::error::connection_reset (@c ECONNRESET) once, to a peek as
 * well: this receive reports it then, and the packet stays for the next call. A
 * reset that comes between the peek and the receive is not reported: the packet
 * arrives, and the end of file follows. Ignored on stream sockets. Linux only:
 * on other systems a peek does not duplicate descriptors, and the name does not
 * exist.
 */
inline constexpr boost::asio::socket_base::message_flags keep_if_truncated =
  0x01000000;

static_assert((keep_if_truncated & (MSG_PEEK | MSG_TRUNC | MSG_CTRUNC
        | MSG_DONTWAIT | MSG_EOR | MSG_WAITALL | MSG_OOB | MSG_ERRQUEUE
        | MSG_NOSIGNAL | MSG_MORE | MSG_CMSG_CLOEXEC)) == 0,
    "keep_if_truncated must not be a flag of the system");

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_KEEP_IF_TRUNCATED_HPP
