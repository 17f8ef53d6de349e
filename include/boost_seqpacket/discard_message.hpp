//
// discard_message.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DISCARD_MESSAGE_HPP
#define BOOST_SEQPACKET_DISCARD_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/message/discard_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup discard_message boost_seqpacket::discard_message
 *
 * @brief The function takes one message out of the queue and forgets it.
 */
/*@{*/

/// Take one message out of the queue and forget it.
/**
 * This function removes the next packet with everything that it carries. It
 * waits until there is one, unless the socket's @c non_blocking() is set. It is
 * for a packet that a receive has left in the queue and that the program does
 * not want: one beyond the @c max_size() of a dynamic buffer, or one that
 * @c keep_if_truncated has kept.
 *
 * @param socket Any Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic; or a @c native_socket.
 *
 * @returns The size of the packet in bytes: 0 for an empty packet. On systems
 * other than Linux, which do not report the size, always 0.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * The kernel drops the descriptors of the packet. They never enter the process.
 * To drop the last reference to a file can block, as a close can
 * (doc/guide/refusing_descriptors.md).
 *
 * @b Errors
 * Truncation is none of them, because nothing of the packet is wanted.
 * @li @c asio::error::eof: The peer has closed or shut down its sending half,
 * and all its packets have been received. An empty packet is told from the end
 * as by @c receive_message. On a datagram socket: this side has shut down its
 * receiving half.
 * @li @c asio::error::would_block (@c EAGAIN): There is no packet, and the
 * socket's @c non_blocking() is set.
 * @li @c asio::error::connection_reset (@c ECONNRESET): The peer has closed
 * without reading everything. Reported once. No packet was taken: call again.
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::not_connected (@c ENOTCONN): The socket is not connected.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 * @li Other errors of recvmsg(2), unchanged.
 *
 * @b Example
 * @snippet request_server.cpp request_server_discard
 *
 * @par Remarks
 * A receive into no bytes: the kernel drops what does not fit, and reports the
 * true size (@c MSG_TRUNC, recv(2), Linux 3.4). There must be only one reader
 * at a time, because another one could take the packet that is meant.
 */
template <typename Socket>
std::size_t discard_message(Socket& socket);

/// Take one message out of the queue and forget it, and report an error in
/// @c ec.
/**
 * The result is the size of the packet in bytes: 0 after an error.
 */
template <typename Socket>
std::size_t discard_message(Socket& socket, boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void discard_message(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @defgroup async_discard_message boost_seqpacket::async_discard_message
 *
 * @brief The asynchronous function takes one message out of the queue and
 * forgets it.
 */
/*@{*/

/// Start to take one message out of the queue and forget it.
/**
 * This function initiates what @c discard_message does, and returns
 * immediately.
 *
 * @param socket Any Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the size of the packet in bytes.
 *
 * @par Completion Conditions
 * A packet was taken, the end of file was reached, or an error occurred. The
 * handler is called from inside this function only by its associated immediate
 * executor (Boost 1.82 and later).
 *
 * @par Object Lifetimes
 * The socket may be moved, closed or destroyed under the rules of
 * @c async_receive_message.
 *
 * @par Descriptor Ownership
 * As for @c discard_message.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later), as for
 * @c async_receive_message. A cancelled operation leaves the packet in the
 * queue.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c discard_message except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the system call everything is as it
 * was; after it the packet is gone.
 *
 * @b Example
 * @snippet request_server.cpp request_server_discard
 */
template <typename Socket,
    typename CompletionToken = detail::default_token<Socket>,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket, detail::discard_attempt>
async_discard_message(Socket& socket,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_discard_message(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/discard_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_DISCARD_MESSAGE_HPP
