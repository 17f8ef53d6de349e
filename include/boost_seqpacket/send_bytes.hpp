//
// send_bytes.hpp
// ~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SEND_BYTES_HPP
#define BOOST_SEQPACKET_SEND_BYTES_HPP

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
 * @addtogroup send_message
 */
/*@{*/

/// Send bytes as one message.
/**
 * This function sends the buffers as one packet. It waits while the queue is
 * full, unless the socket's @c non_blocking() is set. It means the same as the
 * form with an ancillary object that is given @c no_ancillary.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic; or a @c native_socket.
 *
 * @param buffers The bytes, in at most 1024 buffers. They may be empty on
 * sockets other than streams: an empty packet is a message.
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
 * @par Errors
 * Those of the form with an ancillary object, except the ones about control
 * messages.
 *
 * @b Example
 * @snippet hello_packets.cpp hello_packets
 */
template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags = 0);

/// Send bytes as one message, with flags, and report an error in @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Send bytes as one message, and report an error in @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void send_message(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @addtogroup async_send_message
 */
/*@{*/

/// Start to send bytes as one message.
/**
 * This function initiates a send of the buffers as one packet, and returns
 * immediately.
 *
 * On a seq_packet socket of @c asio::local it is Asio's own @c async_send, with
 * the flags @c MSG_NOSIGNAL and @c MSG_EOR. Its cost, threads, lifetimes and
 * cancellation are those of Asio. On other sockets, with other flags, with more
 * than 64 buffers (which Asio cuts) and with no bytes at all it is the form
 * with an ancillary object that is given @c no_ancillary.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic.
 *
 * @param buffers The bytes, in at most 1024 buffers. The sequence is copied;
 * the memory stays valid until the handler is called.
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
 * The memory of the buffers stays valid until the handler is called. The rules
 * for the socket are Asio's, or those of the form with an ancillary object if
 * that one is used (doc/guide/completion.md).
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation has sent nothing. The rules for the signal are Asio's, or those of
 * the form with an ancillary object if that one is used.
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
 * @snippet hello_packets.cpp hello_packets
 */
template <typename Socket, typename ConstBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_bytes<CompletionToken, detail::initiate_send_bytes,
    Socket, ConstBufferSequence>
async_send_message(Socket& socket, const ConstBufferSequence& buffers,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to send bytes as one message, with flags.
/**
 * @param flags Flags of sendmsg(2), as for @c send_message.
 */
template <typename Socket, typename ConstBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_bytes<CompletionToken, detail::initiate_send_bytes,
    Socket, ConstBufferSequence>
async_send_message(Socket& socket, const ConstBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/send_bytes.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SEND_BYTES_HPP
