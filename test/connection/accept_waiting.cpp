// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Accepts that wait: for descriptors when there are none, and until they are
// cancelled.

#include "server.hpp"

#include "features.hpp"
#include "process.hpp"
#include "tracking_executor.hpp"

#include <ctime>
#include <deque>
#include <sys/epoll.h>
#include <sys/syscall.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Stands in for epoll_ctl(2) likewise: the error of the next additions.
std::deque<int> next_reactor_errors;

} // namespace

extern "C" int epoll_ctl(int epoll, int operation, int descriptor,
    ::epoll_event* event) noexcept
{
  if (operation == EPOLL_CTL_ADD && !next_reactor_errors.empty())
  {
    errno = next_reactor_errors.front();
    next_reactor_errors.pop_front();
    return -1;
  }
  return static_cast<int>(
      ::syscall(SYS_epoll_ctl, epoll, operation, descriptor, event));
}

// Serves everybody, one after another.
struct accept_loop
{
  explicit accept_loop(server& where)
    : s(where)
  {
  }

  void next()
  {
    async_accept(s.listener,
        [this](const error_code& ec, packet_socket peer)
        {
          if (ec)
          {
            error = ec;
            return;
          }
          served.push_back(std::move(peer));
          next();
        });
  }

  server& s;
  std::vector<packet_socket> served;
  error_code error;
};

// The processor time of this thread.
std::chrono::nanoseconds processor_time()
{
  ::timespec time;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec)
    + std::chrono::nanoseconds(time.tv_nsec);
}

BOOST_FIXTURE_TEST_SUITE(connection_accept_waiting, no_leaks)

// --- no descriptors -----------------------------------------------------------

// A caller that waits itself is told, and the connection is still there.
BOOST_AUTO_TEST_CASE(the_synchronous_form_reports_the_limit)
{
  for (const form how : synchronous_forms)
  {
    server s;
    packet_socket client = s.client();
    packet_socket peer(s.context);
    error_code ec;
    {
      const descriptor_limit limit(0);
      ec = accept_by(how, s, peer);
    }
    BOOST_TEST(ec == asio::error::no_descriptors);
    BOOST_TEST(!peer.is_open());
    BOOST_TEST(!accept_by(how, s, peer));
    BOOST_TEST(are_connected(client, peer));
  }
}

// Each error that stands for exhaustion is waited out.
BOOST_AUTO_TEST_CASE(every_exhaustion_is_waited_out)
{
  for (const int exhaustion : {EMFILE, ENFILE, ENOBUFS, ENOMEM})
  {
    server s;
    packet_socket client = s.client();
    next_errors.assign(3, exhaustion);
    accepted result;
    result.start(s);
    run(s.context);
    BOOST_TEST(!result.error);
    BOOST_TEST(accept_calls == 4);
    BOOST_REQUIRE(result.socket.has_value());
    BOOST_TEST(are_connected(client, *result.socket));
  }
}

// At the limit the loop neither ends nor spins: it pauses, longer each time, and
// uses next to nothing of the processor. When there is room again every client
// is served.
BOOST_AUTO_TEST_CASE(a_loop_at_the_descriptor_limit_pauses)
{
  server s;
  std::vector<packet_socket> clients;
  for (int i = 0; i < 40; ++i)
    clients.push_back(s.client());
  accept_loop loop(s);
  loop.served.reserve(clients.size());
  std::size_t at_the_limit = 0;
  std::chrono::nanoseconds used{0};
  std::chrono::nanoseconds passed{0};
  {
    const descriptor_limit limit(10);
    const auto start = std::chrono::steady_clock::now();
    const auto processor_start = processor_time();
    loop.next();
    run_until(s.context, [] { return accept_calls >= 10 + 12; });
    used = processor_time() - processor_start;
    passed = std::chrono::steady_clock::now() - start;
    at_the_limit = loop.served.size();
  }
  BOOST_TEST(at_the_limit == 10u);
  // Of 11 pauses each takes at least half of 1, 2, 4, ... 128 ms.
  BOOST_TEST(passed.count() > 300000000);
  // A loop that spins uses all of the time.
  BOOST_TEST(used.count() < passed.count() / 2);
  BOOST_TEST(!loop.error);

  run_until(s.context, [&] { return loop.served.size() == clients.size(); });
  for (std::size_t i = 0; i < clients.size(); ++i)
    BOOST_TEST(are_connected(clients[i], loop.served[i]));
  s.listener.close();
  run(s.context);
  BOOST_TEST(loop.error == asio::error::operation_aborted);
}

