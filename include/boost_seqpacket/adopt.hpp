//
// adopt.hpp
// ~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_ADOPT_HPP
#define BOOST_SEQPACKET_ADOPT_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

namespace boost_seqpacket {

/**
 * @defgroup adopt boost_seqpacket::adopt
 *
 * @brief The @c adopt function makes an object of Asio from a descriptor of the
 * right kind.
 */
/*@{*/

/// Make a socket, an acceptor, a pipe or another object from a descriptor.
/**
 * A descriptor that was received, inherited or given by a service manager may
 * be anything. This function asks the system what it is before it is used.
 *
 * @tparam IoObject The type of the result:
 * @li a socket or an acceptor of Asio, of any family: of
 * @c seq_packet_protocol, @c asio::local, @c asio::ip, @c asio::generic, or of
 * a protocol of your own. The protocols of @c asio::ip and @c asio::generic
 * take the family of the descriptor. A protocol of your own has a default
 * constructor, or one from a family and a protocol.
 * @li a @c basic_readable_pipe or @c basic_writable_pipe (Boost 1.79): the
 * descriptor is a pipe or a FIFO that was opened for that direction.
 * @li a @c posix::basic_stream_descriptor: the descriptor is a pipe, a socket
 * of any kind, a character device such as a terminal, or an object of the
 * kernel such as an eventfd, a timerfd or a pidfd. It is no block device, no
 * directory, and no regular file that epoll(7) refuses. Whether other objects
 * can be watched is not asked, and their direction is not checked.
 * @li a @c basic_stream_file or @c basic_random_access_file, where Asio has
 * them: the descriptor is a regular file.
 * @li a type with the same member functions.
 *
 * @param executor_or_context The executor of the new object, or an execution
 * context, as the constructors of @c IoObject take it.
 *
 * @param descriptor The descriptor. It is moved from on success only.
 *
 * @returns The open object.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * On success the new object owns the descriptor, which is close-on-exec. On
 * failure, also by an exception, it stays with the caller, open.
 *
 * @b Errors
 * @li @c seqpacket_errc::wrong_descriptor_type: The descriptor is not what
 * @c IoObject needs. For a socket or an acceptor: it is no socket, or one of
 * another address family, type or protocol; or it listens and @c IoObject is
 * not an acceptor, or the other way round. For all others: see @c IoObject. A
 * descriptor of @c O_PATH fits nothing.
 * @li @c asio::error::bad_descriptor (@c EBADF): The descriptor is not open.
 * @li Other errors of getsockopt(2), fstat(2), fcntl(2), epoll_create1(2) and
 * of the member function @c assign of @c IoObject, unchanged.
 *
 * @b Example
 * @snippet activated_server.cpp activated_server_adopt
 * @snippet optional_descriptor.cpp optional_descriptor_receive
 *
 * @par Remarks
 * Multipath TCP, for which @c SO_PROTOCOL reports @c IPPROTO_MPTCP, fits
 * @c asio::ip::tcp, because it has the functions of TCP. UDP-Lite, SCTP and
 * ICMP do not fit types of other protocols. The checks use
 * @c SO_DOMAIN, @c SO_TYPE, @c SO_PROTOCOL and @c SO_ACCEPTCONN (socket(7)) for
 * sockets; @c st_mode (fstat(2)), @c F_GETFL (fcntl(2)) and, for a regular file
 * as a @c stream_descriptor, epoll_ctl(2) for others. They report nothing about
 * other owners. A process with another descriptor of the open file can read
 * from it and change its options. If that process switches @c O_NONBLOCK off,
 * Asio's operations block the thread. Asio's first asynchronous operation
 * switches it on, for that process as well.
 */
template <typename IoObject, typename ExecutorOrContext>
IoObject adopt(ExecutorOrContext&& executor_or_context,
    unique_descriptor&& descriptor);

/// Make an object from a descriptor, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result is not open then.
 */
template <typename IoObject, typename ExecutorOrContext>
IoObject adopt(ExecutorOrContext&& executor_or_context,
    unique_descriptor&& descriptor, boost::system::error_code& ec);

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/adopt.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_ADOPT_HPP
