// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Sockets that no child inherits, and connections that are connections.

#include "test.hpp"

#include "features.hpp"
#include "forms.hpp"
#include "process.hpp"
#include "tracking_executor.hpp"

#include <atomic>
#include <csignal>
#include <future>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Stands in for connect(2): counts those that found a full backlog, and gives
// an error instead of the next call where a test asks for one.
std::atomic<int> full_backlogs{0};
std::atomic<int> next_error{0};

} // namespace

extern "C" int connect(int descriptor, const ::sockaddr* address,
    ::socklen_t size)
{
  if (const int error = next_error.exchange(0))
  {
    errno = error;
    return -1;
  }
  const int result = static_cast<int>(
      ::syscall(SYS_connect, descriptor, address, size));
  if (result != 0 && errno == EAGAIN)
    ++full_backlogs;
  return result;
}

namespace {

// Stands in for epoll_ctl(2): after so many additions one fails.
int additions_before_error = -1;

} // namespace

extern "C" int epoll_ctl(int epoll, int operation, int descriptor,
    ::epoll_event* event) noexcept
{
  if (operation == EPOLL_CTL_ADD && additions_before_error >= 0
      && additions_before_error-- == 0)
  {
    errno = ENOSPC;
    return -1;
  }
  return static_cast<int>(
      ::syscall(SYS_epoll_ctl, epoll, operation, descriptor, event));
}

namespace {

template <typename Socket>
error_code connect_by(form how, asio::io_context& context, Socket& to_connect,
    const typename Socket::endpoint_type& where)
{
  error_code result;
  if (how == form::throwing)
  {
    try
    {
      boost_seqpacket::connect(to_connect, where);
    }
    catch (const boost::system::system_error& e)
    {
      result = e.code();
    }
  }
  else if (how == form::error_code)
  {
    result = asio::error::fault;
    boost_seqpacket::connect(to_connect, where, result);
  }
  else
  {
    int calls = 0;
    async_connect(to_connect, where,
        [&](const error_code& ec)
        {
          ++calls;
          result = ec;
        });
    BOOST_TEST(calls == 0);
    run(context);
    BOOST_TEST(calls == 1);
  }
  return result;
}

// A directory that goes with what is in it.
struct directory
{
  directory()
  {
    char name[] = "/tmp/seqpacket-connect-XXXXXX";
    if (::mkdtemp(name) == nullptr)
      throw std::runtime_error("cannot make a directory");
    path = name;
  }

  ~directory()
  {
    for (const char* const file : {"/socket", "/other", "/file"})
      ::unlink((path + file).c_str());
    ::rmdir(path.c_str());
  }

  std::string path;
};

// An acceptor that listens, at a name that the kernel chose.
template <typename Protocol = protocol>
struct listening
{
  explicit listening(asio::io_context& context, int backlog = 16)
    : acceptor(context)
  {
    boost_seqpacket::open(acceptor);
    acceptor.bind(typename Protocol::endpoint());
    acceptor.listen(backlog);
    // A connection that did not come fails the test, and does not stop it.
    acceptor.non_blocking(true);
    where = acceptor.local_endpoint();
  }

