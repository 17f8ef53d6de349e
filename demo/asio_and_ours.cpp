// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What Asio's own functions do, and what those of this library do, in the same
// situation. Prints a table in Markdown, which the documents show. Fails if a
// function of this library does not do what it promises.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/version.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <string>
#include <csignal>
#include <sys/resource.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;
using protocol = boost_seqpacket::seq_packet_protocol;
using packet_socket = protocol::socket;

namespace {

bool all_promises_kept = true;

// The name of an error, the same with every release of Boost.
std::string to_string(const error_code& ec)
{
  if (!ec)
    return "success";
  if (ec == asio::error::eof)
    return "`eof`";
  if (ec == asio::error::would_block)
    return "`would_block`";
  if (ec == asio::error::not_connected)
    return "`not_connected`";
  if (ec == asio::error::connection_refused)
    return "`connection_refused`";
  if (ec == asio::error::name_too_long)
    return "`name_too_long`";
  if (ec == asio::error::invalid_argument)
    return "`invalid_argument`";
  if (ec == boost_seqpacket::seqpacket_errc::message_truncated)
    return "`message_truncated`";
  return ec.message();
}

// Calls the function and returns how it ends.
std::string outcome(const std::function<std::string()>& function)
{
  try
  {
    return function();
  }
  catch (const system_error& e)
  {
    return "throws " + to_string(e.code());
  }
}

void row(const char* situation, const std::function<std::string()>& asios,
    const std::function<std::string()>& ours, const std::string& promised)
{
  const std::string result = outcome(ours);
  std::printf("| %s | %s | %s |\n",
      situation, outcome(asios).c_str(), result.c_str());
  if (result != promised)
  {
    std::fprintf(stderr, "%s: promised was: %s\n",
        situation, promised.c_str());
    all_promises_kept = false;
  }
}

std::string inherited(int descriptor)
{
  const int flags = ::fcntl(descriptor, F_GETFD);
  return (flags & FD_CLOEXEC) != 0
    ? "close-on-exec" : "inherited by every child process";
}

// A server whose backlog has room for one, and is full.
struct crowded_server
{
  crowded_server()
    : acceptor(context),
      first(context)
  {
    boost_seqpacket::open(acceptor);
    acceptor.bind(protocol::endpoint());
    acceptor.listen(0);
    boost_seqpacket::connect(first, acceptor.local_endpoint());
  }

  asio::io_context context;
  protocol::acceptor acceptor;
  packet_socket first;
};

struct pair_of_sockets
{
  pair_of_sockets()
    : a(context),
      b(context)
  {
    boost_seqpacket::connect_pair(a, b);
  }

  asio::io_context context;
  packet_socket a;
  packet_socket b;
};

// Whether a socket that was said to be connected has a peer.
std::string check_connection(const error_code& ec, packet_socket& socket)
{
  if (ec)
    return to_string(ec);
  error_code none;
  (void)socket.remote_endpoint(none);
  return none ? "success, and not connected" : "success, and connected";
}

using connect_function = void (*)(packet_socket&,
    const protocol::endpoint&, std::function<void(error_code)>);

// Connect to a full backlog, and make room once the operation has had its turn.
std::string connect_to_a_crowd(connect_function start)
{
  crowded_server server;
  packet_socket socket(server.context);
  std::string result;
  start(socket, server.acceptor.local_endpoint(),
      [&](error_code ec) { result = check_connection(ec, socket); });
  server.context.poll();
  if (!result.empty())
    return result;
  (void)boost_seqpacket::accept(server.acceptor);
  server.context.restart();
  server.context.run_for(std::chrono::seconds(10));
  return result + " when there is room";
}

using sync_connect_function = void (*)(packet_socket&,
    const protocol::endpoint&, error_code&);

// The same after an asynchronous operation, which has made the descriptor
// non-blocking for Asio's own purposes.
std::string connect_and_wait(sync_connect_function connect)
{
  crowded_server server;
  packet_socket socket(server.context);
  boost_seqpacket::open(socket);
  socket.native_non_blocking(true);
  // A process that accepts later.
  const ::pid_t child = ::fork();
  if (child == 0)
  {
    error_code ec;
    ::usleep(20000);
    (void)boost_seqpacket::accept(server.acceptor, ec);
    ::pause();
  }
  error_code ec;
  connect(socket, server.acceptor.local_endpoint(), ec);
  const std::string result = check_connection(ec, socket);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  return result;
}

// No descriptor can be opened while it lives.
class descriptor_limit
{
public:
  descriptor_limit()
  {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    ::rlimit limit = before_;
    const int next = ::dup(0);
    ::close(next);
    limit.rlim_cur = static_cast<::rlim_t>(next);
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }

