// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The texts of --help, the manual page and the completions, which are made of
// the table of options.

#ifndef SEQPACKET_TOOL_HELP_HPP
#define SEQPACKET_TOOL_HELP_HPP

#include "options.hpp"

#include <string>

namespace seqpacket_tool {

std::string help();
std::string help_of(const command_entry& about);

// In the language man(7).
std::string manual_page();

// For bash, zsh or fish. Throws usage_error for others.
std::string completion(const std::string& shell);

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_HELP_HPP
