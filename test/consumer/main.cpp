//
// consumer/main.cpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

// A program of somebody else: it passes the read end of a pipe over a pair of
// sockets and reads from what arrives.

#include <boost_seqpacket.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>

#include <unistd.h>

#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace seqpacket = boost_seqpacket;

int main()
{
  asio::io_context context;
  seqpacket::seq_packet_protocol::socket ours(context);
  seqpacket::seq_packet_protocol::socket theirs(context);
  asio::local::connect_pair(ours, theirs);

  int ends[2];
  if (::pipe(ends) != 0)
    return 1;
  const seqpacket::unique_descriptor read_end(ends[0]);
  const seqpacket::unique_descriptor write_end(ends[1]);

  seqpacket::send_descriptors(
      ours, asio::buffer("read this", 9), {read_end.native_handle()});

  char text[32];
  auto [size, descriptors]
    = seqpacket::receive_descriptors<1>(theirs, asio::buffer(text));

  char byte = 0;
  if (::write(write_end.native_handle(), "!", 1) != 1
      || ::read(descriptors[0].native_handle(), &byte, 1) != 1 || byte != '!')
    return 1;

  std::cout << "received \"" << std::string(text, size)
            << "\" and a descriptor that works\n";
}
