// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An offer that is gone before it is sent.
// expected: deleted function

#include <boost_seqpacket/handover.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <chrono>

void test(boost_seqpacket::seq_packet_protocol::socket& socket)
{
  boost_seqpacket::handover_offer offer;
#if defined(MISTAKE)
  boost_seqpacket::async_commit_handover(
      socket, boost_seqpacket::handover_offer(), std::chrono::seconds(1),
      [](const boost::system::error_code&) {});
#else
  boost_seqpacket::async_commit_handover(socket, offer,
      std::chrono::seconds(1), [](const boost::system::error_code&) {});
#endif
}
