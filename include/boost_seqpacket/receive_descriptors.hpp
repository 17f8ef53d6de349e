//
// receive_descriptors.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_DESCRIPTORS_HPP
#define BOOST_SEQPACKET_RECEIVE_DESCRIPTORS_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/message/receive_descriptors_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <tuple>

namespace boost_seqpacket {

/**
 * @defgroup receive_descriptors boost_seqpacket::receive_descriptors
 *
 * @brief The @c receive_descriptors function receives one message with an exact
 * number of descriptors.
 */
/*@{*/

/// Receive one message with exactly @c Count descriptors.
/**
 * This function does what @c receive_message does. It accepts the message only
 * if it carries exactly @c Count descriptors and all its bytes fit.
 *
 * @tparam Count The number of descriptors that are expected: 0 to 253.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic; or a @c native_socket.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers.
 *
 * @returns The number of bytes that were received, and the descriptors in the
 * order in which they were sent.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * The caller owns the descriptors. Each is close-on-exec from the moment it
 * exists. After an error none is open.
 *
 * @par Errors
 * After the first of these, and after the errors of a truncated packet, the
 * message has been received and is lost.
 * @li @c seqpacket_errc::unexpected_descriptor_count: The message carries more
 * or fewer descriptors than @c Count.
 * @li All errors of @c receive_message.
 */
template <std::size_t Count, typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::tuple<std::size_t, std::array<unique_descriptor, Count>>
receive_descriptors(Socket& socket, const MutableBufferSequence& buffers);

/// Receive one message with exactly @c Count descriptors, and report an error
/// in @c ec.
/**
 * After an error all descriptors are empty, and the number of bytes is that of
 * @c receive_message.
 */
template <std::size_t Count, typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::tuple<std::size_t, std::array<unique_descriptor, Count>>
receive_descriptors(Socket& socket, const MutableBufferSequence& buffers,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <std::size_t Count, typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void receive_descriptors(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @defgroup async_receive_descriptors
 * boost_seqpacket::async_receive_descriptors
 *
 * @brief The @c async_receive_descriptors function starts to receive one
 * message with an exact number of descriptors.
 */
/*@{*/

/// Start to receive one message with exactly @c Count descriptors.
/**
 * This function does what @c async_receive_message does. It accepts the message
 * only if it carries exactly @c Count descriptors and all its bytes fit.
 *
 * @tparam Count The number of descriptors that are expected: 0 to 253.
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
 * @code void(boost::system::error_code, std::size_t,
 *   std::array<boost_seqpacket::unique_descriptor, Count>) @endcode
 * with the number of bytes that are in the buffers, and the descriptors in the
 * order in which they were sent.
 *
 * @par Completion Conditions
 * As for @c async_receive_message.
 *
 * @par Object Lifetimes
 * The memory of the buffers stays valid until the handler is called. The socket
 * may be moved, closed or destroyed under the rules of
 * @c async_receive_message.
 *
 * @par Descriptor Ownership
 * The handler owns the descriptors. Each is close-on-exec from the moment it
 * exists. With an error none is open. They are closed if the handler is
 * destroyed without a call.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later), as for
 * @c async_receive_message. A cancelled operation leaves the packet in the
 * queue.
 *
 * @b Errors
 * @li @c seqpacket_errc::unexpected_descriptor_count: The message carries more
 * or fewer descriptors than @c Count.
 * @li All errors of @c async_receive_message.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the system call everything is as it
 * was; after it the packet is lost, and its descriptors are closed.
 *
 * @b Example
 * @snippet pass_descriptor_future.cpp pass_descriptor_future
 */
template <std::size_t Count, typename Socket, typename MutableBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated<CompletionToken,
    void(boost::system::error_code, std::size_t,
      std::array<unique_descriptor, Count>), Socket,
    detail::receive_descriptors_attempt<Count, MutableBufferSequence>>
async_receive_descriptors(Socket& socket,
    const MutableBufferSequence& buffers,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <std::size_t Count, typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_receive_descriptors(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_descriptors.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_DESCRIPTORS_HPP
