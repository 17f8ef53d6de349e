//
// receive_bytes.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_BYTES_HPP
#define BOOST_SEQPACKET_RECEIVE_BYTES_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/message/asio_bytes.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @addtogroup receive_message
 */
/*@{*/

/// Receive the bytes of one message.
/**
 * This function receives one packet into the buffers. It waits until there is
 * one, unless the socket's @c non_blocking() is set.
 *
 * Descriptors that come with the packet do not enter the process, because the
 * kernel drops them if there is no room for control data. If an option such as
 * @c pass_credentials adds control data to every packet, only room for it shows
 * whether descriptors came: then they are received and closed at once.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic; or a @c native_socket.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers.
 *
 * @param flags Flags of recvmsg(2), as for the form with an ancillary object.
 *
 * @returns The number of bytes that were received: 0 for an empty packet.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Errors
 * With the first two the packet has been received, and the bytes that fit are
 * there.
 * @li @c seqpacket_errc::message_truncated: The packet has more bytes than the
 * buffers. The rest is lost, unless this was a peek.
 * @li @c seqpacket_errc::ancillary_truncated: The packet carries descriptors,
 * or other control data that no option of the socket asks for.
 * @li @c asio::error::eof: The peer has closed or shut down its sending half,
 * and all its packets have been received.
 * @li All other errors of the form with an ancillary object except
 * @c descriptors_lost.
 *
 * @b Example
 * @snippet hello_packets.cpp hello_packets
 */
template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags = 0);

/// Receive the bytes of one message, with flags, and report an error in @c ec.
/**
 * The result is the number of bytes that are there: 0 after an error, except
 * the two errors of a truncated packet.
 */
template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Receive the bytes of one message, and report an error in @c ec.
/**
 * The result is the number of bytes that are there: 0 after an error, except
 * the two errors of a truncated packet.
 */
template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers, boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void receive_message(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @addtogroup async_receive_message
 */
/*@{*/

/// Start to receive the bytes of one message.
/**
 * This function initiates a receive of one packet into the buffers, and returns
 * immediately.
 *
 * On a seq_packet socket of @c asio::local it is Asio's own @c async_receive.
 * Its cost, threads, lifetimes and cancellation are those of Asio. The library
 * adds the end of file and the errors of truncated packets. On other sockets,
 * with flags, with more than 64 buffers (which Asio cuts), into no bytes at
 * all, and if an option adds control data to every packet, it is an operation
 * of this library, like the form with an ancillary object.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers. The
 * sequence is copied; the memory stays valid until the handler is called.
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
 * The memory of the buffers stays valid until the handler is called. The rules
 * for the socket are Asio's, or those of the form with an ancillary object if
 * the operation is the library's own (doc/guide/completion.md).
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation leaves the packet in the queue. The rules for the signal are
 * Asio's, or those of the form with an ancillary object if the operation is the
 * library's own.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c receive_message except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the system call everything is as it
 * was; after it the packet is lost.
 *
 * @b Example
 * @snippet hello_packets.cpp hello_packets
 *
 * @par Remarks
 * An empty packet directly before the end of file may be reported as the end.
 * Asio's operation does not ask for the sender's name, which distinguishes
 * them.
 */
template <typename Socket, typename MutableBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_bytes<CompletionToken, detail::initiate_receive_bytes,
    Socket, MutableBufferSequence>
async_receive_message(Socket& socket, const MutableBufferSequence& buffers,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive the bytes of one message, with flags.
/**
 * @param flags Flags of recvmsg(2), as for @c receive_message.
 */
template <typename Socket, typename MutableBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_bytes<CompletionToken, detail::initiate_receive_bytes,
    Socket, MutableBufferSequence>
async_receive_message(Socket& socket, const MutableBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_bytes.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_BYTES_HPP
