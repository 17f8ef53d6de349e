//
// send_message.hpp
// ~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SEND_MESSAGE_HPP
#define BOOST_SEQPACKET_SEND_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/message/send_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>
#include <boost_seqpacket/send_bytes.hpp>
#include <boost_seqpacket/send_descriptors.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup send_message boost_seqpacket::send_message
 *
 * @brief The function sends one message, with or without ancillary data.
 */
/*@{*/

/// Send one message with ancillary data.
/**
 * This function sends the buffers as one packet. It waits while the queue is
 * full, unless the socket's @c non_blocking() is set.
 *
 * On a stream socket it makes one system call, which may send fewer bytes than
 * given. The ancillary data goes with the first byte.
 *
 * @param socket Any Asio socket of the AF_UNIX family, or a @c native_socket.
 *
 * @param buffers The bytes, in at most 1024 buffers. They may be empty on
 * sockets other than streams: an empty packet can carry descriptors.
 *
 * @param ancillary The ancillary data, or @c no_ancillary.
 *
 * @param flags Flags of sendmsg(2). @c MSG_NOSIGNAL is always set, and so is
 * @c MSG_EOR on seq_packet sockets. With @c MSG_DONTWAIT the function does not
 * wait.
 *
 * @returns The number of bytes that were sent. On sockets other than streams it
 * is all of them.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent.
 *
 * @par Descriptor Ownership
 * The kernel takes a reference to each open file. The descriptors of the
 * ancillary object stay open and stay with their owners.
 *
 * @b Errors
 * @li @c asio::error::would_block (@c EAGAIN): The queue is full, and the
 * socket's @c non_blocking() or @c MSG_DONTWAIT is set.
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket, or one of the
 * descriptors to be sent, is not open.
 * @li @c asio::error::not_connected (@c ENOTCONN): The socket is not connected.
 * @li @c asio::error::broken_pipe (@c EPIPE): The peer has closed, or this side
 * has shut down its sending half. No signal is raised.
 * @li @c asio::error::connection_reset (@c ECONNRESET): The peer has closed
 * without reading everything. Reported once, by this or by a receive.
 * @li @c asio::error::connection_refused (@c ECONNREFUSED): The peer of a
 * datagram socket has closed. Reported once, then @c not_connected.
 * @li @c asio::error::message_size (@c EMSGSIZE): The packet has more bytes
 * than the socket can ever queue (@c max_message_size()), or there are more
 * than 1024 buffers.
 * @li @c asio::error::invalid_argument (@c EINVAL): There is ancillary data on
 * a stream socket, but no byte for it to go with; or the kernel does not know a
 * control message; or a descriptor belongs to io_uring (Linux 6.7).
 * @li @c asio::error::no_permission (@c EPERM): The credentials are not the
 * sender's own, or the receiver refuses descriptors.
 * @li @c ETOOMANYREFS: More descriptors are in flight than the user may have
 * open, and the process is not privileged (unix(7)).
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 * @li Other errors of sendmsg(2), unchanged.
 *
 * @b Example
 * @snippet blocking_client.cpp blocking_client_truncation
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags = 0);

/// Send one message with ancillary data, with flags, and report an error in
/// @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Send one message with ancillary data, and report an error in @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec);

/*@}*/

/**
 * @defgroup async_send_message boost_seqpacket::async_send_message
 *
 * @brief The function starts to send one message.
 */
/*@{*/

/// Start to send one message with ancillary data.
/**
 * This function initiates a send of the buffers as one packet, and returns
 * immediately. The operation tries the system call at once, and waits while the
 * queue is full. It treats a stream socket as @c send_message does. Several
 * operations may wait on one socket, in no specified order.
 *
 * @param socket Any Asio socket of the AF_UNIX family.
 *
 * @param buffers The bytes, in at most 1024 buffers. The sequence is copied;
 * the memory stays valid until the handler is called.
 *
 * @param ancillary The ancillary data, or @c no_ancillary. The caller keeps it
 * valid and unchanged until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that were sent: all of them on sockets other than
 * streams, 0 with an error.
 *
 * @par Completion Conditions
 * The message is queued for the peer, or an error occurred and nothing was
 * sent. The handler is called from inside this function only by its associated
 * immediate executor (Boost 1.82 and later).
 *
 * @par Object Lifetimes
 * The socket may be moved, closed or destroyed while the operation waits
 * (doc/guide/completion.md). A moved socket's operation goes on. Keep the
 * moved-from object alive: if the operation must wait again, it tries again in
 * pauses of at most 128 ms. A closed or destroyed socket's operation ends with
 * @c operation_aborted and sends nothing. Close, move and destroy it on the
 * handler's executor or strand (doc/guide/threads.md).
 *
 * @par Descriptor Ownership
 * The kernel takes a reference to each open file. The descriptors stay with
 * their owners, which keep them open until the handler is called. If a number
 * is closed and used again meanwhile, the new file is sent.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation has sent nothing. The signal may be destroyed before the operation
 * ends, and emitted after it, also by another thread at the moment of
 * completion (doc/guide/threads.md). The socket's @c cancel() ends an operation
 * that waits, but not one that is about to try again.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c send_message except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the system call everything is as it
 * was; after it the message has been sent.
 *
 * @b Example
 * @snippet descriptor_broker.cpp descriptor_broker_send
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::send_message_attempt<ConstBufferSequence,
      outgoing_ancillary<MaxDescriptors>>>
async_send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to send one message with ancillary data, with flags.
/**
 * @param flags Flags of sendmsg(2), as for @c send_message.
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::send_message_attempt<ConstBufferSequence,
      outgoing_ancillary<MaxDescriptors>>>
async_send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a temporary ancillary object, which would not outlive the operation.
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors, typename... Rest>
void async_send_message(Socket&, const ConstBufferSequence&,
    const outgoing_ancillary<MaxDescriptors>&&, Rest&&...) = delete;

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_send_message(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/send_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SEND_MESSAGE_HPP
