// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A constant object, which cannot be closed.
// expected: Give the function an object that is not const

#include <boost_seqpacket/native_socket.hpp>
#include <boost_seqpacket/send_object.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <utility>

namespace sp = boost_seqpacket;
using packets = sp::seq_packet_protocol::socket;
using tcp = boost::asio::ip::tcp;

#if defined(MISTAKE)
void test(packets& socket, const tcp::socket& object)
{
  sp::send_object(socket, object);
  sp::async_send_object(socket, std::move(object), [](auto&&...) {});
}
#else
void test(packets& socket, tcp::socket& object)
{
  boost::system::error_code ec;
  sp::send_object(socket, object, ec);
  sp::async_send_object(socket, object, [](auto&&...) {});
}
#endif
