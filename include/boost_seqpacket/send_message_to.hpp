//
// send_message_to.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SEND_MESSAGE_TO_HPP
#define BOOST_SEQPACKET_SEND_MESSAGE_TO_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/datagram/send_to_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>
#include <boost_seqpacket/send_bytes_to.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @addtogroup send_message_to
 */
/*@{*/

/// Send one datagram with ancillary data to an address.
/**
 * This function sends the buffers as one packet to the socket that is bound to
 * the address. While the queue of that socket is full it tries again in pauses,
 * of at most 1 ms at first and 128 ms in the end, unless the socket's
 * @c non_blocking() is set. Each call looks the address up, so that it reaches
 * the process that has it now.
 *
 * @param socket An Asio datagram socket of the AF_UNIX family, or a
 * @c native_socket. Bind it to a name if the receiver is to reply.
 *
 * @param buffers The bytes, in at most 1024 buffers. They may be empty: an
 * empty packet can carry descriptors.
 *
 * @param ancillary The ancillary data, or @c no_ancillary.
 *
 * @param destination The name of the socket that receives the packet.
 *
 * @param flags Flags of sendmsg(2). @c MSG_NOSIGNAL is always set. With
 * @c MSG_DONTWAIT the function does not wait.
 *
 * @returns The number of bytes that were sent, which is all of them.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent.
 *
 * @par Descriptor Ownership
 * As for @c send_message.
 *
 * @b Errors
 * Each is an error of this call only: the next call looks the address up again.
 * @li @c asio::error::would_block (@c EAGAIN): The receiver's queue is full,
 * and the socket's @c non_blocking() or @c MSG_DONTWAIT is set.
 * @li @c asio::error::connection_refused (@c ECONNREFUSED): No process has a
 * socket at the path, the file there is no socket, or no datagram socket has
 * the abstract name.
 * @li @c boost::system::errc::no_such_file_or_directory (@c ENOENT): There is
 * no such file.
 * @li @c boost::system::errc::wrong_protocol_type (@c EPROTOTYPE): The socket
 * at the path is of another type, such as a stream.
 * @li @c asio::error::access_denied (@c EACCES): The file may not be written
 * to, or a directory of the path may not be searched.
 * @li @c asio::error::invalid_argument (@c EINVAL): The destination has no
 * name, or the kernel does not know a control message.
 * @li @c asio::error::no_permission (@c EPERM): The receiver is connected to
 * another socket, the credentials are not the sender's own, or the receiver
 * refuses descriptors.
 * @li @c asio::error::broken_pipe (@c EPIPE): The receiver has shut down its
 * receiving half, or this side its sending half. No signal is raised.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket or the destination is not of the AF_UNIX family.
 * @li Other errors of @c send_message, such as @c message_size.
 *
 * @b Example
 * @snippet datagram_server.cpp datagram_server_answer
 *
 * @par Remarks
 * unix(7). To wait until the socket is writable would not help: poll looks only
 * at the queue of the connected peer. Pauses are whole milliseconds.
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message_to(Socket& socket,
    const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    const typename Socket::endpoint_type& destination,
    boost::asio::socket_base::message_flags flags = 0);

/// Send one datagram with ancillary data to an address, with flags, and report
/// an error in @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message_to(Socket& socket,
    const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    const typename Socket::endpoint_type& destination,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Send one datagram with ancillary data to an address, and report an error in
/// @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message_to(Socket& socket,
    const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    const typename Socket::endpoint_type& destination,
    boost::system::error_code& ec);

/*@}*/

/**
 * @addtogroup async_send_message_to
 */
/*@{*/

/// Start to send one datagram with ancillary data to an address.
/**
 * This function initiates what @c send_message_to does, and returns
 * immediately. The operation tries the system call at once. While the
 * receiver's queue is full it tries again in pauses, of at most 1 ms at first
 * and 128 ms in the end. Several operations may wait on one socket, in no
 * specified order.
 *
 * @param socket An Asio datagram socket of the AF_UNIX family.
 *
 * @param buffers The bytes, in at most 1024 buffers. The sequence is copied;
 * the memory stays valid until the handler is called.
 *
 * @param ancillary The ancillary data, or @c no_ancillary. The caller keeps it
 * valid and unchanged until the handler is called.
 *
 * @param destination The name of the receiver, which is copied.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that were sent: all of them, or 0 with an error.
 *
 * @par Completion Conditions
 * The packet is queued for the receiver, or an error occurred and nothing was
 * sent. The handler is called from inside this function only by its associated
 * immediate executor (Boost 1.82 and later).
 *
 * @par Object Lifetimes
 * The socket may be moved, closed or destroyed while the operation waits
 * (doc/guide/completion.md). A moved socket's operation goes on. A closed or
 * destroyed socket's operation ends with @c operation_aborted and sends
 * nothing. Close, move and destroy it on the handler's executor or strand
 * (doc/guide/threads.md).
 *
 * @par Descriptor Ownership
 * As for @c async_send_message.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation has sent nothing. The rules for the signal are those of
 * @c async_send_message. @c close() ends the operation at the end of the
 * current pause. The socket's @c cancel() does not, because the operation waits
 * for time to pass and not for the socket.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c send_message_to except @c would_block.
 * @li An exception of the handler's allocator, as for @c async_send_message.
 *
 * @b Example
 * @snippet datagram_server.cpp datagram_server_answer
 *
 * @par Remarks
 * The first pause allocates one timer.
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::datagram_constraint<Socket> = 0>
detail::initiated_send_to<CompletionToken, Socket, ConstBufferSequence,
    MaxDescriptors>
async_send_message_to(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    const typename Socket::endpoint_type& destination,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to send one datagram with ancillary data to an address, with flags.
/**
 * @param flags Flags of sendmsg(2), as for @c send_message_to.
 */
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::datagram_constraint<Socket> = 0>
detail::initiated_send_to<CompletionToken, Socket, ConstBufferSequence,
    MaxDescriptors>
async_send_message_to(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    const typename Socket::endpoint_type& destination,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a temporary ancillary object, which would not outlive the operation.
template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors, typename... Rest>
void async_send_message_to(Socket&, const ConstBufferSequence&,
    const outgoing_ancillary<MaxDescriptors>&&, Rest&&...) = delete;

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_send_message_to(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/send_message_to.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SEND_MESSAGE_TO_HPP
