// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Every completion style with every operation: one table.

#include "test.hpp"

#include "features.hpp"

#include <functional>
#include <future>
#include <memory_resource>
#include <optional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// How an operation ended.
struct outcome
{
  int calls = 0;
  error_code error;
  std::size_t bytes = 0;

  void set(const error_code& ec, std::size_t n)
  {
    ++calls;
    error = ec;
    bytes = n;
  }

  // For the styles that throw.
  template <typename Function>
  void set_by(Function function)
  {
    try
    {
      set(error_code(), function());
    }
    catch (const boost::system::system_error& e)
    {
      set(e.code(), 0);
    }
  }
};

// The number of bytes, whatever else a style delivers with it.
inline std::size_t bytes_of(std::size_t n)
{
  return n;
}

template <typename... Rest>
std::size_t bytes_of(const std::tuple<std::size_t, Rest...>& result)
{
  return std::get<0>(result);
}

// The simplest handler, of any signature.
inline auto storing(outcome& result)
{
  return [&result](const error_code& ec, std::size_t n, auto&&...)
      {
        result.set(ec, n);
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
        const error_code& ec, std::size_t n, auto&&...)
        {
          BOOST_TEST(*owned == 7);
          result.set(ec, n);
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
        const error_code& ec, std::size_t n, auto&&...)
        {
          BOOST_TEST(*value == 7);
          result.set(ec, n);
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
          result.set_by([&] { return bytes_of(pending->get()); });
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
    auto handler = [&result, ec](std::size_t n, auto&&...)
        {
          result.set(*ec, n);
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
        [strand, &result](const error_code& ec, std::size_t n, auto&&...)
        {
          BOOST_TEST(strand.running_in_this_thread());
          result.set(ec, n);
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
          result.set(std::get<0>(values), std::get<1>(values));
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

struct coroutine
{
  static constexpr const char* name = "use_awaitable";

  template <typename Operation>
  static asio::awaitable<void> body(Operation operation, outcome& result)
  {
    try
    {
      const auto values = co_await operation(asio::use_awaitable);
      result.set(error_code(), bytes_of(values));
    }
    catch (const boost::system::system_error& e)
    {
      result.set(e.code(), 0);
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
    const auto values =
      co_await operation(asio::redirect_error(asio::use_awaitable, ec));
    result.set(ec, bytes_of(values));
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
    result.set(std::get<0>(values), std::get<1>(values));
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
    result.set(std::get<0>(values), std::get<1>(values));
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
    result.set(std::get<0>(std::get<0>(values)),
        std::get<1>(std::get<0>(values)));
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

// What a style did: called once, nothing inside the initiating function.
template <typename Style, typename Operation, typename Prepare>
void check(stage& s, Style, Operation operation, Prepare make_ready,
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

} // namespace

BOOST_FIXTURE_TEST_SUITE(completion, no_leaks)

// A message that is there already, one that comes later, and an error.
BOOST_AUTO_TEST_CASE(async_receive_message_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&]
            {
              send_message(s.sockets.a, text("hello"), s.outgoing);
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_message(s.sockets.b,
                  asio::buffer(s.bytes), s.incoming,
                  std::forward<decltype(token)>(token));
            };

        send();
        check(s, style, receive, nothing, error_code(), 5);
        BOOST_TEST(s.incoming.descriptors().size() == 1u);

        check(s, style, receive, send, error_code(), 5);
        BOOST_TEST(s.incoming.descriptors().size() == 1u);

        s.sockets.a.close();
        check(s, style, receive, nothing, asio::error::eof, 0);
        BOOST_TEST(s.incoming.descriptors().empty());

        s.sockets.b.close();
        check(s, style, receive, nothing, asio::error::bad_descriptor, 0);
      });
}

// The handler owns descriptors: no style may copy or lose them.
BOOST_AUTO_TEST_CASE(async_receive_descriptors_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&]
            {
              send_message(s.sockets.a, text("hello"), s.outgoing);
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_descriptors<1>(s.sockets.b,
                  asio::buffer(s.bytes), std::forward<decltype(token)>(token));
            };

        send();
        check(s, style, receive, nothing, error_code(), 5);
        check(s, style, receive, send, error_code(), 5);
        s.sockets.b.close();
        check(s, style, receive, nothing, asio::error::bad_descriptor, 0);
      });
}

// A queue with room, a full one, and an error.
BOOST_AUTO_TEST_CASE(async_send_message_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&](auto&& token)
            {
              return async_send_message(s.sockets.a, text("hello"),
                  s.outgoing, std::forward<decltype(token)>(token));
            };

        check(s, style, send, nothing, error_code(), 5);
        BOOST_TEST(s.drain() == 1);

        const int filled = static_cast<int>(fill_queue(s.sockets.a));
        int drained = 0;
        check(s, style, send, [&] { drained = s.drain(); }, error_code(), 5);
        BOOST_TEST(drained + s.drain() == filled + 1);

        s.sockets.b.close();
        check(s, style, send, nothing, asio::error::broken_pipe, 0);
      });
}

BOOST_AUTO_TEST_CASE(async_send_descriptors_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&](auto&& token)
            {
              // The list is copied: this one is gone before a lazy style starts.
              const std::vector<int> files{s.file.native_handle()};
              return async_send_descriptors(s.sockets.a, text("hello"),
                  files, std::forward<decltype(token)>(token));
            };

        check(s, style, send, nothing, error_code(), 5);
        incoming_ancillary<1> ancillary;
        receive_message(s.sockets.b, asio::buffer(s.bytes), ancillary);
        BOOST_TEST(content_of(ancillary.descriptors()[0]) == "content");

        const int filled = static_cast<int>(fill_queue(s.sockets.a));
        int drained = 0;
        check(s, style, send, [&] { drained = s.drain(); }, error_code(), 5);
        BOOST_TEST(drained + s.drain() == filled + 1);

        s.sockets.b.close();
        check(s, style, send, nothing, asio::error::broken_pipe, 0);
      });
}

