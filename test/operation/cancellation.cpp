// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Cancellation: what was cancelled has done nothing.

#include "test.hpp"

#include "features.hpp"

#include <fcntl.h>
#include <random>
#include <sys/resource.h>
#include <unistd.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

struct stage
{
  asio::io_context context;
  connected sockets{context};
  char bytes[16];
  incoming_ancillary<1> incoming;
  int calls = 0;
  error_code error;
  std::size_t received = 0;

  auto handler()
  {
    return [this](const error_code& ec, std::size_t n)
        {
          ++calls;
          error = ec;
          received = n;
        };
  }

  template <typename Token>
  void receive(Token&& token)
  {
    async_receive_message(sockets.b, asio::buffer(bytes), incoming,
        std::forward<Token>(token));
    context.restart();
    context.poll();
  }

  // The packet that the test has sent is still there, whole.
  void expect_queued(std::string_view packet)
  {
    error_code ec;
    const std::size_t n = receive_message(
        sockets.b, asio::buffer(bytes), incoming, MSG_DONTWAIT, ec);
    BOOST_TEST(!ec);
    BOOST_TEST(std::string_view(bytes, n) == packet);
  }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_cancellation, no_leaks)

// All waiting operations of the socket end.
BOOST_AUTO_TEST_CASE(cancel_of_the_socket_ends_all_waiting_operations)
{
  stage s;
  s.receive(s.handler());
  s.sockets.b.cancel();
  run(s.context);
  BOOST_TEST(s.calls == 1);
  BOOST_TEST(s.error == asio::error::operation_aborted);
  BOOST_TEST(s.received == 0u);

  fill_queue(s.sockets.a);
  async_send_message(s.sockets.a, text("x"), no_ancillary, s.handler());
  s.sockets.a.cancel();
  run(s.context);
  BOOST_TEST(s.calls == 2);
  BOOST_TEST(s.error == asio::error::operation_aborted);
}

BOOST_AUTO_TEST_CASE(close_of_the_socket_ends_all_waiting_operations)
{
  stage s;
  s.receive(s.handler());
  s.sockets.b.close();
  run(s.context);
  BOOST_TEST(s.error == asio::error::operation_aborted);
}

// The socket was said to be ready, and is closed before the operation goes on.
// Its number may be somebody else's by then.
BOOST_AUTO_TEST_CASE(close_between_readiness_and_resumption_receives_nothing)
{
  stage s;
  asio::io_context other;
  s.receive(asio::bind_executor(other, s.handler()));
  send_message(s.sockets.a, text("x"), no_ancillary);
  s.context.restart();
  BOOST_REQUIRE(s.context.run_one_for(deadline) == 1u);
  s.sockets.b.close();
  other.poll();
  BOOST_TEST(s.calls == 1);
  BOOST_TEST(s.error == asio::error::operation_aborted);
}

namespace {

// Whether an operation that goes on in another context leaves alone what comes
// to a socket that was opened anew meanwhile, with that number.
void reopen_before_resumption(int number, bool used_anew)
{
  stage s;
  connected fresh(s.context);
  asio::io_context other;
  const int old = s.sockets.b.native_handle();
  if (old != number)
  {
    s.sockets.b.release();
    BOOST_REQUIRE(::dup3(old, number, O_CLOEXEC) == number);
    ::close(old);
    s.sockets.b.assign(protocol(), number);
  }
  s.receive(asio::bind_executor(other, s.handler()));
  send_message(s.sockets.a, text("x"), no_ancillary);
  s.context.restart();
  BOOST_REQUIRE(s.context.run_one_for(deadline) == 1u);

  s.sockets.b.close();
  BOOST_REQUIRE(::dup3(fresh.b.native_handle(), number, O_CLOEXEC) == number);
  s.sockets.b.assign(protocol(), number);
  error_code error;
  char byte;
  incoming_ancillary<0> incoming;
  if (used_anew)
    async_receive_message(s.sockets.b, asio::buffer(&byte, 1), incoming,
        [&](const error_code& ec, std::size_t) { error = ec; });
  send_message(fresh.a, text("secret"), no_ancillary);
  other.poll();
  BOOST_TEST(s.calls == 1);
  BOOST_TEST(s.error == asio::error::operation_aborted);
  if (used_anew)
  {
    run_until(s.context, [&] { return bool(error); });
    BOOST_TEST(error == boost_seqpacket::seqpacket_errc::message_truncated);
    BOOST_TEST(byte == 's');
  }
  else
    s.expect_queued("secret");
}

} // namespace

