// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// More descriptors than a packet carries, as an exact number.
// expected: write receive_descriptors<253> or less

#include <boost_seqpacket/receive_descriptors.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/buffer.hpp>

#if defined(MISTAKE)
constexpr std::size_t count = 254;
#else
constexpr std::size_t count = 253;
#endif

std::size_t test(boost_seqpacket::seq_packet_protocol::socket& socket)
{
  char bytes[16];
  return std::get<0>(boost_seqpacket::receive_descriptors<count>(
      socket, boost::asio::buffer(bytes)));
}
