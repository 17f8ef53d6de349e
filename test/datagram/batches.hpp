// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_DATAGRAM_BATCHES_HPP
#define BOOST_SEQPACKET_TEST_DATAGRAM_BATCHES_HPP

// What the tests of batches of datagrams share.

#include "datagram.hpp"

#include "../batch/batch.hpp"
#include "../batch/observed_range.hpp"

#include <thread>

namespace boost_seqpacket {
namespace test {

// A server and many clients, with names in a directory of their own.
template <typename Socket>
struct basic_crowd
{
  using endpoint_type = typename Socket::endpoint_type;
  using packets =
    std::vector<outgoing_datagram<1, asio::const_buffer, endpoint_type>>;

  // Room for packets to be received.
  struct room
  {
    static constexpr std::size_t bytes = 16;

    explicit room(std::size_t count)
      : memory(count * bytes),
        messages(count)
    {
      for (std::size_t i = 0; i < count; ++i)
        messages[i].buffers = asio::buffer(memory.data() + i * bytes, bytes);
    }

    std::string_view packet(std::size_t i) const
    {
      return {memory.data() + i * bytes, messages[i].bytes_transferred};
    }

    std::vector<char> memory;
    std::vector<incoming_datagram<1, asio::mutable_buffer, endpoint_type>>
      messages;
  };

  basic_crowd(asio::io_context& context, std::size_t count)
    : server(named_socket<Socket>(context, directory / "server"))
  {
    for (std::size_t i = 0; i < count; ++i)
    {
      names.push_back(std::to_string(i));
      clients.push_back(named_socket<Socket>(context, directory / names[i]));
    }
  }

  const std::string& name(std::size_t i) const
  {
    return names[i];
  }

  endpoint_type address(std::string_view file) const
  {
    return endpoint_of<endpoint_type>(directory / file);
  }

  // The next packet of a client.
  void expect(std::size_t i, std::string_view content)
  {
    char bytes[16];
    error_code ec;
    const std::size_t size = receive_message(
        clients[i], asio::buffer(bytes), MSG_DONTWAIT, ec);
    BOOST_TEST(!ec);
    BOOST_TEST(std::string_view(bytes, size) == content);
  }

  temporary_directory directory;
  Socket server;
  std::vector<std::string> names;
  std::vector<Socket> clients;
};

using crowd = basic_crowd<datagram_socket>;

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_DATAGRAM_BATCHES_HPP
