//
// send_messages.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SEND_MESSAGES_HPP
#define BOOST_SEQPACKET_SEND_MESSAGES_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/batch/send_batch_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/outgoing_datagram.hpp>
#include <boost_seqpacket/outgoing_message.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup send_messages boost_seqpacket::send_messages
 *
 * @brief The @c send_messages and @c async_send_messages functions send many
 * packets, up to 32 with one system call.
 */
/*@{*/

/// Send many packets.
/**
 * This function sends the packets of a range in their order, as @c send_message
 * would one by one. While the queue is full it waits, unless the socket's
 * @c non_blocking() is set, and then goes on where it stopped.
 *
 * Packets with addresses are sent as @c send_message_to would. While the queue
 * of one receiver is full, those after it wait as well, in the pauses of that
 * function. They begin with a short one again whenever a packet was sent.
 *
 * @param socket An Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic; or a @c native_socket.
 *
 * @param messages A range of @c outgoing_message, such as an array or a vector;
 * or of @c outgoing_datagram, for a datagram socket. Only classes that are
 * derived from that have addresses; members of others mean nothing.
 *
 * @param flags Flags, as for @c send_message.
 *
 * @returns The number of packets that were sent: all of them, unless an error
 * occurred after the first packet. A call with the rest reports it.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent.
 *
 * @par Descriptor Ownership
 * As for @c send_message, with each element.
 *
 * @par Errors
 * Those of @c send_message, or of @c send_message_to, for the first packet of
 * the range.
 *
 * @par Remarks
 * @c sendmmsg(2), Linux 3.0. On other systems, and with
 * @c BOOST_SEQPACKET_DISABLE_BATCH_CALLS, it is a loop of single calls. The
 * macro must be the same in the whole program. Each thread that calls the
 * function allocates about 70 KB once for all batches.
 */
template <typename Socket, typename Range>
std::size_t send_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags = 0);

/// Send many packets, with flags, and report an error in @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename Range>
std::size_t send_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Send many packets, and report an error in @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename Range>
std::size_t send_messages(Socket& socket, Range& messages,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void send_messages(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/// Start to send many packets.
/**
 * This function initiates what @c send_messages does, and returns immediately.
 *
 * @param socket An Asio socket of the AF_UNIX family except a stream.
 *
 * @param messages A range of @c outgoing_message or @c outgoing_datagram. The
 * range, its elements and the memory of their buffers stay valid and unchanged
 * until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of packets that were sent.
 *
 * @par Completion Conditions
 * All packets have been sent; the operation ended early after at least one,
 * with success and a smaller number; or an error occurred and nothing was sent.
 *
 * @par Object Lifetimes
 * The range and what belongs to it stay valid until the handler is called. The
 * socket may be moved, closed or destroyed under the rules of
 * @c async_send_message.
 *
 * @par Descriptor Ownership
 * As for @c async_send_message, with each element.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later), as for
 * @c async_send_message, or @c async_send_message_to with addresses. An
 * operation that ends with @c operation_aborted has sent nothing. After the
 * first packet @c terminal and @c partial end it with success and the number of
 * packets, and @c total has no effect.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of the synchronous form except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Packets of earlier system calls have been
 * sent.
 *
 * @b Example
 * @snippet log_collector.cpp log_collector_write
 *
 * @par Remarks
 * As for the synchronous form.
 */
template <typename Socket, typename Range,
    typename CompletionToken = detail::default_token<Socket>,
    detail::token_constraint<CompletionToken> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::send_batch_attempt<Range>>
async_send_messages(Socket& socket, Range& messages,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to send many packets, with flags.
/**
 * @param flags Flags, as for @c send_message.
 */
template <typename Socket, typename Range,
    typename CompletionToken = detail::default_token<Socket>,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::send_batch_attempt<Range>>
async_send_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_send_messages(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/send_messages.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SEND_MESSAGES_HPP
