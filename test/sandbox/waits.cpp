// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Where poll is impossible, because nothing may be opened (RLIMIT_NOFILE of 0),
// or a filter refuses it, the synchronous functions wait and pause all the same.
//
// A program of its own: it stands in for select, to let come what a function waits
// for at the moment when it waits.

#include "test.hpp"

#include "directory.hpp"
#include "filter.hpp"
#include "forms.hpp"
#include "process.hpp"
#include "raw_listener.hpp"

#include <functional>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <thread>

namespace boost_seqpacket {
namespace test {

// Called when a function begins to wait without end, or to pause.
inline std::function<void()> on_wait;
inline int waits = 0;

} // namespace test
} // namespace boost_seqpacket

extern "C" int select(int count, ::fd_set* readable, ::fd_set* writable,
    ::fd_set* other, ::timeval* time)
{
  using namespace boost_seqpacket::test;
  if ((!time || count == 0) && on_wait)
  {
    ++waits;
    on_wait();
  }
  ::timespec left = {};
  if (time)
    left = {time->tv_sec, time->tv_usec * 1000};
  return static_cast<int>(::syscall(SYS_pselect6, count, readable, writable,
        other, time ? &left : nullptr, nullptr));
}

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Calls the function where nothing may be opened. It waits once, and `let_come`
// runs then.
template <typename Function>
void wait_once(const std::function<void()>& let_come, Function function)
{
  waits = 0;
  on_wait = [&]
      {
        on_wait = nullptr;
        let_come();
      };
  without_descriptors(function);
  on_wait = nullptr;
  BOOST_TEST(waits == 1);
}

// Calls the function in a thread that may not call poll. It pauses once, and
// `let_come` runs then.
template <typename Function>
void pause_once(int error, const std::function<void()>& let_come,
    Function function)
{
  waits = 0;
  on_wait = [&]
      {
        on_wait = nullptr;
        let_come();
      };
  bool is_filtered = false;
  std::thread filtered([&]
      {
        is_filtered = refuse(calls_of("poll"), error);
        if (is_filtered)
          function();
      });
  filtered.join();
  on_wait = nullptr;
  BOOST_TEST(is_filtered);
  BOOST_TEST(waits == 1);
}

// All that is in a queue.
std::size_t take_all(int descriptor)
{
  char byte;
  std::size_t count = 0;
  while (::recv(descriptor, &byte, 1, MSG_DONTWAIT) >= 0)
    ++count;
  return count;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_waits, no_leaks,
    *boost::unit_test::timeout(90))

BOOST_AUTO_TEST_CASE_TEMPLATE(a_receive_waits, Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const auto send = [&] { ::send(sockets.a.native_handle(), "hello", 5, 0); };
  char bytes[8];
  const auto buffer = asio::buffer(bytes);
  error_code ec;
  std::size_t size = 0;
  incoming_ancillary<1> ancillary;
  wait_once(send,
      [&] { size = receive_message(sockets.b, buffer, ancillary, ec); });
  BOOST_TEST(!ec);
  BOOST_TEST(size == 5);
  wait_once(send, [&] { size = receive_message(sockets.b, buffer, ec); });
  BOOST_TEST(!ec);
  BOOST_TEST(size == 5);
  wait_once(send, [&] { size = std::get<0>(
        receive_descriptors<0>(sockets.b, buffer, ec)); });
  BOOST_TEST(!ec);
  BOOST_TEST(size == 5);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(other_receives_wait, Socket, packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const auto send = [&] { ::send(sockets.a.native_handle(), "hello", 5, 0); };
  error_code ec;
  std::size_t size = 0;
  std::string contents;
  wait_once(send, [&] { size = receive_message(
        sockets.b, asio::dynamic_buffer(contents), ec); });
  BOOST_TEST(!ec);
  BOOST_TEST(contents == "hello");
  wait_once(send, [&] { size = discard_message(sockets.b, ec); });
  BOOST_TEST(!ec);
  char bytes[8];
  std::array<incoming_message<0>, 2> batch;
  for (auto& message : batch)
    message.buffers = asio::buffer(bytes);
  wait_once(send,
      [&] { size = receive_messages(sockets.b, batch, ec); });
  BOOST_TEST(!ec);
  BOOST_TEST(size == 1);
}

BOOST_AUTO_TEST_CASE(a_send_waits_for_room)
{
  asio::io_context context;
  connected sockets(context);
  const std::size_t queued = fill_queue(sockets.a);
  const auto make_room = [&]
      {
        char byte;
        for (std::size_t i = 0; i < queued; ++i)
          ::recv(sockets.b.native_handle(), &byte, 1, 0);
      };
  error_code ec;
  std::size_t size = 0;
  wait_once(make_room,
      [&] { size = send_message(sockets.a, text("last"), ec); });
  BOOST_TEST(!ec);
  BOOST_TEST(size == 4);
  BOOST_TEST(are_connected(sockets.b, sockets.a));
}

// An error of the kernel ends the wait as well.
BOOST_AUTO_TEST_CASE(the_end_of_file_ends_a_wait)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[8];
  error_code ec;
  wait_once([&] { sockets.a.close(); },
      [&] { receive_message(sockets.b, asio::buffer(bytes), ec); });
  BOOST_TEST(ec == asio::error::eof);
}