// The socket is closed and opened anew before the operation goes on, and has got
// the same number. What comes to the new one is not for the old operation, no
// matter whether somebody waits for it.
BOOST_AUTO_TEST_CASE(
    reopen_between_readiness_and_resumption_leaves_the_new_socket_alone)
{
  const int number = 200;
  reopen_before_resumption(number, false);
  reopen_before_resumption(number, true);
}

// select() takes no number above 1023.
#if defined(TEST_HAS_EPOLL)

namespace {

// A limit of open descriptors beyond those that are counted, while it lives.
class higher_limit
{
public:
  higher_limit()
  {
    ::getrlimit(RLIMIT_NOFILE, &usual_);
    ::rlimit higher = usual_;
    higher.rlim_cur = 16400;
    is_set_ = ::setrlimit(RLIMIT_NOFILE, &higher) == 0;
  }

  higher_limit(const higher_limit&) = delete;
  higher_limit& operator=(const higher_limit&) = delete;

  ~higher_limit()
  {
    ::setrlimit(RLIMIT_NOFILE, &usual_);
  }

  bool is_set() const
  {
    return is_set_;
  }

private:
  ::rlimit usual_ = {};
  bool is_set_;
};

struct with_higher_limit
{
  boost::test_tools::assertion_result operator()(
      boost::unit_test::test_unit_id) const
  {
    return higher_limit().is_set();
  }
};

} // namespace

// Numbers beyond those that are counted.
BOOST_AUTO_TEST_CASE(reopen_of_a_great_number_leaves_the_new_socket_alone,
    *boost::unit_test::precondition(with_higher_limit()))
{
  const higher_limit limit;
  reopen_before_resumption(16383, true);
  reopen_before_resumption(16384, false);
  reopen_before_resumption(16390, true);
}

#endif // defined(TEST_HAS_EPOLL)

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

namespace {

const asio::cancellation_type all_types[] = {
  asio::cancellation_type::terminal,
  asio::cancellation_type::partial,
  asio::cancellation_type::total};

} // namespace

// Each type ends a waiting receive, which has consumed nothing.
BOOST_AUTO_TEST_CASE(a_signal_ends_a_waiting_receive)
{
  for (const asio::cancellation_type type : all_types)
  {
    stage s;
    asio::cancellation_signal signal;
    s.receive(asio::bind_cancellation_slot(signal.slot(), s.handler()));
    signal.emit(type);
    send_message(s.sockets.a, text("x"), no_ancillary);
    run(s.context);
    BOOST_TEST(s.calls == 1);
    BOOST_TEST(s.error == asio::error::operation_aborted);
    s.expect_queued("x");
  }
}

// Each type ends a waiting send, which has sent nothing.
BOOST_AUTO_TEST_CASE(a_signal_ends_a_waiting_send)
{
  for (const asio::cancellation_type type : all_types)
  {
    stage s;
    const std::size_t filled = fill_queue(s.sockets.a);
    asio::cancellation_signal signal;
    async_send_message(s.sockets.a, text("late"), no_ancillary,
        asio::bind_cancellation_slot(signal.slot(), s.handler()));
    s.context.poll();
    signal.emit(type);
    run(s.context);
    BOOST_TEST(s.error == asio::error::operation_aborted);
    for (std::size_t i = 0; i < filled; ++i)
      s.expect_queued("x");
    error_code ec;
    receive_message(s.sockets.b, asio::buffer(s.bytes), s.incoming,
        MSG_DONTWAIT, ec);
    BOOST_TEST(ec == asio::error::would_block);
  }
}

