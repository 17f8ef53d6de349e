// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_FAULT_STYLES_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_FAULT_STYLES_HPP

// Every form and completion style of an operation, while its system calls fail.

#include "fault_walk.hpp"

#include "features.hpp"

#include <functional>
#include <future>
#include <optional>
#include <type_traits>

namespace boost_seqpacket {
namespace test {

// How an operation is called, and how it completes.
enum class style
{
  throwing,
  error_code,
  callback,
  future,
  other_executor,
#if defined(TEST_HAS_DEFERRED)
  deferred,
#endif
#if defined(TEST_HAS_IMMEDIATE_EXECUTOR)
  immediate_executor,
#endif
#if defined(TEST_HAS_COROUTINES)
  coroutine,
#endif
  count
};

inline const char* const style_names[] = {
  "throwing",
  "error_code",
  "callback",
  "use_future",
  "executor of another context",
#if defined(TEST_HAS_DEFERRED)
  "deferred",
#endif
#if defined(TEST_HAS_IMMEDIATE_EXECUTOR)
  "immediate executor",
#endif
#if defined(TEST_HAS_COROUTINES)
  "use_awaitable",
#endif
};

inline bool is_synchronous(style how)
{
  return how == style::throwing || how == style::error_code;
}

// How an operation ended.
struct ending
{
  int calls = 0;
  error_code error;
  std::size_t count = 0;
  std::vector<unique_descriptor> arrived;
  std::optional<socket> accepted;

  void set(const error_code& ec, std::size_t n)
  {
    ++calls;
    error = ec;
    count = n;
  }

  // An array or a vector.
  template <typename Descriptors>
  auto set(const error_code& ec, std::size_t n, Descriptors descriptors)
    -> decltype(descriptors[0].native_handle(), void())
  {
    set(ec, n);
    for (unique_descriptor& d : descriptors)
    {
      if (d)
        arrived.push_back(std::move(d));
    }
  }

  void set(const error_code& ec)
  {
    set(ec, std::size_t(0));
  }

  void set(const error_code& ec, socket peer)
  {
    set(ec);
    if (peer.is_open())
      accepted.emplace(std::move(peer));
  }

  void set_result(std::size_t n)
  {
    set(error_code(), n);
  }

  void set_result(socket peer)
  {
    set(error_code(), std::move(peer));
  }

  template <typename Descriptors>
  void set_result(std::tuple<std::size_t, Descriptors> result)
  {
    set(error_code(), std::get<0>(result), std::move(std::get<1>(result)));
  }

  // For the styles that throw.
  template <typename Function>
  void set_by(Function function)
  {
    try
    {
      set_from(function);
    }
    catch (const boost::system::system_error& e)
    {
      set(e.code());
    }
  }

  // Of a function that may return nothing.
  template <typename Function>
  void set_from(Function& function)
  {
    if constexpr (std::is_void<decltype(function())>::value)
    {
      function();
      set(error_code());
    }
    else
    {
      set_result(function());
    }
  }
};

#if defined(TEST_HAS_COROUTINES)

template <typename Operation>
asio::awaitable<void> await(Operation& operation, ending& result)
{
  try
  {
    auto started = operation.start(asio::use_awaitable);
    using value = typename decltype(started)::value_type;
    if constexpr (std::is_void<value>::value)
    {
      co_await std::move(started);
      result.set(error_code());
    }
    else
    {
      result.set_result(co_await std::move(started));
    }
  }
  catch (const boost::system::system_error& e)
  {
    result.set(e.code());
  }
}

#endif // defined(TEST_HAS_COROUTINES)

// An operation with its synchronous and its asynchronous form.
template <typename Call, typename Start>
struct operation
{
  Call call;
  Start start;
};

template <typename Call, typename Start>
operation(Call, Start) -> operation<Call, Start>;

// Where operations run.
struct contexts
{
  asio::io_context main;
  asio::io_context other;
};

// Start an operation in a style that few operations are tried in. Returns whether
// it has completed, if the handler does not say so.
template <typename Operation, typename Handler>
std::function<bool()> start_in(style how, contexts& where,
    Operation& operation, ending& result, const Handler& handler)
{
  std::function<bool()> done = [&result] { return result.calls != 0; };
  if (how == style::other_executor)
  {
    operation.start(asio::bind_executor(where.other, handler));
  }
  else if (how == style::future)
  {
    auto values = std::make_shared<
      decltype(operation.start(asio::use_future))>(
        operation.start(asio::use_future));
    done = [values, &result]
        {
          if (values->wait_for(std::chrono::seconds(0))
              != std::future_status::ready)
            return false;
          result.set_by([&] { return values->get(); });
          return true;
        };
  }
#if defined(TEST_HAS_DEFERRED)
  else if (how == style::deferred)
  {
    auto packaged = operation.start(asio::deferred);
    std::move(packaged)(handler);
  }
#endif
#if defined(TEST_HAS_IMMEDIATE_EXECUTOR)
  else if (how == style::immediate_executor)
  {
    operation.start(asio::bind_immediate_executor(
        where.main.get_executor(), handler));
  }
#endif
#if defined(TEST_HAS_COROUTINES)
  else if (how == style::coroutine)
  {
    asio::co_spawn(where.main, await(operation, result), asio::detached);
    where.main.poll_one();
  }
#endif
  return done;
}

// Call the synchronous form.
template <typename Operation>
void call_in(style how, Operation& operation, ending& result)
{
  if (how == style::throwing)
  {
    result.set_by([&] { return operation.call(); });
    return;
  }
  error_code ec = asio::error::fault;
  auto call = [&] { return operation.call(ec); };
  result.set_from(call);
  result.error = ec;
}

// Run both contexts until the operation has completed.
inline void run_both(style how, contexts& where,
    const std::function<bool()>& done)
{
  const auto end = std::chrono::steady_clock::now() + deadline;
  do
  {
    where.main.restart();
    where.main.poll();
    where.other.restart();
    where.other.poll();
    BOOST_REQUIRE_MESSAGE(std::chrono::steady_clock::now() < end,
        "it hangs: " << fault_walk::where(style_names[static_cast<int>(how)]));
  }
  while (!done());
}

// Run an operation to its end. Between initiation and the first run of the
// context `meanwhile` is called; before the call of a synchronous form. Few is
// for operations that differ in the type of the socket only.
template <bool Few = false, typename Operation, typename Function>
ending perform(style how, contexts& where, Operation operation,
    Function meanwhile)
{
  ending result;
  const with_faults now;
  const auto in_between = [&meanwhile]
      {
        const without_faults pause;
        meanwhile();
      };
  if (is_synchronous(how))
  {
    in_between();
    call_in(how, operation, result);
    return result;
  }

  const auto handler = [&result](const error_code& ec, auto&&... values)
      {
        result.set(ec, std::move(values)...);
      };
  std::function<bool()> done = [&result] { return result.calls != 0; };
  if (how == style::callback)
    operation.start(handler);
  else if constexpr (!Few)
    done = start_in(how, where, operation, result, handler);
  in_between();
  run_both(how, where, done);
  return result;
}

constexpr style few_styles[] = {
  style::throwing, style::error_code, style::callback};

template <typename Function>
void for_each_style(Function function)
{
  for (int i = 0; i < static_cast<int>(style::count); ++i)
    function(static_cast<style>(i), std::string(", ") + style_names[i]);
}

// The walk of the program.
inline fault_walk& walk()
{
  static fault_walk result;
  return result;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_FAULT_STYLES_HPP
