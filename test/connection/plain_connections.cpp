// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Connections by Asio's own functions on a socket of the protocol: names, ends
// and errors.

#include "forms.hpp"
#include "process.hpp"

#include <cstdlib>
#include <sys/un.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr std::string_view hello = "Hello world!";

// A path in a directory of its own, which goes with it.
class temporary_path
{
public:
  temporary_path()
  {
    char name[] = "/tmp/boost_seqpacket_XXXXXX";
    if (::mkdtemp(name) == nullptr)
      throw std::runtime_error("cannot make a directory");
    directory_ = name;
  }

  temporary_path(const temporary_path&) = delete;
  temporary_path& operator=(const temporary_path&) = delete;

  ~temporary_path()
  {
    ::unlink(path().c_str());
    ::rmdir(directory_.c_str());
  }

  std::string path() const
  {
    return directory_ + "/socket";
  }

private:
  std::string directory_;
};

// An abstract name that no other process has, which ends as given.
std::string abstract_name(std::string_view end)
{
  return std::string("\0boost_seqpacket_plain_", 23)
    + std::to_string(::getpid()) + std::string(end);
}

// Who is connected to whom does not matter for what comes then.
void check_connected(protocol::socket& a, protocol::socket& b)
{
  BOOST_TEST(a.send(text(hello), 0) == hello.size());
  char bytes[128];
  message_flags flags = 0;
  BOOST_TEST(b.receive(asio::buffer(bytes), flags) == hello.size());
  BOOST_TEST(std::string_view(bytes, hello.size()) == hello);
  BOOST_TEST(b.send(text("back"), 0) == 4u);
  BOOST_TEST(a.receive(asio::buffer(bytes), flags) == 4u);
  BOOST_TEST(std::string_view(bytes, 4) == "back");
}

// An asynchronous accept and connect, both through Asio.
void check_connects(const endpoint& name)
{
  asio::io_context context;
  acceptor listener(context, name);
  protocol::socket server(context);
  protocol::socket client(context);
  error_code accepted = asio::error::fault;
  error_code connected_ec = asio::error::fault;
  listener.async_accept(server,
      [&accepted](const error_code& ec) { accepted = ec; });
  client.async_connect(name,
      [&connected_ec](const error_code& ec) { connected_ec = ec; });
  run(context);
  BOOST_TEST(!accepted);
  BOOST_TEST(!connected_ec);
  check_connected(client, server);
  check_connected(server, client);
}

// The error that waits in a socket, as an option of Asio's.
class pending_error
{
public:
  int value() const { return value_; }

  template <typename Protocol>
  int level(const Protocol&) const { return SOL_SOCKET; }

  template <typename Protocol>
  int name(const Protocol&) const { return SO_ERROR; }

  template <typename Protocol>
  int* data(const Protocol&) { return &value_; }

  template <typename Protocol>
  std::size_t size(const Protocol&) const { return sizeof(value_); }

