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
 * @brief The @c send_message function sends one message together with
 * descriptors, credentials and other control messages, and waits until that is
 * done.
 */
/*@{*/

/// Send one message with ancillary data.
/**
 * This function sends the buffers as one packet. It waits while the queue is
 * full, unless the socket's @c non_blocking() is set.
 *
 * On a stream socket it is one system call, which may send fewer bytes than
 * given; the ancillary data goes with the first of them.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic.
 *
 * @param buffers The bytes, in at most 1024 buffers. They may be empty on
 * sockets other than streams: an empty packet can carry descriptors.
 *
 * @param ancillary The ancillary data, or @c no_ancillary.
 *
 * @param flags Flags of sendmsg(2). @c MSG_NOSIGNAL is always set, and so is @c
 * MSG_EOR on seq_packet sockets. With @c MSG_DONTWAIT the function does not
 * wait.
 *
 * @returns The number of bytes that were sent. On sockets other than streams it
 * is all of them.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent then.
 *
 * @par Descriptor Ownership
 * The kernel takes a reference to each open file. The descriptors of the
 * ancillary object stay open and stay with their owners.
 *
 * @par Errors
 * @li @c boost::asio::error::would_block The queue is full, and the socket's
 * @c non_blocking() or @c MSG_DONTWAIT is set.
 * @li @c boost::asio::error::bad_descriptor The socket is not open, or one of
 * the descriptors to be sent is not.
 * @li @c boost::asio::error::not_connected The socket is not connected.
 * @li @c boost::asio::error::broken_pipe The peer has closed, or this side has
 * shut down its sending half. No signal is raised.
 * @li @c boost::asio::error::connection_reset The peer has closed without
 * reading everything that was sent to it; told once.
 * @li @c boost::asio::error::connection_refused The peer of a datagram socket
 * has closed; told once, then @c not_connected.
 * @li @c boost::asio::error::message_size The packet has more bytes than the
 * socket can ever queue (@c max_message_size()), or there are more than 1024
 * buffers.
 * @li @c boost::asio::error::invalid_argument There is ancillary data on a
 * stream socket, but not a single byte for it to go with; or the kernel does
 * not know a control message.
 * @li @c boost::asio::error::no_permission (@c EPERM) The credentials are not
 * the sender's own, or the receiver refuses descriptors.
 * @li @c ETOOMANYREFS More descriptors are in flight than the user may have
 * open (unix(7)).
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 * @li Other errors of sendmsg(2), unchanged.
 *
 * @par Example
 * @snippet blocking_client.cpp blocking_client_truncation
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags = 0);

/// Send one message with ancillary data.
/**
 * As the throwing form, with the error in @c ec; 0 is returned then.
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Send one message with ancillary data.
/**
 * As the throwing form, with the error in @c ec; 0 is returned then.
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
 * @brief The @c async_send_message function starts to send one message together
 * with descriptors, credentials and other control messages.
 */
/*@{*/

/// Start to send one message with ancillary data.
/**
 * This function initiates the sending of the buffers as one packet. The system
 * call is tried at once; when the queue is full the operation waits until the
 * socket can be written to. It always returns immediately.
 *
 * On a stream socket it is one system call, which may send fewer bytes than
 * given; the ancillary data goes with the first of them.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic.
 *
 * @param buffers The bytes, in at most 1024 buffers. The sequence is copied;
 * the caller keeps the memory of the buffers valid until the handler is called.
 *
 * @param ancillary The ancillary data, or @c no_ancillary. A temporary object
 * is refused by the compiler.
 *
 * @param flags Flags of sendmsg(2), as for @c send_message.
 *
 * @param token The completion token.
 *
 * @par Completion Signature
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that were sent, which is all of them on sockets
 * other than streams, and 0 with an error.
 *
 * @par Completion Conditions
 * The message has been queued for the peer; or an error occurred, and then
 * nothing was sent. The handler is never called from inside this function,
 * except through its associated immediate executor (Boost 1.82 and later).
 *
 * @par Object Lifetimes
 * The socket, the ancillary object and the memory of the buffers stay valid,
 * and the ancillary object is not changed, until the handler is called. A
 * handler whose executor belongs to another execution context must be gone
 * before that context is destroyed. A cancellation signal is not destroyed, nor
 * its slot used for another operation, before the handler is called.
 *
 * @par Descriptor Ownership
 * The kernel takes a reference to each open file. The descriptors stay with
 * their owners, who keep them open until the handler is called: a number that
 * is closed and used again meanwhile would send somebody else's file.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation has sent nothing. The socket's @c cancel() ends operations that
 * wait; one that was woken already, and has not run yet, it does not reach.
 *
 * @par Errors
 * @li @c boost::asio::error::operation_aborted The operation was cancelled, or
 * the socket was closed.
 * @li All errors of @c send_message but @c would_block.
 *
 * @par Example
 * @snippet descriptor_broker.cpp descriptor_broker_send
 *
 * @par Remarks
 * Several operations may wait on one socket at a time; in which order they send
 * is not specified then.
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

/// Start to send one message with ancillary data.
/**
 * As the form without flags.
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

/// The ancillary object has to outlive the operation: name it.
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors, typename... Rest>
void async_send_message(Socket&, const ConstBufferSequence&,
    const outgoing_ancillary<MaxDescriptors>&&, Rest&&...) = delete;

/// A pointer to a socket is no socket: the compiler says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void async_send_message(Pointer&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/send_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SEND_MESSAGE_HPP
