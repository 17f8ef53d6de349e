// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An operation belongs to the kernel's socket. What becomes of it when the
// object is destroyed, moved, closed or opened anew while it waits.

#include "kinds.hpp"

#include <atomic>
#include <cerrno>
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <thread>

namespace boost_seqpacket {
namespace test {

// Whether the system refuses to say which socket a number stands for.
inline std::atomic<bool> refuses_cookie{false};
inline std::atomic<bool> refuses_fstat{false};
inline std::atomic<int> refused{0};

} // namespace test
} // namespace boost_seqpacket

extern "C" int getsockopt(int descriptor, int level, int name, void* value,
    ::socklen_t* size) noexcept
{
  using namespace boost_seqpacket::test;
#if defined(SO_COOKIE)
  if (refuses_cookie && level == SOL_SOCKET && name == SO_COOKIE)
  {
    ++refused;
    errno = EPERM;
    return -1;
  }
#endif
  return static_cast<int>(
      ::syscall(SYS_getsockopt, descriptor, level, name, value, size));
}

#if defined(SYS_fstat)

extern "C" int fstat(int descriptor, struct ::stat* status) noexcept
{
  using namespace boost_seqpacket::test;
  if (refuses_fstat)
  {
    ++refused;
    errno = EPERM;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fstat, descriptor, status));
}

#endif // defined(SYS_fstat)

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// While it lives, the system refuses.
class refusing
{
public:
  explicit refusing(bool both)
  {
    refused = 0;
    refuses_cookie = true;
    refuses_fstat = both;
  }

  refusing(const refusing&) = delete;
  refusing& operator=(const refusing&) = delete;

  ~refusing()
  {
    refuses_cookie = false;
    refuses_fstat = false;
  }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_socket_identity, no_leaks)

// The plain case, against which the others are held.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_socket_that_stays_gets_what_it_waits_for,
    Kind, kinds)
{
  asio::io_context context;
  Kind kind(context.get_executor());
  ended result;
  start_waiting(context, kind, result.handler());
  BOOST_TEST(result.calls == 0);
  kind.make_ready();
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
  BOOST_TEST(kind.has_succeeded());
}

// A moved socket is the same socket of the kernel.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_socket_that_is_moved_gets_what_it_waits_for,
    Kind, kinds)
{
  asio::io_context context;
  Kind kind(context.get_executor());
  ended result;
  start_waiting(context, kind, result.handler());
  kind.move();
  kind.make_ready();
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
  BOOST_TEST(kind.has_succeeded());
}

// Also when it has to wait again: two operations are ready, and there is enough
// for one of them.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    two_operations_of_a_moved_socket_get_what_they_wait_for, Kind, kinds)
{
  if constexpr (std::is_base_of<receiving<asio::any_io_executor>, Kind>::value)
  {
    asio::io_context context;
    Kind kind(context.get_executor());
    ended results[2];
    for (ended& result : results)
      start_waiting(context, kind, result.handler());
    kind.move();
    for (int done = 1; done <= 2; ++done)
    {
      kind.make_ready();
      run_until(context,
          [&] { return results[0].calls + results[1].calls == done; });
    }
    run(context);
    BOOST_TEST(kind.has_succeeded());
    for (const ended& result : results)
    {
      BOOST_TEST(result.calls == 1);
      BOOST_TEST(!result.error);
    }
  }
}

// An operation ends with its socket, and nothing of the system is asked any
// more.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_socket_that_is_destroyed_ends_its_operation,
    Kind, kinds)
{
  asio::io_context context;
  Kind kind(context.get_executor());
  ended result;
  start_waiting(context, kind, result.handler());
  kind.destroy();
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(result.error == asio::error::operation_aborted);
}

// The same at the last moment, when the socket is ready.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    a_socket_that_is_destroyed_between_readiness_and_resumption, Kind, kinds)
{
  between_readiness_and_resumption<Kind> at;
  at.kind.destroy();
  at.resume();
  const ended& result = at.result;
  BOOST_TEST(result.calls == 1);
  // Asio's own operation was done before.
  if (is_asios_own<Kind>::value)
    BOOST_TEST(!result.error);
  else
    BOOST_TEST(result.error == asio::error::operation_aborted);
}

