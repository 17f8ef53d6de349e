// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OPERATION_STYLES_HPP
#define BOOST_SEQPACKET_TEST_OPERATION_STYLES_HPP

// Every completion style, each with an operation of any kind.

#include "test.hpp"

#include "features.hpp"

#include <functional>
#include <future>
#include <memory_resource>

namespace boost_seqpacket {
namespace test {

// The number of bytes or of items, whatever else an operation delivers with it.
inline std::size_t bytes_of()
{
  return 0;
}

template <typename... Rest>
std::size_t bytes_of(std::size_t n, const Rest&...)
{
  return n;
}

template <typename T>
std::size_t bytes_of(const std::vector<T>& items)
{
  return items.size();
}

template <typename... Rest>
std::size_t bytes_of(const std::tuple<std::size_t, Rest...>& result)
{
  return std::get<0>(result);
}

// How an operation ended.
struct outcome
{
  int calls = 0;
  error_code error;
  std::size_t bytes = 0;

  template <typename... Values>
  void set(const error_code& ec, const Values&... values)
  {
    ++calls;
    error = ec;
    bytes = bytes_of(values...);
  }

  // For the styles that make one value of all.
  template <typename... Values>
  void set(const std::tuple<error_code, Values...>& all)
  {
    std::apply([this](const auto&... each) { this->set(each...); }, all);
  }

  // For the styles that throw.
  template <typename Function>
  void set_by(Function function)
  {
    try
    {
      if constexpr (std::is_void<decltype(function())>::value)
      {
        function();
        set(error_code());
      }
      else
      {
        set(error_code(), function());
      }
    }
    catch (const boost::system::system_error& e)
    {
      set(e.code());
    }
  }
};

// The simplest handler, of any signature.
inline auto storing(outcome& result)
{
  return [&result](const error_code& ec, auto&&... values)
      {
        result.set(ec, values...);
      };
}

// A style launches an operation, which is a function of a completion token, and
// returns what is left to be done once the context has run.
using finish = std::function<void()>;

inline void nothing_left()
{
}

struct callback
{
  static constexpr const char* name = "callback";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome& result)
  {
    operation(storing(result));
    return nothing_left;
  }
};

struct move_only_callback
{
  static constexpr const char* name = "move-only callback";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome& result)
  {
    operation([&result, owned = std::make_unique<int>(7)](
        const error_code& ec, auto&&... values)
        {
          BOOST_TEST(*owned == 7);
          result.set(ec, values...);
        });
    return nothing_left;
  }
};

// An lvalue is copied: the caller's handler is not moved from.
struct callback_by_name
{
  static constexpr const char* name = "callback given as an lvalue";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome& result)
  {
    auto value = std::make_shared<int>(7);
    auto handler = [&result, value](
        const error_code& ec, auto&&... values)
        {
          BOOST_TEST(*value == 7);
          result.set(ec, values...);
        };
    auto& by_name = handler;
    operation(by_name);
    BOOST_TEST(value.use_count() >= 3);
    return nothing_left;
  }
};

struct future
{
  static constexpr const char* name = "use_future";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome& result)
  {
    auto pending = std::make_shared<decltype(operation(asio::use_future))>(
        operation(asio::use_future));
    return [pending, &result]
        {
          BOOST_REQUIRE(pending->wait_for(std::chrono::seconds(0))
              == std::future_status::ready);
          result.set_by([&] { return pending->get(); });
        };
  }
};

struct redirected
{
  static constexpr const char* name = "redirect_error";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome& result)
  {
    auto ec = std::make_shared<error_code>();
    auto handler = [&result, ec](auto&&... values)
        {
          result.set(*ec, values...);
        };
    operation(asio::redirect_error(handler, *ec));
    return nothing_left;
  }
};

struct on_strand
{
  static constexpr const char* name = "bind_executor on a strand";

  template <typename Operation>
  static finish start(
      asio::io_context& context, Operation operation, outcome& result)
  {
    auto strand = asio::make_strand(context);
    operation(asio::bind_executor(strand,
        [strand, &result](const error_code& ec, auto&&... values)
        {
          BOOST_TEST(strand.running_in_this_thread());
          result.set(ec, values...);
        }));
    return nothing_left;
  }
};

struct detach
{
  static constexpr const char* name = "detached";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome&)
  {
    operation(asio::detached);
    return nothing_left;
  }
};

#if defined(TEST_HAS_DEFERRED)

