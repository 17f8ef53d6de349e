//
// accept.hpp
// ~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_ACCEPT_HPP
#define BOOST_SEQPACKET_ACCEPT_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/connection/accept_attempt.hpp>
#include <boost_seqpacket/detail/connection/accept_traits.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/filtered_accept.hpp>

#include <boost/system/error_code.hpp>

namespace boost_seqpacket {

/**
 * @defgroup accept boost_seqpacket::accept
 *
 * @brief The @c accept function takes the next connection of an acceptor.
 */
/*@{*/

/// Accept a connection.
/**
 * This function waits for the next connection, unless the acceptor's @c
 * non_blocking() is set. The socket of the connection is close-on-exec from the
 * moment it exists. @c ECONNABORTED is skipped; on Linux the connection of a
 * peer that has gone is accepted, and what it has sent can be received.
 *
 * @param acceptor Any Asio acceptor of the AF_UNIX family.
 *
 * @param peer The socket of the connection, on any executor, which is not open.
 *
 * @throws boost::system::system_error Thrown on failure. The connection, if
 * there was one, is still in the backlog then and can be accepted later, unless
 * something else is said below.
 *
 * @par Errors
 * @li @c boost::asio::error::would_block There is no connection, and the
 * acceptor's @c non_blocking() is set.
 * @li @c boost::asio::error::already_open The socket is open; it stays so.
 * @li @c boost::asio::error::no_descriptors (@c EMFILE, also @c ENFILE), @c
 * boost::asio::error::no_buffer_space, @c boost::asio::error::no_memory There
 * is no room for one more descriptor.
 * @li @c boost::asio::error::invalid_argument The acceptor does not listen, or
 * somebody who has the same socket has shut it down.
 * @li @c boost::asio::error::address_family_not_supported The acceptor is not
 * of the AF_UNIX family.
 * @li @c boost::asio::error::bad_descriptor The acceptor is not open.
 * @li Other errors of accept(2), unchanged. If the reactor cannot take the new
 * socket (such as @c ENOSPC, epoll(7)) the connection is closed.
 *
 * @par Example
 * @snippet blocking_client.cpp blocking_client_accept
 *
 * @par Remarks
 * accept4(2), @c SOCK_CLOEXEC, Linux 2.6.28. A system that has no such flag
 * (macOS) makes the socket close-on-exec in a second step.
 */
template <typename Acceptor, typename Socket,
    detail::socket_constraint<Socket> = 0>
void accept(Acceptor& acceptor, Socket& peer);

/// Accept a connection.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename Acceptor, typename Socket,
    detail::socket_constraint<Socket> = 0>
void accept(Acceptor& acceptor, Socket& peer, boost::system::error_code& ec);

/// Accept a connection.
/**
 * As the form with a socket, which is returned instead, with the acceptor's
 * executor.
 */
template <typename Acceptor>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor);

/// Accept a connection.
/**
 * As the throwing form, with the error in @c ec; the socket is not open then.
 */
template <typename Acceptor>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor,
    boost::system::error_code& ec);

/// Accept a connection.
/**
 * As the form with a socket, which is returned instead, with the executor, or
 * that of the execution context, given.
 */
template <typename Acceptor, typename ExecutorOrContext,
    detail::executor_constraint<ExecutorOrContext> = 0>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, ExecutorOrContext&& executor);

/// Accept a connection.
/**
 * As the throwing form, with the error in @c ec; the socket is not open then.
 */
template <typename Acceptor, typename ExecutorOrContext,
    detail::executor_constraint<ExecutorOrContext> = 0>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, ExecutorOrContext&& executor,
    boost::system::error_code& ec);

/// A pointer to an acceptor is no acceptor: the compiler says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void accept(Pointer&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/
/**
 * @defgroup async_accept boost_seqpacket::async_accept
 *
 * @brief The @c async_accept function starts to take the next connection of an
 * acceptor.
 */
/*@{*/

