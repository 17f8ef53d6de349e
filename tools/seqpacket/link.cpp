// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "link.hpp"

#include "basic_link.hpp"
#include "lock_file.hpp"

#include <cerrno>
#include <utility>

#include <sys/socket.h>
#include <sys/un.h>

namespace seqpacket_tool {

bool is_truncated(const error_code& ec)
{
  return ec == sp::seqpacket_errc::message_truncated
    || ec == sp::seqpacket_errc::ancillary_truncated
    || ec == sp::seqpacket_errc::descriptors_lost;
}

namespace {

// Receives from all, and answers the sender of the last packet.
class bound_datagram : public basic_link<datagram_protocol>
{
public:
  bound_datagram(socket_type&& socket, std::unique_ptr<lock_file>&& lock,
      sp::bound_path&& path)
    : basic_link(std::move(socket)),
      lock_(std::move(lock)),
      path_(std::move(path))
  {
  }

  void async_receive(packet& to, handler done) override
  {
    if (to.bytes.capacity() < small_packet)
      to.bytes.reserve(small_packet);
    to.bytes.resize(to.bytes.capacity());
    sp::async_receive_message_from(socket_, asio::buffer(to.bytes),
        to.ancillary, from_, sp::keep_if_truncated,
        [this, &to, done = std::move(done)](error_code ec, std::size_t size)
        mutable
        {
          if (ec == sp::seqpacket_errc::message_truncated
              && to.ancillary.message_size() <= most_bytes)
          {
            to.bytes.resize(to.ancillary.message_size());
            async_receive(to, std::move(done));
          }
          else if (is_truncated(ec))
            take_what_is_there(to, std::move(done));
          else
            finish(to, ec, size, done);
        });
  }

  void async_send(std::string_view bytes, const outgoing& ancillary,
      handler done) override
  {
    if (last_.name.empty() && !last_.is_abstract)
      asio::post(socket_.get_executor(), [done = std::move(done)]
          { done(asio::error::not_connected); });
    else
    {
      make_room(bytes.size());
      sp::async_send_message_to(socket_,
          asio::buffer(bytes.data(), bytes.size()), ancillary,
          endpoint_of<datagram_protocol>(last_),
          [done = std::move(done)](error_code ec, std::size_t) { done(ec); });
    }
  }

  void async_send_to(std::string_view bytes, const outgoing& ancillary,
      const address& to, handler done) override
  {
    make_room(bytes.size());
    error_code ec;
    socket_.non_blocking(true, ec);
    if (!ec)
      sp::send_message_to(socket_, asio::buffer(bytes.data(), bytes.size()),
          ancillary, endpoint_of<datagram_protocol>(to), ec);
    asio::post(socket_.get_executor(),
        [ec, done = std::move(done)] { done(ec); });
  }

  void close() override
  {
    basic_link::close();
    path_ = sp::bound_path();
    lock_.reset();
  }

private:
  void take_what_is_there(packet& to, handler done)
  {
    sp::async_receive_message_from(socket_, asio::buffer(to.bytes),
        to.ancillary, from_,
        [this, &to, done = std::move(done)](error_code ec, std::size_t size)
        { finish(to, ec, size, done); });
  }

  void finish(packet& to, error_code ec, std::size_t size, const handler& done)
  {
    to.bytes.resize(size);
    to.sender = address_of(from_);
    if (!ec)
      last_ = to.sender;
    done(ec);
  }

  datagram_protocol::endpoint from_;
  address last_;
  std::unique_ptr<lock_file> lock_; // is removed after the socket
  sp::bound_path path_;
};

sp::bind_path_options path_options(const link_options& options)
{
  sp::bind_path_options result;
  result.mode = options.mode;
  result.remove_on_destruction = true;
  result.pass_credentials = true;
  return result;
}

template <typename Protocol>
class basic_listener : public listener
{
public:
  using acceptor_type = typename Protocol::acceptor;