// The kernel reports the limit before it looks for a connection. With none
// there the operation waits for one, and cancel() reaches it.
BOOST_AUTO_TEST_CASE(
    an_idle_loop_at_the_descriptor_limit_waits_for_a_connection)
{
  server s;
  accepted result;
  {
    const descriptor_limit limit(0);
    result.start(s);
    s.context.run_for(std::chrono::milliseconds(50));
    BOOST_TEST(accept_calls == 1);
    s.listener.cancel();
    run(s.context);
  }
  BOOST_TEST(result.error == asio::error::operation_aborted);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(!result.socket->is_open());
}

#if defined(TEST_HAS_EPOLL)

// The reactor has no memory for a connection that was taken already: it is kept
// until there is some. Another error is told.
BOOST_AUTO_TEST_CASE(a_connection_is_kept_while_the_reactor_is_exhausted)
{
  server s;
  packet_socket client = s.client();
  next_reactor_errors = {ENOMEM, ENOMEM, ENOBUFS};
  accepted result;
  result.start(s);
  run(s.context);
  BOOST_TEST(next_reactor_errors.empty());
  BOOST_TEST(accept_calls == 1);
  BOOST_TEST(!result.error);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(client, *result.socket));

  packet_socket another = s.client();
  next_reactor_errors = {ENOSPC};
  accepted failure;
  failure.start(s);
  run(s.context);
  BOOST_TEST(failure.error.value() == ENOSPC);
}

#endif // defined(TEST_HAS_EPOLL)

// Somebody who has the same listening socket shuts it down. It is readable then
// for ever, and gives nothing.
BOOST_AUTO_TEST_CASE(an_acceptor_that_is_shut_down_does_not_spin)
{
  for (const bool first : {false, true})
  {
    server s;
    accepted result;
    if (!first)
    {
      result.start(s);
      s.context.poll();
    }
    BOOST_REQUIRE(::shutdown(s.listener.native_handle(), SHUT_RDWR) == 0);
    if (first)
      result.start(s);
    run(s.context);
    BOOST_TEST(result.error == asio::error::invalid_argument);
    BOOST_TEST(accept_calls <= 3);

    for (const form how : synchronous_forms)
    {
      packet_socket peer(s.context);
      BOOST_TEST(accept_by(how, s, peer) == asio::error::invalid_argument);
    }
    BOOST_TEST(accept_calls <= 6);
  }
}

// Closing the acceptor ends a pause.
BOOST_AUTO_TEST_CASE(close_ends_a_pause)
{
  server s;
  packet_socket client = s.client();
  next_errors.assign(1000, EMFILE);
  accepted result;
  result.start(s);
  run_until(s.context, [] { return accept_calls >= 2; });
  s.listener.close();
  run(s.context);
  BOOST_TEST(result.error == asio::error::operation_aborted);
}

// An operation that is destroyed in a pause with its context leaves nothing.
BOOST_AUTO_TEST_CASE(a_context_that_is_destroyed_in_a_pause_leaves_nothing)
{
  auto s = std::make_unique<server>();
  packet_socket client = s->client();
  next_errors.assign(1000, EMFILE);
  auto owned = std::make_shared<int>(1);
  std::weak_ptr<int> watch = owned;
  async_accept(s->listener,
      [owned = std::move(owned)](const error_code&, packet_socket) {});
  run_until(s->context, [] { return accept_calls >= 2; });
  client.close();
  s.reset();
  BOOST_TEST(watch.expired());
}

// --- cancellation -----------------------------------------------------------------

