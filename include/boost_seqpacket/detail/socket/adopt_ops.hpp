//
// detail/socket/adopt_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_ADOPT_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_ADOPT_OPS_HPP

// The system calls that find out what a descriptor is. They know nothing of
// Asio's sockets.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <fcntl.h>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {
namespace adopt_ops {

inline int socket_fact(int descriptor, int name,
    boost::system::error_code& ec) noexcept
{
  int value = 0;
  ::socklen_t size = sizeof(value);
  const bool failed =
    ::getsockopt(descriptor, SOL_SOCKET, name, &value, &size) != 0;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
  return value;
}

inline bool is_open(int descriptor, boost::system::error_code& ec)
{
  const bool failed = ::fcntl(descriptor, F_GETFD) < 0;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
  return !failed;
}

// Sets an error unless the descriptor is a socket of AF_UNIX with this type and
// protocol, and listens or does not.
inline void check(int descriptor, int type, int protocol, bool listens,
    boost::system::error_code& ec)
{
  bool fits = true;
  socket_ops::check_family(descriptor, ec);
  if (!ec)
    fits = socket_fact(descriptor, SO_TYPE, ec) == type;
#if defined(BOOST_SEQPACKET_HAS_SO_PROTOCOL)
  if (!ec && fits)
  {
    // Linux reports 0 for a socket that was made with the protocol PF_UNIX,
    // too.
    const int actual = socket_fact(descriptor, SO_PROTOCOL, ec);
    fits = actual == protocol || actual == 0;
  }
#else
  (void)protocol;
#endif
  if (!ec && fits)
    fits = (socket_fact(descriptor, SO_ACCEPTCONN, ec) != 0) == listens;

  // A descriptor of O_PATH is open, but gives EBADF for all but a few calls.
  if (socket_ops::is(ec, boost::asio::error::bad_descriptor))
    fits = !is_open(descriptor, ec);
  if (socket_ops::is(ec, boost::asio::error::not_socket)
      || socket_ops::is(ec, boost::asio::error::address_family_not_supported)
      || (!ec && !fits))
    ec = boost_seqpacket::seqpacket_errc::wrong_descriptor_type;
}

} // namespace adopt_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_ADOPT_OPS_HPP
