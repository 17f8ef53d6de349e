// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Gives one end of a connection to the QEMU whose monitor is at the given path,
// and has it closed there.

#include <boost_seqpacket.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using boost::system::error_code;
using stream = asio::use_awaitable_t<>::as_default_on_t<
  asio::local::stream_protocol::socket>;

//[qmp_getfd_execute
// Returns whether the command succeeds. A descriptor goes with its first byte.
asio::awaitable<bool> execute(stream& monitor, std::string name,
    std::string arguments, const sp::outgoing_ancillary<1>& ancillary)
{
  const std::string command = "{\"execute\": \"" + name
    + "\", \"arguments\": {" + arguments + "}}\n";
  co_await sp::async_write_message(monitor, asio::buffer(command), ancillary);
  for (std::string lines;;)
  {
    const std::size_t size = co_await asio::async_read_until(
        monitor, asio::dynamic_buffer(lines, 65536), "\r\n");
    std::printf("%.*s", static_cast<int>(size), lines.c_str());
    if (lines.rfind("{\"return\"", 0) == 0)
      co_return true;
    if (lines.rfind("{\"error\"", 0) == 0)
      co_return false;
    lines.erase(0, size); // the greeting, or an event
  }
}
//]

bool is_open_there(stream& end)
{
  char byte;
  error_code ec;
  end.read_some(asio::buffer(&byte, 1), ec);
  return ec == asio::error::would_block;
}

asio::awaitable<bool> talk(std::string path)
{
  stream monitor(co_await asio::this_coro::executor);
  co_await sp::async_connect(monitor, path);
  sp::outgoing_ancillary<1> none, given;
  co_await execute(monitor, "qmp_capabilities", "", none);

  stream mine(monitor.get_executor()), yours(monitor.get_executor());
  asio::local::connect_pair(mine, yours);
  mine.non_blocking(true);
  given.add_descriptor(yours.native_handle());
  const std::string end = "\"fdname\": \"end\"";
  const bool is_given = co_await execute(monitor, "getfd", end, given);
  yours.close();
  const bool is_kept = is_open_there(mine);
  const bool is_closed = co_await execute(monitor, "closefd", end, none);
  const bool is_gone = !is_open_there(mine);
  // QEMU has no end of that name any more.
  const bool is_found = co_await execute(monitor, "closefd", end, none);
  co_return is_given && is_kept && is_closed && is_gone && !is_found;
}

int main(int argc, char* argv[])
{
  asio::io_context context;
  auto done = asio::co_spawn(context, talk(argv[argc - 1]), asio::use_future);
  context.run_for(std::chrono::seconds(10)); // the deadline of every wait
  if (!context.stopped())
    throw std::runtime_error("no answer in time");
  return done.get() ? 0 : 1; // throws what the coroutine has thrown
}