struct deferred
{
  static constexpr const char* name = "deferred";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome& result)
  {
    auto packaged = operation(asio::deferred);
    std::move(packaged)(storing(result));
    return nothing_left;
  }
};

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_AS_TUPLE)

struct tuple
{
  static constexpr const char* name = "as_tuple";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome& result)
  {
    operation(asio::as_tuple([&result](const auto& values)
        {
          result.set(values);
        }));
    return nothing_left;
  }
};

#endif // defined(TEST_HAS_AS_TUPLE)

#if defined(TEST_HAS_BIND_ALLOCATOR)

struct with_allocator
{
  static constexpr const char* name = "bind_allocator";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome& result)
  {
    operation(asio::bind_allocator(std::pmr::polymorphic_allocator<char>(),
          storing(result)));
    return nothing_left;
  }
};

#endif // defined(TEST_HAS_BIND_ALLOCATOR)

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

struct with_cancellation_slot
{
  static constexpr const char* name = "bind_cancellation_slot";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome& result)
  {
    auto signal = std::make_shared<asio::cancellation_signal>();
    operation(asio::bind_cancellation_slot(signal->slot(),
          storing(result)));
    return [signal]
        {
          // Too late for anything.
          signal->emit(asio::cancellation_type::all);
        };
  }
};

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

#if defined(TEST_HAS_IMMEDIATE_EXECUTOR)

struct with_immediate_executor
{
  static constexpr const char* name = "bind_immediate_executor";

  template <typename Operation>
  static finish start(
      asio::io_context& context, Operation operation, outcome& result)
  {
    operation(asio::bind_immediate_executor(context.get_executor(),
          storing(result)));
    return nothing_left;
  }
};

#endif // defined(TEST_HAS_IMMEDIATE_EXECUTOR)

#if defined(TEST_HAS_CANCEL_AFTER)

struct with_cancel_after
{
  static constexpr const char* name = "cancel_after";

  template <typename Operation>
  static finish start(asio::io_context&, Operation operation, outcome& result)
  {
    operation(asio::cancel_after(deadline,
          storing(result)));
    return nothing_left;
  }
};

#endif // defined(TEST_HAS_CANCEL_AFTER)

#if defined(TEST_HAS_COROUTINES)

// Whether a coroutine gets an error and no value.
template <typename Awaitable>
constexpr bool awaits_nothing =
  std::is_void<typename Awaitable::value_type>::value;

struct coroutine
{
  static constexpr const char* name = "use_awaitable";

  template <typename Operation>
  static asio::awaitable<void> body(Operation operation, outcome& result)
  {
    try
    {
      if constexpr (awaits_nothing<decltype(operation(asio::use_awaitable))>)
      {
        co_await operation(asio::use_awaitable);
        result.set(error_code());
      }
      else
      {
        result.set(error_code(), co_await operation(asio::use_awaitable));
      }
    }
    catch (const boost::system::system_error& e)
    {
      result.set(e.code());
    }
  }

  template <typename Operation>
  static finish start(
      asio::io_context& context, Operation operation, outcome& result)
  {
    asio::co_spawn(context, body(operation, result), asio::detached);
    return nothing_left;
  }
};

struct coroutine_with_redirected_error
{
  static constexpr const char* name = "redirect_error of use_awaitable";

  template <typename Operation>
  static asio::awaitable<void> body(Operation operation, outcome& result)
  {
    error_code ec;
    const auto launch = [&]
        {
          return operation(asio::redirect_error(asio::use_awaitable, ec));
        };
    if constexpr (awaits_nothing<decltype(launch())>)
    {
      co_await launch();
      result.set(ec);
    }
    else
    {
      const auto values = co_await launch();
      result.set(ec, values);
    }
  }

  template <typename Operation>
  static finish start(
      asio::io_context& context, Operation operation, outcome& result)
  {
    asio::co_spawn(context, body(operation, result), asio::detached);
    return nothing_left;
  }
};

# if defined(TEST_HAS_AS_TUPLE)

struct coroutine_with_tuple
{
  static constexpr const char* name = "as_tuple of use_awaitable";

  template <typename Operation>
  static asio::awaitable<void> body(Operation operation, outcome& result)
  {
    const auto values =
      co_await operation(asio::as_tuple(asio::use_awaitable));
    result.set(values);
  }

  template <typename Operation>
  static finish start(
      asio::io_context& context, Operation operation, outcome& result)
  {
    asio::co_spawn(context, body(operation, result), asio::detached);
    return nothing_left;
  }
};

