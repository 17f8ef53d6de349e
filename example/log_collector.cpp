// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Many packets for one system call: a collector of log lines.

#include <boost_seqpacket.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdio>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::use_awaitable;
using boost::system::error_code;
using boost_seqpacket::seq_packet_protocol;

constexpr std::size_t longest_line = 80, most_lines = 32;

//[log_collector_take
void take(const boost_seqpacket::incoming_message<0>& line)
{
  // A line that is cut is not an error of the whole batch.
  if (line.error)
    std::printf("collector: %zu of %zu bytes: %s\n", line.bytes_transferred,
        line.ancillary.message_size(), line.error.message().c_str());
}
//]
//[log_collector_collect
asio::awaitable<std::size_t> collect(seq_packet_protocol::socket& socket)
{
  // Room for 32 lines without descriptors, used again and again.
  std::vector<char> memory(most_lines * longest_line);
  std::vector<boost_seqpacket::incoming_message<0>> batch(most_lines);
  for (std::size_t i = 0; i < most_lines; ++i)
    batch[i].buffers =
      asio::buffer(memory.data() + i * longest_line, longest_line);

  for (std::size_t lines = 0;;)
  {
    // Waits for the first line, and brings with it all that are there.
    error_code ec;
    const std::size_t count = co_await boost_seqpacket::async_receive_messages(
        socket, batch, asio::redirect_error(use_awaitable, ec));
    // The end of file comes after the last line, never inside a batch.
    if (ec == asio::error::eof)
      co_return lines;
    // Reported once, before the lines that the program had sent.
    if (ec == asio::error::connection_reset)
      continue;
    if (ec)
      throw boost::system::system_error(ec, "receive");
    std::printf("collector: a batch of %zu lines\n", count);
    for (std::size_t i = 0; i < count; ++i)
      take(batch[i]);
    lines += count;
  }
}
//]

//[log_collector_write
asio::awaitable<void> write_log(
    seq_packet_protocol::socket socket, std::vector<std::string> lines)
{
  std::vector<boost_seqpacket::outgoing_message<0>> batch(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    batch[i].buffers = asio::buffer(lines[i]);
  // Waits while the queue is full. Fewer than all are sent if the next one
  // cannot be: then the call for the rest reports why.
  for (std::span rest(batch); !rest.empty();)
    rest = rest.subspan(co_await boost_seqpacket::async_send_messages(
          socket, rest, use_awaitable));
}
//]

int main()
{
  std::vector<std::string> lines(500, "a request is done");
  lines[1] = std::string(200, '!');
  asio::io_context context;
  seq_packet_protocol::socket program(context), log(context);
  boost_seqpacket::connect_pair(program, log);
  auto collected = asio::co_spawn(context, collect(log), asio::use_future);
  auto written = asio::co_spawn(
      context, write_log(std::move(program), lines), asio::use_future);
  context.run();
  written.get(); // throws what the coroutine has thrown
  return collected.get() == lines.size() ? 0 : 1;
}
