// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Connections that are accepted, whatever happens to the descriptors, and peers
// that are refused.

#include "test.hpp"

#include "features.hpp"
#include "forms.hpp"
#include "process.hpp"
#include "tracking_executor.hpp"

#include <atomic>
#include <ctime>
#include <deque>
#include <future>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Stands in for accept4(2): counts, and gives errors instead of the next calls
// where a test asks for them.
int accept_calls = 0;
std::deque<int> next_errors;

// Stands in for epoll_ctl(2) likewise: the error of the next additions.
std::deque<int> next_reactor_errors;

} // namespace

extern "C" int epoll_ctl(int epoll, int operation, int descriptor,
    ::epoll_event* event) noexcept
{
  if (operation == EPOLL_CTL_ADD && !next_reactor_errors.empty())
  {
    errno = next_reactor_errors.front();
    next_reactor_errors.pop_front();
    return -1;
  }
  return static_cast<int>(
      ::syscall(SYS_epoll_ctl, epoll, operation, descriptor, event));
}

extern "C" int accept4(int descriptor, ::sockaddr* address,
    ::socklen_t* size, int flags)
{
  ++accept_calls;
  if (!next_errors.empty())
  {
    errno = next_errors.front();
    next_errors.pop_front();
    return -1;
  }
  return static_cast<int>(
      ::syscall(SYS_accept4, descriptor, address, size, flags));
}

namespace {

struct server
{
  explicit server(int backlog = 128)
    : listener(context)
  {
    boost_seqpacket::open(listener);
    listener.bind(endpoint());
    listener.listen(backlog);
    where = listener.local_endpoint();
    accept_calls = 0;
    next_errors.clear();
  }

  packet_socket client()
  {
    packet_socket result(context);
    boost_seqpacket::connect(result, where);
    return result;
  }

  asio::io_context context;
  acceptor listener;
  endpoint where;
};

// What a handler of async_accept was given.
struct accepted
{
  auto handler()
  {
    return [this](const error_code& ec, packet_socket peer)
        {
          ++calls;
          error = ec;
          socket.emplace(std::move(peer));
        };
  }

  template <typename... Filter>
  void start(server& s, Filter&... filter)
  {
    async_accept(s.listener, filter..., handler());
  }

  int calls = 0;
  error_code error;
  std::optional<packet_socket> socket;
};

error_code accept_by(form how, server& s, packet_socket& peer)
{
  error_code result;
  if (how == form::throwing)
  {
    try
    {
      boost_seqpacket::accept(s.listener, peer);
    }
    catch (const boost::system::system_error& e)
    {
      result = e.code();
    }
  }
  else if (how == form::error_code)
  {
    result = asio::error::fault;
    boost_seqpacket::accept(s.listener, peer, result);
  }
  else
  {
    int calls = 0;
    async_accept(s.listener, peer,
        [&](const error_code& ec)
        {
          ++calls;
          result = ec;
        });
    BOOST_TEST(calls == 0);
    run(s.context);
    BOOST_TEST(calls == 1);
  }
  return result;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(accepting, no_leaks)

// --- the forms ------------------------------------------------------------------

// An accepted socket is connected, and no child inherits it.
BOOST_AUTO_TEST_CASE(into_a_socket)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      server s;
      packet_socket client = s.client();
      packet_socket peer(s.context);
      BOOST_TEST(!accept_by(how, s, peer));
      BOOST_TEST(is_close_on_exec(peer.native_handle()));
      BOOST_TEST(are_connected(client, peer));
      BOOST_TEST(!s.listener.non_blocking());
      BOOST_TEST(!peer.non_blocking());
    }
  }
}

// The other synchronous forms give a socket of the executor that was asked for.
BOOST_AUTO_TEST_CASE(the_socket_has_the_executor)
{
  server s;
  asio::io_context other;
  const auto strand = asio::make_strand(other.get_executor());
  packet_socket clients[] = {s.client(), s.client(), s.client(), s.client(),
    s.client(), s.client()};
  error_code ec;

  auto a = boost_seqpacket::accept(s.listener);
  auto b = boost_seqpacket::accept(s.listener, ec);
  static_assert(std::is_same<decltype(a), packet_socket>::value, "");
  BOOST_TEST((a.get_executor() == s.listener.get_executor()));

  auto c = boost_seqpacket::accept(s.listener, other);
  static_assert(std::is_same<decltype(c)::executor_type,
      asio::io_context::executor_type>::value, "");
  BOOST_TEST((c.get_executor() == other.get_executor()));
  auto d = boost_seqpacket::accept(s.listener, other, ec);

  auto e = boost_seqpacket::accept(s.listener, strand);
  static_assert(std::is_same<std::decay_t<decltype(e.get_executor())>,
      std::decay_t<decltype(strand)>>::value, "");
  BOOST_TEST((e.get_executor() == strand));
  auto f = boost_seqpacket::accept(
      s.listener, asio::any_io_executor(strand), ec);
  BOOST_TEST(!ec);
  BOOST_TEST(are_connected(clients[0], a));
  BOOST_TEST(are_connected(clients[1], b));
  BOOST_TEST(are_connected(clients[2], c));
  BOOST_TEST(are_connected(clients[3], d));
  BOOST_TEST(are_connected(clients[4], e));
  BOOST_TEST(are_connected(clients[5], f));
}

