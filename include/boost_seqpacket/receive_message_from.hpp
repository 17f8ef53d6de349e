//
// receive_message_from.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_MESSAGE_FROM_HPP
#define BOOST_SEQPACKET_RECEIVE_MESSAGE_FROM_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/datagram/receive_from_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/keep_if_truncated.hpp>
#include <boost_seqpacket/receive_bytes_from.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @addtogroup receive_message_from
 */
/*@{*/

/// Receive one datagram with ancillary data and its sender's address.
/**
 * This function receives one packet into the buffers. It waits until there is
 * one, unless the socket's @c non_blocking() is set.
 *
 * @param socket A datagram socket of the AF_UNIX family: an Asio socket of any
 * protocol class, or a @c native_socket.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers.
 *
 * @param ancillary The object for the ancillary data. It is cleared first.
 *
 * @param sender The endpoint for the sender's address. It is emptied first, and
 * written for every packet, also for a truncated one and one that stays in the
 * queue. A packet that is sent to it reaches the sender. It stays empty after
 * any other error, and if the sender has no name (@c is_unnamed()): such a
 * sender cannot be answered.
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
 * With the first three the packet has been received: the sender's address and
 * the bytes and descriptors that fit are there, and the true size is in
 * @c message_size().
 * @li @c seqpacket_errc::message_truncated: The packet has more bytes than the
 * buffers. The rest is lost, except after a peek.
 * @li @c seqpacket_errc::ancillary_truncated: The packet carries more
 * descriptors or other control data than the object takes.
 * @li @c seqpacket_errc::descriptors_lost: The system could not install a
 * descriptor, because of the limit of open descriptors or a security module.
 * @li @c asio::error::eof: This side has shut down its receiving half, and all
 * queued packets have been received. A datagram socket has no other end.
 * @li @c asio::error::would_block (@c EAGAIN): There is no packet, and the
 * socket's @c non_blocking() or @c MSG_DONTWAIT is set.
 * @li @c asio::error::connection_reset (@c ECONNRESET): The socket is
 * connected, and its peer has connected to another one and not read everything.
 * @li @c asio::error::message_size (@c EMSGSIZE): More than 1024 buffers.
 * @li @c asio::error::invalid_argument (@c EINVAL): A peek waits, and
 * @c SO_PEEK_OFF lies after the last packet.
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 * @li Other errors of recvmsg(2), unchanged.
 *
 * @b Example
 * @snippet datagram_server.cpp datagram_server_answer
 *
 * @par Remarks
 * The address is the name that the sender's socket has when the packet is
 * received. Any process that may create it can have that name: it does not
 * identify the sender. Use @c pass_credentials.
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    typename Socket::endpoint_type& sender,
    boost::asio::socket_base::message_flags flags = 0);

/// Receive one datagram with ancillary data and its sender's address, with
/// flags, and report an error in @c ec.
/**
 * The result is the number of bytes that are there: 0 after an error, except
 * the three errors of a truncated packet.
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    typename Socket::endpoint_type& sender,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Receive one datagram with ancillary data and its sender's address, and
/// report an error in @c ec.
/**
 * The result is that of the form with flags.
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    typename Socket::endpoint_type& sender, boost::system::error_code& ec);

/*@}*/

/**
 * @addtogroup async_receive_message_from
 */
/*@{*/

/// Start to receive one datagram with ancillary data and its sender's address.
/**
 * This function initiates what @c receive_message_from does, and returns
 * immediately. The operation tries the system call at once, and waits if there
 * is no packet. If several operations wait on one socket, any of them gets a
 * packet.
 *
 * @param socket An Asio datagram socket of the AF_UNIX family.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers. The
 * sequence is copied; the memory stays valid until the handler is called.
 *
 * @param ancillary The object for the ancillary data. It is cleared first. The
 * caller keeps it valid and untouched until the handler is called.
 *
 * @param sender The endpoint for the sender's address. It is emptied first. The
 * caller keeps it valid and untouched until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that are in the buffers.
 *
 * @par Completion Conditions
 * A packet was received, whole or truncated, or an error occurred. The handler
 * is called from inside this function only by its associated immediate executor
 * (Boost 1.82 and later).
 *
 * @par Object Lifetimes
 * As for @c async_receive_message, and the endpoint stays valid as the
 * ancillary object does.
 *
 * @par Descriptor Ownership
 * As for @c receive_message_from, also if the handler is not called.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later), as for
 * @c async_receive_message. A cancelled operation leaves the packet in the
 * queue.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c receive_message_from except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the system call everything is as it
 * was; after it the packet is lost, and the ancillary object closes its
 * descriptors.
 *
 * @b Example
 * @snippet datagram_server.cpp datagram_server_answer
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::datagram_constraint<Socket> = 0>
detail::initiated_receive_from<CompletionToken, Socket,
    MutableBufferSequence, detail::receive_into<MaxDescriptors>>
async_receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    typename Socket::endpoint_type& sender,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive one datagram with ancillary data and its sender's address,
/// with flags.
/**
 * @param flags Flags of recvmsg(2), as for @c receive_message_from.
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::datagram_constraint<Socket> = 0>
detail::initiated_receive_from<CompletionToken, Socket,
    MutableBufferSequence, detail::receive_into<MaxDescriptors>>
async_receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    typename Socket::endpoint_type& sender,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_receive_message_from(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_message_from.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_MESSAGE_FROM_HPP
