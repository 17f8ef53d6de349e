//
// receive_object.hpp
// ~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_OBJECT_HPP
#define BOOST_SEQPACKET_RECEIVE_OBJECT_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

// <boost_seqpacket.hpp> does not include this header.

#include <boost_seqpacket/detail/object/receive_object_attempt.hpp>
#include <boost_seqpacket/detail/object/received_objects.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <tuple>

namespace boost_seqpacket {
/**
 * @defgroup receive_object boost_seqpacket::receive_object
 *
 * @brief The @c receive_object function receives objects of Asio from another
 * process.
 */
/*@{*/

/// Receive one message with exactly these objects.
/**
 * This function receives a message of @c send_object, and makes objects from
 * its descriptors as @c adopt does.
 *
 * @tparam IoObject The type of the first object, such as
 * @c asio::ip::tcp::socket. See @c adopt for what it may be.
 *
 * @tparam More The types of the other objects, in the order in which they were
 * sent. There are at most 253 objects.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic; or a @c native_socket.
 *
 * @param executor_or_context The executor of the new objects, or an execution
 * context, as the constructors of the objects take it.
 *
 * @returns The object, or a @c std::tuple if there are several types.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * The objects own the descriptors. Each is close-on-exec from the moment it
 * exists. After an error, also after an exception, none is open.
 *
 * @b Errors
 * After the first three and those of @c adopt the message is lost.
 * @li @c seqpacket_errc::unexpected_descriptor_count: The message carries more
 * or fewer descriptors than there are types.
 * @li @c seqpacket_errc::wrong_descriptor_type: A descriptor is not what its
 * type needs. See @c adopt.
 * @li @c seqpacket_errc::message_truncated: The packet has more than one byte.
 * An empty one is accepted. Bytes of a stream stay in the queue.
 * @li All errors of @c adopt and of @c receive_message.
 *
 * @b Example
 * @snippet hand_over_connection.cpp hand_over_connection_receive
 */
template <typename IoObject, typename... More, typename Socket,
    typename ExecutorOrContext,
    detail::object_executor_constraint<ExecutorOrContext> = 0>
detail::returned_objects<IoObject, More...> receive_object(
    Socket& socket, ExecutorOrContext&& executor_or_context);

/// Receive one message with exactly these objects, and report an error in
/// @c ec.
/**
 * After an error the objects are closed ones with that executor.
 */
template <typename IoObject, typename... More, typename Socket,
    typename ExecutorOrContext,
    detail::object_executor_constraint<ExecutorOrContext> = 0>
detail::returned_objects<IoObject, More...> receive_object(
    Socket& socket, ExecutorOrContext&& executor_or_context,
    boost::system::error_code& ec);

/// Receive one message with bytes and exactly these objects.
/**
 * As the form without bytes, except that the packet may have as many bytes as
 * fit.
 *
 * @param socket As for the form without bytes.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers.
 *
 * @param executor_or_context As for the form without bytes.
 *
 * @returns The number of bytes that were received, and the objects.
 */
template <typename IoObject, typename... More, typename Socket,
    typename MutableBufferSequence, typename ExecutorOrContext,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::tuple<std::size_t, IoObject, More...> receive_object(Socket& socket,
    const MutableBufferSequence& buffers,
    ExecutorOrContext&& executor_or_context);

/// Receive one message with bytes and exactly these objects, and report an
/// error in @c ec.
/**
 * After an error the objects are closed ones with that executor, and the number
 * of bytes is that of @c receive_message.
 */
template <typename IoObject, typename... More, typename Socket,
    typename MutableBufferSequence, typename ExecutorOrContext,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::tuple<std::size_t, IoObject, More...> receive_object(Socket& socket,
    const MutableBufferSequence& buffers,
    ExecutorOrContext&& executor_or_context, boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename IoObject, typename... More, typename Pointer,
    typename... Rest, detail::reference_constraint<Pointer> = 0>
void receive_object(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @defgroup async_receive_object boost_seqpacket::async_receive_object
 *
 * @brief The @c async_receive_object function starts to receive objects of Asio
 * from another process.
 */
/*@{*/

/// Start to receive one message with exactly these objects.
/**
 * This function receives a message of @c send_object, and makes objects from
 * its descriptors as @c receive_object does.
 *
 * @tparam IoObject The type of the first object, such as
 * @c asio::ip::tcp::socket. See @c adopt for what it may be.
 *
 * @tparam More The types of the other objects, in the order in which they were
 * sent. There are at most 253 objects.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic.
 *
 * @param executor_or_context The executor of the new objects, or an execution
 * context. The handler does not run on it, but as it does for other operations
 * of the socket.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, IoObject, More...) @endcode
 * with the objects. After an error they are closed ones with that executor.
 *
 * @par Completion Conditions
 * As for @c async_receive_message.
 *
 * @par Object Lifetimes
 * The execution context of the objects lives until the handler is called. The
 * socket may be moved, closed or destroyed under the rules of
 * @c async_receive_message.
 *
 * @par Descriptor Ownership
 * The handler owns the objects. Each descriptor is close-on-exec from the
 * moment it exists. With an error none is open. They are closed if the handler
 * is destroyed without a call.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later), as for
 * @c async_receive_message. A cancelled operation leaves the packet in the
 * queue.
 *
 * @b Errors
 * @li All errors of @c receive_object and @c async_receive_message.
 * @li An exception of the handler's allocator, or of the objects, leaves this
 * function or @c run(), and the handler is not called. Before the system call
 * everything is as it was; after it the packet is lost, and its descriptors are
 * closed.
 */
template <typename IoObject, typename... More, typename Socket,
    typename ExecutorOrContext,
    typename CompletionToken = detail::default_token<Socket>,
    detail::object_executor_constraint<ExecutorOrContext> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_receive<detail::objects_alone, CompletionToken, Socket,
    detail::no_bytes, ExecutorOrContext, IoObject, More...>
async_receive_object(Socket& socket, ExecutorOrContext&& executor_or_context,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive one message with bytes and exactly these objects.
/**
 * @param socket As for the form without bytes.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers. The
 * sequence is copied; the memory stays valid until the handler is called.
 *
 * @param executor_or_context As for the form without bytes.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t,
 *   IoObject, More...) @endcode
 * with the number of bytes that are in the buffers, and the objects.
 */
template <typename IoObject, typename... More, typename Socket,
    typename MutableBufferSequence, typename ExecutorOrContext,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::object_executor_constraint<ExecutorOrContext> = 0,
    detail::message_socket_constraint<Socket> = 0>
detail::initiated_receive<detail::objects_after_bytes, CompletionToken, Socket,
    MutableBufferSequence, ExecutorOrContext, IoObject, More...>
async_receive_object(Socket& socket, const MutableBufferSequence& buffers,
    ExecutorOrContext&& executor_or_context,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename IoObject, typename... More, typename Pointer,
    typename... Rest, detail::no_executor_constraint<Pointer> = 0>
void async_receive_object(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_object.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_OBJECT_HPP
