// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The options that say what comes with packets. The kernel gives them to a
// connection when the client connects. After accept it has those of the acceptor.

#include "server.hpp"

#include "directory.hpp"
#include "process.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

struct option_name
{
  const char* name;
  int number;
};

const option_name option_names[] = {
  {"SO_PASSCRED", SO_PASSCRED},
  {"SO_PASSSEC", SO_PASSSEC},
  {"SO_PASSPIDFD", BOOST_SEQPACKET_SO_PASSPIDFD},
  {"SO_PASSRIGHTS", BOOST_SEQPACKET_SO_PASSRIGHTS}};

// -1: the kernel does not know it.
int value_of(int descriptor, int number)
{
  int value = 0;
  ::socklen_t size = sizeof(value);
  return ::getsockopt(descriptor, SOL_SOCKET, number, &value, &size) == 0
    ? value : -1;
}

void set(int descriptor, int number, int value)
{
  BOOST_TEST(::setsockopt(descriptor, SOL_SOCKET, number, &value,
        sizeof(value)) == 0);
}

template <typename Function>
void for_each_option(Function function)
{
  int known = 0;
  for (const option_name& each : option_names)
  {
    BOOST_TEST_CONTEXT(each.name)
    {
      asio::io_context context;
      if (value_of(connected(context).a.native_handle(), each.number) < 0)
        continue;
      ++known;
      function(each.number);
    }
  }
  BOOST_TEST(known >= 2);
}

struct admit_all
{
  bool operator()(peer_identity&) const
  {
    return true;
  }
};

struct fixture
{
  no_leaks guard;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(connection_accept_options, fixture)

// Another program may have set the option of an acceptor, or setsockopt. Then the
// first packet shows already that descriptors came.
BOOST_AUTO_TEST_CASE(bytes_alone_see_descriptors_of_the_first_packet)
{
  for (const bool waits : {false, true})
  {
    asio::io_context context;
    acceptor from(context);
    open(from);
    set(from.native_handle(), SO_PASSCRED, 1);
    from.bind(endpoint());
    from.listen();
    detail::control_data_hint = false;
    packet_socket client(context);
    connect(client, from.local_endpoint());
    packet_socket server = accept(from);
    const unique_descriptor file = make_file("x");
    send_descriptors(client, text("x"), {file.native_handle()});
    char bytes[8];
    error_code ec;
    if (waits)
    {
      async_receive_message(server, asio::buffer(bytes),
          [&](const error_code& error, std::size_t) { ec = error; });
      test::run(context);
    }
    else
      receive_message(server, asio::buffer(bytes), ec);
    BOOST_TEST(ec == seqpacket_errc::ancillary_truncated);
  }
}

// Changed between connect and accept, on and off, by every form.
BOOST_AUTO_TEST_CASE(options_set_after_connect_reach_the_connection)
{
  for_each_option([](int number)
      {
        for (const form how : all_forms)
        {
          BOOST_TEST_CONTEXT(how)
          {
            server s;
            const int listening = s.listener.native_handle();
            const int at_first = value_of(listening, number);
            packet_socket early = s.client();
            set(listening, number, !at_first);
            packet_socket late = s.client();
            packet_socket peer(s.context);
            BOOST_TEST(!accept_by(how, s, peer));
            BOOST_TEST(value_of(peer.native_handle(), number) == !at_first);
            set(listening, number, at_first);
            packet_socket second(s.context);
            BOOST_TEST(!accept_by(how, s, second));
            BOOST_TEST(value_of(second.native_handle(), number) == at_first);
          }
        }
      });
}

BOOST_AUTO_TEST_CASE(a_filter_changes_nothing_of_that)
{
  for_each_option([](int number)
      {
        server s;
        packet_socket client = s.client();
        const int changed = !value_of(s.listener.native_handle(), number);
        set(s.listener.native_handle(), number, changed);
        peer_filter<admit_all> everybody{admit_all()};
        packet_socket peer = boost_seqpacket::accept(s.listener, everybody);
        BOOST_TEST(value_of(peer.native_handle(), number) == changed);
      });
}

// The kernel notes the sender of a packet that is sent before accept, so the
// first packet has one as well.
BOOST_AUTO_TEST_CASE(packets_of_an_early_client_have_a_sender)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      server s;
      packet_socket client = s.client();
      send_message(client, text("early"));
      s.listener.set_option(pass_credentials(true));
      packet_socket peer(s.context);
      BOOST_TEST(!accept_by(how, s, peer));
      send_message(client, text("late"));

