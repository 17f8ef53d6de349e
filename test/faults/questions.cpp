// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// As receive.cpp, for what is asked of sockets and done with descriptors, without a
// packet.

#include "packets.hpp"

#include "raw_listener.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Asks while system calls fail: there is an error, or the answer is right.
template <typename Function>
void ask(const char* name, Function function)
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
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_questions, fault_fixture)

// System calls fail while a socket is asked how large a packet can be.
BOOST_AUTO_TEST_CASE(sizes_survive_every_fault)
{
  asio::io_context context;
  connected sockets(context);
  const std::size_t largest = max_message_size(sockets.a);
  ask("max_message_size", [&](error_code& ec)
      {
        return max_message_size(sockets.a, ec) <= largest;
      });
  ask("reserve_message_size", [&](error_code& ec)
      {
        reserve_message_size(sockets.a, largest + 1, ec);
        const without_faults pause;
        const bool right = max_message_size(sockets.a) > largest;
        sockets.a.set_option(asio::socket_base::send_buffer_size(
              static_cast<int>(largest + 32) / 2));
        return right;
      });
}

// System calls fail while a socket is asked who is at the other end.
BOOST_AUTO_TEST_CASE(peer_identity_survives_every_fault)
{
  asio::io_context context;
  connected sockets(context);
#if defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)
  ask("peer_credentials", [&](error_code& ec)
      {
        return peer_credentials(sockets.a, ec).pid == ::getpid()
          // This is what the system was made to say.
          || (!faults.plan.empty() && faults.plan[0].what->error == 0);
      });
#endif
#if defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)
  ask("peer_pidfd", [&](error_code& ec)
      {
        const unique_descriptor process = peer_pidfd(sockets.a, ec);
        const without_faults pause;
        return process.is_open() == !ec
          && is_close_on_exec(process.native_handle());
      });
#endif
#if defined(BOOST_SEQPACKET_HAS_PEER_GROUPS)
  const std::vector<::gid_t> groups = peer_groups(sockets.a);
  ask("peer_groups", [&](error_code& ec)
      {
        return peer_groups(sockets.a, ec).size() == groups.size();
      });
#endif
#if defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)
  ask("peer_security_label", [&](error_code& ec)
      {
        (void)peer_security_label(sockets.a, ec);
        return true;
      });
#endif
}

#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

// System calls fail while the kernel is asked who is nobody: the usual numbers.
BOOST_AUTO_TEST_CASE(unknown_senders_survive_every_fault)
{
  asio::io_context context;
  connected sockets(context);
  send_message(sockets.a, text("x"));
  sockets.b.set_option(pass_credentials(true));
  char byte;
  incoming_ancillary<0> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  ask("credentials of an unknown sender", [&](error_code&)
      {
        return !incoming.credentials().has_value();
      });
}

#endif // defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

// System calls fail while a descriptor is duplicated and closed.
BOOST_AUTO_TEST_CASE(unique_descriptor_survives_every_fault)
{
  ask("duplicate", [](error_code& ec)
      {
        try
        {
          const unique_descriptor other = files()[0].duplicate();
          const without_faults pause;
          return is_close_on_exec(other.native_handle())
            && same_file(other.native_handle(), files()[0].native_handle());
        }
        catch (const boost::system::system_error& e)
        {
          ec = e.code();
          return false;
        }
      });
  ask("close", [](error_code& ec)
      {
        unique_descriptor file;
        {
          const without_faults pause;
          file = make_file("to be closed");
        }
        const int number = file.native_handle();
        file.close(ec);
        const without_faults pause;
        return !file.is_open() && !is_open(number);
      });
}

// System calls fail while sockets are made, and asked for their names.
BOOST_AUTO_TEST_CASE(open_and_endpoints_survive_every_fault)
{
  raw_listener listener;
  asio::io_context context;
  packet_socket client(context);
  boost_seqpacket::connect(client, raw_listener::where());
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
BOOST_AUTO_TEST_CASE(adopt_survives_every_fault)
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

namespace {

// Adopts while system calls fail: a descriptor has one owner all the time.
template <typename IoObject>
std::string adopt_scenario(unique_descriptor mine)
{
  contexts where;
  const IoObject first(where.main); // the context has its epoll
  const int number = mine.native_handle();
  const unique_descriptor copy = mine.duplicate();
  error_code ec;
  faults.has_epoll = true;
  IoObject adopted = [&]
      {
        const with_faults now;
        return adopt<IoObject>(where.main, std::move(mine), ec);
      }();
  faults.has_epoll = false;
  if (ec)
    return mine.native_handle() == number && !adopted.is_open()
      ? std::string() : ec.message() + ", and the descriptor is gone";
  if (mine || adopted.native_handle() != number
      || !same_file(number, copy.native_handle())
      || !is_close_on_exec(number))
    return "success, and another descriptor";
  return std::string();
}

// The writing end of a pipe.
unique_descriptor make_pipe()
{
  int ends[2];
  BOOST_REQUIRE(::pipe(ends) == 0);
  const unique_descriptor reader(ends[0]);
  return unique_descriptor(ends[1]);
}

} // namespace

// The same for what is no socket. A regular file is tried with epoll.
BOOST_AUTO_TEST_CASE(adopt_of_others_survives_every_fault)
{
  using descriptor = asio::posix::stream_descriptor;
  walk()("adopt a descriptor",
      [] { return adopt_scenario<descriptor>(make_pipe()); });
  walk()("adopt a file that cannot be watched", []
      {
        return adopt_scenario<descriptor>(make_file("content"));
      });
#if defined(BOOST_ASIO_HAS_PIPE)
  walk()("adopt a pipe",
      [] { return adopt_scenario<asio::writable_pipe>(make_pipe()); });
#endif
}

// System calls fail while the sockets are taken that a service manager gave.
BOOST_AUTO_TEST_CASE(activation_survives_every_fault)
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

BOOST_AUTO_TEST_SUITE_END()