// So do the asynchronous ones.
BOOST_AUTO_TEST_CASE(the_asynchronous_socket_has_the_executor)
{
  server s;
  asio::io_context other;
  const auto strand = asio::make_strand(other.get_executor());
  packet_socket clients[] = {s.client(), s.client(), s.client()};
  int calls = 0;
  async_accept(s.listener,
      [&](const error_code& ec, packet_socket peer)
      {
        BOOST_TEST(!ec);
        BOOST_TEST(are_connected(clients[0], peer));
        ++calls;
      });
  run(s.context);
  async_accept(s.listener, other,
      [&](const error_code& ec, auto peer)
      {
        BOOST_TEST(!ec);
        BOOST_TEST((peer.get_executor() == other.get_executor()));
        BOOST_TEST(are_connected(clients[1], peer));
        ++calls;
      });
  run(s.context);
  async_accept(s.listener, strand,
      [&](const error_code& ec, auto peer)
      {
        BOOST_TEST(!ec);
        BOOST_TEST((peer.get_executor() == strand));
        BOOST_TEST(are_connected(clients[2], peer));
        ++calls;
      });
  run(s.context);
  BOOST_TEST(calls == 3);
}

// Streams and generic sockets are accepted as well.
BOOST_AUTO_TEST_CASE(other_types_of_sockets)
{
  asio::io_context context;
  asio::local::stream_protocol::acceptor listener(context);
  boost_seqpacket::open(listener);
  listener.bind(asio::local::stream_protocol::endpoint());
  listener.listen();
  asio::local::stream_protocol::socket clients[] = {
    asio::local::stream_protocol::socket(context),
    asio::local::stream_protocol::socket(context)};
  for (auto& client : clients)
    boost_seqpacket::connect(client, listener.local_endpoint());
  auto peer = boost_seqpacket::accept(listener);
  BOOST_TEST(are_connected(clients[0], peer));
  asio::generic::stream_protocol::socket generic(context);
  boost_seqpacket::accept(listener, generic);
  BOOST_TEST(are_connected(clients[1], generic));
}

// Asio's member functions know their acceptor: nothing of ours stands in the
// way of calls without a namespace.
BOOST_AUTO_TEST_CASE(calls_without_a_namespace)
{
  using namespace boost::asio;
  using namespace boost::asio::local;
  server s;
  packet_socket client(s.context);
  connect(client, s.where);
  packet_socket peer(s.context);
  accept(s.listener, peer);
  BOOST_TEST(are_connected(client, peer));
  packet_socket a(s.context);
  packet_socket b(s.context);
  connect_pair(a, b);
  BOOST_TEST(is_close_on_exec(a.native_handle()));
}

// --- waiting --------------------------------------------------------------------

// Without a connection the non-blocking form says so.
BOOST_AUTO_TEST_CASE(nobody_there_in_non_blocking_mode)
{
  server s;
  s.listener.non_blocking(true);
  for (const form how : synchronous_forms)
  {
    packet_socket peer(s.context);
    BOOST_TEST(accept_by(how, s, peer) == asio::error::would_block);
    BOOST_TEST(!peer.is_open());
  }
}

// The blocking form waits, also where Asio has made the descriptor non-blocking
// for itself.
BOOST_AUTO_TEST_CASE(the_synchronous_form_waits)
{
  for (const bool native_non_blocking : {false, true})
  {
    server s;
    s.listener.native_non_blocking(native_non_blocking);
    auto later = std::async(std::launch::async,
        [&]
        {
          error_code ec;
          (void)boost_seqpacket::accept(s.listener, ec);
          return ec;
        });
    packet_socket client(s.context);
    boost_seqpacket::connect(client, s.where);
    BOOST_REQUIRE((later.wait_for(deadline) == std::future_status::ready));
    BOOST_TEST(!later.get());
  }
}

