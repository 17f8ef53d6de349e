// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The other side of a handover breaks the rules, is silent, or gives up.

#include "test.hpp"

#include "handover.hpp"

#include "process.hpp"

#include <poll.h>

namespace boost_seqpacket {
namespace test {
namespace {

using namespace std::chrono_literals;
using type = detail::handover_type;

// Short enough that a test does not take long, and never the reason of success.
constexpr std::chrono::milliseconds soon(50);

std::string bytes_of(type what, std::uint32_t number = 0,
    std::string_view name = {}, std::string_view state = {})
{
  const detail::handover_header header =
    detail::encode_header({what, number, name, state});
  return std::string(header.begin(), header.end()).append(name).append(state);
}

// Sends one packet with so many descriptors.
void put(packet_socket& socket, const std::string& bytes,
    std::size_t descriptors = 0)
{
  std::vector<unique_descriptor> files;
  for (std::size_t i = 0; i < descriptors; ++i)
    files.push_back(make_file("hostile"));
  send_descriptors(socket, asio::buffer(bytes), files);
}

// The types of the packets that have arrived.
std::string arrived(packet_socket& socket)
{
  std::string result;
  std::vector<char> bytes(70000);
  incoming_ancillary<4> incoming;
  error_code ec;
  for (;;)
  {
    const std::size_t size = receive_message(
        socket, asio::buffer(bytes), incoming, MSG_DONTWAIT, ec);
    if (ec)
      return result;
    if (size > 5)
      result += std::to_string(static_cast<int>(bytes[5])) + " ";
  }
}

std::string with(std::string bytes, std::size_t at, char value)
{
  bytes[at] = value;
  return bytes;
}

struct pair : no_leaks
{
  asio::io_context context;
  connected control{context};
  server old{context};
  error_code ec;
};

// What no side accepts as its first packet.
std::vector<std::string> malformed_packets()
{
  const std::string hello = bytes_of(type::hello, 1);
  return {"", "x", hello.substr(0, 15), hello + "y",
    with(hello, 0, 'X'), with(hello, 5, 0), with(hello, 5, 12),
    with(hello, 6, 1), with(hello, 13, 1), with(hello, 15, '\xff'),
    bytes_of(type::ready, 1), bytes_of(type::taken, 1),
    bytes_of(type::session, 0, std::string("a\0b", 3)),
    bytes_of(type::listener, 0, std::string(256, 'n')),
    bytes_of(type::listener, 0, "n", "state"),
    bytes_of(type::session, 0, "n", std::string(65537, 's')),
    bytes_of(type::ack, 0, "name"), bytes_of(type::running),
    std::string(100000, 'x')};
}

} // namespace

BOOST_AUTO_TEST_SUITE(handover_hostile)

// A packet of the wrong form ends each call of the predecessor at once, and the
// successor learns of it.
BOOST_FIXTURE_TEST_CASE(malformed_packets_end_calls_of_the_predecessor, pair)
{
  for (const std::string& bytes : malformed_packets())
  {
    if (bytes == bytes_of(type::running))
      continue; // await_successor accepts it
    for (int call = 0; call < 3; ++call)
    {
      connected other(context);
      put(other.b, bytes);
      if (call == 0)
        offer_handover(other.a, old.offer, deadline, ec);
      else if (call == 1)
        commit_handover(other.a, old.offer, deadline, ec);
      else
        await_successor(other.a, deadline, ec);
      BOOST_TEST(ec == seqpacket_errc::handover_malformed);
      BOOST_TEST(arrived(other.b) == (call == 1 ? "6 10 " : "10 "));
    }
  }
}

// The same of the successor, and of each place in the protocol.
BOOST_FIXTURE_TEST_CASE(malformed_packets_end_calls_of_the_successor, pair)
{
  for (const std::string& bytes : malformed_packets())
  {
    connected first(context);
    put(first.a, bytes);
    BOOST_TEST(receive_handover(first.b, deadline, ec).empty());
    BOOST_TEST(ec == seqpacket_errc::handover_malformed);
    BOOST_TEST(arrived(first.a) == "1 10 ");

    connected second(context);
    put(second.a, bytes_of(type::offered, 0));
    put(second.a, bytes);
    BOOST_TEST(take_over(second.b, deadline, ec).empty());
    BOOST_TEST(ec == seqpacket_errc::handover_malformed);
    BOOST_TEST(arrived(second.a) == "5 10 ");
  }
}

// Packets in the wrong order, with the wrong number, or with the wrong number of
// descriptors.
BOOST_FIXTURE_TEST_CASE(wrong_order_is_malformed, pair)
{
  const std::string offer = bytes_of(type::offer, 1);
  const std::string listener = bytes_of(type::listener, 0, "n");
  const std::vector<std::vector<std::pair<std::string, std::size_t>>> all = {
    {{listener, 1}},
    {{offer, 1}},
    {{offer, 0}, {listener, 0}},
    {{offer, 0}, {listener, 2}},
    {{offer, 0}, {listener, 3}},
    {{offer, 0}, {bytes_of(type::listener, 1, "n"), 1}},
    {{offer, 0}, {bytes_of(type::session, 0, "n"), 1}},
    {{offer, 0}, {offer, 0}},
    {{offer, 0}, {bytes_of(type::offered, 1), 0}},
    {{offer, 0}, {listener, 1}, {listener, 1}},
    {{offer, 0}, {listener, 1}, {bytes_of(type::offered, 2), 0}},
    {{bytes_of(type::offer, 65536), 0}},
    {{bytes_of(type::offer, 0), 0}, {listener, 1}}};
  for (const auto& packets : all)
  {
    connected other(context);
    for (const auto& [bytes, descriptors] : packets)
      put(other.a, bytes, descriptors);
    BOOST_TEST(receive_handover(other.b, deadline, ec).empty());
    BOOST_TEST(ec == seqpacket_errc::handover_malformed);
  }

  const std::string session = bytes_of(type::session, 0, "n", "s");
  const std::vector<std::vector<std::pair<std::string, std::size_t>>> more = {
    {{session, 0}},
    {{session, 2}},
    {{bytes_of(type::session, 1, "n", "s"), 1}},
    {{bytes_of(type::commit, 1), 0}},
    {{bytes_of(type::commit, 0), 1}},
    {{session, 1}, {bytes_of(type::commit, 2), 0}},
    {{session, 1}, {session, 1}},
    {{bytes_of(type::offered), 0}}};
  for (const auto& packets : more)
  {
    connected other(context);
    put(other.a, bytes_of(type::offered));
    for (const auto& [bytes, descriptors] : packets)
      put(other.a, bytes, descriptors);
    BOOST_TEST(take_over(other.b, deadline, ec).empty());
    BOOST_TEST(ec == seqpacket_errc::handover_malformed);
  }
}

// TAKEN before COMMIT commits nothing.
BOOST_FIXTURE_TEST_CASE(taken_too_early_is_malformed, pair)
{
  put(control.b, bytes_of(type::taken));
  commit_handover(control.a, old.offer, deadline, ec);
  BOOST_TEST(ec == seqpacket_errc::handover_malformed);

  connected other(context);
  put(other.b, bytes_of(type::ack, 0));
  put(other.b, bytes_of(type::ack, 2));
  commit_handover(other.a, old.offer, deadline, ec);
  BOOST_TEST(ec == seqpacket_errc::handover_malformed);
}

// A successor that knows no version is refused before anything is offered, and
// each side learns why.
BOOST_FIXTURE_TEST_CASE(unknown_versions_are_refused, pair)
{
  put(control.b, bytes_of(type::hello, 0));
  offer_handover(control.a, old.offer, deadline, ec);
  BOOST_TEST(ec == seqpacket_errc::handover_version);
  receive_handover(control.b, deadline, ec);
  BOOST_TEST(ec == seqpacket_errc::handover_version);

  connected other(context);
  put(other.a, with(bytes_of(type::offer, 0), 4, 2));
  receive_handover(other.b, deadline, ec);
  BOOST_TEST(ec == seqpacket_errc::handover_version);
  BOOST_TEST(arrived(other.a) == "1 10 ");
}

// A later version is offered what this one knows.
BOOST_FIXTURE_TEST_CASE(a_later_version_is_welcome, pair)
{
  put(control.b, bytes_of(type::hello, 7));
  offer_handover(control.a, handover_offer(), soon, ec);
  BOOST_TEST(ec == asio::error::timed_out);
  BOOST_TEST(arrived(control.b) == "2 11 10 ");
}

// A side that says nothing is waited for until the deadline.
BOOST_FIXTURE_TEST_CASE(silence_ends_with_the_deadline, pair)
{
  offer_handover(control.a, old.offer, soon, ec);
  BOOST_TEST(ec == asio::error::timed_out);
  receive_handover(control.b, soon, ec);
  BOOST_TEST(ec == seqpacket_errc::handover_refused);

  connected second(context);
  receive_handover(second.b, soon, ec);
  BOOST_TEST(ec == asio::error::timed_out);
  offer_handover(second.a, old.offer, soon, ec);
  BOOST_TEST((ec == seqpacket_errc::handover_refused
        || ec == seqpacket_errc::successor_lost));

  connected third(context);
  commit_handover(third.a, old.offer, soon, ec);
  BOOST_TEST(ec == asio::error::timed_out);
  BOOST_TEST(arrived(third.b) == "6 10 ");

  connected fourth(context);
  put(fourth.a, bytes_of(type::offered));
  take_over(fourth.b, soon, ec);
  BOOST_TEST(ec == asio::error::timed_out);
  BOOST_TEST(arrived(fourth.a) == "5 10 ");

  connected fifth(context);
  await_successor(fifth.a, soon, ec);
  BOOST_TEST(ec == asio::error::timed_out);
  confirm_handover(fifth.b, ec);
  BOOST_TEST(ec == seqpacket_errc::handover_refused);
}

// The same with operations: their timer ends them.
BOOST_FIXTURE_TEST_CASE(silence_ends_operations_with_the_deadline, pair)
{
  connected others[4] = {
    connected(context), connected(context), connected(context),
    connected(context)};
  put(others[2].a, bytes_of(type::offered));
  int ended = 0;
  const auto expect_timeout = [&](error_code error, auto&&...)
      {
        BOOST_TEST(error == asio::error::timed_out);
        ++ended;
      };
  async_offer_handover(control.a, old.offer, soon, expect_timeout);
  async_commit_handover(others[0].a, old.offer, soon, expect_timeout);
  async_receive_handover(others[1].b, soon, expect_timeout);
  async_take_over(others[2].b, soon, expect_timeout);
  async_await_successor(others[3].a, soon, expect_timeout);
  run(context);
  BOOST_TEST(ended == 5);
  BOOST_TEST(arrived(control.b) == "10 ");
  BOOST_TEST(arrived(others[0].b) == "6 10 ");
  BOOST_TEST(arrived(others[1].a) == "1 10 ");
  BOOST_TEST(arrived(others[2].a) == "5 10 ");
  BOOST_TEST(arrived(others[3].b) == "10 ");
}

// TAKEN is in the queue when the predecessor gives up: it is committed. RUNNING
// after it is still there for the next call.
BOOST_FIXTURE_TEST_CASE(taken_in_the_queue_commits, pair)
{
  for (const bool has_running : {false, true})
  {
    connected other(context);
    put(other.b, bytes_of(type::ack, 0));
    put(other.b, bytes_of(type::ack, 1));
    // The next packet is wrong, but the queue has TAKEN after it.
    put(other.b, bytes_of(type::ack, 5));
    put(other.b, bytes_of(type::taken));
    if (has_running)
      put(other.b, bytes_of(type::running));
    commit_handover(other.a, old.offer, deadline, ec);
    BOOST_TEST(!ec);
    await_successor(other.a, deadline, ec);
    BOOST_TEST(ec == (has_running ? error_code()
          : error_code(seqpacket_errc::successor_lost)));
  }
}

// After the predecessor has given up the kernel takes nothing from the
// successor.
BOOST_FIXTURE_TEST_CASE(nothing_can_be_taken_after_giving_up, pair)
{
  commit_handover(control.a, old.offer, soon, ec);
  BOOST_TEST(ec == asio::error::timed_out);
  const std::string taken = bytes_of(type::taken);
  send_message(control.b, asio::buffer(taken), no_ancillary, ec);
  BOOST_TEST(ec == asio::error::broken_pipe);
}

// A predecessor that lives and closes the connection has refused. Before it has
// offered anything, nobody needs to know whether it lives.
BOOST_FIXTURE_TEST_CASE(closing_is_no_death, pair)
{
  put(control.a, bytes_of(type::offer, 1));
  put(control.a, bytes_of(type::listener, 0, "n"), 1);
  control.a.close();
  BOOST_TEST(receive_handover(control.b, soon, ec).empty());
  BOOST_TEST(ec == seqpacket_errc::handover_refused);

  connected second(context);
  second.a.close();
  BOOST_TEST(receive_handover(second.b, deadline, ec).empty());
  BOOST_TEST(ec == seqpacket_errc::handover_refused);

  // The same of an operation: it waits for the death until the deadline.
  connected third(context);
  third.b.set_option(pass_credentials(true));
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
  third.b.set_option(pass_pidfd(true), ec);
#endif
  put(third.a, bytes_of(type::offered));
  third.a.close();
  bool called = false;
  async_take_over(third.b, soon, [&](error_code error, sessions)
      {
        BOOST_TEST(error == seqpacket_errc::handover_refused);
        called = true;
      });
  run(context);
  BOOST_TEST(called);
}

// A process that dies closes the connection first. The successor waits until the
// process has ended, and then serves.
BOOST_FIXTURE_TEST_CASE(the_end_of_a_process_is_waited_for, pair)
{
  control.b.set_option(pass_credentials(true));
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
  control.b.set_option(pass_pidfd(true), ec);
#endif
  int ends[2];
  BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  const unique_descriptor reader(ends[0]);
  unique_descriptor writer(ends[1]);
  child_process predecessor([&]
      {
        put(control.a, bytes_of(type::offered));
        writer.reset();
        ::close(control.a.native_handle());
        char byte;
        return static_cast<int>(::read(reader.native_handle(), &byte, 1));
      });
  control.a.close();
  ::pollfd hung_up = {control.b.native_handle(), 0, 0};
  BOOST_REQUIRE(::poll(&hung_up, 1, 20000) == 1);

  bool called = false;
  async_take_over(control.b, deadline, [&](error_code error, sessions)
      {
        BOOST_TEST(error == seqpacket_errc::predecessor_lost);
        called = true;
      });
  context.poll();
  BOOST_TEST(!called);
  writer.reset();
  run(context);
  BOOST_TEST(called);
}

// A successor that closes is gone.
BOOST_FIXTURE_TEST_CASE(a_successor_that_closes_is_lost, pair)
{
  control.b.close();
  offer_handover(control.a, old.offer, deadline, ec);
  BOOST_TEST(ec == seqpacket_errc::successor_lost);
  connected second(context);
  second.b.close();
  commit_handover(second.a, old.offer, deadline, ec);
  BOOST_TEST(ec == seqpacket_errc::successor_lost);
  connected third(context);
  third.b.close();
  await_successor(third.a, deadline, ec);
  BOOST_TEST(ec == seqpacket_errc::successor_lost);
  connected fourth(context);
  fourth.a.close();
  confirm_handover(fourth.b, ec);
  BOOST_TEST(!ec);
}

// A socket that was closed, or closed and opened again, is not sent.
BOOST_FIXTURE_TEST_CASE(another_file_is_not_handed_over, pair)
{
  for (const bool is_open : {false, true})
  {
    server fresh(context);
    connected other(context);
    const int number = fresh.first.native_handle();
    fresh.first.close();
    const unique_descriptor taker(is_open
        ? ::fcntl(fresh.second.native_handle(), F_DUPFD_CLOEXEC, number) : -1);
    BOOST_TEST(is_open == (taker.native_handle() == number));
    put(other.b, bytes_of(type::hello, 1));
    offer_handover(other.a, fresh.offer, deadline, ec);
    BOOST_TEST(ec == asio::error::bad_descriptor);
    BOOST_TEST(arrived(other.b) == "2 10 ");
  }
}

// A socket that is no seq_packet socket, or no socket, is refused at once.
BOOST_FIXTURE_TEST_CASE(other_kinds_of_sockets_are_refused, pair)
{
  int ends[2];
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
        ends) == 0);
  const unique_descriptor a(ends[0]);
  const unique_descriptor b(ends[1]);
  native_socket stream(a.native_handle());
  offer_handover(stream, old.offer, deadline, ec);
  BOOST_TEST(ec == asio::error::operation_not_supported);
  take_over(stream, deadline, ec);
  BOOST_TEST(ec == asio::error::operation_not_supported);
  native_socket none(-1);
  commit_handover(none, old.offer, deadline, ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  packet_socket closed(context);
  confirm_handover(closed, ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  BOOST_CHECK_THROW(confirm_handover(closed), boost::system::system_error);
  BOOST_CHECK_THROW(receive_handover(closed, deadline),
      boost::system::system_error);
}

// What an offer cannot take is refused, and leaves it as it was.
BOOST_FIXTURE_TEST_CASE(an_offer_checks_its_items, pair)
{
  const auto error_of = [](auto function)
      {
        try
        {
          function();
          return error_code();
        }
        catch (const boost::system::system_error& e)
        {
          return e.code();
        }
      };
  const std::string name(256, 'n');
  acceptor closed(context);
  BOOST_TEST(error_of([&] { old.offer.add_listener(name, old.first); })
      == asio::error::invalid_argument);
  BOOST_TEST(error_of([&]
        { old.offer.add_listener(std::string_view("a\0b", 3), old.first); })
      == asio::error::invalid_argument);
  BOOST_TEST(error_of([&] { old.offer.add_listener("n", closed); })
      == asio::error::bad_descriptor);
  const std::string state(65537, 's');
  BOOST_TEST(error_of([&]
        { old.offer.add_session("n", old.one.a, asio::buffer(state)); })
      == asio::error::message_size);
  BOOST_TEST(old.offer.listeners() == 2u);
  BOOST_TEST(old.offer.sessions() == 2u);
  old.offer.clear();
  BOOST_TEST(old.offer.listeners() == 0u);
  BOOST_TEST(old.offer.sessions() == 0u);
}

#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)

// A socket that has never been connected is no sign that the other side is
// dead: a successor that took it for one would serve.
BOOST_FIXTURE_TEST_CASE(an_unconnected_socket_is_not_a_death, pair)
{
  packet_socket fresh(context, protocol());
  const auto check = [&]
      {
        BOOST_TEST(ec == asio::error::not_connected);
        ec.clear();
      };
  offer_handover(fresh, old.offer, soon, ec);
  check();
  commit_handover(fresh, old.offer, soon, ec);
  check();
  await_successor(fresh, soon, ec);
  check();
  BOOST_TEST(receive_handover(fresh, soon, ec).empty());
  check();
  BOOST_TEST(take_over(fresh, soon, ec).empty());
  check();
  confirm_handover(fresh, ec);
  check();
}

// A connection whose other end is closed is one that has been.
BOOST_FIXTURE_TEST_CASE(a_closed_connection_has_been_connected, pair)
{
  connected other(context);
  other.a.close();
  take_over(other.b, soon, ec);
  BOOST_TEST(ec == seqpacket_errc::predecessor_lost);
}

#endif // defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace boost_seqpacket
