// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// How a native_socket waits: for ever, until its time has come, or not at all.
//
// A program of its own, for native_waits.hpp.

#include "native_waits.hpp"

#include "filter.hpp"

#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(socket_native_socket_waits, no_leaks,
    *boost::unit_test::timeout(90))

// Without a limit a function waits until a packet comes, whatever the mode of the
// descriptor, and does not change that.
BOOST_AUTO_TEST_CASE(without_a_limit_a_receive_waits)
{
  asio::io_context context;
  scene s(context);
  for (const int mode : {0, O_NONBLOCK})
  {
    const int number = s.b.native_handle();
    ::fcntl(number, F_SETFL, mode);
    const int flags = ::fcntl(number, F_GETFL);
    made = call_counts();
    s.send_in_wait(1);
    BOOST_TEST(receive_message(s.b, s.buffer, s.ec) == 5u);
    BOOST_TEST(!s.ec);
    BOOST_TEST(made.waits == 1);
    BOOST_TEST(made.longest <= 0);
    BOOST_TEST(::fcntl(number, F_GETFL) == flags);
  }
  BOOST_TEST((s.b.expiry() == clock_type::time_point::max()));
}

// It waits as well for what another thread sends.
BOOST_AUTO_TEST_CASE(a_receive_waits_for_another_thread)
{
  asio::io_context context;
  scene s(context);
  s.b.expires_after(std::chrono::seconds(1));
  s.b.expires_never();
  std::thread sender([&s] { send_message(s.a, text("hello")); });
  BOOST_TEST(receive_message(s.b, s.buffer, s.ec) == 5u);
  BOOST_TEST(!s.ec);
  sender.join();
}

// If the time has come, one attempt is made all the same: with a packet it is a
// success, without one the error of the time, and no wait.
BOOST_AUTO_TEST_CASE(an_attempt_is_made_after_the_time)
{
  asio::io_context context;
  scene s(context);
  for (const auto time : {past(), clock_type::time_point::min()})
  {
    s.b.expires_at(time);
    BOOST_TEST((s.b.expiry() == time));
    made = call_counts();
    receive_message(s.b, s.buffer, s.ec);
    BOOST_TEST(s.ec == asio::error::timed_out);
    BOOST_TEST(made.receives == 1);
    BOOST_TEST(made.waits == 0);
    send_message(s.a, text("hello"));
    BOOST_TEST(receive_message(s.b, s.buffer, s.ec) == 5u);
    BOOST_TEST(!s.ec);
  }
  s.b.expires_after(std::chrono::seconds(-1));
  BOOST_CHECK_EXCEPTION(receive_message(s.b, s.buffer),
      boost::system::system_error,
      [](const auto& e) { return e.code() == asio::error::timed_out; });
  s.b.expires_after(clock_type::duration::min());
  receive_message(s.b, s.buffer, s.ec);
  BOOST_TEST(s.ec == asio::error::timed_out);
}

// Every function obeys the limit, and takes nothing when it ends.
BOOST_AUTO_TEST_CASE(every_function_ends_at_its_time)
{
  asio::io_context context;
  scene s(context);
  for (const bool is_past : {true, false})
  {
    const auto limit = [&]
        {
          is_past ? s.b.expires_at(past())
            : s.b.expires_after(std::chrono::milliseconds(2));
        };
    const auto check = [&]
        {
          BOOST_TEST(s.ec == asio::error::timed_out);
          s.ec = error_code();
        };
    incoming_ancillary<1> in;
    std::string content;
    std::vector<incoming_message<0>> batch(2);
    for (auto& message : batch)
      message.buffers = s.buffer;
    limit();
    receive_message(s.b, s.buffer, in, s.ec);
    check();
    limit();
    receive_message(s.b, asio::dynamic_buffer(content), s.ec);
    check();
    limit();
    receive_descriptors<1>(s.b, s.buffer, s.ec);
    check();
    limit();
    receive_descriptors(s.b, s.buffer, at_most(1), s.ec);
    check();
    limit();
    discard_message(s.b, s.ec);
    check();
    limit();
    receive_messages(s.b, batch, s.ec);
    check();
#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
    limit();
    receive_message(s.b, s.buffer, in, keep_if_truncated, s.ec);
    check();
#endif
    limit();
    s.b.wait(asio::socket_base::wait_read, s.ec);
    check();
  }
  BOOST_TEST(made.longest <= 3);
  BOOST_TEST(are_connected(s.a, s.sockets.b));
}

