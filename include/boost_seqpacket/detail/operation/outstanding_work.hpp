//
// detail/operation/outstanding_work.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_OUTSTANDING_WORK_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_OUTSTANDING_WORK_HPP

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/prefer.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// True if the handler runs on the given executor, which is its default.
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

// An executor that counts as outstanding work while it exists. Executors of the
// Networking TS have a guard for that.
template <typename Executor, typename = void>
struct tracked_executor
{
  using type = boost::asio::executor_work_guard<Executor>;

  static type get(const Executor& executor)
  {
    return type(executor);
  }
};

template <typename Executor>
struct tracked_executor<Executor, std::void_t<decltype(boost::asio::prefer(
      std::declval<const Executor&>(),
      boost::asio::execution::outstanding_work.tracked))>>
{
  using type = std::decay_t<decltype(boost::asio::prefer(
      std::declval<const Executor&>(),
      boost::asio::execution::outstanding_work.tracked))>;

  static type get(const Executor& executor)
  {
    return boost::asio::prefer(executor,
        boost::asio::execution::outstanding_work.tracked);
  }
};

// Between two waits an operation runs on the handler's executor. If that is not
// the socket's, this object keeps the socket's context from running out of
// work.
template <typename Executor>
class outstanding_work
{
public:
  template <typename Handler>
  outstanding_work(const Handler& handler, const Executor& executor)
  {
    if (!detail::runs_on(handler, executor))
      tracked_.emplace(tracked_executor<Executor>::get(executor));
  }

  void end()
  {
    tracked_.reset();
  }

private:
  std::optional<typename tracked_executor<Executor>::type> tracked_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_OUTSTANDING_WORK_HPP
