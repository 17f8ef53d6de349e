// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_CALLBACKS_HPP
#define BOOST_SEQPACKET_BENCH_CALLBACKS_HPP

// The workloads, written with callbacks.

#include "connection.hpp"

#include <deque>
#include <memory>

namespace bench {

// Plain is the connection for packets without descriptors, and Carrying the one
// for those with some.
template <typename Plain, typename Carrying, typename Binding>
class callbacks
{
public:
  static constexpr bool only_streams = false;

  explicit callbacks(const options& o)
    : options_(o),
      bind_(context_)
  {
  }

  static bool supports(const options& o)
  {
    return o.descriptors == 0 || Carrying::carries_descriptors;
  }

  totals ping(const std::vector<int>& sockets, stopwatch& watch)
  {
    return over(sockets, options_.active, &session<Plain>::ping, watch);
  }

  totals echo(const std::vector<int>& sockets, stopwatch& watch)
  {
    return over(sockets, sockets.size(), &session<Plain>::echo, watch);
  }

  totals send_stream(int socket, stopwatch& watch)
  {
    return options_.descriptors == 0
      ? over({socket}, 1, &session<Plain>::send, watch)
      : over({socket}, 1, &session<Carrying>::send, watch);
  }

  totals receive_stream(int socket, stopwatch& watch)
  {
    return options_.descriptors == 0
      ? over({socket}, 1, &session<Plain>::receive, watch)
      : over({socket}, 1, &session<Carrying>::receive, watch);
  }

  totals make_connections(stopwatch& watch)
  {
    connector c(*this);
    watch.start();
    c.next();
    context_.run();
    watch.stop();
    return c.result;
  }

  totals serve_connections(int listener, stopwatch& watch)
  {
    server s(*this, listener);
    watch.start();
    s.accept();
    context_.run();
    watch.stop();
    return s.result;
  }

private:
  // What one connection does, again and again.
  template <typename Connection>
  struct session
  {
    session(callbacks& c, int socket)
      : all(c),
        connection(c.context_, c.options_, socket)
    {
      connection.attach(make_descriptors(c.options_));
    }

    // One direction of a stream.
    void send()
    {
      if (result.packets == all.options_.count)
        return;
      connection.async_send(all.options_.size,
          all.bind_([this](const error_code& ec, std::size_t size)
          {
            check(ec);
            result.add(size, all.options_.descriptors);
            send();
          }));
    }

    void receive()
    {
      if (result.packets == all.options_.count)
        return;
      connection.async_receive(
          all.bind_([this](const error_code& ec, std::size_t size)
          {
            check(ec);
            result.add(size, connection.arrived());
            receive();
          }));
    }

    // Sends a packet and waits for it to come back.
    void ping()
    {
      if (result.packets == all.options_.share())
        return;
      connection.async_send(all.options_.size,
          all.bind_([this](const error_code& ec, std::size_t)
          {
            check(ec);
            receive_pong();
          }));
    }

    void receive_pong()
    {
      connection.async_receive(
          all.bind_([this](const error_code& ec, std::size_t size)
          {
            check(ec);
            result.add(size);
            ping();
          }));
    }

    // Sends back what comes, until the end of file.
    void echo()
    {
      connection.async_receive(
          all.bind_([this](const error_code& ec, std::size_t size)
          {
            if (is_end(ec, size))
              return;
            check(ec);
            result.add(size);
            send_back(size);
          }));
    }

    void send_back(std::size_t size)
    {
      connection.async_send(size,
          all.bind_([this](const error_code& ec, std::size_t)
          {
            check(ec);
            echo();
          }));
    }

    callbacks& all;
    Connection connection;
    totals result;
  };

  // Connects, sends a packet, waits until the server has closed, closes.
  struct connector
  {
    explicit connector(callbacks& all)
      : all_(all),
        endpoint_(all.options_.path),
        connection_(all.context_, all.options_)
    {
    }

    void next()
    {
      if (result.packets == all_.options_.count)
        return;
      connection_.async_connect(endpoint_,
          all_.bind_([this](const error_code& ec)
          {
            check(ec);
            send();
          }));
    }

    totals result;

  private:
    void send()
    {
      connection_.async_send(all_.options_.size,
          all_.bind_([this](const error_code& ec, std::size_t size)
          {
            check(ec);
            result.add(size);
            wait();
          }));
    }

    void wait()
    {
      connection_.async_receive(
          all_.bind_([this](const error_code& ec, std::size_t size)
          {
            require(is_end(ec, size), "the server does not close");
            connection_.socket.close();
            next();
          }));
    }

    callbacks& all_;
    protocol::endpoint endpoint_;
    Plain connection_;
  };

  struct server
  {
    server(callbacks& all, int listener)
      : all_(all),
        acceptor_(all.context_, protocol(), listener)
    {
    }

    void accept()
    {
      if (accepted_++ == all_.options_.count)
        return;
      const auto next = std::make_shared<Plain>(all_.context_, all_.options_);
      next->async_accept(acceptor_,
          all_.bind_([this, next](const error_code& ec)
          {
            check(ec);
            receive(next);
            accept();
          }));
    }

    totals result;

  private:
    void receive(const std::shared_ptr<Plain>& from)
    {
      from->async_receive(
          all_.bind_([this, from](const error_code& ec, std::size_t size)
          {
            check(ec);
            result.add(size);
            from->socket.close();
          }));
    }

    callbacks& all_;
    typename Plain::acceptor_type acceptor_;
    std::size_t accepted_ = 0;
  };

  template <typename Connection>
  totals over(const std::vector<int>& sockets, std::size_t active,
      void (session<Connection>::*begin)(), stopwatch& watch)
  {
    std::deque<session<Connection>> sessions;
    for (const int socket : sockets)
      sessions.emplace_back(*this, socket);
    // The server waits on all its connections before the clock starts.
    if (!options_.server)
      watch.start();
    for (std::size_t i = 0; i < active; ++i)
      (sessions[i].*begin)();
    if (options_.server)
      watch.start();
    context_.run();
    watch.stop();
    totals sum;
    for (const session<Connection>& s : sessions)
      sum.add(s.result);
    return sum;
  }

  const options& options_;
  asio::io_context context_{1};
  Binding bind_;
};

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_CALLBACKS_HPP
