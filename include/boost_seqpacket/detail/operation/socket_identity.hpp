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

#include <boost_seqpacket/detail/socket/adopt_ops.hpp>
#include <boost_seqpacket/detail/socket/refused_call.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

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
// neither can be asked for, there is no identity, and an operation that has
// waited ends with the error of the system.
class socket_identity
{
public:
  // No socket.
  socket_identity() noexcept
    : descriptor_(-1),
      source_(source::none)
  {
  }

  explicit socket_identity(int descriptor)
    : descriptor_(descriptor)
  {
    boost::system::error_code ec;
    number_ = socket_ops::cookie(descriptor, ec);
    if (ec)
    {
      source_ = source::inode;
      number_ = socket_ops::inode(descriptor, ec);
    }
    if (ec)
    {
      source_ = source::none;
      number_ = static_cast<std::uint64_t>(ec.value());
    }
  }

  // Sets no error if the number still means the socket of the beginning,
  // operation_aborted if it does not, and the error of the system if a filter
  // refuses the question.
  boost::system::error_code check() const
  {
    if (source_ == source::none)
      return boost::system::error_code(static_cast<int>(number_),
          boost::asio::error::get_system_category());
    boost::system::error_code ec;
    const std::uint64_t number = source_ == source::cookie
      ? socket_ops::cookie(descriptor_, ec)
      : socket_ops::inode(descriptor_, ec);
    if (!may_be_refused(ec) && (ec || number != number_))
      ec = boost::asio::error::operation_aborted;
    return ec;
  }

  bool is_current() const
  {
    return !check();
  }

  // True if the number means another socket, or none. If a filter refuses the
  // question for the identity, the number must at least mean a socket, or be
  // open. If it refuses all of these, the answer is true.
  bool is_gone() const
  {
    boost::system::error_code ec = check();
    if (may_be_refused(ec))
      (void)socket_ops::inode(descriptor_, ec);
    if (may_be_refused(ec))
      (void)adopt_ops::is_open(descriptor_, ec);
    return ec.failed();
  }

  int descriptor() const noexcept
  {
    return descriptor_;
  }

  // A number that differs between the sockets of a system, if there is one.
  std::uint64_t number() const noexcept
  {
    return number_;
  }

private:
  enum class source
  {
    cookie,
    inode,
    none
  };

  int descriptor_;
  source source_ = source::cookie;
  // Without a source the error, as the system numbers it.
  std::uint64_t number_ = 0;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_SOCKET_IDENTITY_HPP
