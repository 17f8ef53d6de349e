//
// detail/path/lock_wait.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PATH_LOCK_WAIT_HPP
#define BOOST_SEQPACKET_DETAIL_PATH_LOCK_WAIT_HPP

// How long a process waits while another one has the lock.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/operation/backoff.hpp>
#include <boost_seqpacket/detail/path/path_lock_ops.hpp>
#include <boost_seqpacket/detail/socket/poll_ops.hpp>

#include <boost/system/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace boost_seqpacket {
namespace detail {

class lock_wait
{
public:
  // A limit of years is none, so that no sum overflows.
  explicit lock_wait(std::chrono::milliseconds limit) noexcept
    : begin_(clock::now()),
      limit_(std::min<std::chrono::milliseconds>(
            limit, std::chrono::hours(24 * 365)))
  {
  }

  bool is_over() const noexcept
  {
    return clock::now() - begin_ >= limit_;
  }

private:
  using clock = std::chrono::steady_clock;

  clock::time_point begin_;
  std::chrono::milliseconds limit_;
};

// Calls a function, each time after a pause, as long as ec says that another
// process has the lock. If there can be no pause, ec says why.
template <typename Function>
void repeat_while_locked(boost::system::error_code& ec, Function function)
{
  exponential_backoff time(reinterpret_cast<std::uintptr_t>(&ec));
  while (path_lock_ops::is_taken(ec))
  {
    poll_ops::pause(time.next(), ec);
    if (!ec)
      function();
  }
}

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_DETAIL_PATH_LOCK_WAIT_HPP
