// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "text.hpp"

#include <array>
#include <cstdio>

namespace seqpacket_tool {

int hex_digit(char digit) noexcept
{
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  if (digit >= 'a' && digit <= 'f')
    return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F')
    return digit - 'A' + 10;
  return -1;
}

namespace {

constexpr char digits[] = "0123456789abcdef";

void append_hex(std::string& to, char byte)
{
  const auto value = static_cast<unsigned char>(byte);
  to += digits[value / 16];
  to += digits[value % 16];
}

void append_escaped(std::string& to, std::string_view bytes,
    std::string_view kept, bool in_quotes = false)
{
  for (const char byte : bytes)
  {
    if (kept.find(byte) != kept.npos)
      to += byte;
    else if (byte == '\n')
      to += "\\n";
    else if (byte == '\\')
      to += "\\\\";
    else if (byte == '"' && in_quotes)
      to += "\\\"";
    else if (byte >= ' ' && byte <= '~')
      to += byte;
    else
    {
      to += "\\x";
      append_hex(to, byte);
    }
  }
}

} // namespace

std::string to_hex(std::string_view bytes)
{
  std::string result;
  result.reserve(bytes.size() * 2);
  for (const char byte : bytes)
    append_hex(result, byte);
  return result;
}

std::optional<std::string> from_hex(std::string_view text)
{
  std::string result;
  for (std::size_t at = 0; at < text.size();)
  {
    if (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')
    {
      ++at;
      continue;
    }
    if (at + 1 == text.size())
      return std::nullopt;
    const int high = hex_digit(text[at]);
    const int low = hex_digit(text[at + 1]);
    if (high < 0 || low < 0)
      return std::nullopt;
    result += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return result;
}

std::string escaped(std::string_view bytes)
{
  std::string result;
  append_escaped(result, bytes, "");
  return result;
}

std::string escaped_lines(std::string_view bytes)
{
  std::string result;
  append_escaped(result, bytes, "\n\t");
  return result;
}

std::string printable(std::string_view text)
{
  std::string result;
  append_escaped(result, text, "\\");
  return result;
}

std::string quoted(std::string_view bytes)
{
  std::string result = "\"";
  append_escaped(result, bytes, "", true);
  return result += '"';
}

std::string readable_size(unsigned long long bytes)
{
  if (bytes < 1024)
    return std::to_string(bytes) + " bytes";
  constexpr std::array<const char*, 5> units = {
    "KiB", "MiB", "GiB", "TiB", "PiB"};
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < units.size(); ++unit)
    value /= 1024;
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.1f %s", value, units[unit]);
  return text.data();
}

} // namespace seqpacket_tool
