//
// confirm_handover.hpp
// ~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_CONFIRM_HANDOVER_HPP
#define BOOST_SEQPACKET_CONFIRM_HANDOVER_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/handover/initiate_handover.hpp>
#include <boost_seqpacket/detail/handover/successor_fsm.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/mistaken_socket.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/system/error_code.hpp>

namespace boost_seqpacket {

/// Tell the predecessor that the successor runs.
/**
 * This function is the last step of the successor, after @c take_over. It sends
 * one packet. The caller serves after it has succeeded.
 *
 * @param connection A connected seq_packet socket, or a @c native_socket for
 * one. No other operation uses it. Its @c non_blocking() does not matter.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Descriptor Ownership
 * Nothing changes. After an error the caller closes the listeners.
 *
 * @b Errors
 * @li @c seqpacket_errc::handover_refused: The predecessor did not wait any
 * longer and serves the listeners again. Close them. The sessions stay with the
 * caller.
 * @li @c asio::error::timed_out (@c ETIMEDOUT): The predecessor takes nothing
 * more, and gives no reason within 10 seconds. Close the listeners.
 * @li @c asio::error::operation_not_supported (@c EOPNOTSUPP): The socket is no
 * seq_packet socket.
 * @li @c seqpacket_errc::handover_malformed,
 * @c seqpacket_errc::handover_version: The predecessor takes nothing more, and
 * its last packet is no ABORT. Close the listeners.
 * @li @c asio::error::not_connected (@c ENOTCONN): The socket has never been
 * connected (Linux).
 * @li Errors of sendmsg(2), recvmsg(2) and poll(2), unchanged.
 */
template <typename Socket>
void confirm_handover(Socket& connection);

/// Tell the predecessor that the successor runs, or set an error code.
/**
 * It is no error if the predecessor is gone, or has closed the connection: it
 * has given everything away.
 */
template <typename Socket>
void confirm_handover(Socket& connection,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void confirm_handover(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/// Start to report to the predecessor that the successor runs.
/**
 * This function does what @c confirm_handover does, and returns immediately.
 *
 * @param connection A connected seq_packet socket. No other operation uses it,
 * and it is not moved, until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code) @endcode
 *
 * @par Completion Conditions
 * The packet is sent, the predecessor is gone, or an error occurred.
 *
 * @par Object Lifetimes
 * The socket stays valid until the handler is called. If the socket is closed
 * or destroyed on the handler's executor, the operation ends with @c
 * operation_aborted. The other side takes that for the end of this process.
 *
 * @par Descriptor Ownership
 * As for @c confirm_handover.
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). All of them end
 * the handover: the other side learns of it before the handler is called. The
 * connection is of no further use.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c confirm_handover.
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
  detail::make_fsm<detail::confirm_fsm>>
async_confirm_handover(Socket& connection,
    CompletionToken&& token = detail::default_token<Socket>());

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_confirm_handover(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/confirm_handover.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_CONFIRM_HANDOVER_HPP
