// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// As receive.cpp, for what makes connections: there is an error or the right
// result, no connection is lost, nothing stays open, nothing hangs.

#include "fault_styles.hpp"

#include "directory.hpp"
#include "raw_listener.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Whether the system did not say which socket this is (SO_COOKIE). What may be
// somebody else's by now is not closed then.
bool identity_is_hidden()
{
  for (const planned_fault& planned : faults.plan)
  {
    if (std::string(faults.made[planned.at].name) == "getsockopt")
      return true;
  }
  return false;
}

enum class before
{
  closed,
  open,
  non_blocking // of Asio's own making
};

// Returns what is wrong, or nothing.
std::string connect_scenario(style how, before state, bool full)
{
  contexts where;
  raw_listener listener(full ? 0 : 8);
  unique_descriptor filler;
  if (full)
    filler = raw_listener::connect();
  packet_socket client(where.main);
  if (state != before::closed)
  {
    boost_seqpacket::open(client);
    if (state == before::non_blocking)
      client.native_non_blocking(true);
  }

  const auto meanwhile = [&]
      {
        if (full)
          raw_listener::accept(listener.native_handle());
      };
  const ending end = perform(how, where, operation{
      [&](auto&... ec)
      {
        boost_seqpacket::connect(client, raw_listener::where(), ec...);
      },
      [&](auto&& token)
      {
        return boost_seqpacket::async_connect(client, raw_listener::where(),
            std::forward<decltype(token)>(token));
      }}, meanwhile);

  if (end.calls != 1)
    return "completed " + std::to_string(end.calls) + " times";
  const std::string result = end.error.message() + ", ";
  const unique_descriptor peer =
    raw_listener::accept(listener.native_handle());
  if (end.error)
  {
    if (faults.plan.empty())
      return result + "fails without a fault";
    return client.is_open() == (state != before::closed)
      || (client.is_open() && identity_is_hidden()) ? std::string()
      : result + (client.is_open() ? "left open" : "closed");
  }
  return are_connected(client.native_handle(), peer.native_handle())
    ? std::string() : result + "not connected";
}

enum class target
{
  socket,
  returned,
  filtered
};

// Accept in one of the ways.
template <typename Filter, typename Function>
ending perform_accept(style how, contexts& where, target into,
    acceptor& from, Filter& filter, packet_socket& peer, Function meanwhile)
{
  if (into == target::socket)
    return perform(how, where, operation{
        [&](auto&... ec) { boost_seqpacket::accept(from, peer, ec...); },
        [&](auto&& token)
        {
          return boost_seqpacket::async_accept(from, peer,
              std::forward<decltype(token)>(token));
        }}, meanwhile);
  if (into == target::returned)
    return perform(how, where, operation{
        [&](auto&... ec) { return boost_seqpacket::accept(from, ec...); },
        [&](auto&& token)
        {
          return boost_seqpacket::async_accept(from,
              std::forward<decltype(token)>(token));
        }}, meanwhile);
  return perform(how, where, operation{
      [&](auto&... ec)
      {
        boost_seqpacket::accept(from, filter, peer, ec...);
      },
      [&](auto&& token)
      {
        return boost_seqpacket::async_accept(from, filter, peer,
            std::forward<decltype(token)>(token));
      }}, meanwhile);
}

// Whether the clients from the first on are in the backlog.
bool are_queued(acceptor& from,
    const std::vector<unique_descriptor>& clients, std::size_t first)
{
  for (std::size_t i = first; i < clients.size(); ++i)
  {
    const unique_descriptor other =
      raw_listener::accept(from.native_handle());
    if (!are_connected(other.native_handle(), clients[i].native_handle()))
      return false;
  }
  return true;
}

// A connection that cannot get the option of the acceptor is closed.
bool option_was_refused()
{
  for (const planned_fault& planned : faults.plan)
  {
    if (planned.at < faults.made.size()
        && std::string_view(faults.made[planned.at].name) == "setsockopt")
      return true;
  }
  return false;
}

