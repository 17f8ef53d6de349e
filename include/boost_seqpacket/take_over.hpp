//
// take_over.hpp
// ~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_TAKE_OVER_HPP
#define BOOST_SEQPACKET_TAKE_OVER_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/handover/initiate_handover.hpp>
#include <boost_seqpacket/detail/handover/successor_fsm.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/mistaken_socket.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/handed_over.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <vector>

namespace boost_seqpacket {

/// Receive the sessions of the predecessor, and take over.
/**
 * This function is the second step of the successor, after @c receive_handover.
 * The program is ready to serve when it calls it. If the function succeeds, the
 * caller owns everything: the predecessor has stopped. Call @c confirm_handover
 * next, and then serve.
 *
 * @param connection A connected seq_packet socket, or a @c native_socket for
 * one. No other operation uses it. Its @c non_blocking() does not matter.
 *
 * @param timeout The time for the whole call. A time that the clock cannot
 * express has no end.
 *
 * @returns The sessions in the order of the offer.
 *
 * @throws boost::system::system_error Thrown on failure. The sessions are
 * closed then: use the other form to serve after @c predecessor_lost.
 *
 * @par Descriptor Ownership
 * The caller owns the descriptors. They are close-on-exec. After an error other
 * than @c predecessor_lost none is open.
 *
 * @b Errors
 * @li @c seqpacket_errc::predecessor_lost: The predecessor is dead. The result
 * has the sessions that have arrived: serve with them and with all listeners.
 * No process waits for it.
 * @li @c seqpacket_errc::handover_refused: The predecessor gave up, or has
 * closed the connection and lives. Close everything, and do not serve.
 * @li @c seqpacket_errc::handover_malformed: The predecessor sent a packet that
 * the protocol does not allow.
 * @li @c seqpacket_errc::handover_version: The predecessor sent a packet of
 * another version of the protocol.
 * @li @c asio::error::timed_out (@c ETIMEDOUT): The time is over. The
 * predecessor serves.
 * @li @c seqpacket_errc::descriptors_lost: The limit of open descriptors.
 * @li @c asio::error::no_memory (@c ENOMEM): There is no memory for a state.
 * @li @c asio::error::operation_not_supported (@c EOPNOTSUPP): The socket is no
 * seq_packet socket.
 * @li @c asio::error::not_connected (@c ENOTCONN): The socket has never been
 * connected (Linux).
 * @li Errors of sendmsg(2), recvmsg(2) and poll(2), unchanged.
 *
 * @par Remarks
 * This function sets @c pass_pidfd on the connection (Linux 6.5), otherwise @c
 * pass_credentials, and leaves it set. A pidfd of the process that sends (@c
 * SCM_PIDFD, or pidfd_open(2), Linux 5.3) tells whether the predecessor is dead
 * or has only closed the connection. Without one the end of file counts as its
 * death. To wait for a death takes at most the time of the call.
 */
template <typename Socket>
std::vector<handed_session> take_over(Socket& connection,
    std::chrono::steady_clock::duration timeout);

/// Receive the sessions of the predecessor, or set an error code.
/**
 * With @c predecessor_lost the result has the sessions that have arrived. With
 * any other error it is empty, and the listeners are not for the caller either.
 */
template <typename Socket>
std::vector<handed_session> take_over(Socket& connection,
    std::chrono::steady_clock::duration timeout,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void take_over(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/// Start to take over.
/**
 * This function does what @c take_over does, and returns immediately.
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
 * @code void(boost::system::error_code, std::vector<handed_session>) @endcode
 *
 * @par Completion Conditions
 * Everything is taken over, or an error occurred.
 *
 * @par Object Lifetimes
 * The socket stays valid until the handler is called. If the socket is closed
 * or destroyed on the handler's executor, the operation ends with @c
 * operation_aborted. The other side takes that for the end of this process.
 *
 * @par Descriptor Ownership
 * As for @c take_over.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). All of them end
 * the handover: the other side learns of it before the handler is called. The
 * connection is of no further use.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c take_over.
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
  detail::make_fsm<detail::take_fsm>>
async_take_over(Socket& connection,
    std::chrono::steady_clock::duration timeout,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_take_over(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/take_over.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_TAKE_OVER_HPP
