//
// await_successor.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_AWAIT_SUCCESSOR_HPP
#define BOOST_SEQPACKET_AWAIT_SUCCESSOR_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/handover/initiate_handover.hpp>
#include <boost_seqpacket/detail/handover/predecessor_fsm.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/mistaken_socket.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>

namespace boost_seqpacket {

/// Wait until the successor runs.
/**
 * This function is the last step of the predecessor, after @c commit_handover.
 * If it succeeds, the program closes its listeners and ends. If it fails, the
 * caller serves the listeners again. The sessions are lost then: the successor
 * had them.
 *
 * @param connection A connected seq_packet socket, or a @c native_socket for
 * one. No other operation uses it. Its @c non_blocking() does not matter.
 *
 * @param timeout The time for the whole call. A time that the clock cannot
 * express has no end.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * The caller keeps the listeners during the call. The kernel keeps the
 * connections that wait to be accepted.
 *
 * @b Errors
 * @li @c seqpacket_errc::successor_lost: The successor is gone.
 * @li @c seqpacket_errc::handover_refused: The successor gave up.
 * @li @c seqpacket_errc::handover_malformed: The successor sent a packet that
 * the protocol does not allow.
 * @li @c seqpacket_errc::handover_version: The successor sent a packet of
 * another version of the protocol.
 * @li @c asio::error::timed_out (@c ETIMEDOUT): The time is over. The successor
 * cannot confirm any more: its @c confirm_handover reports @c handover_refused.
 * @li @c asio::error::operation_not_supported (@c EOPNOTSUPP): The socket is no
 * seq_packet socket.
 * @li @c asio::error::not_connected (@c ENOTCONN): The socket has never been
 * connected (Linux).
 * @li Errors of sendmsg(2), recvmsg(2), poll(2) and shutdown(2), unchanged.
 */
template <typename Socket>
void await_successor(Socket& connection,
    std::chrono::steady_clock::duration timeout);

/// Wait until the successor runs, or set an error code.
/**
 * After an error the caller serves the listeners again, unless it has closed
 * the connection itself.
 */
template <typename Socket>
void await_successor(Socket& connection,
    std::chrono::steady_clock::duration timeout,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void await_successor(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/// Start to wait until the successor runs.
/**
 * This function does what @c await_successor does, and returns immediately.
 *
 * @param connection A connected seq_packet socket. No other operation uses it,
 * and it is not moved, until the handler is called.
 *
 * @param timeout The time for the whole call. A time that the clock cannot
 * express has no end.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code) @endcode
 *
 * @par Completion Conditions
 * The successor has confirmed, or an error occurred.
 *
 * @par Object Lifetimes
 * The socket stays valid until the handler is called. If the socket is closed
 * or destroyed on the handler's executor, the operation ends with @c
 * operation_aborted. The successor takes that for the death of this process,
 * and serves: do not accept again. To give up, cancel the operation instead.
 *
 * @par Descriptor Ownership
 * As for @c await_successor.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). All of them end
 * the handover: the other side learns of it before the handler is called. The
 * connection is of no further use. If the successor has confirmed already, the
 * operation succeeds.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c await_successor.
 *
 * @par Remarks
 * Between its waits the operation runs on the handler's associated executor, by
 * default the socket's. The handler is never called from inside of this
 * function.
 */
template <typename Socket,
    typename CompletionToken = detail::default_token<Socket>,
    detail::kind_constraint<Socket, detail::socket_kind::seq_packet> = 0>
detail::initiated_handover<CompletionToken, Socket,
  detail::make_fsm<detail::await_fsm>>
async_await_successor(Socket& connection,
    std::chrono::steady_clock::duration timeout,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_await_successor(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/await_successor.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_AWAIT_SUCCESSOR_HPP
