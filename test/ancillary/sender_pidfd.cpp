// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The pidfd of the process that sent a packet.

#include "forms.hpp"
#include "process.hpp"

#include <algorithm>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// A type that the C library's headers may be too old to know.
constexpr int scm_pidfd = 4;

// SO_PASSPIDFD
constexpr needs_linux with_pidfds = {6, 5};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ancillary_sender_pidfd, no_leaks,
    *boost::unit_test::timeout(90))

// A pidfd that comes with a packet is owned as the descriptors are: it stands
// for the sender, is close-on-exec, can be taken, and is closed otherwise.
BOOST_AUTO_TEST_CASE(pidfd_stands_for_the_sender_and_is_owned,
    *boost::unit_test::precondition(with_pidfds))
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_pidfd(true));
  const unique_descriptor file = make_file("content");
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      const std::size_t open = open_descriptors();
      for (int i = 0; i < 3; ++i)
        send_descriptors(sockets.a, text("x"), {file.native_handle()});
      char byte;
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      BOOST_TEST_REQUIRE(incoming.pidfd().is_open());
      BOOST_TEST(is_close_on_exec(incoming.pidfd().native_handle()));
      const auto& constant = std::as_const(incoming);
      static_assert(std::is_same<decltype(constant.pidfd()),
          const unique_descriptor&>::value, "");
      BOOST_TEST(process_of(constant.pidfd()) == ::getpid());
      BOOST_TEST((&constant.pidfd() == &incoming.pidfd()));
      BOOST_TEST(incoming.descriptors().size() == 1u);
      BOOST_TEST(std::none_of(incoming.begin(), incoming.end(),
          [](const control_message& message)
          {
            return message.level == SOL_SOCKET
              && (message.type == scm_pidfd || message.type == SCM_RIGHTS);
          }));
      BOOST_TEST(open_descriptors() == open + 2);

      // It is closed by the next receive, by clear(), or not if it was taken.
      const int number = incoming.pidfd().native_handle();
      BOOST_TEST(is_open(number));
      const unique_descriptor taken = std::move(incoming.pidfd());
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      BOOST_TEST(is_open(number));
      BOOST_TEST(open_descriptors() == open + 3);
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      BOOST_TEST(open_descriptors() == open + 3);

      incoming_ancillary<1> other(std::move(incoming));
      BOOST_TEST(!incoming.pidfd().is_open());
      BOOST_TEST(other.pidfd().is_open());
      other.clear();
      BOOST_TEST(!other.pidfd().is_open());
      BOOST_TEST(open_descriptors() == open + 1);
    }
  }
}

// At the limit of open descriptors the kernel leaves an error number in the
// place of the pidfd and says nothing: it is told, and never owned.
BOOST_AUTO_TEST_CASE(pidfd_at_the_limit_of_descriptors_is_an_error,
    *boost::unit_test::precondition(with_pidfds))
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_pidfd(true));
  const unique_descriptor file = make_file("content");
  for (const form how : all_forms)
  {
    for (std::size_t room = 0; room <= 2; ++room)
    {
      BOOST_TEST_CONTEXT(how << ", room for " << room)
      {
        send_descriptors(sockets.a, text("x"), {file.native_handle()});
        char byte;
        incoming_ancillary<1> incoming;
        outcome result = success(0);
        {
          const descriptor_limit limit(room);
          result = receive_by(
              how, sockets.b, asio::buffer(&byte, 1), incoming);
        }
        if (room < 2)
          BOOST_TEST(result.error == seqpacket_errc::descriptors_lost);
        else
          BOOST_TEST(!result.error);
        // The descriptors come first.
        BOOST_TEST(incoming.descriptors().size() == (room == 0 ? 0u : 1u));
        BOOST_TEST(incoming.pidfd().is_open() == (room == 2));
      }
    }
  }

  // Without other descriptors there is no flag that could tell.
  send_message(sockets.a, text("x"), no_ancillary);
  char byte;
  error_code ec;
  incoming_ancillary<1> incoming;
  {
    const descriptor_limit limit(0);
    receive_message(sockets.b, asio::buffer(&byte, 1), incoming, ec);
  }
  BOOST_TEST(ec == seqpacket_errc::descriptors_lost);
  BOOST_TEST((incoming.flags() & MSG_CTRUNC) == 0);
  BOOST_TEST(!incoming.pidfd().is_open());
}

