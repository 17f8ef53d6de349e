//
// service_store.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SERVICE_STORE_HPP
#define BOOST_SEQPACKET_SERVICE_STORE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/ancillary/descriptor_list.hpp>
#include <boost_seqpacket/notify_service_manager.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <string_view>

namespace boost_seqpacket {

/// How long a service manager keeps a descriptor.
enum class stored_until
{
  /// Until it is removed, or its peer hangs up or it has an error to report.
  hang_up,

  /// Until it is removed, @c FDPOLL=0.
  removed
};

/// Give descriptors to the service manager, which gives them to the next
/// process of this service.
/**
 * This function sends @c FDSTORE=1, as sd_pid_notify_with_fds(3) describes. The
 * next process finds the descriptors, and those of socket activation, by
 * @c activated_descriptors. The manager keeps as many as
 * @c FileDescriptorStoreMax= of the service allows, which is 0 by default. It
 * closes the others without a report. The umbrella header does not include this
 * header.
 *
 * @param name The name of all these descriptors: 1 to 255 printable ASCII
 * characters, without a colon. The manager does not make it unique.
 *
 * @param descriptors At most 253 open descriptors, in all the ways of
 * @c send_descriptors, for example in braces.
 *
 * @param until How long the manager keeps them.
 *
 * @returns True if the manager's queue has the message. False without an error,
 * if @c NOTIFY_SOCKET is not set or is empty: there is no store.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent.
 *
 * @throws std::bad_alloc Thrown by both forms, if there is no memory.
 *
 * @par Completion Conditions
 * As for @c notify_service_manager. Call @c wait_for_service_manager before the
 * process ends.
 *
 * @par Descriptor Ownership
 * As for @c send_descriptors: those that are given away are closed here,
 * whatever the result.
 *
 * @b Errors
 * @li @c asio::error::invalid_argument (@c EINVAL): The name is not such a
 * name.
 * @li All errors of @c notify_service_manager.
 *
 * @b Example
 * @code
 * boost_seqpacket::store_descriptors("upstream", {socket.native_handle()});
 * @endcode
 *
 * @par Remarks
 * Since systemd 219. The manager keeps one copy of a file: what it has already,
 * also by another name, it closes. @c FDPOLL=0 is known since systemd 246.
 */
bool store_descriptors(std::string_view name,
    detail::descriptor_list&& descriptors,
    stored_until until = stored_until::hang_up);

/// Give descriptors to the service manager, for as long as the argument says,
/// or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result is false then.
 */
bool store_descriptors(std::string_view name,
    detail::descriptor_list&& descriptors, stored_until until,
    boost::system::error_code& ec);

/// Give descriptors to the service manager, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result is false then.
 */
bool store_descriptors(std::string_view name,
    detail::descriptor_list&& descriptors, boost::system::error_code& ec);

/// Let the service manager close all descriptors that it keeps by a name.
/**
 * This function sends @c FDSTOREREMOVE=1. The store outlives the process that
 * gets its descriptors: a process that has taken what it found removes it, so
 * that the next one does not find it again.
 *
 * @param name The name, as for @c store_descriptors.
 *
 * @returns As @c store_descriptors. It is no error if nothing has the name.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li All errors of @c store_descriptors.
 *
 * @par Remarks
 * Since systemd 236.
 */
bool remove_stored(std::string_view name);

/// Let the service manager close what it keeps by a name, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result is false then.
 */
bool remove_stored(std::string_view name, boost::system::error_code& ec);

/// Give a session to the service manager: a socket and a state of bytes.
/**
 * The state goes first, in a sealed file of the memory whose name has
 * @c ".state" after it, and then the socket by the name itself.
 * @c restore_services makes one session of the two. So a name is used for one
 * session at a time: remove an older one first, by @c remove_stored_session.
 *
 * @param name The name of the session: 1 to 249 characters, as for
 * @c store_descriptors, that do not end with @c ".state".
 *
 * @param socket The descriptor of the socket, which is borrowed until the
 * function returns. The manager keeps it until the peer hangs up.
 *
 * @param state At most 65536 bytes.
 *
 * @returns As @c store_descriptors.
 *
 * @throws boost::system::system_error Thrown on failure. The manager may have
 * the state, but not the socket.
 *
 * @b Errors
 * @li @c asio::error::invalid_argument (@c EINVAL): The name is not such a
 * name, or the socket listens: use @c store_descriptors for a listener.
 * @li @c asio::error::not_socket (@c ENOTSOCK), @c asio::error::bad_descriptor
 * (@c EBADF): The descriptor is no socket, or is not open. Nothing was sent.
 * @li @c asio::error::message_size (@c EMSGSIZE): The state is too large.
 * @li @c asio::error::operation_not_supported (@c EOPNOTSUPP): The system has
 * no memfd_create(2).
 * @li All errors of @c make_sealed_memory, such as @c EFBIG because of
 * @c RLIMIT_FSIZE.
 * @li All errors of @c notify_service_manager.
 *
 * @b Example
 * @snippet restarting_server.cpp restarting_server_store
 *
 * @par Remarks
 * A session takes two places in the store.
 */
bool store_session(std::string_view name, int socket,
    boost::asio::const_buffer state);

/// Give a session to the service manager, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result is false then.
 */
bool store_session(std::string_view name, int socket,
    boost::asio::const_buffer state, boost::system::error_code& ec);

/// Let the service manager close the socket and the state of a session.
/**
 * As two calls of @c remove_stored: after an error the first may have gone. A
 * name of more than 249 characters is @c asio::error::invalid_argument.
 */
bool remove_stored_session(std::string_view name);

/// Let the service manager close a session, or set an error code.
/**
 * As two calls of @c remove_stored.
 */
bool remove_stored_session(std::string_view name,
    boost::system::error_code& ec);

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/service_store.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SERVICE_STORE_HPP
