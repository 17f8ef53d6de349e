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
#include <boost_seqpacket/incoming_message.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup receive_messages boost_seqpacket::receive_messages
 *
 * @brief The @c receive_messages and @c async_receive_messages functions
 * receive the packets that are there, up to 32 for one system call.
 */
/*@{*/

/// Receive the packets that are there.
/**
 * This function receives packets into the elements of a range, in their order,
 * until there are no more or the range is full. It waits for the first one,
 * unless the socket's @c non_blocking() is set.
 *
 * @param socket An Asio socket of the AF_UNIX family but a stream: seq_packet,
 * datagram or generic.
 *
 * @param messages A range of @c incoming_message, such as an array or a vector.
 * All elements are cleared first.
 *
 * @param flags Flags, as for @c receive_message. With @c keep_if_truncated a
 * packet that is not whole stays in the queue and ends the batch. @c MSG_PEEK
 * would give the first packet again and again, and is refused.
 *
 * @returns The number of packets that were received, at least one unless the
 * range is empty. Each has its own @c bytes_transferred, @c ancillary and
 * @c error.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was received
 * then.
 *
 * @par Errors
 * Those of @c receive_message, but for truncated packets, whose errors are in
 * the elements. An error or the end of file behind the first packet is reported
 * by the next call. A reset that comes between two system calls of one call,
 * for ranges of more than 32 elements, may be swallowed, and the end of file
 * follows. And
 * @li @c boost::asio::error::invalid_argument @c MSG_PEEK is among the flags.
 *
 * @par Remarks
 * @c recvmmsg(2), Linux 2.6.33; elsewhere, and with @c
 * BOOST_SEQPACKET_DISABLE_BATCH_CALLS, a loop of single calls. Each thread that
 * calls it allocates memory of about 70 KB once for all batches. The macro has
 * to be the same in the whole program.
 */
template <typename Socket, typename Range>
std::size_t receive_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags = 0);

/// Receive the packets that are there.
/**
 * As the throwing form, with the error in @c ec; 0 is returned then.
 */
template <typename Socket, typename Range>
std::size_t receive_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Receive the packets that are there.
/**
 * As the throwing form, with the error in @c ec; 0 is returned then.
 */
template <typename Socket, typename Range>
std::size_t receive_messages(Socket& socket, Range& messages,
    boost::system::error_code& ec);

/// Start to receive the packets that are there.
/**
 * As @c receive_messages, but it always returns immediately.
 *
 * @param socket An Asio socket of the AF_UNIX family but a stream.
 *
 * @param messages A range of @c incoming_message. The range, its elements and
 * the memory of their buffers stay valid, and are not touched, until the
 * handler is called.
 *
 * @param flags Flags, as for @c receive_messages.
 *
 * @param token The completion token.
 *
 * @par Completion Signature
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of packets that were received.
 *
 * @par Completion Conditions
 * At least one packet was received, or the range is empty; or an error
 * occurred, and then none was.
 *
 * @par Object Lifetimes
 * The socket and what belongs to the range stay valid until the handler is
 * called.
 *
 * @par Descriptor Ownership
 * The ancillary objects own what arrived, whether or not the handler is called.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation has received nothing.
 *
 * @par Errors
 * Those of the synchronous form, and @c boost::asio::error::operation_aborted
 * when the operation was cancelled or the socket was closed.
 *
 * @par Example
 * @snippet log_collector.cpp log_collector_collect
 *
 * @par Remarks
 * As for the synchronous form.
 */
template <typename Socket, typename Range,
    typename CompletionToken = detail::default_token<Socket>,
    detail::token_constraint<CompletionToken> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_batch_attempt<Range>>
async_receive_messages(Socket& socket, Range& messages,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive the packets that are there.
/**
 * As the form without flags.
 */
template <typename Socket, typename Range,
    typename CompletionToken = detail::default_token<Socket>,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_batch_attempt<Range>>
async_receive_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/// A pointer to a socket is no socket: the compiler says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void async_receive_messages(Pointer&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_messages.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_MESSAGES_HPP
