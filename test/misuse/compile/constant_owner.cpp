// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An owner that cannot be moved from would be closed too early or too late.
// expected: A constant owner cannot be given away

#include <boost_seqpacket/send_descriptors.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <utility>

void test(boost_seqpacket::seq_packet_protocol::socket& socket,
    const boost_seqpacket::unique_descriptor& file)
{
  boost_seqpacket::send_descriptors(socket, boost::asio::const_buffer(),
#if defined(MISTAKE)
      {std::move(file)});
#else
      {file});
#endif
}
