// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// As questions.cpp, for reports to the service manager and what it keeps.

#include "packets.hpp"

#include "process.hpp"

#include <boost_seqpacket/restore_services.hpp>
#include <boost_seqpacket/service_store.hpp>

#include <csignal>
#include <cstdlib>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using manager_socket = asio::local::datagram_protocol::socket;

// A socket with a name that the environment has.
struct manager
{
  explicit manager(asio::io_context& context)
    : socket(context)
  {
    const std::string name =
      "boost_seqpacket_faults_" + std::to_string(::getpid());
    boost_seqpacket::open(socket);
    socket.bind(abstract_endpoint<asio::local::datagram_protocol>(name));
    ::setenv("NOTIFY_SOCKET", ("@" + name).c_str(), 1);
  }

  manager(const manager&) = delete;
  manager& operator=(const manager&) = delete;

  ~manager()
  {
    ::unsetenv("NOTIFY_SOCKET");
  }

  // The next report, or nothing, and its descriptor.
  std::string take(unique_descriptor& file)
  {
    if (socket.available() == 0)
      return std::string();
    std::string result(4096, '\0');
    incoming_ancillary<1> incoming;
    result.resize(
        receive_message(socket, asio::buffer(result), incoming));
    if (!incoming.descriptors().empty())
      file = std::move(incoming.descriptors()[0]);
    return result;
  }

  manager_socket socket;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_service, fault_fixture)

// System calls fail while a session is stored: without an error the manager has
// all of it. With one it may have the state, but never a socket without a state.
BOOST_AUTO_TEST_CASE(store_session_survives_every_fault)
{
  asio::io_context context;
  manager the(context);
  connected sockets(context);
  walk()("store_session", [&]
      {
        error_code ec;
        {
          const with_faults now;
          store_session("x", sockets.a.native_handle(), text("state"), ec);
        }
        unique_descriptor state;
        unique_descriptor socket;
        const std::string first = the.take(state);
        const std::string second = the.take(socket);
        if ((!ec && second.empty()) || (ec && !second.empty()))
          return std::string(ec ? "an error, and sent" : "nothing is sent");
        if (!first.empty() && (first != "FDSTORE=1\nFDNAME=x.state\nFDPOLL=0"
              || content_of(state) != "state"))
          return std::string("another state");
        if (!second.empty() && !same_file(
              socket.native_handle(), sockets.a.native_handle()))
          return std::string("another socket");
        return std::string();
      });
}

// System calls fail while the process waits for a manager that reads.
BOOST_AUTO_TEST_CASE(wait_for_service_manager_survives_every_fault)
{
  asio::io_context context;
  manager the(context);
  const ::pid_t reader = ::fork();
  if (reader == 0)
  {
    // Without room for descriptors the kernel closes them.
    char bytes[64];
    while (::recv(the.socket.native_handle(), bytes, sizeof(bytes), 0) >= 0)
      continue;
    ::_exit(1);
  }
  walk()("wait_for_service_manager", [&]
      {
        error_code ec;
        const with_faults now;
        const bool done =
          wait_for_service_manager(std::chrono::milliseconds(200), ec);
        return done == !ec ? std::string() : std::string("neither");
      });
  ::kill(reader, SIGKILL);
  ::waitpid(reader, nullptr, 0);
}

// System calls fail while what the manager has kept is sorted: it is found, or all
// is given back beside an error.
BOOST_AUTO_TEST_CASE(restore_services_survives_every_fault)
{
  asio::io_context context;
  connected sockets(context);
  manager the(context);
  store_session("x", sockets.a.native_handle(), text("state"));
  unique_descriptor state;
  unique_descriptor socket;
  the.take(state);
  the.take(socket);
  walk()("restore_services", [&]
      {
        std::vector<activated_descriptor> list;
        list.push_back({state.duplicate(), "x.state"});
        list.push_back({socket.duplicate(), "x"});
        error_code ec;
        restored_services found;
        {
          const with_faults now;
          found = restore_services(std::move(list), ec);
        }
        if (ec)
          return found.others.size() == 2 && found.sessions.empty()
            ? std::string() : std::string("descriptors are lost");
        const bool is_whole = found.sessions.size() == 1
          && found.sessions[0].state == "state";
        // The system was made to say that it is something else.
        const bool is_odd = std::any_of(faults.plan.begin(),
            faults.plan.end(), [](const auto& one)
              {
                return one.what->error == 0 || one.what->error == EINVAL
                  || one.what->error == EBADF;
              });
        return is_whole || (is_odd && found.others.size() == 2)
          ? std::string() : std::string("success, and no session");
      });
}

BOOST_AUTO_TEST_SUITE_END()
