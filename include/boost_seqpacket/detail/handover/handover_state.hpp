//
// detail/handover/handover_state.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_STATE_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_STATE_HPP

#include <boost_seqpacket/detail/handover/handover_channel.hpp>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/wait_traits.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// Three chains use it: the waits of the operation, the deadline, and the watch
// of the process that sends. Without a strand they can run at the same time, so
// the mutex guards what they share: the objects on which the operation waits,
// and the flags. A wait that cannot start destroys the operation, which then
// ends inside of the same lock, so that the mutex is recursive.
template <typename Socket, typename Fsm>
struct handover_state
{
  using executor_type = typename Socket::executor_type;

  template <typename Make>
  handover_state(Socket& connection, const Make& make)
    : socket(&connection),
      fsm(make()),
      channel(connection.native_handle(), Fsm::room),
      timer(std::in_place, connection.get_executor()),
      death(std::in_place, connection.get_executor())
  {
  }

  // Ends the wait. A socket that was closed may be destroyed by now.
  void expire()
  {
    const std::lock_guard<std::recursive_mutex> lock(mutex);
    if (is_done)
      return;
    is_expired = true;
    boost::system::error_code ignored;
    if (death->is_open())
      death->cancel(ignored);
    cancel_socket();
  }

  // The process that sends has ended: the wait for its packets ends, and what
  // is in the queue decides.
  void wake()
  {
    const std::lock_guard<std::recursive_mutex> lock(mutex);
    if (is_done)
      return;
    is_woken = true;
    cancel_socket();
  }

  // Nothing is done after it. The handlers of the deadline and of the watch can
  // keep the state longer than the socket's context lives. So its objects end
  // here.
  void end()
  {
    const std::lock_guard<std::recursive_mutex> lock(mutex);
    is_done = true;
    channel.process().reset();
    timer.reset();
    death.reset();
  }

  void cancel_socket()
  {
    boost::system::error_code ignored;
    if (channel.identity().is_current())
      socket->cancel(ignored);
  }

  Socket* socket;
  Fsm fsm;
  handover_channel channel;
  std::optional<boost::asio::basic_waitable_timer<std::chrono::steady_clock,
    boost::asio::wait_traits<std::chrono::steady_clock>, executor_type>> timer;
  std::optional<boost::asio::posix::basic_stream_descriptor<executor_type>>
    death;
  std::recursive_mutex mutex;
  bool is_expired = false;
  bool is_woken = false;
  bool is_done = false;
};

// Ends the state with its operation, also with one that is destroyed. A copy
// has none: an operation is copied only before it begins.
template <typename State>
class handover_state_owner
{
public:
  handover_state_owner() = default;

  handover_state_owner(const handover_state_owner&) noexcept {}

  handover_state_owner(handover_state_owner&& other) noexcept
    : state_(std::move(other.state_))
  {
  }

  handover_state_owner& operator=(const handover_state_owner&) = delete;

  ~handover_state_owner() { reset(); }

  void set(std::shared_ptr<State> state) noexcept
  {
    state_ = std::move(state);
  }

  void reset()
  {
    if (state_)
      state_->end();
    state_.reset();
  }

  const std::shared_ptr<State>& get() const noexcept { return state_; }

  State* operator->() const noexcept { return state_.get(); }

  explicit operator bool() const noexcept { return !!state_; }

private:
  std::shared_ptr<State> state_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_STATE_HPP
