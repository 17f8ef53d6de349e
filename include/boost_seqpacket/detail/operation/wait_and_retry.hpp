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

// The part of an operation that waits and tries again.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/operation/backoff.hpp>
#include <boost_seqpacket/detail/operation/cancellation.hpp>
#include <boost_seqpacket/detail/operation/outstanding_work.hpp>
#include <boost_seqpacket/detail/operation/socket_identity.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// What an operation does after an attempt.
enum class retry
{
  never,
  when_ready,

  // The next pause is twice as long as the last one.
  after_pause,

  // The attempt has done a part of its work: the pauses begin with a short one
  // again.
  after_short_pause
};

// Waits until the socket is ready, then tries again. It is a step: Asio takes
// it as the handler of async_wait, and with_handler adds the user's handler.
//
// The socket object may be gone when the wait ends. The step uses it only to
// wait again, after it has seen that the kernel's socket is still the same.
template <typename Socket, typename Attempt>
class wait_and_retry
{
public:
  // Not named executor_type, which Asio would take for the executor of the
  // step.
  using io_executor = typename Socket::executor_type;
  using result_type = typename Attempt::result_type;

  template <typename Handler>
  wait_and_retry(const Handler& handler, Socket& socket, Attempt&& attempt,
      retry next)
    : socket_(&socket),
      identity_(socket.native_handle()),
      next_(next),
      attempt_(std::move(attempt)),
      work_(handler, socket.get_executor())
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
      , cancellation_(boost::asio::get_associated_cancellation_slot(handler))
#endif
  {
  }

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)

  using cancellation_slot_type = operation_cancellation::slot_type;

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
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    cancellation_.start(next_ == retry::when_ready ? &identity_ : nullptr,
        attempt_.has_begun(), [&] { wait(step); });
#else
    wait(step);
#endif
  }

  template <typename Step>
  void run(Step& step, boost::system::error_code ec)
  {
    if (!ec && is_cancelled())
      ec = boost::asio::error::operation_aborted;
    if (!ec)
      ec = identity_.check();
    if (ec)
    {
      finish(step, attempt_.stopped(ec));
      return;
    }

    result_type result = attempt_.again();
    next_ = attempt_.after(result.error);
    if (next_ != retry::never)
      start(step);
    else if (socket_ops::is(result.error, boost::asio::error::bad_descriptor)
        && identity_.is_gone())
      // Another thread closed the socket between the check and the attempt.
      finish(step, attempt_.stopped(boost::asio::error::operation_aborted));
    else
      finish(step, std::move(result));
  }

private:
  template <typename Step>
  void wait(Step& step)
  {
    // If the socket was moved to another object, this one cannot wait for it.
    if (next_ != retry::when_ready
        || socket_->native_handle() != identity_.descriptor())
    {
      if (!pauses_.has_timer())
        pauses_.make_timer(socket_->get_executor(), identity_.number());
      if (next_ == retry::after_short_pause)
        pauses_.restart();
      pauses_.start(std::move(step));
    }
    else
      socket_->async_wait(Attempt::wait, std::move(step));
  }

  // The wait does not see a signal that comes after the socket is ready. Such a
  // signal counts as well.
  bool is_cancelled() const
  {
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    return cancellation_.is_cancelled();
#else
    return false;
#endif
  }

  template <typename Step>
  void finish(Step& step, result_type&& result)
  {
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    cancellation_.end();
#endif
    pauses_.end();
    work_.end();
    std::move(result)(step.handler());
  }

  Socket* socket_;
  socket_identity identity_;
  retry next_;
  Attempt attempt_;
  outstanding_work<io_executor> work_;
  // A signal may still use the timer of a pause. The cancellation ends first,
  // because it is declared last.
  pauses<io_executor> pauses_;
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
  operation_cancellation cancellation_;
#endif
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_WAIT_AND_RETRY_HPP
