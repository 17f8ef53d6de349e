// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Every completion style with each operation of a handover. The other side is a
// socket through which the test sends packets.

#include "styles.hpp"

#include "handover_packets.hpp"

#include <boost_seqpacket/handover.hpp>

#include <functional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// A packet of the other side. One with a name has a descriptor.
struct packet
{
  handover_type type;
  std::uint32_t number = 0;
  std::string_view name = {};
};

using packets = std::vector<packet>;

// The connection of one operation. A predecessor has two listeners and one
// session.
struct handover_stage
{
  asio::io_context context;
  packet_socket mine{context};
  packet_socket other{context};
  connected session{context};
  handover_offer offer;
  std::chrono::steady_clock::duration timeout = deadline;

  handover_stage()
  {
    asio::local::connect_pair(mine, other);
    offer.add_listener("first", session.a);
    offer.add_listener("second", session.b);
    offer.add_session("session", session.a, text("state"));
  }

  void put(const packet& one)
  {
    const std::string bytes =
      handover_bytes(one.type, one.number, one.name);
    if (one.name.empty())
      send_message(other, asio::buffer(bytes));
    else
      send_descriptors(
          other, asio::buffer(bytes), {session.a.native_handle()});
  }

  void put(const packets& all)
  {
    for (const packet& one : all)
      put(one);
  }

  // The operation takes each packet before the next one is sent.
  void put_one_by_one(const packets& all)
  {
    for (const packet& one : all)
    {
      put(one);
      context.restart();
      context.poll();
    }
  }
};

using step = std::function<void(handover_stage&)>;

// Runs one operation in one style. `before` comes before it starts, `meanwhile`
// while it waits.
template <typename Style, typename Launch>
void attempt(Style style, Launch launch, const step& before,
    const step& meanwhile, const error_code& expected, std::size_t count)
{
  handover_stage s;
  before(s);
  const auto operation = [&](auto&& token)
      {
        return launch(s, std::forward<decltype(token)>(token));
      };
  check(s, style, operation, std::function<void()>([&] { meanwhile(s); }),
      expected, count);
}

const step no_step = [](handover_stage&) {};

void put_garbage(handover_stage& s)
{
  send_message(s.other, text("garbage"));
}

void close_mine(handover_stage& s)
{
  s.mine.close();
}

void close_other(handover_stage& s)
{
  s.other.close();
}

// All ends of an operation that receives the packets and then succeeds with so
// many items. `loss` is its error if the other side is gone before it starts.
template <typename Style, typename Launch>
void check_ends(Style style, Launch launch, const packets& all,
    std::size_t count, const error_code& loss)
{
  const auto put_all = [&](handover_stage& s) { s.put(all); };
  const auto put_slowly = [&](handover_stage& s) { s.put_one_by_one(all); };
  const auto give_no_time = [](handover_stage& s)
      {
        s.timeout = std::chrono::steady_clock::duration::zero();
      };

  BOOST_TEST_CONTEXT("the packets are there")
    attempt(style, launch, put_all, no_step, error_code(), count);
  BOOST_TEST_CONTEXT("each packet comes later")
    attempt(style, launch, no_step, put_slowly, error_code(), count);
  BOOST_TEST_CONTEXT("the other side is gone")
    attempt(style, launch, close_other, no_step, loss, 0);
  BOOST_TEST_CONTEXT("a malformed packet is there")
    attempt(style, launch, put_garbage, no_step,
        seqpacket_errc::handover_malformed, 0);
  BOOST_TEST_CONTEXT("a malformed packet comes later")
    attempt(style, launch, no_step, put_garbage,
        seqpacket_errc::handover_malformed, 0);
  BOOST_TEST_CONTEXT("the time is over")
    attempt(style, launch, give_no_time, no_step, asio::error::timed_out, 0);
  BOOST_TEST_CONTEXT("the socket is closed")
    attempt(style, launch, close_mine, no_step,
        asio::error::bad_descriptor, 0);
}

const packets listeners_of_predecessor = {
  {handover_type::offer, 2}, {handover_type::listener, 0, "first"},
  {handover_type::listener, 1, "second"}, {handover_type::offered, 2}};

const packets session_of_predecessor = {
  {handover_type::offered, 2}, {handover_type::session, 0, "session"},
  {handover_type::commit, 1}};

const auto receive = [](handover_stage& s, auto&& token)
    {
      return async_receive_handover(s.mine, s.timeout,
          std::forward<decltype(token)>(token));
    };

const auto take = [](handover_stage& s, auto&& token)
    {
      return async_take_over(s.mine, s.timeout,
          std::forward<decltype(token)>(token));
    };

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_completion_of_handover, no_leaks)

