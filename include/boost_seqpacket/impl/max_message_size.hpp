//
// impl/max_message_size.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_MAX_MESSAGE_SIZE_HPP
#define BOOST_SEQPACKET_IMPL_MAX_MESSAGE_SIZE_HPP

#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>

#include <limits>

namespace boost_seqpacket {
template <typename Socket>
std::size_t max_message_size(Socket& socket)
{
  boost::system::error_code ec;
  const std::size_t result = boost_seqpacket::max_message_size(socket, ec);
  detail::throw_error(ec, "max_message_size");
  return result;
}

template <typename Socket>
std::size_t max_message_size(Socket& socket, boost::system::error_code& ec)
{
  detail::check_socket(socket, ec);
  if (ec)
    return 0;
  const int size = detail::socket_ops::send_buffer_size(
      socket.native_handle(), ec);
  const std::size_t bytes = ec || size < 0 ? 0
    : static_cast<std::size_t>(size);
  return bytes < detail::socket_ops::send_buffer_overhead ? 0
    : bytes - detail::socket_ops::send_buffer_overhead;
}

template <typename Socket>
void reserve_message_size(Socket& socket, std::size_t size)
{
  boost::system::error_code ec;
  boost_seqpacket::reserve_message_size(socket, size, ec);
  detail::throw_error(ec, "reserve_message_size");
}

template <typename Socket>
void reserve_message_size(Socket& socket, std::size_t size,
    boost::system::error_code& ec)
{
  std::size_t now = boost_seqpacket::max_message_size(socket, ec);
  if (ec || size <= now)
    return;

  // The kernel doubles the value.
  const std::size_t half = size / 2 + detail::socket_ops::send_buffer_overhead;
  if (half > static_cast<std::size_t>(std::numeric_limits<int>::max() / 2))
  {
    ec = boost::asio::error::message_size;
    return;
  }
  socket.set_option(boost::asio::socket_base::send_buffer_size(
        static_cast<int>(half)), ec);
  if (!ec)
    now = boost_seqpacket::max_message_size(socket, ec);
  if (!ec && size > now)
    ec = boost::asio::error::message_size;
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_MAX_MESSAGE_SIZE_HPP
