// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A range of something else than packets.
// expected: Give a range of outgoing_message

#include <boost_seqpacket/send_messages.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <vector>

void test(boost_seqpacket::seq_packet_protocol::socket& socket)
{
#if defined(MISTAKE)
  std::vector<int> batch;
#else
  std::vector<boost_seqpacket::outgoing_message<0>> batch;
#endif
  boost_seqpacket::send_messages(socket, batch);
}