  asio::basic_socket_acceptor<Protocol> acceptor;
  typename Protocol::endpoint where;
};

// A backlog that is full: listen(0) leaves room for one.
struct crowded
  : listening<>
{
  explicit crowded(asio::io_context& context)
    : listening<>(context, 0),
      first(context)
  {
    boost_seqpacket::connect(first, where);
    full_backlogs = 0;
  }

  packet_socket first;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(connecting, no_leaks)

// --- open ---------------------------------------------------------------------

// Whatever has a protocol of AF_UNIX can be opened, and no child inherits it.
BOOST_AUTO_TEST_CASE(what_open_opens_is_close_on_exec)
{
  asio::io_context context;
  const auto check = [](auto&& io_object, int type)
      {
        boost_seqpacket::open(io_object);
        BOOST_TEST(is_close_on_exec(io_object.native_handle()));
        int value = 0;
        ::socklen_t size = sizeof(value);
        ::getsockopt(io_object.native_handle(), SOL_SOCKET, SO_DOMAIN,
            &value, &size);
        BOOST_TEST(value == AF_UNIX);
        ::getsockopt(io_object.native_handle(), SOL_SOCKET, SO_TYPE,
            &value, &size);
        BOOST_TEST(value == type);
      };
  check(packet_socket(context), SOCK_SEQPACKET);
  check(acceptor(context), SOCK_SEQPACKET);
  check(asio::local::stream_protocol::socket(context), SOCK_STREAM);
  check(asio::local::stream_protocol::acceptor(context), SOCK_STREAM);
  check(asio::local::datagram_protocol::socket(context), SOCK_DGRAM);
  check(asio::generic::seq_packet_protocol::socket(context), SOCK_SEQPACKET);
  check(asio::generic::stream_protocol::socket(context), SOCK_STREAM);
  check(asio::generic::datagram_protocol::socket(context), SOCK_DGRAM);
}

// An open socket is not touched.
BOOST_AUTO_TEST_CASE(open_refuses_what_is_open)
{
  asio::io_context context;
  connected sockets(context);
  const int number = sockets.a.native_handle();
  error_code ec;
  boost_seqpacket::open(sockets.a, ec);
  BOOST_TEST(ec == asio::error::already_open);
  BOOST_CHECK_THROW(
      boost_seqpacket::open(sockets.a), boost::system::system_error);
  BOOST_TEST(sockets.a.native_handle() == number);
  BOOST_TEST(are_connected(sockets.a, sockets.b));
}

// Without a free descriptor the socket stays closed, and says why.
BOOST_AUTO_TEST_CASE(open_at_the_descriptor_limit)
{
  asio::io_context context;
  packet_socket closed(context);
  error_code ec;
  {
    const descriptor_limit limit(0);
    boost_seqpacket::open(closed, ec);
  }
  BOOST_TEST(ec == asio::error::no_descriptors);
  BOOST_TEST(!closed.is_open());
  boost_seqpacket::open(closed, ec);
  BOOST_TEST(!ec);
}

// --- connect_pair ---------------------------------------------------------------

// Both ends are close-on-exec and connected, and may have different executors.
BOOST_AUTO_TEST_CASE(both_ends_of_a_pair)
{
  asio::io_context context;
  asio::io_context other;
  packet_socket a(context);
  asio::basic_seq_packet_socket<protocol, asio::io_context::executor_type> b(
      other.get_executor());
  boost_seqpacket::connect_pair(a, b);
  BOOST_TEST(is_close_on_exec(a.native_handle()));
  BOOST_TEST(is_close_on_exec(b.native_handle()));
  send_message(a, text("ping"), no_ancillary);
  char bytes[8];
  incoming_ancillary<0> incoming;
  BOOST_TEST(receive_message(b, asio::buffer(bytes), incoming) == 4u);

  asio::local::stream_protocol::socket c(context);
  asio::local::stream_protocol::socket d(context);
  boost_seqpacket::connect_pair(c, d);
  BOOST_TEST(are_connected(c, d));
  asio::generic::datagram_protocol::socket e(context);
  asio::generic::datagram_protocol::socket f(context);
  boost_seqpacket::connect_pair(e, f);
  BOOST_TEST(are_connected(e, f));
}

// If one cannot be connected, neither is.
BOOST_AUTO_TEST_CASE(a_pair_that_cannot_be)
{
  asio::io_context context;
  packet_socket closed(context);
  connected sockets(context);
  error_code ec;
  boost_seqpacket::connect_pair(closed, sockets.a, ec);
  BOOST_TEST(ec == asio::error::already_open);
  boost_seqpacket::connect_pair(sockets.a, closed, ec);
  BOOST_TEST(ec == asio::error::already_open);
  BOOST_TEST(!closed.is_open());
  BOOST_TEST(are_connected(sockets.a, sockets.b));

  packet_socket other(context);
  {
    const descriptor_limit limit(1);
    boost_seqpacket::connect_pair(closed, other, ec);
  }
  BOOST_TEST(ec == asio::error::no_descriptors);
  BOOST_TEST(!closed.is_open());
  BOOST_TEST(!other.is_open());
}

#if defined(TEST_HAS_EPOLL)

// The reactor may refuse either of them.
BOOST_AUTO_TEST_CASE(a_pair_that_the_reactor_refuses)
{
  for (const int additions : {0, 1})
  {
    asio::io_context context;
    packet_socket first(context); // the reactor's own descriptors are there
    boost_seqpacket::open(first);
    packet_socket a(context);
    packet_socket b(context);
    error_code ec;
    additions_before_error = additions;
    boost_seqpacket::connect_pair(a, b, ec);
    BOOST_TEST(ec.value() == ENOSPC);
    BOOST_TEST(!a.is_open());
    BOOST_TEST(!b.is_open());
    boost_seqpacket::connect_pair(a, b, ec);
    BOOST_TEST(!ec);
  }
  additions_before_error = -1;
}

#endif // defined(TEST_HAS_EPOLL)

namespace {

// A protocol of the user's own that is not what this library is for.
struct virtual_sockets
{
  using endpoint = asio::generic::basic_endpoint<virtual_sockets>;
  using socket = asio::basic_seq_packet_socket<virtual_sockets>;

  virtual_sockets() = default;
  virtual_sockets(int, int) {}

  int type() const { return SOCK_SEQPACKET; }
  int protocol() const { return 0; }
  int family() const { return AF_VSOCK; }
};

} // namespace

// A protocol class of another family is not taken for AF_UNIX.
BOOST_AUTO_TEST_CASE(protocols_of_other_families)
{
  asio::io_context context;
  virtual_sockets::socket a(context);
  virtual_sockets::socket b(context);
  error_code ec;
  boost_seqpacket::open(a, ec);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  boost_seqpacket::connect_pair(a, b, ec);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  BOOST_TEST(!a.is_open());
}

// --- connect ------------------------------------------------------------------

// A closed socket is opened, close-on-exec, and connected.
BOOST_AUTO_TEST_CASE(connect_opens_a_closed_socket)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      listening<> server(context);
      packet_socket client(context);
      BOOST_TEST(!connect_by(how, context, client, server.where));
      BOOST_TEST(is_close_on_exec(client.native_handle()));
      packet_socket served = boost_seqpacket::accept(server.acceptor);
      BOOST_TEST(are_connected(client, served));
    }
  }
}

