// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A program without exceptions: every error comes as a code, and what would be
// thrown ends in the function that Boost asks such a program for. Boost.Test
// cannot do without them. tools/backends compiles and runs it.

#include <boost_seqpacket.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/throw_exception.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <string>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

#if defined(__cpp_exceptions)
# error "compile this with -fno-exceptions"
#endif

namespace boost {

// What Boost leaves to a program without exceptions.
void throw_exception(const std::exception& e)
{
  std::printf("this would be thrown: %s\n", e.what());
  std::exit(1);
}

void throw_exception(const std::exception& e,
    const boost::source_location&)
{
  throw_exception(e);
}

} // namespace boost

namespace {

using namespace boost_seqpacket;
namespace asio = boost::asio;
using boost::system::error_code;
using packet_socket = seq_packet_protocol::socket;

int checks = 0;

void check(bool holds, const char* what)
{
  ++checks;
  if (!holds)
  {
    std::printf("failed: %s\n", what);
    std::exit(1);
  }
}

void check(const error_code& ec, const char* what)
{
  if (ec)
    std::printf("%s\n", ec.message().c_str());
  check(!ec, what);
}

// Both ends of a pipe, to be passed.
struct pipe_ends
{
  pipe_ends()
  {
    int ends[2];
    check(::pipe2(ends, O_CLOEXEC) == 0, "pipe");
    in.reset(ends[0]);
    out.reset(ends[1]);
  }

  // Whether the descriptor is the end to write to.
  bool leads_from(const unique_descriptor& descriptor) const
  {
    char byte = 0;
    return ::write(descriptor.native_handle(), "!", 1) == 1
      && ::read(in.native_handle(), &byte, 1) == 1 && byte == '!';
  }

  unique_descriptor in;
  unique_descriptor out;
};

struct connection
{
  explicit connection(asio::io_context& context)
    : a(context),
      b(context)
  {
    error_code ec;
    connect_pair(a, b, ec);
    check(ec, "connect_pair");
  }

