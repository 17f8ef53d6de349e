//
// detail/operation/wait_and_retry.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_WAIT_AND_RETRY_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_WAIT_AND_RETRY_HPP

// The part of an operation that waits, and tries again.

#include <boost_seqpacket/detail/operation/complete.hpp>
#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/operation/socket_identity.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/system/error_code.hpp>

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
# include <boost/asio/associated_cancellation_slot.hpp>
# include <boost/asio/cancellation_state.hpp>
#endif

#include <optional>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// What an operation does when an attempt has given an error.
enum class retry
{
  never,
  when_ready,
  after_pause
};

// The operation never pauses.
struct no_pauses
{
  void end_pauses() noexcept
  {
  }
};

// Waits until the socket is ready, then tries again.
template <typename Socket, typename Attempt>
class wait_and_retry
  : private Attempt::template pauses<typename Socket::executor_type>
{
public:
  // Not named executor_type, which would be associated with the step.
  using io_executor = typename Socket::executor_type;
  using result_type = typename Attempt::result_type;

  template <typename Handler>
  wait_and_retry(const Handler& handler, Socket& socket, Attempt&& attempt,
      retry next, bool tried)
    : socket_(&socket),
      next_(next),
      tried_(tried),
      opening_(socket),
      attempt_(std::move(attempt))
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
      , cancellation_(boost::asio::get_associated_cancellation_slot(handler),
          boost::asio::enable_total_cancellation())
#endif
  {
    // Between two waits the operation runs on the handler's executor. If that
    // is another one, the socket's must not run out of work meanwhile.
    const io_executor executor = socket.get_executor();
    if (!detail::runs_on(handler, executor))
      work_.emplace(executor);
  }

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)

  using cancellation_slot_type = boost::asio::cancellation_slot;

  cancellation_slot_type get_cancellation_slot() const noexcept
  {
    return cancellation_.slot();
  }

#endif

protected:
  template <typename Step>
  void start(Step& step)
  {
    BOOST_ASIO_HANDLER_LOCATION((__FILE__, __LINE__, Attempt::name));
    Socket& socket = *socket_;
    if constexpr (!std::is_same<pauses, no_pauses>::value)
    {
      if (next_ == retry::after_pause)
      {
        this->start_pause(step, socket.get_executor(),
            socket.native_handle());
        return;
      }
    }
    socket.async_wait(Attempt::wait, std::move(step));
  }

  template <typename Step>
  void run(Step& step, boost::system::error_code ec)
  {
    if (ec || is_cancelled())
    {
      if (!ec)
        ec = boost::asio::error::operation_aborted;
      finish(step, attempt_.stopped(ec));
      return;
    }

    result_type result = attempt_(*socket_, tried_);
    tried_ = true;
    next_ = Attempt::after(result.error);
    if (next_ != retry::never)
      start(step);
    else
      finish(step, std::move(result));
  }

private:
  using pauses = typename Attempt::template pauses<io_executor>;

  // A signal or a close between readiness and now counts as well: the wait
  // could not see it any more.
  bool is_cancelled() const
  {
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    if (cancellation_.cancelled() != boost::asio::cancellation_type::none)
      return true;
#endif
    return !opening_.is_current(*socket_);
  }

  template <typename Step>
  void finish(Step& step, result_type&& result)
  {
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    // A later signal must not reach for a wait that is over.
    cancellation_.slot().clear();
#endif
    work_.reset();
    this->end_pauses();
    std::move(result)(step.handler());
  }

  Socket* socket_;
  retry next_;
  bool tried_;
  opening opening_;
  Attempt attempt_;
  std::optional<boost::asio::executor_work_guard<io_executor>> work_;
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
  boost::asio::cancellation_state cancellation_;
#endif
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_WAIT_AND_RETRY_HPP
