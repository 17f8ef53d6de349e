// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// As receive.cpp, for handovers: with an error the other side cannot take over, and
// with none it has.

#include "packets.hpp"

#include "handover_packets.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Only waits that a fault causes end with it.
constexpr std::chrono::milliseconds limit(5);

bool has_fault(const char* call)
{
  for (const planned_fault& planned : faults.plan)
  {
    if (std::string(faults.made[planned.at].name) == call)
      return true;
  }
  return false;
}

// A packet was not sent as it was meant, or was not received.
bool is_odd()
{
  for (const planned_fault& planned : faults.plan)
  {
    if (planned.what->error == 0)
      return true;
  }
  return false;
}

template <typename Function>
error_code act(Function function)
{
  error_code ec;
  const with_faults now;
  function(ec);
  return ec;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_handover, fault_fixture)

// System calls fail while a predecessor offers listeners.
BOOST_AUTO_TEST_CASE(offers_survive_every_fault)
{
  walk()("offer_handover", []
      {
        queued_handover both;
        both.put(handover_type::hello, 1);
        both.put(handover_type::ack, 0);
        both.put(handover_type::ready);
        handover_offer offer;
        offer.add_listener("listener", both.other());
        native_socket mine = both.mine();
        const error_code ec = act([&](error_code& error)
            { offer_handover(mine, offer, limit, error); });
        return ec || both.has_got(handover_type::offered)
          ? std::string() : std::string("success, and nothing offered");
      });
}

// System calls fail while a predecessor commits: with an error it has cut the
// successor off, or has sent no COMMIT.
BOOST_AUTO_TEST_CASE(commits_survive_every_fault)
{
  for (const bool is_taken : {true, false})
  {
    walk()(is_taken ? "commit_handover" : "commit_handover in vain",
        [is_taken]
        {
          queued_handover both;
          both.put(handover_type::ack, 0);
          if (is_taken)
            both.put(handover_type::taken);
          handover_offer offer;
          offer.add_session("session", both.other());
          native_socket mine = both.mine();
          const error_code ec = act([&](error_code& error)
              { commit_handover(mine, offer, limit, error); });
          const bool refuses = both.refuses();
          const bool has_commit = both.has_got(handover_type::commit);
          if (!ec)
            return is_taken && (has_commit || is_odd()) ? std::string()
              : std::string("success, and not committed");
          return refuses || !has_commit || has_fault("shutdown")
            ? std::string() : ec.message() + ", and it can be taken over";
        });
  }
}

// System calls fail while a predecessor waits for the last packet.
BOOST_AUTO_TEST_CASE(waits_survive_every_fault)
{
  walk()("await_successor", []
      {
        queued_handover both;
        both.put(handover_type::running);
        native_socket mine = both.mine();
        act([&](error_code& error)
            { await_successor(mine, limit, error); });
        return std::string();
      });
}

// System calls fail while a successor receives the listeners.
BOOST_AUTO_TEST_CASE(receives_survive_every_fault)
{
  walk()("receive_handover", []
      {
        queued_handover both;
        both.put(handover_type::offer, 1);
        both.put(handover_type::listener, 0, "listener");
        both.put(handover_type::offered, 1);
        native_socket mine = both.mine();
        std::vector<handed_listener> items;
        const error_code ec = act([&](error_code& error)
            { items = receive_handover(mine, limit, error); });
        if (ec)
          return items.empty() || ec == seqpacket_errc::predecessor_lost
            ? std::string() : ec.message() + ", and listeners";
        return items.size() == 1 && is_close_on_exec(
            items[0].descriptor.native_handle())
          ? std::string() : std::string("success, and no listener");
      });
}

// System calls fail while a successor takes over: it has, if and only if TAKEN was
// sent.
BOOST_AUTO_TEST_CASE(takes_survive_every_fault)
{
  walk()("take_over", []
      {
        queued_handover both;
        both.put(handover_type::offered);
        both.put(handover_type::session, 0, "session");
        both.put(handover_type::commit, 1);
        native_socket mine = both.mine();
        std::vector<handed_session> items;
        const error_code ec = act([&](error_code& error)
            { items = take_over(mine, limit, error); });
        const bool has_taken = both.has_got(handover_type::taken);
        if (ec && has_taken)
          return ec.message() + ", and TAKEN was sent";
        if (ec)
          return items.empty() || ec == seqpacket_errc::predecessor_lost
            ? std::string() : ec.message() + ", and sessions";
        return items.size() == 1 && (has_taken || is_odd())
          ? std::string() : std::string("success, and not taken");
      });
}

// System calls fail while a successor says that it runs. The other one takes
// what is sent and has nothing more to say.
BOOST_AUTO_TEST_CASE(confirmations_survive_every_fault)
{
  walk()("confirm_handover", []
      {
        queued_handover both;
        ::shutdown(both.other().native_handle(), SHUT_WR);
        native_socket mine = both.mine();
        act([&](error_code& error) { confirm_handover(mine, error); });
        return std::string();
      });
}

BOOST_AUTO_TEST_SUITE_END()