  ~descriptor_limit()
  {
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }

private:
  ::rlimit before_;
};

using accept_function = void (*)(protocol::acceptor&,
    std::function<void(error_code)>);

// A loop that accepts, with no descriptor left, and one client waiting.
std::string accept_at_the_limit(accept_function start)
{
  asio::io_context context;
  protocol::acceptor acceptor(context);
  boost_seqpacket::open(acceptor);
  acceptor.bind(protocol::endpoint());
  acceptor.listen();
  packet_socket client(context);
  boost_seqpacket::connect(client, acceptor.local_endpoint());

  int failures = 0;
  int served = 0;
  std::function<void()> next = [&]
      {
        start(acceptor, [&](error_code ec)
            {
              ec ? ++failures : ++served;
              if (ec && failures < 1000)
                next();
            });
      };
  {
    const descriptor_limit limit;
    next();
    context.run_for(std::chrono::milliseconds(100));
  }
  context.run_for(std::chrono::seconds(served == 0 && failures == 0 ? 10 : 0));
  return failures >= 1000
    ? "the handler fails again and again, as fast as it can"
    : served == 1 && failures == 0
    ? "waits, and serves the client when there is one" : "fails";
}

template <typename LocalEndpoint>
std::string own_name(const protocol::endpoint& name,
    LocalEndpoint local_endpoint)
{
  asio::io_context context;
  protocol::acceptor acceptor(context);
  boost_seqpacket::open(acceptor);
  acceptor.bind(name);
  acceptor.listen();
  error_code ec;
  packet_socket socket(context);
  boost_seqpacket::connect(socket, local_endpoint(acceptor), ec);
  return ec ? to_string(ec) : "reaches it";
}

// A path of 108 bytes, bound with the system call.
template <typename LocalEndpoint>
std::string longest_path(LocalEndpoint local_endpoint)
{
  char directory[] = "/tmp/seqpacket-XXXXXX";
  if (::mkdtemp(directory) == nullptr)
    return "no directory";
  std::string path = std::string(directory) + "/";
  path.resize(sizeof(::sockaddr_un::sun_path), 'x');
  ::sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path));

  asio::io_context context;
  packet_socket socket(context);
  boost_seqpacket::open(socket);
  const int bound = ::bind(socket.native_handle(),
      reinterpret_cast<const ::sockaddr*>(&address), sizeof(address));
  const std::string result = outcome(
      [&]
      {
        return std::string(bound == 0 && local_endpoint(socket).path() == path
            ? "reads it back" : "another path");
      });
  ::unlink(path.c_str());
  ::rmdir(directory);
  return result;
}

// What is received after "one" was sent, and then "two", with buffers of so
// many bytes.
template <typename Receive>
std::string receive_twice(std::size_t size, Receive receive)
{
  pair_of_sockets sockets;
  for (const char* const word : {"one", "two"})
    boost_seqpacket::send_message(sockets.a, asio::buffer(word, 3),
        boost_seqpacket::no_ancillary);
  std::string result;
  for (std::size_t bytes : {size, std::size_t(8)})
  {
    char buffer[8];
    error_code ec;
    const std::size_t n = receive(
        sockets.b, asio::buffer(buffer, bytes), ec);
    result += result.empty() ? "" : ", then ";
    result += to_string(ec) + " \"" + std::string(buffer, n) + "\"";
  }
  return result;
}

std::size_t receive_with_asio(packet_socket& socket,
    asio::mutable_buffer buffer, error_code& ec)
{
  asio::socket_base::message_flags flags = 0;
  return socket.receive(buffer, 0, flags, ec);
}

std::size_t receive_with_ours(packet_socket& socket,
    asio::mutable_buffer buffer, error_code& ec)
{
  boost_seqpacket::incoming_ancillary<0> ancillary;
  return boost_seqpacket::receive_message(socket, buffer, ancillary, ec);
}

std::size_t receive_and_keep(packet_socket& socket,
    asio::mutable_buffer buffer, error_code& ec)
{
  boost_seqpacket::incoming_ancillary<0> ancillary;
  return boost_seqpacket::receive_message(
      socket, buffer, ancillary, boost_seqpacket::keep_if_truncated, ec);
}

template <typename Receive>
std::string at_the_end(Receive receive)
{
  pair_of_sockets sockets;
  sockets.a.close();
  char byte;
  error_code ec;
  const std::size_t n = receive(sockets.b, asio::buffer(&byte, 1), ec);
  return to_string(ec) + ", " + std::to_string(n) + " bytes";
}

template <typename Send>
std::string many_buffers(Send send)
{
  pair_of_sockets sockets;
  const std::vector<asio::const_buffer> buffers(65, asio::buffer("x", 1));
  const std::size_t sent = send(sockets.a, buffers);
  return "sends " + std::to_string(sent);
}

void inheritance()
{
  row("a socket that is opened",
      []
      {
        asio::io_context context;
        packet_socket socket(context, protocol());
        return inherited(socket.native_handle());
      },
      []
      {
        asio::io_context context;
        packet_socket socket(context);
        boost_seqpacket::open(socket);
        return inherited(socket.native_handle());
      },
      "close-on-exec");

  row("a pair of sockets",
      []
      {
        asio::io_context context;
        packet_socket a(context);
        packet_socket b(context);
        asio::local::connect_pair(a, b);
        return inherited(a.native_handle());
      },
      []
      {
        pair_of_sockets sockets;
        return inherited(sockets.a.native_handle());
      },
      "close-on-exec");

  row("a connection that is accepted",
      []
      {
        crowded_server server;
        return inherited(server.acceptor.accept().native_handle());
      },
      []
      {
        crowded_server server;
        return inherited(
            boost_seqpacket::accept(server.acceptor).native_handle());
      },
      "close-on-exec");
}

