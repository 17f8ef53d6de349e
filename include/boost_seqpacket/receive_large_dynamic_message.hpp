//
// receive_large_dynamic_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_LARGE_DYNAMIC_MESSAGE_HPP
#define BOOST_SEQPACKET_RECEIVE_LARGE_DYNAMIC_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/large_message/receive_large_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @addtogroup receive_large_message
 */
/*@{*/

/// Receive one message of any size into a buffer that grows.
/**
 * This function does what the form with a @c large_message does, and appends
 * the message to what is in the buffer. It copies the content, and maps
 * nothing.
 *
 * This header is part of @c receive_large_message.hpp.
 *
 * @param socket Any Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic; or a @c native_socket.
 *
 * @param buffer The buffer, such as @c boost::asio::dynamic_buffer(vector, max)
 * or any other DynamicBuffer_v2. What it may grow by is the limit.
 *
 * @param ancillary The object for the ancillary data, as for the form with a
 * @c large_message.
 *
 * @returns The number of bytes that were appended.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * As for the form with a @c large_message.
 *
 * @par Errors
 * Those of the form with a @c large_message. Nothing is appended if there is no
 * message. A packet that is consumed is lost also if the buffer cannot grow
 * (@c asio::error::no_memory).
 */
template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0>
std::size_t receive_large_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary);

/// Receive one message of any size into a buffer that grows, and report an
/// error in @c ec.
template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0>
std::size_t receive_large_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec);

/// Receive the bytes of one message of any size into a buffer that grows.
/**
 * Descriptors beside the content are closed, and the error is
 * @c seqpacket_errc::ancillary_truncated.
 */
template <typename Socket, typename DynamicBuffer_v2,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0>
std::size_t receive_large_message(Socket& socket, DynamicBuffer_v2 buffer);

/// Receive the bytes of one message of any size into a buffer that grows, and
/// report an error in @c ec.
template <typename Socket, typename DynamicBuffer_v2,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0>
std::size_t receive_large_message(Socket& socket, DynamicBuffer_v2 buffer,
    boost::system::error_code& ec);

/*@}*/

/**
 * @addtogroup async_receive_large_message
 */
/*@{*/

/// Start to receive one message of any size into a buffer that grows.
/**
 * This function initiates a receive that does what the synchronous form does,
 * and returns immediately.
 *
 * @param socket Any Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic.
 *
 * @param buffer The buffer, any DynamicBuffer_v2. It is copied. The container
 * that it refers to stays valid and untouched until the handler is called.
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
 * As for the form with a @c large_message.
 *
 * @par Per-Operation Cancellation
 * As for the form with a @c large_message.
 *
 * @par Errors
 * As for the form with a @c large_message, and those of the synchronous form.
 */
template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_copied_attempt<DynamicBuffer_v2,
      detail::borrowed_ancillary<MaxDescriptors>>>
async_receive_large_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive the bytes of one message of any size into a buffer that
/// grows.
/**
 * Descriptors beside the content are closed, and the error is
 * @c seqpacket_errc::ancillary_truncated.
 */
template <typename Socket, typename DynamicBuffer_v2,
    typename CompletionToken = detail::default_token<Socket>,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_copied_attempt<DynamicBuffer_v2,
      detail::no_incoming_ancillary>>
async_receive_large_message(Socket& socket, DynamicBuffer_v2 buffer,
    CompletionToken&& token = detail::default_token<Socket>());

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_large_dynamic_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_RECEIVE_LARGE_DYNAMIC_MESSAGE_HPP
