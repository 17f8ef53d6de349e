//
// detail/batch/batch_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_BATCH_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_BATCH_OPS_HPP

// The system calls for many packets, with errno turned into an error code.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/refused_call.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/system/error_code.hpp>

#include <cerrno>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {
namespace batch_ops {

#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

using refused_sendmmsg = refused_call<struct sendmmsg_call>;
using refused_recvmmsg = refused_call<struct recvmmsg_call>;

// Returns the number of packets, or -1.
inline int send_many(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags, boost::system::error_code& ec)
{
  int result;
  do
    result = ::sendmmsg(descriptor, messages, count, flags);
  while (result < 0 && errno == EINTR);
  ec = result < 0 ? socket_ops::last_error() : boost::system::error_code();
  return result;
}

// Returns the number of packets, or -1.
inline int receive_many(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags, boost::system::error_code& ec)
{
  int result;
  do
    result = ::recvmmsg(descriptor, messages, count, flags, nullptr);
  while (result < 0 && errno == EINTR);
  ec = result < 0 ? socket_ops::last_error() : boost::system::error_code();
  return result;
}

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

} // namespace batch_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_BATCH_BATCH_OPS_HPP
