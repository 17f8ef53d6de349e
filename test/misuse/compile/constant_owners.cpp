// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Owners that look moved and are not.
// expected: These descriptors would be closed before they are sent

#include <boost_seqpacket/send_descriptors.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <utility>
#include <vector>

void test(boost_seqpacket::seq_packet_protocol::socket& socket,
    const std::vector<boost_seqpacket::unique_descriptor>& files)
{
  boost_seqpacket::send_descriptors(socket, boost::asio::const_buffer(),
#if defined(MISTAKE)
      std::move(files));
#else
      files);
#endif
}
