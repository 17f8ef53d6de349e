// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Handovers at the limits of the system, and sides that give up at the worst
// moment: one of them has everything, and not both.

#include "test.hpp"

#include "handover.hpp"

#include "process.hpp"

#include <random>
#include <sys/resource.h>
#include <thread>

namespace boost_seqpacket {
namespace test {
namespace {

using type = detail::handover_type;

void put(packet_socket& socket, type what, std::uint32_t number = 0)
{
  send_message(socket,
      asio::buffer(detail::encode_header({what, number, {}, {}})));
}

// The type of the last packet that has arrived.
int last_arrived(packet_socket& socket)
{
  int result = 0;
  std::vector<char> bytes(70000);
  incoming_ancillary<2> incoming;
  error_code ec;
  while (receive_message(socket, asio::buffer(bytes), incoming,
        MSG_DONTWAIT, ec) > 5 && !ec)
    result = bytes[5];
  return result;
}

struct pair : no_leaks
{
  asio::io_context context;
  connected control{context};
  server old{context};
  error_code ec;
};

} // namespace

BOOST_AUTO_TEST_SUITE(handover_attacks)

// A session after which ABORT would have no room is not sent: a successor that
// does not know who sends would take the end of the connection for a death.
BOOST_FIXTURE_TEST_CASE(abort_has_room_after_every_session, pair)
{
  control.a.set_option(asio::socket_base::send_buffer_size(2304));
  handover_offer offer;
  const std::string state(3000, 's');
  offer.add_session("large", old.one.a, asio::buffer(state));
  commit_handover(control.a, offer, deadline, ec);
  BOOST_TEST(ec == asio::error::message_size);
  BOOST_TEST(last_arrived(control.b) == static_cast<int>(type::abort));

  // What is sent leaves room.
  for (const std::size_t size : {1000u, 30000u, 65536u})
  {
    connected other(context);
    other.a.set_option(asio::socket_base::send_buffer_size(
          static_cast<int>(size + 1500)));
    offer.clear();
    const std::string fitting(size, 's');
    offer.add_session(std::string(255, 'n'), old.one.a,
        asio::buffer(fitting));
    commit_handover(other.a, offer, std::chrono::milliseconds(1), ec);
    BOOST_TEST(ec == asio::error::timed_out);
    BOOST_TEST(last_arrived(other.b) == static_cast<int>(type::abort));
  }
}

// A successor that had the other end of its own connection would not learn that
// the predecessor has died.
BOOST_FIXTURE_TEST_CASE(the_connection_is_no_session, pair)
{
  handover_offer offer;
  offer.add_session("itself", control.a);
  offer.add_listener("itself", control.a);
  commit_handover(control.a, offer, deadline, ec);
  BOOST_TEST(ec == asio::error::invalid_argument);
  connected other(context);
  const unique_descriptor copy(
      ::fcntl(other.a.native_handle(), F_DUPFD_CLOEXEC, 0));
  offer.clear();
  offer.add_listener("copy", copy);
  put(other.b, type::hello, 1);
  offer_handover(other.a, offer, deadline, ec);
  BOOST_TEST(ec == asio::error::invalid_argument);
}

// The same socket can be offered twice, and two names can be the same.
BOOST_FIXTURE_TEST_CASE(names_and_sockets_can_repeat, pair)
{
  handover_offer offer;
  offer.add_listener("name", old.first);
  offer.add_listener("name", old.first);
  std::thread predecessor([&]
      {
        offer_handover(control.a, offer, deadline);
      });
  const listeners handed = receive_handover(control.b, deadline);
  put(control.b, type::ready);
  predecessor.join();
  BOOST_REQUIRE(handed.size() == 2u);
  BOOST_TEST(handed[0].name == handed[1].name);
  BOOST_TEST(same_file(handed[0].descriptor.native_handle(),
        handed[1].descriptor.native_handle()));
}

// Both sides give up at random moments around the commit: they agree on whether
// the successor has taken over.
BOOST_FIXTURE_TEST_CASE(both_sides_agree_on_the_commit, pair)
{
  std::mt19937 numbers(1);
  int commits = 0;
  for (int i = 0; i < 2000; ++i)
  {
    connected other(context);
    put(other.a, type::offered);
    const std::chrono::microseconds patience(numbers() % 300);
    const std::chrono::microseconds second(numbers() % 600);
    error_code taken;
    sessions handed;
    std::thread successor([&]
        {
          handed = take_over(other.b, second, taken);
        });
    // READY is for the call before.
    char header[16];
    incoming_ancillary<1> none;
    error_code ready;
    receive_message(other.a, asio::buffer(header), none, 0, ready);
    error_code committed;
    if (!ready && header[5] == static_cast<char>(type::ready))
      commit_handover(other.a, old.offer, patience, committed);
    else
      committed = asio::error::operation_aborted;
    if (committed)
      other.a.close();
    successor.join();
    BOOST_REQUIRE_MESSAGE(committed.failed() == taken.failed(),
        committed.message() << ", " << taken.message());
    BOOST_REQUIRE(handed.size() == (taken ? 0u : 2u));
    commits += committed ? 0 : 1;
  }
  BOOST_TEST_MESSAGE(commits << " of 2000 commits");
}

// The same of operations that are cancelled from another thread.
BOOST_FIXTURE_TEST_CASE(cancelled_operations_agree_on_the_commit, pair)
{
  std::mt19937 numbers(2);
  int commits = 0;
  for (int i = 0; i < 1000; ++i)
  {
    connected other(context);
    error_code committed = asio::error::would_block;
    error_code taken = asio::error::would_block;
    put(other.a, type::offered);
    async_take_over(other.b, deadline, [&](error_code error, sessions)
        { taken = error; });
    char header[16];
    receive_message(other.a, asio::buffer(header));
    async_commit_handover(other.a, old.offer, deadline,
        [&](error_code error) { committed = error; });
    const auto steps = numbers() % 12;
    context.restart();
    for (unsigned long step = 0; step < steps; ++step)
      context.poll_one();
    packet_socket& victim = numbers() % 2 == 0 ? other.a : other.b;
    victim.cancel();
    context.restart();
    run(context);
    BOOST_REQUIRE_MESSAGE(committed.failed() == taken.failed(),
        committed.message() << ", " << taken.message());
    commits += committed ? 0 : 1;
  }
  BOOST_TEST_MESSAGE(commits << " of 1000 commits");
}

// The successor has no room for all sessions: it refuses them, and the
// predecessor goes on to serve.
BOOST_FIXTURE_TEST_CASE(the_successor_reaches_its_limit, pair)
{
  handover_offer offer;
  for (int i = 0; i < 300; ++i)
    offer.add_session("session", old.one.a, text("state"));
  put(control.a, type::offered);
  child_process successor([&]
      {
        ::rlimit limit;
        ::getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = 100;
        ::setrlimit(RLIMIT_NOFILE, &limit);
        control.a.close();
        error_code error;
        const sessions handed = take_over(control.b, deadline, error);
        return error == seqpacket_errc::descriptors_lost && handed.empty()
          ? 0 : 1;
      });
  control.b.close();
  char header[16];
  receive_message(control.a, asio::buffer(header));
  commit_handover(control.a, offer, deadline, ec);
  BOOST_TEST(ec == seqpacket_errc::handover_refused);
  BOOST_TEST(successor.wait() == 0);
}

// The successor has no room for a pidfd of a predecessor that has given up and
// lives: it must not serve as well.
BOOST_FIXTURE_TEST_CASE(a_refusal_at_the_limit_is_no_death, pair)
{
  for (const bool says_so : {true, false})
  {
    connected other(context);
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
    other.b.set_option(pass_pidfd(true), ec);
    if (ec)
#endif
      other.b.set_option(pass_credentials(true));
    put(other.a, type::offered);
    if (says_so)
      put(other.a, type::abort);
    other.a.close();
    child_process successor([&]
        {
          ::rlimit limit;
          ::getrlimit(RLIMIT_NOFILE, &limit);
          limit.rlim_cur = 3;
          ::setrlimit(RLIMIT_NOFILE, &limit);
          error_code error;
          const sessions handed = take_over(other.b, deadline, error);
          return error == seqpacket_errc::handover_refused && handed.empty()
            ? 0 : 1;
        });
    BOOST_TEST(successor.wait() == 0);
  }
}

// A context is destroyed while a predecessor commits. The successor learns that
// the process lives and has not committed.
BOOST_FIXTURE_TEST_CASE(a_destroyed_commit_is_no_death, pair)
{
  std::optional<asio::io_context> doomed(std::in_place);
  std::optional<packet_socket> end(std::in_place, *doomed);
  end->assign(protocol(), control.a.release());
  put(*end, type::offered);
  error_code taken = asio::error::would_block;
  async_take_over(control.b, std::chrono::milliseconds(50),
      [&](error_code error, sessions handed)
      {
        taken = error;
        BOOST_TEST(handed.empty());
      });
  char header[16];
  receive_message(*end, asio::buffer(header));
  async_commit_handover(*end, old.offer, deadline,
      [](error_code) { BOOST_ERROR("called"); });
  doomed->poll();
  end.reset();
  doomed.reset();
  run(context);
  BOOST_TEST(taken == seqpacket_errc::handover_refused);
}

// A handler can throw: the operation has left nothing, and the context goes on.
BOOST_FIXTURE_TEST_CASE(handlers_can_throw, pair)
{
  async_take_over(control.b, deadline, [](error_code, sessions)
      { throw std::runtime_error("handler"); });
  put(control.a, type::offered);
  put(control.a, type::commit);
  BOOST_CHECK_THROW(context.run_for(deadline), std::runtime_error);
  context.restart();
  run(context);
  BOOST_TEST(last_arrived(control.a) == static_cast<int>(type::taken));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace boost_seqpacket
