//
// detail/handover/handover_operation.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_OPERATION_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_OPERATION_HPP

// The asynchronous form of a handover. It runs once in the life of a process,
// so it may cost what async_compose costs.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/handover/handover_channel.hpp>
#include <boost_seqpacket/detail/handover/handover_state.hpp>
#include <boost_seqpacket/detail/handover/handover_step.hpp>
#include <boost_seqpacket/detail/handover/run_handover.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/posix/descriptor_base.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// Make returns the state machine. It is called when the operation is launched,
// since a deferred operation can be launched twice.
template <typename Socket, typename Make>
class handover_operation
{
public:
  handover_operation(Socket& socket, Make make, handover_duration timeout)
    : socket_(&socket),
      make_(std::move(make)),
      timeout_(timeout)
  {
  }

  template <typename Self>
  void operator()(Self& self, boost::system::error_code ec = {})
  {
    if (!state_)
      start(self);
    else if (state_->fsm.wants() == handover_want::done)
      complete(self);
    else
      resume(self, ec);
  }

private:
  using fsm_type = decltype(std::declval<const Make&>()());
  using state = handover_state<Socket, fsm_type>;

  template <typename Self>
  void start(Self& self)
  {
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    self.reset_cancellation_state(
        boost::asio::enable_total_cancellation());
#endif
    state_ = std::allocate_shared<state>(
        boost::asio::get_associated_allocator(self), *socket_, make_);
    state_->channel.prepare(state_->fsm);
    if (!go_on(self))
    {
      // The handler is not called from inside of the initiating function.
      boost::asio::post(socket_->get_executor(), std::move(self));
    }
  }

  template <typename Self>
  void start_timer(Self& self)
  {
    const handover_time end = handover_deadline(timeout_);
    has_timer_ = true;
    if (end == handover_time::max())
      return;
    state_->timer.expires_at(end);
    state_->timer.async_wait(boost::asio::bind_executor(self.get_executor(),
          [shared = state_](const boost::system::error_code& ec)
          {
            if (!ec)
              shared->expire();
          }));
  }

  template <typename Self>
  void resume(Self& self, boost::system::error_code ec)
  {
    state_->channel.check(state_->fsm);
    if (state_->fsm.wants() != handover_want::done)
    {
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
      const bool cancelled =
        self.cancelled() != boost::asio::cancellation_type::none;
#else
      const bool cancelled = false;
#endif
      give_up_if(ec, cancelled);
    }
    if (!go_on(self))
      complete(self);
  }

  // The deadline is the reason of an error if it has come.
  void give_up_if(boost::system::error_code ec, bool cancelled)
  {
    {
      const std::lock_guard<std::mutex> lock(state_->mutex);
      if (std::exchange(state_->is_woken, false))
        ec = boost::system::error_code();
      if (cancelled)
        ec = boost::asio::error::operation_aborted;
      if (state_->is_expired)
        ec = boost::asio::error::timed_out;
    }
    if (ec)
      state_->fsm.give_up(ec);
  }

  // Returns whether the operation waits.
  template <typename Self>
  bool go_on(Self& self)
  {
    const std::shared_ptr<state> shared = state_;
    for (;;)
    {
      const handover_wait wait = shared->channel.advance(shared->fsm);
      if (wait == handover_wait::nothing)
        return false;
      if (!has_timer_)
        start_timer(self);
      boost::system::error_code ec;
      {
        const std::lock_guard<std::mutex> lock(shared->mutex);
        if (shared->is_expired)
          ec = boost::asio::error::timed_out;
        else if (std::exchange(shared->is_woken, false))
          continue;
        else if (shared->channel.process().pidfd() >= 0
            && !shared->death.is_open())
          watch_process(self, ec);
        // The end of the connection says it as well.
        if (wait != handover_wait::death && !shared->is_expired)
          ec = boost::system::error_code();
        if (!ec)
        {
          start_wait(self, *shared, wait);
          return true;
        }
      }
      shared->fsm.give_up(ec);
    }
  }

  // The channel goes on to look at the process with the number.
  template <typename Self>
  void watch_process(Self& self, boost::system::error_code& ec)
  {
    state_->death.assign(state_->channel.process().pidfd(), ec);
    if (ec)
      return;
    state_->channel.process().release_pidfd();
    state_->death.async_wait(boost::asio::posix::descriptor_base::wait_read,
        boost::asio::bind_executor(self.get_executor(),
          [shared = state_](const boost::system::error_code& error)
          {
            if (!error)
              shared->wake();
          }));
  }

  template <typename Self>
  static void start_wait(Self& self, state& shared, handover_wait wait)
  {
    using boost::asio::socket_base;
    if (wait == handover_wait::death)
      shared.death.async_wait(
          boost::asio::posix::descriptor_base::wait_read, std::move(self));
    else
      shared.socket->async_wait(wait == handover_wait::writable
          ? socket_base::wait_write : socket_base::wait_read, std::move(self));
  }

  // All resources are free before the handler is called.
  template <typename Self>
  void complete(Self& self)
  {
    state_->end();
    const boost::system::error_code ec = state_->fsm.error();
    if constexpr (fsm_type::gives_items)
    {
      auto items = std::move(state_->fsm.items());
      release();
      self.complete(ec, std::move(items));
    }
    else
    {
      release();
      self.complete(ec);
    }
  }

  // The handlers of the timer and of the watch may still hold the state.
  void release()
  {
    boost::system::error_code ignored;
    state_->channel.process().reset();
    state_->death.close(ignored);
    state_.reset();
  }

  Socket* socket_;
  Make make_;
  handover_duration timeout_;
  bool has_timer_ = false;
  std::shared_ptr<state> state_;
};

// Token is a reference if the caller named it: a handler is copied then.
template <typename Token, typename Signature, typename Socket, typename Make>
auto initiate_handover(Socket& socket, Make make, handover_duration timeout,
    std::remove_reference_t<Token>& token)
{
  check_token<Token>();
  check_handover_socket<Socket>();
  return boost::asio::async_compose<Token, Signature>(
      handover_operation<Socket, Make>(socket, std::move(make), timeout),
      token, socket);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_OPERATION_HPP
