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

/// Who a process is: its process id, user id and group id.
struct credentials
{
  /// The process id; -1 where the system does not tell it.
  pid_t pid;

  /// The user id.
  uid_t uid;

  /// The group id.
  gid_t gid;

  /// The credentials of the calling process: its @e real user and group ids.
  /**
   * These are the ids that the kernel itself attaches to a packet when the
   * receiver asks for credentials (unix(7)).
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
