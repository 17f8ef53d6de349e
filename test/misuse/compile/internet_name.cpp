// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The name of a socket of another address family.
// expected: These are the names of AF_UNIX sockets

#include <boost_seqpacket/endpoint.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#if defined(MISTAKE)
using protocol = boost::asio::ip::tcp;
#else
using protocol = boost::asio::local::stream_protocol;
#endif

void test(protocol::acceptor& acceptor)
{
  (void)boost_seqpacket::local_endpoint(acceptor);
}