// An open socket is used as it is.
BOOST_AUTO_TEST_CASE(connect_uses_an_open_socket)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      listening<> server(context);
      packet_socket client(context);
      boost_seqpacket::open(client);
      const int number = client.native_handle();
      client.bind(endpoint());
      BOOST_TEST(!connect_by(how, context, client, server.where));
      BOOST_TEST(client.native_handle() == number);
      BOOST_TEST(!client.non_blocking());
      packet_socket served = boost_seqpacket::accept(server.acceptor);
      BOOST_TEST(are_connected(client, served));
      BOOST_TEST((served.remote_endpoint() == client.local_endpoint()));
    }
  }
}

// Streams, datagrams and generic sockets connect as well.
BOOST_AUTO_TEST_CASE(other_types_of_sockets)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      listening<asio::local::stream_protocol> streams(context);
      asio::local::stream_protocol::socket client(context);
      BOOST_TEST(!connect_by(how, context, client, streams.where));
      auto served = boost_seqpacket::accept(streams.acceptor);
      BOOST_TEST(are_connected(client, served));

      asio::local::datagram_protocol::socket receiver(context);
      boost_seqpacket::open(receiver);
      receiver.bind(asio::local::datagram_protocol::endpoint());
      asio::local::datagram_protocol::socket sender(context);
      BOOST_TEST(
          !connect_by(how, context, sender, receiver.local_endpoint()));
      BOOST_TEST(are_connected(sender, receiver));

      listening<> packets(context);
      asio::generic::seq_packet_protocol::socket generic(context);
      BOOST_TEST(!connect_by(how, context, generic,
          asio::generic::seq_packet_protocol::endpoint(packets.where)));
      auto accepted = boost_seqpacket::accept(packets.acceptor);
      send_message(generic, text("ping"), no_ancillary);
      char bytes[8];
      incoming_ancillary<0> incoming;
      BOOST_TEST(
          receive_message(accepted, asio::buffer(bytes), incoming) == 4u);
    }
  }
}

