// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The manual page and the completions.

#include "help.hpp"
#include "help_texts.hpp"

#include <array>
#include <cstdlib>
#include <ctime>

namespace seqpacket_tool {

namespace {

// Lines of at most 78 characters.
std::string broken(const std::string& text)
{
  std::string result;
  std::size_t column = 0;
  for (std::size_t begin = 0; begin < text.size();)
  {
    std::size_t end = text.find_first_of(" \n", begin);
    end = end == text.npos ? text.size() : end;
    const std::string word = text.substr(begin, end - begin);
    if (column > 0 && column + 1 + word.size() > 78)
    {
      result += '\n';
      column = 0;
    }
    else if (column > 0)
    {
      result += ' ';
      ++column;
    }
    result += word;
    column += word.size();
    if (end < text.size() && text[end] == '\n')
    {
      result += '\n';
      column = 0;
    }
    begin = end + 1;
  }
  return result;
}

// A text in man(7): what begins a request, and what would be a hyphen.
std::string roff(const std::string& text)
{
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    const bool begins_line = i == 0 || text[i - 1] == '\n';
    if (begins_line && (text[i] == '.' || text[i] == '\''))
      result += "\\&";
    if (text[i] == '-')
      result += "\\-";
    else if (text[i] == '\\')
      result += "\\e";
    else if (text[i] == '\n' && i + 1 < text.size() && text[i + 1] == '\n')
    {
      result += "\n.PP\n";
      ++i;
    }
    else
      result += text[i];
  }
  return broken(result) + "\n";
}

std::string section(const char* title, const std::string& text)
{
  return std::string(".SH ") + title + "\n" + text;
}

std::string tagged(const std::string& title, const std::string& text)
{
  return ".TP\n.B " + roff(title) + roff(text);
}

std::string option_title(const option_entry& option)
{
  std::string result;
  if (option.letter)
    result = std::string("-") + option.letter + ", ";
  result += std::string("--") + option.name;
  if (option.argument)
    result += std::string(" ") + option.argument;
  return result;
}

std::string commands_of(const option_entry& option)
{
  std::string result;
  for (const command_entry& command : commands())
    if (option.commands & command.id)
      result += (result.empty() ? "" : ", ") + std::string(command.name);
  return result;
}

std::string manual_options()
{
  std::string result;
  for (const option_entry& option : options())
  {
    std::string text = option.text;
    if (commands_of(option) != "listen, connect, dump, proxy")
      text += " (" + commands_of(option) + ")";
    result += tagged(option_title(option), text);
  }
  return result;
}

// The words that follow a command or an option, for `compgen -W` and others.
std::string option_words(const command_entry& command)
{
  std::string result;
  for (const option_entry& option : options())
    if (option.commands & command.id)
      result += (result.empty() ? "--" : " --") + std::string(option.name);
  return result;
}

std::string command_words()
{
  std::string result;
  for (const command_entry& command : commands())
    result += std::string(command.name) + " ";
  return result + "help";
}

std::string bash_completion()
{
  std::string result = "# bash completion of seqpacket\n\n"
    "_seqpacket()\n{\n"
    "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
    "  local words=\n"
    "  COMPREPLY=()\n"
    "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
    "    words='" + command_words() + " --help --version'\n"
    "  else\n"
    "    case $previous in\n";
  for (const option_entry& option : options())
  {
    if (!option.argument)
      continue;
    std::string pattern = std::string("--") + option.name;
    if (option.letter)
      pattern += std::string(" | -") + option.letter;
    const std::string values = option.values ? option.values : "";
    std::string action = "return";
    if (values == "<file>")
      action = "COMPREPLY=($(compgen -f -- \"$current\")); return";
    else if (values == "<directory>")
      action = "COMPREPLY=($(compgen -d -- \"$current\")); return";
    else if (!values.empty())
      action = "words='" + values + "'";
    else if (option.name == std::string("exec"))
      action = "COMPREPLY=($(compgen -c -- \"$current\")); return";
    result += "      " + pattern + ") " + action + " ;;\n";
  }
  result += "      help) words='" + command_words() + "' ;;\n      *)\n"
    "        case ${COMP_WORDS[1]} in\n";
  for (const command_entry& command : commands())
    result += "          " + std::string(command.name) + ") words='"
      + option_words(command) + "' ;;\n";
  return result + "        esac\n        ;;\n    esac\n  fi\n"
    "  if [[ -n $words && ( $current == -* || $COMP_CWORD -eq 1\n"
    "    || $words != --* ) ]]; then\n"
    "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
    "  else\n"
    "    COMPREPLY=($(compgen -f -- \"$current\"))\n"
    "  fi\n}\n\n"
    "complete -F _seqpacket seqpacket\n";
}

// A text in single quotes, for zsh and fish.
std::string in_quotes(const std::string& text, const std::string& escape)
{
  std::string result = "'";
  for (const char each : text)
  {
    if (escape.find(each) != escape.npos)
      result += '\\';
    if (each == '\'')
      result += "'\\''";
    else
      result += each;
  }
  return result + "'";
}

// The first sentence.
std::string brief(const char* text)
{
  const std::string all = text;
  const std::size_t end = all.find_first_of(".:");
  return all.substr(0, end);
}

std::string zsh_option(const option_entry& option)
{
  const std::string values = option.values ? option.values : "";
  std::string action;
  if (option.argument)
  {
    action = ":" + std::string(option.argument) + ":";
    if (values == "<file>")
      action += "_files";
    else if (values == "<directory>")
      action += "_files -/";
    else if (!values.empty())
      action += "(" + values + ")";
    else if (option.name == std::string("exec"))
      action = ":*:::command:_normal";
  }
  const std::string text = "[" + brief(option.text) + "]" + action;
  const std::string repeat =
    option.name == std::string("pass-fd") ? "*" : "";
  std::string result = "        " + in_quotes(repeat + "--" + option.name
      + text, "") + " \\\n";
  if (option.letter)
    result += "        " + in_quotes(repeat + "-" + option.letter + text, "")
      + " \\\n";
  return result;
}

std::string zsh_completion()
{
  std::string result = "#compdef seqpacket\n\n"
    "local -a commands\ncommands=(\n";
  for (const command_entry& command : commands())
    result += "  " + in_quotes(std::string(command.name) + ":"
        + command.brief, "") + "\n";
  result += "  'help:print a text about a command'\n)\n"
    "if (( CURRENT == 2 )); then\n"
    "  _describe command commands\n"
    "  return\nfi\n"
    "local name=$words[2]\n"
    "shift words\n(( CURRENT -= 1 ))\n"
    "case $name in\n";
  for (const command_entry& command : commands())
  {
    result += std::string("  ") + command.name + ")\n    _arguments -s \\\n";
    for (const option_entry& option : options())
      if (option.commands & command.id)
        result += zsh_option(option);
    result += "        '*:address:_files'\n    ;;\n";
  }
  return result + "  help) _describe command commands ;;\nesac\n";
}

std::string fish_completion()
{
  std::string result = "# fish completion of seqpacket\n\n";
  for (const command_entry& command : commands())
    result += std::string("complete -c seqpacket -f -n __fish_use_subcommand "
        "-a ") + command.name + " -d " + in_quotes(command.brief, "") + "\n";
  for (const option_entry& option : options())
  {
    std::string names;
    for (const command_entry& command : commands())
      if (option.commands & command.id)
        names += std::string(" ") + command.name;
    result += "complete -c seqpacket -n '__fish_seen_subcommand_from" + names
      + "' -l " + option.name;
    if (option.letter)
      result += std::string(" -s ") + option.letter;
    const std::string values = option.values ? option.values : "";
    if (values == "<file>")
      result += " -r";
    else if (values == "<directory>")
      result += " -x -a '(__fish_complete_directories)'";
    else if (!values.empty())
      result += " -x -a " + in_quotes(values, "");
    else if (option.argument)
      result += " -x";
    result += " -d " + in_quotes(brief(option.text), "") + "\n";
  }
  return result;
}

// The day on which the page is made, or that of a build that can be repeated.
std::string date()
{
  std::time_t now = std::time(nullptr);
  if (const char* const given = std::getenv("SOURCE_DATE_EPOCH"))
    now = static_cast<std::time_t>(std::strtoll(given, nullptr, 10));
  std::array<char, 40> text = {};
  std::tm parts = {};
  if (::gmtime_r(&now, &parts))
    std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts);
  return text.data();
}

} // namespace

