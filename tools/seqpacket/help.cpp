// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "help.hpp"

#include "help_texts.hpp"

#include <algorithm>
#include <sstream>

namespace seqpacket_tool {

namespace {

constexpr std::size_t width = 78;
constexpr std::size_t option_column = 28;

// Breaks a paragraph into lines. The first one begins at `column` already.
std::string wrapped(const std::string& text, std::size_t indent,
    std::size_t column)
{
  std::string result;
  std::istringstream words(text);
  std::string word;
  bool is_first = true;
  while (words >> word)
  {
    if (!is_first && column + 1 + word.size() > width)
    {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    }
    else if (!is_first)
    {
      result += ' ';
      ++column;
    }
    result += word;
    column += word.size();
    is_first = false;
  }
  return result + "\n";
}

std::string paragraphs(const std::string& text)
{
  std::string result;
  std::size_t begin = 0;
  while (begin < text.size())
  {
    const std::size_t end = std::min(text.find("\n\n", begin), text.size());
    result += '\n' + wrapped(text.substr(begin, end - begin), 0, 0);
    begin = end + 2;
  }
  return result;
}

// A name at the left, and a text beside or below it.
std::string entry(const std::string& name, const std::string& text,
    std::size_t column)
{
  std::string result = "  " + name;
  if (result.size() + 2 > column)
    result += '\n' + std::string(column, ' ');
  else
    result.resize(column, ' ');
  return result + wrapped(text, column, column);
}

std::string option_title(const option_entry& option)
{
  std::string result = option.letter
    ? std::string("-") + option.letter + ", " : std::string("    ");
  result += std::string("--") + option.name;
  if (option.argument)
    result += std::string(" ") + option.argument;
  return result;
}

std::string statuses()
{
  std::string result = "\nExit status:\n";
  for (const titled_text& each : exit_status_texts())
    result += entry(each.title, each.text, 8);
  return result;
}

} // namespace

std::string help()
{
  std::string result = "usage: seqpacket COMMAND [OPTION...] ADDRESS...\n";
  result += paragraphs(introduction());
  result += "\nCommands (seqpacket help COMMAND says more):\n";
  for (const command_entry& command : commands())
    result += entry(std::string(command.name) + " " + command.operands,
        command.brief, option_column);
  result += paragraphs(address_text());
  return result + statuses();
}

std::string help_of(const command_entry& about)
{
  std::string result = std::string("usage: seqpacket ") + about.name
    + " [OPTION...] " + about.operands + "\n";
  result += paragraphs(about.text);
  if (about.id & talk_commands)
    result += paragraphs(packet_text());
  result += "\nOptions:\n";
  for (const option_entry& option : options())
    if (option.commands & about.id)
      result += entry(option_title(option), option.text, option_column);
  return result + statuses();
}

} // namespace seqpacket_tool
