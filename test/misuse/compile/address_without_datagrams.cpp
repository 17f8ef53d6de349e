// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An address for a socket that has a connection, in each function.
// expected: Only datagrams have addresses of their own
// times: 4

#include <boost_seqpacket/message_batch.hpp>
#include <boost_seqpacket/receive_message_from.hpp>
#include <boost_seqpacket/send_message_to.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/strand.hpp>

#include <vector>

namespace sp = boost_seqpacket;

#if defined(MISTAKE)
using packets = sp::seq_packet_protocol::socket;
using stream = boost::asio::local::stream_protocol::socket;
#else
using packets = boost::asio::local::datagram_protocol::socket;
using stream = packets;
#endif

// The same with other executors, so that each function has a type of its own.
using other = packets::rebind_executor<
  boost::asio::io_context::executor_type>::other;
using third = packets::rebind_executor<boost::asio::strand<
  boost::asio::io_context::executor_type>>::other;

void send(packets& socket, const packets::endpoint_type& destination)
{
  sp::send_message_to(socket, boost::asio::buffer("x", 1), destination);
}

void receive(stream& socket, boost::asio::mutable_buffer buffer,
    stream::endpoint_type& sender)
{
  sp::receive_message_from(socket, buffer, sender);
}

void send_many(other& socket, std::vector<sp::outgoing_datagram<0>>& batch)
{
  sp::send_messages(socket, batch);
}

void receive_many(third& socket,
    std::vector<sp::incoming_datagram<0>>& batch)
{
  sp::receive_messages(socket, batch);
}
