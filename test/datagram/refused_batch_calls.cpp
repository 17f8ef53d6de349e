// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Batches of datagrams in a sandbox that refuses the calls for many packets.

#include "batches.hpp"

#include "filter.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// A request of each client arrives, and the replies reach them. Returns an exit
// status.
int exchange()
{
  if (!refuse({{SYS_sendmmsg}, {SYS_recvmmsg}}, EPERM))
    return 2;
  asio::io_context context;
  crowd all(context, 3);
  for (std::size_t i = 0; i < 3; ++i)
    send_message_to(
        all.clients[i], text(all.name(i)), all.address("server"));
  crowd::room in(3);
  for (std::size_t done = 0; done < 3;)
  {
    crowd::room some(3 - done);
    const std::size_t count = receive_messages(all.server, some.messages);
    for (std::size_t i = 0; i < count; ++i)
      in.messages[done + i].sender = some.messages[i].sender;
    done += count;
  }
  crowd::packets out(3);
  for (std::size_t i = 0; i < 3; ++i)
  {
    out[i].buffers = text(all.name(i));
    out[i].destination = in.messages[i].sender;
  }
  if (send_messages(all.server, out) != 3)
    return 3;
  for (std::size_t i = 0; i < 3; ++i)
  {
    char bytes[8];
    error_code ec;
    const std::size_t size = receive_message(
        all.clients[i], asio::buffer(bytes), MSG_DONTWAIT, ec);
    if (ec || std::string_view(bytes, size) != all.name(i))
      return 4;
  }
  return 0;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(datagram_refused_batch_calls, no_leaks,
    *boost::unit_test::timeout(90) *boost::unit_test::precondition(needs_filters))

// Single calls take the place of those for many packets, with the addresses.
BOOST_AUTO_TEST_CASE(single_calls_have_the_addresses)
{
  child_process child(exchange);
  BOOST_TEST(child.wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
