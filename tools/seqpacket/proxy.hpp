// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Passes packets on between clients and a server.

#ifndef SEQPACKET_TOOL_PROXY_HPP
#define SEQPACKET_TOOL_PROXY_HPP

#include "app.hpp"

#include <functional>
#include <memory>
#include <string>

namespace seqpacket_tool {

// Listens at an address and connects each client to the server. Throws
// boost::system::system_error.
void start_proxy(app& shared, const address& at, const address& server,
    const link_options& options);

// What all connections of a proxy share.
struct proxy_state
{
  app& shared;
  address server;
  link_options options;
  bool reported_credentials = false;
};

// Prints a packet unless --quiet, with the number of the connection and the
// direction, and calls the handler when it is written.
void log_packet(proxy_state& state, const std::string& name,
    const packet& from, std::function<void()> done);

// The same for a line of text.
void log_line(proxy_state& state, const std::string& name,
    const std::string& text);

// A datagram client. Both stay where they are until the handler is called.
struct destination
{
  const address& name;
  const bool& gone; // nothing is sent any more
};

// Passes one packet on, to a client or else to the peer, and calls the handler
// when the kernel has taken it. The descriptors of the packet are closed then.
void pass_on(const std::shared_ptr<proxy_state>& state, link& to,
    const destination* client, packet& from, link::handler done);

// The same for datagrams, which have no connections.
void start_datagram_proxy(const std::shared_ptr<proxy_state>& state,
    const address& at);

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_PROXY_HPP
