// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A server that gets its listening socket from the service manager, or else
// makes one at a path. To see the first:
//
//   systemd-socket-activate --seqpacket -l /tmp/a.socket ./activated_server
//
// and connect to that path.

#include <boost_seqpacket.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using boost_seqpacket::seq_packet_protocol;

// Without a service manager: a path that goes with the server.
//[activated_server_bind
seq_packet_protocol::acceptor listen_at(asio::io_context& context,
    const std::string& path, boost_seqpacket::bound_path& file)
{
  boost_seqpacket::bind_path_options options;
  options.mode = 0660;
  options.create_directories = true;
  options.remove_on_destruction = true;

  seq_packet_protocol::acceptor acceptor(context);
  file = boost_seqpacket::bind_path(acceptor, path, options);
  return acceptor;
}
//]

//[activated_server_adopt
seq_packet_protocol::acceptor get_acceptor(asio::io_context& context,
    const std::string& path, boost_seqpacket::bound_path& file)
{
  std::vector<boost_seqpacket::activated_descriptor> activated =
    boost_seqpacket::activated_descriptors();
  if (activated.empty())
    return listen_at(context, path, file);

  // An error if it is no listening socket for packets.
  std::printf("server: activated by \"%s\"\n", activated[0].name.c_str());
  return boost_seqpacket::adopt<seq_packet_protocol::acceptor>(
      context, std::move(activated[0].descriptor));
}
//]

int main()
{
  const std::string directory =
    "/tmp/boost_seqpacket_example_" + std::to_string(::getpid());
  asio::io_context context;
  boost_seqpacket::bound_path file;
  seq_packet_protocol::acceptor acceptor =
    get_acceptor(context, directory + "/socket", file);
  const std::string path = acceptor.local_endpoint().path();
  std::printf("server: listens at %s\n", path.c_str());

  // One client is enough to show it.
  seq_packet_protocol::socket client(context);
  boost_seqpacket::connect(client, acceptor.local_endpoint());
  boost_seqpacket::send_message(client, asio::buffer("hello", 5),
      boost_seqpacket::no_ancillary);

  seq_packet_protocol::socket peer = boost_seqpacket::accept(acceptor);
  char bytes[64];
  boost_seqpacket::incoming_ancillary<0> ancillary;
  const std::size_t size = boost_seqpacket::receive_message(
      peer, asio::buffer(bytes), ancillary);
  std::printf("server: received \"%.*s\"\n", static_cast<int>(size), bytes);

  file.remove();
  std::printf("server: the file is %s\n",
      std::filesystem::exists(path) ? "still there" : "gone");
  std::filesystem::remove_all(directory);
}
