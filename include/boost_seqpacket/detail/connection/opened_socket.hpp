//
// detail/connection/opened_socket.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_CONNECTION_OPENED_SOCKET_HPP
#define BOOST_SEQPACKET_DETAIL_CONNECTION_OPENED_SOCKET_HPP

// A socket or an acceptor that an operation opens, and closes if it fails.

#include <boost_seqpacket/detail/operation/socket_identity.hpp>
#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/open.hpp>

#include <boost/system/error_code.hpp>

namespace boost_seqpacket {
namespace detail {

template <typename SocketOrAcceptor>
class opened_socket
{
public:
  // Opens the object unless it is open.
  void open(SocketOrAcceptor& object, boost::system::error_code& ec)
  {
    if (object.is_open())
      detail::check_family(object, ec);
    else
    {
      boost_seqpacket::open(object, ec);
      if (!ec)
        opened_ = &object;
    }
    descriptor_ = object.native_handle();
  }

  int descriptor() const noexcept
  {
    return descriptor_;
  }

  // To be called before a pause, during which the object may be closed and
  // opened again: remember which socket it has.
  void remember()
  {
    if (opened_ && !has_identity_)
    {
      identity_ = socket_identity(descriptor_);
      has_identity_ = true;
    }
  }

  // Closes the socket that was opened here, if the object still has it.
  void close_again() const
  {
    if (opened_ && (!has_identity_ || identity_.is_current())
        && opened_->native_handle() == descriptor_)
    {
      boost::system::error_code ignored;
      opened_->close(ignored);
    }
  }

private:
  int descriptor_ = -1;
  SocketOrAcceptor* opened_ = nullptr;
  bool has_identity_ = false;
  socket_identity identity_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_OPENED_SOCKET_HPP
