//
// detail/message/end_of_file_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_END_OF_FILE_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_END_OF_FILE_OPS_HPP

// The system calls that distinguish the end of file from an empty packet. None
// reports an error: if the system gives no answer, the result is the one that
// the caller needs.

#include <boost_seqpacket/detail/config.hpp>

#include <cerrno>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace boost_seqpacket {
namespace detail {
namespace end_of_file_ops {

inline bool is_set(int descriptor, int level, int option) noexcept
{
  int on = 0;
  ::socklen_t size = sizeof(on);
  return ::getsockopt(descriptor, level, option, &on, &size) == 0
    && on != 0;
}

// True if every packet comes with its sender's credentials or a time stamp,
// which the end of file does not have.
inline bool every_packet_has_control_data(int descriptor) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
  if (is_set(descriptor, BOOST_SEQPACKET_PASSCRED_LEVEL,
        BOOST_SEQPACKET_PASSCRED))
    return true;
#endif
#if defined(BOOST_SEQPACKET_HAS_TIME_STAMPS)
  if (is_set(descriptor, SOL_SOCKET, SO_TIMESTAMP)
      || is_set(descriptor, SOL_SOCKET, SO_TIMESTAMPNS))
    return true;
#endif
  (void)descriptor;
  return false;
}

// True if an option adds control data to packets. Then MSG_CTRUNC does not mean
// that the sender added some. A security label comes only with a security
// module.
inline bool adds_control_data(int descriptor) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
  if (is_set(descriptor, SOL_SOCKET, BOOST_SEQPACKET_SO_PASSPIDFD))
    return true;
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)
  if (is_set(descriptor, SOL_SOCKET, SO_PASSSEC))
    return true;
#endif
#if defined(BOOST_SEQPACKET_HAS_NEW_TIME_STAMPS)
  if (is_set(descriptor, SOL_SOCKET, SO_TIMESTAMP_NEW)
      || is_set(descriptor, SOL_SOCKET, SO_TIMESTAMPNS_NEW))
    return true;
#endif
  return every_packet_has_control_data(descriptor);
}

// Ask recvmsg for the sender's name. It sets msg_namelen to 0 if there is none.
inline void ask_for_name(::msghdr& message, ::sockaddr_un& name) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)
  message.msg_name = &name;
  message.msg_namelen = sizeof(name);
#else
  (void)message;
  (void)name;
#endif
}

#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)

constexpr ::socklen_t no_name = sizeof(::sa_family_t);

// True if a name is of the kind that the kernel chooses (autobind, unix(7)):
// five hexadecimal digits, in the abstract namespace.
inline bool is_automatic(const ::sockaddr_un& name, ::socklen_t size) noexcept
{
  constexpr ::socklen_t digits = 5;
  if (size != no_name + 1 + digits || name.sun_path[0] != '\0')
    return false;
  for (::socklen_t i = 1; i <= digits; ++i)
  {
    const char digit = name.sun_path[i];
    if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f')))
      return false;
  }
  return true;
}

#endif // defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)

// True if every packet comes with its sender's name, which the end of file does
// not have. This holds for the client of a server: the server's end has the
// name of the listening socket from the beginning. The test for a client is
// that it has no name of its own, as most have none. Any other peer may have
// got its name after it sent, in particular from the kernel.
inline bool has_named_peer(int descriptor) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)
  ::sockaddr_un name;
  ::socklen_t size = sizeof(name);
  if (::getsockname(descriptor, reinterpret_cast< ::sockaddr*>(&name),
        &size) != 0 || size > no_name)
    return false;
  size = sizeof(name);
  return ::getpeername(descriptor, reinterpret_cast< ::sockaddr*>(&name),
      &size) == 0 && size > no_name && !is_automatic(name, size);
#else
  (void)descriptor;
  return false;
#endif
}

// True if nothing more can be queued for this socket: the peer has closed or
// shut down its sending half, or this side its receiving half.
inline bool receive_is_shut_down(int descriptor)
{
#if defined(POLLRDHUP)
  ::pollfd poll = {descriptor, POLLIN | POLLRDHUP, 0};
  while (::poll(&poll, 1, 0) < 0)
  {
    if (errno != EINTR)
      return true;
  }
  return (poll.revents & (POLLRDHUP | POLLHUP | POLLNVAL)) != 0;
#else
  (void)descriptor;
  return true;
#endif
}

// True if an error is pending, which the next call would report, once. The
// caller gives the result for a poll that fails, which happens if no descriptor
// may be opened (RLIMIT_NOFILE of 0).
inline bool error_is_pending(int descriptor, bool otherwise)
{
  ::pollfd poll = {descriptor, 0, 0};
  while (::poll(&poll, 1, 0) < 0)
  {
    if (errno != EINTR)
      return otherwise;
  }
  return (poll.revents & (POLLERR | POLLNVAL)) != 0;
}

// True if a packet of at least one byte is queued. On AF_UNIX FIONREAD counts
// the bytes of all queued packets.
inline bool bytes_are_queued(int descriptor) noexcept
{
  int bytes = 0;
  return ::ioctl(descriptor, FIONREAD, &bytes) == 0 && bytes > 0;
}

} // namespace end_of_file_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_END_OF_FILE_OPS_HPP
