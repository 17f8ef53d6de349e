// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_VISIBILITY_PART_HPP
#define BOOST_SEQPACKET_TEST_VISIBILITY_PART_HPP

// What a part of the program does that is a shared library or a module of its
// own, with hidden symbols.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <functional>
#include <string>

namespace boost_seqpacket {
namespace test {

using part_handler =
  std::function<void(const boost::system::error_code&, std::string)>;

struct part
{
  // Receives a packet with a descriptor, and sends both back.
  void (*echo)(seq_packet_protocol::socket&, part_handler);

  // Receives the bytes of a packet alone.
  void (*receive_bytes)(seq_packet_protocol::socket&, part_handler);

  // Accepts a connection.
  void (*accept)(seq_packet_protocol::acceptor&,
      std::function<void(const boost::system::error_code&,
        seq_packet_protocol::socket)>);

  // Sends as many packets in one batch.
  std::size_t (*send_batch)(seq_packet_protocol::socket&, std::size_t);

  // Reads 5 bytes of a stream with a descriptor, and writes both back.
  void (*echo_stream)(
      boost::asio::local::stream_protocol::socket&, part_handler);

  // The errors as this part knows them.
  boost::system::error_code (*make_error)(seqpacket_errc);
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_VISIBILITY_PART_HPP
