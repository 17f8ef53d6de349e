//
// descriptor_span.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DESCRIPTOR_SPAN_HPP
#define BOOST_SEQPACKET_DESCRIPTOR_SPAN_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/unique_descriptor.hpp>

#include <cstddef>

namespace boost_seqpacket {

/// A view of received descriptors. Use it as @c descriptor_span or
/// @c const_descriptor_span.
/**
 * It is valid until the object that it came from is destroyed, moved from,
 * cleared or used for another receive.
 */
template <typename Owner>
class basic_descriptor_span
{
public:
  /// The type of an element.
  using value_type = unique_descriptor;

  /// A pointer to an element.
  using iterator = Owner*;

  /// Construct an empty view.
  basic_descriptor_span() noexcept = default;

  /// Construct a view of @c size descriptors, the first of which is at @c data.
  basic_descriptor_span(Owner* data, std::size_t size) noexcept
    : data_(data),
      size_(size)
  {
  }

  /// The first descriptor.
  iterator begin() const noexcept { return data_; }

  /// The place after the last descriptor.
  iterator end() const noexcept { return data_ + size_; }

  /// The first descriptor.
  Owner* data() const noexcept { return data_; }

  /// The number of descriptors.
  std::size_t size() const noexcept { return size_; }

  /// Whether the view is empty.
  bool empty() const noexcept { return size_ == 0; }

  /// The descriptor at @c index, which is less than @c size().
  Owner& operator[](std::size_t index) const noexcept
  {
    return data_[index];
  }

private:
  Owner* data_ = nullptr;
  std::size_t size_ = 0;
};

/// A view of received descriptors, which can be moved from.
using descriptor_span = basic_descriptor_span<unique_descriptor>;

/// A view of received descriptors that stay with their object.
using const_descriptor_span = basic_descriptor_span<const unique_descriptor>;

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_DESCRIPTOR_SPAN_HPP
