// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Datagrams to and from an address: every kind of name, what comes with it, and
// the errors.

#include "datagram.hpp"

#include "features.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// The client sends a request, and the answer to its address reaches it.
template <typename Socket>
void expect_answer(form how, Socket& server, Socket& client)
{
  using endpoint_type = typename Socket::endpoint_type;
  char bytes[16];
  endpoint_type sender;
  BOOST_TEST(send_to(how, client, "request", local_endpoint(server))
      == success(7));
  BOOST_TEST(receive_from(how, server, asio::buffer(bytes), sender)
      == success(7));
  BOOST_TEST(std::string_view(bytes, 7) == "request");
  BOOST_TEST(to_string(sender) == to_string(local_endpoint(client)));
  BOOST_TEST(!is_unnamed(sender));

  BOOST_TEST(send_to(how, server, "answer", sender) == success(6));
  incoming_ancillary<1> incoming;
  BOOST_TEST(receive_from(how, client, asio::buffer(bytes), incoming, sender)
      == success(6));
  BOOST_TEST(std::string_view(bytes, 6) == "answer");
  BOOST_TEST(incoming.message_size() == 6u);
  BOOST_TEST(to_string(sender) == to_string(local_endpoint(server)));
}

template <typename Endpoint>
Endpoint other_address()
{
  return endpoint_of<Endpoint>("/there/was/this");
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(datagram_addresses, no_leaks,
    *boost::unit_test::timeout(90))

// A reply reaches the sender of a request, whatever the kind of its name: a
// path, the longest path, a name that ends with NULs, one that the kernel chose.
BOOST_AUTO_TEST_CASE_TEMPLATE(every_named_sender_is_answered, Socket,
    datagram_sockets)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      temporary_directory directory;
      Socket server = named_socket<Socket>(context, directory / "server");

      std::string longest = directory / "";
      longest.resize(108, 'x');
      const std::string unique = directory.name();
      for (const std::string& name : {directory / "client", longest,
            std::string("\0", 1) + unique,
            std::string("\0", 1) + unique + std::string("\0a\0\0", 4),
            std::string("\0", 1) + unique
              + std::string(107 - unique.size(), '\0')})
      {
        Socket client = named_socket<Socket>(context, name);
        expect_answer(how, server, client);
        BOOST_TEST(endpoint_name(local_endpoint(client)).size()
            == name.size() - (name[0] == '\0'));
      }
      Socket client = automatic_socket<Socket>(context);
      expect_answer(how, server, client);
    }
  }
}

// A server may have a name of any kind as well.
BOOST_AUTO_TEST_CASE(every_name_is_a_destination)
{
  asio::io_context context;
  temporary_directory directory;
  std::string longest = directory / "";
  longest.resize(108, 'x');
  datagram_socket client = automatic_socket<datagram_socket>(context);
  for (const std::string& name :
      {longest, std::string("\0", 1) + directory.name() + '\0'})
  {
    datagram_socket server = named_socket<datagram_socket>(context, name);
    for (const form how : all_forms)
      expect_answer(how, server, client);
  }
}

// An unnamed sender leaves the endpoint empty, whatever was in it.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_unnamed_sender_has_an_empty_address, Socket,
    datagram_sockets)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    basic_named<Socket> sockets(context);
    Socket unnamed = unnamed_socket<Socket>(context);
    char bytes[8];
    auto sender = other_address<typename Socket::endpoint_type>();
    BOOST_TEST(send_to(how, unnamed, "x", sockets.to("server"))
        == success(1));
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes), sender)
        == success(1));
    BOOST_TEST(is_unnamed(sender));
    BOOST_TEST(send_to(how, sockets.server, "x", sender).error);
  }
}

// Descriptors and credentials come together with the address, in both
// directions.
BOOST_AUTO_TEST_CASE_TEMPLATE(ancillary_data_comes_with_the_address, Socket,
    datagram_sockets)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    basic_named<Socket> sockets(context);
    const unique_descriptor file = make_file("content");
    outgoing_ancillary<1> outgoing;
    outgoing.add_descriptor(file.native_handle());
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
    sockets.server.set_option(pass_credentials(true));
