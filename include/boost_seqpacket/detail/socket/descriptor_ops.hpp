//
// detail/socket/descriptor_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_DESCRIPTOR_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_DESCRIPTOR_OPS_HPP

// The system calls for descriptors of any kind.

#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/system/error_code.hpp>

#include <cerrno>
#include <fcntl.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace descriptor_ops {

// pthread_cancel(3) ends a thread by an exception that leaves a system call,
// and an exception that leaves a destructor ends the process. While this object
// lives the thread is not cancelled. The cancellation stays pending.
class cancellation_guard
{
public:
#if defined(PTHREAD_CANCEL_DISABLE)
  cancellation_guard() noexcept
  {
    (void)::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state_);
  }

  ~cancellation_guard()
  {
    int ignored;
    (void)::pthread_setcancelstate(state_, &ignored);
  }
#else
  cancellation_guard() noexcept {}
#endif

  cancellation_guard(const cancellation_guard&) = delete;
  cancellation_guard& operator=(const cancellation_guard&) = delete;

private:
#if defined(PTHREAD_CANCEL_DISABLE)
  int state_ = 0;
#endif
};

inline void close(int descriptor, boost::system::error_code& ec)
{
  const cancellation_guard guard;
  // After EINTR the number is free (close(2)). Another try could close a
  // descriptor of another thread.
  const bool failed = ::close(descriptor) != 0 && errno != EINTR;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
}

inline int duplicate(int descriptor, boost::system::error_code& ec)
{
  const int result = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  ec = result < 0 ? socket_ops::last_error() : boost::system::error_code();
  return result;
}

// A program that is started from now on does not inherit the descriptor. Two
// calls can set the flag, because a filter may refuse one of them.
inline void set_close_on_exec(int descriptor,
    boost::system::error_code& ec) noexcept
{
  const int flags = ::fcntl(descriptor, F_GETFD);
  const bool failed = flags < 0
    || ::fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) != 0;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
#if defined(FIOCLEX)
  if (failed && ::ioctl(descriptor, FIOCLEX, nullptr) == 0)
    ec = boost::system::error_code();
#endif
}

} // namespace descriptor_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_DESCRIPTOR_OPS_HPP