// A cancelled accept has accepted nothing.
BOOST_AUTO_TEST_CASE(cancel_of_the_acceptor_accepts_nothing)
{
  server s;
  accepted result;
  result.start(s);
  s.context.poll();
  s.listener.cancel();
  packet_socket client = s.client();
  run(s.context);
  BOOST_TEST(result.error == asio::error::operation_aborted);
  packet_socket peer = boost_seqpacket::accept(s.listener);
  BOOST_TEST(are_connected(client, peer));
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// Each type of signal ends a wait for readiness, and one in a pause.
BOOST_AUTO_TEST_CASE(a_signal_ends_the_wait)
{
  for (const asio::cancellation_type type : {
      asio::cancellation_type::terminal, asio::cancellation_type::partial,
      asio::cancellation_type::total})
  {
    for (const bool pause : {false, true})
    {
      server s;
      if (pause)
        next_errors.assign(1000, ENFILE);
      std::optional<packet_socket> client;
      if (pause)
        client = s.client();
      asio::cancellation_signal signal;
      accepted result;
      async_accept(s.listener,
          asio::bind_cancellation_slot(signal.slot(), result.handler()));
      s.context.poll();
      signal.emit(type);
      run(s.context);
      BOOST_TEST(result.error == asio::error::operation_aborted);

      next_errors.clear();
      if (!pause)
        client = s.client();
      packet_socket peer = boost_seqpacket::accept(s.listener);
      BOOST_TEST(are_connected(*client, peer));
    }
  }
}

// A signal between readiness and resumption counts as well: the connection
// stays in the backlog.
BOOST_AUTO_TEST_CASE(a_signal_between_readiness_and_resumption_accepts_nothing)
{
  server s;
  asio::io_context other;
  asio::cancellation_signal signal;
  accepted result;
  track resumed;
  async_accept(s.listener,
      asio::bind_executor(
        tracking_executor<asio::io_context::executor_type>(
          other.get_executor(), resumed),
        asio::bind_cancellation_slot(signal.slot(), result.handler())));
  packet_socket client = s.client();
  run_until(s.context, [&] { return resumed.submitted == 1; });
  signal.emit(asio::cancellation_type::total);
  other.run_for(deadline);
  BOOST_TEST(result.error == asio::error::operation_aborted);
  packet_socket peer = boost_seqpacket::accept(s.listener);
  BOOST_TEST(are_connected(client, peer));
}

// An operation that dies in a pause, here by what its predicate throws, leaves
// nothing behind in the slot that a later signal would trip over.
BOOST_AUTO_TEST_CASE(a_signal_after_the_operation_has_died_does_nothing)
{
  server s;
  packet_socket client = s.client();
  asio::cancellation_signal signal;
  struct no_exception
  {
  };
  peer_filter filter(
      [](const peer_identity&) -> bool { throw no_exception(); });
  next_errors = {EMFILE};
  accepted result;
  async_accept(s.listener, filter,
      asio::bind_cancellation_slot(signal.slot(), result.handler()));
  BOOST_CHECK_THROW(s.context.run_for(deadline), no_exception);
  signal.emit(asio::cancellation_type::terminal);
  s.context.restart();
  s.context.poll();
  BOOST_TEST(result.calls == 0);
}

// The same where the handler's executor is gone before the acceptor's.
BOOST_AUTO_TEST_CASE(
    a_signal_after_the_executor_of_the_handler_is_gone_does_nothing)
{
  server s;
  packet_socket client = s.client();
  asio::cancellation_signal signal;
  accepted result;
  next_errors.assign(1000, EMFILE);
  {
    asio::io_context other;
    track resumed;
    async_accept(s.listener,
        asio::bind_executor(
          tracking_executor<asio::io_context::executor_type>(
            other.get_executor(), resumed),
          asio::bind_cancellation_slot(signal.slot(), result.handler())));
    run_until(s.context, [&] { return resumed.submitted == 1; });
  }
  signal.emit(asio::cancellation_type::terminal);
  s.context.restart();
  s.context.poll();
  BOOST_TEST(result.calls == 0);
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

BOOST_AUTO_TEST_SUITE_END()
