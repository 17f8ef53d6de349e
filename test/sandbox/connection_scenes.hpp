// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SANDBOX_CONNECTION_SCENES_HPP
#define BOOST_SEQPACKET_TEST_SANDBOX_CONNECTION_SCENES_HPP

// Connections are made, and the system is asked about sockets, while a filter
// refuses something.

#include "world.hpp"

#include "directory.hpp"
#include "raw_listener.hpp"

#include <cstdlib>
#include <sys/resource.h>

namespace boost_seqpacket {
namespace test {

// --- accept -------------------------------------------------------------------

// A listening socket that the test keeps, with an acceptor of its own.
struct listening
{
  explicit listening(asio::io_context& context, int backlog = 8)
    : listener(backlog),
      from(context, protocol(),
        ::fcntl(listener.native_handle(), F_DUPFD_CLOEXEC, 0))
  {
  }

  // Either the connection was accepted and is close-on-exec, or it is still
  // there. It is lost if nothing lets it be made close-on-exec.
  void check(world& w, int client)
  {
    const bool cannot = w.refuses("setsockopt")
      || (w.refuses("accept4") && w.refuses("fcntl") && w.refuses("ioctl"));
    if (w.ec && cannot)
      return;
    unique_descriptor peer;
    if (w.ec)
      peer = raw_listener::accept(listener.native_handle());
    w.check(!w.ec || !w.accepted.is_open(), "a socket beside an error");
    w.check(are_connected(w.ec ? peer.native_handle()
          : w.accepted.native_handle(), client), "the connection is lost");
  }

