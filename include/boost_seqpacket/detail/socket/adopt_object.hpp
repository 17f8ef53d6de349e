//
// detail/socket/adopt_object.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_ADOPT_OBJECT_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_ADOPT_OBJECT_HPP

// Gives a descriptor to one of Asio's objects, after a look at what it is.

#include <boost_seqpacket/detail/socket/adopt_ops.hpp>
#include <boost_seqpacket/detail/socket/assign.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/io_object_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

// True for sockets and acceptors.
template <typename T>
constexpr bool has_protocol = is_asio_socket<T>::value
  || is_asio_acceptor<T>::value;

template <typename T>
constexpr bool is_adoptable = has_protocol<T>
  || kind_of_object<T>() != object_kind::none;

// Sets an error unless the descriptor is what the object needs.
template <typename IoObject>
void check_adopted(int number, boost::system::error_code& ec)
{
  if constexpr (has_protocol<IoObject>)
  {
    const auto protocol = local_protocol<IoObject>();
    if (protocol.family() != AF_UNIX)
      ec = boost::asio::error::address_family_not_supported;
    else
      adopt_ops::check(number, protocol.type(), protocol.protocol(),
          is_asio_acceptor<IoObject>::value, ec);
  }
  else
    adopt_ops::check_object(number, kind_of_object<IoObject>(), ec);
}

// If that fails, the descriptor stays with its owner.
template <typename IoObject>
void adopt_object(IoObject& object, unique_descriptor& descriptor,
    boost::system::error_code& ec)
{
  const int number = descriptor.native_handle();
  if (number < 0)
    ec = boost::asio::error::bad_descriptor;
  else
    check_adopted<IoObject>(number, ec);
  if (!ec)
    descriptor_ops::set_close_on_exec(number, ec);
  if (ec)
    return;

  if constexpr (has_protocol<IoObject>)
    detail::assign(object, descriptor, ec);
  else
  {
    object.assign(number, ec);
    if (!ec)
      (void)descriptor.release();
  }
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_ADOPT_OBJECT_HPP