// A buffer that grows.
BOOST_AUTO_TEST_CASE(async_receive_message_of_any_size_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        std::string grown;
        const auto send = [&]
            {
              send_message(s.sockets.a, text("hello"), s.outgoing);
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_message(s.sockets.b,
                  asio::dynamic_buffer(grown), s.incoming,
                  std::forward<decltype(token)>(token));
            };

        send();
        check(s, style, receive, nothing, error_code(), 5);
        check(s, style, receive, send, error_code(), 5);
        BOOST_TEST(grown == "hellohello");
        BOOST_TEST(s.incoming.descriptors().size() == 1u);
        s.sockets.a.close();
        check(s, style, receive, nothing, asio::error::eof, 0);
      });
}

// Batches complete with the number of packets.
BOOST_AUTO_TEST_CASE(batches_complete_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        std::array<outgoing_message<1>, 3> out;
        std::array<incoming_message<1>, 3> in;
        char bytes[3][8];
        for (std::size_t i = 0; i < 3; ++i)
        {
          out[i].buffers = text("hello");
          out[i].ancillary.add_descriptor(s.file.native_handle());
          in[i].buffers = asio::buffer(bytes[i]);
        }
        const auto send = [&](auto&& token)
            {
              return async_send_messages(s.sockets.a, out,
                  std::forward<decltype(token)>(token));
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_messages(s.sockets.b, in,
                  std::forward<decltype(token)>(token));
            };

        check(s, style, send, nothing, error_code(), 3);
        check(s, style, receive, nothing, error_code(), 3);
        BOOST_TEST(in[2].ancillary.descriptors().size() == 1u);
        check(s, style, receive, [&] { send_messages(s.sockets.a, out); },
            error_code(), 3);

        fill_queue(s.sockets.a);
        check(s, style, send, [&] { s.drain(); }, error_code(), 3);
        s.drain();
        s.sockets.b.close();
        check(s, style, send, nothing, asio::error::broken_pipe, 0);
      });
}

#if defined(TEST_HAS_DEFERRED)

// A deferred operation holds nothing that the first launch uses up.
BOOST_AUTO_TEST_CASE(a_deferred_operation_can_be_launched_twice)
{
  stage s;
  auto send = async_send_descriptors(s.sockets.a, text("hello"),
      {s.file.native_handle()}, asio::deferred);
  auto receive = async_receive_descriptors<1>(
      s.sockets.b, asio::buffer(s.bytes), asio::deferred);
  for (int i = 0; i < 2; ++i)
  {
    outcome sent;
    outcome received;
    send([&](const error_code& ec, std::size_t n) { sent.set(ec, n); });
    receive([&](const error_code& ec, std::size_t n,
        std::array<unique_descriptor, 1> files)
        {
          received.set(ec, n);
          BOOST_TEST(content_of(files[0]) == "content");
        });
    run(s.context);
    BOOST_TEST(sent.calls == 1);
    BOOST_TEST(received.calls == 1);
    BOOST_TEST(received.bytes == 5u);
  }
}

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_COROUTINES)

// A socket type with a token of its own needs none at the call.
BOOST_AUTO_TEST_CASE(the_default_token_of_the_socket_is_used)
{
  using awaiting = asio::use_awaitable_t<>::as_default_on_t<packet_socket>;
  asio::io_context context;
  basic_connected<awaiting> sockets(context);
  const unique_descriptor file = make_file("content");
  bool done = false;
  const auto body = [&]() -> asio::awaitable<void>
      {
        char bytes[8];
        incoming_ancillary<1> incoming;
        std::size_t n = co_await async_send_message(
            sockets.a, text("one"), no_ancillary);
        BOOST_TEST(n == 3u);
        n = co_await async_send_message(
            sockets.a, text("two"), no_ancillary, 0);
        BOOST_TEST(n == 3u);
        n = co_await async_send_descriptors(
            sockets.a, text("three"), {file.native_handle()});
        BOOST_TEST(n == 5u);
        n = co_await async_receive_message(
            sockets.b, asio::buffer(bytes), incoming, MSG_PEEK);
        BOOST_TEST(n == 3u);
        for (int i = 0; i < 2; ++i)
        {
          n = co_await async_receive_message(
              sockets.b, asio::buffer(bytes), incoming);
          BOOST_TEST(n == 3u);
        }
        auto [size, files] = co_await async_receive_descriptors<1>(
            sockets.b, asio::buffer(bytes));
        BOOST_TEST(size == 5u);
        BOOST_TEST(content_of(files[0]) == "content");
        done = true;
      };
  asio::co_spawn(context, body(), asio::detached);
  run(context);
  BOOST_TEST(done);
}

#endif // defined(TEST_HAS_COROUTINES)

// Flags are flags and not tokens, also where the system's constants are
// enumerators.
BOOST_AUTO_TEST_CASE(a_system_constant_is_taken_for_flags)
{
  stage s;
  send_message(s.sockets.a, text("hello"), no_ancillary, MSG_DONTWAIT);
  outcome peeked;
  async_receive_message(s.sockets.b, asio::buffer(s.bytes), s.incoming,
      MSG_PEEK, [&](const error_code& ec, std::size_t n)
      {
        peeked.set(ec, n);
      });
  run(s.context);
  BOOST_TEST(peeked.bytes == 5u);
  BOOST_TEST(s.drain() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