std::string manual_page()
{
  std::string synopsis;
  for (const command_entry& command : commands())
    synopsis += (synopsis.empty() ? "" : ".br\n") + std::string(".B seqpacket ")
      + command.name + "\n[OPTION...] " + command.operands + "\n";
  std::string described;
  for (const command_entry& command : commands())
    described += ".SS " + std::string(command.name) + " " + command.operands
      + "\n" + roff(command.text);
  std::string statuses;
  for (const titled_text& each : exit_status_texts())
    statuses += tagged(each.title, each.text);
  return ".\\\" Made by seqpacket --help-man. Distributed under the Boost "
    "Software License, Version 1.0.\n"
    ".TH SEQPACKET 1 " + date() + " \"boost_seqpacket " + version()
    + "\" \"User Commands\"\n"
    + section("NAME", "seqpacket \\- " + roff("show and pass packets, "
          "descriptors and credentials of Unix sockets"))
    + section("SYNOPSIS", synopsis)
    + section("DESCRIPTION", roff(introduction()) + ".PP\n"
        + roff(address_text()) + ".PP\n" + roff(packet_text()))
    + section("COMMANDS", described)
    + section("OPTIONS", manual_options())
    + section("EXIT STATUS", statuses)
    + section("SEE ALSO", ".BR socat (1),\n.BR unix (7)\n");
}

std::string completion(const std::string& shell)
{
  if (shell == "bash")
    return bash_completion();
  if (shell == "zsh")
    return zsh_completion();
  if (shell == "fish")
    return fish_completion();
  throw usage_error("--help-completion: wants bash, zsh or fish");
}

} // namespace seqpacket_tool
