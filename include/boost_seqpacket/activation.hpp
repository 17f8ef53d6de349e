//
// activation.hpp
// ~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_ACTIVATION_HPP
#define BOOST_SEQPACKET_ACTIVATION_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <string>
#include <vector>

namespace boost_seqpacket {

/// A descriptor that a service manager has opened for this process.
struct activated_descriptor
{
  /// Its owner. It is close-on-exec.
  unique_descriptor descriptor;

  /// The name that the service manager gave it, @c FileDescriptorName= of
  /// systemd.socket(5), or @c unknown if it gave none.
  std::string name;
};

/// Take the descriptors that a service manager has opened for this process.
/**
 * This function does what sd_listen_fds_with_names(3) describes: the variables
 * @c LISTEN_PID, @c LISTEN_FDS and @c LISTEN_FDNAMES of the environment give
 * the process, the number of descriptors, which begin at 3, and their names.
 * Give those that are sockets to @c adopt; others may be files or pipes.
 *
 * No descriptor gets a second owner, because the variables are removed from the
 * environment, whatever the result. A second call returns no descriptors, and a
 * program that this one starts finds no variables.
 *
 * @returns The descriptors in their order. There are none if the variables are
 * not set or name another process.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @throws std::bad_alloc Thrown by both forms, if there is no memory.
 *
 * @par Descriptor Ownership
 * The elements of the result own the descriptors, which are close-on-exec. On
 * failure nothing is owned and nothing is closed.
 *
 * @b Errors
 * @li @c asio::error::invalid_argument (@c EINVAL): A variable is not a
 * positive decimal number, or the number of names is not the number of
 * descriptors.
 * @li @c asio::error::bad_descriptor (@c EBADF): One of the descriptors is not
 * open.
 *
 * @par Thread Safety
 * Calls of the function itself take turns. It changes the environment
 * (unsetenv(3)): call it while no other thread reads or changes that, best at
 * the beginning of @c main.
 *
 * @b Example
 * @snippet activated_server.cpp activated_server_adopt
 *
 * @par Remarks
 * No library of systemd is needed. The result is that of
 * sd_listen_fds_with_names(3), except that libsystemd also accepts numbers in
 * other notations, such as 0x2.
 */
std::vector<activated_descriptor> activated_descriptors();

/// Take the descriptors of the service manager, or set an error code.
/**
 * As the throwing form, with the error in @c ec.
 */
std::vector<activated_descriptor> activated_descriptors(
    boost::system::error_code& ec);

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/activation.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_ACTIVATION_HPP
