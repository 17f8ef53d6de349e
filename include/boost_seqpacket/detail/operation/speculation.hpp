//
// detail/operation/speculation.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_SPECULATION_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_SPECULATION_HPP

namespace boost_seqpacket {
namespace detail {

// Whether it pays to try at once, judged by what came of the last tries. Where
// each packet is an answer there is none yet when the next one is asked for:
// after two such tries in a row the operation waits first, and only every 16th
// tries all the same, to see whether that has changed.
class speculation
{
public:
  // Asked once for each operation.
  bool waits_first() noexcept
  {
    skips_ = misses_ == max_misses && ++operations_ % 16 != 0;
    return skips_;
  }

  // Told what came of the first try of each operation. After a wait that says
  // nothing.
  void tried(bool found) noexcept
  {
    if (!skips_)
      misses_ = found ? 0 : misses_ + (misses_ < max_misses);
  }

private:
  static constexpr int max_misses = 2;

  int misses_ = 0;
  unsigned operations_ = 0;
  bool skips_ = false;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_SPECULATION_HPP