// What comes to a new socket that has the old one's number is not for an
// operation that began on the old one.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_socket_that_is_opened_anew_is_left_alone,
    Kind, kinds)
{
  asio::io_context context;
  Kind kind(context.get_executor());
  ended result;
  start_waiting(context, kind, result.handler());
  kind.reopen();
  kind.make_ready();
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(result.error == asio::error::operation_aborted);
  BOOST_TEST(kind.is_untouched());
}

namespace {

template <typename Kind>
error_code reopen_before_resumption(bool& untouched)
{
  between_readiness_and_resumption<Kind> at;
  at.kind.reopen();
  at.kind.make_ready();
  at.resume();
  BOOST_TEST(at.result.calls == 1);
  untouched = at.kind.is_untouched();
  return at.result.error;
}

// Asio's own operations are done in the reactor, and never come to this point.
template <typename Kind>
constexpr bool resumes = !is_asios_own<Kind>::value;

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(
    a_socket_that_is_opened_anew_before_the_resumption_is_left_alone,
    Kind, kinds)
{
  if (!resumes<Kind>)
    return;
  bool untouched = false;
  const error_code ec =
    reopen_before_resumption<Kind>(untouched);
  BOOST_TEST(ec == asio::error::operation_aborted);
  BOOST_TEST(untouched);
}

#if defined(SO_COOKIE) && defined(SYS_fstat)

// Where a filter of system calls refuses the number that the kernel gives its
// sockets, device and inode tell them apart.
BOOST_AUTO_TEST_CASE_TEMPLATE(without_a_cookie_the_inode_tells_sockets_apart,
    Kind, kinds)
{
  if (!resumes<Kind>)
    return;
  bool untouched = false;
  const refusing filter(false);
  const error_code ec =
    reopen_before_resumption<Kind>(untouched);
  BOOST_TEST(ec == asio::error::operation_aborted);
  BOOST_TEST(untouched);
  BOOST_TEST(refused > 0);
}

// Where that is refused as well, no operation takes what may belong to another
// socket: it ends with the error of the system.
BOOST_AUTO_TEST_CASE_TEMPLATE(without_an_inode_no_other_socket_is_touched,
    Kind, kinds)
{
  if (!resumes<Kind>)
    return;
  bool untouched = false;
  const refusing filter(true);
  const error_code ec =
    reopen_before_resumption<Kind>(untouched);
  BOOST_TEST(ec == boost::system::errc::operation_not_permitted);
  BOOST_TEST(untouched);
  BOOST_TEST(refused > 1);
}

// A filter that is installed while an operation waits hides which socket the
// number means. The operation reports that, and what it waited for is left.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_later_filter_ends_the_wait_with_its_error,
    Kind, kinds)
{
  if (!resumes<Kind>)
    return;
  asio::io_context context;
  Kind kind(context.get_executor());
  ended result;
  start_waiting(context, kind, result.handler());
  const refusing filter(false);
  kind.make_ready();
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(result.error == boost::system::errc::operation_not_permitted);
  BOOST_TEST(!kind.has_succeeded());
}

#endif // defined(SO_COOKIE) && defined(SYS_fstat)

namespace {

// A receive and a send of a session wait. The peer closes, which ends both, and
// the handler that comes first destroys the session.
template <typename Receive, typename Send>
void end_session_in_handler(Receive receive, Send send)
{
  asio::io_context context;
  packet_socket peer(context);
  auto session = std::make_unique<packet_socket>(context);
  asio::local::connect_pair(*session, peer);
  fill_queue(*session);
  int calls = 0;
  const auto handler = [&](const error_code&, auto&&...)
      {
        ++calls;
        session.reset();
      };
  receive(*session, handler);
  send(*session, handler);
  context.poll();
  BOOST_TEST(calls == 0);
  peer.close();
  run(context);
  BOOST_TEST(calls == 2);
}

// Ways to receive, each with all ways to send.
template <typename Receive>
void end_sessions_in_handler(Receive receive)
{
  const auto with = [&](auto send) { end_session_in_handler(receive, send); };
  outgoing_ancillary<1> outgoing;
  std::vector<outgoing_message<1>> messages(1);
  with([](packet_socket& s, auto handler)
      {
        async_send_message(s, text("y"), handler);
      });
  with([&](packet_socket& s, auto handler)
      {
        async_send_message(s, text("y"), outgoing, handler);
      });
  with([](packet_socket& s, auto handler)
      {
        async_send_descriptors(s, text("y"), {s.native_handle()}, handler);
      });
  with([&](packet_socket& s, auto handler)
      {
        async_send_messages(s, messages, handler);
      });
}

} // namespace

