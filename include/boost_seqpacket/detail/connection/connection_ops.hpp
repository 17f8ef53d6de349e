//
// detail/connection/connection_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_CONNECTION_CONNECTION_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_CONNECTION_CONNECTION_OPS_HPP

// The system calls that make connections, each with its errno turned into an
// error code. Nothing here knows Asio's sockets.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/poll_ops.hpp>
#include <boost_seqpacket/detail/socket/refused_call.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace connection_ops {

// A new socket, close-on-exec, or -1. Without SOCK_CLOEXEC that is a second
// step. A process that another thread starts between the two inherits it.
inline int open(int type, int protocol, boost::system::error_code& ec) noexcept
{
  ec = boost::system::error_code();
#if defined(BOOST_SEQPACKET_HAS_SOCK_CLOEXEC)
  const int result = ::socket(AF_UNIX, type | SOCK_CLOEXEC, protocol);
  if (result < 0)
    ec = socket_ops::last_error();
  return result;
#else
  const int result = ::socket(AF_UNIX, type, protocol);
  if (result < 0)
    ec = socket_ops::last_error();
  else
    descriptor_ops::set_close_on_exec(result, ec);
  return result;
#endif
}

// Two new connected sockets, close-on-exec.
inline void open_pair(int type, int protocol, int (&descriptors)[2],
    boost::system::error_code& ec) noexcept
{
  ec = boost::system::error_code();
#if defined(BOOST_SEQPACKET_HAS_SOCK_CLOEXEC)
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, protocol, descriptors) != 0)
    ec = socket_ops::last_error();
#else
  if (::socketpair(AF_UNIX, type, protocol, descriptors) != 0)
  {
    ec = socket_ops::last_error();
    return;
  }
  descriptor_ops::set_close_on_exec(descriptors[0], ec);
  if (!ec)
    descriptor_ops::set_close_on_exec(descriptors[1], ec);
#endif
}

// Connect. An interrupted call leaves nothing behind on AF_UNIX, so it is
// repeated. would_block means that the backlog is full and nothing is pending
// (unlike EINPROGRESS of other families).
inline void connect(int descriptor, const ::sockaddr* address,
    std::size_t size, boost::system::error_code& ec)
{
  int result;
  do
    result = ::connect(descriptor, address, static_cast<::socklen_t>(size));
  while (result != 0 && errno == EINTR);
  ec = result != 0 ? socket_ops::last_error() : boost::system::error_code();
}

// True if an accept has to be repeated: a signal came, or the peer gave the
// connection up before it was accepted.
inline bool is_accept_interrupted() noexcept
{
  return errno == EINTR || errno == ECONNABORTED || errno == EPROTO;
}

// Accepts in two steps. A process that another thread starts between them
// inherits the socket.
inline int accept_in_steps(int descriptor, boost::system::error_code& ec)
{
  int result;
  do
    result = ::accept(descriptor, nullptr, nullptr);
  while (result < 0 && is_accept_interrupted());
  ec = result < 0 ? socket_ops::last_error() : boost::system::error_code();
  if (ec)
    return result;
  descriptor_ops::set_close_on_exec(result, ec);
  if (ec)
  {
    boost::system::error_code ignored;
    descriptor_ops::close(result, ignored);
    return -1;
  }
#if !defined(BOOST_SEQPACKET_HAS_SOCK_CLOEXEC)
  // Some systems let the new socket inherit the mode of the listening one. It
  // is not worth a connection: Asio's sockets wait in either mode.
  const int mode = ::fcntl(result, F_GETFL);
  if (mode >= 0)
    (void)::fcntl(result, F_SETFL, mode & ~O_NONBLOCK);
#endif
  return result;
}

// The socket of the next connection, close-on-exec and in blocking mode, or -1.
// Filters of system calls refuse accept4, which is newer than accept.
inline int accept(int descriptor, boost::system::error_code& ec)
{
#if defined(BOOST_SEQPACKET_HAS_SOCK_CLOEXEC)
  int result;
  do
    result = ::accept4(descriptor, nullptr, nullptr, SOCK_CLOEXEC);
  while (result < 0 && is_accept_interrupted());
  ec = result < 0 ? socket_ops::last_error() : boost::system::error_code();
  if (!may_be_refused(ec))
    return result;
#endif
  return accept_in_steps(descriptor, ec);
}

// True if a call on the descriptor returns instead of waiting.
inline bool is_non_blocking(int descriptor) noexcept
{
  const int mode = ::fcntl(descriptor, F_GETFL);
  return mode >= 0 && (mode & O_NONBLOCK) != 0;
}

// True if an accept failed for want of descriptors or memory. The connection is
// still in the backlog, and the listening socket polls readable: an operation
// that waits for it and tries again would spin.
inline bool is_exhausted(const boost::system::error_code& ec) noexcept
{
  // Compare conditions, because a predicate of the user may set the same error
  // in another category.
  namespace errc = boost::system::errc;
  return ec == errc::too_many_files_open
    || ec == errc::too_many_files_open_in_system
    || ec == errc::no_buffer_space
    || ec == errc::not_enough_memory;
}

// Called if there is no connection. If another owner of the socket has shut it
// down, a blocking accept reports EINVAL, and a non-blocking one EAGAIN,
// although the socket polls readable, and always will. waited: the socket was
// reported ready. If the system does not say more, do not wait again.
inline void explain_permanent_would_block(int descriptor, bool waited,
    boost::system::error_code& ec)
{
  boost::system::error_code unanswered;
  if (poll_ops::is_shut_down(descriptor, unanswered))
    ec = boost::asio::error::invalid_argument;
  else if (waited && may_be_refused(unanswered)
      && poll_ops::select_readable(descriptor)
        != poll_ops::readiness::not_ready)
    ec = unanswered;
}

// True if there is a connection to accept, or an error to report. Also true if
// poll fails.
inline bool is_readable(int descriptor)
{
  boost::system::error_code ec;
  return poll_ops::events(descriptor, POLLIN, ec) != 0 || ec;
}

} // namespace connection_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_CONNECTION_OPS_HPP