  raw_listener listener;
  acceptor from;
};

inline void accept_call(world& w)
{
  listening server(w.context);
  const unique_descriptor client = raw_listener::connect();
  w.filtered([&]
      {
        w.accepted = boost_seqpacket::accept(server.from, w.ec);
      });
  server.check(w, client.native_handle());
}

// An option of the acceptor is another one than when the client connected. It is
// given to the connection, or that cannot be asked for.
inline void accept_after_change(world& w)
{
  listening server(w.context);
  const unique_descriptor client = raw_listener::connect();
  server.from.set_option(pass_credentials(true));
  w.filtered([&]
      {
        w.accepted = boost_seqpacket::accept(server.from, w.ec);
      });
  if (!w.ec)
  {
    pass_credentials option;
    w.accepted.get_option(option);
    w.check(option.value() || w.refuses("getsockopt"), "without the option");
  }
  server.check(w, client.native_handle());
}

inline void accept_operation(world& w)
{
  listening server(w.context);
  const unique_descriptor client = raw_listener::connect();
  w.filtered([&]
      {
        boost_seqpacket::async_accept(server.from, w.handler());
        w.run();
      });
  w.check(w.calls == 1, "not completed");
  server.check(w, client.native_handle());
}

inline void accept_after_wait(world& w, bool filter_is_late)
{
  listening server(w.context);
  unique_descriptor client;
  const std::function<void()> start = [&]
      {
        boost_seqpacket::async_accept(server.from, w.handler());
      };
  const std::function<void()> nothing = [] {};
  w.may_fail = filter_is_late;
  w.filtered(filter_is_late ? nothing : start,
      [&] { client = raw_listener::connect(); },
      [&] { w.run(); },
      filter_is_late ? start : nothing);
  w.check(w.calls == 1, "not completed");
  server.check(w, client.native_handle());
}

inline void accept_waits(world& w)
{
  accept_after_wait(w, false);
}

inline void accept_waits_then_filter(world& w)
{
  accept_after_wait(w, true);
}

// A predicate that cannot ask who the peer is admits nobody.
inline void accept_some(world& w)
{
  listening server(w.context);
  const unique_descriptor client = raw_listener::connect();
  error_code asked;
  peer_filter filter([&](peer_identity& peer)
      {
        return peer.credentials(asked).uid == ::geteuid() && !asked;
      });
  w.filtered([&]
      {
        server.from.non_blocking(true);
        w.accepted = boost_seqpacket::accept(server.from, filter, w.ec);
      });
  if (asked && w.ec == asio::error::would_block)
  {
    w.ec = asked;
    w.check(filter.refused() == 1, "the peer was not refused");
    return;
  }
  server.check(w, client.native_handle());
}

// There is no descriptor, and then there is one.
inline void accept_without_descriptors(world& w)
{
  listening server(w.context);
  const unique_descriptor client = raw_listener::connect();
  ::rlimit before;
  ::getrlimit(RLIMIT_NOFILE, &before);
  ::rlimit none = before;
  none.rlim_cur = 0;
  w.filtered([&]
      {
        ::setrlimit(RLIMIT_NOFILE, &none);
        boost_seqpacket::async_accept(server.from, w.handler());
      },
      [&] { ::setrlimit(RLIMIT_NOFILE, &before); },
      [&] { w.run(); });
  w.check(w.calls == 1, "not completed");
  server.check(w, client.native_handle());
}

// Another owner has shut it down: it is readable, and never has a connection.
inline void accept_from_shut_down(world& w)
{
  w.may_fail = true;
  listening server(w.context);
  ::shutdown(server.listener.native_handle(), SHUT_RDWR);
  w.filtered([&]
      {
        boost_seqpacket::async_accept(server.from, w.handler());
        w.run();
      });
  w.check(w.calls == 1, "not completed");
  if (w.ec == asio::error::invalid_argument)
    w.ec.clear();
  else
    w.check(w.is_refused(), "it has another end");
}

// --- connect ------------------------------------------------------------------

template <typename Connect>
void connect_to(world& w, int backlog, Connect connect)
{
  const raw_listener listener(backlog);
  packet_socket client(w.context);
  unique_descriptor filler;
  if (backlog == 0)
    filler = raw_listener::connect();
  w.filtered([&] { connect(client); },
      [&]
      {
        if (backlog == 0)
          raw_listener::accept(listener.native_handle());
      },
      [&] { w.run(); });
  const unique_descriptor peer =
    raw_listener::accept(listener.native_handle());
  // Without its identity a socket is not closed: it may be another one.
  w.check(!w.ec || !client.is_open() || w.refuses("getsockopt"), "left open");
  w.check(w.ec || are_connected(client.native_handle(), peer.native_handle()),
      "not connected");
}

inline void connect_call(world& w)
{
  connect_to(w, 8, [&](packet_socket& client)
      {
        boost_seqpacket::connect(client, raw_listener::where(), w.ec);
      });
}

inline void connect_operation(world& w)
{
  connect_to(w, 8, [&](packet_socket& client)
      {
        boost_seqpacket::async_connect(client, raw_listener::where(), w.handler());
      });
}

inline void connect_operation_waits(world& w)
{
  connect_to(w, 0, [&](packet_socket& client)
      {
        boost_seqpacket::async_connect(client, raw_listener::where(), w.handler());
      });
  w.check(w.calls == 1, "not completed");
}

// The socket is in non-blocking mode for Asio's purposes, so that the library
// waits for room in the backlog, in pauses that poll or select makes.
inline void connect_waits(world& w)
{
  const raw_listener listener(0);
  const unique_descriptor filler = raw_listener::connect();
  packet_socket client(w.context);
  boost_seqpacket::open(client);
  client.native_non_blocking(true);
  // Another process makes room.
  child_process other([&]
      {
        ::poll(nullptr, 0, 5);
        return raw_listener::accept(listener.native_handle()) ? 0 : 1;
      });
  w.filtered([&]
      {
        boost_seqpacket::connect(client, raw_listener::where(), w.ec);
      });
  w.check(other.wait() == 0, "no room");
  const unique_descriptor peer =
    raw_listener::accept(listener.native_handle());
  if (w.refuses("fcntl") && w.ec == asio::error::would_block)
    w.ec.clear(); // the mode is not known
  else
    w.check(w.ec
        || are_connected(client.native_handle(), peer.native_handle()),
        "not connected");
}

// --- questions ----------------------------------------------------------------

inline void open_socket(world& w)
{
  packet_socket fresh(w.context);
  w.filtered([&] { boost_seqpacket::open(fresh, w.ec); });
  w.check(fresh.is_open() == !w.ec, "open beside an error");
  w.check(w.ec || is_close_on_exec(fresh.native_handle()), "inherited");
}

inline void open_pair(world& w)
{
  packet_socket a(w.context);
  packet_socket b(w.context);
  w.filtered([&] { boost_seqpacket::connect_pair(a, b, w.ec); });
  w.check(a.is_open() == !w.ec && b.is_open() == !w.ec, "open beside an error");
  w.check(w.ec || are_connected(a.native_handle(), b.native_handle()),
      "not connected");
}

inline void ask_for_names(world& w)
{
  const raw_listener listener;
  packet_socket client(w.context);
  boost_seqpacket::connect(client, raw_listener::where());
  endpoint local;
  endpoint remote;
  w.filtered([&]
      {
        local = boost_seqpacket::local_endpoint(client, w.ec);
        if (!w.ec)
          remote = boost_seqpacket::remote_endpoint(client, w.ec);
      });
  w.check(w.ec || (is_unnamed(local) && remote == raw_listener::where()),
      "another name");
}

inline void ask_for_peer(world& w)
{
  connected sockets(w.context);
  w.filtered([&]
      {
        const credentials peer = peer_credentials(sockets.a, w.ec);
        w.check(w.ec || peer.pid == ::getpid(), "another process");
        error_code ec = w.ec;
        if (!ec)
          (void)peer_groups(sockets.a, ec);
        w.ec = ec;
#if defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)
        const unique_descriptor process = peer_pidfd(sockets.a, ec);
        if (!w.ec && ec != asio::error::operation_not_supported)
          w.ec = ec;
#endif
        (void)peer_security_label(sockets.a, ec);
        if (!w.ec && (ec.value() == EPERM || ec.value() == ENOSYS))
          w.ec = ec;
      });
}

inline void ask_for_size(world& w)
{
  connected sockets(w.context);
  const std::size_t size = max_message_size(sockets.a);
  w.filtered([&] { w.count = max_message_size(sockets.a, w.ec); });
  w.check(w.count == (w.ec ? 0 : size), "another size");
}

inline void reserve_size(world& w)
{
  connected sockets(w.context);
  const std::size_t size = max_message_size(sockets.a) + 1;
  w.filtered([&] { reserve_message_size(sockets.a, size, w.ec); });
  w.check(w.ec || max_message_size(sockets.a) >= size, "another size");
}

inline void adopt_socket(world& w)
{
  int numbers[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, numbers) != 0)
    throw std::runtime_error("no sockets");
  const unique_descriptor peer(numbers[1]);
  unique_descriptor mine(numbers[0]);
  packet_socket adopted(w.context);
  w.filtered([&]
      {
        adopted = adopt<packet_socket>(w.context, std::move(mine), w.ec);
      });
  w.check(w.ec ? mine.native_handle() == numbers[0] && !adopted.is_open()
      : !mine && are_connected(adopted.native_handle(), peer.native_handle()),
      "not adopted");
}

inline void activate(world& w)
{
  // The descriptors begin at 3, which is in use.
  constexpr int first = 3;
  const unique_descriptor others(::fcntl(first, F_DUPFD_CLOEXEC, 10));
  const unique_descriptor file = make_file("activated");
  ::dup2(file.native_handle(), first);
  ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
  ::setenv("LISTEN_FDS", "1", 1);
  std::vector<activated_descriptor> list;
  w.filtered([&] { list = activated_descriptors(w.ec); });
  w.check(list.size() == (w.ec ? 0 : 1), "the wrong number");
  w.check(w.ec || (is_close_on_exec(first)
        && same_file(first, file.native_handle())), "the wrong descriptor");
  list.clear();
  if (others)
    ::dup3(others.native_handle(), first, O_CLOEXEC);
  else
    ::close(first);
}

// The numbers of nobody are the usual ones if they cannot be asked for.
inline void ask_for_unknown_sender(world& w)
{
  connected sockets(w.context);
  send_message(sockets.a, text("x"));
  sockets.b.set_option(pass_credentials(true));
  char byte;
  incoming_ancillary<0> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  bool known = true;
  w.filtered([&] { known = incoming.credentials().has_value(); });
  w.check(!known, "nobody is taken for somebody");
}

inline void duplicate_descriptor(world& w)
{
  const unique_descriptor file = make_file("x");
  unique_descriptor copy;
  w.filtered([&] { copy = file.duplicate(); });
  w.check(w.ec ? !copy
      : same_file(copy.native_handle(), file.native_handle()), "no duplicate");
}

inline void close_descriptor(world& w)
{
  unique_descriptor file = make_file("x");
  const int number = file.native_handle();
  w.filtered([&] { file.close(w.ec); });
  w.check(!file, "it has an owner");
  w.check(is_open(number) == !!w.ec, "another one was closed");
  if (w.ec)
    ::close(number);
}

// --- paths --------------------------------------------------------------------

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

// A client can connect, or there is an error, and what was there is there.
inline void bind_at(world& w, const std::string& path,
    const bind_path_options& options = {})
{
  acceptor from(w.context);
  bound_path bound;
  w.filtered([&]
      {
        bound = bind_path(from, path, options, w.ec);
      });
  w.check(from.is_open() == !w.ec, "open beside an error");
  // A socket that cannot be asked may be in use.
  if (w.ec == asio::error::address_in_use && w.refuses("connect"))
    w.has_own_error = true;
  else
    w.check(!connect_by_hand(path) == !w.ec, "it does not listen as it says");
}

inline void bind_new_path(world& w)
{
  const temporary_directory directory;
  bind_at(w, directory / "socket");
}

inline void bind_stale_path(world& w)
{
  const temporary_directory directory;
  leave_stale_file(directory / "socket");
  bind_at(w, directory / "socket");
}

// The umask takes bits that are wanted, and has to be corrected.
inline void bind_in_new_directory(world& w)
{
  const temporary_directory directory;
  const umask_of mask(0377);
  bind_path_options options;
  options.create_directories = true;
  bind_at(w, directory / "new" + "/socket", options);
}

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)


} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SANDBOX_CONNECTION_SCENES_HPP