// The asynchronous form waits for the next connection.
BOOST_AUTO_TEST_CASE(the_asynchronous_form_waits)
{
  server s;
  accepted result;
  result.start(s);
  s.context.poll();
  BOOST_TEST(result.calls == 0);
  packet_socket client = s.client();
  run(s.context);
  BOOST_TEST(!result.error);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(client, *result.socket));
}

// --- errors -------------------------------------------------------------------

// No connection is taken for a socket that has one, nor is that one touched.
BOOST_AUTO_TEST_CASE(into_an_open_socket)
{
  for (const form how : all_forms)
  {
    server s;
    connected sockets(s.context);
    packet_socket client = s.client();
    BOOST_TEST(accept_by(how, s, sockets.a) == asio::error::already_open);
    BOOST_TEST(accept_calls == 0);
    BOOST_TEST(are_connected(sockets.a, sockets.b));
    packet_socket peer = boost_seqpacket::accept(s.listener);
    BOOST_TEST(are_connected(client, peer));
  }
}

// An acceptor that is closed, or does not listen.
BOOST_AUTO_TEST_CASE(acceptors_that_cannot)
{
  for (const form how : all_forms)
  {
    server s;
    packet_socket peer(s.context);
    s.listener.close();
    BOOST_TEST(accept_by(how, s, peer) == asio::error::bad_descriptor);
    boost_seqpacket::open(s.listener);
    BOOST_TEST(accept_by(how, s, peer) == asio::error::invalid_argument);
    BOOST_TEST(!peer.is_open());
  }
}

// The acceptor of another family, which only asio::generic lets pass.
BOOST_AUTO_TEST_CASE(acceptors_of_other_families)
{
  asio::io_context context;
  asio::basic_socket_acceptor<asio::generic::stream_protocol> listener(
      context, asio::generic::stream_protocol(AF_INET, IPPROTO_TCP));
  asio::generic::stream_protocol::socket peer(context);
  error_code ec;
  boost_seqpacket::accept(listener, peer, ec);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  error_code result;
  async_accept(listener, peer, [&](const error_code& e) { result = e; });
  run(context);
  BOOST_TEST(result == asio::error::address_family_not_supported);
}

// Calls that were interrupted and connections that were given up are skipped.
BOOST_AUTO_TEST_CASE(aborted_connections_are_skipped)
{
  for (const form how : all_forms)
  {
    server s;
    packet_socket client = s.client();
    packet_socket peer(s.context);
    next_errors = {EINTR, ECONNABORTED, EPROTO, ECONNABORTED};
    BOOST_TEST(!accept_by(how, s, peer));
    BOOST_TEST(are_connected(client, peer));
  }
}

// An error that nobody thought of arrives unchanged.
BOOST_AUTO_TEST_CASE(an_unknown_error)
{
  for (const form how : all_forms)
  {
    server s;
    packet_socket peer(s.context);
    next_errors = {EPERM};
    BOOST_TEST(accept_by(how, s, peer) == asio::error::no_permission);
    BOOST_TEST(!peer.is_open());
  }
}

// --- no descriptors -----------------------------------------------------------

// A caller that waits itself is told, and the connection is still there.
BOOST_AUTO_TEST_CASE(the_synchronous_form_at_the_limit)
{
  for (const form how : synchronous_forms)
  {
    server s;
    packet_socket client = s.client();
    packet_socket peer(s.context);
    error_code ec;
    {
      const descriptor_limit limit(0);
      ec = accept_by(how, s, peer);
    }
    BOOST_TEST(ec == asio::error::no_descriptors);
    BOOST_TEST(!peer.is_open());
    BOOST_TEST(!accept_by(how, s, peer));
    BOOST_TEST(are_connected(client, peer));
  }
}

// Each error that stands for exhaustion is waited out.
BOOST_AUTO_TEST_CASE(every_exhaustion_is_waited_out)
{
  for (const int exhaustion : {EMFILE, ENFILE, ENOBUFS, ENOMEM})
  {
    server s;
    packet_socket client = s.client();
    next_errors.assign(3, exhaustion);
    accepted result;
    result.start(s);
    run(s.context);
    BOOST_TEST(!result.error);
    BOOST_TEST(accept_calls == 4);
    BOOST_REQUIRE(result.socket.has_value());
    BOOST_TEST(are_connected(client, *result.socket));
  }
}

// Serves everybody, one after another.
struct accept_loop
{
  explicit accept_loop(server& where)
    : s(where)
  {
  }

  void next()
  {
    async_accept(s.listener,
        [this](const error_code& ec, packet_socket peer)
        {
          if (ec)
          {
            error = ec;
            return;
          }
          served.push_back(std::move(peer));
          next();
        });
  }

