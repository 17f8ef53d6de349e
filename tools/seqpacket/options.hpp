// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The commands and their options: the one table that the command line, --help,
// the manual page and the completions are made of.

#ifndef SEQPACKET_TOOL_OPTIONS_HPP
#define SEQPACKET_TOOL_OPTIONS_HPP

#include "settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace seqpacket_tool {

struct command_entry
{
  command id;
  const char* name;
  const char* operands;
  std::size_t operand_count;
  const char* brief; // after "seqpacket NAME: "
  const char* text;  // paragraphs with empty lines between them
};

struct option_entry
{
  const char* name;
  char letter;          // or 0
  const char* argument; // or nullptr
  unsigned commands;
  const char* values; // completed as: words, "<file>", "<directory>", or nothing
  const char* text;
};

const std::vector<command_entry>& commands();
const std::vector<option_entry>& options();

// Null if there is no such command.
const command_entry* find_command(const std::string& name);

// What a command line asks for besides running a command.
struct request
{
  enum kind_type
  {
    run,
    help,
    version,
    manual,
    completion
  };
  kind_type kind = run;
  const command_entry* about = nullptr; // of help
  std::string shell;                    // of completion
  settings values;
};

// Throws usage_error.
request parse_command_line(std::vector<std::string> arguments);

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_OPTIONS_HPP
