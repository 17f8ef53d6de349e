// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Two processes, of which one is killed before or after any of its system calls.
// Afterwards one of them serves, and never both. The test stands in for the
// functions of the C library, so it is a program of its own.

#include "test.hpp"

#include "handover.hpp"

#include "process.hpp"

#include <cerrno>
#include <csignal>
#include <functional>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

namespace boost_seqpacket {
namespace test {

// When this process dies: at which of its calls, and on which side of it.
struct death_plan
{
  bool is_active = false;
  int at = -1;
  bool is_after = false;
  int calls = 0;
};

inline death_plan plan;

// The options that name the sender of a packet and are refused.
inline int refused_options = 0;

template <typename Call>
auto die_around(Call call)
{
  if (!plan.is_active)
    return call();
  const bool dies = plan.calls++ == plan.at;
  if (dies && !plan.is_after)
    ::raise(SIGKILL);
  const auto result = call();
  const int error = errno;
  if (dies)
    ::raise(SIGKILL);
  errno = error;
  return result;
}

} // namespace test
} // namespace boost_seqpacket

using boost_seqpacket::test::die_around;

extern "C" ::ssize_t sendmsg(int descriptor, const ::msghdr* message, int flags)
{
  return die_around([&]
      {
        return static_cast<::ssize_t>(
            ::syscall(SYS_sendmsg, descriptor, message, flags));
      });
}

extern "C" ::ssize_t recvmsg(int descriptor, ::msghdr* message, int flags)
{
  return die_around([&]
      {
        return static_cast<::ssize_t>(
            ::syscall(SYS_recvmsg, descriptor, message, flags));
      });
}

extern "C" int shutdown(int descriptor, int how) noexcept
{
  return die_around([&]
      {
        return static_cast<int>(::syscall(SYS_shutdown, descriptor, how));
      });
}

extern "C" int poll(::pollfd* list, ::nfds_t count, int timeout)
{
  ::timespec time = {};
  time.tv_sec = timeout / 1000;
  time.tv_nsec = timeout % 1000 * 1000000L;
  return die_around([&]
      {
        return static_cast<int>(::syscall(SYS_ppoll, list, count,
              timeout < 0 ? nullptr : &time, nullptr, 0));
      });
}

extern "C" int close(int descriptor)
{
  return die_around([&]
      {
        return static_cast<int>(::syscall(SYS_close, descriptor));
      });
}

extern "C" int setsockopt(int descriptor, int level, int name,
    const void* value, ::socklen_t size) noexcept
{
  using boost_seqpacket::test::refused_options;
  if ((name == BOOST_SEQPACKET_SO_PASSPIDFD && refused_options > 0)
      || (name == SO_PASSCRED && refused_options > 1))
  {
    errno = ENOPROTOOPT;
    return -1;
  }
  return static_cast<int>(
      ::syscall(SYS_setsockopt, descriptor, level, name, value, size));
}

namespace boost_seqpacket {
namespace test {
namespace {

// What a process serves with when it has come to an end.
struct report
{
  char who;
  int calls;
  int error;
  std::size_t listeners;
  std::size_t sessions;
};

// The six calls, waiting or asynchronous.
struct waiting_calls
{
  static void offer(packet_socket& socket, const handover_offer& what,
      error_code& ec)
  {
    offer_handover(socket, what, deadline, ec);
  }

  static void commit(packet_socket& socket, const handover_offer& what,
      error_code& ec)
  {
    commit_handover(socket, what, deadline, ec);
  }

  static void await(packet_socket& socket, error_code& ec)
  {
    await_successor(socket, deadline, ec);
  }

  static listeners receive(packet_socket& socket, error_code& ec)
  {
    return receive_handover(socket, deadline, ec);
  }

  static sessions take(packet_socket& socket, error_code& ec)
  {
    return take_over(socket, deadline, ec);
  }

  static void confirm(packet_socket& socket, error_code& ec)
  {
    confirm_handover(socket, ec);
  }
};

asio::io_context& context_of(packet_socket& socket)
{
  return static_cast<asio::io_context&>(
      asio::query(socket.get_executor(), asio::execution::context));
}

template <typename Items = int, typename Start>
Items run_one(packet_socket& socket, error_code& ec, Start start)
{
  Items items = Items();
  ec = asio::error::would_block;
  start([&](error_code error, auto... results)
      {
        ec = error;
        (void)std::initializer_list<int>{
          ((void)(items = std::move(results)), 0)...};
      });
  context_of(socket).restart();
  context_of(socket).run();
  return items;
}

struct asynchronous_calls
{
  static void offer(packet_socket& socket, const handover_offer& what,
      error_code& ec)
  {
    run_one(socket, ec, [&](auto handler)
        { async_offer_handover(socket, what, deadline, handler); });
  }

  static void commit(packet_socket& socket, const handover_offer& what,
      error_code& ec)
  {
    run_one(socket, ec, [&](auto handler)
        { async_commit_handover(socket, what, deadline, handler); });
  }

  static void await(packet_socket& socket, error_code& ec)
  {
    run_one(socket, ec, [&](auto handler)
        { async_await_successor(socket, deadline, handler); });
  }

