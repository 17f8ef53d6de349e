// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "options.hpp"

#include <boost/program_options.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <iterator>

#include <fcntl.h>

namespace seqpacket_tool {

namespace po = boost::program_options;

namespace {

[[noreturn]] void refuse(const char* option, const char* wanted,
    const std::string& value)
{
  throw usage_error("--" + std::string(option) + ": wants " + wanted
      + ", not '" + value + "'");
}

// A number with K or M at its end if it counts bytes.
std::uint64_t number(const char* option, const std::string& text,
    std::uint64_t least, std::uint64_t most, bool bytes = false)
{
  std::uint64_t value = 0;
  const char* const last = text.data() + text.size();
  auto [end, error] = std::from_chars(text.data(), last, value);
  std::uint64_t unit = 1;
  if (bytes && end != last && (*end == 'K' || *end == 'M'))
    unit = *end++ == 'K' ? 1024 : 1048576;
  if (error != std::errc() || end != last || value > most / unit
      || value * unit < least)
  {
    const std::string wanted = (bytes ? "a number of bytes from "
      : "a number from ") + std::to_string(least) + " to "
      + std::to_string(most);
    refuse(option, wanted.c_str(), text);
  }
  return value * unit;
}

std::chrono::milliseconds seconds(const std::string& text)
{
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !std::isfinite(value) || value < 0.001
      || value > 1e9)
    refuse("timeout", "a number of seconds from 0.001 on", text);
  return std::chrono::milliseconds(std::llround(value * 1000));
}

::mode_t octal_mode(const std::string& text)
{
  unsigned value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value, 8);
  // The next start connects to see whether the socket is in use.
  if (error != std::errc() || end != last || value > 0777
      || (value & 0200) == 0)
    refuse("mode", "octal digits up to 0777 with 0200 in them", text);
  return static_cast< ::mode_t>(value);
}

socket_type type_of(const std::string& text)
{
  if (text == "seqpacket")
    return socket_type::seqpacket;
  if (text == "stream")
    return socket_type::stream;
  if (text == "datagram")
    return socket_type::datagram;
  refuse("type", "seqpacket, stream or datagram", text);
}

int open_flags(const std::string& text)
{
  if (text == "r")
    return O_RDONLY;
  if (text == "w")
    return O_WRONLY;
  if (text == "rw")
    return O_RDWR;
  if (text == "a")
    return O_WRONLY | O_APPEND;
  refuse("pass-fd-mode", "r, w, rw or a", text);
}

po::options_description described(command which)
{
  po::options_description result;
  for (const option_entry& entry : options())
  {
    // --exec takes the rest of the line, which is cut off before.
    if (!(entry.commands & which) || entry.name == std::string("exec"))
      continue;
    std::string name = entry.name;
    if (entry.letter)
      name += std::string(",") + entry.letter;
    if (entry.name == std::string("pass-fd"))
      result.add_options()(name.c_str(),
          po::value<std::vector<std::string>>());
    else if (entry.argument)
      result.add_options()(name.c_str(), po::value<std::string>());
    else
      result.add_options()(name.c_str(), "");
  }
  result.add_options()("operands", po::value<std::vector<std::string>>());
  return result;
}

// The values of the options that have one, and those without.
class parsed
{
public:
  explicit parsed(const po::variables_map& map)
    : map_(map)
  {
  }

  bool has(const char* name) const
  {
    return map_.count(name) != 0;
  }

  const std::string& text(const char* name) const
  {
    return map_[name].as<std::string>();
  }

  std::vector<std::string> list(const char* name) const
  {
    return has(name) ? map_[name].as<std::vector<std::string>>()
                     : std::vector<std::string>();
  }

private:
  const po::variables_map& map_;
};

packet_format format_of(const parsed& from)
{
  packet_format result = packet_format::text;
  int formats = 0;
  if (from.has("hex") && ++formats)
    result = packet_format::hex;
  if (from.has("raw") && ++formats)
    result = packet_format::raw;
  if (from.has("length") && ++formats)
    result = packet_format::length;
  if (formats > 1)
    throw usage_error("--hex, --raw and --length exclude each other");
  return result;
}

void read_limits(const parsed& from, settings& to)
{
  constexpr std::uint64_t many = std::uint64_t(1) << 53;
  if (from.has("size"))
    to.size = number("size", from.text("size"), 1, most_packet, true);
  if (from.has("recv-fd-size"))
    to.recv_fd_size = number("recv-fd-size", from.text("recv-fd-size"), 0,
        many, true);
  if (from.has("recv-fd-count"))
    to.recv_fd_count = number("recv-fd-count", from.text("recv-fd-count"), 0,
        many);
  if (from.has("timeout"))
    to.timeout = seconds(from.text("timeout"));
  if (from.has("count"))
    to.count = number("count", from.text("count"), 1, many);
  if (from.has("bytes"))
    to.bytes = number("bytes", from.text("bytes"), 0, 1 << 30);
  if (from.has("connections"))
    to.connections = number("connections", from.text("connections"), 1,
        100000);
  if (from.has("exec-fd"))
    to.exec_fd = static_cast<int>(
        number("exec-fd", from.text("exec-fd"), 0, 1023));
}

