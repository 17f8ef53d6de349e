//
// impl/large_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_LARGE_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_LARGE_MESSAGE_HPP

#include <utility>

namespace boost_seqpacket {

inline large_message::large_message(large_message&& other) noexcept
  : max_size_(other.max_size_),
    size_(std::exchange(other.size_, std::size_t(0))),
    mapping_(std::move(other.mapping_)),
    storage_(std::move(other.storage_)),
    capacity_(std::exchange(other.capacity_, std::size_t(0)))
{
}

inline large_message& large_message::operator=(large_message&& other) noexcept
{
  if (this != &other)
  {
    max_size_ = other.max_size_;
    size_ = std::exchange(other.size_, std::size_t(0));
    mapping_ = std::move(other.mapping_);
    storage_ = std::move(other.storage_);
    capacity_ = std::exchange(other.capacity_, std::size_t(0));
  }
  return *this;
}

inline void large_message::clear() noexcept
{
  mapping_.reset();
  size_ = 0;
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_LARGE_MESSAGE_HPP
