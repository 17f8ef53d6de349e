// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_COROUTINES_HPP
#define BOOST_SEQPACKET_BENCH_COROUTINES_HPP

// The workloads, written with coroutines.

#include "connection.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <deque>
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
      bind_(context_)
  {
  }

  static constexpr bool only_streams = false;

  static bool supports(const options& o)
  {
    return o.descriptors == 0 || Carrying::carries_descriptors;
  }

  totals ping(const std::vector<int>& sockets, stopwatch& watch)
  {
    return over<Plain>(sockets, options_.active, &coroutines::pinger, watch);
  }

  totals echo(const std::vector<int>& sockets, stopwatch& watch)
  {
    return over<Plain>(sockets, sockets.size(), &coroutines::echoer, watch);
  }

  totals send_stream(int socket, stopwatch& watch)
  {
    return options_.descriptors == 0
      ? over<Plain>({socket}, 1, &coroutines::sender<Plain>, watch)
      : over<Carrying>({socket}, 1, &coroutines::sender<Carrying>, watch);
  }

  totals receive_stream(int socket, stopwatch& watch)
  {
    return options_.descriptors == 0
      ? over<Plain>({socket}, 1, &coroutines::receiver<Plain>, watch)
      : over<Carrying>({socket}, 1, &coroutines::receiver<Carrying>, watch);
  }

  totals make_connections(stopwatch& watch)
  {
    totals result;
    watch.start();
    spawn(connector(result));
    context_.run();
    watch.stop();
    return result;
  }

  totals serve_connections(int listener, stopwatch& watch)
  {
    totals result;
    watch.start();
    spawn(server(listener, result));
    context_.run();
    watch.stop();
    return result;
  }

private:
  template <typename Connection>
  coroutine sender(Connection& connection, totals& result)
  {
    connection.attach(make_descriptors(options_));
    while (result.packets < options_.count)
    {
      const std::size_t size =
        co_await connection.async_send(options_.size, bind_(token));
      result.add(size, options_.descriptors);
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
    while (result.packets < options_.share())
    {
      co_await connection.async_send(options_.size, bind_(token));
      const std::size_t size =
        co_await connection.async_receive(bind_(token));
      result.add(size);
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

  template <typename Connection, typename Function>
  totals over(const std::vector<int>& sockets, std::size_t active,
      Function function, stopwatch& watch)
  {
    std::deque<Connection> connections;
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
    context_.run();
    watch.stop();
    totals sum;
    for (const totals& result : results)
      sum.add(result);
    return sum;
  }

  const options& options_;
  asio::io_context context_{1};
  Binding bind_;
};

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_COROUTINES_HPP