// The pidfd is that of the process that sends, not of the one that made the
// socket, also when it has ended before the packet is received: it is readable
// then.
BOOST_AUTO_TEST_CASE(pidfd_is_that_of_the_sending_process,
    *boost::unit_test::precondition(with_pidfds))
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_pidfd(true));
  int numbers[2];
  BOOST_TEST_REQUIRE(::pipe(numbers) == 0);
  unique_descriptor waits(numbers[0]);
  unique_descriptor released(numbers[1]);
  child_process child(
      [&]
      {
        send_message(sockets.a, text("x"), no_ancillary);
        released.reset();
        char byte;
        return static_cast<int>(::read(waits.native_handle(), &byte, 1));
      });
  char byte;
  incoming_ancillary<0> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  BOOST_TEST_REQUIRE(incoming.pidfd().is_open());
  BOOST_TEST(process_of(incoming.pidfd()) == child.id());

  // The end of the sender is waited for as Asio waits for anything.
  asio::posix::stream_descriptor pidfd(
      context, incoming.pidfd().release());
  bool ended = false;
  pidfd.async_wait(asio::posix::stream_descriptor::wait_read,
      [&](const error_code& ec)
      {
        BOOST_TEST(!ec);
        ended = true;
      });
  context.poll();
  BOOST_TEST(!ended);
  released.reset();
  run(context);
  BOOST_TEST(ended);
  BOOST_TEST(child.wait() == 0);

  // Of one that is gone a kernel says that, or gives nothing; nothing is lost.
  child_process gone(
      [&]
      {
        send_message(sockets.a, text("x"), no_ancillary);
        return 0;
      });
  BOOST_TEST(gone.wait() == 0);
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  if (incoming.pidfd().is_open())
    BOOST_TEST(process_of(incoming.pidfd()) == -1);
}

// With the option on every packet has its sender, an empty one too, which
// therefore is not the end of file.
BOOST_AUTO_TEST_CASE(empty_packet_with_a_pidfd_is_not_the_end,
    *boost::unit_test::precondition(with_pidfds))
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_pidfd(true));
  send_message(sockets.a, text(""), no_ancillary);
  sockets.a.close();
  char byte;
  incoming_ancillary<0> incoming;
  error_code ec;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming, ec);
  BOOST_TEST(!ec);
  BOOST_TEST(process_of(incoming.pidfd()) == ::getpid());
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming, ec);
  BOOST_TEST(ec == asio::error::eof);
  BOOST_TEST(!incoming.pidfd().is_open());
}

// Of a packet that was queued before the option was set there is no pidfd.
BOOST_AUTO_TEST_CASE(packet_queued_before_the_option_has_no_pidfd,
    *boost::unit_test::precondition(with_pidfds))
{
  asio::io_context context;
  connected sockets(context);
  send_message(sockets.a, text("x"), no_ancillary);
  sockets.b.set_option(pass_pidfd(true));
  char byte;
  incoming_ancillary<0> incoming;
  BOOST_TEST(receive_message(sockets.b, asio::buffer(&byte, 1), incoming)
      == 1u);
  BOOST_TEST(!incoming.pidfd().is_open());
}

// A socket without a name that sends while it asks for pidfds gets a name, as it
// does with credentials.
BOOST_AUTO_TEST_CASE(sender_that_asks_for_pidfds_gets_a_name,
    *boost::unit_test::precondition(with_pidfds))
{
  asio::io_context context;
  connected sockets(context);
  send_message(sockets.a, text("x"), no_ancillary);
  BOOST_TEST(is_unnamed(local_endpoint(sockets.a)));
  sockets.a.set_option(pass_pidfd(true));
  send_message(sockets.a, text("x"), no_ancillary);
  BOOST_TEST(has_abstract_name(local_endpoint(sockets.a)));
}

BOOST_AUTO_TEST_SUITE_END()