struct coroutine_with_deferred
{
  static constexpr const char* name = "co_await of deferred";

  template <typename Operation>
  static asio::awaitable<void> body(Operation operation, outcome& result)
  {
    const auto values = co_await operation(asio::as_tuple(asio::deferred));
    result.set(values);
  }

  template <typename Operation>
  static finish start(
      asio::io_context& context, Operation operation, outcome& result)
  {
    asio::co_spawn(context, body(operation, result), asio::detached);
    return nothing_left;
  }
};

# endif // defined(TEST_HAS_AS_TUPLE)

# if defined(TEST_HAS_AWAITABLE_OPERATORS)

struct awaitable_operator
{
  static constexpr const char* name = "awaitable operator ||";

  template <typename Operation>
  static asio::awaitable<void> body(Operation operation, outcome& result)
  {
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
    const auto values = co_await (operation(asio::as_tuple(asio::use_awaitable))
      || timer.async_wait(asio::as_tuple(asio::use_awaitable)));
    BOOST_REQUIRE(values.index() == 0u);
    result.set(std::get<0>(values));
  }

  template <typename Operation>
  static finish start(
      asio::io_context& context, Operation operation, outcome& result)
  {
    asio::co_spawn(context, body(operation, result), asio::detached);
    return nothing_left;
  }
};

# endif // defined(TEST_HAS_AWAITABLE_OPERATORS)

#endif // defined(TEST_HAS_COROUTINES)

// The table.
const auto styles = std::make_tuple(
    callback(), move_only_callback(), callback_by_name(), future(),
    redirected(), on_strand(), detach()
#if defined(TEST_HAS_DEFERRED)
    , deferred()
#endif
#if defined(TEST_HAS_AS_TUPLE)
    , tuple()
#endif
#if defined(TEST_HAS_BIND_ALLOCATOR)
    , with_allocator()
#endif
#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)
    , with_cancellation_slot()
#endif
#if defined(TEST_HAS_IMMEDIATE_EXECUTOR)
    , with_immediate_executor()
#endif
#if defined(TEST_HAS_CANCEL_AFTER)
    , with_cancel_after()
#endif
#if defined(TEST_HAS_COROUTINES)
    , coroutine(), coroutine_with_redirected_error()
# if defined(TEST_HAS_AS_TUPLE)
    , coroutine_with_tuple(), coroutine_with_deferred()
# endif
# if defined(TEST_HAS_AWAITABLE_OPERATORS)
    , awaitable_operator()
# endif
#endif
    );

// The styles that throw the error, which brings neither bytes nor items.
template <typename Style>
constexpr bool throws_error = std::is_same<Style, future>::value
#if defined(TEST_HAS_COROUTINES)
  || std::is_same<Style, coroutine>::value
#endif
  ;

// The state that the operations of one case share.
struct stage
{
  asio::io_context context;
  connected sockets{context};
  char bytes[16];
  incoming_ancillary<1> incoming;
  outgoing_ancillary<1> outgoing;
  unique_descriptor file = make_file("content");

  stage()
  {
    outgoing.add_descriptor(file.native_handle());
  }

  // Everything that is queued at b. Returns the number of packets.
  int drain()
  {
    incoming_ancillary<1> ancillary;
    error_code ec;
    int count = 0;
    while (receive_message(sockets.b, asio::buffer(bytes), ancillary,
        MSG_DONTWAIT, ec), !ec)
      ++count;
    return count;
  }
};

// What a style did: called once, nothing inside the initiating function. The
// stage is any object with a context.
template <typename Stage, typename Style, typename Operation, typename Prepare>
void check(Stage& s, Style, Operation operation, Prepare make_ready,
    const error_code& expected, std::size_t bytes)
{
  outcome result;
  const finish rest = Style::start(s.context, operation, result);
  BOOST_TEST(result.calls == 0);
  s.context.restart();
  s.context.poll();
  make_ready();
  run(s.context);
  rest();
  if constexpr (!std::is_same<Style, detach>::value)
  {
    BOOST_TEST(result.calls == 1);
    BOOST_TEST(result.error == expected);
    BOOST_TEST(result.bytes == bytes);
  }
}

template <typename Function>
void for_each_style(Function function)
{
  std::apply([&](auto... style)
      {
        const auto call = [&](auto one)
            {
              BOOST_TEST_CONTEXT(one.name)
              {
                function(one);
              }
            };
        (call(style), ...);
      }, styles);
}

const auto nothing = [] {};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OPERATION_STYLES_HPP
