// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_IMMEDIATE_HPP
#define BOOST_SEQPACKET_BENCH_IMMEDIATE_HPP

// How contestants bind their handlers: not at all, or to an immediate executor
// as a user would who wants a result that is there already without a turn
// through the scheduler.

#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/version.hpp>

#if BOOST_ASIO_VERSION >= 102800 // Boost 1.82
# include <boost/asio/bind_immediate_executor.hpp>
# define BENCH_HAS_IMMEDIATE_EXECUTOR 1
#endif

#include <utility>

namespace bench {

namespace asio = boost::asio;

struct unbound
{
  explicit unbound(asio::io_context&)
  {
  }

  template <typename Token>
  Token operator()(Token token) const
  {
    return token;
  }
};

#if defined(BENCH_HAS_IMMEDIATE_EXECUTOR)

// Calls handlers inside each other up to a limit, and queues the next one: a
// stream that never has to wait would overflow the stack otherwise.
class nesting_executor
{
public:
  explicit nesting_executor(asio::io_context& context) noexcept
    : context_(&context)
  {
  }

  asio::io_context& query(asio::execution::context_t) const noexcept
  {
    return *context_;
  }

  static constexpr asio::execution::blocking_t query(
      asio::execution::blocking_t) noexcept
  {
    return asio::execution::blocking_t::possibly_t();
  }

  template <typename Function>
  void execute(Function&& function) const
  {
    thread_local int depth = 0;
    if (depth == 16)
    {
      asio::require(context_->get_executor(), asio::execution::blocking.never)
        .execute(std::forward<Function>(function));
      return;
    }

    struct level
    {
      level() { ++depth; }
      ~level() { --depth; }
    } one_more;
    std::move(function)();
  }

  friend bool operator==(const nesting_executor& a,
      const nesting_executor& b) noexcept
  {
    return a.context_ == b.context_;
  }

  friend bool operator!=(const nesting_executor& a,
      const nesting_executor& b) noexcept
  {
    return a.context_ != b.context_;
  }

private:
  asio::io_context* context_;
};

struct bound
{
  explicit bound(asio::io_context& context)
    : executor(context)
  {
  }

  template <typename Token>
  auto operator()(Token token) const
  {
    return asio::bind_immediate_executor(executor, std::move(token));
  }

  nesting_executor executor;
};

#endif // defined(BENCH_HAS_IMMEDIATE_EXECUTOR)

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_IMMEDIATE_HPP