  packet_socket a;
  packet_socket b;
};

void run(asio::io_context& context)
{
  context.restart();
  context.run_for(std::chrono::seconds(20));
  check(context.stopped(), "the deadline");
}

// Packets with descriptors, at once.
void messages(asio::io_context& context)
{
  connection ends(context);
  const pipe_ends pipe;
  error_code ec;

  outgoing_ancillary<2> outgoing;
  outgoing.add_descriptor(pipe.out.native_handle(), ec);
  check(ec, "add_descriptor");
  outgoing.add_descriptor(pipe.out.duplicate(ec), ec);
  check(ec, "add_descriptor, owned");
  outgoing.add_descriptor(pipe.out.native_handle(), ec);
  check(ec == seqpacket_errc::ancillary_full, "a descriptor too many");
  check(send_message(ends.a, asio::buffer("abc", 3), outgoing, ec) == 3,
      "send_message");

  char bytes[8];
  incoming_ancillary<2> incoming;
  check(receive_message(ends.b, asio::buffer(bytes), incoming, ec) == 3,
      "receive_message");
  check(ec, "receive_message");
  check(incoming.descriptors().size() == 2, "two descriptors");
  for (const unique_descriptor& descriptor : incoming.descriptors())
    check(pipe.leads_from(descriptor), "a descriptor");

  send_descriptors(ends.a, asio::buffer("d", 1),
      {pipe.out.native_handle()}, ec);
  check(ec, "send_descriptors");
  auto [size, received] =
    receive_descriptors<1>(ends.b, asio::buffer(bytes), ec);
  check(!ec && size == 1 && pipe.leads_from(received[0]),
      "receive_descriptors");

  send_descriptors(ends.a, asio::buffer("e", 1),
      {pipe.out.native_handle()}, ec);
  std::tie(size, received) =
    receive_descriptors<1>(ends.b, asio::buffer(bytes, 0), ec);
  check(ec == seqpacket_errc::message_truncated, "a packet that is cut");

  send_message(ends.a, asio::buffer("f", 1), no_ancillary, ec);
  check(discard_message(ends.b, ec) == 1 && !ec, "discard_message");

  ends.a.close(ec);
  receive_message(ends.b, asio::buffer(bytes), incoming, ec);
  check(ec == asio::error::eof, "the end of file");
}

// Packets of any size.
void dynamic_buffers(asio::io_context& context)
{
  connection ends(context);
  const pipe_ends pipe;
  error_code ec;
  std::string text;
  incoming_ancillary<1> incoming;

  const std::string large(5000, 'x');
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(pipe.out.native_handle(), ec);
  send_message(ends.a, asio::buffer(large), outgoing, ec);
  check(ec, "send_message of a large packet");
  receive_message(ends.b, asio::dynamic_buffer(text, 100), incoming, ec);
  check(ec == seqpacket_errc::message_truncated && text.empty(),
      "a packet that is too large");
  receive_message(ends.b, asio::dynamic_buffer(text), incoming, ec);
  check(!ec && text == large, "a large packet");
  check(pipe.leads_from(incoming.descriptors()[0]), "its descriptor");
}

// The same, when it comes later.
void asynchronous(asio::io_context& context)
{
  connection ends(context);
  const pipe_ends pipe;
  int done = 0;

  std::string text;
  incoming_ancillary<1> incoming;
  async_receive_message(ends.b, asio::dynamic_buffer(text), incoming,
      [&](const error_code& result, std::size_t size)
      {
        check(!result && size == 5 && text == "hello", "async_receive_message");
        check(pipe.leads_from(incoming.descriptors()[0]), "its descriptor");
        ++done;
      });
  outgoing_ancillary<1> outgoing;
  error_code ec;
  outgoing.add_descriptor(pipe.out.native_handle(), ec);
  asio::post(context,
      [&]
      {
        async_send_message(ends.a, asio::buffer("hello", 5), outgoing,
            [&](const error_code& result, std::size_t size)
            {
              check(!result && size == 5, "async_send_message");
              ++done;
            });
      });
  run(context);
  check(done == 2, "both operations");
}

// Descriptors that come later, and an operation that is cancelled.
void asynchronous_descriptors(asio::io_context& context)
{
  connection ends(context);
  const pipe_ends pipe;
  int done = 0;

  char bytes[8];
  async_receive_descriptors<1>(ends.b, asio::buffer(bytes),
      [&](const error_code& result, std::size_t,
          std::array<unique_descriptor, 1> received)
      {
        check(!result && pipe.leads_from(received[0]),
            "async_receive_descriptors");
        ++done;
      });
  async_send_descriptors(ends.a, asio::buffer("d", 1),
      {pipe.out.native_handle()},
      [&](const error_code& result, std::size_t)
      {
        check(result, "async_send_descriptors");
        ++done;
      });
  run(context);
  check(done == 2, "both operations with descriptors");

  error_code ec;
  incoming_ancillary<1> incoming;
  async_receive_message(ends.b, asio::buffer(bytes), incoming,
      [&](const error_code& result, std::size_t)
      {
        check(result == asio::error::operation_aborted, "a cancellation");
        ++done;
      });
  asio::post(context,
      [&]
      {
        ends.b.cancel(ec);
      });
  run(context);
  check(done == 3, "the cancelled operation");
}

// Many packets.
void batches(asio::io_context& context)
{
  connection ends(context);
  const pipe_ends pipe;
  error_code ec;

  std::vector<outgoing_message<1>> outgoing(3);
  for (outgoing_message<1>& message : outgoing)
    message.buffers = asio::buffer("xyz", 3);
  outgoing[1].ancillary.add_descriptor(pipe.out.native_handle(), ec);
  check(send_messages(ends.a, outgoing, ec) == 3, "send_messages");

  char bytes[4][8];
  std::array<incoming_message<1>, 4> incoming;
  for (std::size_t i = 0; i < incoming.size(); ++i)
    incoming[i].buffers = asio::buffer(bytes[i]);
  check(receive_messages(ends.b, incoming, ec) == 3 && !ec,
      "receive_messages");
  check(pipe.leads_from(incoming[1].ancillary.descriptors()[0]),
      "the descriptor of the second");

  int done = 0;
  async_receive_messages(ends.b, incoming,
      [&](const error_code& result, std::size_t count)
      {
        check(!result && count == 3, "async_receive_messages");
        ++done;
      });
  asio::post(context,
      [&]
      {
        async_send_messages(ends.a, outgoing,
            [&](const error_code& result, std::size_t count)
            {
              check(!result && count == 3, "async_send_messages");
              ++done;
            });
      });
  run(context);
  check(done == 2, "both batches");
}

// Messages over a stream, at once and in parts.
void streams(asio::io_context& context)
{
  using stream_socket = asio::local::stream_protocol::socket;
  stream_socket a(context);
  stream_socket b(context);
  const pipe_ends pipe;
  error_code ec;
  connect_pair(a, b, ec);
  check(ec, "connect_pair of streams");

  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(pipe.out.native_handle(), ec);
  check(write_message(a, asio::buffer("abcdef", 6), outgoing, ec) == 6 && !ec,
      "write_message");
  char bytes[6];
  incoming_ancillary<1> incoming;
  check(read_message(b, asio::buffer(bytes), incoming, ec) == 6 && !ec,
      "read_message");
  check(pipe.leads_from(incoming.descriptors()[0]), "its descriptor");

  int done = 0;
  async_read_message(b, asio::buffer(bytes), incoming,
      [&](const error_code& result, std::size_t size)
      {
        check(!result && size == 6, "async_read_message");
        check(pipe.leads_from(incoming.descriptors()[0]), "its descriptor");
        ++done;
      });
  async_write_message(a, asio::buffer("abc", 3), outgoing,
      [&](const error_code& result, std::size_t size)
      {
        check(!result && size == 3, "async_write_message");
        ++done;
        write_message(a, asio::buffer("def", 3), no_ancillary, ec);
      });
  run(context);
  check(done == 2, "both transfers");

  write_message(a, asio::buffer("abc", 3), no_ancillary, ec);
  a.close(ec);
  check(read_message(b, asio::buffer(bytes), incoming, ec) == 3
      && ec == asio::error::eof, "the end inside of a message");
}

// Datagrams to and from an address.
void datagrams(asio::io_context& context)
{
  using datagram_socket = asio::local::datagram_protocol::socket;
  datagram_socket server(context);
  datagram_socket client(context);
  error_code ec;
  boost_seqpacket::open(server, ec);
  boost_seqpacket::open(client, ec);
  server.bind(datagram_socket::endpoint_type(), ec);
  client.bind(datagram_socket::endpoint_type(), ec);
  const auto name = server.local_endpoint(ec);
  check(ec, "names");

  check(send_message_to(client, asio::buffer("abc", 3), no_ancillary, name, ec)
      == 3, "send_message_to");
  char bytes[8];
  incoming_ancillary<1> incoming;
  datagram_socket::endpoint_type sender;
  check(receive_message_from(
        server, asio::buffer(bytes), incoming, sender, ec) == 3 && !ec,
      "receive_message_from");
  const auto client_name = client.local_endpoint(ec);
  check(sender == client_name, "the sender");

  int done = 0;
  async_receive_message_from(client, asio::buffer(bytes), sender,
      [&](const error_code& result, std::size_t size)
      {
        check(!result && size == 2 && sender == name,
            "async_receive_message_from");
        ++done;
      });
  async_send_message_to(server, asio::buffer("de", 2), client_name,
      [&](const error_code& result, std::size_t)
      {
        check(result, "async_send_message_to");
        ++done;
      });
  run(context);
  check(done == 2, "both datagrams");
}

// Owners, and bare descriptors.
void owners_and_views(asio::io_context& context)
{
  connection ends(context);
  const pipe_ends pipe;
  error_code ec;
  send_descriptors(ends.a, asio::buffer("d", 1), pipe.out.duplicate(ec), ec);
  check(ec, "send_descriptors of an owner");
  char bytes[8];
  const auto [size, received] = receive_descriptors(
      ends.b, asio::buffer(bytes), at_most(2), ec);
  check(!ec && size == 1 && received.size() == 1
      && pipe.leads_from(received[0]), "receive_descriptors of at most two");

  native_socket view(ends.b.native_handle());
  view.expires_after(std::chrono::milliseconds(1));
  check(receive_message(view, asio::buffer(bytes), ec) == 0
      && ec == asio::error::timed_out, "the end of a wait");
  send_message(ends.a, asio::buffer("e", 1), no_ancillary, ec);
  check(receive_message(view, asio::buffer(bytes), ec) == 1 && !ec,
      "receive_message of a view");
}

// Whether a peer is taken: every other one is refused.
struct every_other_one
{
  bool operator()(peer_identity& peer, error_code& failure)
  {
    const credentials who = peer.credentials(failure);
    return !failure && who.uid == ::geteuid() && ++asked % 2 == 0;
  }

