// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SANDBOX_SERVICE_SCENES_HPP
#define BOOST_SEQPACKET_TEST_SANDBOX_SERVICE_SCENES_HPP

// The service manager gets reports, and keeps a session, while a filter refuses
// something.

#include "world.hpp"

#include <boost_seqpacket/restore_services.hpp>
#include <boost_seqpacket/service_store.hpp>

#include <cstdlib>

namespace boost_seqpacket {
namespace test {

// The socket of a manager, which reads nothing by itself.
struct silent_manager
{
  explicit silent_manager(world& w)
    : socket(w.context)
  {
    const std::string name =
      "boost_seqpacket_scene_" + std::to_string(::getpid());
    boost_seqpacket::open(socket);
    socket.bind(abstract_endpoint<asio::local::datagram_protocol>(name));
    ::setenv("NOTIFY_SOCKET", ("@" + name).c_str(), 1);
  }

  silent_manager(const silent_manager&) = delete;
  silent_manager& operator=(const silent_manager&) = delete;

  ~silent_manager()
  {
    ::unsetenv("NOTIFY_SOCKET");
  }

  asio::local::datagram_protocol::socket socket;
};

// The state goes first: with an error there is no socket without one.
inline void store_a_session(world& w)
{
  silent_manager manager(w);
  connected sockets(w.context);
  w.filtered([&]
      {
        store_session("x", sockets.a.native_handle(), text("state"), w.ec);
      });
  const bytes_of_packets sent = drain(manager.socket.native_handle());
  w.check(w.ec ? sent.size() < 2 : sent.size() == 2, "another number");
  w.check(sent.empty() || sent[0] == "FDSTORE=1\nFDNAME=x.state\nFDPOLL=0",
      "another report");
}

// The manager closes what it has read before the wait begins.
inline void wait_for_manager(world& w)
{
  silent_manager manager(w);
  bool done = false;
  const auto start = std::chrono::steady_clock::now();
  std::thread reader([&]
      {
        // Past what records the calls. Without room for descriptors the
        // kernel closes them.
        char bytes[64];
        ::syscall(SYS_recvfrom, manager.socket.native_handle(), bytes,
            sizeof(bytes), 0, nullptr, nullptr);
      });
  w.filtered([&]
      {
        done = wait_for_service_manager(std::chrono::seconds(3), w.ec);
      });
  if (w.ec)
    send_message_to(manager.socket, text("end"), no_ancillary,
        boost_seqpacket::local_endpoint(manager.socket));
  reader.join();
  w.check(done == !w.ec, "neither done nor an error");
  w.check(std::chrono::steady_clock::now() - start < std::chrono::seconds(3),
      "it waits in vain");
}

// With an error all is given back.
inline void restore_a_session(world& w)
{
  connected sockets(w.context);
  unique_descriptor state(::memfd_create("x", MFD_ALLOW_SEALING));
  w.check(::pwrite(state.native_handle(), "state", 5, 0) == 5
      && ::fcntl(state.native_handle(), F_ADD_SEALS,
        F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0, "no state");
  std::vector<activated_descriptor> list;
  list.push_back({std::move(state), "x.state"});
  list.push_back({unique_descriptor(::dup(sockets.a.native_handle())), "x"});
  restored_services found;
  w.filtered([&] { found = restore_services(std::move(list), w.ec); });
  w.check(w.ec ? found.others.size() == 2
      : found.sessions.size() == 1 && found.sessions[0].state == "state",
      "descriptors are lost");
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SANDBOX_SERVICE_SCENES_HPP
