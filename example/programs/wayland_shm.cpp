// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Gives memory to the Wayland compositor at the given path, and has it make an
// image of it.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using stream = asio::local::stream_protocol::socket;
using words = std::vector<std::uint32_t>;

// The objects of this connection. The client numbers those that it makes.
enum : std::uint32_t { display = 1, registry, listed, shm, pool, image, done };

//[wayland_shm_send
// A request: the object, the size in bytes and the opcode, and the arguments.
void send(stream& server, std::uint32_t object, std::uint32_t opcode,
    const words& arguments, const sp::outgoing_ancillary<1>& memory = {})
{
  const std::size_t size = 8 + 4 * arguments.size();
  words request = {object, static_cast<std::uint32_t>(size << 16) | opcode};
  request.insert(request.end(), arguments.begin(), arguments.end());
  sp::write_message(server, asio::buffer(request), memory);
}
//]

// Reads events until one of that object. Returns what the registry announces as
// wl_shm: a number, the name and a version.
words wait_for(stream& server, std::uint32_t object)
{
  for (words found;;)
  {
    std::array<std::uint32_t, 2> header;
    sp::incoming_ancillary<0> none; // these events have no descriptors
    sp::read_message(server, asio::buffer(header), none);
    words event(std::size_t(header[1] >> 18) - 2); // too short: throws
    sp::read_message(server, asio::buffer(event), none);
    const std::string bytes(
        reinterpret_cast<const char*>(event.data()), 4 * event.size());
    if (header[0] == display && (header[1] & 0xffff) == 0)
      throw std::runtime_error("an error: " + bytes.substr(12));
    if (header[0] == registry && bytes.find("wl_shm") == 8)
      found = event;
    if (header[0] == object)
      return found;
  }
}

int main(int argc, char* argv[])
{
  ::alarm(10); // the deadline of every wait
  asio::io_context context;
  stream server(context);
  sp::connect(server, argv[argc - 1]);
  send(server, display, 1, {registry}); // get_registry
  send(server, display, 0, {listed});   // sync
  words global = wait_for(server, listed);
  global.push_back(shm);

  const std::uint32_t size = 64 * 64 * 4;
  const sp::unique_descriptor memory(
      ::memfd_create("image", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (::ftruncate(memory.native_handle(), size) != 0)
    return 1;
  sp::outgoing_ancillary<1> ancillary;
  ancillary.add_descriptor(memory.native_handle());
  send(server, registry, 0, global);                          // bind
  send(server, shm, 0, {pool, size}, ancillary);              // create_pool
  send(server, pool, 0, {image, 0, 64, 64, 64 * 4, 0});       // create_buffer
  send(server, display, 0, {done});                           // sync
  wait_for(server, done);

  // The kernel refuses this seal while the memory is mapped to write there.
  const bool is_mapped =
    ::fcntl(memory.native_handle(), F_ADD_SEALS, F_SEAL_WRITE) == -1
    && errno == EBUSY;
  std::puts(is_mapped ? "the compositor has mapped the memory" : "no mapping");
  return is_mapped ? 0 : 1;
}
