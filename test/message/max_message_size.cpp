// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// How large a packet can be.

#include "whole_packets.hpp"

#include <fstream>
#include <limits>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// What the system lets a send buffer be set to.
std::size_t largest_send_buffer()
{
  std::ifstream file("/proc/sys/net/core/wmem_max");
  std::size_t value = 0;
  file >> value;
  BOOST_TEST_REQUIRE(value > 0u);
  return value;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(message_max_message_size, no_leaks,
    *boost::unit_test::timeout(90))

// A packet of exactly that size goes and arrives whole; one byte more is refused,
// and nothing is sent.
BOOST_AUTO_TEST_CASE_TEMPLATE(max_message_size_is_exact, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  for (const int buffer : {0, 5000, 50000})
  {
    if (buffer != 0)
    {
      sockets.a.set_option(asio::socket_base::send_buffer_size(buffer));
      BOOST_TEST(max_message_size(sockets.a)
          == static_cast<std::size_t>(2 * buffer - 32));
    }
    const std::string packet = bytes_of(max_message_size(sockets.a) + 1);
    incoming_ancillary<0> incoming;
    for (const form how : all_forms)
    {
      BOOST_TEST(send_by(how, sockets.a, asio::buffer(packet), no_ancillary)
          == failure(asio::error::message_size));
      BOOST_TEST(has_nothing(sockets.b));
      const std::size_t size = packet.size() - 1;
      BOOST_TEST(send_by(how, sockets.a, asio::buffer(packet, size),
            no_ancillary) == success(size));
      std::string bytes;
      BOOST_TEST(receive_by(how, sockets.b, asio::dynamic_buffer(bytes),
            incoming) == success(size));
      BOOST_TEST((bytes == packet.substr(0, size)));
    }
  }
}

// What is reserved can be sent, and nothing is made smaller.
BOOST_AUTO_TEST_CASE(reserve_message_size_grows)
{
  stage s;
  s.sockets.a.set_option(asio::socket_base::send_buffer_size(20000));
  const std::size_t most = 2 * largest_send_buffer() - 32;
  for (const std::size_t size : {std::size_t(39968), std::size_t(39969),
      std::size_t(200000), std::size_t(200001), std::size_t(1000000)})
  {
    if (size > most)
      continue;
    reserve_message_size(s.sockets.a, size);
    BOOST_TEST(max_message_size(s.sockets.a) >= size);
    // Not much more than was asked for.
    BOOST_TEST(max_message_size(s.sockets.a) <= size + 64);
    const std::string packet = bytes_of(size);
    BOOST_TEST(send_message(s.sockets.a, asio::buffer(packet), no_ancillary)
        == size);
    s.expect_queued(packet);
  }

  const std::size_t before_small = max_message_size(s.sockets.a);
  error_code ec = asio::error::fault;
  reserve_message_size(s.sockets.a, 10, ec);
  BOOST_TEST(!ec);
  reserve_message_size(s.sockets.a, 0);
  BOOST_TEST(max_message_size(s.sockets.a) == before_small);
}

// Up to what the system allows, and not beyond.
BOOST_AUTO_TEST_CASE(reserve_message_size_stops_at_the_limit_of_the_system)
{
  stage s;
  const std::size_t most = 2 * largest_send_buffer() - 32;
  reserve_message_size(s.sockets.a, most);
  BOOST_TEST(max_message_size(s.sockets.a) == most);
  for (const std::size_t size : {most + 1, 2 * most,
      std::size_t(std::numeric_limits<int>::max()),
      std::numeric_limits<std::size_t>::max()})
  {
    error_code ec;
    reserve_message_size(s.sockets.b, size, ec);
    BOOST_TEST(ec == asio::error::message_size);
    BOOST_CHECK_THROW(reserve_message_size(s.sockets.b, size),
        boost::system::system_error);
  }
}

// A socket that is not open, and one of another family.
BOOST_AUTO_TEST_CASE(sizes_of_wrong_sockets_are_errors)
{
  asio::io_context context;
  packet_socket closed(context);
  asio::generic::datagram_protocol::socket internet(context,
      asio::generic::datagram_protocol(asio::ip::udp::v4()));
  error_code ec;
  BOOST_TEST(max_message_size(closed, ec) == 0u);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  reserve_message_size(closed, 10, ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  BOOST_TEST(max_message_size(internet, ec) == 0u);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  reserve_message_size(internet, 10, ec);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  BOOST_CHECK_THROW(max_message_size(closed), boost::system::system_error);
}

BOOST_AUTO_TEST_SUITE_END()
