// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_HANDOVER_PACKETS_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_HANDOVER_PACKETS_HPP

// A side of a handover whose system calls fail or are refused. What the other one
// sends is queued before.

#include "test.hpp"

#include <boost_seqpacket/handover.hpp>

#include <sys/socket.h>

namespace boost_seqpacket {
namespace test {

using handover_type = detail::handover_type;

inline std::string handover_bytes(handover_type what, std::uint32_t number = 0,
    std::string_view name = {})
{
  const detail::handover_header header =
    detail::encode_header({what, number, name, {}});
  return std::string(header.begin(), header.end()).append(name);
}

class queued_handover
{
public:
  queued_handover()
  {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
      throw std::runtime_error("no sockets");
    mine_.reset(ends[0]);
    other_.reset(ends[1]);
    const int on = 1;
    ::setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
  }

  // The tested side.
  native_socket mine() const
  {
    return native_socket(mine_.native_handle());
  }

  const unique_descriptor& other() const
  {
    return other_;
  }

  // Queues a packet of the other side, with a descriptor if it has a name.
  void put(handover_type what, std::uint32_t number = 0,
      std::string_view name = {})
  {
    native_socket sender(other_.native_handle());
    const std::string bytes = handover_bytes(what, number, name);
    if (name.empty())
      send_message(sender, asio::buffer(bytes));
    else
      send_descriptors(sender, asio::buffer(bytes), {other_.native_handle()});
  }

  // Whether the other side has got a packet of this type.
  bool has_got(handover_type what)
  {
    native_socket receiver(other_.native_handle());
    char bytes[400];
    incoming_ancillary<1> incoming;
    error_code ec;
    bool result = false;
    for (;;)
    {
      const std::size_t size = receive_message(
          receiver, asio::buffer(bytes), incoming, MSG_DONTWAIT, ec);
      if (ec && ec != asio::error::connection_reset)
        return result;
      result = result || (size >= 16 && bytes[5] == static_cast<char>(what));
    }
  }

  // Whether the kernel refuses a packet of the other side.
  bool refuses()
  {
    native_socket sender(other_.native_handle());
    error_code ec;
    send_message(sender, text("x"), no_ancillary, ec);
    return ec == asio::error::broken_pipe;
  }

private:
  unique_descriptor mine_;
  unique_descriptor other_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_HANDOVER_PACKETS_HPP
