// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Datagram sockets that are bound to a path.

#include "datagram.hpp"

#include "path_calls.hpp"

#include <sys/file.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Bind in every form.
template <typename AcceptorOrSocket>
error_code bind_by(form how, AcceptorOrSocket& object,
    const std::string& path, bound_path& file,
    const bind_path_options& options = {})
{
  error_code ec = asio::error::fault;
  if (how == form::asynchronous)
  {
    async_bind_path(object, path, options,
        [&](const error_code& e, bound_path bound)
        {
          ec = e;
          file = std::move(bound);
        });
    run(context_of(object));
  }
  else if (how == form::throwing)
    ec = catch_error(
        [&]
        {
          file = bind_path(object, path, options);
          return 0u;
        }).error;
  else
    file = bind_path(object, path, options, ec);
  return ec;
}

// What another start of the same type says.
template <typename AcceptorOrSocket>
error_code start_another(form how, const std::string& path)
{
  asio::io_context context;
  AcceptorOrSocket object(context);
  bound_path file;
  const error_code ec = bind_by(how, object, path, file);
  BOOST_TEST(object.is_open() == !ec);
  return ec;
}

// Whether a packet to the path arrives at the socket.
template <typename Socket>
bool is_reached(Socket& server, const std::string& path)
{
  asio::io_context context;
  Socket client = unnamed_socket<Socket>(context);
  error_code ec;
  send_message_to(client, text("ping"),
      endpoint_of<typename Socket::endpoint_type>(path), ec);
  char bytes[8];
  if (!ec)
    receive_message(server, asio::buffer(bytes), MSG_DONTWAIT, ec);
  return !ec && std::string_view(bytes, 4) == "ping";
}

struct fixture
  : no_leaks
{
  temporary_directory directory;
  std::string path = directory / "socket";
  asio::io_context context;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(datagram_bind_path, fixture,
    *boost::unit_test::timeout(90))

// A packet to the path arrives. The file has the mode that was asked for, and
// goes when it is told to.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_datagram_socket_gets_its_path, Socket,
    datagram_sockets)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      Socket server(context);
      bound_path file;
      BOOST_TEST(!bind_by(how, server, path, file));
      BOOST_TEST(mode_of(path) == 0600);
      BOOST_TEST(is_close_on_exec(server.native_handle()));
      BOOST_TEST(to_string(local_endpoint(server)) == path);
      BOOST_TEST(is_reached(server, path));
      BOOST_TEST(file.path() == path);
      BOOST_TEST(file.remove());
      BOOST_TEST(!exists(path));
    }
  }
}

// What a process has left that was killed is replaced, whatever its type.
BOOST_AUTO_TEST_CASE(a_stale_file_is_replaced)
{
  for (const form how : all_forms)
  {
    for (const int type : {SOCK_SEQPACKET, SOCK_STREAM, SOCK_DGRAM})
    {
      bind_by_hand(path, type);
      datagram_socket server(context);
      bound_path file;
      BOOST_TEST(!bind_by(how, server, path, file));
      BOOST_TEST(is_reached(server, path));
      BOOST_TEST(file.remove());
    }
  }
}

// A socket of any type that a process has open keeps the path, for datagram
// sockets and for acceptors. It does not notice the question.
BOOST_AUTO_TEST_CASE(a_path_in_use_is_not_replaced)
{
  for (const form how : all_forms)
  {
    for (const int type : {SOCK_SEQPACKET, SOCK_STREAM, SOCK_DGRAM})
    {
      const unique_descriptor owner = bind_by_hand(path, type);
      if (type != SOCK_DGRAM)
        BOOST_REQUIRE(::listen(owner.native_handle(), 8) == 0);
      BOOST_TEST(start_another<datagram_socket>(how, path)
          == asio::error::address_in_use);
      BOOST_TEST(start_another<acceptor>(how, path)
          == asio::error::address_in_use);
      BOOST_TEST(start_another<asio::local::stream_protocol::acceptor>(
            how, path) == asio::error::address_in_use);
      BOOST_TEST(!connect_by_hand(path, type));
      ::unlink(path.c_str());
    }
  }
}

// A datagram server in use notices nothing, and its queue stays as it is, also
// if it has a peer.
BOOST_AUTO_TEST_CASE(the_owner_does_not_notice_the_question)
{
  for (const form how : all_forms)
  {
    datagram_socket server(context);
    bound_path file;
    BOOST_TEST(!bind_by(how, server, path, file));
    BOOST_TEST(start_another<datagram_socket>(how, path)
        == asio::error::address_in_use);
    BOOST_TEST(has_nothing(server));
    BOOST_TEST(is_reached(server, path));

    datagram_socket peer =
      named_socket<datagram_socket>(context, directory / "peer");
    server.connect(local_endpoint(peer));
    BOOST_TEST(start_another<datagram_socket>(how, path)
        == asio::error::address_in_use);
    BOOST_TEST(has_nothing(server));
    ::unlink((directory / "peer").c_str());
    BOOST_TEST(file.remove());
  }
}

// A full queue is a socket in use as well.
BOOST_AUTO_TEST_CASE(a_full_queue_is_in_use)
{
  datagram_socket server(context);
  const bound_path file = bind_path(server, path);
  datagram_socket client = unnamed_socket<datagram_socket>(context);
  fill_queue_of(client, local_endpoint(server));
  for (const form how : all_forms)
    BOOST_TEST(start_another<datagram_socket>(how, path)
        == asio::error::address_in_use);
}

