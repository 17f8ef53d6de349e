//
// detail/operation/complete.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_COMPLETE_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_COMPLETE_HPP

// How an operation completes that was done at once.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/operation/with_handler.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>

#if defined(BOOST_SEQPACKET_HAS_IMMEDIATE_EXECUTOR)
# include <boost/asio/associated_immediate_executor.hpp>
# include <boost/asio/dispatch.hpp>
# include <boost/asio/io_context.hpp>
#else
# include <boost/asio/post.hpp>
#endif

#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// Whether a handler of an object with that executor has no other executor.
template <typename Handler, typename Executor>
bool runs_on(const Handler& handler, const Executor& executor)
{
  if constexpr (std::is_same<Executor, typename
      boost::asio::associated_executor<Handler, Executor>::type>::value)
    return executor
      == boost::asio::get_associated_executor(handler, executor);
  else
    return false;
}

// Calls the handler with a result that is there already.
template <typename Result>
class completion_step
{
public:
  explicit completion_step(Result&& result)
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

#if defined(BOOST_SEQPACKET_HAS_IMMEDIATE_EXECUTOR)

// The same where only the handler's allocator counts. What has an executor as
// well is dispatched to it a second time, even if that is where it is.
template <typename Handler, typename Result>
class delivery
{
public:
  using allocator_type =
    typename boost::asio::associated_allocator<Handler>::type;

  template <typename H>
  delivery(H&& handler, Result&& result)
    : handler_(std::forward<H>(handler)),
      result_(std::move(result))
  {
  }

  allocator_type get_allocator() const noexcept
  {
    return boost::asio::get_associated_allocator(handler_);
  }

  void operator()()
  {
    std::move(result_)(handler_);
  }

private:
  Handler handler_;
  Result result_;
};

// A handler with nothing bound.
struct plain_handler {};

// Whether a handler can have the immediate executor that is there when nobody
// has bound one.
template <typename Handler, typename Executor>
constexpr bool may_be_default_immediate = std::is_same<
  typename boost::asio::associated_immediate_executor<
    Handler, Executor>::type,
  typename boost::asio::associated_immediate_executor<
    plain_handler, Executor>::type>::value;

// The executor is the socket's, or what is behind it.
template <typename Executor, typename Handler, typename IoExecutor,
    typename Result>
void complete_on(const Executor& executor, Handler&& handler,
    const IoExecutor& io_executor, Result&& result)
{
  using handler_type = std::decay_t<Handler>;
  using result_type = std::decay_t<Result>;
  const auto immediate = boost::asio::get_associated_immediate_executor(
      handler, executor);
  if constexpr (may_be_default_immediate<handler_type, Executor>)
  {
    if (immediate == boost::asio::get_associated_immediate_executor(
          plain_handler(), executor)
        && detail::runs_on(handler, io_executor))
    {
      boost::asio::dispatch(immediate, delivery<handler_type, result_type>(
            std::forward<Handler>(handler), std::move(result)));
      return;
    }
  }

  using deliver = completion_step<result_type>;
  boost::asio::dispatch(immediate, with_handler<handler_type, deliver>(
        std::forward<Handler>(handler), deliver(std::move(result))));
}

#endif // defined(BOOST_SEQPACKET_HAS_IMMEDIATE_EXECUTOR)

// Complete an operation from inside its initiating function: never by calling
// the handler here, unless its immediate executor does so. As in Asio's own
// operations the way goes through the socket's executor: to queue on the
// handler's would let that of use_future complete in a thread of the
// system_executor.
template <typename Handler, typename Executor, typename Result>
void complete_immediately(Handler&& handler, const Executor& io_executor,
    Result&& result)
{
#if defined(BOOST_SEQPACKET_HAS_IMMEDIATE_EXECUTOR)
  using any = boost::asio::any_io_executor;
  if constexpr (std::is_same<Executor, any>::value
      && may_be_default_immediate<std::decay_t<Handler>, any>)
  {
    // What is behind it in most programs queues without the type erasure.
    using concrete = boost::asio::io_context::executor_type;
    if (const concrete* target = io_executor.template target<concrete>())
    {
      detail::complete_on(*target, std::forward<Handler>(handler),
          io_executor, std::move(result));
      return;
    }
  }
  detail::complete_on(io_executor, std::forward<Handler>(handler),
      io_executor, std::move(result));
#else
  using deliver = completion_step<std::decay_t<Result>>;
  boost::asio::post(io_executor,
      with_handler<std::decay_t<Handler>, deliver>(
        std::forward<Handler>(handler), deliver(std::move(result))));
#endif
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_COMPLETE_HPP
