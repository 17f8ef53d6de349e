//
// credentials.hpp
// ~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_CREDENTIALS_HPP
#define BOOST_SEQPACKET_CREDENTIALS_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <sys/types.h>
#include <unistd.h>

namespace boost_seqpacket {

/// The process id, user id and group id of a process.
struct credentials
{
  /// The process id, or -1 if the system does not report it.
  pid_t pid;

  /// The user id.
  uid_t uid;

  /// The group id.
  gid_t gid;

  /// The credentials of the calling process: its @e real user and group ids.
  /**
   * If the receiver asks for credentials, the kernel adds these ids to a packet
   * whose sender has added none (unix(7)).
   */
  static credentials current() noexcept
  {
    return {::getpid(), ::getuid(), ::getgid()};
  }

  /// Whether all three ids are equal.
  friend bool operator==(const credentials& a, const credentials& b) noexcept
  {
    return a.pid == b.pid && a.uid == b.uid && a.gid == b.gid;
  }

  /// Whether any of the three ids differs.
  friend bool operator!=(const credentials& a, const credentials& b) noexcept
  {
    return !(a == b);
  }
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_CREDENTIALS_HPP
