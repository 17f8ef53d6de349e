// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A link over a socket of Asio.

#ifndef SEQPACKET_TOOL_BASIC_LINK_HPP
#define SEQPACKET_TOOL_BASIC_LINK_HPP

#include "link.hpp"

#include <boost_seqpacket.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>

#include <type_traits>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace seqpacket_tool {

namespace asio = boost::asio;
namespace sp = boost_seqpacket;

using stream_protocol = asio::local::stream_protocol;
using datagram_protocol = asio::local::datagram_protocol;

// A larger packet is cut. No sender without privileges can make one.
constexpr std::size_t most_bytes = std::size_t(1) << 28;
// What is taken from a stream at once.
constexpr std::size_t stream_bytes = std::size_t(1) << 18;
// Any socket can send so much at once, unless its buffer was made smaller.
constexpr std::size_t small_packet = 65536;

// Options are set before the socket has a peer, so that no packet lacks them.
template <typename SocketOrAcceptor>
void set_options(SocketOrAcceptor& object, const link_options& options)
{
  object.set_option(sp::pass_credentials(true));
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
  error_code ignored; // before Linux 6.5 there is none
  if (options.pidfd)
    object.set_option(sp::pass_pidfd(true), ignored);
#else
  (void) options;
#endif
}

template <typename Endpoint>
address address_of(const Endpoint& endpoint)
{
  address result;
  if (sp::is_unnamed(endpoint))
    return result;
  result.name = sp::endpoint_name(endpoint);
  result.is_abstract = sp::has_abstract_name(endpoint);
  result.text = sp::to_string(endpoint);
  return result;
}

template <typename Protocol>
class basic_link : public link
{
public:
  using socket_type = typename Protocol::socket;

  explicit basic_link(socket_type&& socket)
    : socket_(std::move(socket))
  {
  }

  void async_receive(packet& to, handler done) override
  {
    to.bytes.clear();
    if constexpr (std::is_same_v<Protocol, stream_protocol>)
    {
      to.bytes.resize(stream_bytes);
      sp::async_receive_message(socket_, asio::buffer(to.bytes), to.ancillary,
          [&to, done = std::move(done)](error_code ec, std::size_t size)
          {
            to.bytes.resize(size);
            done(ec);
          });
    }
    else
      sp::async_receive_message(socket_,
          asio::dynamic_buffer(to.bytes, most_bytes), to.ancillary,
          [done = std::move(done)](error_code ec, std::size_t) { done(ec); });
  }

  void async_send(std::string_view bytes, const outgoing& ancillary,
      handler done) override
  {
    make_room(bytes.size());
    auto finish = [done = std::move(done)](error_code ec, std::size_t)
    { done(ec); };
    if constexpr (std::is_same_v<Protocol, stream_protocol>)
      sp::async_write_message(socket_,
          asio::buffer(bytes.data(), bytes.size()), ancillary,
          std::move(finish));
    else
      sp::async_send_message(socket_, asio::buffer(bytes.data(), bytes.size()),
          ancillary, std::move(finish));
  }

  void async_send_to(std::string_view, const outgoing&, const address&,
      handler done) override
  {
    asio::post(socket_.get_executor(), [done = std::move(done)]
        { done(asio::error::operation_not_supported); });
  }

  void async_wait_for_hang_up(handler done) override
  {
    if (has_hung_up())
    {
      asio::post(socket_.get_executor(),
          [done = std::move(done)] { done(error_code()); });
      return;
    }
    socket_.async_wait(socket_type::wait_error, std::move(done));
  }

  void shutdown_send() override
  {
    error_code ignored; // the peer may have gone
    socket_.shutdown(socket_type::shutdown_send, ignored);
  }

  void shutdown_receive() override
  {
    error_code ignored;
    socket_.shutdown(socket_type::shutdown_receive, ignored);
  }

  void close() override
  {
    error_code ignored;
    socket_.close(ignored);
  }

  int native_handle() override
  {
    return socket_.native_handle();
  }

  std::optional<sp::credentials> peer() override
  {
    error_code ec;
    const sp::credentials result = sp::peer_credentials(socket_, ec);
    if (ec)
      return std::nullopt;
    return result;
  }

  unique_descriptor release() override
  {
    error_code ignored;
    socket_.native_non_blocking(false, ignored);
    return unique_descriptor(socket_.release());
  }

protected:
  void make_room(std::size_t size)
  {
    if (size <= small_packet || std::is_same_v<Protocol, stream_protocol>)
      return;
    error_code ignored; // the send reports it
    if (sp::max_message_size(socket_, ignored) < size)
      sp::reserve_message_size(socket_, size, ignored);
  }

  bool has_hung_up()
  {
    ::pollfd item = {socket_.native_handle(), 0, 0};
    return ::poll(&item, 1, 0) == 1 && (item.revents & POLLHUP);
  }

  socket_type socket_;
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_BASIC_LINK_HPP
