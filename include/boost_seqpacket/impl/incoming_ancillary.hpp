//
// impl/incoming_ancillary.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_INCOMING_ANCILLARY_HPP
#define BOOST_SEQPACKET_IMPL_INCOMING_ANCILLARY_HPP

#include <utility>

namespace boost_seqpacket {

template <std::size_t MaxDescriptors>
incoming_ancillary<MaxDescriptors>::incoming_ancillary(
    incoming_ancillary&& other) noexcept
  : incoming_ancillary()
{
  *this = std::move(other);
}

template <std::size_t MaxDescriptors>
incoming_ancillary<MaxDescriptors>&
incoming_ancillary<MaxDescriptors>::operator=(
    incoming_ancillary&& other) noexcept
{
  if (this != &other)
  {
    clear();
    for (std::size_t i = 0; i < other.state_.count; ++i)
      descriptors_[i] = std::move(other.descriptors_[i]);
    state_.take(other.state_);
    other.clear();
  }
  return *this;
}

template <std::size_t MaxDescriptors>
void incoming_ancillary<MaxDescriptors>::clear() noexcept
{
  for (unique_descriptor& descriptor : descriptors())
    descriptor.reset();
  state_.clear();
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_INCOMING_ANCILLARY_HPP
