//
// receive_large_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_LARGE_MESSAGE_HPP
#define BOOST_SEQPACKET_RECEIVE_LARGE_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/large_message/receive_large_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/large_message.hpp>
#include <boost_seqpacket/receive_large_dynamic_message.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup receive_large_message boost_seqpacket::receive_large_message
 *
 * @brief The function receives one message of any size up to a limit.
 */
/*@{*/

/// Receive one message of any size, with ancillary data.
/**
 * This function receives what @c send_large_message has sent. It looks at the
 * size of the next packet, and takes it. If the packet is empty and has
 * descriptors, the first of them is the content, which is checked and then
 * mapped. It waits until there is a packet, unless the socket's
 * @c non_blocking() is set.
 *
 * This header is not part of @c boost_seqpacket.hpp.
 *
 * @param socket Any Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic; or a @c native_socket.
 *
 * @param message Where the message goes, with the limit of its size. It is
 * cleared first.
 *
 * @param ancillary The object for the ancillary data. It is cleared first. It
 * gets the descriptors without that of the content, and @c message_size() is
 * the size of the message.
 *
 * @returns The size of the message in bytes.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * Descriptors belong to the ancillary object, close-on-exec from the start. The
 * descriptor of the content is closed before this function returns.
 *
 * @par Errors
 * After the first five and an error of the system for the memory, the packet is
 * consumed, and there is no message. The ancillary object has the descriptors.
 * @li @c seqpacket_errc::message_too_large: The message is larger than the
 * limit. Memory was not mapped. @c message_size() is the size.
 * @li @c seqpacket_errc::not_sealed: The content is a file in memory that can
 * still change, or a file of tmpfs.
 * @li @c seqpacket_errc::wrong_descriptor_type: The content is no file in
 * memory, but a socket, a pipe, a directory, another file or a descriptor of
 * @c O_PATH; or its pages are those of hugetlbfs; or it is open for writing
 * alone.
 * @li @c asio::error::no_memory (@c ENOMEM): The content cannot be mapped or
 * copied, for lack of memory or address space (@c RLIMIT_AS). A message that
 * comes in a packet stays in the queue.
 * @li @c seqpacket_errc::descriptors_lost: The system could not install the
 * content. If only other descriptors are lost, there is a message.
 * @li @c seqpacket_errc::ancillary_truncated: There are more descriptors than
 * the object has room for. There is a message.
 * @li @c asio::error::eof, @c asio::error::would_block and all other errors of
 * @c receive_message with a buffer that grows.
 * @li Other errors of fcntl(2), fstatfs(2), fstat(2), mmap(2) and pread(2),
 * unchanged.
 *
 * @b Example
 * @snippet large_message.cpp large_message_receive
 *
 * @par Remarks
 * There must be only one reader at a time. To read a mapped hole can raise a
 * signal (@c SIGBUS). So all pages are there when this function returns
 * (madvise(2), Linux 5.14). A file with holes is copied into new memory, and
 * before Linux 5.14 every file is.
 */
template <typename Socket, std::size_t MaxDescriptors>
std::size_t receive_large_message(Socket& socket, large_message& message,
    incoming_ancillary<MaxDescriptors>& ancillary);

/// Receive one message of any size, with ancillary data, and report an error in
/// @c ec.
template <typename Socket, std::size_t MaxDescriptors>
std::size_t receive_large_message(Socket& socket, large_message& message,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec);

/// Receive one message of any size.
/**
 * Descriptors beside the content are closed, and the error is
 * @c seqpacket_errc::ancillary_truncated.
 */
template <typename Socket>
std::size_t receive_large_message(Socket& socket, large_message& message);

/// Receive one message of any size, and report an error in @c ec.
template <typename Socket>
std::size_t receive_large_message(Socket& socket, large_message& message,
    boost::system::error_code& ec);

/*@}*/

/**
 * @defgroup async_receive_large_message
 * boost_seqpacket::async_receive_large_message
 *
 * @brief The function starts to receive one message of any size.
 */
/*@{*/

/// Start to receive one message of any size, with ancillary data.
/**
 * This function initiates a receive as @c receive_large_message does it, and
 * returns immediately. It tries at once, and waits until there is a packet.
 *
 * @param socket Any Asio socket of the AF_UNIX family except a stream:
 * seq_packet, datagram or generic.
 *
 * @param message Where the message goes, with the limit of its size. It is
 * cleared first. The caller keeps it valid and untouched until the handler is
 * called.
 *
 * @param ancillary The object for the ancillary data. It is cleared first. The
 * caller keeps it valid and untouched until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the size of the message in bytes.
 *
 * @par Completion Conditions, Object Lifetimes
 * As for @c async_receive_message.
 *
 * @par Descriptor Ownership
 * As for @c receive_large_message. The descriptor of the content is closed
 * before the handler is called.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later), as for
 * @c async_receive_message. A cancelled operation has consumed nothing.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c receive_large_message except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * as for @c async_receive_message.
 *
 * @b Example
 * @snippet large_message.cpp large_message_receive
 */
template <typename Socket, std::size_t MaxDescriptors,
    typename CompletionToken = detail::default_token<Socket>,
    detail::token_constraint<CompletionToken> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_mapped_attempt<
      detail::borrowed_ancillary<MaxDescriptors>>>
async_receive_large_message(Socket& socket, large_message& message,
    incoming_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive one message of any size.
/**
 * Descriptors beside the content are closed, and the error is
 * @c seqpacket_errc::ancillary_truncated.
 */
template <typename Socket,
    typename CompletionToken = detail::default_token<Socket>,
    detail::token_constraint<CompletionToken> = 0,
    detail::packet_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_mapped_attempt<detail::no_incoming_ancillary>>
async_receive_large_message(Socket& socket, large_message& message,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_receive_large_message(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_large_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_RECEIVE_LARGE_MESSAGE_HPP
