//
// receive_at_most.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_AT_MOST_HPP
#define BOOST_SEQPACKET_RECEIVE_AT_MOST_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/detail/message/receive_at_most_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <tuple>
#include <vector>

namespace boost_seqpacket {

/// The largest number of descriptors of a receive, known at run time.
class at_most
{
public:
  /// Construct from the largest number of descriptors.
  /**
   * @param count The number. No packet carries more than 253 descriptors
   * (@c SCM_MAX_FD, unix(7)), so a larger number means 253.
   */
  explicit constexpr at_most(std::size_t count) noexcept
    : count_(count < detail::max_descriptors ? count : detail::max_descriptors)
  {
  }

  /// The largest number of descriptors, 0 to 253.
  constexpr std::size_t count() const noexcept
  {
    return count_;
  }

private:
  std::size_t count_;
};

/**
 * @addtogroup receive_descriptors
 */
/*@{*/

/// Receive one message with a limited number of descriptors.
/**
 * This function does what @c receive_message does. It accepts the message only
 * if it carries at most so many descriptors, or none, and all its bytes fit.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic; or a @c native_socket.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers.
 *
 * @param max The largest number of descriptors. If it is not 0, room for so
 * many is allocated before the system call, 4 bytes each. Nothing else is
 * allocated.
 *
 * @returns The number of bytes that were received, and the descriptors in the
 * order in which they were sent: a vector of the size of their number.
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
 * @li @c seqpacket_errc::ancillary_truncated: The message carries more than
 * @c max descriptors, or more other control messages than there is room for.
 * @li @c asio::error::no_memory (@c ENOMEM): The room cannot be allocated. The
 * packet stays in the queue.
 * @li All errors of @c receive_message.
 */
template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::tuple<std::size_t, std::vector<unique_descriptor>>
receive_descriptors(Socket& socket, const MutableBufferSequence& buffers,
    at_most max);

/// Receive one message with a limited number of descriptors, and report an
/// error in @c ec.
/**
 * After an error there are no descriptors, and the number of bytes is that of
 * @c receive_message.
 */
template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::tuple<std::size_t, std::vector<unique_descriptor>>
receive_descriptors(Socket& socket, const MutableBufferSequence& buffers,
    at_most max, boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename MutableBufferSequence, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void receive_descriptors(Pointer&&, const MutableBufferSequence&, at_most,
    Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @addtogroup async_receive_descriptors
 */
/*@{*/

/// Start to receive one message with a limited number of descriptors.
/**
 * This function does what @c async_receive_message does. It accepts the message
 * only if it carries at most so many descriptors, or none, and all its bytes
 * fit.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers. The
 * sequence is copied; the memory stays valid until the handler is called.
 *
 * @param max The largest number of descriptors. If it is not 0, room for so
 * many is allocated before the first system call, 4 bytes each, with
 * @c std::allocator.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t,
 *   std::vector<boost_seqpacket::unique_descriptor>) @endcode
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
 * @li @c seqpacket_errc::ancillary_truncated: The message carries more than
 * @c max descriptors, or more other control messages than there is room for.
 * @li @c asio::error::no_memory (@c ENOMEM): The room cannot be allocated. The
 * packet stays in the queue.
 * @li All errors of @c async_receive_message.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the system call everything is as it
 * was; after it the packet is lost, and its descriptors are closed.
 *
 * @b Example
 * @snippet optional_descriptor.cpp optional_descriptor_receive
 */
template <typename Socket, typename MutableBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated<CompletionToken,
    void(boost::system::error_code, std::size_t,
      std::vector<unique_descriptor>), Socket,
    detail::receive_at_most_attempt<MutableBufferSequence>>
async_receive_descriptors(Socket& socket,
    const MutableBufferSequence& buffers, at_most max,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename MutableBufferSequence, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_receive_descriptors(Pointer&&, const MutableBufferSequence&,
    at_most, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_at_most.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_AT_MOST_HPP
