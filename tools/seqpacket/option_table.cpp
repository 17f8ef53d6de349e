// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The texts of the commands and options. They exist here only.

#include "options.hpp"

namespace seqpacket_tool {

const std::vector<command_entry>& commands()
{
  static const auto& table = *new std::vector<command_entry>{
    {command_listen, "listen", "ADDRESS", 1,
      "serve a connection from the terminal or a script",
      "Listens at ADDRESS and serves one connection: each packet of the "
      "standard input goes to the client, and each packet of the client to the "
      "standard output.\n\n"
      "A socket file that no process has open is replaced; one in use is "
      "refused. The file is removed at the end."},
    {command_connect, "connect", "ADDRESS", 1,
      "talk to a server from the terminal or a script",
      "Connects to ADDRESS. Each packet of the standard input goes to the "
      "server, and each packet of the server to the standard output.\n\n"
      "The end of the standard input shuts down the sending half. The program "
      "ends when the other end has closed."},
    {command_dump, "dump", "ADDRESS", 1,
      "print what arrives, with descriptors and credentials",
      "Connects to ADDRESS, or listens there with --listen, sends nothing, and "
      "prints each packet that arrives: its size, its bytes, the credentials "
      "of its sender, and its descriptors with their type, path and flags."},
    {command_proxy, "proxy", "ADDRESS SERVER", 2,
      "print what a client and a server say to each other",
      "Listens at ADDRESS and connects each client to SERVER. Each packet goes "
      "on as it is, with its boundaries, its descriptors and, if the kernel "
      "permits it, the credentials of its sender, and is printed to the "
      "standard error. The kernel permits the credentials of other processes "
      "to root only.\n\n"
      "There is never more than one packet between a client and the server in "
      "each direction, so that a slow side slows down the other one. The peer "
      "of both (SO_PEERCRED) is this program."},
  };
  return table;
}

namespace {

constexpr unsigned talk = command_listen | command_connect;
constexpr unsigned show = command_dump | command_proxy;
constexpr unsigned all = talk | show;
constexpr unsigned serve = command_listen | show;

std::vector<option_entry> packet_options()
{
  return {
    {"type", 't', "TYPE", all, "seqpacket stream datagram",
      "The type of the socket: seqpacket (the default), stream or datagram. A "
      "stream has no packets: what arrives at once is shown as one."},
    {"mode", 'm', "MODE", serve, "0600 0660 0666",
      "The mode of the file of the socket, in octal digits (default: 0600)."},
    {"listen", 'l', nullptr, command_dump, nullptr,
      "Listen at the address instead of connecting to it."},
    {"keep", 'k', nullptr, command_listen | command_dump, nullptr,
      "Serve one connection after the other, not only one."},
    {"fork", 'f', nullptr, command_listen | command_dump, nullptr,
      "Serve all connections at once. No connection gets the standard input then."},
    {"hex", 'x', nullptr, all, nullptr,
      "Each packet is a line of hexadecimal digits, in both directions."},
    {"raw", 'r', nullptr, talk, nullptr,
      "The bytes as they are: the standard input is cut into packets of "
      "--size bytes, and packets are written without anything between them. "
      "Progress is shown if the standard error is a terminal."},
    {"size", 's', "BYTES", talk, nullptr,
      "The size of the packets of --raw (default: 65536). A K or M at the end "
      "means 1024 or 1048576 bytes."},
    {"length", 'L', nullptr, talk, nullptr,
      "Before each packet stands its size: 4 bytes, the most significant "
      "first, in both directions."},
    {"pass-fd", 'p', "FILE|N", talk, "<file>",
      "Send a descriptor with the first packet: of a file that is opened, or "
      "the inherited one with the number N. Can be repeated, up to 253 times. "
      "A file with a number as its name is ./N."},
    {"pass-fd-mode", 0, "MODE", talk, "r w rw a",
      "How files of --pass-fd are opened: r (the default), w, rw or a. "
      "No file is created."},
    {"recv-fd", 'o', "DIRECTORY", talk | command_dump, "<directory>",
      "Copy each regular file that is received into the directory, as 001, "
      "002 and so on. No file is overwritten. What other descriptors are is "
      "printed to the standard error."},
    {"recv-fd-size", 0, "BYTES", talk | command_dump, nullptr,
      "Do not copy a file of more than so many bytes (default: 1024M)."},
    {"recv-fd-count", 0, "N", talk | command_dump, nullptr,
      "Do not copy more than N files (default: 1000)."},
    {"credentials", 'c', nullptr, talk, nullptr,
      "Send the credentials of this process with each packet, and print those "
      "of each packet that arrives to the standard error."},
  };
}

std::vector<option_entry> run_options()
{
  return {
    {"exec-fd", 0, "N", talk, nullptr,
      "Give the socket to the command of --exec as the descriptor N, and not "
      "as its standard input and output."},
    {"exec", 'e', "COMMAND ARGUMENT...", talk, nullptr,
      "Start a command for each connection, with the socket as its standard "
      "input and output. This is the last option: all words after it belong "
      "to the command."},
    {"bytes", 'b', "N", show, nullptr,
      "Print at most N bytes of each packet (default: 256)."},
    {"connections", 0, "N", serve, nullptr,
      "Serve at most N connections at the same time (default: 256). The "
      "others wait."},
    {"log", 0, "FILE", show, "<file>",
      "Append what is printed to a file."},
    {"timeout", 'T', "SECONDS", all, nullptr,
      "Give up if there is neither a connection nor a packet for so long. "
      "The exit status is 3. It does not end commands of --exec."},
    {"count", 'n', "N", all, nullptr,
      "End after N packets have arrived; proxy: after it has passed on N."},
    {"quiet", 'q', nullptr, all, nullptr,
      "Print errors only to the standard error. proxy prints no packets."},
    {"verbose", 'v', nullptr, all, nullptr,
      "Print connections and what is received with each packet to the "
      "standard error."},
    {"help", 'h', nullptr, all, nullptr, "Print this text."},
    {"version", 'V', nullptr, all, nullptr, "Print the version."},
  };
}

} // namespace

const std::vector<option_entry>& options()
{
  static const auto& table = *[]
  {
    const auto result = new std::vector<option_entry>(packet_options());
    for (const option_entry& entry : run_options())
      result->push_back(entry);
    return result;
  }();
  return table;
}

const command_entry* find_command(const std::string& name)
{
  for (const command_entry& entry : commands())
    if (name == entry.name)
      return &entry;
  return nullptr;
}

} // namespace seqpacket_tool
