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
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/io_object_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#if defined(BOOST_SEQPACKET_HAS_EPOLL)
# include <sys/epoll.h>
#endif
#include <sys/socket.h>
#include <sys/stat.h>

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

// Sets the error for a descriptor that does not fit, also if it is no socket. A
// descriptor of O_PATH is open, but gives EBADF for all but a few calls.
inline void explain_misfit(int descriptor, bool fits,
    boost::system::error_code& ec)
{
  if (socket_ops::is(ec, boost::asio::error::bad_descriptor))
    fits = !is_open(descriptor, ec);
  if (socket_ops::is(ec, boost::asio::error::not_socket) || (!ec && !fits))
    ec = boost_seqpacket::seqpacket_errc::wrong_descriptor_type;
}

// Means that the system does not report the protocol of a socket.
inline constexpr int unknown_protocol = -1;

inline int protocol(int descriptor, boost::system::error_code& ec) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_SO_PROTOCOL)
  return socket_fact(descriptor, SO_PROTOCOL, ec);
#else
  (void)descriptor;
  ec = boost::system::error_code();
  return unknown_protocol;
#endif
}

// True if an object that needs a protocol can use a socket with the actual one.
// Linux reports 0 for an AF_UNIX socket that was made with the protocol
// PF_UNIX, too. A socket of Multipath TCP has the functions of TCP.
inline bool fits_protocol(int family, int needed, int actual) noexcept
{
#if defined(IPPROTO_MPTCP)
  constexpr int multipath_tcp = IPPROTO_MPTCP;
#else
  constexpr int multipath_tcp = 262;
#endif
  if (actual == needed || actual == unknown_protocol)
    return true;
  return family == AF_UNIX ? actual == 0
    : needed == IPPROTO_TCP && actual == multipath_tcp;
}

// Sets an error unless the descriptor is a socket of this type, and listens or
// does not.
inline void check(int descriptor, int type, bool listens,
    boost::system::error_code& ec)
{
  bool fits = socket_fact(descriptor, SO_TYPE, ec) == type;
  if (!ec && fits)
    fits = (socket_fact(descriptor, SO_ACCEPTCONN, ec) != 0) == listens;
  explain_misfit(descriptor, fits, ec);
}

// True if a regular file can be watched: some of /proc and /sys can. Others are
// always ready, and epoll refuses them with EPERM (epoll_ctl(2)).
inline bool can_be_watched(int descriptor, boost::system::error_code& ec)
{
#if defined(BOOST_SEQPACKET_HAS_EPOLL)
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0)
  {
    ec = socket_ops::last_error();
    return false;
  }
  ::epoll_event event = {};
  const bool failed =
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0;
  const boost::system::error_code error = socket_ops::last_error();
  boost::system::error_code ignored;
  descriptor_ops::close(epoll, ignored);
  if (failed && error.value() != EPERM)
    ec = error;
  return !failed;
#else
  (void)descriptor;
  (void)ec;
  return false;
#endif
}

// True if an object of this kind can use the descriptor. A descriptor of O_PATH
// has the type of its file, and cannot be read.
inline bool fits_object(int descriptor, object_kind kind, ::mode_t mode,
    int flags, boost::system::error_code& ec)
{
#if defined(O_PATH)
  if ((flags & O_PATH) != 0)
    return false;
#endif
  const int access = flags & O_ACCMODE;
  switch (kind)
  {
  case object_kind::readable_pipe:
    return S_ISFIFO(mode) && access != O_WRONLY;
  case object_kind::writable_pipe:
    return S_ISFIFO(mode) && access != O_RDONLY;
  case object_kind::file:
    return S_ISREG(mode);
  case object_kind::descriptor:
    if (S_ISREG(mode))
      return can_be_watched(descriptor, ec);
    return !S_ISDIR(mode) && !S_ISBLK(mode);
  default:
    return false;
  }
}

// Sets an error unless an object of this kind can use the descriptor.
inline void check_object(int descriptor, object_kind kind,
    boost::system::error_code& ec)
{
  struct ::stat status = {};
  int flags = 0;
  const bool failed = ::fstat(descriptor, &status) != 0
    || (flags = ::fcntl(descriptor, F_GETFL)) < 0;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
  if (!ec && !fits_object(descriptor, kind, status.st_mode, flags, ec) && !ec)
    ec = boost_seqpacket::seqpacket_errc::wrong_descriptor_type;
}

} // namespace adopt_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_ADOPT_OPS_HPP
