//
// detail/operation.hpp
// ~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_HPP

// How every operation runs: try at once, and only when the socket is not ready
// wait for it and try again.
//
// An attempt is a copyable function object. It has
//   - using result_type: with a member error, and callable as
//     std::move(result)(handler) to call the handler;
//   - static constexpr wait: what to wait for;
//   - static constexpr name: of the operation, for Asio's handler tracking;
//   - result_type operator()(Socket&, bool waited): tries once, or goes on
//     where the last try stopped;
//   - result_type stopped(error_code): the result when there is no next try;
//   - static retry after(error_code): whether there is one, and when;
//   - template pauses<Executor>: timer_pauses, if it is ever after a pause.
// What most attempts need of these is in simple_attempt.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/handler_step.hpp>
#include <boost_seqpacket/detail/socket_ops.hpp>
#include <boost_seqpacket/detail/socket_traits.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
# include <boost/asio/associated_cancellation_slot.hpp>
# include <boost/asio/cancellation_state.hpp>
#endif

#if defined(BOOST_SEQPACKET_HAS_IMMEDIATE_EXECUTOR)
# include <boost/asio/associated_immediate_executor.hpp>
#endif

#include <cstdint>
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

// Calls the handler with a result that is there already.
template <typename Result>
class deliver_step
{
public:
  explicit deliver_step(Result&& result)
    : result_(std::move(result))
  {
  }

protected:
  template <typename Step>
  void run(Step& step)
  {
    std::move(result_)(step.handler());
  }

private:
  Result result_;
};

// Complete an operation from inside its initiating function: never by calling
// the handler here, unless its immediate executor does so. As in Asio's own
// operations the way goes through the socket's executor: to queue on the
// handler's would let that of use_future complete in a thread of the
// system_executor.
template <typename Handler, typename Executor, typename Result>
void complete_immediately(Handler&& handler, const Executor& io_executor,
    Result&& result)
{
  using deliver = deliver_step<std::decay_t<Result>>;
  using step = handler_step<std::decay_t<Handler>, deliver>;
#if defined(BOOST_SEQPACKET_HAS_IMMEDIATE_EXECUTOR)
  const auto immediate = boost::asio::get_associated_immediate_executor(
      handler, io_executor);
  boost::asio::dispatch(immediate,
      step(std::forward<Handler>(handler), deliver(std::move(result))));
#else
  boost::asio::post(io_executor,
      step(std::forward<Handler>(handler), deliver(std::move(result))));
#endif
}

// Waits until the socket is ready, then tries again.
template <typename Socket, typename Attempt>
class wait_step
  : private Attempt::template pauses<typename Socket::executor_type>
{
public:
  // Not named executor_type, which would be associated with the step.
  using io_executor = typename Socket::executor_type;
  using result_type = typename Attempt::result_type;

  template <typename Handler>
  wait_step(const Handler& handler, Socket& socket, Attempt&& attempt,
      retry next)
    : socket_(&socket),
      descriptor_(socket.native_handle()),
      next_(next),
      identity_(socket_ops::identity(descriptor_)),
      attempt_(std::move(attempt))
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
      , cancellation_(boost::asio::get_associated_cancellation_slot(handler),
          boost::asio::enable_total_cancellation())
#endif
  {
    // Between two waits the operation runs on the handler's executor. If that
    // is another one, the socket's must not run out of work meanwhile.
    const io_executor executor = socket.get_executor();
    if (!runs_on(handler, executor))
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
        this->start_pause(step, socket.get_executor(), identity_);
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

    result_type result = attempt_(*socket_, true);
    next_ = Attempt::after(result.error);
    if (next_ != retry::never)
      start(step);
    else
      finish(step, std::move(result));
  }

private:
  using pauses = typename Attempt::template pauses<io_executor>;

  template <typename Handler>
  static bool runs_on(const Handler& handler, const io_executor& executor)
  {
    using handler_executor = typename boost::asio::associated_executor<
      Handler, io_executor>::type;
    if constexpr (std::is_same<handler_executor, io_executor>::value)
      return executor
        == boost::asio::get_associated_executor(handler, executor);
    else
      return false;
  }

  // A signal or a close between readiness and now counts as well: the wait
  // could not see it any more. The number of a socket that was closed may be
  // that of the next one already, whose packets are not for this operation.
  bool is_cancelled() const noexcept
  {
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    if (cancellation_.cancelled() != boost::asio::cancellation_type::none)
      return true;
#endif
    return socket_->native_handle() != descriptor_
      || socket_ops::identity(descriptor_) != identity_;
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
  int descriptor_;
  retry next_;
  std::uint64_t identity_;
  Attempt attempt_;
  std::optional<boost::asio::executor_work_guard<io_executor>> work_;
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
  boost::asio::cancellation_state cancellation_;
#endif
};

// What async_initiate is given: copyable, so that a deferred operation can be
// launched more than once.
template <typename Socket>
class initiate_operation
{
public:
  using executor_type = typename Socket::executor_type;

  explicit initiate_operation(Socket& socket) noexcept
    : socket_(&socket)
  {
  }

  executor_type get_executor() const noexcept
  {
    return socket_->get_executor();
  }

  template <typename Handler, typename Attempt>
  void operator()(Handler&& handler, Attempt attempt) const
  {
    BOOST_ASIO_HANDLER_LOCATION((__FILE__, __LINE__, Attempt::name));
    auto result = attempt(*socket_, false);
    const retry next = Attempt::after(result.error);
    if (next == retry::never)
    {
      complete_immediately(std::forward<Handler>(handler), get_executor(),
          std::move(result));
      return;
    }

    using wait = wait_step<Socket, Attempt>;
    wait first(handler, *socket_, std::move(attempt), next);
    handler_step<std::decay_t<Handler>, wait> step(
        std::forward<Handler>(handler), std::move(first));
    step.start();
  }

private:
  Socket* socket_;
};

// Token is the type as the user's function deduced it, a reference for an
// lvalue, which is copied then and not moved from.
template <typename Token, typename Signature, typename Socket,
    typename Attempt>
auto initiate(std::remove_reference_t<Token>& token, Socket& socket,
    const Attempt& attempt)
{
  return boost::asio::async_initiate<Token, Signature>(
      initiate_operation<Socket>(socket), token, attempt);
}

// The synchronous form: wait as the user's blocking mode says.
template <typename Socket, typename Attempt>
typename Attempt::result_type run(Socket& socket, Attempt attempt,
    message_flags flags)
{
  const bool waits = !socket.non_blocking() && (flags & MSG_DONTWAIT) == 0;
  typename Attempt::result_type result = attempt(socket, false);
  while (socket_ops::would_block(result.error))
  {
    if (!waits)
      return attempt.stopped(result.error);

    boost::system::error_code ec;
    do
      socket.wait(Attempt::wait, ec);
    while (ec == boost::asio::error::interrupted);
    if (ec)
      return attempt.stopped(ec);
    result = attempt(socket, true);
  }
  return result;
}

// What most attempts are: tried again when the socket is ready.
struct attempt_without_pauses
{
  template <typename Executor>
  using pauses = no_pauses;

  static retry after(const boost::system::error_code& ec) noexcept
  {
    return socket_ops::would_block(ec) ? retry::when_ready : retry::never;
  }
};

// And without progress of their own.
template <typename Result>
struct simple_attempt
  : attempt_without_pauses
{
  using result_type = Result;

  static result_type stopped(const boost::system::error_code& ec)
  {
    return result_type(ec);
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_HPP
