//
// send_descriptors.hpp
// ~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SEND_DESCRIPTORS_HPP
#define BOOST_SEQPACKET_SEND_DESCRIPTORS_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/ancillary/descriptor_list.hpp>
#include <boost_seqpacket/detail/message/send_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup send_descriptors boost_seqpacket::send_descriptors
 *
 * @brief The @c send_descriptors function sends one message with descriptors.
 */
/*@{*/

/// Send one message with descriptors.
/**
 * This function does what @c send_message does with an @c outgoing_ancillary
 * that holds the descriptors and nothing else.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic; or a @c native_socket.
 *
 * @param buffers The bytes, in at most 1024 buffers. A stream socket needs at
 * least one byte, with which the descriptors go.
 *
 * @param descriptors At most 253 open descriptors:
 * @li numbers and owners, as a list in braces: @c {number, owner,
 * std::move(owner)}; or one of them without braces
 * @li a range of @c int
 * @li a range of @c unique_descriptor, such as
 * @c incoming_ancillary::descriptors()
 * @li a container of @c unique_descriptor that is given away:
 * @c std::move(container), or a temporary.
 *
 * @returns The number of bytes that were sent.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent.
 * @throws std::bad_alloc Thrown if the memory for owners that are given away,
 * or for more than 16 descriptors, cannot be allocated. Nothing was sent, and
 * the owners have their descriptors.
 *
 * @par Descriptor Ownership
 * The kernel takes a reference to each open file. The descriptors stay open and
 * stay with the caller, except those that are given away by @c std::move or as
 * a temporary: the call closes these, also after an error. The moved objects
 * own nothing afterwards.
 *
 * @b Errors
 * @li @c seqpacket_errc::ancillary_full: There are more than 253 descriptors.
 * @li @c asio::error::bad_descriptor (@c EBADF): A descriptor is not open, or
 * an owner owns nothing.
 * @li All errors of @c send_message.
 */
template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_descriptors(Socket& socket,
    const ConstBufferSequence& buffers,
    detail::descriptor_list&& descriptors);

/// Send one message with descriptors, and report an error in @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_descriptors(Socket& socket,
    const ConstBufferSequence& buffers,
    detail::descriptor_list&& descriptors,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void send_descriptors(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/// The same for a pointer with a list of descriptors in braces.
template <typename Pointer, typename ConstBufferSequence, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void send_descriptors(Pointer&&, const ConstBufferSequence&,
    const detail::descriptor_list&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @defgroup async_send_descriptors boost_seqpacket::async_send_descriptors
 *
 * @brief The @c async_send_descriptors function starts to send one message with
 * descriptors.
 */
/*@{*/

/// Start to send one message with descriptors.
/**
 * This function does what @c async_send_message does with an
 * @c outgoing_ancillary that holds the descriptors and nothing else.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic.
 *
 * @param buffers The bytes, in at most 1024 buffers. A stream socket needs at
 * least one byte, with which the descriptors go. The sequence is copied; the
 * memory stays valid until the handler is called.
 *
 * @param descriptors At most 253 open descriptors, in all the ways of
 * @c send_descriptors. The numbers are copied, more than 16 of them to the
 * heap. Owners that are given away go to the heap as well. The caller keeps
 * all others open until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that were sent.
 *
 * @par Completion Conditions
 * As for @c async_send_message.
 *
 * @par Object Lifetimes
 * The memory of the buffers stays valid, and the descriptors that are not given
 * away stay open, until the handler is called. The objects and the range that
 * they came from may be destroyed or used again at once, if that does not close
 * the descriptors. The socket may be moved, closed or destroyed under the
 * rules of @c async_send_message.
 *
 * @par Descriptor Ownership
 * The kernel takes a reference to each open file. The descriptors stay with the
 * caller, except those that are given away by @c std::move or as a temporary.
 * The operation owns these. It closes them before it calls the handler,
 * whatever the result, or if the handler is destroyed without a call. A
 * @c deferred operation that is kept can be launched again: then they are
 * closed with the last copy of it.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later), as for
 * @c async_send_message. A cancelled operation has sent nothing.
 *
 * @b Errors
 * @li @c seqpacket_errc::ancillary_full: There are more than 253 descriptors.
 * @li @c asio::error::bad_descriptor (@c EBADF): A descriptor is not open, or
 * an owner owns nothing.
 * @li All errors of @c async_send_message, and its exceptions.
 * @li @c std::bad_alloc leaves this function as it leaves @c send_descriptors.
 *
 * @b Example
 * @snippet pass_descriptor_future.cpp pass_descriptor_future
 * @snippet optional_descriptor.cpp optional_descriptor_forward
 */
template <typename Socket, typename ConstBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_message<CompletionToken, Socket,
    detail::send_attempt<ConstBufferSequence, detail::descriptor_list>>
async_send_descriptors(Socket& socket,
    const ConstBufferSequence& buffers,
    detail::descriptor_list&& descriptors,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_send_descriptors(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/// The same for a pointer with a list of descriptors in braces.
template <typename Pointer, typename ConstBufferSequence, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_send_descriptors(Pointer&&, const ConstBufferSequence&,
    const detail::descriptor_list&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/send_descriptors.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SEND_DESCRIPTORS_HPP