      for (const std::size_t size : {5u, 4u})
      {
        char bytes[8];
        incoming_ancillary<0> incoming;
        BOOST_TEST(
            receive_message(peer, asio::buffer(bytes), incoming) == size);
        BOOST_TEST_REQUIRE(incoming.credentials().has_value());
        BOOST_TEST(*incoming.credentials() == credentials::current());
      }
    }
  }
}

// The options of an acceptor that was given by its descriptor are the program's
// to set, also by setsockopt.
BOOST_AUTO_TEST_CASE(an_adopted_acceptor_does_the_same)
{
  asio::io_context context;
  server s;
  packet_socket client = s.client();
  set(s.listener.native_handle(), SO_PASSCRED, 1);
  acceptor adopted = adopt<acceptor>(
      context, unique_descriptor(s.listener.release()));
  packet_socket peer = boost_seqpacket::accept(adopted);
  BOOST_TEST(value_of(peer.native_handle(), SO_PASSCRED) == 1);

  // Bytes alone know it as well: what the option adds is no lost descriptor.
  send_message(client, text("x"));
  char byte;
  BOOST_TEST(receive_message(peer, asio::buffer(&byte, 1)) == 1u);
}

#if defined(BOOST_SEQPACKET_HAS_PASS_RIGHTS)

// SO_PASSRIGHTS
BOOST_AUTO_TEST_CASE(refused_descriptors_are_refused_at_once,
    *boost::unit_test::precondition(needs_linux{6, 16}))
{
  server s;
  packet_socket client = s.client();
  s.listener.set_option(pass_rights(false));
  packet_socket peer = boost_seqpacket::accept(s.listener);
  const unique_descriptor file = make_file("content");
  error_code ec;
  send_descriptors(client, text("x"), {file.native_handle()}, ec);
  BOOST_TEST(ec == asio::error::no_permission);
}

#endif

// --- bind_path ------------------------------------------------------------------

// A client can connect at the moment of listen, so they are set before.
BOOST_AUTO_TEST_CASE(bind_path_sets_them_before_it_listens)
{
  temporary_directory files;
  asio::io_context context;
  acceptor listener(context);
  bind_path_options options;
  options.pass_credentials = true;
  options.pass_security = true;
  bind_path(listener, files / "socket", options);
  packet_socket client(context);
  boost_seqpacket::connect(client, endpoint(files / "socket"));
  // Asio's accept changes nothing.
  packet_socket peer = listener.accept();
  BOOST_TEST(value_of(peer.native_handle(), SO_PASSCRED) == 1);
  BOOST_TEST(value_of(peer.native_handle(), SO_PASSSEC) == 1);
}

BOOST_AUTO_TEST_CASE(bind_path_sets_each_alone)
{
  for_each_option([](int number)
      {
        temporary_directory files;
        asio::io_context context;
        acceptor listener(context);
        bind_path_options options;
        options.pass_credentials = number == SO_PASSCRED;
        options.pass_security = number == SO_PASSSEC;
        options.pass_pidfd = number == BOOST_SEQPACKET_SO_PASSPIDFD;
        options.pass_rights = number != BOOST_SEQPACKET_SO_PASSRIGHTS;
        bind_path(listener, files / "socket", options);
        for (const option_name& each : option_names)
        {
          const int value = value_of(listener.native_handle(), each.number);
          const bool is_set = (each.number == number)
            != (each.number == BOOST_SEQPACKET_SO_PASSRIGHTS);
          BOOST_TEST((value < 0 || (value == 1) == is_set), each.name);
        }
      });
}

// What the program has set on an open acceptor stays.
BOOST_AUTO_TEST_CASE(bind_path_with_default_options_changes_none)
{
  for_each_option([](int number)
      {
        temporary_directory files;
        asio::io_context context;
        acceptor listener(context);
        boost_seqpacket::open(listener);
        const int changed = !value_of(listener.native_handle(), number);
        set(listener.native_handle(), number, changed);
        bind_path(listener, files / "socket");
        BOOST_TEST(value_of(listener.native_handle(), number) == changed);
      });
}

BOOST_AUTO_TEST_SUITE_END()
