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
#include <mutex>

namespace boost_seqpacket {
namespace detail {

// Three chains use it: the waits of the operation, the deadline, and the watch
// of the process that sends. Without a strand they can run at the same time, so
// the mutex guards what they share: the objects on which the operation waits,
// and the flags.
template <typename Socket, typename Fsm>
struct handover_state
{
  using executor_type = typename Socket::executor_type;

  template <typename Make>
  handover_state(Socket& connection, const Make& make)
    : socket(&connection),
      fsm(make()),
      channel(connection.native_handle(), Fsm::room),
      timer(connection.get_executor()),
      death(connection.get_executor())
  {
  }

  // Ends the wait. A socket that was closed may be destroyed by now.
  void expire()
  {
    const std::lock_guard<std::mutex> lock(mutex);
    if (is_done)
      return;
    is_expired = true;
    boost::system::error_code ignored;
    if (death.is_open())
      death.cancel(ignored);
    cancel_socket();
  }

  // The process that sends has ended: the wait for its packets ends, and what
  // is in the queue decides.
  void wake()
  {
    const std::lock_guard<std::mutex> lock(mutex);
    if (is_done)
      return;
    is_woken = true;
    cancel_socket();
  }

  // Nothing is done after it.
  void end()
  {
    const std::lock_guard<std::mutex> lock(mutex);
    is_done = true;
    timer.cancel();
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
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
    boost::asio::wait_traits<std::chrono::steady_clock>, executor_type> timer;
  boost::asio::posix::basic_stream_descriptor<executor_type> death;
  std::mutex mutex;
  bool is_expired = false;
  bool is_woken = false;
  bool is_done = false;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_STATE_HPP
