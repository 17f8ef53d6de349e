//
// detail/socket_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_OPS_HPP

// The system calls of the library, each with its errno turned into an error
// code. Nothing here knows Asio's sockets.

#include <boost_seqpacket/detail/config.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace socket_ops {

inline boost::system::error_code last_error() noexcept
{
  return boost::system::error_code(
      errno, boost::asio::error::get_system_category());
}

// Whether the operation has to wait for the socket. Asked several times for each
// packet: numbers are compared sooner than codes, which look at categories first.
inline bool would_block(const boost::system::error_code& ec) noexcept
{
  return (ec.value() == boost::asio::error::would_block
      || ec.value() == boost::asio::error::try_again)
    && ec.category() == boost::asio::error::get_system_category();
}

inline void close(int descriptor, boost::system::error_code& ec) noexcept
{
  // On EINTR the number is free already (close(2)): never try again.
  const bool failed = ::close(descriptor) != 0 && errno != EINTR;
  ec = failed ? last_error() : boost::system::error_code();
}

inline int duplicate(int descriptor, boost::system::error_code& ec) noexcept
{
  const int result = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  ec = result < 0 ? last_error() : boost::system::error_code();
  return result;
}

// The number of bytes that were sent, or -1.
inline ::ssize_t send(int descriptor, const ::msghdr& message, int flags,
    boost::system::error_code& ec) noexcept
{
  ::ssize_t result;
  do
    result = ::sendmsg(descriptor, &message, flags);
  while (result < 0 && errno == EINTR);
  ec = result < 0 ? last_error() : boost::system::error_code();
  return result;
}

// The same of bytes alone, in one piece. The kernel has no header to read then.
inline ::ssize_t send(int descriptor, const ::iovec& bytes, int flags,
    boost::system::error_code& ec) noexcept
{
  ::ssize_t result;
  do
    result = ::send(descriptor, bytes.iov_base, bytes.iov_len, flags);
  while (result < 0 && errno == EINTR);
  ec = result < 0 ? last_error() : boost::system::error_code();
  return result;
}

// The number of bytes that were received, or -1.
inline ::ssize_t receive(int descriptor, ::msghdr& message, int flags,
    boost::system::error_code& ec) noexcept
{
  ::ssize_t result;
  do
    result = ::recvmsg(descriptor, &message, flags);
  while (result < 0 && errno == EINTR);
  ec = result < 0 ? last_error() : boost::system::error_code();
  return result;
}

// What tells a socket from another one that has got the same number, or 0 where
// the system has nothing of the kind (SO_COOKIE, Linux 4.12).
inline std::uint64_t identity(int descriptor) noexcept
{
  std::uint64_t cookie = 0;
#if defined(SO_COOKIE)
  ::socklen_t size = sizeof(cookie);
  if (::getsockopt(descriptor, SOL_SOCKET, SO_COOKIE, &cookie, &size) != 0)
    cookie = 0;
#else
  (void)descriptor;
#endif
  return cookie;
}

// Whether the next byte of a stream is an urgent one, which a peek does not
// give and which makes the stream readable all the same.
inline bool is_at_mark(int descriptor) noexcept
{
#if defined(SIOCATMARK)
  int at_mark = 0;
  return ::ioctl(descriptor, SIOCATMARK, &at_mark) == 0 && at_mark != 0;
#else
  (void)descriptor;
  return false;
#endif
}

// Take the next packet out of the queue without receiving any of it. The kernel
// drops the descriptors that it carries.
inline void discard(int descriptor, boost::system::error_code& ec) noexcept
{
  ::msghdr message = {};
  receive(descriptor, message, MSG_DONTWAIT, ec);
}

// Whether a peek begins elsewhere than at the next packet (SO_PEEK_OFF,
// socket(7)).
inline bool peeks_elsewhere(int descriptor) noexcept
{
#if defined(SO_PEEK_OFF)
  int offset = -1;
  ::socklen_t size = sizeof(offset);
  return ::getsockopt(descriptor, SOL_SOCKET, SO_PEEK_OFF, &offset, &size) == 0
    && offset >= 0;
#else
  (void)descriptor;
  return false;
#endif
}

inline bool is_set(int descriptor, int option) noexcept
{
  int on = 0;
  ::socklen_t size = sizeof(on);
  return ::getsockopt(descriptor, SOL_SOCKET, option, &on, &size) == 0
    && on != 0;
}