void read_values(const parsed& from, settings& to)
{
  to.format = format_of(from);
  if (from.has("type"))
    to.type = type_of(from.text("type"));
  if (from.has("mode"))
    to.mode = octal_mode(from.text("mode"));
  read_limits(from, to);
  to.listen = to.what == command_listen || from.has("listen");
  to.keep = from.has("keep");
  to.fork = from.has("fork");
  to.credentials = from.has("credentials");
  to.quiet = from.has("quiet");
  to.verbose = from.has("verbose");
  to.pass_fd = from.list("pass-fd");
  if (from.has("pass-fd-mode"))
    to.pass_fd_flags = open_flags(from.text("pass-fd-mode"));
  if (from.has("recv-fd"))
    to.recv_fd = from.text("recv-fd");
  if (from.has("log"))
    to.log = from.text("log");
}

// What the table cannot say.
void check(const parsed& from, const settings& values)
{
  if (values.pass_fd.size() > 253)
    throw usage_error("--pass-fd: a packet carries at most 253 descriptors");
  if (from.has("size") && values.format != packet_format::raw)
    throw usage_error("--size: wants --raw");
  if (from.has("exec-fd") && values.exec.empty())
    throw usage_error("--exec-fd: wants --exec");
  if (values.keep && values.fork)
    throw usage_error("--keep and --fork exclude each other");
  if ((values.keep || values.fork) && !values.listen)
    throw usage_error("--keep and --fork: want --listen");
  if ((values.keep || values.fork) && values.type == socket_type::datagram)
    throw usage_error("--keep and --fork: a datagram socket has no "
        "connections");
  if (values.quiet && values.verbose)
    throw usage_error("--quiet and --verbose exclude each other");
  if (!values.exec.empty())
    for (const char* other : {"hex", "raw", "length", "pass-fd", "recv-fd",
           "credentials", "count"})
      if (from.has(other))
        throw usage_error("--exec: the command reads and writes the packets, "
            "so there is nothing for --" + std::string(other) + " to do");
}

settings parse_options(const command_entry& command,
    std::vector<std::string> arguments, std::string& special)
{
  settings result;
  result.what = command.id;
  const auto exec = std::find_if(arguments.begin(), arguments.end(),
      [](const std::string& word)
      { return word == "--exec" || word == "-e" || word == "--"; });
  if (exec != arguments.end() && *exec != "--" && (command.id & talk_commands))
  {
    result.exec.assign(std::next(exec), arguments.end());
    if (result.exec.empty())
      throw usage_error("--exec: wants a command");
    arguments.erase(exec, arguments.end());
  }

  const po::options_description description = described(command.id);
  po::positional_options_description positional;
  positional.add("operands", -1);
  po::variables_map map;
  namespace style = po::command_line_style;
  po::store(po::command_line_parser(arguments)
      .options(description)
      .positional(positional)
      .style(style::unix_style & ~style::allow_guessing)
      .run(), map);
  const parsed from(map);
  if (from.has("help") || from.has("version"))
  {
    special = from.has("help") ? "help" : "version";
    return result;
  }
  read_values(from, result);
  check(from, result);
  result.addresses = from.list("operands");
  if (result.addresses.size() != command.operand_count)
    throw usage_error(std::string(command.name) + ": wants "
        + command.operands + ", not "
        + std::to_string(result.addresses.size()) + " words");
  return result;
}

bool parse_general(const std::vector<std::string>& arguments, request& result)
{
  const std::string& first = arguments.front();
  if (first == "--help" || first == "-h" || first == "help")
  {
    result.kind = request::help;
    if (first == "help" && arguments.size() > 1)
    {
      result.about = find_command(arguments[1]);
      if (!result.about)
        throw usage_error("there is no command '" + arguments[1] + "'");
    }
  }
  else if (first == "--version" || first == "-V")
    result.kind = request::version;
  else if (first == "--help-man")
    result.kind = request::manual;
  else if (first == "--help-completion" && arguments.size() == 2)
  {
    result.kind = request::completion;
    result.shell = arguments[1];
  }
  else
    return false;
  return true;
}

} // namespace

request parse_command_line(std::vector<std::string> arguments)
{
  request result;
  if (arguments.empty())
    throw usage_error("wants a command");
  if (parse_general(arguments, result))
    return result;
  const command_entry* const command = find_command(arguments.front());
  if (!command)
    throw usage_error("there is no command '" + arguments.front() + "'");
  arguments.erase(arguments.begin());
  try
  {
    std::string special;
    result.values = parse_options(*command, std::move(arguments), special);
    if (special == "version")
      result.kind = request::version;
    if (special == "help")
    {
      result.kind = request::help;
      result.about = command;
    }
  }
  catch (const po::error& e)
  {
    throw usage_error(e.what());
  }
  return result;
}

} // namespace seqpacket_tool