// A signal between readiness and resumption: the wait cannot see it any more,
// the packet stays all the same.
BOOST_AUTO_TEST_CASE(a_signal_between_readiness_and_resumption_receives_nothing)
{
  for (const asio::cancellation_type type : all_types)
  {
    stage s;
    asio::io_context other;
    asio::cancellation_signal signal;
    s.receive(asio::bind_executor(other,
        asio::bind_cancellation_slot(signal.slot(), s.handler())));
    send_message(s.sockets.a, text("x"), no_ancillary);
    s.context.restart();
    BOOST_REQUIRE(s.context.run_one_for(deadline) == 1u);
    signal.emit(type);
    other.poll();
    BOOST_TEST(s.calls == 1);
    BOOST_TEST(s.error == asio::error::operation_aborted);
    s.expect_queued("x");
  }
}

// A signal without effect: nothing waits yet, or the operation is over.
BOOST_AUTO_TEST_CASE(a_signal_that_comes_too_late_changes_nothing)
{
  stage s;
  asio::cancellation_signal signal;
  send_message(s.sockets.a, text("x"), no_ancillary);
  async_receive_message(s.sockets.b, asio::buffer(s.bytes), s.incoming,
      asio::bind_cancellation_slot(signal.slot(), s.handler()));
  signal.emit(asio::cancellation_type::all);
  run(s.context);
  BOOST_TEST(!s.error);

  s.receive(asio::bind_cancellation_slot(signal.slot(), s.handler()));
  send_message(s.sockets.a, text("y"), no_ancillary);
  run(s.context);
  BOOST_TEST(!s.error);
  BOOST_TEST(s.calls == 2);
  s.sockets.b.close();
  signal.emit(asio::cancellation_type::all);
  BOOST_TEST(s.calls == 2);
}

namespace {

// Packets with their numbers and a descriptor each, received with signals at
// random moments.
class random_cancellations
{
public:
  void play(unsigned rounds)
  {
    for (unsigned round = 0; round < rounds; ++round)
      play_round();
    expect_the_rest();
    BOOST_TEST(received_ == sent_);
    BOOST_TEST(cancelled_ > rounds / 10);
    BOOST_TEST(cancelled_ < rounds - rounds / 10);
  }

private:
  unsigned one_of(unsigned n)
  {
    return std::uniform_int_distribution<unsigned>(0, n - 1)(random_);
  }

  void send()
  {
    send_descriptors(s_.sockets.a, asio::buffer(&sent_, sizeof(sent_)),
        {file_.native_handle()});
    ++sent_;
  }

  void play_round()
  {
    asio::cancellation_signal signal;
    unsigned value = 0;
    bool done = false;
    // Mostly there is no packet yet, sometimes a few.
    const unsigned most = one_of(8) == 0 ? 4 : 1;
    if (one_of(4) == 0 && sent_ - received_ < most)
      send();
    async_receive_message(s_.sockets.b, asio::buffer(&value, sizeof(value)),
        s_.incoming, asio::bind_executor(other_,
          asio::bind_cancellation_slot(signal.slot(),
            [&](const error_code& ec, std::size_t n)
            {
              done = true;
              check(ec, n, value);
            })));
    // Until it is done: send, signal, and let the two contexts go on, in any
    // order.
    while (!done)
      step(signal, most);
  }

  void check(const error_code& ec, std::size_t n, unsigned value)
  {
    if (ec == asio::error::operation_aborted)
    {
      ++cancelled_;
      BOOST_TEST(n == 0u);
      BOOST_TEST(s_.incoming.descriptors().empty());
      return;
    }
    BOOST_TEST(!ec);
    BOOST_TEST(value == received_);
    BOOST_REQUIRE(s_.incoming.descriptors().size() == 1u);
    BOOST_TEST(same_file(file_.native_handle(),
          s_.incoming.descriptors()[0].native_handle()));
    ++received_;
  }