// Each mistake has the system's own error. A socket that was closed is closed
// again, one that was open stays open and can be connected afterwards.
BOOST_AUTO_TEST_CASE(each_failure_has_its_error)
{
  namespace errc = boost::system::errc;
  const directory place;
  const std::string stale = place.path + "/socket";
  const std::string file = place.path + "/file";
  asio::io_context context;
  {
    acceptor gone(context);
    boost_seqpacket::open(gone);
    gone.bind(endpoint(stale));
    gone.listen();
  }
  BOOST_REQUIRE(unique_descriptor(::open(file.c_str(),
      O_CREAT | O_RDWR | O_CLOEXEC, 0600)).is_open());
  asio::local::stream_protocol::acceptor streams(context);
  boost_seqpacket::open(streams);
  streams.bind(place.path + "/other");
  streams.listen();
  listening<> server(context);

  const std::string nobody("\0nobody-is-there", 16);
  const std::pair<endpoint, error_code> cases[] = {
    {endpoint(place.path + "/missing"),
      errc::make_error_code(errc::no_such_file_or_directory)},
    {endpoint(place.path + "/missing/socket"),
      errc::make_error_code(errc::no_such_file_or_directory)},
    {endpoint(file + "/socket"),
      errc::make_error_code(errc::not_a_directory)},
    {endpoint(stale), asio::error::connection_refused},
    {endpoint(file), asio::error::connection_refused},
    {endpoint(nobody), asio::error::connection_refused},
    {endpoint(place.path + "/other"),
      errc::make_error_code(errc::wrong_protocol_type)},
    {endpoint(), asio::error::invalid_argument}};
  for (const auto& [where, expected] : cases)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << " " << expected)
      {
        packet_socket closed(context);
        error_code ec = connect_by(how, context, closed, where);
        BOOST_TEST(ec.value() == expected.value());
        BOOST_TEST(!closed.is_open());

        packet_socket opened(context);
        boost_seqpacket::open(opened);
        ec = connect_by(how, context, opened, where);
        BOOST_TEST(ec.value() == expected.value());
        BOOST_TEST(opened.is_open());
        BOOST_TEST(!connect_by(how, context, opened, server.where));
        (void)boost_seqpacket::accept(server.acceptor);
      }
    }
  }
}

// A connected socket, and one that listens, stay what they are.
BOOST_AUTO_TEST_CASE(sockets_that_cannot_connect)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      listening<> server(context);
      connected sockets(context);
      BOOST_TEST(connect_by(how, context, sockets.a, server.where)
          == asio::error::already_connected);
      BOOST_TEST(are_connected(sockets.a, sockets.b));

      packet_socket listener(context);
      boost_seqpacket::open(listener);
      listener.bind(endpoint());
      BOOST_REQUIRE(::listen(listener.native_handle(), 1) == 0);
      BOOST_TEST(connect_by(how, context, listener, server.where)
          == asio::error::invalid_argument);
      BOOST_TEST(listener.is_open());
    }
  }
}

// Endpoints and sockets of other families are told apart before the call.
BOOST_AUTO_TEST_CASE(other_families)
{
  asio::io_context context;
  listening<> server(context);
  const asio::ip::tcp::endpoint internet(
      asio::ip::address_v4::loopback(), 1);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::generic::stream_protocol::socket client(context);
      BOOST_TEST(connect_by(how, context, client,
          asio::generic::stream_protocol::endpoint(internet))
            == asio::error::address_family_not_supported);
      BOOST_TEST(!client.is_open());

      client.open(asio::generic::stream_protocol(AF_INET, IPPROTO_TCP));
      BOOST_TEST(connect_by(how, context, client,
          asio::generic::stream_protocol::endpoint(server.where))
            == asio::error::address_family_not_supported);
      BOOST_TEST(client.is_open());
    }
  }
}

