// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Many clients of restarting_server, which check every answer.
//
// usage: restarting_client DIRECTORY [--stay N] [--come N] [--requests N]
//                          [--pause MS]
//
// --stay N      so many clients keep their connections, half of them packets and
//               half streams (default: 1 of each)
// --come N      so many clients connect, ask a few times, and connect again
//               (default: 0)
// --requests N  end after so many requests (default: 2), or by SIGTERM, whichever
//               is later if --until-signal is given
// --pause MS    how long a client waits between its requests (default: 0)
// --until-signal
//
// A request is a number. A client has several under way at a time, of a stream
// also half a one. Each answer has the number and how many requests this
// connection has made, which both go up by one. Its process may change, but never
// to one that the connection had before. A client gives up after 10 seconds.
//
// Says when all clients that stay are served. Prints what it has seen in its last
// line and returns 0 if all answers were right, 1 if
// one was wrong or a connection could not be made, 3 if only connections were lost.

#include <boost_seqpacket.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using boost::system::error_code;
using boost::system::system_error;
using packets = sp::seq_packet_protocol;
using streams = asio::local::stream_protocol;
using steady_clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience(10);
constexpr int under_way = 4;

struct settings
{
  std::string directory;
  long stay = 2;
  long come = 0;
  long requests = 2;
  long pause = 0; // in milliseconds
  bool until_signal = false;
};

struct results
{
  long requests = 0;     // that were answered
  long connections = 0;
  long wrong = 0;        // answers
  long refused = 0;      // connections that were not made
  long lost = 0;         // connections that ended too early
  long in_packets = 0;   // answers
  std::size_t most_processes = 0; // that one connection has met
  std::set<std::string> processes;
  steady_clock::duration slowest = {};
};

// A wrong answer, as opposed to none.
struct wrong_answer
  : std::runtime_error
{
  using std::runtime_error::runtime_error;
};

// --- one connection ----------------------------------------------------------------

// What an answer must be.
class conversation
{
public:
  explicit conversation(results& all)
    : all_(&all)
  {
  }

  std::string next_request()
  {
    sent_.push_back(steady_clock::now());
    return std::to_string(sent_.size());
  }

  void check(const std::string& answer)
  {
    long process = 0;
    char generation[32] = {};
    unsigned long requests = 0;
    unsigned long number = 0;
    ++answered_;
    if (std::sscanf(answer.c_str(), "%ld %31s %lu %lu", &process, generation,
          &requests, &number) != 4)
      throw wrong_answer("no answer: " + answer);
    if (number != answered_ || requests != answered_)
      throw wrong_answer("answer " + std::to_string(answered_) + " is: " + answer);
    const std::string name = std::to_string(process);
    if (processes_.empty() || processes_.back() != name)
    {
      if (std::find(processes_.begin(), processes_.end(), name)
          != processes_.end())
        throw wrong_answer("an earlier process again: " + answer);
      processes_.push_back(name);
      all_->processes.insert(name);
      all_->most_processes =
        std::max(all_->most_processes, processes_.size());
    }
    ++all_->requests;
    all_->slowest = std::max(
        all_->slowest, steady_clock::now() - sent_[answered_ - 1]);
  }

private:
  results* all_;
  std::vector<steady_clock::time_point> sent_;
  std::vector<std::string> processes_;
  std::size_t answered_ = 0;
};

// Sends some requests and checks their answers.
asio::awaitable<void> ask(
    packets::socket& socket, conversation& the, std::string&, results& all)
{
  for (int i = 0; i < under_way; ++i)
    co_await sp::async_send_message(
        socket, asio::buffer(the.next_request()), asio::use_awaitable);
  std::array<char, 256> data;
  for (int i = 0; i < under_way; ++i)
  {
    const std::size_t size = co_await sp::async_receive_message(
        socket, asio::buffer(data), asio::use_awaitable);
    the.check(std::string(data.data(), size));
    ++all.in_packets;
  }
}

// Of a stream the last request is sent in two parts, with a pause between them.
asio::awaitable<void> ask(
    streams::socket& socket, conversation& the, std::string& input, results&)
{
  std::string text;
  for (int i = 0; i < under_way; ++i)
    text += the.next_request() + "\n";
  co_await asio::async_write(socket,
      asio::buffer(text.data(), text.size() - 1), asio::use_awaitable);
  asio::steady_timer timer(socket.get_executor(), std::chrono::milliseconds(1));
  co_await timer.async_wait(asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer("\n", 1),
      asio::use_awaitable);
  for (int i = 0; i < under_way; ++i)
  {
    const std::size_t size = co_await asio::async_read_until(socket,
        asio::dynamic_buffer(input), '\n', asio::use_awaitable);
    the.check(input.substr(0, size - 1));
    input.erase(0, size);
  }
}