// Whether every packet comes with its sender's credentials or a time stamp, and
// so is told from the end of file.
inline bool marks_packets(int descriptor) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
  if (is_set(descriptor, SO_PASSCRED))
    return true;
#endif
#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)
  return is_set(descriptor, SO_TIMESTAMP)
    || is_set(descriptor, SO_TIMESTAMPNS);
#else
  (void)descriptor;
  return false;
#endif
}

// Ask recvmsg for the sender's name. It is written there, and whether there is one
// shows in msg_namelen.
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

// Whether every packet comes with its sender's name, and so is told from the end
// of file. So it is where a server has been connected to: its end has the name of
// the listening socket from the beginning, and this one mostly has none. Another
// peer may have got its name after it has sent, in particular from the kernel
// (autobind: an abstract name of five digits).
inline bool has_named_peer(int descriptor) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)
  constexpr ::socklen_t no_name = sizeof(::sa_family_t);
  constexpr ::socklen_t automatic = no_name + 6;
  ::sockaddr_un name;
  ::socklen_t size = sizeof(name);
  if (::getsockname(descriptor, reinterpret_cast< ::sockaddr*>(&name),
        &size) != 0 || size > no_name)
    return false;
  size = sizeof(name);
  return ::getpeername(descriptor, reinterpret_cast< ::sockaddr*>(&name),
      &size) == 0 && size > no_name
    && !(size == automatic && name.sun_path[0] == '\0');
#else
  (void)descriptor;
  return false;
#endif
}

// Whether nothing can be queued for this socket any more: the peer has closed
// or shut down its sending half, or this side its receiving half.
inline bool receive_is_shut_down(int descriptor) noexcept
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

// Whether an error is pending that the next call would report, once. What holds
// where that cannot be asked is for the caller to say: poll fails where no
// descriptor may be opened (RLIMIT_NOFILE of 0).
inline bool error_is_pending(int descriptor, bool otherwise) noexcept
{
  ::pollfd poll = {descriptor, 0, 0};
  while (::poll(&poll, 1, 0) < 0)
  {
    if (errno != EINTR)
      return otherwise;
  }
  return (poll.revents & (POLLERR | POLLNVAL)) != 0;
}

// Whether a packet of at least one byte is queued. On AF_UNIX FIONREAD counts
// the bytes of all queued packets.
inline bool bytes_are_queued(int descriptor) noexcept
{
  int bytes = 0;
  return ::ioctl(descriptor, FIONREAD, &bytes) == 0 && bytes > 0;
}

// An error unless the socket is of the AF_UNIX family.
inline void check_family(int descriptor, boost::system::error_code& ec) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_SO_DOMAIN)
  int family = AF_UNSPEC;
  ::socklen_t size = sizeof(family);
  if (::getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &family, &size) != 0)
    ec = last_error();
#else
  ::sockaddr_storage address = {};
  ::socklen_t size = sizeof(address);
  const bool failed = ::getsockname(
      descriptor, reinterpret_cast<::sockaddr*>(&address), &size) != 0;
  const int family = address.ss_family;
  if (failed)
    ec = last_error();
#endif
  else if (family != AF_UNIX)
    ec = boost::asio::error::address_family_not_supported;
  else
    ec = boost::system::error_code();
}

// The size of the send buffer as the kernel counts it, in bytes.
inline int send_buffer_size(int descriptor,
    boost::system::error_code& ec) noexcept
{
  int bytes = 0;
  ::socklen_t size = sizeof(bytes);
  const bool failed =
    ::getsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, &size) != 0;
  ec = failed ? last_error() : boost::system::error_code();
  return bytes;
}

#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

// The number of packets that were sent, or -1.
inline int send_many(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags, boost::system::error_code& ec) noexcept
{
  int result;
  do
    result = ::sendmmsg(descriptor, messages, count, flags);
  while (result < 0 && errno == EINTR);
  ec = result < 0 ? last_error() : boost::system::error_code();
  return result;
}

// The number of packets that were received, or -1.
inline int receive_many(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags, boost::system::error_code& ec) noexcept
{
  int result;
  do
    result = ::recvmmsg(descriptor, messages, count, flags, nullptr);
  while (result < 0 && errno == EINTR);
  ec = result < 0 ? last_error() : boost::system::error_code();
  return result;
}

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

} // namespace socket_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_OPS_HPP
