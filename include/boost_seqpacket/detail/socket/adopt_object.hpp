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
#include <type_traits>

namespace boost_seqpacket {
namespace detail {

// True for sockets and acceptors.
template <typename T>
constexpr bool has_protocol = is_asio_socket<T>::value
  || is_asio_acceptor<T>::value;

template <typename T>
constexpr bool is_adoptable = has_protocol<T>
  || kind_of_object<T>() != object_kind::none;

// The protocols of asio::ip have a version for each of two families.
template <typename Protocol, typename = void>
struct has_versions : std::false_type
{
};

template <typename Protocol>
struct has_versions<Protocol,
    std::void_t<decltype(Protocol::v4()), decltype(Protocol::v6())>>
  : std::is_same<decltype(Protocol::v4()), decltype(Protocol::v6())>
{
};

// The protocol of a class of sockets for a socket of this family. Those of
// asio::generic have any family and any protocol.
template <typename Protocol>
Protocol make_protocol(int family, int protocol)
{
  static_assert(has_versions<Protocol>::value
      || std::is_default_constructible<Protocol>::value
      || std::is_constructible<Protocol, int, int>::value,
      "Give the protocol of the object a default constructor, a constructor "
      "from a family and a protocol, or v4() and v6()");
  if constexpr (has_versions<Protocol>::value)
    return family == AF_INET6 ? Protocol::v6() : Protocol::v4();
  else if constexpr (std::is_default_constructible<Protocol>::value)
    return Protocol();
  else
    return Protocol(family, family == AF_UNIX ? 0 : protocol);
}

// The protocol of the descriptor. Sets an error unless it is a socket that the
// object can use.
template <typename IoObject>
typename IoObject::protocol_type adopted_protocol(int number,
    boost::system::error_code& ec)
{
  const int family = socket_ops::family(number, ec);
  const int actual = ec ? 0 : adopt_ops::protocol(number, ec);
  const auto result = detail::make_protocol<typename IoObject::protocol_type>(
      family, actual == adopt_ops::unknown_protocol ? 0 : actual);
  const bool fits = result.family() == family
    && adopt_ops::fits_protocol(family, result.protocol(), actual);
  if (ec || !fits)
    adopt_ops::explain_misfit(number, fits, ec);
  else
    adopt_ops::check(number, result.type(),
        is_asio_acceptor<IoObject>::value, ec);
  return result;
}

// Gives the descriptor to the object unless there is an error. The protocol is
// that of a socket.
template <typename IoObject, typename... Protocol>
void give_descriptor(IoObject& object, unique_descriptor& descriptor,
    boost::system::error_code& ec, const Protocol&... protocol)
{
  const int number = descriptor.native_handle();
  if (!ec)
    descriptor_ops::set_close_on_exec(number, ec);
  if (!ec)
    object.assign(protocol..., number, ec);
  if (!ec)
    (void)descriptor.release();
}

// Gives the descriptor to the object, if it is what the object needs. If that
// fails, it stays with its owner.
template <typename IoObject>
void adopt_object(IoObject& object, unique_descriptor& descriptor,
    boost::system::error_code& ec)
{
  const int number = descriptor.native_handle();
  if (number < 0)
  {
    ec = boost::asio::error::bad_descriptor;
  }
  else if constexpr (has_protocol<IoObject>)
  {
    const auto protocol = detail::adopted_protocol<IoObject>(number, ec);
    detail::give_descriptor(object, descriptor, ec, protocol);
  }
  else
  {
    adopt_ops::check_object(number, kind_of_object<IoObject>(), ec);
    detail::give_descriptor(object, descriptor, ec);
  }
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_ADOPT_OBJECT_HPP