  int asked = 0;
};

// Connects two clients, of which one is refused.
void connect_and_accept(seq_packet_protocol::acceptor& acceptor,
    const seq_packet_protocol::endpoint& here,
    peer_filter<every_other_one>& filter)
{
  const auto executor = acceptor.get_executor();
  packet_socket refused(executor);
  packet_socket client(executor);
  packet_socket server(executor);
  error_code ec;
  boost_seqpacket::connect(refused, here, ec);
  check(ec, "connect");
  boost_seqpacket::connect(client, here, ec);
  check(ec, "connect");
  boost_seqpacket::accept(acceptor, filter, server, ec);
  check(ec, "accept with a filter");
  check(filter.refused() == 1, "one peer is refused");
  check(peer_credentials(server, ec).pid == ::getpid(), "peer_credentials");
}

// The same asynchronously. Gives the two ends.
void connect_and_accept_asynchronously(asio::io_context& context,
    seq_packet_protocol::acceptor& acceptor,
    const seq_packet_protocol::endpoint& here,
    peer_filter<every_other_one>& filter,
    packet_socket& client, packet_socket& server)
{
  packet_socket refused(context);
  int done = 0;
  boost_seqpacket::async_accept(acceptor, filter,
      [&](const error_code& result, packet_socket peer)
      {
        check(result, "async_accept with a filter");
        server = std::move(peer);
        ++done;
      });
  boost_seqpacket::async_connect(refused, here,
      [&](const error_code& result)
      {
        check(result, "async_connect");
        ++done;
        boost_seqpacket::async_connect(client, here,
            [&](const error_code& second_result)
            {
              check(second_result, "async_connect");
              ++done;
            });
      });
  run(context);
  check(done == 3 && filter.refused() == 2, "the second time");
}

// Listens at a path, and asks who connects.
void connections(asio::io_context& context, const std::string& path)
{
  seq_packet_protocol::acceptor acceptor(context);
  bind_path_options options;
  options.remove_on_destruction = true;
  error_code ec;
  const bound_path file = bind_path(acceptor, path, options, ec);
  check(ec, "bind_path");
  seq_packet_protocol::acceptor second(context);
  bind_path(second, path, ec);
  check(ec == asio::error::address_in_use, "bind_path, while it is in use");

  peer_filter<every_other_one> filter(every_other_one{});
  const seq_packet_protocol::endpoint here(path);
  connect_and_accept(acceptor, here, filter);
  packet_socket client(context);
  packet_socket server(context);
  connect_and_accept_asynchronously(
      context, acceptor, here, filter, client, server);
  send_message(client, asio::buffer("abc", 3), no_ancillary, ec);
  check(ec, "send_message to the server");
  char bytes[8];
  incoming_ancillary<0> none;
  check(receive_message(server, asio::buffer(bytes), none, ec) == 3 && !ec,
      "receive_message of the server");

  unique_descriptor adopted(::dup(client.native_handle()));
  const packet_socket again =
    adopt<packet_socket>(context, std::move(adopted), ec);
  check(!ec && again.is_open(), "adopt");
  check(max_message_size(client, ec) > 1000, "max_message_size");
#if defined(BOOST_SEQPACKET_HAS_ABSTRACT_NAMES)
  (void)abstract_endpoint(std::string(108, 'x'), ec);
  check(ec == asio::error::name_too_long, "abstract_endpoint");
#endif
}

} // namespace

int main()
{
  asio::io_context context;
  messages(context);
  dynamic_buffers(context);
  asynchronous(context);
  asynchronous_descriptors(context);
  batches(context);
  streams(context);
  datagrams(context);
  owners_and_views(context);

  std::string directory = "/tmp/boost_seqpacket.XXXXXX";
  check(::mkdtemp(&directory[0]) != nullptr, "mkdtemp");
  connections(context, directory + "/socket");
  ::unlink((directory + "/socket.lock").c_str());
  check(::rmdir(directory.c_str()) == 0, "the file is removed");
  std::printf("%d checks without exceptions\n", checks);
}