// A program that keeps its sessions in a map erases one in the handler that
// sees its end. The other operation of the session is still under way.
BOOST_AUTO_TEST_CASE(a_handler_may_destroy_the_socket_of_other_operations)
{
  char bytes[8];
  std::string content;
  incoming_ancillary<1> incoming;
  std::vector<incoming_message<1>> messages(2);
  end_sessions_in_handler([&](packet_socket& s, auto handler)
      {
        async_receive_message(s, asio::buffer(bytes), handler);
      });
  end_sessions_in_handler([&](packet_socket& s, auto handler)
      {
        async_receive_message(s, asio::buffer(bytes), incoming, handler);
      });
  end_sessions_in_handler([&](packet_socket& s, auto handler)
      {
        async_receive_message(
            s, asio::dynamic_buffer(content), incoming, handler);
      });
  end_sessions_in_handler([&](packet_socket& s, auto handler)
      {
        async_receive_descriptors<1>(s, asio::buffer(bytes), handler);
      });
  end_sessions_in_handler([&](packet_socket& s, auto handler)
      {
        async_receive_messages(s, messages, handler);
      });
}

// Two connections come at once, and the handler of the first one gives up to
// listen: the other accept ends.
BOOST_AUTO_TEST_CASE(a_handler_may_destroy_the_acceptor_of_another_accept)
{
  asio::io_context context;
  auto listener = std::make_unique<acceptor>(context);
  boost_seqpacket::open(*listener);
  listener->bind(endpoint());
  listener->listen(2);
  packet_socket clients[2] = {packet_socket(context), packet_socket(context)};
  int accepted = 0;
  int aborted = 0;
  for (int i = 0; i < 2; ++i)
    async_accept(*listener, [&](const error_code& ec, packet_socket)
        {
          ++(ec == asio::error::operation_aborted ? aborted : accepted);
          listener.reset();
        });
  context.poll();
  const endpoint where = listener->local_endpoint();
  for (packet_socket& client : clients)
    boost_seqpacket::connect(client, where);
  run(context);
  BOOST_TEST(accepted == 1);
  BOOST_TEST(aborted == 1);
}

#if defined(CLONE_FILES)

// A thread may have a table of descriptors of its own, with another file under
// the number of the socket. An operation that goes on there takes nothing.
BOOST_AUTO_TEST_CASE(another_table_of_descriptors_ends_an_operation)
{
  asio::io_context context;
  connected sockets(context);
  char bytes[8];
  incoming_ancillary<1> incoming;
  ended result;
  async_receive_message(
      sockets.b, asio::buffer(bytes), incoming, result.handler());
  context.poll();
  send_message(sockets.a, text("x"), no_ancillary);
  bool has_own_table = false;
  std::thread([&]
      {
        has_own_table = ::unshare(CLONE_FILES) == 0;
        const unique_descriptor other = make_file("other");
        if (has_own_table)
          ::dup2(other.native_handle(), sockets.b.native_handle());
        context.restart();
        context.run_for(deadline);
      }).join();
  BOOST_TEST(result.calls == 1);
  if (has_own_table)
  {
    BOOST_TEST(result.error == asio::error::operation_aborted);
    BOOST_TEST(receive_message(
          sockets.b, asio::buffer(bytes), incoming, MSG_DONTWAIT) == 1u);
  }
}

#endif // defined(CLONE_FILES)

BOOST_AUTO_TEST_SUITE_END()
