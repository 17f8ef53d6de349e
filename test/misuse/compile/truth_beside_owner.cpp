// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A question answered beside an owner.
// expected: A descriptor is an int: write native_handle()

#include <boost_seqpacket/send_descriptors.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <utility>

void test(boost_seqpacket::seq_packet_protocol::socket& socket,
    boost_seqpacket::unique_descriptor& file)
{
  boost_seqpacket::send_descriptors(socket, boost::asio::const_buffer(),
#if defined(MISTAKE)
      {std::move(file), true});
#else
      {std::move(file), 1});
#endif
}
