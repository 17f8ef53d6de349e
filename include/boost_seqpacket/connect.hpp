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
 * @brief The @c connect function connects a socket, and success means that it
 * is connected.
 */
/*@{*/

/// Connect a socket.
/**
 * This function connects the socket to the endpoint. While the backlog of the
 * listening socket is full it waits, unless the socket's @c non_blocking() is
 * set. (Asio's own function reports success then if the socket was made
 * non-blocking by an asynchronous operation, and the socket is not connected.)
 *
 * @param socket Any Asio socket of the AF_UNIX family. If it is closed, it is
 * opened close-on-exec first, and closed again on failure. If it is open, it is
 * used as it is, and stays open on failure.
 *
 * @param endpoint Where to connect to. It may have all 108 bytes of a name.
 *
 * @throws boost::system::system_error Thrown on failure. The socket is not
 * connected then.
 *
 * @par Errors
 * @li @c boost::asio::error::would_block The backlog is full, and the socket's
 * @c non_blocking() is set, or the time of its @c SO_SNDTIMEO is over. Nothing
 * is pending: call the function again later.
 * @li @c boost::asio::error::connection_refused Nobody listens there, or the
 * file is no socket.
 * @li @c ENOENT (@c boost::system::errc::no_such_file_or_directory) There is
 * no such file. An abstract name that nobody has is @c connection_refused.
 * @li @c EPROTOTYPE (@c boost::system::errc::wrong_protocol_type) The socket
 * that has the file is of another type, such as a stream. (Abstract names of
 * different types do not meet: that is @c connection_refused.)
 * @li @c boost::asio::error::access_denied The file may not be written to, or a
 * directory of the path not be searched.
 * @li @c boost::asio::error::already_connected The socket is connected.
 * @li @c boost::asio::error::invalid_argument The endpoint is empty, or the
 * socket is a listening one.
 * @li @c boost::asio::error::address_family_not_supported The endpoint or the
 * socket is not of the AF_UNIX family.
 * @li @c boost::asio::error::no_descriptors (@c EMFILE, also @c ENFILE) The
 * socket was closed and cannot be opened.
 * @li Other errors of connect(2), unchanged.
 *
 * @par Example
 * @snippet blocking_client.cpp blocking_client_connect
 *
 * @par Remarks
 * connect(2), unix(7). A full backlog is @c EAGAIN on AF_UNIX, and unlike @c
 * EINPROGRESS of other families it leaves nothing behind that could be waited
 * for: this function tries again, in pauses of at most 1 millisecond at first
 * and 128 in the end, where the kernel does not wait itself. A signal lets the
 * time of @c SO_SNDTIMEO begin anew.
 */
template <typename Socket>
void connect(Socket& socket, const typename Socket::endpoint_type& endpoint);

/// Connect a socket.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename Socket>
void connect(Socket& socket, const typename Socket::endpoint_type& endpoint,
    boost::system::error_code& ec);

/// A pointer to a socket is no socket: the compiler says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void connect(Pointer&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/
/**
 * @defgroup async_connect boost_seqpacket::async_connect
 *
 * @brief The @c async_connect function starts to connect a socket, and success
 * means that it is connected.
 */
/*@{*/

/// Start to connect a socket.
/**
 * This function connects the socket to the endpoint. It is an initiating
 * function and always returns at once. While the backlog of the listening
 * socket is full it tries again, in pauses of at most 1 millisecond at first
 * and 128 in the end. (Asio's own function reports success then, and the socket
 * is not connected.)
 *
 * @param socket Any Asio socket of the AF_UNIX family, which must stay valid
 * until the handler is called. If it is closed, it is opened close-on-exec
 * first, and closed again on failure. If it is open, it is used as it is, and
 * stays open on failure.
 *
 * @param endpoint Where to connect to, which is copied.
 *
 * @param token The completion token, by default the default token of the
 * socket's executor.
 *
 * @par Completion Signature
 * @code void(boost::system::error_code) @endcode
 *
 * @par Completion Conditions
 * @li The socket is connected.
 * @li An error has occurred. The socket is not connected then.
 *
 * @par Object Lifetimes
 * The socket must stay valid and must not be moved until the handler is called,
 * also after @c close().
 *
 * @par Descriptor Ownership
 * A socket that the function has opened is closed on failure, unless it was
 * closed or opened anew meanwhile.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later): a cancelled
 * operation has not connected the socket. @c close() ends it as well, at the
 * end of the current pause at the latest. @c cancel() does not reach it: it
 * waits for time to pass and not for the socket.
 *
 * @par Errors
 * As those of @c connect(), without @c would_block, and
 * @li @c boost::asio::error::operation_aborted The operation was cancelled, or
 * the socket was closed.
 *
 * @par Example
 * @snippet echo_coroutines.cpp echo_coroutines_connect
 *
 * @par Remarks
 * The descriptor is made non-blocking, as by Asio's own asynchronous
 * operations; @c non_blocking() stays as it is. A pause allocates one timer for
 * the operation.
 */
template <typename Socket,
    typename CompletionToken = detail::default_token<Socket>,
    detail::local_constraint<Socket> = 0>
detail::initiated<CompletionToken, void(boost::system::error_code), Socket,
    detail::connect_attempt<Socket>>
async_connect(Socket& socket, const typename Socket::endpoint_type& endpoint,
    CompletionToken&& token = detail::default_token<Socket>());

/// A pointer to a socket is no socket: the compiler says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void async_connect(Pointer&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/connect.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_CONNECT_HPP
