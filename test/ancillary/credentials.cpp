// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Who sent a packet, and whatever else the kernel says about it.

#include "forms.hpp"
#include "process.hpp"

#include <ctime>
#include <grp.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr unsigned nobody = 65534;

boost::test_tools::assertion_result as_root(boost::unit_test::test_unit_id)
{
  boost::test_tools::assertion_result result(::geteuid() == 0);
  result.message() << "only root may send the credentials of others";
  return result;
}

// SO_PASSPIDFD
constexpr needs_linux with_pidfds = {6, 5};

// SO_PASSRIGHTS
constexpr needs_linux with_rights = {6, 16};

// The option is on and off as it was set, and an accepted socket has it from the
// acceptor, before the peer can send anything.
template <typename Option>
void check_option(bool at_first)
{
  asio::io_context context;
  connected sockets(context);
  Option option(!at_first);
  sockets.a.get_option(option);
  BOOST_TEST(option.value() == at_first);
  for (const bool value : {true, false, true})
  {
    sockets.a.set_option(Option(value));
    option = !value;
    sockets.a.get_option(option);
    BOOST_TEST(option.value() == value);
    BOOST_TEST(static_cast<bool>(option) == value);
    BOOST_TEST(!option == !value);
  }

  acceptor listener(context, abstract_endpoint("boost_seqpacket_credentials_"
        + std::to_string(::getpid())));
  listener.set_option(Option(!at_first));
  protocol::socket client(context);
  client.connect(local_endpoint(listener));
  protocol::socket server = listener.accept();
  server.get_option(option);
  BOOST_TEST(option.value() == !at_first);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ancillary_credentials, no_leaks,
    *boost::unit_test::timeout(90))

// With the option on, every packet says who sent it, without a word from the
// sender, on every type of socket and in every form.
BOOST_AUTO_TEST_CASE_TEMPLATE(credentials_come_with_every_packet, Socket,
    all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  sockets.b.set_option(pass_credentials(true));
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sockets.a, text("x"), no_ancillary)
          == success(1));
      char byte;
      incoming_ancillary<0> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      BOOST_TEST_REQUIRE(incoming.credentials().has_value());
      BOOST_TEST(*incoming.credentials() == credentials::current());
    }
  }
}

// Without the option there are none, also when the sender adds them.
BOOST_AUTO_TEST_CASE(no_credentials_without_the_option)
{
  asio::io_context context;
  connected sockets(context);
  outgoing_ancillary<0> outgoing;
  outgoing.add_credentials(credentials::current());
  send_message(sockets.a, text("x"), outgoing);
  char byte;
  incoming_ancillary<0> incoming;
  BOOST_TEST(receive_message(sockets.b, asio::buffer(&byte, 1), incoming)
      == 1u);
  BOOST_TEST(!incoming.credentials().has_value());
  BOOST_TEST((incoming.begin() == incoming.end()));
}

// Credentials are equal if all three are.
BOOST_AUTO_TEST_CASE(credentials_are_compared)
{
  const credentials all = {1, 2, 3};
  BOOST_TEST((all == credentials{1, 2, 3}));
  for (const credentials& other : {credentials{0, 2, 3}, {1, 0, 3}, {1, 2, 0}})
  {
    BOOST_TEST((all != other));
    BOOST_TEST(!(all == other));
  }
}

BOOST_AUTO_TEST_CASE(option_is_what_was_set)
{
  BOOST_TEST(!pass_credentials().value());
  check_option<pass_credentials>(false);
}

BOOST_AUTO_TEST_CASE(security_option_is_what_was_set)
{
  BOOST_TEST(!pass_security().value());
  check_option<pass_security>(false);
}

BOOST_AUTO_TEST_CASE(pidfd_option_is_what_was_set,
    *boost::unit_test::precondition(with_pidfds))
{
  BOOST_TEST(!pass_pidfd().value());
  check_option<pass_pidfd>(false);
}

// This one is on for every new socket.
BOOST_AUTO_TEST_CASE(rights_option_is_what_was_set,
    *boost::unit_test::precondition(with_rights))
{
  check_option<pass_rights>(true);
}

// A packet that was queued before the option was set has a sender only if that
// added its credentials. The kernel has kept no others, and says process 0 and the
// ids that stand for nobody, who must not be taken for the user of that name.
BOOST_AUTO_TEST_CASE(packet_queued_before_the_option_has_no_sender)
{
  asio::io_context context;
  connected sockets(context);
  outgoing_ancillary<0> outgoing;
  outgoing.add_credentials(credentials::current());
  send_message(sockets.a, text("x"), outgoing);
  send_message(sockets.a, text("x"), no_ancillary);
  sockets.b.set_option(pass_credentials(true));
  char byte;
  incoming_ancillary<0> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  BOOST_TEST_REQUIRE(incoming.credentials().has_value());
  BOOST_TEST(*incoming.credentials() == credentials::current());
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  BOOST_TEST(!incoming.credentials().has_value());

  // The control message itself is there: an empty packet would not be the end.
  BOOST_TEST_REQUIRE((incoming.begin() != incoming.end()));
  const control_message message = *incoming.begin();
  BOOST_TEST(message.type == SCM_CREDENTIALS);
  ::ucred sender;
  BOOST_TEST_REQUIRE(message.data.size() == sizeof(sender));
  std::memcpy(&sender, message.data.data(), sizeof(sender));
  BOOST_TEST(sender.pid == 0);
  BOOST_TEST(sender.uid == nobody);
}

