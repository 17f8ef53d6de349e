// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Texts that --help and the manual page share, besides the table of options.

#ifndef SEQPACKET_TOOL_HELP_TEXTS_HPP
#define SEQPACKET_TOOL_HELP_TEXTS_HPP

#include <boost_seqpacket/version.hpp>

#include <string>
#include <vector>

namespace seqpacket_tool {

struct titled_text
{
  const char* title;
  const char* text;
};

inline std::string version()
{
  return std::to_string(BOOST_SEQPACKET_VERSION_MAJOR) + "."
    + std::to_string(BOOST_SEQPACKET_VERSION_MINOR) + "."
    + std::to_string(BOOST_SEQPACKET_VERSION_PATCH);
}

inline const char* introduction()
{
  return "Shows and passes what goes through a Unix domain socket: packets with "
    "their boundaries, descriptors, and the credentials of the senders.";
}

inline const char* address_text()
{
  return "An address is a path, or an @ and an abstract name. In both, \\xNN is "
    "the byte with that hexadecimal number, and \\\\ a backslash. A path that "
    "begins with an @ is ./@NAME.";
}

inline const char* packet_text()
{
  return "A line of the standard input is a packet, without its newline, and a "
    "packet is a line of the standard output. An empty line is an empty packet. "
    "On a terminal, bytes that are not printable ASCII are written as \\xNN. A "
    "packet that may have newlines in it is told apart with --hex or --length.\n\n"
    "A stream has no packets: lines go into it with their newlines, and bytes "
    "come out as they are.\n\n"
    "A datagram socket that connects ends with the standard input, unless "
    "--count or --timeout says how long to wait for answers. One that listens "
    "answers the sender of its last packet.";
}

inline const std::vector<titled_text>& exit_status_texts()
{
  static const auto& table = *new std::vector<titled_text>{
    {"0", "Success. With --exec: the command ended with 0."},
    {"1", "An error of the system or of the peer, a packet that is not "
      "complete, or a file that was not copied. With --exec: the command did "
      "not end with 0."},
    {"2", "A wrong command line."},
    {"3", "The time of --timeout is over."},
    {"128+N", "The signal N has ended the program. It has removed its socket, "
      "and ended its commands. A reader of the standard output that has gone "
      "is SIGPIPE, 141."},
  };
  return table;
}

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_HELP_TEXTS_HPP
