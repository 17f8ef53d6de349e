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
#include <boost_seqpacket/detail/peer_ops.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <boost/system/error_code.hpp>

namespace boost_seqpacket {

/// What the kernel knows of the process at the other end of a connection.
/**
 * The predicate of a @c peer_filter is given one, for a connection that is not
 * accepted yet. Each function asks the kernel when it is called. They are those
 * of @c peer.hpp, which says what each proves.
 */
class peer_identity
{
public:
  /// Construct for a connected socket, which must stay open.
  explicit peer_identity(int descriptor) noexcept
    : descriptor_(descriptor)
  {
  }

#if defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

  /// As @c peer_credentials().
  boost_seqpacket::credentials credentials() const
  {
    boost::system::error_code ec;
    const boost_seqpacket::credentials result = credentials(ec);
    detail::throw_error(ec, "peer_credentials");
    return result;
  }

  /// As @c peer_credentials().
  boost_seqpacket::credentials credentials(
      boost::system::error_code& ec) const
  {
    return detail::peer_ops::peer_credentials(descriptor_, ec);
  }

#endif // defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

private:
  int descriptor_;
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_PEER_IDENTITY_HPP
