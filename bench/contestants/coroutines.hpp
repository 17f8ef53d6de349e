// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_COROUTINES_HPP
#define BOOST_SEQPACKET_BENCH_COROUTINES_HPP

// The workloads, written with coroutines.

#include "connections.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>

namespace bench {

// As callbacks.
template <typename Plain, typename Carrying, typename Binding>
class coroutines
{
public:
  using executor_type = typename Plain::executor_type;
  using coroutine = asio::awaitable<void, executor_type>;
  static constexpr asio::use_awaitable_t<executor_type> token = {};

  explicit coroutines(const options& o)
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
    return over_connections(
        sockets, options_.active, &coroutines::pinger, watch);
  }

  totals echo(const std::vector<int>& sockets, stopwatch& watch)
  {
    return over_connections(
        sockets, sockets.size(), &coroutines::echoer, watch);
  }

  totals send_stream(int socket, stopwatch& watch)
  {
    return options_.descriptors == 0
      ? over_one<Plain>(socket, &coroutines::sender<Plain>, watch)
      : over_one<Carrying>(socket, &coroutines::sender<Carrying>, watch);
  }

  totals receive_stream(int socket, stopwatch& watch)
  {
    return options_.descriptors == 0
      ? over_one<Plain>(socket, &coroutines::receiver<Plain>, watch)
      : over_one<Carrying>(socket, &coroutines::receiver<Carrying>, watch);
  }

  totals make_connections(stopwatch& watch)
  {
    totals result;
    watch.start();
    spawn(connector(result));
    run(context_, 1);
    watch.stop();
    return result;
  }

  totals serve_connections(int listener, stopwatch& watch)
  {
    totals result;
    watch.start();
    spawn(server(listener, result));
    run(context_, 1);
    watch.stop();
    return result;
  }

private:
  template <typename Connection>
  coroutine sender(Connection& connection, totals& result)
  {
    const std::vector<int> descriptors = make_descriptors(options_);
    connection.attach(descriptors);
    while (result.packets < options_.count)
    {
      const std::size_t size =
        co_await connection.async_send(options_.size, bind_(token));
      result.add(size, descriptors.size());
    }
  }

  template <typename Connection>
  coroutine receiver(Connection& connection, totals& result)
  {
    while (result.packets < options_.count)
    {
      const std::size_t size =
        co_await connection.async_receive(bind_(token));
      result.add(size, connection.arrived());
    }
  }

  coroutine pinger(Plain& connection, totals& result)
  {
    if (options_.records_latency())
      result.latencies.reserve(options_.share());
    while (result.packets < options_.share())
    {
      const clock::time_point start = options_.records_latency()
        ? clock::now() : clock::time_point();
      co_await connection.async_send(options_.size, bind_(token));
      const std::size_t size =
        co_await connection.async_receive(bind_(token));
      result.add(size);
      if (options_.records_latency())
        result.latencies.push_back(
            static_cast<std::uint32_t>(nanoseconds_since(start)));
    }
  }

  coroutine echoer(Plain& connection, totals& result)
  {
    for (;;)
    {
      error_code ec;
      const std::size_t size = co_await connection.async_receive(
          bind_(asio::redirect_error(token, ec)));
      if (is_end(ec, size))
        co_return;
      check(ec);
      result.add(size);
      co_await connection.async_send(size, bind_(token));
    }
  }

  coroutine connector(totals& result)
  {
    const protocol::endpoint endpoint(options_.path);
    Plain connection(context_, options_);
    while (result.packets < options_.count)
    {
      co_await connection.async_connect(endpoint, bind_(token));
      const std::size_t size =
        co_await connection.async_send(options_.size, bind_(token));
      result.add(size);
      error_code ec;
      const std::size_t end = co_await connection.async_receive(
          bind_(asio::redirect_error(token, ec)));
      require(is_end(ec, end), "the server does not close");
      connection.socket.close();
    }
  }

  coroutine session(std::shared_ptr<Plain> from, totals& result)
  {
    result.add(co_await from->async_receive(bind_(token)));
    from->socket.close();
  }

  coroutine server(int listener, totals& result)
  {
    typename Plain::acceptor_type acceptor(context_, protocol(), listener);
    for (std::size_t i = 0; i < options_.count; ++i)
    {
      const auto next = std::make_shared<Plain>(context_, options_);
      co_await next->async_accept(acceptor, bind_(token));
      spawn(session(next, result));
    }
  }

  void spawn(coroutine c)
  {
    asio::co_spawn(executor_type(context_.get_executor()), std::move(c),
        [](std::exception_ptr e)
        {
          if (e)
            std::rethrow_exception(e);
        });
  }

  template <typename Function>
  totals over_connections(const std::vector<int>& sockets, std::size_t active,
      Function function, stopwatch& watch)
  {
    std::deque<Plain> connections;
    for (const int socket : sockets)
      connections.emplace_back(context_, options_, socket);
    std::vector<totals> results(active);
    // The server waits on all its connections before the clock starts.
    if (!options_.server)
      watch.start();
    for (std::size_t i = 0; i < active; ++i)
      spawn((this->*function)(connections[i], results[i]));
    if (options_.server)
    {
      context_.poll();
      watch.start();
    }
    run(context_, options_.threads);
    watch.stop();
    totals sum;
    for (const totals& result : results)
      sum.add(result);
    return sum;
  }

  template <typename Connection, typename Function>
  totals over_one(int socket, Function function, stopwatch& watch)
  {
    Connection connection(context_, options_, socket);
    totals result;
    watch.start();
    spawn((this->*function)(connection, result));
    run(context_, 1);
    watch.stop();
    return result;
  }

  const options& options_;
  asio::io_context context_;
  Binding bind_;
};

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_COROUTINES_HPP
