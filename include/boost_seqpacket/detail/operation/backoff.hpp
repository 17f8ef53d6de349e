//
// detail/operation/backoff.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_BACKOFF_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_BACKOFF_HPP

// Pauses for what no event announces: room in a backlog, a free descriptor.

#include <boost/asio/basic_waitable_timer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The lengths of the pauses: at most 1 ms at first, twice as long each time, at
// most 128 ms.
class exponential_backoff
{
public:
  // Operations that wait for the same thing must not all try again at the same
  // moment. The seed chooses the part of the time that each takes. Seeds may be
  // consecutive numbers: the factor (2^64 divided by the golden ratio) spreads
  // them.
  explicit exponential_backoff(std::uint64_t seed) noexcept
    : part_((seed * 0x9e3779b97f4a7c15u) >> 32)
  {
  }

  // Return between half of the current length and all of it.
  std::chrono::microseconds next() noexcept
  {
    const std::uint64_t longest = std::uint64_t(1000) << doublings_;
    if (doublings_ < max_doublings)
      ++doublings_;
    return std::chrono::microseconds(
        static_cast<std::chrono::microseconds::rep>(
          longest - ((longest / 2 * part_) >> 32)));
  }

  // Begin with the shortest length again.
  void restart() noexcept
  {
    doublings_ = 0;
  }

private:
  static constexpr unsigned max_doublings = 7;

  std::uint64_t part_;
  unsigned doublings_ = 0;
};

// The pauses of an asynchronous operation. The first one makes the timer. It
// has memory of its own, because the operation moves while the timer is in use.
template <typename Executor>
class pauses
{
public:
  bool has_timer() const noexcept
  {
    return state_ != nullptr;
  }

  void make_timer(const Executor& executor, std::uint64_t seed)
  {
    state_ = std::make_unique<state>(executor, seed);
  }

  template <typename Step>
  void start(Step&& step)
  {
    // The step owns this object. A moved step leaves it without a state.
    state& waiting = *state_;
    waiting.timer.expires_after(waiting.time.next());
    waiting.timer.async_wait(std::forward<Step>(step));
  }

  void restart() noexcept
  {
    state_->time.restart();
  }

  void end() noexcept
  {
    state_.reset();
  }

private:
  using clock = std::chrono::steady_clock;

  struct state
  {
    // The address differs between processes even if there is no seed.
    state(const Executor& executor, std::uint64_t seed)
      : timer(executor),
        time(seed ^ reinterpret_cast<std::uintptr_t>(this))
    {
    }

    boost::asio::basic_waitable_timer<clock,
      boost::asio::wait_traits<clock>, Executor> timer;
    exponential_backoff time;
  };

  std::unique_ptr<state> state_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_BACKOFF_HPP
