// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// As messages.cpp, for what makes connections and asks for names: there is an error
// or the right result, no connection is lost, nothing stays open, nothing hangs.
//
// A program of its own, as it stands in for the functions of the C library.

#include "fault_styles.hpp"

#include "directory.hpp"

#include <sys/un.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// A listening socket and its clients that Asio and the library do not know.
class raw_listener
{
public:
  explicit raw_listener(int backlog = 8)
    : listener_(make())
  {
    if (::bind(listener_.native_handle(), name(), size()) != 0
        || ::listen(listener_.native_handle(), backlog) != 0)
      throw std::runtime_error("cannot listen");
  }

  static endpoint where()
  {
    return abstract_endpoint(text());
  }

  int native_handle() const
  {
    return listener_.native_handle();
  }

  // For the acceptor of the library.
  int release()
  {
    return listener_.release();
  }

  static unique_descriptor connect()
  {
    unique_descriptor client = make();
    if (::connect(client.native_handle(), name(), size()) != 0)
      client.reset();
    return client;
  }

  // The next connection, or none.
  static unique_descriptor accept(int listener)
  {
    const int mode = ::fcntl(listener, F_GETFL);
    ::fcntl(listener, F_SETFL, mode | O_NONBLOCK);
    unique_descriptor result(
        ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
    ::fcntl(listener, F_SETFL, mode);
    return result;
  }

private:
  static const std::string& text()
  {
    static const std::string result =
      "boost_seqpacket fault " + std::to_string(::getpid());
    return result;
  }

  static unique_descriptor make()
  {
    // Nothing here ever waits.
    return unique_descriptor(::socket(AF_UNIX,
          SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  }

  static const ::sockaddr* name()
  {
    static const ::sockaddr_un result = []
        {
          ::sockaddr_un address = {};
          address.sun_family = AF_UNIX;
          std::memcpy(address.sun_path + 1, text().data(), text().size());
          return address;
        }();
    return reinterpret_cast<const ::sockaddr*>(&result);
  }

  static ::socklen_t size()
  {
    return static_cast<::socklen_t>(
        offsetof(::sockaddr_un, sun_path) + 1 + text().size());
  }

  unique_descriptor listener_;
};

// Whether what one sends the other gets.
bool are_connected(int a, int b)
{
  char byte = 0;
  return a >= 0 && b >= 0 && is_close_on_exec(a)
    && ::send(a, "x", 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1
    && ::recv(b, &byte, 1, MSG_DONTWAIT) == 1 && byte == 'x';
}

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

std::string accept_scenario(style how, target into, bool late)
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
  ending end;
  if (into == target::socket)
    end = perform(how, where, operation{
        [&](auto&... ec) { boost_seqpacket::accept(from, peer, ec...); },
        [&](auto&& token)
        {
          return boost_seqpacket::async_accept(from, peer,
              std::forward<decltype(token)>(token));
        }}, meanwhile);
  else if (into == target::returned)
    end = perform(how, where, operation{
        [&](auto&... ec) { return boost_seqpacket::accept(from, ec...); },
        [&](auto&& token)
        {
          return boost_seqpacket::async_accept(from,
              std::forward<decltype(token)>(token));
        }}, meanwhile);
  else
    end = perform(how, where, operation{
        [&](auto&... ec)
        {
          boost_seqpacket::accept(from, filter, peer, ec...);
        },
        [&](auto&& token)
        {
          return boost_seqpacket::async_accept(from, filter, peer,
              std::forward<decltype(token)>(token));
        }}, meanwhile);

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
  const std::size_t taken = refused + (end.error ? 0 : 1);
  if (!end.error && !are_connected(peer.native_handle(),
        clients[refused].native_handle()))
    return result + "not connected";
  // All others are in the backlog still.
  for (std::size_t i = taken; i < clients.size(); ++i)
  {
    const unique_descriptor other =
      raw_listener::accept(from.native_handle());
    if (!are_connected(other.native_handle(), clients[i].native_handle()))
      return result + "a connection is lost";
  }
  return std::string();
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

BOOST_FIXTURE_TEST_SUITE(fault_connect_suite, fault_fixture)

// System calls fail while a socket is connected.
BOOST_AUTO_TEST_CASE(connect_to_a_listener)
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
BOOST_AUTO_TEST_CASE(accept_a_connection)
{
  for_each_style([](style how, const std::string& name)
      {
        walk()("accept" + name,
            [&] { return accept_scenario(how, target::socket, false); });
        walk()("accept a new socket" + name,
            [&] { return accept_scenario(how, target::returned, false); });
        walk()("accept with a filter" + name,
            [&] { return accept_scenario(how, target::filtered, false); });
        if (!is_synchronous(how))
          walk()("wait for a connection" + name,
              [&] { return accept_scenario(how, target::socket, true); });
      });
}

// System calls fail while sockets are made, and asked for their names.
BOOST_AUTO_TEST_CASE(sockets_and_names)
{
  raw_listener listener;
  asio::io_context context;
  packet_socket client(context);
  boost_seqpacket::connect(client, raw_listener::where());
  const auto ask = [&](const char* name, auto function)
      {
        walk()(name, [&]
            {
              error_code ec;
              bool right = false;
              {
                const with_faults now;
                right = function(ec);
              }
              return ec || right ? std::string()
                : std::string("success, and a wrong answer");
            });
      };
  ask("open", [](error_code& ec)
      {
        contexts where;
        packet_socket fresh(where.main);
        boost_seqpacket::open(fresh, ec);
        const without_faults pause;
        return fresh.is_open() == !ec && is_close_on_exec(
            fresh.native_handle());
      });
  ask("connect_pair", [](error_code& ec)
      {
        contexts where;
        packet_socket a(where.main);
        packet_socket b(where.main);
        boost_seqpacket::connect_pair(a, b, ec);
        const without_faults pause;
        return a.is_open() == !ec && b.is_open() == !ec
          && are_connected(a.native_handle(), b.native_handle());
      });
  ask("remote_endpoint", [&](error_code& ec)
      {
        return boost_seqpacket::remote_endpoint(client, ec)
          == raw_listener::where();
      });
  ask("local_endpoint", [&](error_code& ec)
      {
        return is_unnamed(boost_seqpacket::local_endpoint(client, ec));
      });
}

// System calls fail while somebody else's socket becomes one of Asio's: it has
// its owner all the time.
BOOST_AUTO_TEST_CASE(adopt_a_socket)
{
  walk()("adopt", []
      {
        contexts where;
        int numbers[2];
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
              numbers) != 0)
          return std::string("no sockets");
        const unique_descriptor peer(numbers[1]);
        unique_descriptor mine(numbers[0]);
        error_code ec;
        packet_socket adopted = [&]
            {
              const with_faults now;
              return adopt<packet_socket>(where.main, std::move(mine), ec);
            }();
        if (ec)
          return mine.native_handle() == numbers[0] && !adopted.is_open()
            ? std::string() : ec.message() + ", and the socket is gone";
        return !mine && are_connected(
            adopted.native_handle(), peer.native_handle())
          ? std::string() : std::string("success, and no connection");
      });
}

// System calls fail while the sockets are taken that a service manager gave.
BOOST_AUTO_TEST_CASE(take_what_was_activated)
{
  walk()("activated_descriptors", []
      {
        // They begin at 3, which is somebody else's here.
        constexpr int first = 3;
        const unique_descriptor others(::fcntl(first, F_DUPFD_CLOEXEC, 10));
        const unique_descriptor file = make_file("activated");
        ::dup2(file.native_handle(), first);
        ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
        ::setenv("LISTEN_FDS", "1", 1);
        ::setenv("LISTEN_FDNAMES", "one", 1);
        error_code ec;
        std::string wrong;
        {
          std::vector<activated_descriptor> list;
          {
            const with_faults now;
            list = activated_descriptors(ec);
          }
          if (!ec && (list.size() != 1 || list[0].name != "one"
                || !is_close_on_exec(first)
                || !same_file(first, file.native_handle())))
            wrong = "success, and another descriptor";
          if (ec && !list.empty())
            wrong = "descriptors beside an error";
        }
        if (others)
          ::dup3(others.native_handle(), first, O_CLOEXEC);
        else
          ::close(first);
        return wrong;
      });
}

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

// System calls fail while an acceptor gets a path: who comes next gets it.
BOOST_AUTO_TEST_CASE(bind_to_a_path)
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
