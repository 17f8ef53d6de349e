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

// Completion of an operation that was done at once.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/operation/with_handler.hpp>

#if defined(BOOST_SEQPACKET_HAS_IMMEDIATE_EXECUTOR)
# include <boost/asio/associated_immediate_executor.hpp>
# include <boost/asio/dispatch.hpp>
#else
# include <boost/asio/post.hpp>
#endif

#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// Calls the handler with a known result.
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

// Complete an operation from inside its initiating function. Only the handler's
// immediate executor may call the handler here. As in Asio's own operations the
// completion goes through the socket's executor: a handler without an executor,
// such as that of use_future, would run in a thread of the system_executor
// otherwise.
template <typename Handler, typename Executor, typename Result>
void complete_immediately(Handler&& handler, const Executor& io_executor,
    Result&& result)
{
  using step = completion_step<std::decay_t<Result>>;
#if defined(BOOST_SEQPACKET_HAS_IMMEDIATE_EXECUTOR)
  const auto executor = boost::asio::get_associated_immediate_executor(
      handler, io_executor);
  boost::asio::dispatch(executor, with_handler<std::decay_t<Handler>, step>(
        std::forward<Handler>(handler), step(std::move(result))));
#else
  boost::asio::post(io_executor, with_handler<std::decay_t<Handler>, step>(
        std::forward<Handler>(handler), step(std::move(result))));
#endif
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_COMPLETE_HPP
