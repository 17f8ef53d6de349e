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

// The waits for which no readiness comes: room in a backlog, a free descriptor.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/operation/with_handler.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/system/error_code.hpp>

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
# include <boost/asio/associated_cancellation_slot.hpp>
# include <boost/asio/cancellation_signal.hpp>
#endif

#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// How long to pause: at most 1 ms at first, twice as long each time, at most
// 128 ms.
class exponential_backoff
{
public:
  // Many who wait for the same thing must not all come back at once: the seed
  // says which part of the time each takes.
  explicit exponential_backoff(std::uint64_t seed) noexcept
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

// Goes on with the step behind it when the timer has expired. It has no
// cancellation slot: what the timer would leave there outlives the timer.
class end_of_pause
{
public:
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)

  using cancellation_slot_type = boost::asio::cancellation_slot;

  cancellation_slot_type get_cancellation_slot() const noexcept
  {
    return cancellation_slot_type();
  }

#endif

protected:
  template <typename Step>
  void run(Step& step, const boost::system::error_code& ec)
  {
    step.handler()(ec);
  }
};

// The pauses of an asynchronous operation, as a part of its wait_and_retry. The
// timer stands alone in memory: the operation moves while the timer is in use.
template <typename Executor>
class timer_pauses
{
protected:
  template <typename Step>
  void start_pause(Step& step, const Executor& executor, int descriptor)
  {
    if (!state_)
    {
      state_ = std::make_unique<state>(executor);
      // Where sockets have no identity the memory tells the clients of a
      // process apart.
      state_->time = exponential_backoff(socket_ops::identity(descriptor)
          ^ reinterpret_cast<std::uintptr_t>(state_.get()));
    }
    state& waiting = *state_;
    waiting.timer.expires_after(waiting.time.next());

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    auto slot = boost::asio::get_associated_cancellation_slot(step);
    if (slot.is_connected())
      slot.template emplace<canceller>(waiting);
#endif

    waiting.timer.async_wait(
        with_handler<Step, end_of_pause>(std::move(step), end_of_pause()));
  }

  void end_pauses() noexcept
  {
    state_.reset();
  }

private:
  using clock = std::chrono::steady_clock;

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
  class canceller;
#endif

  struct state
  {
    explicit state(const Executor& executor)
      : timer(executor),
        time(0)
    {
    }

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    ~state()
    {
      if (in_slot)
        in_slot->forget();
    }
#endif

    boost::asio::basic_waitable_timer<clock,
      boost::asio::wait_traits<clock>, Executor> timer;
    exponential_backoff time;
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    canceller* in_slot = nullptr;
#endif
  };

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)

  // What a signal calls. The operation may be gone by then, with its executor,
  // and so may the signal when the operation goes: each knows of the other.
  class canceller
  {
  public:
    explicit canceller(state& waiting) noexcept
      : waiting_(&waiting)
    {
      waiting.in_slot = this;
    }

    canceller(const canceller&) = delete;
    canceller& operator=(const canceller&) = delete;

    ~canceller()
    {
      if (waiting_)
        waiting_->in_slot = nullptr;
    }

    void operator()(boost::asio::cancellation_type)
    {
      if (waiting_)
        waiting_->timer.cancel();
    }

    void forget() noexcept
    {
      waiting_ = nullptr;
    }

  private:
    state* waiting_;
  };

#endif // defined(BOOST_SEQPACKET_HAS_CANCELLATION)

  std::unique_ptr<state> state_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_BACKOFF_HPP