  server& s;
  std::vector<packet_socket> served;
  error_code error;
};

// The processor time of this thread.
std::chrono::nanoseconds processor_time()
{
  ::timespec time;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec)
    + std::chrono::nanoseconds(time.tv_nsec);
}

// At the limit the loop neither ends nor spins: in a second it comes back 22 times
// at most, and uses next to nothing of the processor. When there is room
// again every client is served.
BOOST_AUTO_TEST_CASE(a_loop_at_the_descriptor_limit)
{
  server s;
  std::vector<packet_socket> clients;
  for (int i = 0; i < 40; ++i)
    clients.push_back(s.client());
  accept_loop loop(s);
  loop.served.reserve(clients.size());
  std::size_t at_the_limit = 0;
  std::chrono::nanoseconds used{0};
  {
    const descriptor_limit limit(10);
    const auto start = processor_time();
    loop.next();
    s.context.run_for(std::chrono::seconds(1));
    used = processor_time() - start;
    at_the_limit = loop.served.size();
  }
  BOOST_TEST(at_the_limit == 10u);
  const int calls = accept_calls - 10;
  BOOST_TEST(calls >= 2);
  BOOST_TEST(calls <= 24); // it is the first second, and a little
  // A loop that spins uses the whole second.
  BOOST_TEST(used.count() < 500000000);
  BOOST_TEST_MESSAGE("at the limit: " << calls << " calls and "
      << used.count() / 1000 << " microseconds of processor time in a second");
  BOOST_TEST(!loop.error);

  run_until(s.context, [&] { return loop.served.size() == clients.size(); });
  for (std::size_t i = 0; i < clients.size(); ++i)
    BOOST_TEST(are_connected(clients[i], loop.served[i]));
  s.listener.close();
  run(s.context);
  BOOST_TEST(loop.error == asio::error::operation_aborted);
}

// The kernel reports the limit before it looks for a connection. With none
// there the operation waits for one, and cancel() reaches it.
BOOST_AUTO_TEST_CASE(an_idle_loop_at_the_descriptor_limit)
{
  server s;
  accepted result;
  {
    const descriptor_limit limit(0);
    result.start(s);
    s.context.run_for(std::chrono::milliseconds(50));
    BOOST_TEST(accept_calls == 1);
    s.listener.cancel();
    run(s.context);
  }
  BOOST_TEST(result.error == asio::error::operation_aborted);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(!result.socket->is_open());
}

#if defined(TEST_HAS_EPOLL)

// The reactor has no memory for a connection that was taken already: it is kept
// until there is some. Another error is told.
BOOST_AUTO_TEST_CASE(a_reactor_that_is_exhausted)
{
  server s;
  packet_socket client = s.client();
  next_reactor_errors = {ENOMEM, ENOMEM, ENOBUFS};
  accepted result;
  result.start(s);
  run(s.context);
  BOOST_TEST(next_reactor_errors.empty());
  BOOST_TEST(accept_calls == 1);
  BOOST_TEST(!result.error);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(client, *result.socket));

  packet_socket another = s.client();
  next_reactor_errors = {ENOSPC};
  accepted failure;
  failure.start(s);
  run(s.context);
  BOOST_TEST(failure.error.value() == ENOSPC);
}

#endif // defined(TEST_HAS_EPOLL)

// Somebody who has the same listening socket shuts it down. It is readable then
// for ever, and gives nothing.
BOOST_AUTO_TEST_CASE(an_acceptor_that_is_shut_down)
{
  for (const bool first : {false, true})
  {
    server s;
    accepted result;
    if (!first)
    {
      result.start(s);
      s.context.poll();
    }
    BOOST_REQUIRE(::shutdown(s.listener.native_handle(), SHUT_RDWR) == 0);
    if (first)
      result.start(s);
    run(s.context);
    BOOST_TEST(result.error == asio::error::invalid_argument);
    BOOST_TEST(accept_calls <= 3);

    for (const form how : synchronous_forms)
    {
      packet_socket peer(s.context);
      BOOST_TEST(accept_by(how, s, peer) == asio::error::invalid_argument);
    }
    BOOST_TEST(accept_calls <= 6);
  }
}

// Closing the acceptor ends a pause.
BOOST_AUTO_TEST_CASE(close_ends_a_pause)
{
  server s;
  packet_socket client = s.client();
  next_errors.assign(1000, EMFILE);
  accepted result;
  result.start(s);
  run_until(s.context, [] { return accept_calls >= 2; });
  s.listener.close();
  run(s.context);
  BOOST_TEST(result.error == asio::error::operation_aborted);
}

