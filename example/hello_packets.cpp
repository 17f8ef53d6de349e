// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Packets of bytes from one socket to another, with their boundaries.

//[hello_packets
#include <boost_seqpacket.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <array>
#include <cstdio>
#include <string_view>

namespace asio = boost::asio;
using namespace boost_seqpacket;

int main()
{
  std::array<char, 64> data;
  boost::system::error_code ec;

  // What operations use is declared before the pool that runs them.
  asio::thread_pool pool(1);
  seq_packet_protocol::socket left(pool), right(pool);
  connect_pair(left, right);

  // Each send is one packet, whatever its size.
  for (const std::string_view word : {"hello", "packets"})
    async_send_message(left, asio::buffer(word), asio::use_future).get();
  left.close();

  for (;;)
  {
    const std::size_t size = async_receive_message(right, asio::buffer(data),
        asio::redirect_error(asio::use_future, ec)).get();
    if (ec == asio::error::eof)
      break; // the other end has closed
    if (ec == asio::error::connection_reset)
      continue; // reported once, before the packets that it had sent
    if (ec && ec != seqpacket_errc::message_truncated)
      return 1;
    std::printf("%zu bytes: %.*s\n", size, static_cast<int>(size), data.data());
  }
}
//]
