// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The same echo server written both ways: a loop over each batch, and a reader that
// hands out the packets of a batch one by one as asynchronous operations. Prints
// the processor time that the server's thread takes, and the ratio, of seven
// rounds. To repeat:
//
//   g++ -O2 -std=c++20 -Iinclude -pthread bench/reader_or_batch.cpp
//   ./a.out

#include <boost_seqpacket.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace boost_seqpacket;
using boost::system::error_code;
using packet_socket = seq_packet_protocol::socket;

constexpr std::size_t packet_size = 64;
constexpr std::size_t batch_size = 32;
constexpr std::size_t batches = 4000;

struct batch
{
  std::array<char, batch_size * packet_size> memory;
  std::vector<incoming_message<0>> messages{batch_size};

  batch()
  {
    for (std::size_t i = 0; i < batch_size; ++i)
      messages[i].buffers =
        asio::buffer(memory.data() + i * packet_size, packet_size);
  }
};

asio::const_buffer bytes_of(const incoming_message<0>& message)
{
  return asio::buffer(message.buffers.data(), message.bytes_transferred);
}

asio::awaitable<void> echo(packet_socket& socket, asio::const_buffer bytes)
{
  co_await async_send_message(
      socket, bytes, no_ancillary, asio::use_awaitable);
}

// One way.
asio::awaitable<void> echo_by_batch(packet_socket& socket)
{
  batch in;
  for (;;)
  {
    error_code ec;
    const std::size_t count = co_await async_receive_messages(socket,
        in.messages, asio::redirect_error(asio::use_awaitable, ec));
    if (ec)
      co_return;
    for (std::size_t i = 0; i < count; ++i)
      co_await echo(socket, bytes_of(in.messages[i]));
  }
}

// The other way: an operation for each packet, which must not complete inside its
// initiating function.
class reader
{
public:
  explicit reader(packet_socket& socket)
    : socket_(socket)
  {
  }

  template <typename Token>
  auto async_next(Token&& token)
  {
    return asio::async_compose<Token, void(error_code, asio::const_buffer)>(
        [this, started = false](auto& self, error_code ec = {},
          std::size_t count = 0) mutable
        {
          if (!std::exchange(started, true))
          {
            if (next_ < count_)
              asio::post(socket_.get_executor(), std::move(self));
            else
              async_receive_messages(socket_, in_.messages, std::move(self));
            return;
          }
          if (count != 0)
          {
            count_ = count;
            next_ = 0;
          }
          self.complete(ec, ec ? asio::const_buffer()
              : bytes_of(in_.messages[next_++]));
        }, token, socket_);
  }

private:
  packet_socket& socket_;
  batch in_;
  std::size_t count_ = 0;
  std::size_t next_ = 0;
};

asio::awaitable<void> echo_by_reader(packet_socket& socket)
{
  reader packets(socket);
  for (;;)
  {
    error_code ec;
    const asio::const_buffer bytes = co_await packets.async_next(
        asio::redirect_error(asio::use_awaitable, ec));
    if (ec)
      co_return;
    co_await echo(socket, bytes);
  }
}

// Sends batches and takes what comes back, until all is there. Returns whether it
// was.
bool drive(packet_socket& socket)
{
  const std::array<char, packet_size> data = {};
  std::vector<outgoing_message<0>> out(batch_size);
  for (outgoing_message<0>& message : out)
    message.buffers = asio::buffer(data);
  batch in;
  for (std::size_t i = 0; i < batches; ++i)
  {
    if (send_messages(socket, out) != batch_size)
      return false;
    for (std::size_t back = 0; back < batch_size;)
      back += receive_messages(socket, in.messages);
  }
  socket.close();
  return true;
}

double thread_seconds()
{
  std::timespec now = {};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec)
    + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <typename Server>
double measure(Server server)
{
  asio::io_context context(1);
  packet_socket client(context), served(context);
  asio::local::connect_pair(client, served);
  bool whole = false;
  std::thread driver([&] { whole = drive(client); });
  asio::co_spawn(context, server(served), asio::detached);
  const double start = thread_seconds();
  context.run();
  const double seconds = thread_seconds() - start;
  driver.join();
  if (!whole)
    std::puts("packets are missing");
  return seconds;
}

int main()
{
  std::vector<double> ratios;
  for (int round = 0; round < 7; ++round)
  {
    const double by_batch = measure(echo_by_batch);
    const double by_reader = measure(echo_by_reader);
    ratios.push_back(by_reader / by_batch);
    std::printf("batch %.3f s, reader %.3f s, reader to batch %.2f\n",
        by_batch, by_reader, ratios.back());
  }
  std::sort(ratios.begin(), ratios.end());
  std::printf("median of the ratios: %.2f\n", ratios[ratios.size() / 2]);
}
