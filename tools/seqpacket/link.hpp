// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A socket of any of the three types, and one that listens.

#ifndef SEQPACKET_TOOL_LINK_HPP
#define SEQPACKET_TOOL_LINK_HPP

#include "address.hpp"
#include "settings.hpp"

#include <boost_seqpacket/credentials.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/system/error_code.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace seqpacket_tool {

using boost::system::error_code;
using boost_seqpacket::unique_descriptor;

// What the kernel takes at most with one packet.
constexpr std::size_t most_descriptors = 253;

struct packet
{
  std::string bytes;
  boost_seqpacket::incoming_ancillary<most_descriptors> ancillary;
  address sender; // of a datagram; without a name if it cannot be answered
};

using outgoing = boost_seqpacket::outgoing_ancillary<most_descriptors>;

// Whether an error says that a part of the packet is missing, and the rest is
// there.
bool is_truncated(const error_code& ec);

class link
{
public:
  using handler = std::function<void(error_code)>;

  virtual ~link() = default;

  // The packet stays where it is until the handler is called. An end of file is
  // asio::error::eof. With an error of is_truncated a part of the packet is there.
  virtual void async_receive(packet& to, handler done) = 0;

  // Bytes and ancillary data stay where they are until the handler is called.
  // Grows the send buffer for a large packet if it may.
  virtual void async_send(std::string_view bytes, const outgoing& ancillary,
      handler done) = 0;

  // The same to an address, of a datagram socket that is bound. It does not wait
  // for room: asio::error::would_block. A receiver that reads nothing would stop
  // what is sent to the others.
  virtual void async_send_to(std::string_view bytes, const outgoing& ancillary,
      const address& to, handler done) = 0;

  // Calls the handler when both directions are shut, or the socket is closed.
  virtual void async_wait_for_hang_up(handler done) = 0;

  virtual void shutdown_send() = 0;
  virtual void shutdown_receive() = 0;
  virtual void close() = 0;
  virtual int native_handle() = 0;

  // The peer at the time of the connection, if the kernel knows it.
  virtual std::optional<boost_seqpacket::credentials> peer() = 0;

  // Gives the descriptor away, in blocking mode.
  virtual unique_descriptor release() = 0;
};

class listener
{
public:
  using handler = std::function<void(error_code, std::unique_ptr<link>)>;

  virtual ~listener() = default;
  virtual void async_accept(handler done) = 0;
  virtual void close() = 0;
};

struct link_options
{
  ::mode_t mode = 0600;
  bool pidfd = false; // whether packets come with a pidfd of their sender
};

using connect_handler = std::function<void(error_code, std::unique_ptr<link>)>;

// Connects. A datagram socket gets a name first, so that it can be answered.
void async_connect(boost::asio::io_context& context, socket_type type,
    const address& to, const link_options& options, connect_handler done);

// Listens, for seqpacket and stream. Throws boost::system::system_error.
std::unique_ptr<listener> listen(boost::asio::io_context& context,
    socket_type type, const address& at, const link_options& options);

// A datagram socket at an address: it receives from all, and sends to the
// sender of the last packet. Throws boost::system::system_error.
std::unique_ptr<link> bind_datagram(boost::asio::io_context& context,
    const address& at, const link_options& options);

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_LINK_HPP