// An operation that is destroyed in a pause with its context leaves nothing.
BOOST_AUTO_TEST_CASE(a_context_that_is_destroyed_in_a_pause)
{
  auto s = std::make_unique<server>();
  packet_socket client = s->client();
  next_errors.assign(1000, EMFILE);
  auto owned = std::make_shared<int>(1);
  std::weak_ptr<int> watch = owned;
  async_accept(s->listener,
      [owned = std::move(owned)](const error_code&, packet_socket) {});
  run_until(s->context, [] { return accept_calls >= 2; });
  client.close();
  s.reset();
  BOOST_TEST(watch.expired());
}

// --- cancellation -----------------------------------------------------------------

// A cancelled accept has accepted nothing.
BOOST_AUTO_TEST_CASE(cancel_of_the_acceptor)
{
  server s;
  accepted result;
  result.start(s);
  s.context.poll();
  s.listener.cancel();
  packet_socket client = s.client();
  run(s.context);
  BOOST_TEST(result.error == asio::error::operation_aborted);
  packet_socket peer = boost_seqpacket::accept(s.listener);
  BOOST_TEST(are_connected(client, peer));
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// Each type of signal ends a wait for readiness, and one in a pause.
BOOST_AUTO_TEST_CASE(a_signal_ends_the_wait)
{
  for (const asio::cancellation_type type : {
      asio::cancellation_type::terminal, asio::cancellation_type::partial,
      asio::cancellation_type::total})
  {
    for (const bool pause : {false, true})
    {
      server s;
      if (pause)
        next_errors.assign(1000, ENFILE);
      std::optional<packet_socket> client;
      if (pause)
        client = s.client();
      asio::cancellation_signal signal;
      accepted result;
      async_accept(s.listener,
          asio::bind_cancellation_slot(signal.slot(), result.handler()));
      s.context.poll();
      signal.emit(type);
      run(s.context);
      BOOST_TEST(result.error == asio::error::operation_aborted);

      next_errors.clear();
      if (!pause)
        client = s.client();
      packet_socket peer = boost_seqpacket::accept(s.listener);
      BOOST_TEST(are_connected(*client, peer));
    }
  }
}

// A signal between readiness and resumption counts as well: the connection
// stays in the backlog.
BOOST_AUTO_TEST_CASE(a_signal_between_readiness_and_resumption)
{
  server s;
  asio::io_context other;
  asio::cancellation_signal signal;
  accepted result;
  track resumed;
  async_accept(s.listener,
      asio::bind_executor(
        tracking_executor<asio::io_context::executor_type>(
          other.get_executor(), resumed),
        asio::bind_cancellation_slot(signal.slot(), result.handler())));
  packet_socket client = s.client();
  run_until(s.context, [&] { return resumed.submitted == 1; });
  signal.emit(asio::cancellation_type::total);
  other.run_for(deadline);
  BOOST_TEST(result.error == asio::error::operation_aborted);
  packet_socket peer = boost_seqpacket::accept(s.listener);
  BOOST_TEST(are_connected(client, peer));
}

// An operation that dies in a pause, here by what its predicate throws, leaves
// nothing behind in the slot that a later signal would trip over.
BOOST_AUTO_TEST_CASE(a_signal_after_the_operation_has_died)
{
  server s;
  packet_socket client = s.client();
  asio::cancellation_signal signal;
  struct no_exception
  {
  };
  peer_filter filter(
      [](const peer_identity&) -> bool { throw no_exception(); });
  next_errors = {EMFILE};
  accepted result;
  async_accept(s.listener, filter,
      asio::bind_cancellation_slot(signal.slot(), result.handler()));
  BOOST_CHECK_THROW(s.context.run_for(deadline), no_exception);
  signal.emit(asio::cancellation_type::terminal);
  s.context.restart();
  s.context.poll();
  BOOST_TEST(result.calls == 0);
}

// The same where the handler's executor is gone before the acceptor's.
BOOST_AUTO_TEST_CASE(a_signal_after_the_executor_of_the_handler_is_gone)
{
  server s;
  packet_socket client = s.client();
  asio::cancellation_signal signal;
  accepted result;
  next_errors.assign(1000, EMFILE);
  {
    asio::io_context other;
    track resumed;
    async_accept(s.listener,
        asio::bind_executor(
          tracking_executor<asio::io_context::executor_type>(
            other.get_executor(), resumed),
          asio::bind_cancellation_slot(signal.slot(), result.handler())));
    run_until(s.context, [&] { return resumed.submitted == 1; });
  }
  signal.emit(asio::cancellation_type::terminal);
  s.context.restart();
  s.context.poll();
  BOOST_TEST(result.calls == 0);
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// --- ownership and completion ---------------------------------------------------

// A connection whose handler is destroyed is closed.
BOOST_AUTO_TEST_CASE(a_handler_that_is_destroyed)
{
  packet_socket* kept = nullptr;
  asio::io_context clients;
  packet_socket client(clients);
  {
    server s;
    boost_seqpacket::connect(client, s.where);
    async_accept(s.listener,
        [kept](const error_code&, packet_socket) { (void)kept; });
    BOOST_TEST(accept_calls == 1);
  }
  char byte;
  incoming_ancillary<0> incoming;
  error_code ec;
  receive_message(client, asio::buffer(&byte, 1), incoming, ec);
  BOOST_TEST(ec == asio::error::eof);
}

// Futures, deferred operations and coroutines.
BOOST_AUTO_TEST_CASE(with_a_future)
{
  server s;
  packet_socket client = s.client();
  std::future<packet_socket> result = async_accept(
      s.listener, asio::use_future);
  run(s.context);
  packet_socket peer = result.get();
  BOOST_TEST(are_connected(client, peer));
}

#if defined(TEST_HAS_DEFERRED)

BOOST_AUTO_TEST_CASE(a_deferred_operation_twice)
{
  server s;
  auto operation = async_accept(s.listener, asio::deferred);
  for (int i = 0; i < 2; ++i)
  {
    packet_socket client = s.client();
    accepted result;
    operation(result.handler());
    run(s.context);
    BOOST_REQUIRE(result.socket.has_value());
    BOOST_TEST(are_connected(client, *result.socket));
  }
}

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_COROUTINES)

BOOST_AUTO_TEST_CASE(in_a_coroutine)
{
  server s;
  bool done = false;
  asio::co_spawn(s.context,
      [&]() -> asio::awaitable<void>
      {
        using token = asio::use_awaitable_t<>;
        packet_socket client = s.client();
        packet_socket peer = co_await async_accept(
            s.listener, asio::use_awaitable);
        BOOST_TEST(are_connected(client, peer));

        token::as_default_on_t<acceptor> listener(s.context);
        boost_seqpacket::open(listener);
        listener.bind(endpoint());
        listener.listen();
        packet_socket another(s.context);
        boost_seqpacket::connect(another, listener.local_endpoint());
        auto with_default = co_await async_accept(listener);
        BOOST_TEST(are_connected(another, with_default));
        packet_socket third(s.context);
        boost_seqpacket::connect(third, listener.local_endpoint());
        packet_socket into(s.context);
        co_await async_accept(listener, into);
        peer_filter everybody([](const peer_identity&) { return true; });
        packet_socket fourth(s.context);
        boost_seqpacket::connect(fourth, listener.local_endpoint());
        auto filtered = co_await async_accept(listener, everybody);
        BOOST_TEST(are_connected(fourth, filtered));
        done = true;
      },
      [](std::exception_ptr e)
      {
        BOOST_TEST(!e);
      });
  run(s.context);
  BOOST_TEST(done);
}

#endif // defined(TEST_HAS_COROUTINES)

#if defined(TEST_HAS_IMMEDIATE_EXECUTOR)

// With an immediate executor bound a connection that is there is given at once.
BOOST_AUTO_TEST_CASE(an_immediate_executor)
{
  server s;
  packet_socket client = s.client();
  accepted result;
  async_accept(s.listener, asio::bind_immediate_executor(
        asio::system_executor(), result.handler()));
  BOOST_TEST(result.calls == 1);
}

#endif // defined(TEST_HAS_IMMEDIATE_EXECUTOR)

// --- filters --------------------------------------------------------------------

// Who is refused gets nothing, is counted, and never reaches the caller.
BOOST_AUTO_TEST_CASE(refused_peers)
{
  server s;
  int asked = 0;
  peer_filter every_third(
      [&](const peer_identity& peer)
      {
        BOOST_TEST(peer.credentials().pid == ::getpid());
        return ++asked % 3 == 0;
      });
  std::vector<packet_socket> clients;
  for (int i = 0; i < 15; ++i)
    clients.push_back(s.client());

  // Every form: three synchronous ones with an error_code, and asynchronous.
  error_code ec;
  std::vector<packet_socket> served;
  served.push_back(boost_seqpacket::accept(s.listener, every_third));
  BOOST_TEST(every_third.refused() == 2u);
  served.push_back(boost_seqpacket::accept(s.listener, every_third, ec));
  BOOST_TEST(!ec);
  packet_socket peer(s.context);
  boost_seqpacket::accept(s.listener, every_third, peer, ec);
  BOOST_TEST(!ec);
  served.push_back(std::move(peer));
  served.push_back(boost_seqpacket::accept(
        s.listener, every_third, asio::any_io_executor(
          s.context.get_executor())));
  accepted result;
  result.start(s, every_third);
  run(s.context);
  BOOST_REQUIRE(result.socket.has_value());
  served.push_back(std::move(*result.socket));

  BOOST_TEST(every_third.refused() == 10u);
  for (std::size_t i = 0; i < clients.size(); ++i)
  {
    if (i % 3 == 2)
    {
      BOOST_TEST(are_connected(clients[i], served[i / 3]));
      continue;
    }
    char byte;
    incoming_ancillary<0> incoming;
    receive_message(clients[i], asio::buffer(&byte, 1), incoming, ec);
    BOOST_TEST(ec == asio::error::eof);
  }
}

// A peer of whom the predicate cannot find out is refused, and so it is with any
// other exception: the loop goes on.
BOOST_AUTO_TEST_CASE(predicates_that_throw)
{
  server s;
  packet_socket clients[] = {s.client(), s.client(), s.client(), s.client()};
  int asked = 0;
  peer_filter filter(
      [&](const peer_identity&)
      {
        switch (++asked)
        {
        case 1: throw boost::system::system_error(asio::error::fault);
        case 3: throw std::logic_error("mine");
        default: return true;
        }
      });
  packet_socket peer = boost_seqpacket::accept(s.listener, filter);
  BOOST_TEST(are_connected(clients[1], peer));
  BOOST_TEST(filter.refused() == 1u);

  accepted result;
  result.start(s, filter);
  run(s.context);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(clients[3], *result.socket));
  BOOST_TEST(filter.refused() == 2u);
  for (const int refused : {0, 2})
  {
    char byte;
    incoming_ancillary<0> incoming;
    error_code ec;
    receive_message(
        clients[refused], asio::buffer(&byte, 1), incoming, ec);
    BOOST_TEST(ec == asio::error::eof);
  }
}

