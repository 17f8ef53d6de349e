//
// notify_service_manager.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_NOTIFY_SERVICE_MANAGER_HPP
#define BOOST_SEQPACKET_NOTIFY_SERVICE_MANAGER_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/ancillary/descriptor_list.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <string_view>

namespace boost_seqpacket {

/**
 * @defgroup notify_service_manager boost_seqpacket::notify_service_manager
 *
 * @brief The @c notify_service_manager function reports the state of this
 * process to the service manager that has started it.
 */
/*@{*/

/// Report the state of this process to the service manager.
/**
 * This function does what sd_notify(3) describes: the variable
 * @c NOTIFY_SOCKET of the environment names the socket of the manager, and the
 * state goes there as one datagram. The umbrella header does not include this
 * header.
 *
 * @param state Assignments, with a newline between them, such as
 * @c "READY=1", @c "STOPPING=1" or @c "MAINPID=4711\nSTATUS=Serving".
 *
 * @returns True if the manager's queue has the message. False without an
 * error, if @c NOTIFY_SOCKET is not set or is empty: no manager waits for
 * reports of this process.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent.
 *
 * @throws std::bad_alloc Thrown by both forms, if there is no memory.
 *
 * @par Completion Conditions
 * The datagram is queued. The manager has not read it yet, and reads it in vain
 * if this process has ended by then: call @c wait_for_service_manager before
 * the process ends. While the queue is full the function waits, for 5 seconds
 * at most.
 *
 * @b Errors
 * @li @c asio::error::invalid_argument (@c EINVAL): The variable is neither a
 * path that begins with a slash nor an abstract name after an @c @. Such an
 * address is @c vsock: and its numbers, which no descriptor can be sent to.
 * @li @c asio::error::name_too_long (@c ENAMETOOLONG): The name is too long for
 * a socket address.
 * @li @c asio::error::timed_out (@c ETIMEDOUT): The queue of the manager stayed
 * full.
 * @li All errors of @c send_message_to: @c connection_refused means that the
 * manager is gone.
 * @li Errors of socket(2) and connect(2), unchanged.
 *
 * @par Thread Safety
 * Distinct objects do not matter: the function can run in several threads. It
 * reads the environment: call it while no other thread changes that.
 *
 * @b Example
 * @code boost_seqpacket::notify_service_manager("READY=1"); @endcode
 *
 * @par Remarks
 * No library of systemd is needed. The kernel vouches for the sender, if the
 * manager asks for credentials. As in libsystemd, the process that starts
 * this one chooses the receiver: a program with more rights than its caller
 * removes the variable.
 */
bool notify_service_manager(std::string_view state);

/// Report the state of this process, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result is false then.
 */
bool notify_service_manager(std::string_view state,
    boost::system::error_code& ec);

/// Report the state of this process, and send descriptors along.
/**
 * As the form without descriptors; sd_pid_notify_with_fds(3). For the store of
 * the manager use @c store_descriptors.
 *
 * @param state Assignments, with a newline between them.
 *
 * @param descriptors At most 253 open descriptors, in all the ways of
 * @c send_descriptors, for example in braces.
 *
 * @par Descriptor Ownership
 * As for @c send_descriptors. Those that are given away are closed also if
 * there is no manager.
 */
bool notify_service_manager(std::string_view state,
    detail::descriptor_list&& descriptors);

/// Report the state of this process with descriptors, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result is false then.
 */
bool notify_service_manager(std::string_view state,
    detail::descriptor_list&& descriptors, boost::system::error_code& ec);

/*@}*/

/// Wait until the service manager has read all reports of this process.
/**
 * This function sends @c BARRIER=1 with one end of a connection, as
 * sd_notify_barrier(3) describes. The manager reads its queue in order, and
 * closes that end when it comes to it. A process that has stored descriptors
 * calls this function before it ends: the manager knows the service of a
 * process that lives.
 *
 * @param timeout How long to wait.
 *
 * @returns True if the manager has closed the end, and its socket exists still.
 * False without an error, if @c NOTIFY_SOCKET is not set or is empty.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li @c asio::error::timed_out (@c ETIMEDOUT): The time has passed.
 * @li @c asio::error::connection_refused (@c ECONNREFUSED), @c ENOENT: There is
 * no manager, or it has died meanwhile, and its store with it.
 * @li All errors of @c notify_service_manager, and those of socketpair(2) and
 * poll(2).
 *
 * @par Remarks
 * Since systemd 246. An older manager closes a descriptor that it does not
 * expect as well.
 */
bool wait_for_service_manager(std::chrono::steady_clock::duration timeout);

/// Wait until the service manager has read all reports, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result is false then.
 */
bool wait_for_service_manager(std::chrono::steady_clock::duration timeout,
    boost::system::error_code& ec);

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/notify_service_manager.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_NOTIFY_SERVICE_MANAGER_HPP
