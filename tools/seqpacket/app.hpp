// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What the commands share: the standard streams, the limits, and the end.

#ifndef SEQPACKET_TOOL_APP_HPP
#define SEQPACKET_TOOL_APP_HPP

#include "children.hpp"
#include "closer.hpp"
#include "descriptors.hpp"
#include "input.hpp"
#include "link.hpp"
#include "output.hpp"
#include "settings.hpp"
#include "signals.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace seqpacket_tool {

class app
{
public:
  // Throws failure.
  explicit app(const settings& values);

  // Runs until finish() or a signal, and returns the exit status.
  int run();

  // Lines for the standard error: always, unless --quiet, only with --verbose.
  void problem(const std::string& text);
  void note(const std::string& text);
  void detail(const std::string& text);

  // Ends the program after what was written has reached its reader.
  void finish(int status);
  // A line that says why, and the end.
  void fail(const std::string& what, const error_code& ec);
  // A line that says why, for a connection that is not the only one.
  void problem(const std::string& what, const error_code& ec);

  bool is_finishing() const noexcept
  {
    return finishing_;
  }

  // Something has happened: --timeout begins again.
  void restart_timeout();
  void stop_timeout();

  // Counts a packet that has arrived: whether --count is reached.
  bool count_packet();

  void count_bytes_sent(std::size_t size);
  void count_bytes_received(std::size_t size);

  // Writes to the standard output and waits until both it and the standard
  // error have taken everything.
  void async_print(std::string text, std::function<void()> done);

  // Waits until the standard error and the log have taken everything. Who goes on
  // after a message without it fills the memory if their reader is slow.
  void async_flush(std::function<void()> done);

  closer closing; // is used when the context destroys its handlers
  boost::asio::io_context context;
  const settings values;
  signals watched_signals;
  output out;
  output err;
  output log; // --log, or else the standard error
  input in;
  outgoing first;  // with the first packet
  outgoing others; // with the others
  std::optional<descriptor_store> store;
  class children children;
  std::uint64_t packets = 0; // that have arrived

private:
  void drain();
  void show_progress();

  boost::asio::steady_timer timeout_;
  boost::asio::steady_timer progress_;
  bool has_progress_ = false; // there is a line of progress
  std::uint64_t bytes_sent_ = 0;
  std::uint64_t bytes_received_ = 0;
  bool finishing_ = false;
  int status_ = status_success;
};

// The cause in one line.
std::string message_of(const error_code& ec);

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_APP_HPP
