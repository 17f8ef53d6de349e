// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_DATAGRAM_DATAGRAM_HPP
#define BOOST_SEQPACKET_TEST_DATAGRAM_DATAGRAM_HPP

// What the tests of datagrams share: sends to and receives from an address in
// every form, and sockets with names.

#include "directory.hpp"
#include "forms.hpp"

#include <algorithm>
#include <stdexcept>
#include <sys/un.h>

namespace boost_seqpacket {
namespace test {

using generic_datagram = asio::generic::datagram_protocol::socket;
using datagram_endpoint = datagram_socket::endpoint_type;

// What a protocol says to the system.
struct datagram_numbers
{
  int type() const noexcept
  {
    return SOCK_DGRAM;
  }

  int protocol() const noexcept
  {
    return 0;
  }

  int family() const noexcept
  {
    return AF_UNIX;
  }
};

// A protocol of the user.
struct own_protocol
  : datagram_numbers
{
  using endpoint = asio::local::basic_endpoint<own_protocol>;
  using socket = asio::basic_datagram_socket<own_protocol>;
};

using own_socket = asio::basic_datagram_socket<own_protocol>;

// One with an endpoint of its own, which has no more than Asio needs to receive
// an address (Endpoint requirements), and room for a sockaddr_un.
struct plain_protocol
  : datagram_numbers
{
  class endpoint
  {
  public:
    using protocol_type = plain_protocol;
    using data_type = ::sockaddr;

    protocol_type protocol() const noexcept
    {
      return protocol_type();
    }

    data_type* data() noexcept
    {
      return reinterpret_cast<data_type*>(&address_);
    }

    const data_type* data() const noexcept
    {
      return reinterpret_cast<const data_type*>(&address_);
    }

    std::size_t size() const noexcept
    {
      return size_;
    }

    void resize(std::size_t size)
    {
      if (size > capacity())
        throw std::length_error("an address that is too long");
      size_ = size;
    }

    std::size_t capacity() const noexcept
    {
      return sizeof(address_);
    }

  private:
    ::sockaddr_un address_ = {};
    std::size_t size_ = 0;
  };

  using socket = asio::basic_datagram_socket<plain_protocol>;
};

using plain_socket = asio::basic_datagram_socket<plain_protocol>;

using datagram_sockets = std::tuple<datagram_socket, generic_datagram,
  own_socket, plain_socket>;

template <typename Socket, typename Buffers, std::size_t N>
outcome send_to(form how, Socket& sender, const Buffers& buffers,
    const outgoing_ancillary<N>& ancillary,
    const typename Socket::endpoint_type& destination,
    message_flags flags = 0)
{
  if (how == form::asynchronous)
    return complete(context_of(sender),
        [&](auto handler)
        {
          async_send_message_to(
              sender, buffers, ancillary, destination, flags, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&]
        {
          return send_message_to(
              sender, buffers, ancillary, destination, flags);
        });
  error_code ec = asio::error::fault;
  const std::size_t bytes = send_message_to(
      sender, buffers, ancillary, destination, flags, ec);
  return {ec, bytes};
}

// Bytes alone.
template <typename Socket>
outcome send_to(form how, Socket& sender, std::string_view bytes,
    const typename Socket::endpoint_type& destination,
    message_flags flags = 0)
{
  if (how == form::asynchronous)
    return complete(context_of(sender),
        [&](auto handler)
        {
          async_send_message_to(
              sender, text(bytes), destination, flags, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&]
        {
          return send_message_to(sender, text(bytes), destination, flags);
        });
  error_code ec = asio::error::fault;
  const std::size_t sent = send_message_to(
      sender, text(bytes), destination, flags, ec);
  return {ec, sent};
}

template <typename Socket, typename Buffers, std::size_t N>
outcome receive_from(form how, Socket& receiver, const Buffers& buffers,
    incoming_ancillary<N>& ancillary, typename Socket::endpoint_type& sender,
    message_flags flags = 0)
{
  if (how == form::asynchronous)
    return complete(context_of(receiver),
        [&](auto handler)
        {
          async_receive_message_from(
              receiver, buffers, ancillary, sender, flags, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&]
        {
          return receive_message_from(
              receiver, buffers, ancillary, sender, flags);
        });
  error_code ec = asio::error::fault;
  const std::size_t bytes = receive_message_from(
      receiver, buffers, ancillary, sender, flags, ec);
  return {ec, bytes};
}

// Bytes alone.
template <typename Socket, typename Buffers>
outcome receive_from(form how, Socket& receiver, const Buffers& buffers,
    typename Socket::endpoint_type& sender, message_flags flags = 0)
{
  if (how == form::asynchronous)
    return complete(context_of(receiver),
        [&](auto handler)
        {
          async_receive_message_from(
              receiver, buffers, sender, flags, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&]
        {
          return receive_message_from(receiver, buffers, sender, flags);
        });
  error_code ec = asio::error::fault;
  const std::size_t bytes = receive_message_from(
      receiver, buffers, sender, flags, ec);
  return {ec, bytes};
}

// An endpoint of any type for a path or an abstract name, byte for byte.
template <typename Endpoint>
Endpoint endpoint_of(std::string_view bytes)
{
  return detail::make_endpoint<Endpoint>(
      detail::endpoint_ops::make_name("", bytes));
}

// An open socket without a name.
template <typename Socket>
Socket unnamed_socket(asio::io_context& context)
{
  Socket result(context);
  open(result);
  return result;
}

// An open socket with a name.
template <typename Socket>
Socket named_socket(asio::io_context& context, std::string_view bytes)
{
  Socket result(context);
  open(result);
  result.bind(endpoint_of<typename Socket::endpoint_type>(bytes));
  return result;
}

// A socket whose name the kernel has chosen (autobind, unix(7)).
template <typename Socket>
Socket automatic_socket(asio::io_context& context)
{
  Socket result = unnamed_socket<Socket>(context);
  ::sockaddr address = {};
  address.sa_family = AF_UNIX;
  BOOST_TEST_REQUIRE(::bind(result.native_handle(), &address,
        sizeof(::sa_family_t)) == 0);
  return result;
}

// Sockets that are bound in a directory of their own.
template <typename Socket>
struct basic_named
{
  using endpoint_type = typename Socket::endpoint_type;

  explicit basic_named(asio::io_context& context)
    : server(named_socket<Socket>(context, directory / "server")),
      client(named_socket<Socket>(context, directory / "client"))
  {
  }

  endpoint_type to(std::string_view name) const
  {
    return endpoint_of<endpoint_type>(directory / name);
  }

  temporary_directory directory;
  Socket server;
  Socket client;
};

using named = basic_named<datagram_socket>;

// Send to the address until its queue is full. Returns the number of packets.
template <typename Socket>
std::size_t fill_queue_of(Socket& sender,
    const typename Socket::endpoint_type& destination)
{
  error_code ec;
  std::size_t count = 0;
  for (; !ec; ++count)
    send_message_to(sender, text("x"), destination, MSG_DONTWAIT, ec);
  BOOST_TEST(ec == asio::error::would_block);
  return count - 1;
}

// Receive so many packets and forget them.
template <typename Socket>
void discard(Socket& receiver, std::size_t count)
{
  for (std::size_t i = 0; i < count; ++i)
    discard_message(receiver);
}

// The pauses take at least 1/2, 1, 2, ... 64 ms, and so on: in the time of so
// many pauses there are at most so many tries.
inline int most_tries_in(std::chrono::steady_clock::duration time)
{
  int tries = 1;
  auto pause = std::chrono::microseconds(500);
  for (auto sum = std::chrono::steady_clock::duration::zero(); sum <= time;
      ++tries)
  {
    sum += pause;
    pause = std::min(2 * pause, std::chrono::microseconds(64000));
  }
  return tries;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_DATAGRAM_DATAGRAM_HPP
