//
// peer_identity.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_PEER_IDENTITY_HPP
#define BOOST_SEQPACKET_PEER_IDENTITY_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/credentials.hpp>
#include <boost_seqpacket/detail/peer/peer_ops.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <string>
#include <sys/types.h>
#include <vector>

namespace boost_seqpacket {

/// What the kernel knows about the peer of a connection.
/**
 * It is the argument of the predicate of a @c peer_filter, for a connection
 * that is not accepted yet. Each function asks the kernel when it is called.
 * @c peer.hpp has the same functions, and says for each what the result proves,
 * what it does not prove, and which errors there are.
 *
 * @par Object Lifetimes
 * The object is valid as long as the connection is open; in a predicate, until
 * the predicate returns.
 */
class peer_identity
{
public:
  /// Construct an object for a connected socket, which must stay open.
  explicit peer_identity(int descriptor) noexcept
    : descriptor_(descriptor)
  {
  }

#if defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

  /// As @c peer_credentials(socket).
  boost_seqpacket::credentials credentials() const
  {
    boost::system::error_code ec;
    boost_seqpacket::credentials result = credentials(ec);
    detail::throw_error(ec, "peer_credentials");
    return result;
  }

  /// As @c peer_credentials(socket, ec).
  boost_seqpacket::credentials credentials(boost::system::error_code& ec) const
  {
    return detail::peer_ops::peer_credentials(descriptor_, ec);
  }

#endif // defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

#if defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)

  /// As @c peer_pidfd(socket).
  unique_descriptor pidfd() const
  {
    boost::system::error_code ec;
    unique_descriptor result = pidfd(ec);
    detail::throw_error(ec, "peer_pidfd");
    return result;
  }

  /// As @c peer_pidfd(socket, ec).
  unique_descriptor pidfd(boost::system::error_code& ec) const
  {
    return unique_descriptor(detail::peer_ops::peer_pidfd(descriptor_, ec));
  }

#endif // defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)

#if defined(BOOST_SEQPACKET_HAS_PEER_GROUPS)

  /// As @c peer_groups(socket).
  std::vector<gid_t> groups() const
  {
    boost::system::error_code ec;
    std::vector<gid_t> result = groups(ec);
    detail::throw_error(ec, "peer_groups");
    return result;
  }

  /// As @c peer_groups(socket, ec).
  std::vector<gid_t> groups(boost::system::error_code& ec) const
  {
    return detail::peer_ops::peer_groups(descriptor_, ec);
  }

#endif // defined(BOOST_SEQPACKET_HAS_PEER_GROUPS)

#if defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)

  /// As @c peer_security_label(socket).
  std::string security_label() const
  {
    boost::system::error_code ec;
    std::string result = security_label(ec);
    detail::throw_error(ec, "peer_security_label");
    return result;
  }

  /// As @c peer_security_label(socket, ec).
  std::string security_label(boost::system::error_code& ec) const
  {
    return detail::peer_ops::peer_security_label(descriptor_, ec);
  }

#endif // defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)

private:
  // Some systems can be asked for nothing of this.
  [[maybe_unused]] int descriptor_;
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_PEER_IDENTITY_HPP
