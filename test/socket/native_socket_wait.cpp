// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// wait() of a native_socket, and the time at which it ends.
//
// A program of its own, for native_waits.hpp.

#include "native_waits.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using std::chrono::milliseconds;

constexpr auto for_reading = asio::socket_base::wait_read;
constexpr auto for_writing = asio::socket_base::wait_write;

// Calls the function, where poll waits or where select must.
template <typename Function>
void with_either_call(Function function)
{
  BOOST_TEST_CONTEXT("poll")
  {
    function();
  }
  BOOST_TEST_CONTEXT("select")
  {
    without_descriptors(function);
  }
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(socket_native_socket_wait, no_leaks,
    *boost::unit_test::timeout(90))

// wait() by itself: what a loop with poll needs.
BOOST_AUTO_TEST_CASE(a_wait_ends_when_the_socket_is_ready)
{
  asio::io_context context;
  scene s(context);
  s.b.expires_at(far());
  s.send_in_wait(1);
  s.b.wait(asio::socket_base::wait_read);
  BOOST_TEST(receive_message(s.b, s.buffer) == 5u);
  s.b.wait(asio::socket_base::wait_write, s.ec);
  BOOST_TEST(!s.ec);
  s.b.wait(asio::socket_base::wait_error, s.ec);
  BOOST_TEST(s.ec == asio::error::operation_not_supported);
  s.sockets.a.close();
  s.b.wait(asio::socket_base::wait_read, s.ec);
  BOOST_TEST(!s.ec);
  receive_message(s.b, s.buffer, s.ec);
  BOOST_TEST(s.ec == asio::error::eof);
}

// A full queue is not ready for writing, until there is room.
BOOST_AUTO_TEST_CASE(a_full_queue_is_waited_for)
{
  asio::io_context context;
  scene s(context);
  for (const bool polls : {true, false})
  {
    const std::size_t queued = fill_queue(s.a);
    const auto run = [&](auto function)
        {
          polls ? function() : without_descriptors(function);
        };
    s.a.expires_after(milliseconds(2));
    run([&] { s.a.wait(for_writing, s.ec); });
    BOOST_TEST(s.ec == asio::error::timed_out);
    BOOST_TEST((clock_type::now() >= s.a.expiry()));
    s.a.wait(for_reading, s.ec);
    BOOST_TEST(s.ec == asio::error::timed_out);

    s.a.expires_at(far());
    made = call_counts();
    on_wait = [&](int number)
        {
          // The first is poll, which fails where select waits.
          if (number == (polls ? 1 : 2))
          {
            for (std::size_t i = 0; i < queued; ++i)
              ::syscall(SYS_recvfrom, s.b.native_handle(), s.bytes,
                  sizeof(s.bytes), 0, nullptr, nullptr);
          }
        };
    run([&] { s.a.wait(for_writing, s.ec); });
    on_wait = nullptr;
    BOOST_TEST(!s.ec);
    BOOST_TEST(made.waits == (polls ? 1 : 2));
    BOOST_TEST(made.selects == (polls ? 0 : 1));
    BOOST_TEST(are_connected(s.a, s.sockets.b));
  }
}

// A peer that hangs up ends a wait for either, before it begins and meanwhile. The
// next call has the result.
BOOST_AUTO_TEST_CASE(a_hang_up_is_ready)
{
  for (const bool is_meanwhile : {false, true})
  {
    for (const auto what : {for_reading, for_writing})
    {
      asio::io_context context;
      scene s(context);
      fill_queue(s.b);
      s.b.expires_at(far());
      if (is_meanwhile)
        on_wait = [&](int) { s.sockets.a.close(); };
      else
        s.sockets.a.close();
      s.b.wait(what, s.ec);
      BOOST_TEST(!s.ec);
      BOOST_TEST(made.waits == 1);
      s.b.wait(what == for_reading ? for_writing : for_reading, s.ec);
      BOOST_TEST(!s.ec);
      receive_message(s.b, s.buffer, s.ec);
      BOOST_TEST(s.ec == asio::error::connection_reset);
      send_message(s.b, text("x"), s.ec);
      BOOST_TEST(s.ec == asio::error::broken_pipe);
    }
  }
}

// After its time a wait does not look at the socket, ready or not. Other functions
// do, once.
BOOST_AUTO_TEST_CASE(a_wait_after_its_time_does_not_look)
{
  asio::io_context context;
  scene s(context);
  send_message(s.a, text("hello"));
  made = call_counts();
  s.b.expires_at(past());
  for (const auto what : {for_reading, for_writing})
  {
    s.b.wait(what, s.ec);
    BOOST_TEST(s.ec == asio::error::timed_out);
    BOOST_CHECK_EXCEPTION(s.b.wait(what), boost::system::system_error,
        [](const auto& e) { return e.code() == asio::error::timed_out; });
  }
  s.b.wait(asio::socket_base::wait_error, s.ec);
  BOOST_TEST(s.ec == asio::error::operation_not_supported);
  BOOST_TEST(made.polls == 0);
  BOOST_TEST(made.selects == 0);
  BOOST_TEST(receive_message(s.b, s.buffer, s.ec) == 5u);
  BOOST_TEST(!s.ec);
}

// A success clears an error of before.
BOOST_AUTO_TEST_CASE(a_wait_clears_the_error)
{
  asio::io_context context;
  scene s(context);
  with_either_call([&]
      {
        s.ec = asio::error::fault;
        s.b.wait(for_writing, s.ec);
        BOOST_TEST(!s.ec);
      });
}

// A number without a socket is an error at once, whatever the limit. poll by itself
// would ignore a negative number, and wait for nothing.
BOOST_AUTO_TEST_CASE(a_descriptor_that_is_not_open_is_an_error)
{
  asio::io_context context;
  unique_descriptor closed(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 100));
  packet_socket fresh(context);
  const std::vector<native_socket> views = {native_socket(-1),
    native_socket(-2), native_socket(fresh),
    native_socket(closed.native_handle())};
  closed.reset();
  error_code ec;
  for (native_socket view : views)
  {
    for (const auto what : {for_reading, for_writing})
    {
      for (const bool is_limited : {false, true})
      {
        is_limited ? view.expires_at(far()) : view.expires_never();
        made = call_counts();
        ec = error_code();
        view.wait(what, ec);
        BOOST_TEST(ec == asio::error::bad_descriptor);
        BOOST_TEST(made.waits <= 1);
        BOOST_CHECK_THROW(view.wait(what), boost::system::system_error);
      }
    }
  }
}

