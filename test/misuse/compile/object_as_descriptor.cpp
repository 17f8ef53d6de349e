// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A number, and an owner, in the place of an object.
// expected: A descriptor is no object: use send_descriptors
// times: 2

#include <boost_seqpacket/native_socket.hpp>
#include <boost_seqpacket/send_object.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <utility>

namespace sp = boost_seqpacket;
using packets = sp::seq_packet_protocol::socket;
using tcp = boost::asio::ip::tcp;

#if defined(MISTAKE)
void test(packets& socket, sp::unique_descriptor& owner)
{
  sp::send_object(socket, 5);
  sp::send_object(socket, std::move(owner));
  sp::async_send_object(socket, owner, [](auto&&...) {});
}
#else
void test(packets& socket, tcp::socket& object)
{
  boost::system::error_code ec;
  sp::send_object(socket, object, ec);
  sp::async_send_object(socket, object, [](auto&&...) {});
}
#endif
