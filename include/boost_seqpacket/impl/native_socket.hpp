//
// impl/native_socket.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_NATIVE_SOCKET_HPP
#define BOOST_SEQPACKET_IMPL_NATIVE_SOCKET_HPP

#include <boost_seqpacket/detail/socket/native_socket_ops.hpp>
#include <boost_seqpacket/detail/socket/poll_ops.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <boost/asio/error.hpp>

#include <chrono>
#include <type_traits>

namespace boost_seqpacket {

template <typename Rep, typename Period>
void native_socket::expires_after(
    const std::chrono::duration<Rep, Period>& length) noexcept
{
  // A conversion of a large number to the clock's type can overflow.
  using seconds = std::chrono::duration<std::common_type_t<double, Rep>>;
  const clock_type::time_point now = clock_type::now();
  if (seconds(length) >= seconds(clock_type::time_point::max() - now))
    expiry_ = clock_type::time_point::max();
  else if (seconds(length) <= seconds::zero())
    expiry_ = now;
  else
    expiry_ = now + std::chrono::duration_cast<clock_type::duration>(length);
}

inline void native_socket::wait(boost::asio::socket_base::wait_type what)
{
  boost::system::error_code ec;
  wait(what, ec);
  detail::throw_error(ec, "wait");
}

inline void native_socket::wait(boost::asio::socket_base::wait_type what,
    boost::system::error_code& ec)
{
  if (what == boost::asio::socket_base::wait_error)
    ec = boost::asio::error::operation_not_supported;
  else
    detail::poll_ops::wait_until(descriptor_,
        what == boost::asio::socket_base::wait_write, expiry_, ec);
}

template <typename SettableSocketOption>
void native_socket::set_option(const SettableSocketOption& option)
{
  boost::system::error_code ec;
  set_option(option, ec);
  detail::throw_error(ec, "set_option");
}

template <typename SettableSocketOption>
void native_socket::set_option(const SettableSocketOption& option,
    boost::system::error_code& ec)
{
  const endpoint_type::protocol_type protocol;
  detail::native_socket_ops::set_option(descriptor_, option.level(protocol),
      option.name(protocol), option.data(protocol), option.size(protocol), ec);
}

inline detail::socket_kind native_socket::kind(boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  if (!has_kind_)
  {
    kind_ = detail::native_socket_ops::kind_of(descriptor_, ec);
    has_kind_ = !ec;
  }
  return kind_;
}

template <typename Duration>
Duration native_socket::limit_pause(Duration length,
    boost::system::error_code& ec) const
{
  const int left = detail::poll_ops::milliseconds_until(expiry_);
  if (left == 0)
    ec = boost::asio::error::timed_out;
  const std::chrono::milliseconds most(left);
  return left > 0 && most < length
    ? std::chrono::duration_cast<Duration>(most) : length;
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_NATIVE_SOCKET_HPP
