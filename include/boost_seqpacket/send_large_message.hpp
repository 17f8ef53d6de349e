//
// send_large_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SEND_LARGE_MESSAGE_HPP
#define BOOST_SEQPACKET_SEND_LARGE_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/large_message/send_large_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>
#include <boost_seqpacket/sealed_memory.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup send_large_message boost_seqpacket::send_large_message
 *
 * @brief The function sends one message of any size.
 */
/*@{*/

/// Send one message of any size, with ancillary data.
/**
 * This function sends a message that fits into a packet as it is, and a larger
 * one as an empty packet whose first descriptor is sealed memory
 * (doc/background/large_messages.md). It waits while the queue is full, unless
 * the socket's @c non_blocking() is set. The peer receives the message with
 * @c receive_large_message.
 *
 * This header is not part of @c boost_seqpacket.hpp.
 *
 * @param socket Any Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic; or a @c native_socket.
 *
 * @param content The bytes, in any number of buffers, or a @c sealed_memory,
 * which can be sent many times without a copy and always travels as memory.
 *
 * @param ancillary The ancillary data, or @c no_ancillary, with at most 252
 * descriptors if the message travels as memory. It is not changed.
 *
 * @returns The size of the message in bytes, whichever way it has gone.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent.
 *
 * @par Descriptor Ownership
 * The kernel takes a reference to each open file. The descriptors stay with
 * their owners. The descriptor of memory that this function makes is closed
 * before it returns, and the sealed_memory stays with the caller.
 *
 * @b Errors
 * @li @c seqpacket_errc::ancillary_full: The message travels as memory, and
 * there are 253 descriptors.
 * @li @c asio::error::bad_descriptor (@c EBADF): The sealed_memory owns
 * nothing; or the socket or a descriptor is not open.
 * @li @c asio::error::operation_not_supported (@c EOPNOTSUPP): The
 * @c native_socket is a stream.
 * @li All errors of @c make_sealed_memory: the memory cannot be made.
 * @li All errors of @c send_message except @c message_size.
 *
 * @b Example
 * @snippet large_message.cpp large_message_send
 *
 * @par Remarks
 * A message of up to @c max_message_size(socket) bytes, in at most 1024
 * buffers, fits into a packet. If the kernel has no memory in one piece for
 * such a packet (@c ENOBUFS), the message travels as memory as well. An empty
 * message with descriptors does too. Linux 3.17.
 */
template <typename Socket, typename Content, std::size_t MaxDescriptors,
    detail::large_content_constraint<Content> = 0>
std::size_t send_large_message(Socket& socket, const Content& content,
    const outgoing_ancillary<MaxDescriptors>& ancillary);

/// Send one message of any size, with ancillary data, and report an error in
/// @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename Content, std::size_t MaxDescriptors,
    detail::large_content_constraint<Content> = 0>
std::size_t send_large_message(Socket& socket, const Content& content,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec);

/// Send one message of any size.
template <typename Socket, typename Content,
    detail::large_content_constraint<Content> = 0>
std::size_t send_large_message(Socket& socket, const Content& content);

/// Send one message of any size, and report an error in @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename Content,
    detail::large_content_constraint<Content> = 0>
std::size_t send_large_message(Socket& socket, const Content& content,
    boost::system::error_code& ec);

/*@}*/

/**
 * @defgroup async_send_large_message boost_seqpacket::async_send_large_message
 *
 * @brief The function starts to send one message of any size.
 */
/*@{*/

/// Start to send one message of any size, with ancillary data.
/**
 * This function initiates a send as @c send_large_message does it, and returns
 * immediately. It tries at once, and makes the memory at once if the message
 * needs one. The operation owns the memory, and waits while the queue is full.
 *
 * @param socket Any Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic.
 *
 * @param content The bytes, in any number of buffers: the sequence is copied,
 * and the memory stays valid until the handler is called. Or a
 * @c sealed_memory, which the caller keeps until the handler is called.
 *
 * @param ancillary The ancillary data, or @c no_ancillary. The caller keeps it
 * valid and unchanged until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the size of the message in bytes, or 0 with an error.
 *
 * @par Completion Conditions, Object Lifetimes
 * As for @c async_send_message.
 *
 * @par Descriptor Ownership
 * As for @c async_send_message. The operation closes the descriptor of memory
 * that it has made before it calls the handler, whatever the result, or if the
 * handler is destroyed without a call.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later), as for
 * @c async_send_message. A cancelled operation has sent nothing.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c send_large_message except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * as for @c async_send_message.
 *
 * @b Example
 * @snippet large_message.cpp large_message_send
 */
template <typename Socket, typename Content, std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::large_content_constraint<Content> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::send_large<Content, outgoing_ancillary<MaxDescriptors>>>
async_send_large_message(Socket& socket, const Content& content,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to send one message of any size.
template <typename Socket, typename Content,
    typename CompletionToken = detail::default_token<Socket>,
    detail::large_content_constraint<Content> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::send_large<Content, outgoing_ancillary<0>>>
async_send_large_message(Socket& socket, const Content& content,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a temporary ancillary object, which would not outlive the operation.
template <typename Socket, typename Content, std::size_t MaxDescriptors,
    typename... Rest>
void async_send_large_message(Socket&, const Content&,
    const outgoing_ancillary<MaxDescriptors>&&, Rest&&...) = delete;

/// Refuse temporary memory, which would not outlive the operation.
template <typename Socket, typename... Rest>
void async_send_large_message(
    Socket&, const sealed_memory&&, Rest&&...) = delete;

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_send_large_message(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/send_large_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_SEND_LARGE_MESSAGE_HPP
