//
// impl/connect_pair.hpp
// ~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_CONNECT_PAIR_HPP
#define BOOST_SEQPACKET_IMPL_CONNECT_PAIR_HPP

#include <boost_seqpacket/detail/socket/assign.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>

#include <type_traits>

namespace boost_seqpacket {

template <typename Socket1, typename Socket2>
void connect_pair(Socket1& socket1, Socket2& socket2)
{
  boost::system::error_code ec;
  boost_seqpacket::connect_pair(socket1, socket2, ec);
  detail::throw_error(ec, "connect_pair");
}

template <typename Socket1, typename Socket2>
void connect_pair(Socket1& socket1, Socket2& socket2,
    boost::system::error_code& ec)
{
  detail::check_reference<Socket1&>();
  detail::check_reference<Socket2&>();
  static_assert(std::is_same<typename Socket1::protocol_type,
      typename Socket2::protocol_type>::value,
      "Both sockets of a pair have the same protocol: give the function two "
      "sockets that differ in nothing but their executors");
  detail::check_local<Socket1>();

  if (socket1.is_open() || socket2.is_open())
  {
    ec = boost::asio::error::already_open;
    return;
  }

  const auto protocol = detail::local_protocol<Socket1>();
  detail::check_protocol(protocol, ec);
  if (ec)
    return;

  int descriptors[2] = {-1, -1};
  detail::connection_ops::open_pair(
      protocol.type(), protocol.protocol(), descriptors, ec);
  unique_descriptor first(descriptors[0]);
  unique_descriptor second(descriptors[1]);
  if (ec)
    return;

  // Closes the first socket if the second one cannot be assigned, or an
  // exception reports that there is no memory.
  struct closer
  {
    ~closer()
    {
      const detail::descriptor_ops::cancellation_guard guard;
      boost::system::error_code ignored;
      if (socket)
        socket->close(ignored);
    }

    Socket1* socket;
  } on_failure = {nullptr};

  detail::assign(socket1, first, ec);
  if (ec)
    return;

  on_failure.socket = &socket1;
  detail::assign(socket2, second, ec);
  if (!ec)
    on_failure.socket = nullptr;
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_CONNECT_PAIR_HPP
