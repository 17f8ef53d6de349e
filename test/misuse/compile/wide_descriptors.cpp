// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A range of numbers that are no descriptors.
// expected: A descriptor is an int: give a range of int

#include <boost_seqpacket/send_descriptors.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <vector>

void test(boost_seqpacket::seq_packet_protocol::socket& socket)
{
#if defined(MISTAKE)
  const std::vector<long> files;
#else
  const std::vector<int> files;
#endif
  boost_seqpacket::send_descriptors(
      socket, boost::asio::const_buffer(), files);
}
