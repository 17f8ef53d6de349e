//
// restore_services.hpp
// ~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RESTORE_SERVICES_HPP
#define BOOST_SEQPACKET_RESTORE_SERVICES_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/activation.hpp>
#include <boost_seqpacket/handed_over.hpp>

#include <boost/system/error_code.hpp>

#include <vector>

namespace boost_seqpacket {

/// What a service manager has kept for this process.
struct restored_services
{
  /// The sockets that listen, of socket activation and of the store, by name.
  std::vector<handed_listener> listeners;

  /// The sessions of @c store_session, in no specified order.
  std::vector<handed_session> sessions;

  /// Everything else: a socket without a state, a state without its socket
  /// because the peer has hung up meanwhile, and what the service stored
  /// otherwise.
  std::vector<activated_descriptor> others;
};

/// Find the listeners and the sessions among the descriptors of the service
/// manager.
/**
 * A socket that listens is a listener. Another socket, and a sealed file whose
 * name has @c ".state" after it, are a session, if no other descriptor, also no
 * listener, has one of the two names. So the result looks like that of a
 * predecessor who has handed them over. The umbrella header does not include
 * this header.
 *
 * The store still has what this function returns: call
 * @c remove_stored_session for each session, and also for the names of
 * @c others, once they are taken over.
 *
 * @param activated The result of @c activated_descriptors, which is given away.
 *
 * @returns The descriptors, each in one place.
 *
 * @throws boost::system::system_error Thrown on failure. All descriptors are
 * closed: the store still has them.
 *
 * @throws std::bad_alloc Thrown by both forms, if there is no memory.
 *
 * @par Descriptor Ownership
 * The elements of the result own their descriptors, which are close-on-exec.
 * The files of the states are read and closed.
 *
 * @b Errors
 * @li Those of getsockopt(2), fstat(2), pread(2) and of @c F_GET_SEALS of
 * fcntl(2), unchanged, such as one of a filter of system calls. With an
 * @c error_code all descriptors are in @c others then.
 * @li @c asio::error::bad_descriptor (@c EBADF): An element is not open.
 *
 * @b Example
 * @snippet restarting_server.cpp restarting_server_restore
 *
 * @par Remarks
 * A state is read only if seals forbid that it changes, if it has at most
 * 65536 bytes, and if its descriptor is for reading. Otherwise it is no error,
 * but one of @c others, with its socket. So is a descriptor of @c O_PATH.
 */
restored_services restore_services(
    std::vector<activated_descriptor>&& activated);

/// Find the listeners and the sessions, or set an error code.
/**
 * As the throwing form, with the error in @c ec; all descriptors are in
 * @c others then.
 */
restored_services restore_services(
    std::vector<activated_descriptor>&& activated,
    boost::system::error_code& ec);

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/restore_services.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RESTORE_SERVICES_HPP
