//
// detail/socket/socket_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_SOCKET_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_SOCKET_OPS_HPP

// The system calls that most of the library needs, each with its errno turned
// into an error code. Nothing here knows Asio's sockets.
//
// A function is noexcept only if it has no cancellation point (pthreads(7)):
// pthread_cancel(3) ends a thread by an exception that must pass.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/message_header.hpp>
#include <boost_seqpacket/detail/socket/refused_call.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstdint>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>

namespace boost_seqpacket {
namespace detail {
namespace socket_ops {

inline boost::system::error_code last_error() noexcept
{
  return boost::system::error_code(
      errno, boost::asio::error::get_system_category());
}

// True if it is this error of the system. A comparison with an enumerator means
// the same, but there are so many operators to consider that each one takes
// Clang 2 ms in every program.
inline bool is(const boost::system::error_code& ec, int number) noexcept
{
  return ec.value() == number
    && ec.category() == boost::asio::error::get_system_category();
}

// True if the operation has to wait for the socket. Compare the numbers first,
// because this runs several times for each packet and a comparison of codes
// looks at the categories first.
inline bool would_block(const boost::system::error_code& ec) noexcept
{
  return (ec.value() == boost::asio::error::would_block
      || ec.value() == boost::asio::error::try_again)
    && ec.category() == boost::asio::error::get_system_category();
}

// The number of bytes that were sent, or -1.
inline ::ssize_t send(int descriptor, const ::msghdr& message, int flags,
    boost::system::error_code& ec)
{
  ::ssize_t result;
  do
    result = ::sendmsg(descriptor, &message, flags);
  while (result < 0 && errno == EINTR);
  ec = result < 0 ? last_error() : boost::system::error_code();
  return result;
}

// The same for bytes in one piece without control messages. The kernel reads no
// header.
inline ::ssize_t send(int descriptor, const ::iovec& bytes, int flags,
    boost::system::error_code& ec)
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
    boost::system::error_code& ec)
{
  ::ssize_t result;
  do
    result = ::recvmsg(descriptor, &message, flags);
  while (result < 0 && errno == EINTR);
  ec = result < 0 ? last_error() : boost::system::error_code();
  return result;
}

// The number that the kernel has given the socket (SO_COOKIE, Linux 4.12).
inline std::uint64_t cookie(int descriptor,
    boost::system::error_code& ec) noexcept
{
  std::uint64_t number = 0;
#if defined(SO_COOKIE)
  ::socklen_t size = sizeof(number);
  const bool failed =
    ::getsockopt(descriptor, SOL_SOCKET, SO_COOKIE, &number, &size) != 0;
  ec = failed ? last_error() : boost::system::error_code();
#else
  (void)descriptor;
  ec = boost::asio::error::operation_not_supported;
#endif
  return number;
}

// The number of the socket's inode.
inline std::uint64_t inode(int descriptor,
    boost::system::error_code& ec) noexcept
{
  struct ::stat status = {};
  if (::fstat(descriptor, &status) != 0)
    ec = last_error();
  else if (!S_ISSOCK(status.st_mode))
    ec = boost::asio::error::not_socket;
  else
    ec = boost::system::error_code();
  return status.st_ino;
}

// True if the next byte of a stream is urgent data. A peek does not return it,
// though the stream is readable.
inline bool is_at_mark(int descriptor, boost::system::error_code& ec)
{
  int at_mark = 0;
#if defined(SIOCATMARK)
  const bool failed = ::ioctl(descriptor, SIOCATMARK, &at_mark) != 0;
  ec = failed ? last_error() : boost::system::error_code();
#else
  (void)descriptor;
  ec = boost::system::error_code();
#endif
  return !ec && at_mark != 0;
}

// Take the next packet out of the queue without receiving any of it. The kernel
// drops the descriptors that it carries.
inline void discard(int descriptor, boost::system::error_code& ec)
{
  empty_header header;
  receive(descriptor, header.message, MSG_DONTWAIT, ec);
}

// True if a peek does not begin at the next packet (SO_PEEK_OFF, socket(7)).
// Sets ec only if a filter refuses the question. No other error lets an option
// be in effect.
inline bool has_peek_offset(int descriptor,
    boost::system::error_code& ec) noexcept
{
  int offset = -1;
  ec = boost::system::error_code();
#if defined(SO_PEEK_OFF)
  ::socklen_t size = sizeof(offset);
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEEK_OFF, &offset, &size) != 0)
  {
    offset = -1;
    if (may_be_refused(last_error()))
      ec = last_error();
  }
#else
  (void)descriptor;
#endif
  return offset >= 0;
}

// The address family of the socket.
inline int family(int descriptor, boost::system::error_code& ec) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_SO_DOMAIN)
  int family = AF_UNSPEC;
  ::socklen_t size = sizeof(family);
  const bool failed =
    ::getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &family, &size) != 0;
#else
  ::sockaddr_storage address = {};
  ::socklen_t size = sizeof(address);
  const bool failed = ::getsockname(
      descriptor, reinterpret_cast<::sockaddr*>(&address), &size) != 0;
  const int family = address.ss_family;
#endif
  ec = failed ? last_error() : boost::system::error_code();
  return family;
}

// Sets an error unless the socket is of the AF_UNIX family.
inline void check_family(int descriptor, boost::system::error_code& ec) noexcept
{
  const int actual = family(descriptor, ec);
  if (!ec && actual != AF_UNIX)
    ec = boost::asio::error::address_family_not_supported;
}

// The part of the send buffer that the kernel keeps, in bytes
// (unix_dgram_sendmsg).
constexpr std::size_t send_buffer_overhead = 32;

// The size of the send buffer in bytes, as the kernel counts it.
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

} // namespace socket_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_SOCKET_OPS_HPP