// Credentials go beside descriptors, in whatever order they were added, and a
// second call replaces those of the first.
BOOST_AUTO_TEST_CASE(credentials_go_beside_descriptors)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  const unique_descriptor file = make_file("content");
  outgoing_ancillary<1> outgoing;
  outgoing.add_credentials({1, 2, 3});
  outgoing.add_descriptor(file.native_handle());
  outgoing.add_credentials(credentials::current());
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sockets.a, text("x"), outgoing) == success(1));
      char byte;
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      BOOST_TEST_REQUIRE(incoming.credentials().has_value());
      BOOST_TEST(*incoming.credentials() == credentials::current());
      BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
      BOOST_TEST(content_of(incoming.descriptors()[0]) == "content");
      // The credentials are a control message among others, the descriptors are
      // not.
      BOOST_TEST_REQUIRE(std::distance(incoming.begin(), incoming.end()) == 1);
      BOOST_TEST((*incoming.begin()).level == SOL_SOCKET);
      BOOST_TEST((*incoming.begin()).type == SCM_CREDENTIALS);
      BOOST_TEST((*incoming.begin()).data.size() == sizeof(::ucred));
    }
  }
}

// The credentials are those of the process that sends, not of the one that made
// the socket: the two differ.
BOOST_AUTO_TEST_CASE(credentials_are_those_of_the_sending_process)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  child_process child(
      [&]
      {
        send_message(sockets.a, text("x"), no_ancillary);
        return 0;
      });
  char byte;
  incoming_ancillary<0> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  BOOST_TEST_REQUIRE(incoming.credentials().has_value());
  BOOST_TEST((*incoming.credentials()
      == credentials{child.id(), ::getuid(), ::getgid()}));
  BOOST_TEST(peer_credentials(sockets.b).pid == ::getpid());
  BOOST_TEST(child.wait() == 0);
}

// Root may speak for others: any user and group, and any process that exists.
BOOST_AUTO_TEST_CASE(root_may_forge_credentials,
    *boost::unit_test::precondition(as_root))
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  const credentials forged = {::getppid(), 1234, 5678};
  outgoing_ancillary<0> outgoing;
  outgoing.add_credentials(forged);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sockets.a, text("x"), outgoing) == success(1));
      char byte;
      incoming_ancillary<0> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      BOOST_TEST_REQUIRE(incoming.credentials().has_value());
      BOOST_TEST(*incoming.credentials() == forged);
    }
  }
}

// Without privileges a lie about any of the three ids is refused by the kernel,
// in every form; nothing is sent, the descriptor that came with it included.
// The truth is sent.
BOOST_AUTO_TEST_CASE(forged_credentials_are_refused)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  const unique_descriptor file = make_file("content");

  child_process child(
      [&]
      {
        if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0
              || ::setgid(nobody) != 0 || ::setuid(nobody) != 0))
          return 100;
        context.notify_fork(asio::io_context::fork_child);
        const credentials truth = credentials::current();
        const credentials lies[] = {{::getppid(), truth.uid, truth.gid},
          {truth.pid, truth.uid + 1, truth.gid}, {truth.pid, 0, truth.gid},
          {truth.pid, truth.uid, truth.gid + 1}};
        int wrong = 0;
        for (const credentials& lie : lies)
        {
          outgoing_ancillary<1> outgoing;
          outgoing.add_credentials(lie);
          outgoing.add_descriptor(file.native_handle());
          for (const form how : all_forms)
            wrong += !(send_by(how, sockets.a, text("lie"), outgoing)
                == failure(asio::error::no_permission));
        }
        outgoing_ancillary<1> outgoing;
        outgoing.add_credentials(truth);
        send_message(sockets.a, text("truth"), outgoing);
        return wrong;
      });
  const int id = child.id();
  BOOST_TEST(child.wait() == 0);

  // The truth comes first.
  char bytes[8];
  incoming_ancillary<1> incoming;
  BOOST_TEST_REQUIRE(receive_message(sockets.b, asio::buffer(bytes),
      incoming, MSG_DONTWAIT) == 5u);
  BOOST_TEST(std::string_view(bytes, 5) == "truth");
  BOOST_TEST(incoming.descriptors().empty());
  BOOST_TEST_REQUIRE(incoming.credentials().has_value());
  BOOST_TEST(incoming.credentials()->pid == id);
  BOOST_TEST(incoming.credentials()->uid
      == (::geteuid() == 0 ? nobody : ::getuid()));
  BOOST_TEST(has_nothing(sockets.b));
}

