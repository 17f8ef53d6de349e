//
// detail/socket/boolean_option.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_BOOLEAN_OPTION_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_BOOLEAN_OPTION_HPP

#include <boost_seqpacket/detail/socket/control_data_hint.hpp>

#include <boost/throw_exception.hpp>

#include <cstddef>
#include <stdexcept>

namespace boost_seqpacket {
namespace detail {

// An option that is on or off. It meets the requirements of Asio's
// GettableSocketOption and SettableSocketOption.
template <int Level, int Name>
class boolean_option
{
public:
  // The option is off.
  boolean_option() noexcept = default;

  explicit boolean_option(bool value) noexcept
    : value_(value ? 1 : 0)
  {
  }

  boolean_option& operator=(bool value) noexcept
  {
    value_ = value ? 1 : 0;
    return *this;
  }

  bool value() const noexcept
  {
    return value_ != 0;
  }

  explicit operator bool() const noexcept
  {
    return value();
  }

  bool operator!() const noexcept
  {
    return !value();
  }

  template <typename Protocol>
  int level(const Protocol&) const noexcept
  {
    return Level;
  }

  template <typename Protocol>
  int name(const Protocol&) const noexcept
  {
    return Name;
  }

  template <typename Protocol>
  int* data(const Protocol&) noexcept
  {
    return &value_;
  }

  // Asio calls this to set the option.
  template <typename Protocol>
  const int* data(const Protocol&) const noexcept
  {
    if (value())
      control_data_hint.store(true, std::memory_order_relaxed);
    return &value_;
  }

  template <typename Protocol>
  std::size_t size(const Protocol&) const noexcept
  {
    return sizeof(value_);
  }

  // The size that getsockopt has reported.
  template <typename Protocol>
  void resize(const Protocol&, std::size_t size)
  {
    if (size != sizeof(value_))
      boost::throw_exception(std::length_error("socket option resize"));
  }

private:
  int value_ = 0;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_BOOLEAN_OPTION_HPP
