// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A program uses both namespaces, and writes names that both could have. It
// must compile with each compiler.

#include "test.hpp"

using namespace boost::asio;
using namespace boost_seqpacket;

namespace {

// What has waited in vain, by Asio's name.
bool must_wait(const boost::system::error_code& ec)
{
  return ec == error::would_block;
}

// The library's error, by its own.
bool is_cut(const boost::system::error_code& ec)
{
  return ec == seqpacket_errc::message_truncated;
}

} // namespace

BOOST_AUTO_TEST_SUITE(misuse_both_namespaces)

// A receive that must not wait, and one that cuts its packet.
BOOST_AUTO_TEST_CASE(names_are_not_ambiguous)
{
  io_context context;
  seq_packet_protocol::socket a(context);
  seq_packet_protocol::socket b(context);
  boost_seqpacket::connect_pair(a, b);
  char bytes[1];
  incoming_ancillary<1> ancillary;
  boost::system::error_code ec;
  receive_message(b, buffer(bytes), ancillary, MSG_DONTWAIT, ec);
  BOOST_TEST(must_wait(ec));
  send_message(a, buffer("xy", 2), no_ancillary);
  receive_message(b, buffer(bytes), ancillary, ec);
  BOOST_TEST(is_cut(ec));
}

// Handlers of both, in one expression.
BOOST_AUTO_TEST_CASE(asynchronous_names_are_not_ambiguous)
{
  io_context context;
  seq_packet_protocol::acceptor acceptor(context);
  boost_seqpacket::open(acceptor);
  acceptor.bind(seq_packet_protocol::endpoint());
  acceptor.listen(1);
  seq_packet_protocol::socket socket(context);
  int calls = 0;
  boost_seqpacket::async_accept(acceptor,
      [&](const boost::system::error_code& ec, seq_packet_protocol::socket)
      {
        BOOST_TEST(!ec);
        ++calls;
      });
  boost_seqpacket::async_connect(socket, acceptor.local_endpoint(),
      [&](const boost::system::error_code& ec)
      {
        BOOST_TEST(!ec);
        ++calls;
      });
  test::run(context);
  BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_SUITE_END()
