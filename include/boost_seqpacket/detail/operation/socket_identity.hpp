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

#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <cstdint>

namespace boost_seqpacket {
namespace detail {

// Identifies the kernel's socket that a descriptor number stood for when an
// operation began. A program may close that socket while the operation waits,
// and its next socket gets the same number. The operation must not take packets
// of that one.
//
// The kernel numbers its sockets: SO_COOKIE (socket(7), Linux 4.12). If that
// option is missing or a filter refuses it, the inode tells sockets apart. If
// neither can be asked for, the number alone has to do.
class socket_identity
{
public:
  explicit socket_identity(int descriptor)
    : descriptor_(descriptor)
  {
    if (socket_ops::cookie(descriptor, number_))
      source_ = source::cookie;
    else if (socket_ops::inode(descriptor, number_))
      source_ = source::inode;
  }

  // True if the number still means the socket of the beginning.
  bool is_current() const
  {
    std::uint64_t number = 0;
    if (source_ == source::cookie)
      return socket_ops::cookie(descriptor_, number) && number == number_;
    if (source_ == source::inode)
      return socket_ops::inode(descriptor_, number) && number == number_;
    return true;
  }

  // The same, and false if only the number could be compared.
  bool is_certain() const
  {
    return source_ != source::none && is_current();
  }

  int descriptor() const noexcept
  {
    return descriptor_;
  }

  // A number that differs between the sockets of a system, or 0.
  std::uint64_t number() const noexcept
  {
    return number_;
  }

private:
  enum class source
  {
    none,
    cookie,
    inode
  };

  int descriptor_;
  source source_ = source::none;
  std::uint64_t number_ = 0;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_SOCKET_IDENTITY_HPP
