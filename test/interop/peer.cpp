// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// This library's side of a conversation with a program that knows nothing of it.
// The other programs here play the same parts; tools/interop pairs them.
//
//   peer server|client PATH [WITHOUT...]
//   peer server|client PATH echo
//
// The client says its part, then the server, then the client closes. A part is:
// data, an empty packet, a large packet, descriptors, credentials, a packet that
// is longer than the other side's buffer. What the other program cannot do is
// named and left out. With `echo` it sends back what it gets.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace asio = boost::asio;
namespace seqpacket = boost_seqpacket;
using boost::system::error_code;
using protocol = seqpacket::seq_packet_protocol;

namespace {

void require(bool holds, const std::string& what)
{
  if (!holds)
    throw std::runtime_error("not right: " + what);
  std::printf("peer: %s\n", what.c_str());
  std::fflush(stdout);
}

std::string content_of(const seqpacket::unique_descriptor& file)
{
  char bytes[64];
  const ::ssize_t size = ::pread(file.native_handle(), bytes, sizeof(bytes), 0);
  return std::string(bytes, size < 0 ? 0 : static_cast<std::size_t>(size));
}

seqpacket::unique_descriptor make_file(const std::string& content)
{
  seqpacket::unique_descriptor file(::memfd_create("peer", MFD_CLOEXEC));
  if (::write(file.native_handle(), content.data(), content.size())
      != static_cast<::ssize_t>(content.size()))
    throw std::runtime_error("cannot write a file");
  return file;
}

class peer
{
public:
  peer(protocol::socket& socket, std::set<std::string> without)
    : socket_(socket),
      without_(std::move(without))
  {
  }

  void speak()
  {
    send("data");
    if (has("empty"))
      send("");
    send(std::string(100000, 'x'));
    {
      seqpacket::outgoing_ancillary<2> files;
      files.add_descriptor(make_file("first"));
      files.add_descriptor(make_file("second"));
      seqpacket::send_message(
          socket_, asio::buffer("files", 5), files);
    }
    if (has("credentials"))
    {
      seqpacket::outgoing_ancillary<0> ids;
      ids.add_credentials(seqpacket::credentials::current());
      seqpacket::send_message(
          socket_, asio::buffer("credentials", 11), ids);
    }
    send("more than eight bytes");
  }

  void listen()
  {
    require(receive() == "data", "data");
    if (has("empty"))
      require(receive().empty() && !ec_, "an empty packet, not the end");
    require(receive() == std::string(100000, 'x'), "a large packet");

    std::array<char, 16> bytes;
    const auto received = seqpacket::receive_descriptors<2>(
        socket_, asio::buffer(bytes));
    require(std::string(bytes.data(), std::get<0>(received)) == "files"
        && content_of(std::get<1>(received)[0]) == "first"
        && content_of(std::get<1>(received)[1]) == "second", "descriptors");

    if (has("credentials"))
    {
      require(receive() == "credentials" && ancillary_.credentials()
          && ancillary_.credentials()->pid
            == seqpacket::peer_credentials(socket_).pid
          && ancillary_.credentials()->uid == ::getuid(), "credentials");
    }

    const std::size_t size = seqpacket::receive_message(
        socket_, asio::buffer(bytes, 8), ancillary_, ec_);
    require(ec_ == seqpacket::seqpacket_errc::message_truncated && size == 8
        && ancillary_.message_size() == 21, "a truncated packet");
  }

  void expect_end()
  {
    receive();
    require(ec_ == asio::error::eof, "the end of file");
  }

  // The other program sends back what it gets, and takes an empty packet for the
  // end.
  void echo()
  {
    for (const std::string text : {"data", "again"})
    {
      send(text);
      require(receive() == text, "an echo of " + text);
    }
    const std::string large(4000, 'x');
    send(large);
    require(receive() == large, "an echo of a large packet");
    if (has("empty"))
      send("");
    else
      socket_.shutdown(asio::socket_base::shutdown_send);
    expect_end();
  }

private:
  bool has(const char* what) const
  {
    return without_.count(what) == 0;
  }

  void send(const std::string& text)
  {
    seqpacket::send_message(
        socket_, asio::buffer(text), seqpacket::no_ancillary);
  }

  std::string receive()
  {
    std::string bytes;
    seqpacket::receive_message(
        socket_, asio::dynamic_buffer(bytes), ancillary_, ec_);
    return bytes;
  }

  protocol::socket& socket_;
  std::set<std::string> without_;
  seqpacket::incoming_ancillary<2> ancillary_;
  error_code ec_;
};

} // namespace

int main(int argc, char* argv[])
{
  if (argc < 3)
    return 2;
  ::alarm(30); // nothing here takes a second
  try
  {
    const std::string part = argv[1];
    const protocol::endpoint where(argv[2]);
    const std::set<std::string> words(argv + 3, argv + argc);
    asio::io_context context;
    protocol::socket socket(context);
    if (part == "server")
    {
      protocol::acceptor acceptor(context, where);
      acceptor.set_option(seqpacket::pass_credentials(true));
      std::puts("ready");
      std::fflush(stdout);
      acceptor.accept(socket);
    }
    else
    {
      socket.open();
      socket.set_option(seqpacket::pass_credentials(true));
      socket.connect(where);
    }

    peer self(socket, words);
    if (words.count("echo") != 0)
    {
      self.echo();
    }
    else if (part == "server")
    {
      self.listen();
      self.speak();
      self.expect_end();
    }
    else
    {
      self.speak();
      self.listen();
    }
  }
  catch (const std::exception& e)
  {
    std::printf("peer: %s\n", e.what());
    return 1;
  }
}