// A file of another kind stays.
BOOST_AUTO_TEST_CASE(other_files_stay)
{
  write_file(path, "content");
  for (const form how : all_forms)
    BOOST_TEST(start_another<datagram_socket>(how, path)
        == asio::error::address_in_use);
  BOOST_TEST(exists(path));
}

// The permissions that the umask takes are added, and there are never more than
// were asked for.
BOOST_AUTO_TEST_CASE(the_mode_is_that_of_the_options)
{
  const umask_of mask(0177);
  for (const form how : all_forms)
  {
    datagram_socket server(context);
    bound_path file;
    bind_path_options options;
    options.mode = 0622;
    int widest = 0;
    const watch_path_calls watcher(
        [&](std::string_view, moment)
        {
          const int mode = mode_of(path);
          widest |= mode < 0 ? 0 : mode;
          return 0;
        });
    BOOST_TEST(!bind_by(how, server, path, file, options));
    BOOST_TEST(mode_of(path) == 0622);
    BOOST_TEST(widest == 0622);
    BOOST_TEST(file.remove());
  }
}

// A datagram socket does not listen, and a backlog means nothing to it.
BOOST_AUTO_TEST_CASE(it_does_not_listen)
{
  for (const form how : all_forms)
  {
    datagram_socket server(context);
    bound_path file;
    bool listens = false;
    {
      const watch_path_calls watcher(
          [&](std::string_view call, moment)
          {
            listens = listens || call == "listen";
            return 0;
          });
      BOOST_TEST(!bind_by(how, server, path, file));
    }
    BOOST_TEST(!listens);
    BOOST_TEST(file.remove());
  }
}

#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

// The option is set before the socket has its name: the packet of a client that
// sends at that moment has credentials.
BOOST_AUTO_TEST_CASE(the_first_packet_has_credentials)
{
  for (const form how : all_forms)
  {
    datagram_socket server(context);
    datagram_socket client = unnamed_socket<datagram_socket>(context);
    bound_path file;
    bind_path_options options;
    options.pass_credentials = true;
    error_code sent = asio::error::fault;
    {
      const watch_path_calls watcher(
          [&](std::string_view call, moment when)
          {
            if (call == "bind" && when == moment::after)
              send_message_to(client, text("early"),
                  endpoint_of<datagram_endpoint>(path), MSG_DONTWAIT, sent);
            return 0;
          });
      BOOST_TEST(!bind_by(how, server, path, file, options));
    }
    BOOST_TEST(!sent);
    char bytes[8];
    incoming_ancillary<0> incoming;
    datagram_endpoint sender;
    BOOST_TEST(receive_message_from(
          server, asio::buffer(bytes), incoming, sender) == 5u);
    BOOST_TEST_REQUIRE(!!incoming.credentials());
    BOOST_TEST(incoming.credentials()->pid == ::getpid());
    BOOST_TEST(file.remove());
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

// An open socket is used as it is, and stays open on failure. One that has a
// name cannot be bound again.
BOOST_AUTO_TEST_CASE(an_open_socket_is_used)
{
  for (const form how : all_forms)
  {
    datagram_socket server = unnamed_socket<datagram_socket>(context);
    const int number = server.native_handle();
    bound_path file;
    BOOST_TEST(bind_by(how, server, directory / "missing/socket", file)
        == boost::system::errc::no_such_file_or_directory);
    BOOST_TEST(server.native_handle() == number);
    BOOST_TEST(!bind_by(how, server, path, file));
    BOOST_TEST(server.native_handle() == number);
    bound_path second;
    BOOST_TEST(bind_by(how, server, directory / "second", second)
        == asio::error::invalid_argument);
    BOOST_TEST(!exists(directory / "second"));
    BOOST_TEST(file.remove());
  }

  generic_datagram internet(context,
      asio::generic::datagram_protocol(AF_INET, 0));
  for (const form how : all_forms)
  {
    bound_path file;
    BOOST_TEST(bind_by(how, internet, path, file)
        == asio::error::address_family_not_supported);
    BOOST_TEST(!exists(path));
  }
}

// While another process has the lock the operation waits, and close() ends it.
BOOST_AUTO_TEST_CASE(the_lock_is_waited_for)
{
  unique_descriptor lock(::open((path + ".lock").c_str(),
        O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  BOOST_REQUIRE(::flock(lock.native_handle(), LOCK_EX | LOCK_NB) == 0);
  for (const bool closes : {true, false})
  {
    datagram_socket server(context);
    error_code result = asio::error::fault;
    bound_path file;
    async_bind_path(server, path,
        [&](const error_code& ec, bound_path bound)
        {
          result = ec;
          file = std::move(bound);
        });
    context.restart();
    for (int i = 0; i < 3; ++i)
      context.run_one_for(std::chrono::milliseconds(20));
    BOOST_TEST(result == asio::error::fault);
    if (closes)
      server.close();
    else
      lock.reset();
    run(context);
    BOOST_TEST(result
        == (closes ? error_code(asio::error::operation_aborted)
          : error_code()));
    BOOST_TEST(exists(path) == !closes);
  }
}

// A server that is killed and starts again is reached by the same client.
BOOST_AUTO_TEST_CASE(a_restarted_server_is_reached_again)
{
  datagram_socket client = unnamed_socket<datagram_socket>(context);
  const auto address = endpoint_of<datagram_endpoint>(path);
  for (const form how : all_forms)
  {
    datagram_socket server(context);
    bound_path file;
    BOOST_TEST(!bind_by(how, server, path, file));
    BOOST_TEST(send_to(how, client, "x", address) == success(1));
    server.close();
    BOOST_TEST(send_to(how, client, "x", address)
        == failure(asio::error::connection_refused));
  }
}

BOOST_AUTO_TEST_SUITE_END()
