// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "address.hpp"

#include "settings.hpp"
#include "text.hpp"

namespace seqpacket_tool {

address parse_address(const std::string& text)
{
  address result;
  result.text = text;
  std::size_t at = 0;
  if (!text.empty() && text[0] == '@')
  {
    result.is_abstract = true;
    at = 1;
  }
  while (at < text.size())
  {
    if (text[at] != '\\')
    {
      result.name += text[at++];
      continue;
    }
    const bool is_byte = at + 3 < text.size() && text[at + 1] == 'x'
      && hex_digit(text[at + 2]) >= 0 && hex_digit(text[at + 3]) >= 0;
    if (is_byte)
    {
      result.name += static_cast<char>(
          hex_digit(text[at + 2]) * 16 + hex_digit(text[at + 3]));
      at += 4;
    }
    else if (at + 1 < text.size() && text[at + 1] == '\\')
    {
      result.name += '\\';
      at += 2;
    }
    else
      throw usage_error("the address " + text
          + ": a backslash begins \\xNN or \\\\");
  }
  if (!result.is_abstract
      && (result.name.empty() || result.name.find('\0') != std::string::npos))
    throw usage_error("the address '" + text + "' is no path");
  return result;
}

} // namespace seqpacket_tool
