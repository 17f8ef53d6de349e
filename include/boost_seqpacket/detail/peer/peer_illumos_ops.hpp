//
// detail/peer/peer_illumos_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PEER_PEER_ILLUMOS_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_PEER_PEER_ILLUMOS_OPS_HPP

// What illumos and Solaris know about the peer of a connection
// (getpeerucred(3C), ucred_get(3C)). Not tested: see
// doc/background/portability.md.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_GETPEERUCRED)

#include <boost_seqpacket/credentials.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/system/error_code.hpp>

#include <memory>
#include <sys/types.h>
#include <ucred.h>
#include <vector>

namespace boost_seqpacket {
namespace detail {
namespace peer_ops {

struct ucred_free
{
  void operator()(::ucred_t* peer) const noexcept
  {
    ::ucred_free(peer);
  }
};

using ucred_owner = std::unique_ptr<::ucred_t, ucred_free>;

// Null on failure.
inline ucred_owner get_ucred(int descriptor,
    boost::system::error_code& ec) noexcept
{
  // getpeerucred allocates only if the pointer is null.
  ::ucred_t* peer = nullptr;
  const bool failed = ::getpeerucred(descriptor, &peer) != 0;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
  return ucred_owner(failed ? nullptr : peer);
}

inline credentials peer_credentials(int descriptor,
    boost::system::error_code& ec) noexcept
{
  const ucred_owner peer = peer_ops::get_ucred(descriptor, ec);
  if (!peer)
    return credentials();
  return {::ucred_getpid(peer.get()), ::ucred_geteuid(peer.get()),
    ::ucred_getegid(peer.get())};
}

inline std::vector<::gid_t> peer_groups(int descriptor,
    boost::system::error_code& ec)
{
  const ucred_owner peer = peer_ops::get_ucred(descriptor, ec);
  if (!peer)
    return std::vector<::gid_t>();
  const ::gid_t* groups = nullptr;
  const int count = ::ucred_getgroups(peer.get(), &groups);
  if (count < 0)
  {
    ec = socket_ops::last_error();
    return std::vector<::gid_t>();
  }
  return std::vector<::gid_t>(groups, groups + count);
}

} // namespace peer_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_GETPEERUCRED)

#endif // BOOST_SEQPACKET_DETAIL_PEER_PEER_ILLUMOS_OPS_HPP