  template <typename Protocol>
  void resize(const Protocol&, std::size_t) {}

private:
  int value_ = 0;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(connection_plain_connections, no_leaks,
    *boost::unit_test::timeout(90))

// Two sockets of a pair send to each other.
BOOST_AUTO_TEST_CASE(both_ends_of_a_pair_send_to_each_other)
{
  asio::io_context context;
  connected sockets(context);
  check_connected(sockets.a, sockets.b);
  check_connected(sockets.b, sockets.a);
}

// A server at a path: bind, listen, accept, connect, step by step. Both know
// the name.
BOOST_AUTO_TEST_CASE(binds_listens_accepts_and_connects)
{
  asio::io_context context;
  const temporary_path temporary;
  const endpoint name(temporary.path());
  acceptor listener(context);
  listener.open();
  listener.bind(name);
  listener.listen();
  BOOST_TEST(listener.local_endpoint().path() == temporary.path());

  protocol::socket client(context);
  client.open();
  client.connect(name);
  protocol::socket server = listener.accept();
  BOOST_TEST(client.remote_endpoint().path() == temporary.path());
  BOOST_TEST(server.local_endpoint().path() == temporary.path());
  BOOST_TEST(server.remote_endpoint().path().empty());
  check_connected(client, server);
  check_connected(server, client);
}

// The same asynchronously.
BOOST_AUTO_TEST_CASE(path_addresses_connect_asynchronously)
{
  const temporary_path temporary;
  check_connects(endpoint(temporary.path()));
}

// Names that are no paths, and leave nothing behind: with any bytes inside.
BOOST_AUTO_TEST_CASE(abstract_addresses_hold_any_bytes)
{
  using namespace std::string_view_literals;
  for (const std::string_view end : {"\1"sv, ""sv, "x\0y"sv, "\0"sv, "x\0\0"sv,
        "/../x"sv, "\xff"sv})
  {
    BOOST_TEST_CONTEXT("an end of " << end.size() << " bytes")
    {
      check_connects(endpoint(abstract_name(end)));
    }
  }
}

// Every byte of an abstract name counts, a last one that is NUL as well.
BOOST_AUTO_TEST_CASE(trailing_nul_of_an_abstract_address_counts)
{
  using namespace std::string_view_literals;
  asio::io_context context;
  acceptor listener(context, endpoint(abstract_name("\0"sv)));
  protocol::socket client(context);
  error_code ec;
  client.connect(endpoint(abstract_name(""sv)), ec);
  BOOST_TEST(ec == asio::error::connection_refused);
  client.close();
  client.connect(endpoint(abstract_name("\0\0"sv)), ec);
  BOOST_TEST(ec == asio::error::connection_refused);
  client.close();
  client.connect(endpoint(abstract_name("\0"sv)), ec);
  BOOST_TEST(!ec);

  // The system knows it whole.
  ::sockaddr_un address = {};
  ::socklen_t size = sizeof(address);
  BOOST_TEST(::getsockname(listener.native_handle(),
      reinterpret_cast<::sockaddr*>(&address), &size) == 0);
  BOOST_TEST(std::string(address.sun_path,
      size - offsetof(::sockaddr_un, sun_path)) == abstract_name("\0"sv));
}

// A socket can be taken apart to its descriptor and put together again, in
// another context.
BOOST_AUTO_TEST_CASE(a_released_descriptor_becomes_a_socket_again)
{
  asio::io_context context;
  asio::io_context other;
  connected sockets(context);
  protocol::socket a(other);
  protocol::socket b(other);
  a.assign(protocol(), sockets.a.release());
  b.assign(protocol(), sockets.b.release());
  BOOST_TEST(!sockets.a.is_open());
  check_connected(a, b);
  for (const form how : all_forms)
  {
    BOOST_TEST(send_by(how, a, text(hello), no_ancillary)
        == success(hello.size()));
    char bytes[16];
    incoming_ancillary<0> incoming;
    BOOST_TEST(receive_by(how, b, asio::buffer(bytes), incoming)
        == success(hello.size()));
  }

  // An owner of a descriptor can hold it meanwhile.
  unique_descriptor owner(a.release());
  a.assign(protocol(), owner.release());
  check_connected(a, b);
}

// The sending half of one side ends the receiving half of the other, and only
// that.
BOOST_AUTO_TEST_CASE(shutdown_of_the_sending_half_ends_what_the_peer_receives)
{
  asio::io_context context;
  connected sockets(context);
  sockets.a.send(text("last"), 0);
  sockets.a.shutdown(asio::socket_base::shutdown_send);
  error_code ec;
  sockets.a.send(text("x"), 0, ec);
  BOOST_TEST(ec == asio::error::broken_pipe);

  char bytes[16];
  incoming_ancillary<0> incoming;
  BOOST_TEST(receive_message(sockets.b, asio::buffer(bytes), incoming) == 4u);
  receive_message(sockets.b, asio::buffer(bytes), incoming, ec);
  BOOST_TEST(ec == asio::error::eof);
  BOOST_TEST(send_message(sockets.b, text("back"), no_ancillary) == 4u);
  BOOST_TEST(receive_message(sockets.a, asio::buffer(bytes), incoming) == 4u);
}

// The receiving half of one side ends the sending half of the other, and only
// that.
BOOST_AUTO_TEST_CASE(shutdown_of_the_receiving_half_ends_what_the_peer_sends)
{
  asio::io_context context;
  connected sockets(context);
  sockets.a.shutdown(asio::socket_base::shutdown_receive);
  error_code ec;
  sockets.b.send(text("x"), 0, ec);
  BOOST_TEST(ec == asio::error::broken_pipe);
  send_message(sockets.b, text("x"), no_ancillary, ec);
  BOOST_TEST(ec == asio::error::broken_pipe);

  char bytes[16];
  incoming_ancillary<0> incoming;
  BOOST_TEST(send_message(sockets.a, text("there"), no_ancillary) == 5u);
  BOOST_TEST(receive_message(sockets.b, asio::buffer(bytes), incoming) == 5u);
}

// Both halves at once.
BOOST_AUTO_TEST_CASE(shutdown_of_both_halves_ends_both_directions)
{
  asio::io_context context;
  connected sockets(context);
  sockets.a.shutdown(asio::socket_base::shutdown_both);
  for (protocol::socket* each : {&sockets.a, &sockets.b})
  {
    error_code ec;
    char byte;
    incoming_ancillary<0> incoming;
    receive_message(*each, asio::buffer(&byte, 1), incoming, ec);
    BOOST_TEST(ec == asio::error::eof);
    send_message(*each, text("x"), no_ancillary, ec);
    BOOST_TEST(ec == asio::error::broken_pipe);
  }
}

// The error that waits in a socket can be asked for, and is then gone.
BOOST_AUTO_TEST_CASE(pending_socket_error_is_reported_once)
{
  asio::io_context context;
  connected sockets(context);
  pending_error option;
  sockets.b.get_option(option);
  BOOST_TEST(option.value() == 0);

  sockets.b.send(text("not read"), 0);
  sockets.a.close();
  sockets.b.get_option(option);
  BOOST_TEST(option.value() == ECONNRESET);
  sockets.b.get_option(option);
  BOOST_TEST(option.value() == 0);

  char byte;
  error_code ec;
  incoming_ancillary<0> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming, ec);
  BOOST_TEST(ec == asio::error::eof);
}

