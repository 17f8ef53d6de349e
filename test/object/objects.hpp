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

#include <sys/eventfd.h>

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

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OBJECT_OBJECTS_HPP
