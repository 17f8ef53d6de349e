//
// detail/operation/empty_in_copies.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_EMPTY_IN_COPIES_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_EMPTY_IN_COPIES_HPP

// A member of an attempt that no copy of the attempt has.

#include <boost_seqpacket/detail/config.hpp>

namespace boost_seqpacket {
namespace detail {

// Attempts are copied only before they begin. A copy begins with a new object.
template <typename T>
class empty_in_copies
  : public T
{
public:
  empty_in_copies() = default;

  empty_in_copies(const empty_in_copies&)
    : T()
  {
  }

  empty_in_copies(empty_in_copies&&) = default;
  empty_in_copies& operator=(const empty_in_copies&) = delete;
  empty_in_copies& operator=(empty_in_copies&&) = delete;

  using T::operator=;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_EMPTY_IN_COPIES_HPP
