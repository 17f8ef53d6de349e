//
// detail/handover/handover_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_OPS_HPP

#include <boost_seqpacket/detail/socket/poll_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
// The number of pidfd_open, for which the C library has no function.
#if __has_include(<sys/syscall.h>)
# include <sys/syscall.h>
#endif

namespace boost_seqpacket {
namespace detail {
namespace handover_ops {

inline void shut_down(int descriptor, int how,
    boost::system::error_code& ec) noexcept
{
  const bool failed = ::shutdown(descriptor, how) != 0;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
}

// Sets an error if the system refuses to shut sockets down. The kernel looks at
// the second argument first, and does nothing (unix_shutdown).
inline void check_shut_down(int descriptor,
    boost::system::error_code& ec) noexcept
{
  handover_ops::shut_down(descriptor, -1, ec);
  if (socket_ops::is(ec, boost::asio::error::invalid_argument))
    ec = boost::system::error_code();
}

// True if a short packet has room in the queue after one of so many bytes. The
// kernel takes a packet while what is queued is less than the send buffer
// (sock_alloc_send_pskb), and counts less than this for one. A system that does
// not say how large the buffer is leaves the decision to sendmsg.
inline bool leaves_room(int descriptor, std::size_t size) noexcept
{
  boost::system::error_code ec;
  const int room = socket_ops::send_buffer_size(descriptor, ec);
  return ec || static_cast<std::size_t>(room) > 2 * size + 2048;
}

// pidfd_open(2), Linux 5.3. The new descriptor is close-on-exec.
inline int open_pidfd(int process, boost::system::error_code& ec) noexcept
{
#if defined(SYS_pidfd_open)
  const int result = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  ec = result < 0 ? socket_ops::last_error() : boost::system::error_code();
  return result;
#else
  (void)process;
  ec = boost::asio::error::operation_not_supported;
  return -1;
#endif
}

// A pidfd is readable once the process has ended (pidfd_open(2)).
inline bool has_ended(int pidfd)
{
  boost::system::error_code ec;
  const short events = poll_ops::events(pidfd, POLLIN, ec);
  return ec ? poll_ops::select_readable(pidfd) == poll_ops::readiness::ready
    : events != 0;
}

} // namespace handover_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_OPS_HPP
