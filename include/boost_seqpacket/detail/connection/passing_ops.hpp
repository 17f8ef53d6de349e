//
// detail/connection/passing_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_CONNECTION_PASSING_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_CONNECTION_PASSING_OPS_HPP

// The socket options that say what comes with packets.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/control_data_hint.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/system/error_code.hpp>

#include <atomic>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {
namespace passing_ops {

struct option
{
  int level;
  int name;
  bool adds_control_data;
};

#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
inline constexpr option credentials = {
  BOOST_SEQPACKET_PASSCRED_LEVEL, BOOST_SEQPACKET_PASSCRED, true};
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
inline constexpr option pidfd = {
  SOL_SOCKET, BOOST_SEQPACKET_SO_PASSPIDFD, true};
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)
inline constexpr option security = {SOL_SOCKET, SO_PASSSEC, true};
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_RIGHTS)
inline constexpr option rights = {
  SOL_SOCKET, BOOST_SEQPACKET_SO_PASSRIGHTS, false};
#endif

// Whether the option is on. -1 if the kernel does not know it, or does not say.
inline int get(int descriptor, const option& wanted) noexcept
{
  int value = 0;
  ::socklen_t size = sizeof(value);
  return ::getsockopt(descriptor, wanted.level, wanted.name, &value, &size) == 0
    ? value != 0 : -1;
}

inline void set(int descriptor, const option& wanted, bool on,
    boost::system::error_code& ec) noexcept
{
  const int value = on;
  if (::setsockopt(descriptor, wanted.level, wanted.name, &value,
        sizeof(value)) != 0)
    ec = socket_ops::last_error();
  else if (on && wanted.adds_control_data)
    control_data_hint.store(true, std::memory_order_relaxed);
}

// Gives a connection the option of its listening socket. Leaves it as it is if
// the kernel does not say what that has, or after an error.
inline void copy_one(int listening, int connection, const option& wanted,
    boost::system::error_code& ec) noexcept
{
  const int value = ec ? -1 : passing_ops::get(listening, wanted);
  if (value > 0 && wanted.adds_control_data)
    control_data_hint.store(true, std::memory_order_relaxed);
  if (value >= 0 && passing_ops::get(connection, wanted) != value)
    passing_ops::set(connection, wanted, value != 0, ec);
}

// Gives a connection the options that its listening socket has now. The kernel
// gives it those that the listening socket had when the client connected
// (unix_stream_connect in net/unix/af_unix.c).
inline void copy(int listening, int connection,
    boost::system::error_code& ec) noexcept
{
  (void)listening;
  (void)connection;
  (void)ec;
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
  copy_one(listening, connection, credentials, ec);
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
  copy_one(listening, connection, pidfd, ec);
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)
  copy_one(listening, connection, security, ec);
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_RIGHTS)
  copy_one(listening, connection, rights, ec);
#endif
}

} // namespace passing_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_PASSING_OPS_HPP