// A send that does not fit waits for room, and sends nothing if none comes.
BOOST_AUTO_TEST_CASE(a_send_waits_for_room)
{
  asio::io_context context;
  scene s(context);
  const std::size_t queued = fill_queue(s.a);
  std::vector<outgoing_message<0>> batch(2);
  for (const bool is_past : {true, false})
  {
    is_past ? s.a.expires_at(past())
      : s.a.expires_after(std::chrono::milliseconds(2));
    BOOST_TEST(send_message(s.a, text("y"), s.ec) == 0u);
    BOOST_TEST(s.ec == asio::error::timed_out);
    BOOST_TEST(send_descriptors(s.a, text("y"), {0}, s.ec) == 0u);
    BOOST_TEST(s.ec == asio::error::timed_out);
    BOOST_TEST(send_messages(s.a, batch, s.ec) == 0u);
    BOOST_TEST(s.ec == asio::error::timed_out);
  }
  s.a.expires_at(far());
  on_wait = [&](int)
      {
        for (std::size_t i = 0; i < queued; ++i)
          discard_message(s.b);
      };
  BOOST_TEST(send_message(s.a, text("last"), s.ec) == 4u);
  BOOST_TEST(!s.ec);
  BOOST_TEST(receive_message(s.b, s.buffer) == 4u);
  BOOST_TEST(has_nothing(s.b));
}

// A stream reports how many bytes came before its time.
BOOST_AUTO_TEST_CASE(a_stream_reports_what_was_moved)
{
  asio::io_context context;
  pair_of<stream_socket> sockets(context);
  native_socket b(sockets.b);
  b.expires_at(past());
  send_message(sockets.a, text("half"));
  char bytes[8];
  incoming_ancillary<1> in;
  error_code ec;
  BOOST_TEST(read_message(b, asio::buffer(bytes), in, ec) == 4u);
  BOOST_TEST(ec == asio::error::timed_out);
}

// A datagram to an address that has no room: the pauses end at the time, too.
BOOST_AUTO_TEST_CASE(a_datagram_to_an_address_ends_at_its_time)
{
  asio::io_context context;
  using endpoint_type = asio::local::datagram_protocol::endpoint;
  datagram_socket server(context, endpoint_type());
  datagram_socket client(context, endpoint_type());
  native_socket a(client);
  const endpoint_type address = local_endpoint(server);
  error_code ec;
  std::size_t queued = 0;
  for (; !ec; ++queued)
    send_message_to(a, text("x"), no_ancillary, address, MSG_DONTWAIT, ec);
  BOOST_TEST(ec == asio::error::would_block);
  for (const int milliseconds : {-1, 3})
  {
    a.expires_after(std::chrono::milliseconds(milliseconds));
    BOOST_TEST(send_message_to(a, text("y"), address, ec) == 0u);
    BOOST_TEST(ec == asio::error::timed_out);
  }
  for (; queued > 1; --queued)
    discard_message(server);
  BOOST_TEST(has_nothing(server));
}

