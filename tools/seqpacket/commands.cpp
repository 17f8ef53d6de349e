// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "commands.hpp"

#include "proxy.hpp"
#include "server.hpp"
#include "session.hpp"

#include <boost/system/system_error.hpp>

#include <sys/wait.h>

#include <memory>
#include <utility>

namespace seqpacket_tool {

namespace {

void report_exit(app& shared, int status, const session_end& done)
{
  shared.restart_timeout();
  const bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!good)
    shared.note(shared.values.exec.front() + ": " + describe_status(status));
  done(good);
}

// Gives a connection to a session, or to the command of --exec.
void serve(app& shared, std::unique_ptr<link> connection, bool is_connected,
    const session_end& done)
{
  if (!shared.values.exec.empty())
  {
    try
    {
      const unique_descriptor socket = connection->release();
      // Nobody sees the packets of a command.
      shared.stop_timeout();
      shared.children.start(shared.values.exec, socket,
          shared.values.exec_fd, [&shared, done](int status)
          { report_exit(shared, status, done); });
    }
    catch (const failure& e)
    {
      // No room for one more process ends this connection only.
      const bool goes_on = (shared.values.keep || shared.values.fork)
        && (e.code() == boost::system::errc::resource_unavailable_try_again
            || e.code() == boost::system::errc::not_enough_memory);
      if (!goes_on)
        return shared.fail(shared.values.exec.front(), e.code());
      shared.problem(shared.values.exec.front(), e.code());
      done(false);
    }
    return;
  }
  const bool reads_input =
    shared.values.what != command_dump && !shared.values.fork;
  std::make_shared<session>(
      shared, std::move(connection), is_connected, reads_input, done)->start();
}

void end_with(app& shared, bool good)
{
  shared.finish(good ? status_success : status_failure);
}

void start_listening(app& shared, const address& at,
    const link_options& options)
{
  const settings& values = shared.values;
  if (values.type == socket_type::datagram)
  {
    serve(shared, bind_datagram(shared.context, at, options), false,
        [&shared](bool good) { end_with(shared, good); });
    return;
  }
  const server::how many = values.fork ? server::at_once
    : values.keep ? server::in_turn : server::once;
  std::make_shared<server>(shared,
      listen(shared.context, values.type, at, options), many,
      [&shared](std::unique_ptr<link> connection, std::uint64_t,
          const session_end& done)
      { serve(shared, std::move(connection), true, done); })->accept();
}

void start_connecting(app& shared, const address& to,
    const link_options& options)
{
  async_connect(shared.context, shared.values.type, to, options,
      [&shared, to](error_code ec, std::unique_ptr<link> connection)
      {
        if (ec)
          return shared.fail("connect to " + to.text, ec);
        shared.restart_timeout();
        serve(shared, std::move(connection), true,
            [&shared](bool good) { end_with(shared, good); });
      });
}

} // namespace

void start_command(app& shared)
{
  const settings& values = shared.values;
  link_options options;
  options.mode = values.mode;
  options.pidfd = values.what == command_dump;
  const address first = parse_address(values.addresses.at(0));
  try
  {
    if (values.what == command_proxy)
      start_proxy(shared, first, parse_address(values.addresses.at(1)),
          options);
    else if (values.listen)
      start_listening(shared, first, options);
    else
      start_connecting(shared, first, options);
  }
  catch (const boost::system::system_error& e)
  {
    throw failure((values.listen || values.what == command_proxy
          ? "listen at " : "connect to ") + first.text, e.code());
  }
}

} // namespace seqpacket_tool
