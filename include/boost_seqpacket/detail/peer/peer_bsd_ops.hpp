//
// detail/peer/peer_bsd_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PEER_PEER_BSD_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_PEER_PEER_BSD_OPS_HPP

// What the BSDs and macOS know about the peer of a connection (unix(4),
// getpeereid(3)). Not tested: see doc/background/portability.md.

#include <boost_seqpacket/credentials.hpp>
#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

#if defined(BOOST_SEQPACKET_HAS_XUCRED)
# include <sys/param.h>
# include <sys/ucred.h>
#endif

namespace boost_seqpacket {
namespace detail {
namespace peer_ops {

#if defined(BOOST_SEQPACKET_HAS_SOCKPEERCRED) \
  || defined(BOOST_SEQPACKET_HAS_UNPCBID) \
  || defined(BOOST_SEQPACKET_HAS_XUCRED)

// Reads an option that is a structure of the system. Without a peer a socket
// other than a stream gives EINVAL.
template <typename T>
bool get_peer_option(int descriptor, int level, int name, T& value,
    boost::system::error_code& ec) noexcept
{
  value = T();
  ::socklen_t size = sizeof(value);
  if (::getsockopt(descriptor, level, name, &value, &size) == 0)
  {
    ec = boost::system::error_code();
    return true;
  }
  ec = errno == EINVAL
    ? boost::system::error_code(boost::asio::error::not_connected)
    : socket_ops::last_error();
  return false;
}

#endif

#if defined(BOOST_SEQPACKET_HAS_SOCKPEERCRED)

inline credentials peer_credentials(int descriptor,
    boost::system::error_code& ec) noexcept
{
  ::sockpeercred peer;
  if (!peer_ops::get_peer_option(
        descriptor, SOL_SOCKET, SO_PEERCRED, peer, ec))
    return credentials();
  return {peer.pid, peer.uid, peer.gid};
}

#elif defined(BOOST_SEQPACKET_HAS_UNPCBID)

inline credentials peer_credentials(int descriptor,
    boost::system::error_code& ec) noexcept
{
  ::unpcbid peer;
  if (!peer_ops::get_peer_option(
        descriptor, BOOST_SEQPACKET_SOL_LOCAL, LOCAL_PEEREID, peer, ec))
    return credentials();
  return {peer.unp_pid, peer.unp_euid, peer.unp_egid};
}

#elif defined(BOOST_SEQPACKET_HAS_XUCRED)

inline bool get_xucred(int descriptor, ::xucred& peer,
    boost::system::error_code& ec) noexcept
{
  if (!peer_ops::get_peer_option(
        descriptor, BOOST_SEQPACKET_SOL_LOCAL, LOCAL_PEERCRED, peer, ec))
    return false;
  // The first group is the effective one.
  if (peer.cr_version != XUCRED_VERSION || peer.cr_ngroups < 1)
    ec = boost::asio::error::operation_not_supported;
  return !ec;
}

inline ::pid_t xucred_pid(int descriptor, const ::xucred& peer) noexcept
{
  (void)descriptor;
  (void)peer;
# if defined(BOOST_SEQPACKET_HAS_XUCRED_PID)
  return peer.cr_pid;
# elif defined(BOOST_SEQPACKET_HAS_PEERPID)
  // After the peer has closed there is no answer.
  ::pid_t result;
  boost::system::error_code ec;
  return peer_ops::get_peer_option(
      descriptor, BOOST_SEQPACKET_SOL_LOCAL, LOCAL_PEERPID, result, ec)
    ? result : -1;
# else
  return -1;
# endif
}

inline credentials peer_credentials(int descriptor,
    boost::system::error_code& ec) noexcept
{
  ::xucred peer;
  if (!peer_ops::get_xucred(descriptor, peer, ec))
    return credentials();
  return {peer_ops::xucred_pid(descriptor, peer), peer.cr_uid,
    peer.cr_groups[0]};
}

inline std::vector<::gid_t> peer_groups(int descriptor,
    boost::system::error_code& ec)
{
  ::xucred peer;
  if (!peer_ops::get_xucred(descriptor, peer, ec))
    return std::vector<::gid_t>();
  return std::vector<::gid_t>(
      peer.cr_groups + 1, peer.cr_groups + peer.cr_ngroups);
}

#elif defined(BOOST_SEQPACKET_HAS_GETPEEREID)

inline credentials peer_credentials(int descriptor,
    boost::system::error_code& ec) noexcept
{
  credentials result = {-1, 0, 0};
  if (::getpeereid(descriptor, &result.uid, &result.gid) != 0)
  {
    ec = socket_ops::last_error();
    return credentials();
  }
  ec = boost::system::error_code();
  return result;
}

#endif

} // namespace peer_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_PEER_PEER_BSD_OPS_HPP
