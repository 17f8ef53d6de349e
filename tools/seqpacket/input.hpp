// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The standard input as packets.

#ifndef SEQPACKET_TOOL_INPUT_HPP
#define SEQPACKET_TOOL_INPUT_HPP

#include "settings.hpp"
#include "watch.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace seqpacket_tool {

class input
{
public:
  // Called with a packet, or with none at the end, or with an error and its
  // cause as a text.
  using handler = std::function<void(std::optional<std::string> packet,
      const std::string& error)>;

  // Lines that go to a stream keep their newline.
  input(boost::asio::io_context& context, int descriptor,
      const settings& values);

  // One at a time. The view is valid until the next call.
  void async_next(handler done);

  // Whether there is something that was read and not asked for.
  bool has_rest() const
  {
    return begin_ < data_.size();
  }

  // Forgets the handler. What has been read stays for the next one.
  void cancel();

private:
  enum class step
  {
    packet,
    end,
    more,
    error
  };

  void run();
  void complete(step result, std::string text);
  step take(std::string& text);
  step take_line(std::string& text);
  step take_bytes(std::string& text);
  step take_after_length(std::string& text);
  step read();
  std::string_view rest() const;
  void drop(std::size_t size);

  boost::asio::io_context& context_;
  int descriptor_;
  packet_format format_;
  std::size_t size_;
  bool keep_newline_;
  watch watch_;
  std::string data_;
  std::size_t begin_ = 0;
  std::size_t searched_ = 0; // has no newline
  std::size_t line_ = 0;
  bool at_end_ = false;
  bool waiting_ = false;
  handler done_;
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_INPUT_HPP
