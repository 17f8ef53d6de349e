//
// large_message_batch.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_LARGE_MESSAGE_BATCH_HPP
#define BOOST_SEQPACKET_LARGE_MESSAGE_BATCH_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/incoming_message.hpp>
#include <boost_seqpacket/large_message.hpp>
#include <boost_seqpacket/outgoing_message.hpp>
#include <boost_seqpacket/sealed_memory.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/// One message of any size in a batch that is sent.
/**
 * It is an element of a batch for @c send_messages, beside elements of the same
 * type. Make it with @c make_outgoing_large_message, and add descriptors to
 * @c ancillary afterwards: the first one may be the content.
 *
 * This header is not part of @c boost_seqpacket.hpp.
 *
 * @tparam MaxDescriptors The largest number of descriptors beside the content,
 * 0 to 252.
 */
template <std::size_t MaxDescriptors>
struct outgoing_large_message
  : outgoing_message<MaxDescriptors + 1>
{
  static_assert(MaxDescriptors < detail::max_descriptors,
      "A large message carries at most 252 descriptors: write "
      "outgoing_large_message<252> or less");
};

/// Make an element of a batch from bytes.
/**
 * Bytes that fit into a packet of the socket are not copied. More bytes, and
 * none, are copied into sealed memory, which the element owns.
 *
 * @tparam MaxDescriptors The largest number of descriptors beside the content.
 *
 * @param socket The socket over which the batch is sent. Any Asio socket of the
 * AF_UNIX family except a stream, or a @c native_socket.
 *
 * @param bytes The message. If it is not larger than
 * @c max_message_size(socket), the caller keeps it valid until the batch is
 * sent.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li All errors of @c max_message_size and @c make_sealed_memory.
 */
template <std::size_t MaxDescriptors = 0, typename Socket>
outgoing_large_message<MaxDescriptors> make_outgoing_large_message(
    Socket& socket, const boost::asio::const_buffer& bytes);

/// Make an element of a batch from bytes, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the element is empty then.
 */
template <std::size_t MaxDescriptors = 0, typename Socket>
outgoing_large_message<MaxDescriptors> make_outgoing_large_message(
    Socket& socket, const boost::asio::const_buffer& bytes,
    boost::system::error_code& ec);

/// Make an element of a batch from memory, which stays with the caller.
/**
 * @param memory The content. The caller keeps it until the batch is sent. If it
 * owns nothing, the send gives @c asio::error::bad_descriptor (@c EBADF).
 */
template <std::size_t MaxDescriptors = 0>
outgoing_large_message<MaxDescriptors> make_outgoing_large_message(
    const sealed_memory& memory);

/// Make an element of a batch from memory that is given away.
/**
 * @param memory The content, which the element owns. If it owns nothing, the
 * send gives @c asio::error::bad_descriptor (@c EBADF).
 */
template <std::size_t MaxDescriptors = 0>
outgoing_large_message<MaxDescriptors> make_outgoing_large_message(
    sealed_memory&& memory);

/// Take a message of any size out of a packet that @c receive_messages has
/// received.
/**
 * The content of a packet that carries memory is checked and mapped, as by
 * @c receive_large_message. The bytes of another packet are copied, so that its
 * buffers are free for the next batch. Call the function once for each packet:
 * an error of one says nothing of the others.
 *
 * @param message The packet. Its ancillary object, with room for one descriptor
 * more than the sender adds, loses the descriptor of the content, and keeps the
 * others. Its @c message_size() is the size of the message.
 *
 * @param result Where the message goes, with the limit of its size. It is
 * cleared first.
 *
 * @returns The size of the message in bytes.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li @c message.error: The packet was truncated. What arrived is in @c result.
 * @li Those of @c receive_large_message for the content. There is no message
 * then.
 */
template <std::size_t MaxDescriptors, typename MutableBufferSequence>
std::size_t take_large_message(
    incoming_message<MaxDescriptors, MutableBufferSequence>& message,
    large_message& result);

/// Take a message of any size out of a packet, or set an error code.
/**
 * As the throwing form, with the error in @c ec.
 */
template <std::size_t MaxDescriptors, typename MutableBufferSequence>
std::size_t take_large_message(
    incoming_message<MaxDescriptors, MutableBufferSequence>& message,
    large_message& result, boost::system::error_code& ec);

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/large_message_batch.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_LARGE_MESSAGE_BATCH_HPP