// Whoever may not write to the socket file is not connected.
BOOST_AUTO_TEST_CASE(no_permission,
    *boost::unit_test::precondition(needs_root))
{
  const directory place;
  asio::io_context context;
  acceptor server(context);
  boost_seqpacket::open(server);
  server.bind(endpoint(place.path + "/socket"));
  server.listen();
  BOOST_REQUIRE(::chmod(place.path.c_str(), 0755) == 0);
  BOOST_REQUIRE(::chmod((place.path + "/socket").c_str(), 0600) == 0);
  for (const form how : all_forms)
  {
    child_process stranger(
        [&]
        {
          if (::setgid(65534) != 0 || ::setuid(65534) != 0)
            return 1;
          asio::io_context own;
          packet_socket client(own);
          const error_code ec = connect_by(
              how, own, client, endpoint(place.path + "/socket"));
          return ec == asio::error::access_denied && !client.is_open() ? 0 : 2;
        });
    BOOST_TEST(stranger.wait() == 0);
  }
}

// A call that a signal has interrupted is repeated.
BOOST_AUTO_TEST_CASE(an_interrupted_call_is_repeated)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    listening<> server(context);
    packet_socket client(context);
    next_error = EINTR;
    BOOST_TEST(!connect_by(how, context, client, server.where));
    packet_socket served = boost_seqpacket::accept(server.acceptor);
    BOOST_TEST(are_connected(client, served));
  }
}

// Errors that nobody thought of arrive unchanged, and leave nothing open.
BOOST_AUTO_TEST_CASE(an_unknown_error)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    listening<> server(context);
    packet_socket client(context);
    next_error = ENOMEM;
    BOOST_TEST(connect_by(how, context, client, server.where)
        == asio::error::no_memory);
    BOOST_TEST(!client.is_open());
  }
}

// --- a full backlog -------------------------------------------------------------

// In non-blocking mode the synchronous form says so, and never success.
BOOST_AUTO_TEST_CASE(a_full_backlog_in_non_blocking_mode)
{
  for (const form how : synchronous_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      crowded server(context);
      packet_socket client(context);
      boost_seqpacket::open(client);
      client.non_blocking(true);
      BOOST_TEST(connect_by(how, context, client, server.where)
          == asio::error::would_block);
      BOOST_TEST(full_backlogs == 1);
      BOOST_TEST(client.is_open());
      error_code ec;
      (void)client.remote_endpoint(ec);
      BOOST_TEST(ec == asio::error::not_connected);

      // Nothing is pending: with room the same call connects.
      (void)boost_seqpacket::accept(server.acceptor);
      BOOST_TEST(!connect_by(how, context, client, server.where));
    }
  }
}

// The time of SO_SNDTIMEO is the user's: when it is over the function says so.
BOOST_AUTO_TEST_CASE(a_full_backlog_and_a_send_timeout)
{
  asio::io_context context;
  crowded server(context);
  packet_socket client(context);
  boost_seqpacket::open(client);
  const ::timeval time = {0, 1000};
  BOOST_REQUIRE(::setsockopt(client.native_handle(), SOL_SOCKET, SO_SNDTIMEO,
      &time, sizeof(time)) == 0);
  error_code ec;
  boost_seqpacket::connect(client, server.where, ec);
  BOOST_TEST(ec == asio::error::would_block);
}