#endif
    BOOST_TEST(send_to(how, sockets.client, text("take"), outgoing,
          sockets.to("server")) == success(4));

    char bytes[8];
    incoming_ancillary<1> incoming;
    typename Socket::endpoint_type sender;
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes),
          incoming, sender) == success(4));
    BOOST_TEST(to_string(sender) == to_string(sockets.to("client")));
    BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
    BOOST_TEST(same_file(
          incoming.descriptors()[0].native_handle(), file.native_handle()));
    BOOST_TEST(is_close_on_exec(incoming.descriptors()[0].native_handle()));
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
    BOOST_TEST_REQUIRE(!!incoming.credentials());
    BOOST_TEST(incoming.credentials()->pid == ::getpid());
#endif
  }
}

// Descriptors that were not asked for never enter the process, and the address
// is there all the same.
BOOST_AUTO_TEST_CASE(bytes_alone_take_no_descriptors)
{
  for (const form how : all_forms)
  {
    for (const bool has_credentials : {false, true})
    {
      asio::io_context context;
      named sockets(context);
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
      sockets.server.set_option(pass_credentials(has_credentials));
#endif
      const unique_descriptor file = make_file("content");
      outgoing_ancillary<1> outgoing;
      outgoing.add_descriptor(file.native_handle());
      send_message_to(
          sockets.client, text("take"), outgoing, sockets.to("server"));
      send_message_to(sockets.client, text("next"), sockets.to("server"));

      const std::size_t opened = open_descriptors();
      char bytes[8] = {};
      datagram_endpoint sender;
      BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes),
            sender).error == seqpacket_errc::ancillary_truncated);
      BOOST_TEST(std::string_view(bytes) == "take");
      BOOST_TEST(to_string(sender) == to_string(sockets.to("client")));
      BOOST_TEST(open_descriptors() == opened);
      BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes),
            sender) == success(4));
    }
  }
}

// A truncated packet has an address, also one that stays in the queue or is
// only looked at.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_truncated_packet_has_an_address, Socket,
    datagram_sockets)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    basic_named<Socket> sockets(context);
    send_message_to(sockets.client, text("too long"), sockets.to("server"));
    const std::string client = to_string(sockets.to("client"));
    const error_code truncated = seqpacket_errc::message_truncated;

    char bytes[3];
    incoming_ancillary<1> incoming;
    auto sender = other_address<typename Socket::endpoint_type>();
#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes),
          incoming, sender, keep_if_truncated) == failure(truncated));
    BOOST_TEST(to_string(sender) == client);
    BOOST_TEST(incoming.message_size() == 8u);
    sender = other_address<typename Socket::endpoint_type>();
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes),
          sender, keep_if_truncated) == failure(truncated));
    BOOST_TEST(to_string(sender) == client);
#endif
    sender = other_address<typename Socket::endpoint_type>();
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes),
          sender, MSG_PEEK).error == truncated);
    BOOST_TEST(to_string(sender) == client);
    sender = other_address<typename Socket::endpoint_type>();
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes),
          incoming, sender).error == truncated);
    BOOST_TEST(to_string(sender) == client);
    BOOST_TEST(std::string_view(bytes, 3) == "too");
    BOOST_TEST(has_nothing(sockets.server));
  }
}

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// A packet that fits is taken out of the queue with keep_if_truncated, once.
BOOST_AUTO_TEST_CASE(a_whole_packet_is_not_kept)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    named sockets(context);
    send_message_to(sockets.client, text("fits"), sockets.to("server"));
    char bytes[8];
    incoming_ancillary<1> incoming;
    datagram_endpoint sender;
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes),
          incoming, sender, keep_if_truncated) == success(4));
    BOOST_TEST(to_string(sender) == to_string(sockets.to("client")));
    BOOST_TEST(has_nothing(sockets.server));
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// An empty packet is a packet, with and without a sender's name, and a datagram
// socket has no end of file but its own.
BOOST_AUTO_TEST_CASE(an_empty_packet_has_an_address)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    named sockets(context);
    datagram_socket unnamed = unnamed_socket<datagram_socket>(context);
    BOOST_TEST(send_to(how, sockets.client, "", sockets.to("server"))
        == success(0));
    BOOST_TEST(send_to(how, unnamed, "", sockets.to("server"))
        == success(0));
    char bytes[8];
    datagram_endpoint sender;
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes), sender)
        == success(0));
    BOOST_TEST(to_string(sender) == to_string(sockets.to("client")));
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes), sender)
        == success(0));
    BOOST_TEST(is_unnamed(sender));

    sockets.server.shutdown(asio::socket_base::shutdown_receive);
    sender = sockets.to("client");
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes), sender)
        == failure(asio::error::eof));
    BOOST_TEST(is_unnamed(sender));
  }
}

