//
// bind_path_options.hpp
// ~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_BIND_PATH_OPTIONS_HPP
#define BOOST_SEQPACKET_BIND_PATH_OPTIONS_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost/asio/socket_base.hpp>

#include <chrono>
#include <sys/types.h>

namespace boost_seqpacket {

/// How @c bind_path binds an acceptor, which listens, or a datagram socket.
struct bind_path_options
{
  /// The mode of the file of the socket, at most 0777. A client needs the right
  /// to write to connect or to send. The owner must have it, because the next
  /// start connects to find out whether the socket is in use.
  ::mode_t mode = 0600;

  /// Whether missing directories of the path are made.
  bool create_directories = false;

  /// The mode of directories that are made. Others stay as they are.
  ::mode_t directory_mode = 0700;

  /// How many connections wait to be accepted, see listen(2). A datagram socket
  /// has none.
  int backlog = boost::asio::socket_base::max_listen_connections;

  /// Whether the destructor of the result removes the file.
  bool remove_on_destruction = false;

  /// How long to wait while another process has the lock, at least 0. A process
  /// that binds or removes has it for a moment. Some servers have it as long as
  /// they run.
  std::chrono::milliseconds lock_timeout = std::chrono::seconds(2);

#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

  /// Whether the socket option @c pass_credentials is set before the socket has
  /// its name, so that the first packet of the first client has credentials.
  /// With @c false an option that is on stays on, here and below.
  bool pass_credentials = false;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)

  /// Whether the socket option @c pass_pidfd is set before the socket has its
  /// name.
  bool pass_pidfd = false;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)

#if defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)

  /// Whether the socket option @c pass_security is set before the socket has
  /// its name.
  bool pass_security = false;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)

#if defined(BOOST_SEQPACKET_HAS_PASS_RIGHTS)

  /// With @c false the socket option @c pass_rights(false) is set before the
  /// socket has its name, so that no client can send descriptors. With @c true
  /// the option stays as it is, which is on for a new socket.
  bool pass_rights = true;

#endif // defined(BOOST_SEQPACKET_HAS_PASS_RIGHTS)
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_BIND_PATH_OPTIONS_HPP
