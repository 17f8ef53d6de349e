//
// write_message.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_WRITE_MESSAGE_HPP
#define BOOST_SEQPACKET_WRITE_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/detail/stream/write_attempt.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup write_message boost_seqpacket::write_message
 *
 * @brief The function writes all bytes of its buffers to a stream, with
 * descriptors at the first byte.
 */
/*@{*/

/// Write all bytes to a stream, with ancillary data.
/**
 * This function writes the buffers, as @c boost::asio::write does, in as many
 * sends as it takes. The descriptors go with the first byte, once. Credentials
 * and other control messages go with every part.
 *
 * @param socket An Asio stream socket of the AF_UNIX family, or a
 * @c native_socket.
 *
 * @param buffers The bytes, in any number of buffers.
 *
 * @param ancillary The ancillary data, or @c no_ancillary.
 *
 * @returns The size of the buffers in bytes.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * The kernel takes a reference to each open file with the first byte. The
 * descriptors of the ancillary object stay open and stay with their owners.
 *
 * @par Errors
 * If the number of bytes is not 0, these bytes and all descriptors have been
 * sent, and the peer sees the beginning of the message.
 * @li @c asio::error::would_block (@c EAGAIN): The peer's queue is full, and
 * the socket's @c non_blocking() is set. If a byte has been sent, write the
 * rest without the descriptors.
 * @li @c asio::error::broken_pipe (@c EPIPE): The peer has closed, or this side
 * has shut down its sending half. No signal is raised.
 * @li @c asio::error::invalid_argument (@c EINVAL): There is ancillary data,
 * but no byte for it to go with; or the kernel does not know a control message;
 * or a descriptor belongs to io_uring (Linux 6.7).
 * @li All other errors of @c send_message except @c message_size.
 *
 * @b Example
 * @snippet stream_records.cpp stream_records_write
 */
template <typename StreamSocket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t write_message(StreamSocket& socket,
    const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary);

/// Write all bytes to a stream, and report an error in @c ec.
/**
 * The result is the number of bytes that were sent: after an error those that
 * had been sent before it.
 */
template <typename StreamSocket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t write_message(StreamSocket& socket,
    const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void write_message(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @defgroup async_write_message boost_seqpacket::async_write_message
 *
 * @brief The function starts to write all bytes of its buffers to a stream.
 */
/*@{*/

/// Start to write all bytes to a stream, with ancillary data.
/**
 * This function initiates what @c write_message does, and returns immediately.
 * The operation tries the system call at once, and waits whenever the peer's
 * queue is full. Only one write to a stream may be outstanding at a time,
 * because another one would put bytes into the middle of the message. After 16
 * sends without a wait the operation lets other handlers run.
 *
 * @param socket An Asio stream socket of the AF_UNIX family.
 *
 * @param buffers The bytes, in any number of buffers. The sequence is copied;
 * the memory stays valid until the handler is called.
 *
 * @param ancillary The ancillary data, or @c no_ancillary. The caller keeps it
 * valid and unchanged until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that were sent: after an error those that had been
 * sent before it.
 *
 * @par Completion Conditions
 * All bytes are queued for the peer, or an error occurred. The handler is
 * called from inside this function only by its associated immediate executor
 * (Boost 1.82 and later).
 *
 * @par Object Lifetimes
 * As for @c async_send_message. The operation of a socket that is closed or
 * destroyed ends with @c operation_aborted and the bytes that had been sent.
 *
 * @par Descriptor Ownership
 * The descriptors stay with their owners, which keep them open until the
 * handler is called.
 *
 * @par Per-Operation Cancellation
 * @c terminal and @c partial (Boost 1.77 and later) end the operation with
 * @c operation_aborted and the number of bytes that had been sent. @c total has
 * an effect only as long as no byte has been sent. The signal may be emitted by
 * another thread (doc/guide/threads.md).
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c write_message except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. A part of the message may have been sent.
 *
 * @b Example
 * @snippet stream_records.cpp stream_records_async_write
 */
template <typename StreamSocket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<StreamSocket>,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::stream_constraint<StreamSocket> = 0>
detail::initiated_message<CompletionToken, StreamSocket,
    detail::write_attempt<ConstBufferSequence, MaxDescriptors>>
async_write_message(StreamSocket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token = detail::default_token<StreamSocket>());

/// Refuse a temporary ancillary object, which would not outlive the operation.
template <typename StreamSocket, typename ConstBufferSequence,
    std::size_t MaxDescriptors, typename... Rest>
void async_write_message(StreamSocket&, const ConstBufferSequence&,
    const outgoing_ancillary<MaxDescriptors>&&, Rest&&...) = delete;

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_write_message(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/write_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_WRITE_MESSAGE_HPP
