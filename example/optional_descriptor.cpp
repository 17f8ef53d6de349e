// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A client sends log lines, some with a pipe to read more from. A relay forwards
// them to a logger, which reads the pipe.

#include <boost_seqpacket.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace asio = boost::asio;
using namespace boost_seqpacket;

//[optional_descriptor_forward
// Passes on each packet, with the descriptors that came with it.
asio::awaitable<void> relay(seq_packet_protocol::socket& from,
    seq_packet_protocol::socket& to)
{
  std::array<char, 64> bytes;
  for (int packets = 2; packets > 0; --packets)
  {
    auto [size, descriptors] = co_await async_receive_descriptors(
        from, asio::buffer(bytes), at_most(4), asio::use_awaitable);
    // Given away: closed when they are sent.
    co_await async_send_descriptors(to,
        asio::buffer(bytes.data(), size), std::move(descriptors),
        asio::use_awaitable);
  }
}
//]

//[optional_descriptor_receive
// Receives a packet with a pipe or without one, and reads the pipe to its end.
asio::awaitable<std::string> receive(seq_packet_protocol::socket& socket)
{
  std::array<char, 64> bytes;
  auto [size, descriptors] = co_await async_receive_descriptors(
      socket, asio::buffer(bytes), at_most(1), asio::use_awaitable);
  std::string line(bytes.data(), size);
  if (!descriptors.empty())
  {
    // An error if it can never be waited for. asio::readable_pipe (Boost 1.79)
    // takes only a pipe, at the end that is read.
    auto pipe = adopt<asio::posix::stream_descriptor>(
        socket.get_executor(), std::move(descriptors[0]));
    boost::system::error_code ec; // asio::error::eof
    co_await asio::async_read(pipe, asio::dynamic_buffer(line),
        asio::redirect_error(asio::use_awaitable, ec));
  }
  co_return line;
}
//]

asio::awaitable<void> log(seq_packet_protocol::socket& socket, int& lines)
{
  for (; lines < 2; ++lines)
    std::printf("log: %s\n", (co_await receive(socket)).c_str());
}

int main()
{
  asio::io_context context;
  seq_packet_protocol::socket client(context), in(context);
  seq_packet_protocol::socket out(context), logger(context);
  connect_pair(client, in);
  connect_pair(out, logger);

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return 1;
  unique_descriptor reader(ends[0]), writer(ends[1]);
  send_message(client, asio::buffer("a line", 6));
  send_descriptors(client, asio::buffer("and ", 4), std::move(reader));
  if (::write(writer.native_handle(), "what a pipe holds", 17) != 17)
    return 1;
  writer.reset(); // the end of the pipe

  asio::co_spawn(context, relay(in, out), asio::detached);
  int lines = 0;
  asio::co_spawn(context, log(logger, lines), asio::detached);
  context.run();
  return lines == 2 ? 0 : 1;
}
