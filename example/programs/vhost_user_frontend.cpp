// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Asks the vhost-user block device at the given path for its size, and shares
// memory with it, as a virtual machine does.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using stream = asio::local::stream_protocol::socket;
enum : std::uint32_t { get_features = 1, set_owner = 3, set_mem_table = 5,
  get_protocol_features = 15, set_protocol_features = 16, get_config = 24 };

struct header
{
  std::uint32_t request, flags, size; // flags: 1, the version, and 8, see below
};

template <typename T>
asio::mutable_buffer bytes(T& data)
{
  return asio::buffer(&data, sizeof(data));
}

//[vhost_user_frontend_messages
void send(stream& device, header head, asio::mutable_buffer payload = {},
    const sp::outgoing_ancillary<1>& memory = {})
{
  head.size = static_cast<std::uint32_t>(payload.size());
  sp::write_message(device,
      std::array<asio::const_buffer, 2>{bytes(head), payload}, memory);
}

void receive(
    stream& device, std::uint32_t request, asio::mutable_buffer payload)
{
  header head;
  sp::incoming_ancillary<0> none; // these replies have no descriptors
  sp::read_message(device, bytes(head), none);
  if (head.request != request || head.size != payload.size())
    throw std::runtime_error("an unexpected reply");
  sp::read_message(device, payload, none);
}
//]

int main(int argc, char* argv[])
{
  ::alarm(10); // the deadline of every wait
  asio::io_context context;
  stream device(context);
  sp::connect(device, argv[argc - 1]);
  std::uint64_t features, failure;
  send(device, {get_features, 1, 0});
  receive(device, get_features, bytes(features));
  send(device, {set_owner, 1, 0});
  send(device, {get_protocol_features, 1, 0});
  receive(device, get_protocol_features, bytes(features));
  features &= 1 << 3 | 1 << 9; // that it acknowledges, and has get_config
  send(device, {set_protocol_features, 1, 0}, bytes(features));

  // Offset, size and flags of what is asked for: the number of sectors.
  std::array<std::uint32_t, 5> config = {0, 8, 0, 0, 0};
  send(device, {get_config, 1, 0}, bytes(config));
  receive(device, get_config, bytes(config));

  const sp::unique_descriptor memory(
      ::memfd_create("guest", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (::ftruncate(memory.native_handle(), 1 << 20) != 0)
    return 1;
  // One region: the guest's address, the size, ours, the offset in the file.
  struct { std::uint32_t regions[2]; std::uint64_t region[4]; } table = {
    {1, 0}, {0, 1 << 20, 0, 0}};
  sp::outgoing_ancillary<1> ancillary;
  ancillary.add_descriptor(memory.native_handle());
  send(device, {set_mem_table, 1 | 8 /* reply */, 0}, bytes(table), ancillary);
  receive(device, set_mem_table, bytes(failure));

  // The kernel refuses this seal while the memory is mapped to write there.
  const bool is_mapped =
    ::fcntl(memory.native_handle(), F_ADD_SEALS, F_SEAL_WRITE) == -1
    && errno == EBUSY;
  std::printf("%u sectors, mapped memory: %d\n", config[3], is_mapped);
  return config[3] > 0 && failure == 0 && is_mapped ? 0 : 1;
}