namespace {

// A class with a filter of its own, whose predicate asks the class.
struct door
{
  struct admit
  {
    auto operator()(peer_identity&) const
    {
      return of->is_open;
    }

    const door* of;
  };

  bool is_open = false;
  peer_filter<admit> filter{admit{this}};
};

} // namespace

// The predicate may be a part of a class that is not complete where the filter
// stands.
BOOST_AUTO_TEST_CASE(predicates_of_a_class)
{
  server s;
  s.listener.non_blocking(true);
  packet_socket client = s.client();
  door guarded;
  error_code ec;
  (void)boost_seqpacket::accept(s.listener, guarded.filter, ec);
  BOOST_TEST(ec == asio::error::would_block);
  BOOST_TEST(guarded.filter.refused() == 1u);

  guarded.is_open = true;
  packet_socket another = s.client();
  packet_socket peer = boost_seqpacket::accept(s.listener, guarded.filter);
  BOOST_TEST(are_connected(another, peer));
}

// A predicate that has no descriptor to ask with does not refuse the peer: the
// connection is kept, and it is asked again after a pause.
BOOST_AUTO_TEST_CASE(predicates_without_a_descriptor)
{
  server s;
  packet_socket client = s.client();
  int asked = 0;
  peer_filter filter(
      [&](const peer_identity&)
      {
        if (++asked <= 3)
          throw boost::system::system_error(asio::error::no_descriptors);
        return true;
      });
  accepted result;
  result.start(s, filter);
  run(s.context);
  BOOST_TEST(asked == 4);
  BOOST_TEST(accept_calls == 1);
  BOOST_TEST(filter.refused() == 0u);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(client, *result.socket));

  // A caller that waits itself is told.
  packet_socket another = s.client();
  asked = 0;
  error_code ec;
  (void)boost_seqpacket::accept(s.listener, filter, ec);
  BOOST_TEST(ec == asio::error::no_descriptors);
  BOOST_TEST(filter.refused() == 0u);
}

