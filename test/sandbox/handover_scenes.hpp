// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SANDBOX_HANDOVER_SCENES_HPP
#define BOOST_SEQPACKET_TEST_SANDBOX_HANDOVER_SCENES_HPP

// Handovers with a filter.

#include "world.hpp"

#include "handover_packets.hpp"

namespace boost_seqpacket {
namespace test {

// What is refused there. Without the option the sender's pidfd is opened.
inline std::vector<refusal> handover_refusals()
{
  const filtered_calls pass_pidfd = {{SYS_setsockopt, 2,
    static_cast<unsigned>(BOOST_SEQPACKET_SO_PASSPIDFD)}};
  std::vector<refusal> result;
  for (const char* name : {"shutdown", "sendmsg", "recvmsg", "getsockopt"})
    result.push_back({name, calls_of(name)});
  result.push_back({"setsockopt", calls_of("setsockopt"), true});
  result.push_back({"pass_pidfd, pidfd_open",
      pass_pidfd + calls_of("syscall"), true});
  return result;
}

// A predecessor that could not cut the successor off sends nothing.
inline void commit_sessions(world& w)
{
  queued_handover both;
  both.put(handover_type::ack, 0);
  both.put(handover_type::taken);
  handover_offer offer;
  offer.add_session("session", both.other());
  native_socket mine = both.mine();
  w.filtered([&] { commit_handover(mine, offer, deadline, w.ec); });
  w.check(both.has_got(handover_type::commit) == !w.ec, "half committed");
}

// A successor that does not know who sends takes over all the same.
inline void take_sessions(world& w)
{
  queued_handover both;
  both.put(handover_type::offered);
  both.put(handover_type::session, 0, "session");
  both.put(handover_type::commit, 1);
  native_socket mine = both.mine();
  std::vector<handed_session> items;
  w.filtered([&] { items = take_over(mine, deadline, w.ec); });
  w.check(both.has_got(handover_type::taken) == !w.ec, "half taken");
  w.check(items.size() == (w.ec ? 0u : 1u), "another number of sessions");
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SANDBOX_HANDOVER_SCENES_HPP
