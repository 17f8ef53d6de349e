//
// detail/socket/native_socket_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_NATIVE_SOCKET_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_NATIVE_SOCKET_OPS_HPP

// The system calls for a socket that is no Asio object.

#include <boost_seqpacket/detail/socket/adopt_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {
namespace native_socket_ops {

// What kind of socket a descriptor is. Sets an error unless it is a socket of
// the AF_UNIX family.
inline socket_kind kind_of(int descriptor,
    boost::system::error_code& ec) noexcept
{
  socket_ops::check_family(descriptor, ec);
  if (ec)
    return socket_kind::seq_packet;
  switch (adopt_ops::socket_fact(descriptor, SO_TYPE, ec))
  {
  case SOCK_STREAM:
    return socket_kind::stream;
  case SOCK_DGRAM:
    return socket_kind::datagram;
  default:
    return socket_kind::seq_packet;
  }
}

inline void set_option(int descriptor, int level, int name,
    const void* data, std::size_t size,
    boost::system::error_code& ec) noexcept
{
  const bool failed = ::setsockopt(descriptor, level, name, data,
      static_cast<::socklen_t>(size)) != 0;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
}

} // namespace native_socket_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_NATIVE_SOCKET_OPS_HPP