// After an error there is no packet, and no address.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_error_has_no_address, Socket,
    datagram_sockets)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    basic_named<Socket> sockets(context);
    char bytes[8];
    incoming_ancillary<1> incoming;
    auto sender = sockets.to("client");
    Socket closed(context);
    BOOST_TEST(receive_from(how, closed, asio::buffer(bytes), incoming,
          sender) == failure(asio::error::bad_descriptor));
    BOOST_TEST(is_unnamed(sender));

    const std::vector<asio::mutable_buffer> many(1025);
    sender = sockets.to("client");
    BOOST_TEST(receive_from(how, sockets.server, many, sender)
        == failure(asio::error::message_size));
    BOOST_TEST(is_unnamed(sender));

    if (how == form::asynchronous)
      continue;
    sockets.server.non_blocking(true);
    sender = sockets.to("client");
    BOOST_TEST(receive_from(how, sockets.server, asio::buffer(bytes), sender)
        == failure(asio::error::would_block));
    BOOST_TEST(is_unnamed(sender));
  }
}

// While a receive waits the endpoint is empty, and after a cancellation as well.
BOOST_AUTO_TEST_CASE(the_address_is_empty_while_a_receive_waits)
{
  asio::io_context context;
  named sockets(context);
  char bytes[8];
  incoming_ancillary<1> incoming;
  datagram_endpoint sender = sockets.to("client");
  error_code result;
  async_receive_message_from(sockets.server, asio::buffer(bytes), incoming,
      sender, [&](const error_code& ec, std::size_t) { result = ec; });
  BOOST_TEST(is_unnamed(sender));
  context.poll();
  sockets.server.cancel();
  run(context);
  BOOST_TEST(result == asio::error::operation_aborted);
  BOOST_TEST(is_unnamed(sender));

  // The packet that comes then is not lost.
  async_receive_message_from(sockets.server, asio::buffer(bytes), sender,
      [&](const error_code& ec, std::size_t) { result = ec; });
  context.restart();
  context.poll();
  send_message_to(sockets.client, text("x"), sockets.to("server"));
  run(context);
  BOOST_TEST(!result);
  BOOST_TEST(to_string(sender) == to_string(sockets.to("client")));
}

// Each destination that cannot be sent to is an error of that call, and nothing
// is sent.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_bad_destination_is_an_error, Socket,
    datagram_sockets)
{
  using endpoint_type = typename Socket::endpoint_type;
  for (const form how : all_forms)
  {
    asio::io_context context;
    basic_named<Socket> sockets(context);
    const auto send = [&](const endpoint_type& destination)
        {
          const outcome alone = send_to(how, sockets.client, "x", destination);
          BOOST_TEST((send_to(how, sockets.client, text("x"), no_ancillary,
                destination) == alone));
          return alone;
        };
    namespace errc = boost::system::errc;
    bind_by_hand(sockets.directory / "stale", SOCK_DGRAM);
    const unique_descriptor packets =
      bind_by_hand(sockets.directory / "packets", SOCK_SEQPACKET);
    write_file(sockets.directory / "file", "");
    BOOST_TEST(send(sockets.to("missing")).error
        == errc::no_such_file_or_directory);
    BOOST_TEST(send(sockets.to("stale"))
        == failure(asio::error::connection_refused));
    BOOST_TEST(send(sockets.to("file"))
        == failure(asio::error::connection_refused));
    BOOST_TEST(send(sockets.to("packets")).error
        == errc::wrong_protocol_type);
    BOOST_TEST(send(endpoint_of<endpoint_type>(
            std::string("\0", 1) + sockets.directory.name()))
        == failure(asio::error::connection_refused));
    BOOST_TEST(send(endpoint_of<endpoint_type>(""))
        == failure(asio::error::invalid_argument));

    // The receiver listens to its peer only.
    sockets.server.connect(sockets.to("server"));
    BOOST_TEST(send(sockets.to("server"))
        == failure(asio::error::no_permission));
    BOOST_TEST(has_nothing(sockets.server));
  }
}

