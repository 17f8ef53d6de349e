// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OBJECT_OBJECTS_HPP
#define BOOST_SEQPACKET_TEST_OBJECT_OBJECTS_HPP

// Objects of every kind, for a test to hand over.

#include "test.hpp"

#include <boost_seqpacket/receive_object.hpp>
#include <boost_seqpacket/send_object.hpp>

#include <cstdio>
#include <fstream>
#include <sys/eventfd.h>
#include <sys/stat.h>

namespace boost_seqpacket {
namespace test {

using tcp = asio::ip::tcp;
using udp = asio::ip::udp;
using local_stream = asio::local::stream_protocol;
using local_datagram = asio::local::datagram_protocol;
using watched = asio::posix::stream_descriptor;

// A socket that is open and no more, or an acceptor that listens.
template <typename IoObject>
struct fresh
{
  template <typename Protocol>
  static IoObject make(asio::io_context& context, const Protocol& version)
  {
    IoObject result(context, version);
    if constexpr (detail::is_asio_acceptor<IoObject>::value)
    {
      using name = typename IoObject::endpoint_type;
      if constexpr (detail::has_address<name>::value)
        result.bind(name(version, 0));
      else
        result.bind(name());
      result.listen();
    }
    return result;
  }
};

inline watched make_counter(asio::io_context& context, unsigned value = 0)
{
  return watched(context, ::eventfd(value, EFD_CLOEXEC));
}

// Two ends of a TCP connection.
struct tcp_pair
{
  explicit tcp_pair(asio::io_context& context)
    : a(context),
      b(context)
  {
    tcp::acceptor listener(context,
        tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    a.connect(listener.local_endpoint());
    listener.accept(b);
  }

  tcp::socket a;
  tcp::socket b;
};

// What a stream brings, as text.
template <typename Stream>
std::string read_text(Stream& stream, std::size_t size)
{
  std::string result(size, '\0');
  error_code ec;
  result.resize(asio::read(stream, asio::buffer(result), ec));
  return result;
}

// Whether an epoll of this process watches the inode of a descriptor.
inline bool is_watched(int descriptor)
{
  struct ::stat status = {};
  BOOST_REQUIRE(::fstat(descriptor, &status) == 0);
  char wanted[32];
  std::snprintf(wanted, sizeof(wanted), "ino:%lx ",
      static_cast<unsigned long>(status.st_ino));
  for (int i = 0; i < 1024; ++i)
  {
    std::ifstream info("/proc/self/fdinfo/" + std::to_string(i));
    for (std::string line; std::getline(info, line);)
    {
      if (line.find("tfd:") == 0 && line.find(wanted) != std::string::npos)
        return true;
    }
  }
  return false;
}

// Takes all packets that are queued, without their descriptors. Returns how many
// there were.
template <typename Socket>
std::size_t discard_all(Socket& receiver)
{
  char byte;
  std::size_t count = 0;
  while (::recv(receiver.native_handle(), &byte, 1, MSG_DONTWAIT) > 0)
    ++count;
  return count;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OBJECT_OBJECTS_HPP
