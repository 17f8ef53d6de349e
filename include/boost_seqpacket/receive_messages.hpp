//
// receive_messages.hpp
// ~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_MESSAGES_HPP
#define BOOST_SEQPACKET_RECEIVE_MESSAGES_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/batch/receive_batch_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/incoming_datagram.hpp>
#include <boost_seqpacket/incoming_message.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup receive_messages boost_seqpacket::receive_messages
 *
 * @brief The @c receive_messages and @c async_receive_messages functions
 * receive the packets that are queued, up to 32 with one system call.
 */
/*@{*/

/// Receive the packets that are queued.
/**
 * This function receives packets into the elements of a range, in their order,
 * until no more are queued or the range is full. It waits for the first one,
 * unless the socket's @c non_blocking() is set.
 *
 * @param socket An Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic; or a @c native_socket.
 *
 * @param messages A range of @c incoming_message, such as an array or a vector;
 * or of @c incoming_datagram, for a datagram socket. Only classes that are
 * derived from that have addresses. All elements are cleared first.
 *
 * @param flags Flags, as for @c receive_message. With @c keep_if_truncated a
 * packet that cannot be received whole stays in the queue and ends the batch.
 * @c MSG_PEEK is refused, because it would return the first packet again and
 * again.
 *
 * @returns The number of packets that were received, at least one unless the
 * range is empty. Each has its own @c bytes_transferred, @c ancillary and
 * @c error, and an @c incoming_datagram its @c sender.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was received.
 *
 * @par Descriptor Ownership
 * As for @c receive_message, with each element.
 *
 * @par Errors
 * The errors of truncated packets are in the elements. An error or the end of
 * file after the first packet is reported by the next call. If a reset comes
 * between two system calls of one call, for a range of more than 32 elements,
 * it may be lost, and the end of file follows.
 * @li @c asio::error::invalid_argument (@c EINVAL): @c MSG_PEEK is among the
 * flags.
 * @li All errors of @c receive_message except those of truncated packets.
 * These are reported if @c keep_if_truncated leaves the first packet in the
 * queue.
 *
 * @par Remarks
 * @c recvmmsg(2), Linux 2.6.33. On other systems, and with
 * @c BOOST_SEQPACKET_DISABLE_BATCH_CALLS, it is a loop of single calls. The
 * macro must be the same in the whole program. Each thread that calls the
 * function allocates about 70 KB once for all batches.
 */
template <typename Socket, typename Range>
std::size_t receive_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags = 0);

/// Receive the packets that are queued, with flags, and report an error in
/// @c ec.
/**
 * After an error nothing was received, and 0 is returned.
 */
template <typename Socket, typename Range>
std::size_t receive_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Receive the packets that are queued, and report an error in @c ec.
/**
 * After an error nothing was received, and 0 is returned.
 */
template <typename Socket, typename Range>
std::size_t receive_messages(Socket& socket, Range& messages,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void receive_messages(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/// Start to receive the packets that are queued.
/**
 * This function initiates what @c receive_messages does, and returns
 * immediately.
 *
 * @param socket An Asio socket of the AF_UNIX family except a stream.
 *
 * @param messages A range of @c incoming_message or @c incoming_datagram. The
 * range, its elements and the memory of their buffers stay valid and untouched
 * until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of packets that were received.
 *
 * @par Completion Conditions
 * At least one packet was received, or the range is empty; or an error occurred
 * and none was received.
 *
 * @par Object Lifetimes
 * The range and what belongs to it stay valid until the handler is called. The
 * socket may be moved, closed or destroyed under the rules of
 * @c async_receive_message.
 *
 * @par Descriptor Ownership
 * The ancillary objects own what arrived, also if the handler is not called.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later), as for
 * @c async_receive_message. A cancelled operation leaves the packets in the
 * queue.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of the synchronous form except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the system call everything is as it
 * was; after it the packets are in the elements.
 *
 * @b Example
 * @snippet log_collector.cpp log_collector_collect
 *
 * @par Remarks
 * As for the synchronous form.
 */
template <typename Socket, typename Range,
    typename CompletionToken = detail::default_token<Socket>,
    detail::token_constraint<CompletionToken> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_batch_attempt<Range>>
async_receive_messages(Socket& socket, Range& messages,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive the packets that are queued, with flags.
/**
 * @param flags Flags, as for @c receive_messages.
 */
template <typename Socket, typename Range,
    typename CompletionToken = detail::default_token<Socket>,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_batch_attempt<Range>>
async_receive_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_receive_messages(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_messages.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_MESSAGES_HPP