// select has no answer about a number that is beyond its sets.
BOOST_AUTO_TEST_CASE(a_number_beyond_select_reports_the_error_of_poll)
{
  ::rlimit limit;
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur <= FD_SETSIZE + 1)
  {
    limit.rlim_cur = FD_SETSIZE + 2;
    BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
  }
  asio::io_context context;
  connected sockets(context);
  const int high = ::fcntl(
      sockets.b.native_handle(), F_DUPFD_CLOEXEC, FD_SETSIZE);
  BOOST_REQUIRE(high >= FD_SETSIZE);
  packet_socket receiver(context);
  receiver.assign(protocol(), high);
  ::rlimit none = limit;
  none.rlim_cur = 0;
  ::setrlimit(RLIMIT_NOFILE, &none);
  char bytes[8];
  error_code ec;
  receive_message(receiver, asio::buffer(bytes), ec);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  BOOST_TEST(ec == asio::error::invalid_argument);
}

// A connect pauses while the backlog is full, and connects when there is room. The
// mode is that which Asio's asynchronous operations leave.
BOOST_AUTO_TEST_CASE(a_connect_pauses_where_a_filter_refuses_poll,
    *boost::unit_test::precondition(needs_filters))
{
  for (const int error : {ENOSYS, EPERM})
  {
    asio::io_context context;
    const raw_listener listener(0);
    const unique_descriptor filler = raw_listener::connect();
    packet_socket client(context);
    boost_seqpacket::open(client);
    client.native_non_blocking(true);
    error_code ec;
    pause_once(error,
        [&] { raw_listener::accept(listener.native_handle()); },
        [&] { boost_seqpacket::connect(client, raw_listener::where(), ec); });
    BOOST_TEST(!ec);
    const unique_descriptor peer =
      raw_listener::accept(listener.native_handle());
    BOOST_TEST(are_connected(client.native_handle(), peer.native_handle()));
  }
}

// A datagram to an address pauses while the queue there is full, and is sent when
// there is room: alone and in a batch.
BOOST_AUTO_TEST_CASE(a_datagram_pauses_where_a_filter_refuses_poll,
    *boost::unit_test::precondition(needs_filters))
{
  asio::io_context context;
  using endpoint_type = datagram_socket::endpoint_type;
  datagram_socket server(context, endpoint_type());
  datagram_socket client(context, endpoint_type());
  const endpoint_type address = server.local_endpoint();
  const auto fill = [&]
      {
        error_code ec;
        while (!ec)
          send_message_to(client, text("x"), address, MSG_DONTWAIT, ec);
        BOOST_TEST(ec == asio::error::would_block);
      };
  const auto make_room = [&] { take_all(server.native_handle()); };
  std::array<outgoing_datagram<0>, 2> batch;
  for (auto& message : batch)
  {
    message.buffers = text("y");
    message.destination = address;
  }
  for (const int error : {ENOSYS, EPERM})
  {
    error_code ec;
    std::size_t size = 0;
    fill();
    pause_once(error, make_room,
        [&] { size = send_message_to(client, text("last"), address, ec); });
    BOOST_TEST(!ec);
    BOOST_TEST(size == 4u);
    BOOST_TEST(take_all(server.native_handle()) == 1u);

    fill();
    pause_once(error, make_room,
        [&] { size = send_messages(client, batch, ec); });
    BOOST_TEST(!ec);
    BOOST_TEST(size == 2u);
    BOOST_TEST(take_all(server.native_handle()) == 2u);
  }
}

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

// bind_path pauses while another process has the lock of the path.
BOOST_AUTO_TEST_CASE(a_wait_for_a_lock_pauses_where_a_filter_refuses_poll,
    *boost::unit_test::precondition(needs_filters))
{
  for (const int error : {ENOSYS, EPERM})
  {
    const temporary_directory directory;
    const std::string path = directory / "socket";
    unique_descriptor lock(::open((path + ".lock").c_str(),
            O_CREAT | O_RDWR | O_CLOEXEC, 0600));
    BOOST_REQUIRE(::flock(lock.native_handle(), LOCK_EX | LOCK_NB) == 0);
    asio::io_context context;
    acceptor server(context);
    bound_path bound;
    error_code ec;
    pause_once(error, [&] { lock.reset(); },
        [&] { bound = bind_path(server, path, ec); });
    BOOST_TEST(!ec);
    BOOST_TEST(bound.path() == path);
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

// A filter that refuses select as well leaves nothing to pause with: the error of
// poll is reported, and nothing is sent.
BOOST_AUTO_TEST_CASE(without_select_a_pause_reports_the_error_of_poll,
    *boost::unit_test::precondition(needs_filters))
{
  asio::io_context context;
  using endpoint_type = datagram_socket::endpoint_type;
  datagram_socket server(context, endpoint_type());
  datagram_socket client(context, endpoint_type());
  const endpoint_type address = server.local_endpoint();
  std::size_t queued = 0;
  error_code ec;
  for (; !ec; ++queued)
    send_message_to(client, text("x"), address, MSG_DONTWAIT, ec);
  bool is_filtered = false;
  std::thread filtered([&]
      {
        is_filtered = refuse(calls_of("select"), ENOSYS)
          && refuse(calls_of("poll"), EPERM);
        send_message_to(client, text("last"), address, ec);
      });
  filtered.join();
  BOOST_TEST(is_filtered);
  BOOST_TEST(ec == asio::error::no_permission);
  BOOST_TEST(take_all(server.native_handle()) == queued - 1);
}

BOOST_AUTO_TEST_SUITE_END()
