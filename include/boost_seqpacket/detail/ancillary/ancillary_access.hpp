//
// detail/ancillary/ancillary_access.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ANCILLARY_ANCILLARY_ACCESS_HPP
#define BOOST_SEQPACKET_DETAIL_ANCILLARY_ANCILLARY_ACCESS_HPP

#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// The way into the ancillary objects for the operations.
struct ancillary_access
{
  // An object without ancillary data that the compiler initializes, so that it
  // can be used before the constructors of a program have run.
  template <typename Ancillary>
  static constexpr Ancillary make_constant() noexcept
  {
    return Ancillary(typename Ancillary::constant());
  }

  template <typename Ancillary>
  static const unsigned char* data(const Ancillary& ancillary) noexcept
  {
    return ancillary.data();
  }

  template <typename Ancillary>
  static std::size_t size(const Ancillary& ancillary) noexcept
  {
    return ancillary.size();
  }

  // The descriptors come last.
  template <typename Ancillary>
  static std::size_t size_without_descriptors(
      const Ancillary& ancillary) noexcept
  {
    return ancillary.size() - descriptors_space(ancillary.count_);
  }

  template <typename Ancillary>
  static std::size_t descriptor_count(const Ancillary& ancillary) noexcept
  {
    return ancillary.count_;
  }

  // The most bytes that data() can have.
  template <typename Ancillary>
  static constexpr std::size_t max_size() noexcept
  {
    return Ancillary::storage_size;
  }

  template <typename Ancillary>
  static incoming_state& state(Ancillary& ancillary) noexcept
  {
    return ancillary.state_;
  }

  template <typename Ancillary>
  static unique_descriptor* descriptors(Ancillary& ancillary) noexcept
  {
    return ancillary.descriptors_.data();
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ANCILLARY_ANCILLARY_ACCESS_HPP