// late: the clients come while it waits. changed: an option of the acceptor is
// another one than when they came.
std::string accept_scenario(style how, target into, bool late,
    bool changed = false)
{
  contexts where;
  raw_listener listener;
  acceptor from(where.main);
  from.assign(protocol(), listener.native_handle());
  listener.release();
  packet_socket peer(where.main);

  // Who is refused for want of an answer is followed by others.
  constexpr std::size_t client_count = 7;
  std::vector<unique_descriptor> clients;
  const auto come = [&]
      {
        for (std::size_t i = 0; i < client_count; ++i)
          clients.push_back(raw_listener::connect());
      };
  if (!late)
    come();
  if (changed)
    from.set_option(pass_credentials(true));

  std::size_t asked = 0;
  const auto is_ours = [&](peer_identity& who)
      {
        error_code ec;
        // An error is no answer, until there are no others left.
        return who.credentials(ec).pid == ::getpid()
          || ++asked == client_count - 1;
      };
  peer_filter<decltype(is_ours)> filter(is_ours);

  const auto meanwhile = [&]
      {
        if (late)
          come();
      };
  ending end = perform_accept(
      how, where, into, from, filter, peer, meanwhile);
  if (end.calls != 1)
    return "completed " + std::to_string(end.calls) + " times";
  const std::string result = end.error.message() + ", ";
  if (end.accepted)
    peer = std::move(*end.accepted);
  if (end.error && peer.is_open())
    return result + "open";
  if (end.error && faults.plan.empty())
    return result + "fails without a fault";

  const std::size_t refused = static_cast<std::size_t>(filter.refused());
  const bool closed = end.error && option_was_refused();
  const std::size_t taken = refused + (end.error && !closed ? 0 : 1);
  if (!end.error && !are_connected(peer.native_handle(),
        clients[refused].native_handle()))
    return result + "not connected";
  return are_queued(from, clients, taken) ? std::string()
    : result + "a connection is lost";
}

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

// What is at the path before.
enum class at_path
{
  nothing,
  stale_file,
  missing_directories,
  lock_without_rights // that a umask has left
};

// Bind, look, remove; then whoever comes next must have his turn, too.
std::string bind_scenario(at_path what)
{
  const temporary_directory place;
  asio::io_context context;
  const umask_of mask(077);
  const std::string path = place
    / (what == at_path::missing_directories ? "a/b/socket" : "socket");
  if (what == at_path::stale_file)
  {
    acceptor earlier(context, endpoint(path));
  }
  if (what == at_path::lock_without_rights)
    BOOST_REQUIRE(unique_descriptor(::open((path + ".lock").c_str(),
            O_CREAT | O_RDWR | O_CLOEXEC, 0)).is_open());
  bind_path_options options;
  options.mode = 0666; // some of which the umask takes away
  options.directory_mode = 0755;
  options.create_directories = true;

  error_code ec;
  {
    acceptor server(context);
    bound_path file;
    {
      const with_faults now;
      file = bind_path(server, path, options, ec);
    }
    if (ec && server.is_open())
      return ec.message() + ", left open";
    if (!ec)
    {
      packet_socket client(context);
      error_code refused;
      client.connect(endpoint(path), refused);
      struct ::stat status;
      if (refused || ::stat(path.c_str(), &status) != 0
          || (status.st_mode & 07777) != 0666)
        return "success, and nobody can connect";
      const with_faults now;
      file.remove(ec);
    }
    if (ec && faults.plan.empty())
      return ec.message() + " without a fault";
  }

  // The next one.
  acceptor server(context);
  bind_path(server, path, options, ec);
  return ec ? "the next one: " + ec.message() : std::string();
}

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

struct opened
{
  opened()
  {
    walk();
  }
};

struct fault_fixture : opened, no_leaks
{
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_connections, fault_fixture)

// System calls fail while a socket is connected.
BOOST_AUTO_TEST_CASE(connect_survives_every_fault)
{
  for_each_style([](style how, const std::string& name)
      {
        walk()("connect" + name,
            [&] { return connect_scenario(how, before::closed, false); });
        walk()("connect an open socket" + name,
            [&] { return connect_scenario(how, before::open, false); });
        walk()("connect a non-blocking socket" + name,
            [&]
            {
              return connect_scenario(how, before::non_blocking, false);
            });
        // A blocking connect would wait for somebody to accept.
        if (!is_synchronous(how))
          walk()("connect to a full backlog" + name,
              [&] { return connect_scenario(how, before::closed, true); });
      });
}

// System calls fail while a connection is accepted.
BOOST_AUTO_TEST_CASE(accept_survives_every_fault)
{
  for_each_style([](style how, const std::string& name)
      {
        walk()("accept" + name,
            [&] { return accept_scenario(how, target::socket, false); });
        walk()("accept a new socket" + name,
            [&] { return accept_scenario(how, target::returned, false); });
        walk()("accept with a filter" + name,
            [&] { return accept_scenario(how, target::filtered, false); });
        walk()("accept after a change" + name,
            [&] { return accept_scenario(how, target::socket, false, true); });
        if (!is_synchronous(how))
          walk()("wait for a connection" + name,
              [&] { return accept_scenario(how, target::socket, true); });
      });
}

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

// System calls fail while an acceptor gets a path: who comes next gets it.
BOOST_AUTO_TEST_CASE(bind_path_survives_every_fault)
{
  walk()("bind_path", [] { return bind_scenario(at_path::nothing); });
  walk()("bind_path to a stale file",
      [] { return bind_scenario(at_path::stale_file); });
  walk()("bind_path in missing directories",
      [] { return bind_scenario(at_path::missing_directories); });
  walk()("bind_path with a lock of no rights",
      [] { return bind_scenario(at_path::lock_without_rights); });
}

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

BOOST_AUTO_TEST_SUITE_END()
