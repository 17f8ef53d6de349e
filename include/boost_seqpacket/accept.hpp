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

/// Accept a connection into a socket.
/**
 * This function waits for the next connection, unless the acceptor's
 * @c non_blocking() is set. The socket is close-on-exec from the moment it
 * exists, and has the acceptor's @c pass_credentials, @c pass_pidfd,
 * @c pass_security and @c pass_rights, also if the client connected before they
 * were set. @c ECONNABORTED is skipped. On Linux the connection of a peer that
 * has closed is accepted, and its packets can be received.
 *
 * @param acceptor Any Asio acceptor of the AF_UNIX family.
 *
 * @param peer The socket of the connection, on any executor, which is not open.
 *
 * @throws boost::system::system_error Thrown on failure. A connection stays in
 * the backlog, unless an error below says that it is closed.
 *
 * @b Errors
 * @li @c asio::error::would_block (@c EAGAIN): There is no connection, and the
 * acceptor's @c non_blocking() is set.
 * @li @c asio::error::already_open: The socket is open. It stays as it is.
 * @li @c asio::error::no_descriptors (@c EMFILE), also @c ENFILE,
 * @c asio::error::no_buffer_space (@c ENOBUFS), @c asio::error::no_memory
 * (@c ENOMEM): There is no room for one more descriptor.
 * @li @c asio::error::invalid_argument (@c EINVAL): The acceptor does not
 * listen, or another owner of its socket has shut it down.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * acceptor is not of the AF_UNIX family.
 * @li @c asio::error::bad_descriptor (@c EBADF): The acceptor is not open.
 * @li Other errors of accept(2), unchanged. If the reactor cannot take the
 * socket (such as @c ENOSPC, epoll(7)), or a filter refuses setsockopt(2) where
 * an option has to be changed, the connection is closed.
 *
 * @b Example
 * @snippet blocking_client.cpp blocking_client_accept
 *
 * @par Remarks
 * accept4(2), @c SOCK_CLOEXEC, Linux 2.6.28. A system without the flag (macOS)
 * makes the socket close-on-exec in a second step.
 */
template <typename Acceptor, typename Socket,
    detail::socket_constraint<Socket> = 0>
void accept(Acceptor& acceptor, Socket& peer);

/// Accept a connection into a socket, and report an error in @c ec.
template <typename Acceptor, typename Socket,
    detail::socket_constraint<Socket> = 0>
void accept(Acceptor& acceptor, Socket& peer, boost::system::error_code& ec);

/// Accept a connection, and return its socket, with the acceptor's executor.
template <typename Acceptor>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor);

/// Accept a connection, return its socket, with the acceptor's executor, and
/// report an error in @c ec.
/**
 * After an error the socket is not open.
 */
template <typename Acceptor>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor,
    boost::system::error_code& ec);

/// Accept a connection, and return its socket, on another executor.
/**
 * The socket has the executor, or that of the execution context, given.
 */
template <typename Acceptor, typename ExecutorOrContext,
    detail::executor_constraint<ExecutorOrContext> = 0>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, ExecutorOrContext&& executor);

/// Accept a connection, return its socket, on another executor, and report an
/// error in @c ec.
/**
 * After an error the socket is not open.
 */
template <typename Acceptor, typename ExecutorOrContext,
    detail::executor_constraint<ExecutorOrContext> = 0>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, ExecutorOrContext&& executor,
    boost::system::error_code& ec);

/// Refuse pointers to an acceptor or socket, and say what to write.
template <typename... Arguments,
    detail::any_reference_constraint<Arguments...> = 0>
void accept(Arguments&&...)
{
  detail::check_references<Arguments...>();
}

/*@}*/
/**
 * @defgroup async_accept boost_seqpacket::async_accept
 *
 * @brief The @c async_accept function starts to take the next connection.
 */
/*@{*/

/// Start to accept a connection into a socket.
/**
 * This function initiates what @c accept does, and returns immediately.
 *
 * If there is no free descriptor, the operation does not fail. It tries again,
 * in pauses of at most 1 ms at first and 128 ms in the end, and the connections
 * stay in the backlog. (Asio's own function reports an error, and a loop that
 * accepts again spins, because the acceptor stays readable.)
 *
 * @param acceptor Any Asio acceptor of the AF_UNIX family.
 *
 * @param peer The socket of the connection, on any executor, which is not open.
 * It stays valid and is not moved until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code) @endcode
 *
 * @par Completion Conditions
 * A connection was accepted, or an error occurred and none was. The handler is
 * called from inside this function only by its associated immediate executor
 * (Boost 1.82 and later).
 *
 * @par Object Lifetimes
 * The acceptor may be moved, closed or destroyed while the operation waits
 * (doc/guide/completion.md). A moved acceptor's operation goes on. Keep the
 * moved-from object alive: if the operation must wait again, it tries again in
 * pauses of at most 128 ms. A closed or destroyed acceptor's operation ends
 * with @c operation_aborted. Close, move and destroy it on the handler's
 * executor or strand (doc/guide/threads.md).
 *
 * @par Descriptor Ownership
 * An accepted connection is in @c peer, also if the handler is not called.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation leaves the connection in the backlog. One that was taken, and for
 * which the filter or the reactor had no descriptor or memory yet, is closed.
 * The signal may be destroyed before the operation ends, and emitted after it,
 * also by another thread at the moment of completion. The acceptor's
 * @c cancel() does not reach an operation in a pause, and @c close() ends it
 * when the pause ends.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the acceptor was closed.
 * @li All errors of @c accept except @c would_block and those for want of
 * descriptors.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the system call everything is as it
 * was; after it the connection is in @c peer, or closed in the other forms.
 *
 * @b Example
 * @snippet request_server.cpp request_server_accept
 *
 * @par Remarks
 * The acceptor's descriptor is made non-blocking, as by Asio's own operations;
 * @c non_blocking() stays as it is. The first pause allocates one timer.
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
 * The handler gets the socket, with the acceptor's executor. After an error it
 * is not open.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, Socket) @endcode
 * where @c Socket is the protocol's socket, rebound to the executor.
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
 * The socket has the executor, or that of the execution context, given. The
 * context must outlive the operation.
 */
template <typename Acceptor, typename ExecutorOrContext,
    typename CompletionToken = detail::default_token<Acceptor>,
    detail::executor_constraint<ExecutorOrContext> = 0,
    detail::local_constraint<Acceptor> = 0>
detail::initiated_accept<CompletionToken, Acceptor,
    const detail::admit_everybody, ExecutorOrContext>
async_accept(Acceptor& acceptor, ExecutorOrContext&& executor,
    CompletionToken&& token = detail::default_token<Acceptor>());

/// Refuse pointers to an acceptor or socket, and say what to write.
template <typename... Arguments,
    detail::any_reference_constraint<Arguments...> = 0>
void async_accept(Arguments&&...)
{
  detail::check_references<Arguments...>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/accept.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_ACCEPT_HPP
