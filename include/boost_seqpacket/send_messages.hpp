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
#include <boost_seqpacket/outgoing_message.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup send_messages boost_seqpacket::send_messages
 *
 * @brief The @c send_messages and @c async_send_messages functions send many
 * packets, up to 32 for one system call.
 */
/*@{*/

/// Send many packets.
/**
 * This function sends the packets of a range in their order, as @c send_message
 * would one by one. It waits while the queue is full, unless the socket's
 * @c non_blocking() is set, and goes on where it stopped.
 *
 * @param socket An Asio socket of the AF_UNIX family but a stream: seq_packet,
 * datagram or generic.
 *
 * @param messages A range of @c outgoing_message, such as an array or a vector.
 *
 * @param flags Flags, as for @c send_message.
 *
 * @returns The number of packets that were sent: all of them, unless an error
 * occurred after the first packet; calling again with the rest reports it.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent then.
 *
 * @par Descriptor Ownership
 * As for @c send_message, with each element.
 *
 * @par Errors
 * Those of @c send_message, for the first packet of the range.
 *
 * @par Remarks
 * @c sendmmsg(2), Linux 3.0; elsewhere, and with @c
 * BOOST_SEQPACKET_DISABLE_BATCH_CALLS, a loop of single calls. Each thread that
 * calls it allocates memory of about 70 KB once for all batches. The macro has
 * to be the same in the whole program.
 */
template <typename Socket, typename Range>
std::size_t send_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags = 0);

/// Send many packets.
/**
 * As the throwing form, with the error in @c ec; 0 is returned then.
 */
template <typename Socket, typename Range>
std::size_t send_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Send many packets.
/**
 * As the throwing form, with the error in @c ec; 0 is returned then.
 */
template <typename Socket, typename Range>
std::size_t send_messages(Socket& socket, Range& messages,
    boost::system::error_code& ec);

/// Start to send many packets.
/**
 * As @c send_messages, but it always returns immediately.
 *
 * @param socket An Asio socket of the AF_UNIX family but a stream.
 *
 * @param messages A range of @c outgoing_message. The range, its elements and
 * the memory of their buffers stay valid, and are not changed, until the
 * handler is called.
 *
 * @param flags Flags, as for @c send_message.
 *
 * @param token The completion token.
 *
 * @par Completion Signature
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of packets that were sent.
 *
 * @par Completion Conditions
 * All packets have been sent; or the operation ended early after at least one,
 * with success and a smaller number; or an error occurred, and then nothing was
 * sent.
 *
 * @par Object Lifetimes
 * The socket and what belongs to the range stay valid until the handler is
 * called.
 *
 * @par Descriptor Ownership
 * As for @c async_send_message, with each element.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). An operation
 * that ends with @c boost::asio::error::operation_aborted has sent nothing.
 *
 * @par Errors
 * Those of the synchronous form, and @c boost::asio::error::operation_aborted
 * when the operation was cancelled or the socket was closed.
 *
 * @par Example
 * @snippet log_collector.cpp log_collector_write
 *
 * @par Remarks
 * As for the synchronous form.
 */
template <typename Socket, typename Range,
    typename CompletionToken = detail::default_token<Socket>,
    detail::token_constraint<CompletionToken> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::send_batch_attempt<Range>>
async_send_messages(Socket& socket, Range& messages,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to send many packets.
/**
 * As the form without flags.
 */
template <typename Socket, typename Range,
    typename CompletionToken = detail::default_token<Socket>,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::send_batch_attempt<Range>>
async_send_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/// A pointer to a socket is no socket: the compiler says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void async_send_messages(Pointer&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/send_messages.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SEND_MESSAGES_HPP
