//
// receive_dynamic_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_DYNAMIC_MESSAGE_HPP
#define BOOST_SEQPACKET_RECEIVE_DYNAMIC_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/message/receive_dynamic_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @addtogroup receive_message
 */
/*@{*/

/// Receive one whole packet, whatever its size, into a buffer that grows.
/**
 * This function looks at the size of the next packet, grows the buffer once,
 * and appends the packet to what is in the buffer.
 *
 * @param socket Any Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic; or a @c native_socket.
 *
 * @param buffer The buffer, such as @c boost::asio::dynamic_buffer(vector) or
 * @c boost::asio::dynamic_buffer(string), or any other DynamicBuffer_v2. It
 * grows up to its @c max_size().
 *
 * @param ancillary The object for the ancillary data. It is cleared first.
 *
 * @param flags Flags, as for the form with a buffer of fixed size.
 *
 * @returns The number of bytes that were appended.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * As for the form with a buffer of fixed size.
 *
 * @par Errors
 * After an error nothing is appended, except after the second and the third.
 * @li @c seqpacket_errc::message_truncated: The packet has more bytes than the
 * buffer may grow by. It stays in the queue, and its size is in
 * @c message_size(). Take it with a larger buffer or @c discard_message.
 * @li @c seqpacket_errc::ancillary_truncated,
 * @c seqpacket_errc::descriptors_lost: The bytes were appended, and the
 * descriptors are those that arrived. With @c keep_if_truncated the packet
 * stays in the queue.
 * @li @c asio::error::no_memory (@c ENOMEM): There is no memory to grow. The
 * packet stays in the queue.
 * @li @c asio::error::invalid_argument (@c EINVAL): The socket option
 * @c SO_PEEK_OFF is set, which hides the size of the next packet.
 * @li All other errors of the form with a buffer of fixed size.
 *
 * @par Remarks
 * A peek reports the size (@c MSG_PEEK and @c MSG_TRUNC, recv(2), Linux). There
 * must be only one reader at a time.
 */
template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0>
std::size_t receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags = 0);

/// Receive one whole packet, whatever its size, into a buffer that grows, with
/// flags, and report an error in @c ec.
template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0>
std::size_t receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Receive one whole packet, whatever its size, into a buffer that grows, and
/// report an error in @c ec.
template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0>
std::size_t receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec);

/// Receive the bytes of one whole packet into a buffer that grows.
/**
 * Descriptors that come with the packet are closed, and the error is
 * @c seqpacket_errc::ancillary_truncated.
 */
template <typename Socket, typename DynamicBuffer_v2,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0>
std::size_t receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    boost::asio::socket_base::message_flags flags = 0);

/// Receive the bytes of one whole packet into a buffer that grows, with flags,
/// and report an error in @c ec.
template <typename Socket, typename DynamicBuffer_v2,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0>
std::size_t receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Receive the bytes of one whole packet into a buffer that grows, and report
/// an error in @c ec.
template <typename Socket, typename DynamicBuffer_v2,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0>
std::size_t receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    boost::system::error_code& ec);

/*@}*/

/**
 * @addtogroup async_receive_message
 */
/*@{*/

/// Start to receive one whole packet, whatever its size, into a buffer that
/// grows.
/**
 * This function initiates a receive that looks at the size of the next packet,
 * grows the buffer once, and appends the packet to what is in the buffer. It
 * returns immediately.
 *
 * @param socket Any Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic.
 *
 * @param buffer The buffer, any DynamicBuffer_v2 as for the synchronous form.
 * It is copied. The container that it refers to stays valid and untouched until
 * the handler is called.
 *
 * @param ancillary The object for the ancillary data. It is cleared first. The
 * caller keeps it valid and untouched until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that were appended.
 *
 * @par Completion Conditions, Object Lifetimes, Descriptor Ownership
 * As for the form with a buffer of fixed size.
 *
 * @par Per-Operation Cancellation
 * As for the form with a buffer of fixed size.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of the synchronous form except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the packet is taken everything is as it
 * was; after that the packet is in the buffer, and the ancillary object owns
 * its descriptors.
 *
 * @b Example
 * @snippet request_server.cpp request_server_receive
 */
template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_dynamic_attempt<DynamicBuffer_v2,
      detail::borrowed_ancillary<MaxDescriptors>>>
async_receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive one whole packet, whatever its size, into a buffer that
/// grows, with flags.
/**
 * @param flags Flags, as for the form with a buffer of fixed size.
 */
template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_dynamic_attempt<DynamicBuffer_v2,
      detail::borrowed_ancillary<MaxDescriptors>>>
async_receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive the bytes of one whole packet into a buffer that grows.
/**
 * Descriptors that come with the packet are closed, and the error is
 * @c seqpacket_errc::ancillary_truncated.
 */
template <typename Socket, typename DynamicBuffer_v2,
    typename CompletionToken = detail::default_token<Socket>,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_dynamic_attempt<DynamicBuffer_v2,
      detail::no_incoming_ancillary>>
async_receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive the bytes of one whole packet into a buffer that grows,
/// with flags.
/**
 * @param flags Flags, as for the form with a buffer of fixed size.
 */
template <typename Socket, typename DynamicBuffer_v2,
    typename CompletionToken = detail::default_token<Socket>,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_dynamic_attempt<DynamicBuffer_v2,
      detail::no_incoming_ancillary>>
async_receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_dynamic_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_DYNAMIC_MESSAGE_HPP