// To close a socket ends what waits on it, whichever function waits, and closes
// the descriptor.
BOOST_AUTO_TEST_CASE(close_ends_what_waits)
{
  asio::io_context context;
  connected sockets(context);
  const int number = sockets.b.native_handle();
  char bytes[2];
  message_flags flags = 0;
  incoming_ancillary<0> incoming;
  int aborted = 0;
  const auto handler = [&aborted](const error_code& ec, std::size_t)
  {
    aborted += ec == asio::error::operation_aborted;
  };
  sockets.b.async_receive(asio::buffer(bytes, 1), flags, handler);
  async_receive_message(sockets.b, asio::buffer(bytes + 1, 1), incoming,
      handler);
  context.poll();
  BOOST_TEST(aborted == 0);
  sockets.b.close();
  BOOST_TEST(!is_open(number));
  BOOST_TEST(!sockets.b.is_open());
  run(context);
  BOOST_TEST(aborted == 2);
}

// The peer's credentials are those of the process that connected.
BOOST_AUTO_TEST_CASE(peer_credentials_are_those_of_the_client)
{
  asio::io_context context;
  const std::string name = abstract_name("peer");
  acceptor listener(context, endpoint(name));
  child_process child(
      [&name]
      {
        asio::io_context own;
        protocol::socket client(own);
        client.connect(endpoint(name));
        char byte;
        incoming_ancillary<0> incoming;
        error_code ec;
        receive_message(client, asio::buffer(&byte, 1), incoming, ec);
        return ec == asio::error::eof ? 0 : 1;
      });
  const int id = child.id();
  protocol::socket server = listener.accept();
  const credentials client = peer_credentials(server);
  BOOST_TEST(client.pid == id);
  BOOST_TEST(client.uid == ::geteuid());
  BOOST_TEST(client.gid == ::getegid());
  server.close();
  BOOST_TEST(child.wait() == 0);
}

// A blocking connect is done when the server listens, accepted or not.
BOOST_AUTO_TEST_CASE(blocking_connect_does_not_wait_for_accept)
{
  asio::io_context context;
  const temporary_path temporary;
  const endpoint name(temporary.path());
  protocol::socket client(context);
  error_code ec;
  client.connect(name, ec);
  BOOST_TEST(ec == boost::system::errc::no_such_file_or_directory);
  client.close();
  acceptor listener(context, name);
  client.connect(name);
  client.send(text(hello), 0);
  protocol::socket server = listener.accept();
  char bytes[16];
  message_flags flags = 0;
  BOOST_TEST(server.receive(asio::buffer(bytes), flags) == hello.size());
  check_connected(client, server);

  listener.close();
  protocol::socket late(context);
  late.connect(name, ec);
  BOOST_TEST(ec == asio::error::connection_refused);
}

// So is one that does not block, while there is room for it.
BOOST_AUTO_TEST_CASE(non_blocking_connect_succeeds_while_there_is_room)
{
  asio::io_context context;
  const endpoint name(abstract_name("non-blocking"));
  acceptor listener(context, name);
  protocol::socket client(context, protocol());
  client.non_blocking(true);
  client.connect(name);
  protocol::socket server = listener.accept();
  char byte;
  error_code ec;
  message_flags flags = 0;
  client.receive(asio::buffer(&byte, 1), 0, flags, ec);
  BOOST_TEST(ec == asio::error::would_block);
  client.non_blocking(false);
  check_connected(client, server);

  // And an acceptor that does not block has nobody to accept.
  listener.non_blocking(true);
  (void)listener.accept(ec);
  BOOST_TEST(ec == asio::error::would_block);
}

BOOST_AUTO_TEST_SUITE_END()