// The same without exceptions: the predicate has a second argument for it. Only
// together with a refusal it says anything, and only for want of something.
BOOST_AUTO_TEST_CASE(predicates_with_an_error_code)
{
  server s;
  packet_socket clients[] = {s.client(), s.client(), s.client()};
  int asked = 0;
  bool is_empty = true;
  peer_filter filter(
      [&](const peer_identity&, error_code& ec)
      {
        is_empty = is_empty && !ec;
        switch (++asked)
        {
        case 1:
          ec = make_error_code(boost::system::errc::too_many_files_open);
          return false;
        case 2: ec = asio::error::no_memory; return true;
        case 3: ec = asio::error::not_connected; return false;
        case 4: return false;
        default: ec = asio::error::no_descriptors; throw std::logic_error("mine");
        }
      });
  accepted result;
  result.start(s, filter);
  run(s.context);
  BOOST_TEST(asked == 2);
  BOOST_TEST(filter.refused() == 0u);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(clients[0], *result.socket));

  s.listener.non_blocking(true);
  packet_socket last = s.client();
  error_code ec;
  (void)boost_seqpacket::accept(s.listener, filter, ec);
  BOOST_TEST(ec == asio::error::would_block);
  BOOST_TEST(asked == 5);
  BOOST_TEST(filter.refused() == 3u);
  BOOST_TEST(is_empty);
}

