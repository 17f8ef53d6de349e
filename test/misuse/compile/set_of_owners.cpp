// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A temporary set of owners, whose elements are constant and cannot be given
// away.
// expected: These descriptors would be closed before they are sent

#include <boost_seqpacket/send_descriptors.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <set>
#include <utility>

struct by_number
{
  bool operator()(const boost_seqpacket::unique_descriptor& a,
      const boost_seqpacket::unique_descriptor& b) const
  {
    return a.native_handle() < b.native_handle();
  }
};

void test(boost_seqpacket::seq_packet_protocol::socket& socket,
    std::set<boost_seqpacket::unique_descriptor, by_number>& files)
{
  boost_seqpacket::send_descriptors(socket, boost::asio::const_buffer(),
#if defined(MISTAKE)
      std::move(files));
#else
      files);
#endif
}
