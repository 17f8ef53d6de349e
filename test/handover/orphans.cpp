// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A predecessor dies, and a child that it has forked keeps the connection open.

#include "test.hpp"

#include "handover.hpp"

#include "process.hpp"

namespace boost_seqpacket {
namespace test {
namespace {

using type = detail::handover_type;

std::string bytes_of(type what, std::uint32_t number = 0)
{
  const detail::handover_header header =
    detail::encode_header({what, number, {}, {}});
  return std::string(header.begin(), header.end());
}

// The predecessor's child holds the other end until the writer is closed.
struct orphan
{
  explicit orphan(connected& control)
  {
    ask(control.b);
    int ends[2];
    BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    reader.reset(ends[0]);
    writer.reset(ends[1]);
    BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    death_reader.reset(ends[0]);
    death_writer.reset(ends[1]);
  }

  static void ask(packet_socket& socket)
  {
    error_code ec;
    socket.set_option(pass_credentials(true), ec);
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
    socket.set_option(pass_pidfd(true), ec);
#endif
  }

  // Runs in the predecessor. It ends when it is told to.
  int run(connected& control, const std::vector<std::string>& packets)
  {
    writer.reset();
    death_writer.reset();
    ::close(control.b.native_handle());
    for (const std::string& bytes : packets)
      send_message(control.a, asio::buffer(bytes));
    char byte;
    if (::fork() == 0)
    {
      ::alarm(static_cast<unsigned>(deadline.count()));
      (void)!::read(reader.native_handle(), &byte, 1);
      ::_exit(0);
    }
    ::close(control.a.native_handle());
    return static_cast<int>(::read(death_reader.native_handle(), &byte, 1));
  }

  unique_descriptor reader;
  unique_descriptor writer;
  unique_descriptor death_reader;
  unique_descriptor death_writer;
};

// Waits until the packet is there, so that nothing is received too early.
void await_packet(packet_socket& socket)
{
  error_code ec;
  socket.wait(packet_socket::wait_read, ec);
  BOOST_REQUIRE(!ec);
}

} // namespace

BOOST_AUTO_TEST_SUITE(handover_orphans)

// A successor that waits for a packet of a process that has ended takes over,
// though the connection has no end.
BOOST_FIXTURE_TEST_CASE(a_synchronous_successor_takes_over, no_leaks)
{
  asio::io_context context;
  connected control(context);
  orphan orphaned(control);
  child_process predecessor([&]
      {
        return orphaned.run(control, {bytes_of(type::offered)});
      });
  control.a.close();
  await_packet(control.b);
  orphaned.death_reader.reset();
  orphaned.death_writer.reset();
  error_code ec;
  // Earlier than the child ends.
  BOOST_TEST(take_over(control.b, deadline / 2, ec).empty());
  BOOST_TEST(ec == seqpacket_errc::predecessor_lost);
}

// The same of an operation. It learns of the end while it waits.
BOOST_FIXTURE_TEST_CASE(an_asynchronous_successor_takes_over, no_leaks)
{
  asio::io_context context;
  connected control(context);
  orphan orphaned(control);
  child_process predecessor([&]
      {
        return orphaned.run(control, {bytes_of(type::offered)});
      });
  control.a.close();
  await_packet(control.b);
  bool called = false;
  async_take_over(control.b, deadline, [&](error_code ec, sessions)
      {
        BOOST_TEST(ec == seqpacket_errc::predecessor_lost);
        called = true;
      });
  context.poll();
  BOOST_TEST(!called);
  orphaned.death_reader.reset();
  orphaned.death_writer.reset();
  run(context);
  BOOST_TEST(called);
}

// What the process has sent before it has ended counts: with COMMIT in the
// queue the successor has everything.
BOOST_FIXTURE_TEST_CASE(packets_before_the_death_count, no_leaks)
{
  asio::io_context context;
  for (const bool is_asynchronous : {false, true})
  {
    connected control(context);
    orphan orphaned(control);
    child_process predecessor([&]
        {
          return orphaned.run(control,
              {bytes_of(type::offered), bytes_of(type::commit)});
        });
    control.a.close();
    orphaned.death_reader.reset();
    orphaned.death_writer.reset();
    BOOST_REQUIRE(predecessor.wait() == 0);
    error_code ec;
    if (is_asynchronous)
    {
      ec = asio::error::would_block;
      async_take_over(control.b, deadline,
          [&](error_code error, sessions) { ec = error; });
      context.restart();
      run(context);
    }
    else
      (void)take_over(control.b, deadline, ec);
    BOOST_TEST(!ec);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace boost_seqpacket