void connecting()
{
  row("`async_connect`, the backlog is full",
      []
      {
        return connect_to_a_crowd(
            [](packet_socket& socket, const protocol::endpoint& where,
              std::function<void(error_code)> handler)
            {
              socket.async_connect(where, std::move(handler));
            });
      },
      []
      {
        return connect_to_a_crowd(
            [](packet_socket& socket, const protocol::endpoint& where,
              std::function<void(error_code)> handler)
            {
              boost_seqpacket::async_connect(
                  socket, where, std::move(handler));
            });
      },
      "success, and connected when there is room");

  row("`connect` after an asynchronous operation, the backlog is full",
      []
      {
        return connect_and_wait(
            [](packet_socket& socket, const protocol::endpoint& where,
              error_code& ec)
            {
              socket.connect(where, ec);
            });
      },
      []
      {
        return connect_and_wait(
            [](packet_socket& socket, const protocol::endpoint& where,
              error_code& ec)
            {
              boost_seqpacket::connect(socket, where, ec);
            });
      },
      "success, and connected");
}

void accepting()
{
  row("`async_accept` in a loop, no descriptor is left",
      []
      {
        return accept_at_the_limit(
            [](protocol::acceptor& acceptor,
              std::function<void(error_code)> handler)
            {
              acceptor.async_accept(
                  [handler = std::move(handler)](
                    error_code ec, packet_socket) { handler(ec); });
            });
      },
      []
      {
        return accept_at_the_limit(
            [](protocol::acceptor& acceptor,
              std::function<void(error_code)> handler)
            {
              boost_seqpacket::async_accept(acceptor,
                  [handler = std::move(handler)](
                    error_code ec, packet_socket) { handler(ec); });
            });
      },
      "waits, and serves the client when there is one");
}

void names()
{
  const std::string longest_name(107, 'n');
  row("an abstract name of 107 bytes",
      [&]
      {
        return own_name(protocol::endpoint('\0' + longest_name),
            [](protocol::acceptor& a) { return a.local_endpoint(); });
      },
      [&]
      {
        return own_name(boost_seqpacket::abstract_endpoint(longest_name),
            [](auto& a) { return boost_seqpacket::local_endpoint(a); });
      },
      "reaches it");

  const protocol::endpoint with_nul = boost_seqpacket::abstract_endpoint(
      std::string("name-") + std::to_string(::getpid()) + '\0');
  row("an abstract name that ends with a NUL, as `local_endpoint` says it",
      [&]
      {
        return own_name(with_nul,
            [](protocol::acceptor& a) { return a.local_endpoint(); });
      },
      [&]
      {
        return own_name(with_nul,
            [](auto& a) { return boost_seqpacket::local_endpoint(a); });
      },
      "reaches it");

  row("`local_endpoint`, the path has 108 bytes",
      []
      {
        return longest_path([](auto& s) { return s.local_endpoint(); });
      },
      []
      {
        return longest_path(
            [](auto& s) { return boost_seqpacket::local_endpoint(s); });
      },
      "reads it back");
}

void receiving_and_sending()
{
  row("receive at the end of file",
      [] { return at_the_end(receive_with_asio); },
      [] { return at_the_end(receive_with_ours); },
      "`eof`, 0 bytes");

  row("receive \"one\" into 2 bytes, then \"two\" into 8",
      [] { return receive_twice(2, receive_with_asio); },
      [] { return receive_twice(2, receive_with_ours); },
      "`message_truncated` \"on\", then success \"two\"");

  row("the same, with `keep_if_truncated`",
      [] { return "has none"; },
      [] { return receive_twice(2, receive_and_keep); },
      "`message_truncated` \"\", then success \"one\"");

  row("receive \"one\" into 0 bytes, then \"two\" into 8",
      [] { return receive_twice(0, receive_with_asio); },
      [] { return receive_twice(0, receive_with_ours); },
      "`message_truncated` \"\", then success \"two\"");

  row("send 65 buffers of a byte",
      []
      {
        return many_buffers(
            [](packet_socket& socket, const auto& buffers)
            {
              return socket.send(buffers, 0);
            });
      },
      []
      {
        return many_buffers(
            [](packet_socket& socket, const auto& buffers)
            {
              return boost_seqpacket::send_message(
                  socket, buffers, boost_seqpacket::no_ancillary);
            });
      },
      "sends 65");
}

} // namespace

int main()
{
  const int version = BOOST_VERSION;
  std::printf("| situation | Asio's own function, Boost %d.%d | "
      "this library |\n", version / 100000, version / 100 % 1000);
  std::puts("|---|---|---|");
  inheritance();
  connecting();
  accepting();
  names();
  receiving_and_sending();
  return all_promises_kept ? EXIT_SUCCESS : EXIT_FAILURE;
}
