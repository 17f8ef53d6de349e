// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Calls itself through the D-Bus daemon at the given path: the call comes back
// with its descriptor.

#include <boost_seqpacket.hpp>

#include <boost/asio.hpp>

#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using namespace std::string_literals;
using stream = asio::local::stream_protocol::socket;

// The size of 32 bits, and a NUL at the end.
std::string text(const std::string& value)
{
  return std::string{static_cast<char>(value.size()), 0, 0, 0} + value + '\0';
}

void send(stream& bus, const std::vector<std::string>& fields,
    const std::string& body, const sp::outgoing_ancillary<1>& ancillary)
{
  std::string list;
  for (const std::string& field : fields)
    list.append(-list.size() % 8, '\0').append(field); // at a multiple of 8
  const std::string start = {'l', 1, 1, 1, // little-endian, a call, no reply
    static_cast<char>(body.size()), 0, 0, 0, 1, 0, 0, 0,
    static_cast<char>(list.size()), 0, 0, 0};
  list.append(-list.size() % 8, '\0');
  sp::write_message(bus, asio::buffer(start + list + body), ancillary);
}

//[dbus_call_receive
// Waits for a message of that type. Descriptors come with its first byte.
std::string receive(stream& bus, char type, sp::incoming_ancillary<1>& files)
{
  for (std::string rest;;)
  {
    struct { char order, type, more[2]; std::uint32_t body, id, fields; } head;
    sp::read_message(bus, asio::buffer(&head, sizeof(head)), files);
    if (head.fields > 4096 || head.body > 4096)
      throw std::length_error("a message is too long");
    rest.resize((head.fields + 7) / 8 * 8 + head.body);
    sp::incoming_ancillary<0> none;
    sp::read_message(bus, asio::buffer(rest), none);
    if (head.type == type)
      return rest.substr(rest.size() - head.body);
  }
}
//]

int main(int argc, char* argv[])
{
  ::alarm(10); // the deadline of every wait
  asio::io_context context;
  stream bus(context);
  sp::connect(bus, argv[argc - 1]);
  asio::write(bus, asio::buffer(
      "\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n"s));
  std::string line;
  asio::read_until(bus, asio::dynamic_buffer(line), "AGREE_UNIX_FD\r\n");

  // The fields are 1, the path of an object, 3, a method, and 6, who has it.
  const std::string path = "\1\1o\0"s + text("/");
  const std::string method = "\3\1s\0"s, receiver = "\6\1s\0"s;
  sp::outgoing_ancillary<1> file; // empty as yet
  sp::incoming_ancillary<1> files;
  send(bus, {path, method + text("Hello"),
      receiver + text("org.freedesktop.DBus")}, "", file);
  const std::string name = receive(bus, 2, files).substr(4).c_str();

  // 8, the type of the body, is a descriptor's index, and 9 is their number.
  sp::unique_descriptor sent(::memfd_create("example", MFD_CLOEXEC));
  file.add_descriptor(sent.native_handle());
  send(bus, {path, method + text("Take"), receiver + text(name),
      "\x8\1g\0\1h\0"s, "\x9\1u\0\1\0\0\0"s}, "\0\0\0\0"s, file);
  receive(bus, 1, files);
  struct stat before = {}, after = {};
  ::fstat(sent.native_handle(), &before);
  for (const sp::unique_descriptor& received : files.descriptors())
    ::fstat(received.native_handle(), &after);
  std::printf("%s sent the file %lu and received %lu\n", name.c_str(),
      static_cast<unsigned long>(before.st_ino),
      static_cast<unsigned long>(after.st_ino));
  return before.st_ino == after.st_ino ? 0 : 1;
}