// A destination without a name never means the peer of a connected socket, for
// which the kernel would take it.
BOOST_AUTO_TEST_CASE(no_destination_is_not_the_peer)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    pair_of<generic_datagram> sockets(context);
    using endpoint_type = generic_datagram::endpoint_type;
    BOOST_TEST(send_to(how, sockets.a, "x", endpoint_type())
        == failure(asio::error::address_family_not_supported));
    BOOST_TEST(send_to(how, sockets.a, "x", endpoint_of<endpoint_type>(""))
        == failure(asio::error::invalid_argument));
    endpoint_type empty = endpoint_of<endpoint_type>("");
    empty.resize(0);
    BOOST_TEST(send_to(how, sockets.a, "x", empty)
        == failure(asio::error::invalid_argument));
    const asio::ip::udp::endpoint internet(asio::ip::udp::v4(), 1);
    BOOST_TEST(send_to(how, sockets.a, "x", endpoint_type(internet))
        == failure(asio::error::address_family_not_supported));
    BOOST_TEST(has_nothing(sockets.b));
  }
}

// A connected socket reaches another address than that of its peer.
BOOST_AUTO_TEST_CASE(a_connected_socket_has_other_destinations)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    named sockets(context);
    pair_of<datagram_socket> pair(context);
    BOOST_TEST(send_to(how, pair.a, "x", sockets.to("server"))
        == success(1));
    BOOST_TEST(has_nothing(pair.b));
    discard(sockets.server, 1);
  }
}

// A generic socket of another family, and a socket that is not open.
BOOST_AUTO_TEST_CASE(errors_of_the_caller_are_reported)
{
  asio::io_context context;
  named sockets(context);
  generic_datagram internet(context,
      asio::generic::datagram_protocol(AF_INET, 0));
  datagram_socket closed(context);
  char bytes[8];
  for (const form how : all_forms)
  {
    const auto destination =
      endpoint_of<generic_datagram::endpoint_type>(sockets.directory / "x");
    generic_datagram::endpoint_type sender;
    BOOST_TEST(send_to(how, internet, "x", destination)
        == failure(asio::error::address_family_not_supported));
    BOOST_TEST(receive_from(how, internet, asio::buffer(bytes), sender)
        == failure(asio::error::address_family_not_supported));
    BOOST_TEST(send_to(how, closed, "x", sockets.to("server"))
        == failure(asio::error::bad_descriptor));
    const std::vector<asio::const_buffer> many(1025);
    BOOST_TEST(send_to(how, sockets.client, many, no_ancillary,
          sockets.to("server")) == failure(asio::error::message_size));
  }
  BOOST_TEST(has_nothing(sockets.server));
}

// A peer that restarts is away for some calls, and the next call reaches the new
// process, for a path and for an abstract name.
BOOST_AUTO_TEST_CASE(a_restarted_peer_is_reached_again)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    temporary_directory directory;
    datagram_socket client = unnamed_socket<datagram_socket>(context);
    for (const std::string& name :
        {directory / "server", std::string("\0", 1) + directory.name()})
    {
      const auto address = endpoint_of<datagram_endpoint>(name);
      datagram_socket server = named_socket<datagram_socket>(context, name);
      BOOST_TEST(send_to(how, client, "x", address) == success(1));
      server.close();
      BOOST_TEST(send_to(how, client, "x", address)
          == failure(asio::error::connection_refused));
      if (name[0] != '\0')
      {
        ::unlink(name.c_str());
        BOOST_TEST(send_to(how, client, "x", address).error
            == boost::system::errc::no_such_file_or_directory);
      }
      server = named_socket<datagram_socket>(context, name);
      BOOST_TEST(send_to(how, client, "x", address) == success(1));
      discard(server, 1);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
