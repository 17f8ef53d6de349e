//
// detail/peer/peer_linux_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PEER_PEER_LINUX_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_PEER_PEER_LINUX_OPS_HPP

// What Linux knows about the peer of a connection (unix(7)).

#include <boost_seqpacket/credentials.hpp>
#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <string>
#include <sys/socket.h>
#include <sys/types.h>
#include <vector>

namespace boost_seqpacket {
namespace detail {
namespace peer_ops {

#if defined(BOOST_SEQPACKET_HAS_UCRED)

// Without a peer the kernel reports ENODATA.
inline boost::system::error_code last_peer_error() noexcept
{
  return errno == ENODATA
    ? boost::system::error_code(boost::asio::error::not_connected)
    : socket_ops::last_error();
}

inline credentials peer_credentials(int descriptor,
    boost::system::error_code& ec) noexcept
{
  ::ucred peer = {};
  ::socklen_t size = sizeof(peer);
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
  {
    ec = socket_ops::last_error();
    return credentials();
  }

  // Without a peer the kernel reports success, process id 0 and ids of -1.
  if (peer.pid == 0 && peer.uid == static_cast<::uid_t>(-1)
      && peer.gid == static_cast<::gid_t>(-1))
  {
    ec = boost::asio::error::not_connected;
    return credentials();
  }

  ec = boost::system::error_code();
  return {peer.pid, peer.uid, peer.gid};
}

#if defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)

// Returns a new descriptor, or -1. The kernel makes it close-on-exec.
inline int peer_pidfd(int descriptor, boost::system::error_code& ec) noexcept
{
  int result = -1;
  ::socklen_t size = sizeof(result);
  if (::getsockopt(descriptor, SOL_SOCKET, BOOST_SEQPACKET_SO_PEERPIDFD,
        &result, &size) == 0)
  {
    ec = boost::system::error_code();
    return result;
  }

  // A kernel that does not have the option reports nothing about the peer.
  ec = errno == ENOPROTOOPT
    ? boost::system::error_code(boost::asio::error::operation_not_supported)
    : peer_ops::last_peer_error();
  return -1;
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)

// Reads an option of unknown size. If the buffer is too small, the kernel
// reports the size that it needs. That may have grown by the next call, so this
// tries until the buffer is large enough.
template <typename Buffer>
void get_growing_option(int descriptor, int name, Buffer& buffer,
    boost::system::error_code& ec)
{
  using value_type = typename Buffer::value_type;
  for (;;)
  {
    const std::size_t room = buffer.size() * sizeof(value_type);
    ::socklen_t size = static_cast<::socklen_t>(room);
    if (::getsockopt(descriptor, SOL_SOCKET, name, buffer.data(), &size) == 0)
    {
      ec = boost::system::error_code();
      buffer.resize(static_cast<std::size_t>(size) / sizeof(value_type));
      return;
    }

    ec = peer_ops::last_peer_error();
    if (errno != ERANGE || static_cast<std::size_t>(size) <= room)
    {
      buffer.clear();
      return;
    }
    buffer.resize(static_cast<std::size_t>(size) / sizeof(value_type));
  }
}

#if defined(BOOST_SEQPACKET_HAS_SO_PEERGROUPS)

inline std::vector<::gid_t> peer_groups(int descriptor,
    boost::system::error_code& ec)
{
  std::vector<::gid_t> result(32);
  peer_ops::get_growing_option(descriptor, SO_PEERGROUPS, result, ec);
  return result;
}

#endif // defined(BOOST_SEQPACKET_HAS_SO_PEERGROUPS)

#if defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)

inline std::string peer_security_label(int descriptor,
    boost::system::error_code& ec)
{
  std::string result(128, '\0');
  peer_ops::get_growing_option(descriptor, SO_PEERSEC, result, ec);

  // Some security modules count a terminating NUL, others do not.
  while (!result.empty() && result.back() == '\0')
    result.pop_back();
  return result;
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)

#endif // defined(BOOST_SEQPACKET_HAS_UCRED)

} // namespace peer_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_PEER_PEER_LINUX_OPS_HPP
