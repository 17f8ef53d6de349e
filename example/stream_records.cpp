// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Records with descriptors over a stream: first the length, then the text.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <utility>

namespace asio = boost::asio;
using boost::system::error_code;
using stream = asio::local::stream_protocol::socket;

//[stream_records_write
// The descriptor goes with the first byte of the length.
void write_record(stream& socket, const std::string& text,
    boost_seqpacket::unique_descriptor file)
{
  const std::uint32_t length = static_cast<std::uint32_t>(text.size());
  boost_seqpacket::outgoing_ancillary<1> ancillary;
  ancillary.add_descriptor(std::move(file));
  boost_seqpacket::write_message(socket,
      std::array<asio::const_buffer, 2>{
        asio::buffer(&length, sizeof(length)), asio::buffer(text)},
      ancillary);
}
//]

//[stream_records_read
// Each read has exactly its bytes, and the descriptors that came with them.
std::string read_record(
    stream& socket, boost_seqpacket::incoming_ancillary<1>& ancillary)
{
  std::uint32_t length = 0;
  boost_seqpacket::read_message(
      socket, asio::buffer(&length, sizeof(length)), ancillary);
  if (length > 1024) // never believe a peer
    throw std::length_error("a record is too long");
  std::string text(length, '\0');
  boost_seqpacket::incoming_ancillary<0> none;
  boost_seqpacket::read_message(socket, asio::buffer(text), none);
  return text;
}
//]

int main()
{
  asio::io_context context;
  stream a(context), b(context);
  asio::local::connect_pair(a, b);

  write_record(a, "a record", boost_seqpacket::unique_descriptor(::dup(1)));
  boost_seqpacket::incoming_ancillary<1> ancillary;
  const std::string text = read_record(b, ancillary);
  std::printf("\"%s\" with %zu descriptor\n", text.c_str(),
      ancillary.descriptors().size());

  //[stream_records_async_read
  // A record of 8 bytes that comes in two parts, the file with the second one.
  std::array<char, 8> record;
  boost_seqpacket::incoming_ancillary<1> of_record;
  bool is_whole = false;
  boost_seqpacket::async_read_message(b, asio::buffer(record), of_record,
      [&](error_code ec, std::size_t size)
      {
        // With asio::error::eof the size says whether the peer has closed
        // between two records (0) or inside of one.
        is_whole = !ec && of_record.descriptors().size() == 1;
        std::printf("%zu bytes: %s\n", size, ec.message().c_str());
      });
  //]
  asio::write(a, asio::buffer("reco", 4));
  //[stream_records_async_write
  boost_seqpacket::outgoing_ancillary<1> with_file;
  with_file.add_descriptor(1);
  boost_seqpacket::async_write_message(a, asio::buffer("rd 2", 4), with_file,
      [](error_code ec, std::size_t) { std::puts(ec.message().c_str()); });
  //]
  context.run();
  return is_whole && text == "a record" ? 0 : 1;
}