/// Start to accept a connection.
/**
 * This function takes the next connection. It is an initiating function and
 * always returns at once. The socket of the connection is close-on-exec from
 * the moment it exists. @c ECONNABORTED is skipped; on Linux the connection of
 * a peer that has gone is accepted, and what it has sent can be received.
 *
 * While there are no free descriptors the operation does not fail: it tries
 * again, in pauses of at most 1 millisecond at first and 128 in the end, and
 * the connections stay in the backlog. (With Asio's own function the handler
 * gets an error, and a loop that goes on runs in a circle, because the acceptor
 * stays readable.)
 *
 * @param acceptor Any Asio acceptor of the AF_UNIX family, which must stay
 * valid until the handler is called.
 *
 * @param peer The socket of the connection, on any executor, which is not open,
 * and must stay valid until the handler is called.
 *
 * @param token The completion token, by default the default token of the
 * acceptor's executor.
 *
 * @par Completion Signature
 * @code void(boost::system::error_code) @endcode
 *
 * @par Completion Conditions
 * @li A connection was accepted.
 * @li An error has occurred. No connection was accepted then.
 *
 * @par Object Lifetimes
 * The acceptor and the socket must stay valid and must not be moved until the
 * handler is called, also after @c close().
 *
 * @par Descriptor Ownership
 * An accepted connection is in the socket when the handler is called. Where the
 * handler is destroyed instead, as with its execution context, the socket is
 * the caller's, or destroyed with it, and closed.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later): a cancelled
 * operation has accepted nothing, but for a connection that it had taken and
 * for which the filter or the reactor has no descriptor or memory yet, which is
 * closed. @c close() ends it as well, in a pause at its end at the latest;
 * @c cancel() does not reach an operation in a pause.
 *
 * @par Errors
 * As those of @c accept(), without @c would_block and those for want of
 * descriptors, and
 * @li @c boost::asio::error::operation_aborted The operation was cancelled, or
 * the acceptor was closed.
 *
 * @par Example
 * @snippet request_server.cpp request_server_accept
 *
 * @par Remarks
 * The acceptor's descriptor is made non-blocking, as by Asio's own asynchronous
 * operations; @c non_blocking() stays as it is. The first pause of an operation
 * allocates a timer.
 */
template <typename Acceptor, typename Socket,
    typename CompletionToken = detail::default_token<Acceptor>,
    detail::socket_constraint<Socket> = 0,
    detail::local_constraint<Acceptor> = 0>
detail::initiated_accept_into<CompletionToken, Acceptor, Socket,
    const detail::admit_everybody>
async_accept(Acceptor& acceptor, Socket& peer,
    CompletionToken&& token = detail::default_token<Acceptor>());

/// Start to accept a connection into a new socket.
/**
 * The handler gets the socket, with the acceptor's executor. On failure it is
 * not open.
 *
 * @par Completion Signature
 * @code void(boost::system::error_code, Socket) @endcode where @c Socket is the
 * protocol's socket, rebound to the executor.
 */
template <typename Acceptor,
    typename CompletionToken = detail::default_token<Acceptor>,
    detail::accept_token_constraint<CompletionToken> = 0,
    detail::local_constraint<Acceptor> = 0>
detail::initiated_accept<CompletionToken, Acceptor,
    const detail::admit_everybody>
async_accept(Acceptor& acceptor,
    CompletionToken&& token = detail::default_token<Acceptor>());

/// Start to accept a connection into a new socket on another executor.
/**
 * As the form without an executor. The socket has the executor, or that of the
 * execution context, given. The context must outlive the operation.
 */
template <typename Acceptor, typename ExecutorOrContext,
    typename CompletionToken = detail::default_token<Acceptor>,
    detail::executor_constraint<ExecutorOrContext> = 0,
    detail::local_constraint<Acceptor> = 0>
detail::initiated_accept<CompletionToken, Acceptor,
    const detail::admit_everybody, ExecutorOrContext>
async_accept(Acceptor& acceptor, ExecutorOrContext&& executor,
    CompletionToken&& token = detail::default_token<Acceptor>());

/// A pointer to an acceptor is no acceptor: the compiler says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void async_accept(Pointer&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/accept.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_ACCEPT_HPP
