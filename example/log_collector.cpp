// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A collector of log lines, many for one system call, with C++20 coroutines.

#include <boost_seqpacket.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdio>
#include <exception>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::use_awaitable;
using boost::system::error_code;
using boost_seqpacket::seq_packet_protocol;

// What a coroutine throws ends the program.
void rethrow(std::exception_ptr e)
{
  if (e)
    std::rethrow_exception(e);
}

class collector
{
public:
  explicit collector(asio::io_context& context)
    : acceptor_(context)
  {
    boost_seqpacket::open(acceptor_);
    // Accepted sockets inherit this option: each line comes with the process that
    // wrote it, and an empty line is never taken for the end of file.
    acceptor_.set_option(boost_seqpacket::pass_credentials(true));
    // Without a name Linux chooses a free one, of its abstract namespace.
    acceptor_.bind(seq_packet_protocol::endpoint());
    acceptor_.listen();
  }

  seq_packet_protocol::endpoint endpoint() const
  {
    return acceptor_.local_endpoint();
  }

  std::size_t lines() const { return lines_; }

  // Collect from so many programs.
  asio::awaitable<void> run(int programs)
  {
    while (programs-- != 0)
    {
      auto socket = co_await boost_seqpacket::async_accept(
          acceptor_, use_awaitable);
      asio::co_spawn(acceptor_.get_executor(), collect(std::move(socket)),
          rethrow);
    }
  }

private:
  static constexpr std::size_t longest_line = 80;
  static constexpr std::size_t most_lines = 32;

  //[log_collector_collect
  asio::awaitable<void> collect(seq_packet_protocol::socket socket)
  {
    // Room for 32 lines without descriptors, used again and again.
    std::vector<char> memory(most_lines * longest_line);
    std::vector<boost_seqpacket::incoming_message<0>> batch(most_lines);
    for (std::size_t i = 0; i < most_lines; ++i)
      batch[i].buffers =
        asio::buffer(memory.data() + i * longest_line, longest_line);

    for (;;)
    {
      // Waits for the first line, and brings with it all that are there.
      error_code ec;
      const std::size_t count =
        co_await boost_seqpacket::async_receive_messages(
            socket, batch, asio::redirect_error(use_awaitable, ec));
      if (ec)
      {
        // The end of file is found behind the last line, never inside a batch.
        std::printf("collector: %s\n", ec == asio::error::eof
            ? "a program has closed" : ec.message().c_str());
        co_return;
      }

      std::printf("collector: a batch of %zu lines\n", count);
      for (std::size_t i = 0; i < count; ++i)
        take(batch[i]);
    }
  }
  //]

  //[log_collector_take
  void take(const boost_seqpacket::incoming_message<0>& line)
  {
    ++lines_;
    // A line that is cut is not an error of the whole batch.
    if (line.error == boost_seqpacket::seqpacket_errc::message_truncated)
      std::printf("collector: only %zu bytes of %zu: \"%.20s...\"\n",
          line.bytes_transferred, line.ancillary.message_size(),
          static_cast<const char*>(line.buffers.data()));
    else if (line.error)
      std::printf("collector: %s\n", line.error.message().c_str());
    if (!line.ancillary.credentials())
      throw std::runtime_error("collector: a line without its writer");
  }
  //]

  seq_packet_protocol::acceptor acceptor_;
  std::size_t lines_ = 0;
};

//[log_collector_write
// A program that writes its lines as one batch.
asio::awaitable<void> write_log(
    seq_packet_protocol::endpoint endpoint, std::vector<std::string> lines)
{
  seq_packet_protocol::socket socket(co_await asio::this_coro::executor);
  co_await boost_seqpacket::async_connect(socket, endpoint, use_awaitable);

  std::vector<boost_seqpacket::outgoing_message<0>> batch(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    batch[i].buffers = asio::buffer(lines[i]);
  // It waits while the queue is full, and goes on where it stopped. Fewer than all
  // are sent if the next one cannot be: then the call for the rest says why.
  for (std::span rest(batch); !rest.empty();)
  {
    const std::size_t sent = co_await boost_seqpacket::async_send_messages(
        socket, rest, use_awaitable);
    rest = rest.subspan(sent);
  }
  std::printf("program: %zu lines written\n", lines.size());
}
//]

int main()
{
  try
  {
    std::vector<std::string> few = {"started", "", "stopped"};
    few.insert(few.begin() + 1, std::string(200, '!'));
    std::vector<std::string> many;
    for (int i = 0; i < 500; ++i)
      many.push_back("request " + std::to_string(i) + " done");

    asio::io_context context;
    collector log(context);
    asio::co_spawn(context, log.run(2), rethrow);
    asio::co_spawn(context, write_log(log.endpoint(), few), rethrow);
    asio::co_spawn(context, write_log(log.endpoint(), many), rethrow);
    context.run();
    std::printf("%zu lines collected\n", log.lines());
    return log.lines() == few.size() + many.size() ? 0 : 1;
  }
  catch (const std::exception& e)
  {
    std::printf("error: %s\n", e.what());
    return 1;
  }
}
