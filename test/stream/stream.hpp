// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_STREAM_STREAM_HPP
#define BOOST_SEQPACKET_TEST_STREAM_STREAM_HPP

// Two ends of a stream, and messages that go over it.

#include "test.hpp"

#include <sys/socket.h>

namespace boost_seqpacket {
namespace test {

using stream_socket = asio::local::stream_protocol::socket;
using streams = basic_connected<stream_socket>;

// Bytes that differ from place to place.
inline std::string pattern(std::size_t size, std::size_t seed = 0)
{
  std::string result(size, '\0');
  for (std::size_t i = 0; i < size; ++i)
    result[i] = static_cast<char>((i * 7 + seed * 31 + i / 251) & 0x7f);
  return result;
}

// Send bytes with the files given, in one system call.
template <typename Socket>
void send_part(Socket& sender, std::string_view bytes,
    std::initializer_list<const unique_descriptor*> files = {})
{
  outgoing_ancillary<8> ancillary;
  for (const unique_descriptor* file : files)
    ancillary.add_descriptor(file->native_handle());
  BOOST_REQUIRE(send_message(sender, text(bytes), ancillary) == bytes.size());
}

// The contents of the files that arrived, in their order.
template <std::size_t Max>
std::string contents(incoming_ancillary<Max>& ancillary)
{
  std::string result;
  for (const unique_descriptor& file : ancillary.descriptors())
  {
    BOOST_TEST(is_close_on_exec(file.native_handle()));
    result += content_of(file);
  }
  return result;
}

// Make the queue of a stream as small as the system lets it be.
template <typename Socket>
void make_small(Socket& sender)
{
  sender.set_option(asio::socket_base::send_buffer_size(1));
}

// What an operation completed with.
struct completion
{
  bool is_called = false;
  error_code error;
  std::size_t bytes = 0;

  auto handler()
  {
    return [this](error_code ec, std::size_t n)
    {
      BOOST_TEST(!is_called);
      is_called = true;
      error = ec;
      bytes = n;
    };
  }
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_STREAM_STREAM_HPP