// A signal does not end a wait, and does not make it longer: it ends at its time,
// and not before. Without a limit it goes on.
BOOST_AUTO_TEST_CASE(signals_do_not_change_the_time_of_a_wait)
{
  asio::io_context context;
  scene s(context);
  fill_queue(s.b);
  const signals interrupting;
  for (const auto what : {for_reading, for_writing})
  {
    with_either_call([&]
        {
          made = call_counts();
          s.b.expires_after(milliseconds(20));
          s.b.wait(what, s.ec);
          BOOST_TEST(s.ec == asio::error::timed_out);
          BOOST_TEST((clock_type::now() >= s.b.expiry()));
          BOOST_TEST(made.waits > 1);
        });
  }
  s.b.expires_never();
  s.send_in_wait(5);
  made = call_counts();
  s.b.wait(for_reading, s.ec);
  BOOST_TEST(!s.ec);
  BOOST_TEST(made.waits >= 5);
}

// A wait never ends before its time, which may be shorter than what poll can
// express.
BOOST_AUTO_TEST_CASE(a_short_time_is_rounded_up)
{
  asio::io_context context;
  scene s(context);
  for (const auto length : {std::chrono::nanoseconds(1),
      std::chrono::nanoseconds(300000), std::chrono::nanoseconds(1999999)})
  {
    with_either_call([&]
        {
          s.b.expires_after(length);
          s.b.wait(for_reading, s.ec);
          BOOST_TEST(s.ec == asio::error::timed_out);
          BOOST_TEST((clock_type::now() >= s.b.expiry()));
        });
  }
  BOOST_TEST(made.longest <= 2);
}

// The time is a point in time, which the calls share: after it no call waits. A
// new one begins when it is asked for.
BOOST_AUTO_TEST_CASE(calls_share_the_time)
{
  asio::io_context context;
  scene s(context);
  const auto begin = clock_type::now();
  s.b.expires_after(milliseconds(3));
  const auto end = s.b.expiry();
  BOOST_TEST((end >= begin + milliseconds(3)));
  BOOST_TEST((end <= clock_type::now() + milliseconds(3)));
  native_socket copy(s.b);
  BOOST_TEST((copy.expiry() == end));
  s.b.wait(for_reading, s.ec);
  BOOST_TEST(s.ec == asio::error::timed_out);
  BOOST_TEST((s.b.expiry() == end));

  made = call_counts();
  s.b.wait(for_reading, s.ec);
  BOOST_TEST(s.ec == asio::error::timed_out);
  receive_message(copy, s.buffer, s.ec);
  BOOST_TEST(s.ec == asio::error::timed_out);
  BOOST_TEST(made.waits == 0);

  for (const bool is_limited : {true, false})
  {
    is_limited ? s.b.expires_at(far()) : s.b.expires_never();
    BOOST_TEST((s.b.expiry() > end));
    made = call_counts();
    s.send_in_wait(1);
    s.b.wait(for_reading, s.ec);
    BOOST_TEST(!s.ec);
    BOOST_TEST(made.waits == 1);
    discard_message(s.b);
  }
}

// poll counts milliseconds in an int. A longer wait takes several polls.
BOOST_AUTO_TEST_CASE(a_wait_of_years_takes_many_polls)
{
  asio::io_context context;
  scene s(context);
  constexpr int day = 24 * 60 * 60 * 1000;
  s.b.expires_after(std::chrono::hours(24 * 365 * 100));
  s.send_in_wait(4);
  skipped_polls = 3;
  s.b.wait(for_reading, s.ec);
  BOOST_TEST(!s.ec);
  BOOST_TEST(skipped_polls == 0);
  BOOST_TEST(made.waits == 4);
  BOOST_TEST(made.longest == day);
}

BOOST_AUTO_TEST_SUITE_END()
