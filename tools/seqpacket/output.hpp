// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Writes to a descriptor of others, such as the standard output.

#ifndef SEQPACKET_TOOL_OUTPUT_HPP
#define SEQPACKET_TOOL_OUTPUT_HPP

#include "watch.hpp"

#include <boost_seqpacket/unique_descriptor.hpp>

#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace seqpacket_tool {

// A write never blocks, so that signals and the other direction go on while a
// reader pauses. The mode of the descriptor is not changed, because the open
// file is shared with other processes.
class output
{
public:
  using handler = std::function<void(boost::system::error_code)>;

  // The descriptor stays with the caller.
  output(boost::asio::io_context& context, int descriptor);

  bool is_terminal() const noexcept
  {
    return kind_ == kind::terminal;
  }

  // Calls the handler when all of it is written. Several writes take turns.
  void async_write(std::string text, handler done);

private:
  // How to write without blocking.
  enum class kind
  {
    file,     // it does not block for long
    socket,   // MSG_DONTWAIT
    terminal, // opened again, or else a few bytes when it is ready
    pipe      // opened again, or else a page when it is ready
  };

  struct item
  {
    std::string text;
    std::size_t written;
    handler done;
  };

  void open_again();
  void run();
  void write_some(boost::system::error_code& ec);
  void finish(boost::system::error_code ec);

  boost::asio::io_context& context_;
  int descriptor_;
  kind kind_ = kind::file;
  boost_seqpacket::unique_descriptor own_;
  std::optional<watch> watch_;
  std::deque<item> queue_;
  bool running_ = false;
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_OUTPUT_HPP