// A flood of peers that are refused does not keep others of the context from
// their turn.
BOOST_AUTO_TEST_CASE(a_flood_of_refused_peers)
{
  server s(200);
  peer_filter nobody([](const peer_identity&) { return false; });
  std::vector<packet_socket> flood;
  for (int i = 0; i < 100; ++i)
    flood.push_back(s.client());
  accepted result;
  result.start(s, nobody);
  std::uint64_t at_my_turn = 0;
  asio::post(s.context, [&] { at_my_turn = nobody.refused(); });
  run_until(s.context, [&] { return nobody.refused() == 100u; });
  BOOST_TEST(at_my_turn > 0u);
  BOOST_TEST(at_my_turn <= 32u);
  BOOST_TEST(result.calls == 0);
  s.listener.close();
  run(s.context);
}

// The predicate can ask whatever can be asked of a connection.
BOOST_AUTO_TEST_CASE(what_a_predicate_can_ask)
{
  server s;
  packet_socket clients[] = {s.client(), s.client()};
  std::vector<::gid_t> expected(64);
  expected.resize(static_cast<std::size_t>(
      ::getgroups(static_cast<int>(expected.size()), expected.data())));
  peer_filter filter(
      [&](const peer_identity& peer)
      {
        BOOST_TEST(peer.credentials().uid == ::geteuid());
        error_code ec;
        BOOST_TEST(peer.groups() == expected);
        const unique_descriptor process = peer.pidfd(ec);
        BOOST_TEST((process.is_open()
            || ec == asio::error::operation_not_supported));
        BOOST_TEST((!process || is_close_on_exec(process.native_handle())));
        const std::string label = peer.security_label(ec);
        BOOST_TEST((ec == asio::error::no_protocol_option || !label.empty()));
        // Where there is no security module this refuses the peer.
        return !peer.security_label().empty();
      });
  accepted result;
  result.start(s, filter);
  s.context.poll();
  BOOST_TEST(filter.refused() + (result.calls == 1 ? 1u : 0u) >= 1u);
  s.listener.close();
  run(s.context);
}

// The kernel's word decides: of two users the one that is not allowed gets
// nothing.
BOOST_AUTO_TEST_CASE(a_user_that_is_not_allowed,
    *boost::unit_test::precondition(needs_root))
{
  server s;
  peer_filter only_1234(
      [](const peer_identity& peer)
      {
        return peer.credentials().uid == 1234;
      });
  const auto ask_as = [&](::uid_t uid)
      {
        return [&s, uid]
            {
              if (::setresgid(uid, uid, uid) != 0
                  || ::setresuid(uid, uid, uid) != 0)
                return 1;
              asio::io_context own;
              packet_socket client(own);
              boost_seqpacket::connect(client, s.where);
              char byte;
              incoming_ancillary<0> incoming;
              error_code ec;
              receive_message(
                  client, asio::buffer(&byte, 1), incoming, ec);
              // The connection may be refused before the receive begins.
              return !ec ? 0 : ec == asio::error::eof
                || ec == asio::error::connection_reset ? 2 : 3;
            };
      };
  child_process refused(ask_as(1235));
  BOOST_TEST_MESSAGE("waiting for the one that is refused");
  accepted result;
  result.start(s, only_1234);
  run_until(s.context, [&] { return only_1234.refused() == 1u; });
  BOOST_TEST(refused.wait() == 2);
  BOOST_TEST(result.calls == 0);

  child_process allowed(ask_as(1234));
  run(s.context);
  BOOST_REQUIRE(result.socket.has_value());
  send_message(*result.socket, text("x"), no_ancillary);
  BOOST_TEST(allowed.wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
