// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A socket of another address family.
// expected: Descriptors and credentials travel over AF_UNIX only

#include <boost_seqpacket/receive_message.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#if defined(MISTAKE)
using protocol = boost::asio::ip::tcp;
#else
using protocol = boost::asio::local::stream_protocol;
#endif

std::size_t test(protocol::socket& socket)
{
  char bytes[16];
  boost_seqpacket::incoming_ancillary<1> ancillary;
  return boost_seqpacket::receive_message(
      socket, boost::asio::buffer(bytes), ancillary);
}
