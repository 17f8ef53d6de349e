//
// read_message.hpp
// ~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_READ_MESSAGE_HPP
#define BOOST_SEQPACKET_READ_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/detail/stream/read_attempt.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup read_message boost_seqpacket::read_message
 *
 * @brief The function reads an exact number of bytes from a stream, with all
 * descriptors that come with them.
 */
/*@{*/

/// Read an exact number of bytes from a stream, and what comes with them.
/**
 * This function fills the buffers, as @c boost::asio::read does, in as many
 * receives as it takes. All descriptors that arrive with these bytes are in one
 * object, in the order in which they were sent. Those of later bytes stay in
 * the stream.
 *
 * @param socket An Asio stream socket of the AF_UNIX family, or a
 * @c native_socket.
 *
 * @param buffers The memory for the bytes, in any number of buffers.
 *
 * @param ancillary The object for the ancillary data. It is cleared first.
 *
 * @returns The size of the buffers in bytes.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * The ancillary object owns what arrived, also after an error. Every descriptor
 * is close-on-exec from the moment it exists. Descriptors that do not fit are
 * closed.
 *
 * @par Errors
 * With the first two all bytes are there, and the next read begins after them.
 * With the others the bytes that had arrived are there, and what came with
 * them.
 * @li @c seqpacket_errc::ancillary_truncated: The bytes came with more
 * descriptors or other control data than the object takes.
 * @li @c seqpacket_errc::descriptors_lost: The system could not install a
 * descriptor, because of the limit of open descriptors or a security module.
 * @li @c asio::error::eof: The peer has closed or shut down its sending half,
 * or this side its receiving half, before the last byte. If no byte was read,
 * the end came before this message, otherwise inside it.
 * @li @c asio::error::connection_reset (@c ECONNRESET): The peer has closed
 * without reading everything. What it had sent is read first.
 * @li @c asio::error::would_block (@c EAGAIN): The bytes are not all there, and
 * the socket's @c non_blocking() is set. The next call begins after the bytes
 * that have been read, and clears the object.
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::invalid_argument (@c EINVAL): The socket is not
 * connected.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 * @li Other errors of recvmsg(2), unchanged.
 *
 * @b Example
 * @snippet stream_records.cpp stream_records_read
 *
 * @par Remarks
 * The kernel returns no bytes after those that came with descriptors in the
 * same call (unix(7)), so each descriptor belongs to the bytes of its receive.
 * @c flags() has the flags of all receives, and @c message_size() is the
 * number of bytes. @c credentials() and @c security_label() are those of the
 * sender of all bytes. If the bytes are of several senders, which is possible
 * if processes share one end, there are none. With @c pass_credentials and
 * @c pass_pidfd the same is so of @c pidfd(). With @c pass_pidfd alone there is
 * one only if the bytes came in one receive, because pidfds cannot be compared.
 * Each further part takes a descriptor number for a moment if one is free.
 * Of several control messages of one other kind the first is kept.
 */
template <typename StreamSocket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t read_message(StreamSocket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary);

/// Read an exact number of bytes from a stream, and report an error in @c ec.
/**
 * The result is the number of bytes that were read: after an error those that
 * had arrived.
 */
template <typename StreamSocket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t read_message(StreamSocket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void read_message(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @defgroup async_read_message boost_seqpacket::async_read_message
 *
 * @brief The function starts to read an exact number of bytes from a stream,
 * with all descriptors that come with them.
 */
/*@{*/

/// Start to read an exact number of bytes from a stream.
/**
 * This function initiates what @c read_message does, and returns immediately.
 * The operation tries the system call at once, and waits whenever there are no
 * more bytes. Only one read of a stream may be outstanding at a time, because
 * another one would take bytes from the middle of the message. After 16
 * receives without a wait the operation lets other handlers run.
 *
 * @param socket An Asio stream socket of the AF_UNIX family.
 *
 * @param buffers The memory for the bytes, in any number of buffers. The
 * sequence is copied; the memory stays valid until the handler is called.
 *
 * @param ancillary The object for the ancillary data. It is cleared first. The
 * caller keeps it valid and untouched until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that were read: after an error those that had
 * arrived.
 *
 * @par Completion Conditions
 * The buffers are full, or an error occurred. The handler is called from inside
 * this function only by its associated immediate executor (Boost 1.82 and
 * later).
 *
 * @par Object Lifetimes
 * As for @c async_receive_message. The operation of a socket that is closed or
 * destroyed ends with @c operation_aborted and the bytes that had arrived.
 *
 * @par Descriptor Ownership
 * As for @c read_message, also if the handler is not called.
 *
 * @par Per-Operation Cancellation
 * @c terminal and @c partial (Boost 1.77 and later) end the operation with
 * @c operation_aborted, the number of bytes that had arrived, and what came
 * with them. @c total has an effect only as long as no byte has been read:
 * then the stream is as it was. The signal may be emitted by another thread
 * (doc/guide/threads.md).
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c read_message except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. What was read is in the buffers and the
 * object, and no longer in the stream.
 *
 * @b Example
 * @snippet stream_records.cpp stream_records_async_read
 */
template <typename StreamSocket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<StreamSocket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::stream_constraint<StreamSocket> = 0>
detail::initiated_message<CompletionToken, StreamSocket,
    detail::read_attempt<MutableBufferSequence, MaxDescriptors>>
async_read_message(StreamSocket& socket, const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token = detail::default_token<StreamSocket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_read_message(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/read_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_READ_MESSAGE_HPP