  basic_listener(asio::io_context& context, const address& at,
      const link_options& options)
    : acceptor_(context),
      options_(options)
  {
    sp::open(acceptor_);
    set_options(acceptor_, options);
    if (at.is_abstract)
    {
      acceptor_.bind(endpoint_of<Protocol>(at));
      acceptor_.listen();
    }
    else
    {
      lock_ = std::make_unique<lock_file>(at.name);
      path_ = sp::bind_path(acceptor_, at.name, path_options(options));
    }
  }

  void async_accept(handler done) override
  {
    sp::async_accept(acceptor_, [this, done = std::move(done)](error_code ec,
          typename Protocol::socket socket)
        {
          std::unique_ptr<link> result;
          try
          {
            if (!ec)
            {
              set_options(socket, options_);
              result = std::make_unique<basic_link<Protocol>>(
                  std::move(socket));
            }
          }
          catch (const boost::system::system_error& e)
          {
            ec = e.code();
          }
          done(ec, std::move(result));
        });
  }

  void close() override
  {
    error_code ignored;
    acceptor_.close(ignored);
    path_ = sp::bound_path();
    lock_.reset();
  }

private:
  acceptor_type acceptor_;
  link_options options_;
  std::unique_ptr<lock_file> lock_; // is removed after the socket
  sp::bound_path path_;
};

// The kernel chooses an abstract name: unix(7), autobind.
void bind_to_any_name(int socket)
{
  ::sockaddr_un name = {};
  name.sun_family = AF_UNIX;
  if (::bind(socket, reinterpret_cast<const ::sockaddr*>(&name),
        sizeof(name.sun_family)) != 0)
    throw boost::system::system_error(
        error_code(errno, boost::system::system_category()), "bind");
}

template <typename Protocol>
void connect_to(asio::io_context& context, const address& to,
    const link_options& options, connect_handler done)
{
  const auto shared = std::make_shared<typename Protocol::socket>(context);
  try
  {
    sp::open(*shared);
    set_options(*shared, options);
    if constexpr (std::is_same_v<Protocol, datagram_protocol>)
      bind_to_any_name(shared->native_handle());
  }
  catch (const boost::system::system_error& e)
  {
    // Such as no room for a descriptor, which a proxy survives.
    asio::post(context, [ec = e.code(), done = std::move(done)]
        { done(ec, nullptr); });
    return;
  }
  sp::async_connect(*shared, endpoint_of<Protocol>(to),
      [shared, done = std::move(done)](error_code ec)
      {
        std::unique_ptr<link> result;
        if (!ec)
          result = std::make_unique<basic_link<Protocol>>(std::move(*shared));
        done(ec, std::move(result));
      });
}

} // namespace

void async_connect(asio::io_context& context, socket_type type,
    const address& to, const link_options& options, connect_handler done)
{
  if (type == socket_type::seqpacket)
    connect_to<sp::seq_packet_protocol>(context, to, options, std::move(done));
  else if (type == socket_type::stream)
    connect_to<stream_protocol>(context, to, options, std::move(done));
  else
    connect_to<datagram_protocol>(context, to, options, std::move(done));
}

std::unique_ptr<listener> listen(asio::io_context& context, socket_type type,
    const address& at, const link_options& options)
{
  if (type == socket_type::seqpacket)
    return std::make_unique<basic_listener<sp::seq_packet_protocol>>(
        context, at, options);
  return std::make_unique<basic_listener<stream_protocol>>(
      context, at, options);
}

std::unique_ptr<link> bind_datagram(asio::io_context& context,
    const address& at, const link_options& options)
{
  datagram_protocol::socket socket(context);
  sp::open(socket);
  set_options(socket, options);
  std::unique_ptr<lock_file> lock;
  sp::bound_path path;
  if (at.is_abstract)
    socket.bind(endpoint_of<datagram_protocol>(at));
  else
  {
    lock = std::make_unique<lock_file>(at.name);
    path = sp::bind_path(socket, at.name, path_options(options));
  }
  return std::make_unique<bound_datagram>(
      std::move(socket), std::move(lock), std::move(path));
}

} // namespace seqpacket_tool