  void step(asio::cancellation_signal& signal, unsigned most)
  {
    switch (one_of(5))
    {
    case 0:
      if (sent_ - received_ < most)
        send();
      break;
    case 1:
      signal.emit(all_types[one_of(3)]);
      break;
    case 2:
      s_.context.restart();
      s_.context.poll();
      break;
    case 3:
      s_.context.restart();
      s_.context.poll_one();
      break;
    case 4:
      other_.restart();
      other_.poll_one();
      break;
    }
  }

  // What is left is still there.
  void expect_the_rest()
  {
    unsigned value = 0;
    error_code ec;
    while (receive_message(s_.sockets.b,
        asio::buffer(&value, sizeof(value)), s_.incoming, MSG_DONTWAIT, ec),
        !ec)
    {
      BOOST_TEST(value == received_);
      ++received_;
    }
  }

  stage s_;
  asio::io_context other_;
  std::mt19937 random_{20260101u};
  unique_descriptor file_ = make_file("content");
  unsigned sent_ = 0;
  unsigned received_ = 0;
  unsigned cancelled_ = 0;
};

} // namespace

// Thousands of rounds of packets with descriptors and signals at random moments:
// every packet arrives once and in order, and so does every descriptor.
BOOST_AUTO_TEST_CASE(random_cancellations_lose_nothing)
{
  random_cancellations().play(5000);
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

#if defined(TEST_HAS_PARALLEL_GROUP)

// The group cancels the slower of two.
BOOST_AUTO_TEST_CASE(parallel_group_cancels_the_other_one)
{
  stage s;
  asio::steady_timer timer(s.context);
  timer.expires_after(std::chrono::seconds(0));
  bool done = false;
  asio::experimental::make_parallel_group(
      [&](auto token)
      {
        return async_receive_message(s.sockets.b, asio::buffer(s.bytes),
            s.incoming, std::move(token));
      },
      [&](auto token)
      {
        return timer.async_wait(std::move(token));
      }).async_wait(asio::experimental::wait_for_one(),
        [&](std::array<std::size_t, 2> order, const error_code& received,
          std::size_t n, const error_code& waited)
        {
          BOOST_TEST(order[0] == 1u);
          BOOST_TEST(received == asio::error::operation_aborted);
          BOOST_TEST(n == 0u);
          BOOST_TEST(!waited);
          done = true;
        });
  run(s.context);
  BOOST_TEST(done);
}

#endif // defined(TEST_HAS_PARALLEL_GROUP)

#if defined(TEST_HAS_AWAITABLE_OPERATORS)

// The packet that comes after the time-out is still there for the next one.
BOOST_AUTO_TEST_CASE(a_coroutine_that_timed_out_has_consumed_nothing)
{
  stage s;
  bool done = false;
  const auto body = [&]() -> asio::awaitable<void>
      {
        using namespace asio::experimental::awaitable_operators;
        asio::steady_timer timer(co_await asio::this_coro::executor);
        timer.expires_after(std::chrono::seconds(0));
        const auto result = co_await (
            async_receive_message(s.sockets.b, asio::buffer(s.bytes),
              s.incoming, asio::use_awaitable)
            || timer.async_wait(asio::use_awaitable));
        BOOST_TEST(result.index() == 1u);
        send_message(s.sockets.a, text("x"), no_ancillary);
        s.expect_queued("x");
        done = true;
      };
  asio::co_spawn(s.context, body(), asio::detached);
  run(s.context);
  BOOST_TEST(done);
}

#endif // defined(TEST_HAS_AWAITABLE_OPERATORS)

#if defined(TEST_HAS_CANCEL_AFTER)

BOOST_AUTO_TEST_CASE(cancel_after_ends_a_waiting_receive)
{
  stage s;
  s.receive(asio::cancel_after(std::chrono::seconds(0), s.handler()));
  run(s.context);
  BOOST_TEST(s.calls == 1);
  BOOST_TEST(s.error == asio::error::operation_aborted);
}

#endif // defined(TEST_HAS_CANCEL_AFTER)

BOOST_AUTO_TEST_SUITE_END()
