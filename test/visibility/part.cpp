// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Compiled three times, with hidden symbols: PART is the one name to be seen.

#include "part.hpp"

#include <boost/asio/buffer.hpp>

#include <memory>
#include <vector>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace asio = boost::asio;
using boost::system::error_code;
using packet_socket = seq_packet_protocol::socket;

namespace {

using stream_socket = asio::local::stream_protocol::socket;

// What an operation needs until it is done.
template <typename Socket>
struct basic_session
{
  basic_session(Socket& s, part_handler h)
    : socket(s),
      handler(std::move(h))
  {
  }

  Socket& socket;
  part_handler handler;
  char bytes[16] = {};
  incoming_ancillary<1> incoming;
  outgoing_ancillary<1> outgoing;
};

using session = basic_session<packet_socket>;

void echo(packet_socket& socket, part_handler handler)
{
  const auto s = std::make_shared<session>(socket, std::move(handler));
  async_receive_message(s->socket, asio::buffer(s->bytes), s->incoming,
      [s](const error_code& ec, std::size_t n)
      {
        if (ec)
        {
          s->handler(ec, "");
          return;
        }
        for (unique_descriptor& descriptor : s->incoming.descriptors())
          s->outgoing.add_descriptor(std::move(descriptor));
        async_send_message(s->socket, asio::buffer(s->bytes, n), s->outgoing,
            [s](const error_code& sent, std::size_t size)
            {
              s->handler(sent, std::string(s->bytes, size));
            });
      });
}

void receive_bytes(packet_socket& socket, part_handler handler)
{
  const auto s = std::make_shared<session>(socket, std::move(handler));
  async_receive_message(s->socket, asio::buffer(s->bytes),
      [s](const error_code& ec, std::size_t n)
      {
        s->handler(ec, std::string(s->bytes, n));
      });
}

void accept_one(seq_packet_protocol::acceptor& acceptor,
    std::function<void(const error_code&, packet_socket)> handler)
{
  async_accept(acceptor, std::move(handler));
}

std::size_t send_batch(packet_socket& socket, std::size_t count)
{
  std::vector<outgoing_message<1>> messages(count);
  for (outgoing_message<1>& message : messages)
    message.buffers = asio::buffer("part", 4);
  return send_messages(socket, messages);
}

void echo_stream(stream_socket& socket, part_handler handler)
{
  const auto s = std::make_shared<basic_session<stream_socket>>(
      socket, std::move(handler));
  async_read_message(s->socket, asio::buffer(s->bytes, 5), s->incoming,
      [s](const error_code& ec, std::size_t n)
      {
        if (ec)
        {
          s->handler(ec, std::string(s->bytes, n));
          return;
        }
        for (unique_descriptor& descriptor : s->incoming.descriptors())
          s->outgoing.add_descriptor(std::move(descriptor));
        async_write_message(s->socket, asio::buffer(s->bytes, n), s->outgoing,
            [s](const error_code& written, std::size_t size)
            {
              s->handler(written, std::string(s->bytes, size));
            });
      });
}

error_code make_error(seqpacket_errc e)
{
  return make_error_code(e);
}

const part functions = {
  echo, receive_bytes, accept_one, send_batch, echo_stream, make_error};

} // namespace

extern "C" __attribute__((visibility("default"))) const part* PART()
{
  return &functions;
}
