// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_CALLBACKS_HPP
#define BOOST_SEQPACKET_BENCH_CALLBACKS_HPP

// The workloads, written with callbacks.

#include "connections.hpp"

#include <memory>

namespace bench {

// Plain is the connection for packets without descriptors, and Carrying the one
// for those with some.
template <typename Plain, typename Carrying, typename Binding>
class callbacks
{
public:
  explicit callbacks(const options& o)
    : options_(o),
      context_(static_cast<int>(o.threads)),
      bind_(context_)
  {
  }

  static bool supports(const options& o)
  {
    return o.descriptors == 0 || Carrying::carries_descriptors;
  }

  totals ping(const std::vector<int>& sockets, stopwatch& watch)
  {
    return over_connections<pinger>(sockets, options_.active, watch);
  }

  totals echo(const std::vector<int>& sockets, stopwatch& watch)
  {
    return over_connections<echoer>(sockets, sockets.size(), watch);
  }

  totals send_stream(int socket, stopwatch& watch)
  {
    return over_stream<sender>(socket, watch);
  }

  totals receive_stream(int socket, stopwatch& watch)
  {
    return over_stream<receiver>(socket, watch);
  }

  totals make_connections(stopwatch& watch)
  {
    connector c(*this);
    watch.start();
    c.next();
    run(context_, 1);
    watch.stop();
    return c.result;
  }

  totals serve_connections(int listener, stopwatch& watch)
  {
    server s(*this, listener);
    watch.start();
    s.accept();
    run(context_, 1);
    watch.stop();
    return s.result;
  }

private:
  // One direction of a stream.
  template <typename Connection>
  struct sender
  {
    sender(callbacks& all, int socket)
      : all_(all),
        descriptors_(make_descriptors(all.options_)),
        connection_(all.context_, all.options_, socket)
    {
      connection_.attach(descriptors_);
    }

    void next()
    {
      if (result.packets == all_.options_.count)
        return;
      connection_.async_send(all_.options_.size,
          all_.bind_([this](const error_code& ec, std::size_t size)
          {
            check(ec);
            result.add(size, descriptors_.size());
            next();
          }));
    }

    totals result;

  private:
    callbacks& all_;
    std::vector<int> descriptors_;
    Connection connection_;
  };

  template <typename Connection>
  struct receiver
  {
    receiver(callbacks& all, int socket)
      : all_(all),
        connection_(all.context_, all.options_, socket)
    {
    }

    void next()
    {
      if (result.packets == all_.options_.count)
        return;
      connection_.async_receive(
          all_.bind_([this](const error_code& ec, std::size_t size)
          {
            check(ec);
            result.add(size, connection_.arrived());
            next();
          }));
    }

    totals result;

  private:
    callbacks& all_;
    Connection connection_;
  };

  // Sends a packet and waits for it to come back, again and again.
  struct pinger
  {
    pinger(callbacks& all, int socket)
      : all_(all),
        connection_(all.context_, all.options_, socket)
    {
      if (all.options_.records_latency())
        result.latencies.reserve(all.options_.share());
    }

    void next()
    {
      if (result.packets == all_.options_.share())
        return;
      if (all_.options_.records_latency())
        start_ = clock::now();
      connection_.async_send(all_.options_.size,
          all_.bind_([this](const error_code& ec, std::size_t)
          {
            check(ec);
            receive();
          }));
    }

    totals result;

  private:
    void receive()
    {
      connection_.async_receive(
          all_.bind_([this](const error_code& ec, std::size_t size)
          {
            check(ec);
            result.add(size);
            if (all_.options_.records_latency())
              result.latencies.push_back(
                  static_cast<std::uint32_t>(nanoseconds_since(start_)));
            next();
          }));
    }

    callbacks& all_;
    Plain connection_;
    clock::time_point start_;
  };

  // Sends back what comes, until the end of file.
  struct echoer
  {
    echoer(callbacks& all, int socket)
      : all_(all),
        connection_(all.context_, all.options_, socket)
    {
    }

    void next()
    {
      connection_.async_receive(
          all_.bind_([this](const error_code& ec, std::size_t size)
          {
            if (is_end(ec, size))
              return;
            check(ec);
            result.add(size);
            send(size);
          }));
    }

    totals result;

  private:
    void send(std::size_t size)
    {
      connection_.async_send(size,
          all_.bind_([this](const error_code& ec, std::size_t)
          {
            check(ec);
            next();
          }));
    }

    callbacks& all_;
    Plain connection_;
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

  template <typename Session>
  totals over_connections(const std::vector<int>& sockets, std::size_t active,
      stopwatch& watch)
  {
    std::deque<Session> sessions;
    for (const int socket : sockets)
      sessions.emplace_back(*this, socket);
    // The server waits on all its connections before the clock starts.
    if (!options_.server)
      watch.start();
    for (std::size_t i = 0; i < active; ++i)
      sessions[i].next();
    if (options_.server)
      watch.start();
    run(context_, options_.threads);
    watch.stop();
    totals sum;
    for (const Session& session : sessions)
      sum.add(session.result);
    return sum;
  }

  template <template <typename> class Session>
  totals over_stream(int socket, stopwatch& watch)
  {
    return options_.descriptors == 0
      ? over_one<Session<Plain>>(socket, watch)
      : over_one<Session<Carrying>>(socket, watch);
  }

  template <typename Session>
  totals over_one(int socket, stopwatch& watch)
  {
    Session session(*this, socket);
    watch.start();
    session.next();
    run(context_, 1);
    watch.stop();
    return session.result;
  }

  const options& options_;
  asio::io_context context_;
  Binding bind_;
};

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_CALLBACKS_HPP