// In blocking mode the synchronous form waits, in the kernel or where Asio has
// made the descriptor non-blocking for itself in pauses.
BOOST_AUTO_TEST_CASE(a_full_backlog_in_blocking_mode)
{
  for (const bool native_non_blocking : {false, true})
  {
    BOOST_TEST_CONTEXT("native_non_blocking " << native_non_blocking)
    {
      asio::io_context context;
      crowded server(context);
      packet_socket client(context);
      boost_seqpacket::open(client);
      client.native_non_blocking(native_non_blocking);

      std::atomic<bool> about_to{false};
      auto connected_later = std::async(std::launch::async,
          [&]
          {
            error_code ec;
            about_to = true;
            boost_seqpacket::connect(client, server.where, ec);
            return ec;
          });
      // It has seen the full backlog twice, or is on its way into the kernel.
      const auto end = std::chrono::steady_clock::now() + deadline;
      while ((native_non_blocking ? full_backlogs < 2 : !about_to)
          && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
      (void)boost_seqpacket::accept(server.acceptor);
      BOOST_REQUIRE((connected_later.wait_for(deadline)
          == std::future_status::ready));
      BOOST_TEST(!connected_later.get());
      packet_socket served = boost_seqpacket::accept(server.acceptor);
      BOOST_TEST(are_connected(client, served));
    }
  }
}

// The asynchronous form completes when there is room and not before: what says
// success is connected.
BOOST_AUTO_TEST_CASE(a_full_backlog_asynchronously)
{
  asio::io_context context;
  crowded server(context);
  packet_socket client(context);
  int calls = 0;
  async_connect(client, server.where,
      [&](const error_code& ec)
      {
        BOOST_TEST(!ec);
        ++calls;
      });
  run_until(context, [] { return full_backlogs >= 3; });
  BOOST_TEST(calls == 0);
  (void)boost_seqpacket::accept(server.acceptor);
  run(context);
  BOOST_TEST(calls == 1);
  packet_socket served = boost_seqpacket::accept(server.acceptor);
  BOOST_TEST(are_connected(client, served));
}

// A server that goes while a client waits for it ends the wait.
BOOST_AUTO_TEST_CASE(a_server_that_goes)
{
  asio::io_context context;
  crowded server(context);
  packet_socket client(context);
  error_code error;
  async_connect(client, server.where,
      [&](const error_code& ec) { error = ec; });
  run_until(context, [] { return full_backlogs >= 1; });
  server.acceptor.close();
  run(context);
  BOOST_TEST(error == asio::error::connection_refused);
  BOOST_TEST(!client.is_open());
}

// close() ends a pause; the operation does not take the next socket of the same
// object for its own.
BOOST_AUTO_TEST_CASE(close_ends_a_pause)
{
  for (const bool open_anew : {false, true})
  {
    asio::io_context context;
    crowded server(context);
    packet_socket client(context);
    error_code error;
    async_connect(client, server.where,
        [&](const error_code& ec) { error = ec; });
    run_until(context, [] { return full_backlogs >= 1; });
    client.close();
    if (open_anew)
      boost_seqpacket::open(client);
    run(context);
    BOOST_TEST(error == asio::error::operation_aborted);
    BOOST_TEST(client.is_open() == open_anew);
  }
}

// An operation that is destroyed in a pause with its context leaves nothing.
BOOST_AUTO_TEST_CASE(a_context_that_is_destroyed_in_a_pause)
{
  auto context = std::make_unique<asio::io_context>();
  asio::io_context servers;
  crowded server(servers);
  auto owned = std::make_shared<packet_socket>(*context);
  async_connect(*owned, server.where, [owned](const error_code&) {});
  run_until(*context, [] { return full_backlogs >= 2; });
  std::weak_ptr<packet_socket> watch = owned;
  owned.reset();
  context.reset();
  BOOST_TEST(watch.expired());
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// A cancelled connect has not connected. What it had opened is closed, what was
// open stays open.
BOOST_AUTO_TEST_CASE(a_signal_ends_a_pause)
{
  for (const asio::cancellation_type type : {
      asio::cancellation_type::terminal, asio::cancellation_type::partial,
      asio::cancellation_type::total})
  {
    for (const bool opened : {false, true})
    {
      asio::io_context context;
      crowded server(context);
      packet_socket client(context);
      if (opened)
        boost_seqpacket::open(client);
      asio::cancellation_signal signal;
      error_code error;
      async_connect(client, server.where,
          asio::bind_cancellation_slot(signal.slot(),
            [&](const error_code& ec) { error = ec; }));
      run_until(context, [] { return full_backlogs >= 2; });
      signal.emit(type);
      run(context);
      BOOST_TEST(error == asio::error::operation_aborted);
      BOOST_TEST(client.is_open() == opened);
    }
  }
}

// A signal between the end of the pause and the next try counts as well.
BOOST_AUTO_TEST_CASE(a_signal_between_the_pause_and_the_next_try)
{
  asio::io_context context;
  asio::io_context other;
  crowded server(context);
  packet_socket client(context);
  asio::cancellation_signal signal;
  error_code error;
  track resumed;
  async_connect(client, server.where,
      asio::bind_executor(
        tracking_executor<asio::io_context::executor_type>(
          other.get_executor(), resumed),
        asio::bind_cancellation_slot(signal.slot(),
          [&](const error_code& ec) { error = ec; })));
  run_until(context, [&] { return resumed.submitted == 1; });
  signal.emit(asio::cancellation_type::total);
  (void)boost_seqpacket::accept(server.acceptor);
  other.run_for(deadline);
  BOOST_TEST(error == asio::error::operation_aborted);
  BOOST_TEST(!client.is_open());
  BOOST_TEST(full_backlogs == 1);
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// --- completion -----------------------------------------------------------------

// The handler runs on its own executor, with and without a pause.
BOOST_AUTO_TEST_CASE(the_handler_runs_on_its_executor)
{
  for (const bool pause : {false, true})
  {
    asio::io_context context;
    asio::io_context other;
    crowded server(context);
    packet_socket client(context);
    bool called = false;
    if (!pause)
      (void)boost_seqpacket::accept(server.acceptor);
    async_connect(client, server.where,
        asio::bind_executor(other,
          [&](const error_code& ec)
          {
            BOOST_TEST(!ec);
            BOOST_TEST(other.get_executor().running_in_this_thread());
            called = true;
          }));
    if (pause)
      (void)boost_seqpacket::accept(server.acceptor);
    const auto end = std::chrono::steady_clock::now() + deadline;
    while (!called && std::chrono::steady_clock::now() < end)
    {
      context.restart();
      context.poll();
      other.restart();
      other.poll();
    }
    BOOST_TEST(called);
  }
}

// A future, which needs nobody but the context.
BOOST_AUTO_TEST_CASE(with_a_future)
{
  asio::io_context context;
  listening<> server(context);
  packet_socket client(context);
  auto result = async_connect(client, server.where, asio::use_future);
  run(context);
  BOOST_CHECK_NO_THROW(result.get());

  packet_socket second(context);
  auto failure = async_connect(
      second, endpoint("/nowhere/at/all"), asio::use_future);
  run(context);
  BOOST_CHECK_THROW(failure.get(), boost::system::system_error);
}

#if defined(TEST_HAS_DEFERRED)

// A deferred operation can be launched twice.
BOOST_AUTO_TEST_CASE(a_deferred_operation_twice)
{
  asio::io_context context;
  listening<> server(context);
  packet_socket client(context);
  auto operation = async_connect(
      client, server.where, asio::deferred);
  for (int i = 0; i < 2; ++i)
  {
    error_code error = asio::error::fault;
    operation([&](const error_code& ec) { error = ec; });
    run(context);
    BOOST_TEST(!error);
    packet_socket served = boost_seqpacket::accept(server.acceptor);
    BOOST_TEST(are_connected(client, served));
    client.close();
  }
}

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_COROUTINES)

// In a coroutine, also with the default token of the executor.
BOOST_AUTO_TEST_CASE(in_a_coroutine)
{
  using token = asio::use_awaitable_t<>;
  asio::io_context context;
  listening<> server(context);
  bool done = false;
  asio::co_spawn(context,
      [&]() -> asio::awaitable<void>
      {
        packet_socket client(context);
        co_await async_connect(client, server.where, asio::use_awaitable);
        token::as_default_on_t<packet_socket> another(context);
        co_await async_connect(another, server.where);
        done = true;
      },
      asio::detached);
  run(context);
  BOOST_TEST(done);
}

#endif // defined(TEST_HAS_COROUTINES)

BOOST_AUTO_TEST_SUITE_END()
