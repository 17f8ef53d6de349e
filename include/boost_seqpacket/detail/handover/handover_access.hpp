//
// detail/handover/handover_access.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_ACCESS_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_ACCESS_HPP

#include <boost_seqpacket/detail/handover/handover_item.hpp>

#include <vector>

namespace boost_seqpacket {
namespace detail {

// Lets the operations see what an offer has.
struct handover_access
{
  template <typename Offer>
  static const std::vector<handover_item>& listeners(
      const Offer& offer) noexcept
  {
    return offer.listeners_;
  }

  template <typename Offer>
  static const std::vector<handover_item>& sessions(
      const Offer& offer) noexcept
  {
    return offer.sessions_;
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_ACCESS_HPP
