//
// commit_handover.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_COMMIT_HANDOVER_HPP
#define BOOST_SEQPACKET_COMMIT_HANDOVER_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/handover/initiate_handover.hpp>
#include <boost_seqpacket/detail/handover/predecessor_fsm.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/mistaken_socket.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/handover_offer.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>

namespace boost_seqpacket {

/// Give the sessions to the successor, and wait until it has taken over.
/**
 * This function is the second step of the predecessor, after @c offer_handover.
 * The caller has stopped accepting and reading before. If the function
 * succeeds, the successor owns everything. If it fails, the caller owns
 * everything and goes on to serve: the kernel takes no packet from the
 * successor any more, so that it cannot take over later.
 *
 * @param connection A connected seq_packet socket, or a @c native_socket for
 * one. No other operation uses it. Its @c non_blocking() does not matter.
 *
 * @param offer What is offered. Its sockets stay open during the call.
 *
 * @param timeout The time for the whole call. A time that the clock cannot
 * express has no end.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * The sockets stay with the caller. After success it closes the sessions
 * without shutting them down, and keeps the listeners until @c await_successor
 * returns.
 *
 * @b Errors
 * @li @c seqpacket_errc::successor_lost: The successor is gone.
 * @li @c seqpacket_errc::handover_refused: The successor gave up.
 * @li @c seqpacket_errc::handover_malformed: The successor sent a packet that
 * the protocol does not allow.
 * @li @c seqpacket_errc::handover_version: The successor sent a packet of
 * another version of the protocol.
 * @li @c asio::error::timed_out (@c ETIMEDOUT): The time is over.
 * @li @c asio::error::bad_descriptor (@c EBADF): The number of a session means
 * another file by now, or none; or the connection is not open.
 * @li @c asio::error::message_size (@c EMSGSIZE): The send buffer of the
 * connection has not more than 2n + 2048 bytes for a session of n bytes: 16,
 * its name and its state. The default is enough for each.
 * @li @c asio::error::invalid_argument (@c EINVAL): The offer has the
 * connection itself.
 * @li @c asio::error::operation_not_supported (@c EOPNOTSUPP): The socket is no
 * seq_packet socket.
 * @li @c asio::error::not_connected (@c ENOTCONN): The socket has never been
 * connected (Linux).
 * @li Errors of sendmsg(2), recvmsg(2), poll(2) and shutdown(2), unchanged.
 */
template <typename Socket>
void commit_handover(Socket& connection,
    const handover_offer& offer,
    std::chrono::steady_clock::duration timeout);

/// Give the sessions to the successor, or set an error code.
/**
 * After an error the caller owns everything and goes on to serve, unless it has
 * closed the connection itself.
 */
template <typename Socket>
void commit_handover(Socket& connection,
    const handover_offer& offer,
    std::chrono::steady_clock::duration timeout,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void commit_handover(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/// Start to give the sessions to the successor.
/**
 * This function does what @c commit_handover does, and returns immediately.
 *
 * @param connection A connected seq_packet socket. No other operation uses it,
 * and it is not moved, until the handler is called.
 *
 * @param offer What is offered. The caller keeps it valid and unchanged, and
 * its sockets open, until the handler is called.
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
 * The successor has taken over, or an error occurred.
 *
 * @par Object Lifetimes
 * The socket and the offer stay valid until the handler is called. If the
 * socket is closed or destroyed on the handler's executor, the operation ends
 * with @c operation_aborted. The caller does not learn whether the successor
 * owns everything: end the process. To give up, cancel the operation instead.
 *
 * @par Descriptor Ownership
 * As for @c commit_handover.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). All of them end
 * the handover: the other side learns of it before the handler is called. The
 * connection is of no further use. If the successor has taken over already, the
 * operation succeeds.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c commit_handover.
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
  detail::make_sending<detail::commit_fsm>>
async_commit_handover(Socket& connection,
    const handover_offer& offer,
    std::chrono::steady_clock::duration timeout,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a temporary offer, which would not outlive the operation.
template <typename Socket, typename... Rest>
void async_commit_handover(
    Socket&, const handover_offer&&, Rest&&...) = delete;

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_commit_handover(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/commit_handover.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_COMMIT_HANDOVER_HPP
