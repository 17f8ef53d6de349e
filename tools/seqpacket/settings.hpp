// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What the command line asks for.

#ifndef SEQPACKET_TOOL_SETTINGS_HPP
#define SEQPACKET_TOOL_SETTINGS_HPP

#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/types.h>

namespace seqpacket_tool {

// The exit statuses. A signal ends the program as it ends others, which a shell
// reports as 128 and its number.
enum exit_status
{
  status_success = 0,
  status_failure = 1,
  status_usage = 2,
  status_timeout = 3
};

// The commands as bits, so that an option can name those that take it.
enum command : unsigned
{
  command_listen = 1,
  command_connect = 2,
  command_dump = 4,
  command_proxy = 8,
  talk_commands = command_listen | command_connect
};

enum class socket_type
{
  seqpacket,
  stream,
  datagram
};

// No packet is larger, in bytes.
constexpr std::size_t most_packet = std::size_t(1) << 28;

// How packets look in the standard input and output.
enum class packet_format
{
  text,
  hex,
  raw,
  length
};

struct settings
{
  command what = command_connect;
  std::vector<std::string> addresses;
  socket_type type = socket_type::seqpacket;
  packet_format format = packet_format::text;
  std::size_t size = 65536; // of a packet of --raw, in bytes
  ::mode_t mode = 0600;
  bool keep = false;
  bool fork = false;
  bool listen = false;
  std::vector<std::string> pass_fd;
  int pass_fd_flags = 0;
  std::string recv_fd;
  std::uint64_t recv_fd_size = std::uint64_t(1) << 30;
  std::uint64_t recv_fd_count = 1000;
  bool credentials = false;
  std::vector<std::string> exec;
  int exec_fd = -1;
  std::optional<std::chrono::milliseconds> timeout;
  std::optional<std::uint64_t> count;
  std::size_t bytes = 256; // that are printed of a packet
  std::size_t connections = 256;
  std::string log;
  bool quiet = false;
  bool verbose = false;
};

// A wrong command line. Its text says why.
class usage_error : public std::runtime_error
{
public:
  using std::runtime_error::runtime_error;
};

// An error of the system. Its text says what was done, and why it failed.
class failure : public std::runtime_error
{
public:
  failure(const std::string& what, const boost::system::error_code& ec)
    : std::runtime_error(what + ": " + ec.message()),
      code_(ec)
  {
  }

  const boost::system::error_code& code() const noexcept
  {
    return code_;
  }

private:
  boost::system::error_code code_;
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_SETTINGS_HPP
