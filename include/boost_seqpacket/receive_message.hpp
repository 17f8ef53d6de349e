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
 * @brief The @c receive_message function receives one message together with
 * descriptors, credentials and other control messages.
 */
/*@{*/

/// Receive one message with ancillary data.
/**
 * This function receives one packet into the buffers. It waits until there is
 * one, unless the socket's @c non_blocking() is set.
 *
 * On a stream socket it is one @c recvmsg, which takes what is there; a short
 * buffer is no truncation, and a receive into no bytes does nothing.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers.
 *
 * @param ancillary The object for the ancillary data. It is cleared first.
 *
 * @param flags Flags of recvmsg(2). @c MSG_CMSG_CLOEXEC is always set. With @c
 * MSG_DONTWAIT the function does not wait. With @c MSG_PEEK the packet stays in
 * the queue; on Linux each peek gives descriptors of its own. With @c
 * keep_if_truncated a packet that cannot be received whole stays there.
 *
 * @returns The number of bytes that were received: 0 for an empty packet.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * The ancillary object owns what arrived. Every descriptor is close-on-exec
 * from the moment it exists. Descriptors for which the object has no room are
 * closed.
 *
 * @par Errors
 * With the first three the packet has been received. The bytes and descriptors
 * that fit are there, and the true size is in @c message_size().
 * @li @c seqpacket_errc::message_truncated The packet has more bytes than the
 * buffers. The others are lost, unless this was a peek.
 * @li @c seqpacket_errc::ancillary_truncated The packet carries more
 * descriptors or other control data than the object takes.
 * @li @c seqpacket_errc::descriptors_lost The system could not install a
 * descriptor: the limit of open descriptors is reached, or a security module
 * refused one.
 * @li @c boost::asio::error::eof The peer has closed, or has shut down its
 * sending half, and all its packets have been received. With @c
 * pass_credentials set on the socket, or from a server that was bound to a name
 * (Linux), an empty packet is never taken for the end; otherwise a run of empty
 * packets directly before the end is. On a datagram socket: this side has shut
 * down its receiving half.
 * @li @c boost::asio::error::would_block There is no packet, and the socket's
 * @c non_blocking() or @c MSG_DONTWAIT is set.
 * @li @c boost::asio::error::connection_reset The peer has closed without
 * reading everything that was sent to it. It is told once; what the peer had
 * sent can be received afterwards.
 * @li @c boost::asio::error::message_size There are more than 1024 buffers.
 * @li @c boost::asio::error::invalid_argument A peek that waits, while
 * @c SO_PEEK_OFF lies behind the last packet.
 * @li @c boost::asio::error::operation_not_supported A peek that waits, on a
 * stream whose next byte is an urgent one (@c MSG_OOB).
 * @li @c boost::asio::error::bad_descriptor The socket is not open.
 * @li @c boost::asio::error::not_connected The socket is not connected; on a
 * stream socket the system says @c boost::asio::error::invalid_argument.
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 * @li Other errors of recvmsg(2), unchanged.
 *
 * @par Example
 * @snippet blocking_client.cpp blocking_client_truncation
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags = 0);

/// Receive one message with ancillary data.
/**
 * As the throwing form, with the error in @c ec. With the three errors of a
 * truncated packet the result is the number of bytes that are there, with all
 * others it is 0.
 */
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Receive one message with ancillary data.
/**
 * As the form with flags and an error code.
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
 * @brief The @c async_receive_message function starts to receive one message
 * together with descriptors, credentials and other control messages.
 */
/*@{*/

/// Start to receive one message with ancillary data.
/**
 * This function initiates the receipt of one packet into the buffers. The
 * system call is tried at once; when there is no packet the operation waits
 * until the socket can be read from. It always returns immediately.
 *
 * On a stream socket it is one @c recvmsg, which takes what is there; a short
 * buffer is no truncation, and a receive into no bytes does nothing.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers. The
 * sequence is copied; the caller keeps the memory valid until the handler is
 * called.
 *
 * @param ancillary The object for the ancillary data. It is cleared first.
 *
 * @param flags Flags of recvmsg(2), as for @c receive_message.
 *
 * @param token The completion token.
 *
 * @par Completion Signature
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that are in the buffers.
 *
 * @par Completion Conditions
 * A packet was received, whole or truncated; or the end of file was reached; or
 * an error occurred. The handler is never called from inside this function,
 * except through its associated immediate executor (Boost 1.82 and later).
 *
 * @par Object Lifetimes
 * The socket, the ancillary object and the memory of the buffers stay valid,
 * and the ancillary object is not touched, until the handler is called. A
 * handler whose executor belongs to another execution context must be gone
 * before that context is destroyed. A cancellation signal is not destroyed, nor
 * its slot used for another operation, before the handler is called.
 *
 * @par Descriptor Ownership
 * The ancillary object owns what arrived, whether or not the handler is called.
 * Every descriptor is close-on-exec from the moment it exists. Descriptors for
 * which the object has no room are closed.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation has received nothing: the packet is still in the queue. The
 * socket's @c cancel() ends operations that wait; one that was woken already,
 * and has not run yet, it does not reach.
 *
 * @par Errors
 * @li @c boost::asio::error::operation_aborted The operation was cancelled, or
 * the socket was closed.
 * @li All errors of @c receive_message but @c would_block.
 *
 * @par Example
 * @snippet echo_coroutines.cpp echo_coroutines_echo
 *
 * @par Remarks
 * Several operations may wait on one socket at a time; each packet goes to one
 * of them, and to which is not specified.
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

/// Start to receive one message with ancillary data.
/**
 * As the form without flags.
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

/// A pointer to a socket is no socket: the compiler says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void async_receive_message(Pointer&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_MESSAGE_HPP