// non_blocking() and MSG_DONTWAIT keep a function from waiting, also before its
// time. A view has the mode of the socket.
BOOST_AUTO_TEST_CASE(mode_and_flag_forbid_waits)
{
  asio::io_context context;
  scene s(context);
  s.b.expires_at(far());
  receive_message(s.b, s.buffer, MSG_DONTWAIT, s.ec);
  BOOST_TEST(s.ec == asio::error::would_block);
  BOOST_TEST(!s.b.non_blocking());
  s.b.non_blocking(true);
  BOOST_TEST(s.b.non_blocking());
  receive_message(s.b, s.buffer, s.ec);
  BOOST_TEST(s.ec == asio::error::would_block);
  s.b.expires_at(past());
  receive_message(s.b, s.buffer, s.ec);
  BOOST_TEST(s.ec == asio::error::would_block);

  s.sockets.b.non_blocking(true);
  native_socket view(s.sockets.b);
  BOOST_TEST(view.non_blocking());
  receive_descriptors<1>(view, s.buffer, s.ec);
  BOOST_TEST(s.ec == asio::error::would_block);
  BOOST_TEST(made.waits == 0);
}

// A signal interrupts a wait, and the wait goes on with the time that is left:
// signals that come faster do not make it longer.
BOOST_AUTO_TEST_CASE(signals_do_not_end_a_wait)
{
  asio::io_context context;
  for (const bool polls : {true, false})
  {
    const auto run = [&](auto function)
        {
          polls ? function() : without_descriptors(function);
        };
    scene s(context);
    const signals interrupting;
    for (const bool is_limited : {true, false})
    {
      if (!polls && !is_limited)
        continue; // select waits by itself then
      is_limited ? s.b.expires_at(far()) : s.b.expires_never();
      made = call_counts();
      s.send_in_wait(5);
      run([&] { receive_message(s.b, s.buffer, s.ec); });
      BOOST_TEST(!s.ec);
      BOOST_TEST(made.waits >= 5);
      made = call_counts();
      s.send_in_wait(5);
      run([&] { s.b.wait(asio::socket_base::wait_read, s.ec); });
      BOOST_TEST(!s.ec);
      BOOST_TEST(made.waits >= 5);
      discard_message(s.b);
    }
    on_wait = nullptr;
    s.b.expires_after(std::chrono::milliseconds(10));
    run([&] { receive_message(s.b, s.buffer, s.ec); });
    BOOST_TEST(s.ec == asio::error::timed_out);
  }
}

// Where poll is impossible, select waits in its place.
BOOST_AUTO_TEST_CASE(select_waits_where_nothing_may_be_opened)
{
  asio::io_context context;
  for (const bool is_limited : {true, false})
  {
    scene s(context);
    if (is_limited)
      s.b.expires_at(far());
    on_wait = [&](int)
        {
          if (made.selects != 0)
            ::syscall(SYS_sendto, s.a.native_handle(), "hello", 5, 0,
                nullptr, 0);
        };
    without_descriptors([&] { receive_message(s.b, s.buffer, s.ec); });
    on_wait = nullptr;
    BOOST_TEST(!s.ec);
    BOOST_TEST(made.selects == 1);

    s.b.expires_after(std::chrono::milliseconds(2));
    without_descriptors([&] { receive_message(s.b, s.buffer, s.ec); });
    BOOST_TEST(s.ec == asio::error::timed_out);
  }
}

// The same where a filter refuses poll, by either error. If it refuses select as
// well, its error is the last resort.
BOOST_AUTO_TEST_CASE(select_waits_where_a_filter_refuses_poll,
    *boost::unit_test::precondition(needs_filters))
{
  asio::io_context context;
  for (const int error : {EPERM, ENOSYS})
  {
    scene s(context);
    error_code first, second, third, fourth;
    std::thread filtered([&]
        {
          const bool refused = refuse(calls_of("poll"), error);
          s.b.expires_at(far());
          s.send_in_wait(2); // the first is that of poll
          receive_message(s.b, s.buffer, first);
          on_wait = nullptr;
          s.b.expires_after(std::chrono::milliseconds(2));
          receive_message(s.b, s.buffer, second);
          if (!refused || !refuse(calls_of("select"), error))
            first = asio::error::fault;
          s.b.expires_at(far());
          receive_message(s.b, s.buffer, third);
          s.b.expires_never();
          receive_message(s.b, s.buffer, fourth);
        });
    filtered.join();
    BOOST_TEST(!first);
    BOOST_TEST(second == asio::error::timed_out);
    BOOST_TEST(third.value() == error);
    BOOST_TEST(fourth.value() == error);
  }
}

