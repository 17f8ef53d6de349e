// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The signals that end the program, and those of its children.

#ifndef SEQPACKET_TOOL_SIGNALS_HPP
#define SEQPACKET_TOOL_SIGNALS_HPP

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <csignal>
#include <functional>

namespace seqpacket_tool {

// What is an error of write(2) instead. Commands get them as usual.
constexpr int ignored_signals[] = {SIGPIPE, SIGXFSZ};

// SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGCHLD. The handlers restart no
// system call, unlike those of Asio, so that a signal ends a call that blocks.
class signals
{
public:
  signals(boost::asio::io_context& context, std::function<void()> on_stop,
      std::function<void()> on_child);
  signals(const signals&) = delete;
  signals& operator=(const signals&) = delete;
  ~signals();

  // The signal that ends the program, or 0.
  static int caught() noexcept;

  // Ends the program by the signal, as if there were no handler.
  [[noreturn]] static void die_of(int signal);

private:
  void wait();

  std::function<void()> on_stop_;
  std::function<void()> on_child_;
  boost::asio::posix::stream_descriptor event_;
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_SIGNALS_HPP
