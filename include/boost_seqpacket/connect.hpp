//
// connect.hpp
// ~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_CONNECT_HPP
#define BOOST_SEQPACKET_CONNECT_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/connection/connect_attempt.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/system/error_code.hpp>

namespace boost_seqpacket {

/**
 * @defgroup connect boost_seqpacket::connect
 *
 * @brief The @c connect function connects a socket. Success means that it is
 * connected.
 */
/*@{*/

/// Connect a socket.
/**
 * This function connects the socket to the endpoint. While the backlog of the
 * listening socket is full it waits, unless the socket's @c non_blocking() is
 * set. (If an asynchronous operation has made the descriptor non-blocking,
 * Asio's own function reports success for a socket that is not connected.)
 *
 * @param socket Any Asio socket of the AF_UNIX family. A closed socket is
 * opened close-on-exec first, and closed again on failure. An open socket is
 * used as it is, and stays open on failure.
 *
 * @param endpoint The endpoint of the listening socket. It may have all 108
 * bytes of a name.
 *
 * @throws boost::system::system_error Thrown on failure. The socket is not
 * connected.
 *
 * @b Errors
 * @li @c asio::error::would_block (@c EAGAIN): The backlog is full, and the
 * socket's @c non_blocking() is set; or the kernel has waited for the time of
 * @c SO_SNDTIMEO, as it does on a blocking descriptor. Nothing is pending: call
 * the function again later.
 * @li @c asio::error::connection_refused (@c ECONNREFUSED): No process listens
 * there, the file is no socket, or no socket of this type has the abstract
 * name.
 * @li @c boost::system::errc::no_such_file_or_directory (@c ENOENT): There is
 * no such file.
 * @li @c boost::system::errc::wrong_protocol_type (@c EPROTOTYPE): The socket
 * at the path is of another type, such as a stream.
 * @li @c asio::error::access_denied (@c EACCES): The file may not be written
 * to, or a directory of the path may not be searched.
 * @li @c asio::error::already_connected (@c EISCONN): The socket is connected.
 * @li @c asio::error::invalid_argument (@c EINVAL): The endpoint is empty, or
 * the socket listens.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * endpoint or the socket is not of the AF_UNIX family.
 * @li @c asio::error::no_descriptors (@c EMFILE), also @c ENFILE: The socket
 * was closed and cannot be opened.
 * @li Other errors of connect(2), unchanged.
 *
 * @b Example
 * @snippet blocking_client.cpp blocking_client_connect
 *
 * @par Remarks
 * connect(2), unix(7). A full backlog is @c EAGAIN on AF_UNIX. Unlike
 * @c EINPROGRESS of other families it leaves nothing that could be waited for.
 * If the kernel does not wait itself, this function tries again, in pauses of
 * at most 1 ms at first and 128 ms in the end. A signal restarts the time of
 * @c SO_SNDTIMEO.
 */
template <typename Socket>
void connect(Socket& socket, const typename Socket::endpoint_type& endpoint);

/// Connect a socket, and report an error in @c ec.
template <typename Socket>
void connect(Socket& socket, const typename Socket::endpoint_type& endpoint,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void connect(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/
/**
 * @defgroup async_connect boost_seqpacket::async_connect
 *
 * @brief The @c async_connect function starts to connect a socket. Success
 * means that it is connected.
 */
/*@{*/

/// Start to connect a socket.
/**
 * This function initiates a connect of the socket to the endpoint, and returns
 * immediately. While the backlog of the listening socket is full the operation
 * tries again, in pauses of at most 1 ms at first and 128 ms in the end.
 * (Asio's own function reports success then, and the socket is not connected.)
 *
 * @param socket Any Asio socket of the AF_UNIX family. A closed socket is
 * opened close-on-exec first, and closed again on failure. An open socket is
 * used as it is, and stays open on failure.
 *
 * @param endpoint The endpoint of the listening socket, which is copied.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code) @endcode
 *
 * @par Completion Conditions
 * The socket is connected, or an error occurred and it is not. The handler is
 * called from inside this function only by its associated immediate executor
 * (Boost 1.82 and later).
 *
 * @par Object Lifetimes
 * The socket may be moved, closed or destroyed while the operation waits
 * (doc/guide/completion.md). A moved socket's operation goes on. Keep the
 * moved-from object alive, because the operation looks at it on failure. A
 * closed or destroyed socket's operation ends with @c operation_aborted. Close,
 * move and destroy it on the handler's executor or strand
 * (doc/guide/threads.md).
 *
 * @par Descriptor Ownership
 * A socket that the function has opened is closed on failure, unless it was
 * closed, opened again or moved to another object meanwhile.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation has not connected the socket. The signal may be destroyed before
 * the operation ends, and emitted after it, also by another thread at the
 * moment of completion (doc/guide/threads.md). @c close() ends the operation at
 * the end of the current pause. The socket's @c cancel() does not, because the
 * operation waits for time to pass and not for the socket.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c connect except @c would_block.
 * @li An exception of the handler's allocator leaves this function or @c run(),
 * and the handler is not called. Before the system call nothing is connected,
 * but the socket may be open; after it the socket is connected.
 *
 * @b Example
 * @snippet echo_coroutines.cpp echo_coroutines_connect
 *
 * @par Remarks
 * The descriptor is made non-blocking, as by Asio's own asynchronous
 * operations; @c non_blocking() stays as it is. The first pause allocates one
 * timer for the operation.
 */
template <typename Socket,
    typename CompletionToken = detail::default_token<Socket>,
    detail::local_constraint<Socket> = 0>
detail::initiated<CompletionToken, void(boost::system::error_code), Socket,
    detail::connect_attempt<Socket>>
async_connect(Socket& socket, const typename Socket::endpoint_type& endpoint,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_connect(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/connect.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_CONNECT_HPP
