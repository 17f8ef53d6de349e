//
// receive_message.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_MESSAGE_HPP
#define BOOST_SEQPACKET_RECEIVE_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/message/receive_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/keep_if_truncated.hpp>
#include <boost_seqpacket/receive_bytes.hpp>
#include <boost_seqpacket/receive_descriptors.hpp>
#include <boost_seqpacket/receive_dynamic_message.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup receive_message boost_seqpacket::receive_message
 *
 * @brief The function receives one message, with or without ancillary data.
 */
/*@{*/

/// Receive one message with ancillary data.
/**
 * This function receives one packet into the buffers. It waits until there is
 * one, unless the socket's @c non_blocking() is set.
 *
 * On a stream socket it makes one system call, which takes what is there. A
 * short buffer is no truncation, and a receive into no bytes does nothing.
 *
 * @param socket Any Asio socket of the AF_UNIX family, or a @c native_socket.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers.
 *
 * @param ancillary The object for the ancillary data. It is cleared first.
 *
 * @param flags Flags of recvmsg(2). @c MSG_CMSG_CLOEXEC is always set. With
 * @c MSG_DONTWAIT the function does not wait. With @c MSG_PEEK the packet stays
 * in the queue, and on Linux each peek installs descriptors of its own. With
 * @c keep_if_truncated a packet that cannot be received whole stays there.
 *
 * @returns The number of bytes that were received: 0 for an empty packet.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * The ancillary object owns what arrived. Every descriptor is close-on-exec
 * from the moment it exists. Descriptors that do not fit are closed.
 *
 * @par Errors
 * With the first three the packet has been received: the bytes and descriptors
 * that fit are there, and the true size is in @c message_size().
 * @li @c seqpacket_errc::message_truncated: The packet has more bytes than the
 * buffers. The rest is lost, except after a peek.
 * @li @c seqpacket_errc::ancillary_truncated: The packet carries more
 * descriptors or other control data than the object takes.
 * @li @c seqpacket_errc::descriptors_lost: The system could not install a
 * descriptor, because of the limit of open descriptors or a security module.
 * @li @c asio::error::eof: The peer has closed or shut down its sending half,
 * and all its packets have been received. An empty packet is never reported as
 * the end if @c pass_credentials is set, or from a server that was bound to a
 * name (Linux); otherwise empty packets directly before the end are. On a
 * datagram socket: this side has shut down its receiving half.
 * @li @c asio::error::would_block (@c EAGAIN): There is no packet, and the
 * socket's @c non_blocking() or @c MSG_DONTWAIT is set.
 * @li @c asio::error::connection_reset (@c ECONNRESET): The peer has closed
 * without reading everything. Reported once, and not the end: call again for
 * the packets that it had sent (doc/guide/end_of_file.md).
 * @li @c seqpacket_errc::wait_all_refused: @c MSG_WAITALL on a stream.
 * @li @c asio::error::message_size (@c EMSGSIZE): More than 1024 buffers.
 * @li @c asio::error::invalid_argument (@c EINVAL): A peek waits, and
 * @c SO_PEEK_OFF lies after the last packet.
 * @li @c asio::error::operation_not_supported (@c EOPNOTSUPP): A peek waits on
 * a stream whose next byte is urgent (@c MSG_OOB).
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::not_connected (@c ENOTCONN): The socket is not connected.
 * On a stream socket it is @c invalid_argument (@c EINVAL), on a datagram
 * socket no error.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 * @li Other errors of recvmsg(2), unchanged.
 *
 * @b Example
 * @snippet blocking_client.cpp blocking_client_truncation
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags = 0);

/// Receive one message with ancillary data and flags, or set an error code.
/**
 * The result is the number of bytes that are there: 0 after an error, except
 * the three errors of a truncated packet.
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Receive one message with ancillary data, and report an error in @c ec.
/**
 * The result is that of the form with flags.
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec);

/*@}*/

/**
 * @defgroup async_receive_message boost_seqpacket::async_receive_message
 *
 * @brief The function starts to receive one message.
 */
/*@{*/

/// Start to receive one message with ancillary data.
/**
 * This function initiates a receive of one packet into the buffers, and returns
 * immediately. The operation tries the system call at once, and waits if there
 * is no packet. It treats a stream socket as @c receive_message does. If
 * several operations wait on one socket, any of them gets a packet.
 *
 * @param socket Any Asio socket of the AF_UNIX family.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers. The
 * sequence is copied; the memory stays valid until the handler is called.
 *
 * @param ancillary The object for the ancillary data. It is cleared first. The
 * caller keeps it valid and untouched until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that are in the buffers.
 *
 * @par Completion Conditions
 * A packet was received, whole or truncated; the end of file was reached; or an
 * error occurred. The handler is called from inside this function only by its
 * associated immediate executor (Boost 1.82 and later).
 *
 * @par Object Lifetimes
 * The socket may be moved, closed or destroyed while the operation waits
 * (doc/guide/completion.md). A moved socket's operation goes on. Keep the
 * moved-from object alive: if the operation must wait again, it tries again in
 * pauses of at most 128 ms. A closed or destroyed socket's operation ends with
 * @c operation_aborted and consumes nothing. Close, move and destroy it on the
 * handler's executor or strand (doc/guide/threads.md).
 *
 * @par Descriptor Ownership
 * As for @c receive_message, also if the handler is not called.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation leaves the packet in the queue. The signal may be destroyed before
 * the operation ends, and emitted after it, also by another thread at the
 * moment of completion (doc/guide/threads.md). The socket's @c cancel() ends an
 * operation that waits, but not one that is about to try again.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c receive_message except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the system call everything is as it
 * was; after it the packet is lost, and the ancillary object closes its
 * descriptors.
 *
 * @b Example
 * @snippet echo_coroutines.cpp echo_coroutines_echo
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_attempt<MutableBufferSequence, MaxDescriptors>>
async_receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive one message with ancillary data, with flags.
/**
 * @param flags Flags of recvmsg(2), as for @c receive_message.
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_attempt<MutableBufferSequence, MaxDescriptors>>
async_receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_receive_message(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_MESSAGE_HPP
