//
// detail/transfer_result.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_TRANSFER_RESULT_HPP
#define BOOST_SEQPACKET_DETAIL_TRANSFER_RESULT_HPP

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The result of an operation that completes with a number of bytes.
struct transfer_result
{
  explicit transfer_result(const boost::system::error_code& ec,
      std::size_t n = 0) noexcept
    : error(ec),
      bytes(n)
  {
  }

  template <typename Handler>
  void operator()(Handler& handler) &&
  {
    std::move(handler)(error, bytes);
  }

  boost::system::error_code error;
  std::size_t bytes;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_TRANSFER_RESULT_HPP
