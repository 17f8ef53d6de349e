//
// offer_handover.hpp
// ~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_OFFER_HANDOVER_HPP
#define BOOST_SEQPACKET_OFFER_HANDOVER_HPP

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

/// Offer the listeners to a successor, and wait until it is ready.
/**
 * This function is the first step of the predecessor. It sends the listeners of
 * the offer, one by one, and returns when the successor has called @c
 * take_over. The program serves as before until it has returned. Then it stops
 * accepting and reading, and calls @c commit_handover.
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
 * The sockets stay with the caller. The successor gets descriptors of its own.
 *
 * @b Errors
 * @li @c seqpacket_errc::successor_lost: The successor is gone.
 * @li @c seqpacket_errc::handover_refused: The successor gave up.
 * @li @c seqpacket_errc::handover_malformed: The successor sent a packet that
 * the protocol does not allow.
 * @li @c seqpacket_errc::handover_version: The successor knows no version of
 * the protocol that this library knows.
 * @li @c asio::error::timed_out (@c ETIMEDOUT): The time is over.
 * @li @c asio::error::bad_descriptor (@c EBADF): The number of a listener means
 * another file by now, or none; or the connection is not open.
 * @li @c asio::error::invalid_argument (@c EINVAL): The offer has the
 * connection itself.
 * @li @c asio::error::operation_not_supported (@c EOPNOTSUPP): The socket is no
 * seq_packet socket.
 * @li @c asio::error::not_connected (@c ENOTCONN): The socket has never been
 * connected (Linux).
 * @li Errors of sendmsg(2), recvmsg(2), poll(2) and shutdown(2), unchanged.
 */
template <typename Socket>
void offer_handover(Socket& connection,
    const handover_offer& offer,
    std::chrono::steady_clock::duration timeout);

/// Offer the listeners to a successor, or set an error code.
/**
 * After an error the caller owns everything and goes on to serve. The successor
 * cannot take anything any more. Close the connection.
 */
template <typename Socket>
void offer_handover(Socket& connection,
    const handover_offer& offer,
    std::chrono::steady_clock::duration timeout,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void offer_handover(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/// Start to offer the listeners to a successor.
/**
 * This function does what @c offer_handover does, and returns immediately.
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
 * The successor is ready, or an error occurred.
 *
 * @par Object Lifetimes
 * The socket and the offer stay valid until the handler is called. If the
 * socket is closed or destroyed on the handler's executor, the operation ends
 * with @c operation_aborted. The successor learns nothing. It waits until its
 * deadline, because this process lives. A system without a pidfd takes the end
 * of the connection for the death of this process: cancel instead.
 *
 * @par Descriptor Ownership
 * As for @c offer_handover.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). All of them end
 * the handover: the other side learns of it before the handler is called. The
 * connection is of no further use.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c offer_handover.
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
  detail::make_sending<detail::offer_fsm>>
async_offer_handover(Socket& connection,
    const handover_offer& offer,
    std::chrono::steady_clock::duration timeout,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a temporary offer, which would not outlive the operation.
template <typename Socket, typename... Rest>
void async_offer_handover(
    Socket&, const handover_offer&&, Rest&&...) = delete;

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_offer_handover(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/offer_handover.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_OFFER_HANDOVER_HPP
