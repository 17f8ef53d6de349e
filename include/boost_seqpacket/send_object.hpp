//
// send_object.hpp
// ~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SEND_OBJECT_HPP
#define BOOST_SEQPACKET_SEND_OBJECT_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

// <boost_seqpacket.hpp> does not include this header.

#include <boost_seqpacket/detail/object/object_arguments.hpp>
#include <boost_seqpacket/detail/object/send_object_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup send_object boost_seqpacket::send_object
 *
 * @brief The @c send_object function hands objects of Asio to another process.
 */
/*@{*/

/// Hand objects of Asio over in one message.
/**
 * This function sends the descriptors of the objects with one byte, in one
 * message. The receiver calls @c receive_object with the same types. A success
 * closes the objects.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic; or a @c native_socket.
 *
 * @param objects 1 to 253 open objects: sockets and acceptors of any family,
 * pipes, @c posix::stream_descriptor and files. Lvalues and rvalues mean the
 * same.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent.
 *
 * @par Descriptor Ownership
 * On success the packet has the open files. Each object is closed, and its
 * pending operations end with @c asio::error::operation_aborted. Unread data
 * of a socket goes with it. After an error each object is as it was: open, with
 * the same number. @c std::move changes nothing of that.
 *
 * @b Errors
 * @li @c asio::error::bad_descriptor (@c EBADF): An object is not open.
 * @li All errors of @c send_message.
 *
 * @b Example
 * @snippet hand_over_connection.cpp hand_over_connection_send
 *
 * @par Remarks
 * The function closes an object by its member @c release, and then closes the
 * descriptor. After a mere close epoll(7) would go on to watch the open file.
 * The open file keeps its options and flags, such as @c O_NONBLOCK.
 */
template <typename Socket, typename... IoObjects,
    detail::objects_constraint<Socket, IoObjects...> = 0>
void send_object(Socket& socket, IoObjects&&... objects);

/// Hand objects over, and report an error in the last argument.
/**
 * @param socket As for the throwing form.
 *
 * @param objects_and_ec The objects, and then a
 * @c boost::system::error_code that is set.
 */
template <typename Socket, typename... Arguments,
    detail::objects_and_error_constraint<Socket, Arguments...> = 0>
void send_object(Socket& socket, Arguments&&... objects_and_ec);

/// Hand objects of Asio over in one message with bytes of the caller.
/**
 * As the form without bytes.
 *
 * @param socket As for the form without bytes.
 *
 * @param buffers The bytes, in at most 1024 buffers. A stream socket needs at
 * least one byte, with which the objects go.
 *
 * @param objects As for the form without bytes.
 *
 * @returns The number of bytes that were sent. A stream socket may send fewer
 * than all. The objects went with the first one.
 */
template <typename Socket, typename ConstBufferSequence,
    typename... IoObjects,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::objects_constraint<Socket, IoObjects...> = 0>
std::size_t send_object(Socket& socket, const ConstBufferSequence& buffers,
    IoObjects&&... objects);

/// Hand objects over with bytes, and report an error in the last argument.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename ConstBufferSequence,
    typename... Arguments,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::objects_and_error_constraint<Socket, Arguments...> = 0>
std::size_t send_object(Socket& socket, const ConstBufferSequence& buffers,
    Arguments&&... objects_and_ec);

/// Refuse what is no object, with a message that says what to write.
template <typename Socket, typename... Arguments,
    detail::mistaken_objects_constraint<Socket, Arguments...> = 0>
void send_object(Socket&&, Arguments&&...)
{
  detail::check_reference<Socket>();
  (detail::check_object_argument<Arguments>(), ...);
}

/*@}*/

/**
 * @defgroup async_send_object boost_seqpacket::async_send_object
 *
 * @brief The @c async_send_object function starts to hand objects of Asio to
 * another process.
 */
/*@{*/

/// Start to hand objects of Asio over in one message.
/**
 * This function sends the descriptors of the objects with one byte, in one
 * message, as @c send_object does.
 *
 * @param socket Any Asio socket of the AF_UNIX family: seq_packet, stream,
 * datagram or generic.
 *
 * @param objects_and_token 1 to 253 open objects, as for @c send_object, and
 * then the completion token. The caller keeps the objects alive until the
 * handler is called, also those that are given with @c std::move. A temporary
 * object lives long enough only with @c co_await.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code) @endcode
 *
 * @par Completion Conditions
 * As for @c async_send_message.
 *
 * @par Object Lifetimes
 * A success closes the objects: in this function if the message can be sent at
 * once, else in the thread that runs the handler, before the call. No other
 * thread may use them until then, whatever executor they have. The caller may
 * close, move or open them again while the operation waits, in that thread. The
 * operation sends the files of the beginning, and leaves alone an object that
 * has another one. After a close by the caller epoll(7) may go on watching the
 * open file, which the packet has. The socket may be moved, closed or destroyed
 * under the rules of @c async_send_message.
 *
 * @par Descriptor Ownership
 * As for @c send_object. An operation that has to wait keeps duplicates of the
 * descriptors (fcntl(2), @c F_DUPFD_CLOEXEC), and closes them before it calls
 * the handler.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later), as for
 * @c async_send_message. A cancelled operation has sent nothing.
 *
 * @b Errors
 * @li @c asio::error::bad_descriptor (@c EBADF): An object is not open.
 * @li @c asio::error::no_descriptors (@c EMFILE): The operation has to wait,
 * and there is no room for a duplicate. Nothing was sent.
 * @li All errors of @c async_send_message, and its exceptions. After an
 * exception that follows the system call the objects are closed.
 *
 * @par Remarks
 * The open files are compared with @c F_DUPFD_QUERY (Linux 6.10), and by their
 * inodes before. All eventfds have the same inode, so have all timerfds, and so
 * has a file that was opened twice: on an older system do not put another one
 * into an object of this operation.
 */
template <typename Socket, typename... Arguments,
    detail::message_socket_constraint<Socket> = 0,
    detail::objects_and_token_constraint<Arguments...> = 0>
detail::initiated_objects<detail::object_signature, detail::object_result,
    boost::asio::const_buffer, Socket, Arguments...>
async_send_object(Socket& socket, Arguments&&... objects_and_token);

/// Start to hand objects of Asio over in one message with bytes of the caller.
/**
 * As the form without bytes.
 *
 * @param socket As for the form without bytes.
 *
 * @param buffers The bytes, in at most 1024 buffers. A stream socket needs at
 * least one byte. The sequence is copied; the memory stays valid until the
 * handler is called.
 *
 * @param objects_and_token As for the form without bytes.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that were sent.
 */
template <typename Socket, typename ConstBufferSequence,
    typename... Arguments,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::message_socket_constraint<Socket> = 0,
    detail::objects_and_token_constraint<Arguments...> = 0>
detail::initiated_objects<detail::message_signature, detail::message_result,
    ConstBufferSequence, Socket, Arguments...>
async_send_object(Socket& socket, const ConstBufferSequence& buffers,
    Arguments&&... objects_and_token);

/// Refuse what is no object, with a message that says what to write.
template <typename Socket, typename... Arguments,
    detail::mistaken_async_objects_constraint<Socket, Arguments...> = 0>
void async_send_object(Socket&&, Arguments&&...)
{
  detail::check_executor<Socket>();
  (detail::check_object_argument<Arguments>(), ...);
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/send_object.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SEND_OBJECT_HPP
