// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A temporary object that has an owner inside, which ends before the send.
// expected: A constant owner cannot be given away

#include <boost_seqpacket/send_descriptors.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <utility>

struct file
{
  operator const boost_seqpacket::unique_descriptor&() const
  {
    return owner;
  }

  boost_seqpacket::unique_descriptor owner;
};

void test(boost_seqpacket::seq_packet_protocol::socket& socket, file& f)
{
  boost_seqpacket::send_descriptors(socket, boost::asio::const_buffer(),
#if defined(MISTAKE)
      {std::move(f)});
#else
      {f});
#endif
}