// The first step of the predecessor: a handler that gets an error only.
BOOST_AUTO_TEST_CASE(async_offer_handover_completes_in_every_style)
{
  const auto offer = [](handover_stage& s, auto&& token)
      {
        return async_offer_handover(s.mine, s.offer, s.timeout,
            std::forward<decltype(token)>(token));
      };
  for_each_style([&](auto style)
      {
        check_ends(style, offer,
            {{handover_type::hello, 1}, {handover_type::ack, 0},
              {handover_type::ack, 1}, {handover_type::ready}},
            0, seqpacket_errc::successor_lost);
      });
}

// The second step of the predecessor.
BOOST_AUTO_TEST_CASE(async_commit_handover_completes_in_every_style)
{
  const auto commit = [](handover_stage& s, auto&& token)
      {
        return async_commit_handover(s.mine, s.offer, s.timeout,
            std::forward<decltype(token)>(token));
      };
  for_each_style([&](auto style)
      {
        check_ends(style, commit,
            {{handover_type::ack, 0}, {handover_type::taken}},
            0, seqpacket_errc::successor_lost);
      });
}

// The last step of the predecessor.
BOOST_AUTO_TEST_CASE(async_await_successor_completes_in_every_style)
{
  const auto await = [](handover_stage& s, auto&& token)
      {
        return async_await_successor(s.mine, s.timeout,
            std::forward<decltype(token)>(token));
      };
  for_each_style([&](auto style)
      {
        check_ends(style, await, {{handover_type::running}},
            0, seqpacket_errc::successor_lost);
      });
}

// The first step of the successor: a handler that gets owners as well.
BOOST_AUTO_TEST_CASE(async_receive_handover_completes_in_every_style)
{
  for_each_style([&](auto style)
      {
        check_ends(style, receive, listeners_of_predecessor,
            2, seqpacket_errc::handover_refused);
      });
}

// The second step of the successor.
BOOST_AUTO_TEST_CASE(async_take_over_completes_in_every_style)
{
  for_each_style([&](auto style)
      {
        check_ends(style, take, session_of_predecessor,
            1, seqpacket_errc::predecessor_lost);
      });
}

// A predecessor that is gone leaves what has arrived, and the handler gets it
// with the error. These packets were sent before the socket asked who sends, so
// nothing says that the process lives.
BOOST_AUTO_TEST_CASE(items_come_with_predecessor_lost_in_every_style)
{
  const auto put_two = [](const packets& all)
      {
        return [&all](handover_stage& s) { s.put({all[0], all[1]}); };
      };
  for_each_style([&](auto style)
      {
        const std::size_t count = throws_error<decltype(style)> ? 0 : 1;
        attempt(style, receive, put_two(listeners_of_predecessor),
            close_other, seqpacket_errc::predecessor_lost, count);
        attempt(style, take, put_two(session_of_predecessor),
            close_other, seqpacket_errc::predecessor_lost, count);
      });
}

// The last step of the successor. It sends one packet, and reads only if that is
// refused: the reason of the refusal.
BOOST_AUTO_TEST_CASE(async_confirm_handover_completes_in_every_style)
{
  const auto confirm = [](handover_stage& s, auto&& token)
      {
        return async_confirm_handover(
            s.mine, std::forward<decltype(token)>(token));
      };
  const auto fill = [](handover_stage& s) { fill_queue(s.mine); };
  const auto drain = [](handover_stage& s)
      {
        char bytes[16];
        error_code ec;
        while (receive_message(s.other, asio::buffer(bytes),
            MSG_DONTWAIT, ec), !ec)
          ;
      };
  const auto refuse = [](handover_stage& s)
      {
        s.other.shutdown(packet_socket::shutdown_receive);
      };
  const auto refuse_with_reason = [](handover_stage& s)
      {
        s.put({handover_type::abort});
        s.other.shutdown(packet_socket::shutdown_receive);
      };
  const auto put_reason = [](handover_stage& s)
      {
        s.put({handover_type::abort});
      };

  for_each_style([&](auto style)
      {
        attempt(style, confirm, no_step, no_step, error_code(), 0);
        attempt(style, confirm, fill, drain, error_code(), 0);
        attempt(style, confirm, close_other, no_step, error_code(), 0);
        attempt(style, confirm, refuse_with_reason, no_step,
            seqpacket_errc::handover_refused, 0);
        attempt(style, confirm, refuse, put_reason,
            seqpacket_errc::handover_refused, 0);
        attempt(style, confirm, refuse, put_garbage,
            seqpacket_errc::handover_malformed, 0);
        attempt(style, confirm, close_mine, no_step,
            asio::error::bad_descriptor, 0);
      });
}

BOOST_AUTO_TEST_SUITE_END()
