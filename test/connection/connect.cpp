// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Connections that are connections.

#include "connecting.hpp"

#include "features.hpp"
#include "process.hpp"

#include <future>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

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

} // namespace

BOOST_FIXTURE_TEST_SUITE(connection_connect, no_leaks)

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
BOOST_AUTO_TEST_CASE(streams_datagrams_and_generic_sockets_connect)
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
BOOST_AUTO_TEST_CASE(sockets_that_cannot_connect_stay_what_they_are)
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
BOOST_AUTO_TEST_CASE(other_families_are_refused_before_the_call)
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
BOOST_AUTO_TEST_CASE(without_permission_there_is_no_connection,
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
BOOST_AUTO_TEST_CASE(an_unknown_error_arrives_unchanged)
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
BOOST_AUTO_TEST_CASE(a_future_needs_only_the_context)
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
BOOST_AUTO_TEST_CASE(a_deferred_operation_connects_twice)
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
BOOST_AUTO_TEST_CASE(a_coroutine_connects)
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