// --- all of them -----------------------------------------------------------------

class clients
{
public:
  clients(asio::io_context& context, const settings& config)
    : context_(&context),
      config_(config),
      signals_(context, SIGTERM, SIGINT),
      signal_came_(!config.until_signal)
  {
    signals_.async_wait([this](error_code ec, int)
        {
          signal_came_ = signal_came_ || !ec;
        });
  }

  auto end()
  {
    return [this](std::exception_ptr)
        {
          if (--running_ == 0)
            signals_.cancel();
        };
  }

  results run()
  {
    for (long i = 0; i < config_.stay + config_.come; ++i)
    {
      const bool stays = i < config_.stay;
      ++running_;
      if (i % 2 == 0)
        asio::co_spawn(*context_, client<packets>("/packets", stays), end());
      else
        asio::co_spawn(*context_, client<streams>("/streams", stays), end());
    }
    context_->run();
    return all_;
  }

private:
  bool is_done() const
  {
    return signal_came_ && all_.requests >= config_.requests;
  }

  // One client. Only if it stays, an end of its connection is the end of it.
  template <typename Protocol>
  asio::awaitable<void> client(const char* name, bool stays)
  {
    do
    {
      typename Protocol::socket socket(*context_);
      asio::steady_timer timer(*context_);
      bool is_connected = false;
      try
      {
        guard(socket, timer);
        co_await sp::async_connect(socket,
            typename Protocol::endpoint(config_.directory + name),
            asio::use_awaitable);
        is_connected = true;
        ++all_.connections;
        co_await talk(socket, timer, stays);
      }
      catch (const wrong_answer& e)
      {
        ++all_.wrong;
        std::fprintf(stderr, "client: %s\n", e.what());
      }
      catch (const std::exception& e)
      {
        ++(is_connected ? all_.lost : all_.refused);
        std::fprintf(stderr, "client: %s, %s: %s\n", name,
            is_connected ? "lost" : "refused", e.what());
      }
      timer.cancel();
    }
    while (!stays && !is_done());
  }

  template <typename Socket>
  asio::awaitable<void> talk(
      Socket& socket, asio::steady_timer& timer, bool stays)
  {
    conversation the(all_);
    std::string input;
    for (int i = 0; stays ? !is_done() : i < 3; ++i)
    {
      guard(socket, timer);
      co_await ask(socket, the, input, all_);
      if (stays && i == 0 && ++staying_ == config_.stay)
      {
        std::printf("all clients are served\n");
        std::fflush(stdout);
      }
      if (config_.pause != 0)
      {
        asio::steady_timer pause(
            *context_, std::chrono::milliseconds(config_.pause));
        co_await pause.async_wait(asio::use_awaitable);
      }
    }
  }

  // Closes the socket if nothing comes for too long.
  template <typename Socket>
  void guard(Socket& socket, asio::steady_timer& timer)
  {
    timer.expires_after(patience);
    timer.async_wait([&socket](error_code ec)
        {
          if (!ec)
            socket.close(ec);
        });
  }

  asio::io_context* context_;
  settings config_;
  asio::signal_set signals_;
  bool signal_came_;
  long running_ = 0;
  long staying_ = 0; // those that have had their first answers
  results all_;
};

settings parse(int argc, char* argv[])
{
  settings result;
  if (argc < 2)
    throw std::runtime_error("no directory");
  result.directory = argv[1];
  for (int i = 2; i < argc; ++i)
  {
    const std::string word = argv[i];
    if (word == "--until-signal")
    {
      result.until_signal = true;
      continue;
    }
    long* const value = word == "--stay" ? &result.stay
      : word == "--come" ? &result.come
      : word == "--requests" ? &result.requests
      : word == "--pause" ? &result.pause : nullptr;
    if (!value || i + 1 == argc)
      throw std::runtime_error("unknown argument " + word);
    *value = std::stol(argv[++i]);
  }
  return result;
}

int main(int argc, char* argv[])
{
  try
  {
    asio::io_context context(1);
    clients all(context, parse(argc, argv));
    const results got = all.run();
    std::printf("%ld answers (%ld in packets) on %ld connections from %zu "
        "processes, up to %zu to one connection, the slowest after %lld ms; "
        "%ld wrong, %ld refused, %ld lost\n",
        got.requests, got.in_packets, got.connections, got.processes.size(),
        got.most_processes, static_cast<long long>(
          std::chrono::duration_cast<std::chrono::milliseconds>(got.slowest)
            .count()),
        got.wrong, got.refused, got.lost);
    return got.wrong + got.refused != 0 ? 1 : got.lost != 0 ? 3 : 0;
  }
  catch (const std::exception& e)
  {
    std::fprintf(stderr, "restarting_client: %s\n", e.what());
    return 2;
  }
}