// The question of what kind of socket it is: once for each object, and never for
// an Asio socket whose type says so.
BOOST_AUTO_TEST_CASE(the_kind_is_asked_for_once)
{
  asio::io_context context;
  scene s(context);
  for (int i = 0; i < 3; ++i)
    send_message(s.a, text("x"));
  const int first = made.questions;
  BOOST_TEST(first >= 1);
  BOOST_TEST(first <= 2);
  send_message(s.a, text("x"));
  BOOST_TEST(made.questions == first);
  native_socket copy(s.a);
  send_message(copy, text("x"));
  BOOST_TEST(made.questions == first);

  native_socket view(s.sockets.a);
  send_message(view, text("x"));
  BOOST_TEST(made.questions == first);
  pair_of<generic_socket> generic(context);
  native_socket other(generic.a);
  send_message(other, text("x"));
  BOOST_TEST(made.questions > first);
}

// A filter that refuses the question is an error, unless it was asked before.
BOOST_AUTO_TEST_CASE(a_refused_question_is_an_error,
    *boost::unit_test::precondition(needs_filters))
{
  asio::io_context context;
  for (const int option : {SO_DOMAIN, SO_TYPE})
  {
    scene s(context);
    error_code at_first, after, of_view;
    std::thread filtered([&]
        {
          native_socket known(s.a);
          send_message(known, text("x"));
          (void)refuse({{SYS_getsockopt, 2, static_cast<unsigned>(option)}},
              EPERM);
          send_message(s.b, text("x"), at_first);
          send_message(known, text("x"), after);
          native_socket view(s.sockets.a);
          send_message(view, text("x"), of_view);
        });
    filtered.join();
    BOOST_TEST(at_first == asio::error::no_permission);
    BOOST_TEST(!after);
    BOOST_TEST(!of_view);
    BOOST_TEST(receive_message(s.b, s.buffer) == 1u);
  }
}

// The end of file ends a wait, whether the peer has closed or another thread shuts
// down this side.
BOOST_AUTO_TEST_CASE(the_end_of_file_ends_a_wait)
{
  asio::io_context context;
  for (const bool is_peer : {true, false})
  {
    scene s(context);
    s.b.expires_at(far());
    on_wait = [&](int)
        {
          if (is_peer)
            s.sockets.a.close();
          else
            s.sockets.b.shutdown(asio::socket_base::shutdown_receive);
        };
    receive_message(s.b, s.buffer, s.ec);
    BOOST_TEST(s.ec == asio::error::eof);
    BOOST_TEST(made.waits == 1);
  }
}

// The longest time that can be asked for is no limit, and a time far away is one
// that poll can take.
BOOST_AUTO_TEST_CASE(large_times_do_not_overflow)
{
  asio::io_context context;
  scene s(context);
  s.b.expires_after(std::chrono::hours::min() + std::chrono::hours(1));
  BOOST_TEST((s.b.expiry() <= clock_type::now()));
  s.b.expires_after(clock_type::duration::max());
  BOOST_TEST((s.b.expiry() == clock_type::time_point::max()));
  s.b.expires_after(std::chrono::hours::max());
  BOOST_TEST((s.b.expiry() == clock_type::time_point::max()));
  s.b.expires_after(std::chrono::hours::min());
  BOOST_TEST((s.b.expiry() <= clock_type::now()));
  s.b.expires_after(std::chrono::hours(24 * 365 * 100));
  s.send_in_wait(1);
  receive_message(s.b, s.buffer, s.ec);
  BOOST_TEST(!s.ec);
  BOOST_TEST(made.longest > 0);
}

BOOST_AUTO_TEST_SUITE_END()