// A kind of control message that the library does not know is there to be read,
// as it came, beside the others, and the descriptors are not among them.
BOOST_AUTO_TEST_CASE(unknown_control_messages_are_visible)
{
  asio::io_context context;
  connected sockets(context);
  BOOST_TEST(!set_flag(sockets.b, SO_TIMESTAMPNS));
  sockets.b.set_option(pass_credentials(true));
  const unique_descriptor file = make_file("content");

  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      ::timespec earliest;
      ::timespec latest;
      ::clock_gettime(CLOCK_REALTIME, &earliest);
      const int number = file.native_handle();
      BOOST_TEST(send_descriptors(sockets.a, text("x"), {number}) == 1u);
      ::clock_gettime(CLOCK_REALTIME, &latest);

      char byte;
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      BOOST_TEST(incoming.descriptors().size() == 1u);
      BOOST_TEST(incoming.credentials().has_value());

      std::vector<int> types;
      for (const control_message& message : incoming)
      {
        BOOST_TEST(message.level == SOL_SOCKET);
        types.push_back(message.type);
        if (message.type == SO_TIMESTAMPNS)
        {
          ::timespec stamp;
          BOOST_TEST_REQUIRE(message.data.size() == sizeof(stamp));
          std::memcpy(&stamp, message.data.data(), sizeof(stamp));
          BOOST_TEST(stamp.tv_sec >= earliest.tv_sec);
          BOOST_TEST(stamp.tv_sec <= latest.tv_sec);
        }
      }
      BOOST_TEST(types == (std::vector<int>{SO_TIMESTAMPNS, SCM_CREDENTIALS}));

      auto it = incoming.begin();
      const auto first = it++;
      BOOST_TEST((*first).type == SO_TIMESTAMPNS);
      BOOST_TEST((*it).type == SCM_CREDENTIALS);
      BOOST_TEST((first != it));
      BOOST_TEST((++it == incoming.end()));
    }
  }
}

// The label of a packet is that of the connection, if a security module gives
// one, and empty otherwise.
BOOST_AUTO_TEST_CASE(security_label_is_that_of_the_connection)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_security(true));
  error_code ec;
  const std::string label = peer_security_label(sockets.b, ec);
  send_message(sockets.a, text("x"), no_ancillary);
  char byte;
  incoming_ancillary<0> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  BOOST_TEST(incoming.security_label() == label);
}

// Who takes no descriptors gets none, however many are sent: the sender is told,
// in every form, and the table of open files does not grow by one. What is without
// descriptors arrives, and so does all when they are taken again.
BOOST_AUTO_TEST_CASE_TEMPLATE(receiver_that_takes_no_descriptors_gets_none,
    Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  if (!with_rights(0))
    return;
  sockets.b.set_option(pass_rights(false));
  const unique_descriptor file = make_file("content");
  outgoing_ancillary<200> flood;
  for (int i = 0; i < 200; ++i)
    flood.add_descriptor(file.native_handle());
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      const std::size_t open = open_descriptors();
      for (int i = 0; i < 50; ++i)
        BOOST_TEST(send_by(how, sockets.a, text("flood"), flood)
            == failure(asio::error::no_permission));
      BOOST_TEST(has_nothing(sockets.b));
      BOOST_TEST(open_descriptors() == open);

      BOOST_TEST(send_by(how, sockets.a, text("x"), no_ancillary)
          == success(1));
      char byte;
      incoming_ancillary<200> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      BOOST_TEST(incoming.descriptors().empty());
    }
  }
  sockets.b.set_option(pass_rights(true));
  BOOST_TEST(send_message(sockets.a, text("x"), flood) == 1u);
  char byte;
  incoming_ancillary<200> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  BOOST_TEST(incoming.descriptors().size() == 200u);
}

// What the kernel says of a connection is who made it, with the effective ids.
BOOST_AUTO_TEST_CASE(peer_is_who_connected)
{
  asio::io_context context;
  connected sockets(context);
  const credentials here = {::getpid(), ::geteuid(), ::getegid()};
  BOOST_TEST(peer_credentials(sockets.a) == here);
  error_code ec = asio::error::fault;
  BOOST_TEST(peer_credentials(sockets.b, ec) == here);
  BOOST_TEST(!ec);

  protocol::socket lonely(context, protocol());
  BOOST_TEST(peer_credentials(lonely, ec) == credentials());
  BOOST_TEST(ec == asio::error::not_connected);
  BOOST_TEST(catch_error([&] { return peer_credentials(lonely).uid; }).error
      == asio::error::not_connected);
  lonely.close();
  BOOST_TEST(peer_credentials(lonely, ec) == credentials());
  BOOST_TEST(ec == asio::error::bad_descriptor);

  asio::generic::stream_protocol::socket foreign(context);
  foreign.open(asio::ip::tcp::v4());
  BOOST_TEST(peer_credentials(foreign, ec) == credentials());
  BOOST_TEST(ec == asio::error::address_family_not_supported);
}

BOOST_AUTO_TEST_SUITE_END()
