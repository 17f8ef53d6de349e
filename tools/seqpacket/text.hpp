// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Bytes as text.

#ifndef SEQPACKET_TOOL_TEXT_HPP
#define SEQPACKET_TOOL_TEXT_HPP

#include <optional>
#include <string>
#include <string_view>

namespace seqpacket_tool {

// The value of a hexadecimal digit, or -1.
int hex_digit(char digit) noexcept;

std::string to_hex(std::string_view bytes);

// The bytes of hexadecimal digits, which may have blanks between the bytes.
std::optional<std::string> from_hex(std::string_view text);

// Printable ASCII as it is. A newline is \n, and other bytes are \xNN, so that a
// peer cannot send sequences to the terminal.
std::string escaped(std::string_view bytes);

// The same for lines, which keep their newlines and tabs.
std::string escaped_lines(std::string_view bytes);

// The same for a text of one line, which has backslashes of its own.
std::string printable(std::string_view text);

// The same as escaped, in quotation marks.
std::string quoted(std::string_view bytes);

// A number of bytes for people: 12.3 MiB.
std::string readable_size(unsigned long long bytes);

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_TEXT_HPP