  static listeners receive(packet_socket& socket, error_code& ec)
  {
    return run_one<listeners>(socket, ec, [&](auto handler)
        { async_receive_handover(socket, deadline, handler); });
  }

  static sessions take(packet_socket& socket, error_code& ec)
  {
    return run_one<sessions>(socket, ec, [&](auto handler)
        { async_take_over(socket, deadline, handler); });
  }

  static void confirm(packet_socket& socket, error_code& ec)
  {
    run_one(socket, ec, [&](auto handler)
        { async_confirm_handover(socket, handler); });
  }
};

// The old process: as doc/guide/restarting.md says.
template <typename Calls>
report run_old(packet_socket& socket, server& mine)
{
  error_code ec;
  Calls::offer(socket, mine.offer, ec);
  if (!ec)
    Calls::commit(socket, mine.offer, ec);
  if (ec)
    return {'o', 0, ec.value(), 2, 2};
  Calls::await(socket, ec);
  return {'o', 0, ec.value(), ec ? 2u : 0u, 0};
}

template <typename Calls>
report run_new(packet_socket& socket)
{
  error_code ec;
  const listeners first = Calls::receive(socket, ec);
  if (ec)
    return {'n', 0, ec.value(), first.size(), 0};
  const sessions second = Calls::take(socket, ec);
  if (ec == seqpacket_errc::predecessor_lost)
    return {'n', 0, ec.value(), first.size(), second.size()};
  if (!ec)
    Calls::confirm(socket, ec);
  return {'n', 0, ec.value(), ec ? 0 : first.size(), ec ? 0 : second.size()};
}

// One process of the two. It reports what it serves with.
template <typename Function>
int run_process(const death_plan& how, int reports, Function function)
{
  plan = how;
  plan.is_active = true;
  report result = function();
  plan.is_active = false;
  result.calls = plan.calls;
  return ::write(reports, &result, sizeof(result))
    == static_cast<::ssize_t>(sizeof(result)) ? 0 : 1;
}

using roles = std::pair<
  std::function<report(packet_socket&, server&)>,
  std::function<report(packet_socket&)>>;

// Runs both processes, and returns what they have reported.
std::vector<report> hand_over(const roles& run, const death_plan& old_plan,
    const death_plan& new_plan)
{
  asio::io_context context;
  std::optional<server> mine(context);
  std::optional<connected> control(context);
  int ends[2];
  BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  const unique_descriptor reader(ends[0]);
  unique_descriptor writer(ends[1]);

  // Each has only its own end. The new one knows none of the sockets.
  child_process old([&]
      {
        context.notify_fork(asio::io_context::fork_child);
        control->b.close();
        return run_process(old_plan, writer.native_handle(),
            [&] { return run.first(control->a, *mine); });
      });
  control->a.close();
  child_process young([&]
      {
        context.notify_fork(asio::io_context::fork_child);
        mine.reset();
        return run_process(new_plan, writer.native_handle(),
            [&] { return run.second(control->b); });
      });
  control.reset();
  mine.reset();
  writer.reset();

  std::vector<report> result;
  for (report one; ::read(reader.native_handle(), &one, sizeof(one))
      == static_cast<::ssize_t>(sizeof(one));)
    result.push_back(one);
  return result;
}

int calls_of(const std::vector<report>& reports, char who)
{
  for (const report& one : reports)
    if (one.who == who)
      return one.calls;
  return 0;
}

// The old process is killed: the new one serves with all that has arrived, or
// has nothing to serve with.
void check_dead_old(const std::vector<report>& reports)
{
  BOOST_REQUIRE(reports.size() == 1u);
  const report& left = reports[0];
  BOOST_TEST(left.who == 'n');
  if (left.error == static_cast<int>(seqpacket_errc::handover_refused))
    BOOST_TEST(left.listeners == 0u);
  else if (left.error != 0)
    BOOST_TEST(left.error
        == static_cast<int>(seqpacket_errc::predecessor_lost));
  // No session without all listeners.
  if (left.sessions != 0)
    BOOST_TEST(left.listeners == 2u);
}

// The new process is killed: the old one serves with all listeners, and with
// the sessions if they were not taken over.
void check_dead_new(const std::vector<report>& reports)
{
  BOOST_REQUIRE(reports.size() == 1u);
  const report& left = reports[0];
  BOOST_TEST(left.who == 'o');
  // Without an error the new one had begun to serve when it was killed.
  BOOST_TEST((left.error == 0) == (left.listeners == 0u));
  if (left.error != 0)
    BOOST_TEST(left.error == static_cast<int>(seqpacket_errc::successor_lost));
}

struct counts
{
  int none = 0; // nobody has anything
  int sessions = 0; // the survivor has the sessions
  int listeners = 0; // the survivor has the listeners alone
};

void count(counts& table, const std::vector<report>& reports)
{
  if (reports.empty() || reports[0].listeners == 0)
    ++table.none;
  else if (reports[0].sessions == 2)
    ++table.sessions;
  else
    ++table.listeners;
}

void kill_everywhere(const roles& run)
{
  const std::vector<report> undisturbed = hand_over(run, {}, {});
  BOOST_REQUIRE(undisturbed.size() == 2u);
  for (const report& one : undisturbed)
  {
    BOOST_TEST(one.error == 0);
    BOOST_TEST(one.listeners == (one.who == 'n' ? 2u : 0u));
    BOOST_TEST(one.sessions == (one.who == 'n' ? 2u : 0u));
  }

  counts old_table;
  counts new_table;
  for (const bool is_after : {false, true})
  {
    for (int at = 0; at < calls_of(undisturbed, 'o'); ++at)
    {
      const std::vector<report> left =
        hand_over(run, {false, at, is_after, 0}, {});
      // How often a process polls depends on who is faster.
      if (left.size() == 2)
        continue;
      BOOST_TEST_CONTEXT("old, call " << at << (is_after ? " after" : ""))
        check_dead_old(left);
      count(old_table, left);
    }
    for (int at = 0; at < calls_of(undisturbed, 'n'); ++at)
    {
      const std::vector<report> left =
        hand_over(run, {}, {false, at, is_after, 0});
      if (left.size() == 2)
        continue;
      BOOST_TEST_CONTEXT("new, call " << at << (is_after ? " after" : ""))
        check_dead_new(left);
      count(new_table, left);
    }
  }
  BOOST_TEST_MESSAGE("old killed: " << old_table.none << " nothing, "
      << old_table.listeners << " listeners, " << old_table.sessions
      << " all");
  BOOST_TEST_MESSAGE("new killed: " << new_table.none << " served, "
      << new_table.listeners << " listeners, " << new_table.sessions
      << " all");
  // Every kind of outcome has happened.
  BOOST_TEST(old_table.listeners > 0);
  BOOST_TEST(old_table.sessions > 0);
  BOOST_TEST(new_table.sessions > 0);
}

template <typename Calls>
roles roles_of()
{
  return {run_old<Calls>, run_new<Calls>};
}

} // namespace

BOOST_AUTO_TEST_SUITE(handover_deaths)

// Either process dies at any system call of the synchronous functions.
BOOST_FIXTURE_TEST_CASE(either_process_dies_in_a_waiting_call, no_leaks)
{
  kill_everywhere(roles_of<waiting_calls>());
}

// The same of the asynchronous functions.
BOOST_FIXTURE_TEST_CASE(either_process_dies_in_an_operation, no_leaks)
{
  kill_everywhere(roles_of<asynchronous_calls>());
}

// The kernel has no SCM_PIDFD: the new process opens a pidfd itself.
BOOST_FIXTURE_TEST_CASE(either_process_dies_without_scm_pidfd, no_leaks)
{
  refused_options = 1;
  kill_everywhere(roles_of<waiting_calls>());
  refused_options = 0;
}

// There is no descriptor left for that pidfd: the handover does not begin.
BOOST_FIXTURE_TEST_CASE(no_room_for_a_pidfd_is_an_error, no_leaks)
{
  asio::io_context context;
  connected control(context);
  control.b.set_option(pass_credentials(true));
  send_message(control.a, asio::buffer(
        detail::encode_header({detail::handover_type::offered, 0, {}, {}})));
  child_process successor([&]
      {
        refused_options = 1;
        ::rlimit limit;
        ::getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = 3;
        ::setrlimit(RLIMIT_NOFILE, &limit);
        error_code error;
        (void)take_over(control.b, std::chrono::milliseconds(100), error);
        return error == seqpacket_errc::descriptors_lost ? 0 : 1;
      });
  BOOST_TEST(successor.wait() == 0);
}

// A predecessor that closes the connection and lives is no death, also if the
// successor opens the pidfd after the end.
BOOST_FIXTURE_TEST_CASE(closing_is_no_death_without_scm_pidfd, no_leaks)
{
  refused_options = 1;
  asio::io_context context;
  connected control(context);
  control.b.set_option(pass_credentials(true));
  const auto offered =
    detail::encode_header({detail::handover_type::offered, 0, {}, {}});
  send_message(control.a, asio::buffer(offered));
  control.a.close();
  error_code ec;
  const sessions handed =
    take_over(control.b, std::chrono::milliseconds(50), ec);
  BOOST_TEST(ec == seqpacket_errc::handover_refused);
  BOOST_TEST(handed.empty());

  // No process has the number of one that was waited for: it is dead.
  connected second(context);
  second.b.set_option(pass_credentials(true));
  child_process predecessor([&]
      {
        send_message(second.a, asio::buffer(offered));
        return 0;
      });
  BOOST_TEST(predecessor.wait() == 0);
  (void)take_over(second.b, deadline, ec);
  BOOST_TEST(ec == seqpacket_errc::predecessor_lost);
  refused_options = 0;
}

// The kernel does not say who sends: the end of file counts as a death.
BOOST_FIXTURE_TEST_CASE(either_process_dies_and_nobody_knows_whose, no_leaks)
{
  refused_options = 2;
  kill_everywhere(roles_of<waiting_calls>());
  refused_options = 0;
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace boost_seqpacket
