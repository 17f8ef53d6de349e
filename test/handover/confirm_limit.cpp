// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// confirm_handover has no deadline of the caller: it waits for 10 seconds at
// most. It stands alone because it has a clock of its own, so that no test waits
// so long.

#include "test.hpp"

#include <boost_seqpacket/handover.hpp>

#include <cerrno>
#include <dlfcn.h>
#include <poll.h>
#include <time.h>

namespace boost_seqpacket {
namespace test {
namespace {

using namespace std::chrono_literals;

// How far the clock of this program is ahead of the clock of the system.
std::chrono::nanoseconds ahead(0);

// While it is true, a wait of poll takes no time, and the clock says that it
// does.
bool time_flies = false;

template <typename Function>
Function real_call(const char* name)
{
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

} // namespace
} // namespace test
} // namespace boost_seqpacket

extern "C" int clock_gettime(::clockid_t clock, ::timespec* time) noexcept
{
  using namespace boost_seqpacket::test;
  static const auto real =
    real_call<int (*)(::clockid_t, ::timespec*)>("clock_gettime");
  const int result = real(clock, time);
  if (result == 0 && clock == CLOCK_MONOTONIC)
  {
    const auto sum = std::chrono::seconds(time->tv_sec)
      + std::chrono::nanoseconds(time->tv_nsec) + ahead;
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(sum);
    time->tv_sec = static_cast<decltype(time->tv_sec)>(whole.count());
    time->tv_nsec = static_cast<decltype(time->tv_nsec)>(
        (sum - whole).count());
  }
  return result;
}

extern "C" int poll(::pollfd* list, ::nfds_t count, int timeout)
{
  using namespace boost_seqpacket::test;
  static const auto real =
    real_call<int (*)(::pollfd*, ::nfds_t, int)>("poll");
  const bool flies = time_flies && timeout != 0;
  const int result = real(list, count, flies ? 0 : timeout);
  if (result != 0 || !flies)
    return result;
  if (timeout > 0)
  {
    ahead += std::chrono::milliseconds(timeout);
    return 0;
  }
  // A wait without an end fails, so that the test ends.
  errno = EIO;
  return -1;
}

namespace boost_seqpacket {
namespace test {
namespace {

std::chrono::steady_clock::time_point now()
{
  return std::chrono::steady_clock::now();
}

// The predecessor takes nothing more, and gives no reason.
void refuse(connected& control)
{
  control.a.shutdown(packet_socket::shutdown_receive);
}

// The predecessor reads nothing.
void fill(connected& control)
{
  fill_queue(control.b);
}

// Lets Asio see that the clock has been put forward: it looks at all timers if
// the first one is due.
void look_at_timers(asio::io_context& context)
{
  asio::steady_timer timer(context, std::chrono::steady_clock::time_point());
  bool called = false;
  timer.async_wait([&](error_code) { called = true; });
  run_until(context, [&] { return called; });
  context.restart();
  context.poll();
}

} // namespace

BOOST_AUTO_TEST_SUITE(handover_confirm_limit)

// The clock of this program is the clock of the library.
BOOST_AUTO_TEST_CASE(the_clock_can_be_put_forward)
{
  const auto start = now();
  ahead += 1h;
  BOOST_TEST((now() - start >= 1h));
  BOOST_TEST((now() - start < 2h));
}

// The synchronous form waits for 10 seconds: for the reason of a refusal, and
// for room in the queue.
BOOST_FIXTURE_TEST_CASE(confirm_handover_waits_for_ten_seconds, no_leaks)
{
  for (const auto prepare : {refuse, fill})
  {
    asio::io_context context;
    connected control(context);
    prepare(control);
    const auto start = now();
    const auto ahead_before = ahead;
    error_code ec;
    time_flies = true;
    confirm_handover(control.b, ec);
    time_flies = false;
    BOOST_TEST(ec == asio::error::timed_out);
    BOOST_TEST((now() - start >= 10s));
    // poll counts in milliseconds, rounded up.
    BOOST_TEST((ahead - ahead_before <= 10001ms));
  }
}

// A reason that comes in this time is the result.
BOOST_FIXTURE_TEST_CASE(a_reason_ends_the_wait, no_leaks)
{
  asio::io_context context;
  connected control(context);
  const auto header = detail::encode_header(
      {detail::handover_type::abort, 0, {}, {}});
  send_message(control.a, asio::buffer(header));
  refuse(control);
  const auto ahead_before = ahead;
  error_code ec;
  time_flies = true;
  confirm_handover(control.b, ec);
  time_flies = false;
  BOOST_TEST(ec == seqpacket_errc::handover_refused);
  BOOST_TEST((ahead == ahead_before));
}

// The asynchronous form has the same limit.
BOOST_FIXTURE_TEST_CASE(async_confirm_handover_waits_for_ten_seconds, no_leaks)
{
  for (const auto prepare : {refuse, fill})
  {
    asio::io_context context;
    connected control(context);
    prepare(control);
    const auto start = now();
    int calls = 0;
    async_confirm_handover(control.b, [&](error_code ec)
        {
          ++calls;
          BOOST_TEST(ec == asio::error::timed_out);
          BOOST_TEST((now() - start >= 10s));
        });
    context.poll();
    ahead += 9s;
    look_at_timers(context);
    // Unless this machine has taken a second for it.
    BOOST_TEST((calls == 0 || now() - start >= 10s));
    ahead += 1s;
    look_at_timers(context);
    BOOST_TEST(calls == 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace boost_seqpacket
