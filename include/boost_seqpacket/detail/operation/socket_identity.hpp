//
// detail/operation/socket_identity.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_SOCKET_IDENTITY_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_SOCKET_IDENTITY_HPP

// What an operation remembers of its socket while it waits. The object may be
// closed and opened anew meanwhile, and its number is that of the next socket
// then, whose packets are not for this operation.

#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <atomic>
#include <cstdint>

namespace boost_seqpacket {
namespace detail {

// How often a socket of each number was opened, as far as operations of the
// library have waited for it. The memory is not touched before that, 4 bytes
// for each.
inline constexpr int max_counted_descriptors = 16384;
// A library with hidden symbols counts for itself; its sockets must not wait in
// operations of others as well.
inline std::atomic<std::uint32_t> openings[max_counted_descriptors];

// To ask the system which socket it is takes a system call at the beginning of
// a wait and one at its end. Instead an option marks the socket, one that Asio
// keeps itself until close(): the first operation that waits sets it, and
// counts that. What is not marked, or was counted again, was opened anew. Asio
// looks at the option in acceptors only; these do ask the system.
class opening
{
public:
  template <typename Socket>
  explicit opening(Socket& socket)
    : descriptor_(socket.native_handle())
  {
    if constexpr (is_asio_socket<Socket>::value)
    {
      const bool can_count = descriptor_ >= 0
        && descriptor_ < max_counted_descriptors;
      is_counted_ = can_count && (is_marked(socket) || count(socket));
    }
    number_ = is_counted_ ? openings[descriptor_].load()
      : socket_ops::identity(descriptor_);
  }

  template <typename Socket>
  bool is_current(Socket& socket) const
  {
    if (socket.native_handle() != descriptor_)
      return false;
    if constexpr (is_asio_socket<Socket>::value)
    {
      if (is_counted_)
        return is_marked(socket) && openings[descriptor_] == number_;
    }
    return socket_ops::identity(descriptor_) == number_;
  }

private:
  using mark = boost::asio::socket_base::enable_connection_aborted;

  template <typename Socket>
  bool count(Socket& socket) const
  {
    boost::system::error_code ec;
    socket.set_option(mark(true), ec);
    if (!ec)
      ++openings[descriptor_];
    return !ec;
  }

  template <typename Socket>
  static bool is_marked(const Socket& socket)
  {
    mark option;
    boost::system::error_code ec;
    socket.get_option(option, ec);
    return !ec && option.value();
  }

  int descriptor_;
  bool is_counted_ = false;
  std::uint64_t number_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_SOCKET_IDENTITY_HPP
