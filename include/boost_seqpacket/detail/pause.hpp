//
// detail/pause.hpp
// ~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PAUSE_HPP
#define BOOST_SEQPACKET_DETAIL_PAUSE_HPP

// The waits for which no readiness comes: room in a backlog, a free descriptor.

#include <boost_seqpacket/detail/config.hpp>

#include <boost/asio/basic_waitable_timer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// How long to pause: 1 ms at first, twice as long each time, at most 128 ms.
class growing_pause
{
public:
  // Many who wait for the same thing must not all come back at once: the seed
  // says which part of the time each takes.
  explicit growing_pause(std::uint64_t seed) noexcept
    : random_(seed)
  {
  }

  // Between half of the time that it grew to and all of it.
  std::chrono::microseconds next() noexcept
  {
    const std::uint64_t most = std::uint64_t(1000) << doublings_;
    if (doublings_ < 7)
      ++doublings_;
    // Knuth's linear congruential generator, MMIX.
    random_ = random_ * 6364136223846793005u + 1442695040888963407u;
    const std::uint64_t part = (random_ >> 32) % (most / 2 + 1);
    return std::chrono::microseconds(
        static_cast<std::chrono::microseconds::rep>(most - part));
  }

private:
  std::uint64_t random_;
  unsigned doublings_ = 0;
};

// The pauses of an asynchronous operation, as a part of its wait_step. The timer
// stands alone in memory: the operation moves while the timer is in use.
template <typename Executor>
class timer_pauses
{
protected:
  template <typename Step>
  void start_pause(Step& step, const Executor& executor, std::uint64_t seed)
  {
    if (!state_)
      state_ = std::make_unique<state>(executor, seed);
    state& waiting = *state_;
    waiting.timer.expires_after(waiting.time.next());
    waiting.timer.async_wait(std::move(step));
  }

  void end_pauses() noexcept
  {
    state_.reset();
  }

private:
  using clock = std::chrono::steady_clock;

  struct state
  {
    state(const Executor& executor, std::uint64_t seed)
      : timer(executor),
        time(seed)
    {
    }

    boost::asio::basic_waitable_timer<clock,
      boost::asio::wait_traits<clock>, Executor> timer;
    growing_pause time;
  };

  std::unique_ptr<state> state_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_PAUSE_HPP
