// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Descriptors on their way: who owns what, whatever goes wrong.

#include "files.hpp"
#include "forms.hpp"
#include "process.hpp"

#include <sys/syscall.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(ancillary_descriptors, no_leaks,
    *boost::unit_test::timeout(90))

// The main job, on every type of socket and in every form: the receiver gets a
// descriptor of its own for the same open file, close-on-exec, with the bytes.
BOOST_AUTO_TEST_CASE_TEMPLATE(passes_a_descriptor, Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const unique_descriptor file = make_file("content");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file.native_handle());

  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sockets.a, text("hello"), outgoing)
          == success(5));

      char bytes[16];
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
          == success(5));
      BOOST_TEST(std::string_view(bytes, 5) == "hello");
      BOOST_TEST(incoming.message_size() == 5u);
      BOOST_TEST((incoming.flags() & MSG_CMSG_CLOEXEC) == 0);
      BOOST_TEST((incoming.flags() & (MSG_TRUNC | MSG_CTRUNC)) == 0);
      BOOST_TEST((incoming.begin() == incoming.end()));

      BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
      const unique_descriptor& arrived = incoming.descriptors()[0];
      BOOST_TEST(arrived.native_handle() != file.native_handle());
      BOOST_TEST(same_file(arrived.native_handle(), file.native_handle()));
      BOOST_TEST(content_of(arrived) == "content");
      BOOST_TEST(is_close_on_exec(arrived.native_handle()));
    }
  }
}

// Several descriptors of one message arrive in their order, each close-on-exec.
BOOST_AUTO_TEST_CASE_TEMPLATE(passes_several_descriptors_in_their_order,
    Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const files sent(5);
  outgoing_ancillary<5> outgoing;
  for (const int number : sent.numbers)
    outgoing.add_descriptor(number);

  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sockets.a, text("x"), outgoing) == success(1));
      char byte;
      incoming_ancillary<8> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      BOOST_TEST(incoming.descriptors().size() == 5u);
      BOOST_TEST(are_the_first(incoming.descriptors(), sent));
      for (const unique_descriptor& descriptor : incoming.descriptors())
        BOOST_TEST(is_close_on_exec(descriptor.native_handle()));
    }
  }
}

// The one-liners hand over exactly the descriptors that were sent, as any range
// of numbers.
BOOST_AUTO_TEST_CASE_TEMPLATE(one_liners_pass_exactly_the_descriptors_sent,
    Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const files sent(3);

  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_descriptors_by(
          how, sockets.a, text("abc"), sent.numbers) == success(3));
      char bytes[8];
      std::array<unique_descriptor, 3> arrived;
      BOOST_TEST(receive_descriptors_by(
          how, sockets.b, asio::buffer(bytes), arrived) == success(3));
      BOOST_TEST(are_the_first(arrived, sent));
      for (const unique_descriptor& descriptor : arrived)
        BOOST_TEST(is_close_on_exec(descriptor.native_handle()));
    }
  }
}

// Descriptors can be given as a list in braces.
BOOST_AUTO_TEST_CASE(descriptors_can_be_listed_in_braces)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(2);
  send_descriptors(sockets.a, text("x"), {sent.numbers[0], sent.numbers[1]});
  char byte;
  const auto result = receive_descriptors<2>(
      sockets.b, asio::buffer(&byte, 1));
  BOOST_TEST(std::get<0>(result) == 1u);
  BOOST_TEST(are_the_first(std::get<1>(result), sent));
}

// An empty packet can carry descriptors where packets are kept apart.
BOOST_AUTO_TEST_CASE_TEMPLATE(empty_packet_carries_descriptors, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const files sent(1);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_descriptors_by(how, sockets.a, text(""), sent.numbers)
          == success(0));
      std::array<unique_descriptor, 1> arrived;
      BOOST_TEST(receive_descriptors_by(
          how, sockets.b, asio::mutable_buffer(), arrived) == success(0));
      BOOST_TEST(are_the_first(arrived, sent));
    }
  }
}

// On a stream the descriptors come with the first byte, and a short buffer is
// no truncation: the other bytes are still there.
BOOST_AUTO_TEST_CASE(short_buffer_is_no_truncation_on_a_stream)
{
  asio::io_context context;
  pair_of<stream_socket> sockets(context);
  const files sent(1);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      send_descriptors(sockets.a, text("abc"), sent.numbers);
      char bytes[8];
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes, 1), incoming)
          == success(1));
      BOOST_TEST(incoming.descriptors().size() == 1u);
      BOOST_TEST(incoming.message_size() == 1u);
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming)
          == success(2));
      BOOST_TEST(std::string_view(bytes, 2) == "bc");
      BOOST_TEST(incoming.descriptors().empty());
    }
  }
}

// No memory of the user has to be aligned: neither that of the bytes nor that
// of a control message, on either side.
BOOST_AUTO_TEST_CASE(unaligned_user_memory_does_not_matter)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  const unique_descriptor file = make_file("content");
  const ::ucred sender = {::getpid(), ::getuid(), ::getgid()};

  for (std::size_t offset = 1; offset < sizeof(long); ++offset)
  {
    unsigned char control[sizeof(sender) + sizeof(long)];
    std::memcpy(control + offset, &sender, sizeof(sender));
    outgoing_ancillary<1> outgoing;
    outgoing.add_descriptor(file.native_handle());
    outgoing.add_control_message(SOL_SOCKET, SCM_CREDENTIALS,
        asio::buffer(control + offset, sizeof(sender)));

    char bytes[32] = {};
    std::memcpy(bytes + offset, "hello", 5);
    BOOST_TEST(send_message(sockets.a, asio::buffer(bytes + offset, 5),
        outgoing) == 5u);

    char received[32] = {};
    incoming_ancillary<1> incoming;
    BOOST_TEST(receive_message(sockets.b,
        asio::buffer(received + offset, 16), incoming) == 5u);
    BOOST_TEST(std::string_view(received + offset, 5) == "hello");
    BOOST_TEST(incoming.descriptors().size() == 1u);
    BOOST_TEST_REQUIRE(incoming.credentials().has_value());
    BOOST_TEST(*incoming.credentials() == credentials::current());
  }
}

// What is moved out of the object is the caller's: neither clear() nor the
// destructor closes it.
BOOST_AUTO_TEST_CASE(taken_descriptors_belong_to_the_caller)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(2);
  unique_descriptor first;
  unique_descriptor second;
  {
    send_descriptors(sockets.a, text("x"), sent.numbers);
    char byte;
    incoming_ancillary<2> incoming;
    receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
    first = std::move(incoming.descriptors()[0]);
    BOOST_TEST(!incoming.descriptors()[0].is_open());
    BOOST_TEST(incoming.descriptors().size() == 2u);
    incoming.clear();
    BOOST_TEST(content_of(first) == "file 0");

    send_descriptors(sockets.a, text("x"), sent.numbers);
    receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
    second = std::move(incoming.descriptors()[1]);
  }
  BOOST_TEST(content_of(first) == "file 0");
  BOOST_TEST(content_of(second) == "file 1");
}

// What is not taken is closed by clear(), and everything else is gone as well.
BOOST_AUTO_TEST_CASE(clear_closes_what_is_not_taken)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  const files sent(2);
  send_descriptors(sockets.a, text("abc"), sent.numbers);
  char byte;
  error_code ec;
  incoming_ancillary<2> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming, ec);
  BOOST_TEST(ec == seqpacket_errc::message_truncated);
  BOOST_TEST_REQUIRE(incoming.descriptors().size() == 2u);
  const int numbers[] = {incoming.descriptors()[0].native_handle(),
    incoming.descriptors()[1].native_handle()};
  BOOST_TEST(is_open(numbers[0]));
  BOOST_TEST(is_open(numbers[1]));

  incoming.clear();
  BOOST_TEST(!is_open(numbers[0]));
  BOOST_TEST(!is_open(numbers[1]));
  BOOST_TEST(incoming.descriptors().empty());
  BOOST_TEST(!incoming.credentials().has_value());
  BOOST_TEST((incoming.begin() == incoming.end()));
  BOOST_TEST(incoming.message_size() == 0u);
  BOOST_TEST(incoming.flags() == 0);
}

// What is not taken is closed by the destructor.
BOOST_AUTO_TEST_CASE(destructor_closes_what_is_not_taken)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(1);
  send_descriptors(sockets.a, text("x"), sent.numbers);
  int number = -1;
  {
    char byte;
    incoming_ancillary<1> incoming;
    receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
    number = incoming.descriptors()[0].native_handle();
    BOOST_TEST(is_open(number));
  }
  BOOST_TEST(!is_open(number));
}

// A receive clears its object when it starts, in every form, also when nothing
// comes of it.
BOOST_AUTO_TEST_CASE(next_receive_closes_what_is_not_taken)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(1);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      send_descriptors(sockets.a, text("x"), sent.numbers);
      char byte;
      incoming_ancillary<1> incoming;
      receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
      const int number = incoming.descriptors()[0].native_handle();
      BOOST_TEST(is_open(number));

      send_message(sockets.a, text("y"), no_ancillary);
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
      BOOST_TEST(!is_open(number));
      BOOST_TEST(incoming.descriptors().empty());
    }
  }

  send_descriptors(sockets.a, text("x"), sent.numbers);
  char byte;
  incoming_ancillary<1> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  const int number = incoming.descriptors()[0].native_handle();
  error_code ec;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming,
      MSG_DONTWAIT, ec);
  BOOST_TEST(ec == asio::error::would_block);
  BOOST_TEST(!is_open(number));
  BOOST_TEST(incoming.message_size() == 0u);

  // An operation that waits holds nothing of the message before.
  send_descriptors(sockets.a, text("x"), sent.numbers);
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  bool done = false;
  async_receive_message(sockets.b, asio::buffer(&byte, 1), incoming,
      [&done](const error_code&, std::size_t) { done = true; });
  BOOST_TEST(!is_open(number));
  sockets.b.close();
  run(context);
  BOOST_TEST(done);
}

// Each peek gives descriptors of its own, which the peeker owns, and leaves the
// message as it was.
BOOST_AUTO_TEST_CASE(each_peek_owns_descriptors_of_its_own)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(2);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      send_descriptors(sockets.a, text("hello"), sent.numbers);
      const std::size_t open = open_descriptors();
      incoming_ancillary<2> messages[3];
      for (std::size_t i = 0; i < 3; ++i)
      {
        char bytes[8] = {};
        const message_flags flags = i < 2 ? MSG_PEEK : 0;
        BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes),
            messages[i], flags) == success(5));
        BOOST_TEST(std::string_view(bytes, 5) == "hello");
        BOOST_TEST(messages[i].descriptors().size() == 2u);
        BOOST_TEST(are_the_first(messages[i].descriptors(), sent));
        BOOST_TEST(open_descriptors() == open + 2 * (i + 1));
      }
      for (incoming_ancillary<2>& message : messages)
        message.clear();
      BOOST_TEST(open_descriptors() == open);
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

// A move hands over everything, and closes what the target had.
BOOST_AUTO_TEST_CASE(move_hands_over_and_closes_what_the_target_had)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  const files sent(2);
  send_descriptors(sockets.a, text("hello"), sent.numbers);
  char bytes[2];
  error_code ec;
  incoming_ancillary<4> first;
  receive_message(sockets.b, asio::buffer(bytes), first, ec);

  incoming_ancillary<4> second(std::move(first));
  BOOST_TEST(first.descriptors().empty());
  BOOST_TEST(!first.credentials().has_value());
  BOOST_TEST(first.message_size() == 0u);
  BOOST_TEST(first.flags() == 0);
  BOOST_TEST(second.descriptors().size() == 2u);
  BOOST_TEST(are_the_first(second.descriptors(), sent));
  BOOST_TEST_REQUIRE(second.credentials().has_value());
  BOOST_TEST(*second.credentials() == credentials::current());
  BOOST_TEST(second.message_size() == 5u);
  BOOST_TEST((second.flags() & MSG_TRUNC) != 0);

  // Into an object that owns more.
  const files three(3);
  send_descriptors(sockets.a, text("x"), three.numbers);
  incoming_ancillary<4> third;
  receive_message(sockets.b, asio::buffer(bytes), third);
  const int number = third.descriptors()[2].native_handle();
  BOOST_TEST(is_open(number));
  third = std::move(second);
  BOOST_TEST(!is_open(number));
  BOOST_TEST(third.descriptors().size() == 2u);
  BOOST_TEST(are_the_first(third.descriptors(), sent));
  BOOST_TEST(third.credentials().has_value());
  BOOST_TEST(second.descriptors().empty());

  incoming_ancillary<4>& alias = third;
  third = std::move(alias);
  BOOST_TEST(third.descriptors().size() == 2u);
  BOOST_TEST(are_the_first(third.descriptors(), sent));
}

// The view of the descriptors is a range like any other.
BOOST_AUTO_TEST_CASE(descriptors_are_a_range)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(2);
  send_descriptors(sockets.a, text("x"), sent.numbers);
  char byte;
  incoming_ancillary<2> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  const descriptor_span span = incoming.descriptors();
  BOOST_TEST(!span.empty());
  BOOST_TEST(span.end() - span.begin() == 2);
  BOOST_TEST((span.data() == span.begin()));
  BOOST_TEST((&span[1] == span.begin() + 1));
  BOOST_TEST(descriptor_span().empty());
  BOOST_TEST((descriptor_span().begin() == descriptor_span().end()));

  // That of a constant object lets nothing be taken.
  const const_descriptor_span constant = std::as_const(incoming).descriptors();
  static_assert(std::is_same<decltype(constant[0]),
      const unique_descriptor&>::value, "");
  static_assert(!std::is_constructible<unique_descriptor,
      decltype(std::move(constant[0]))>::value, "");
  BOOST_TEST(constant.size() == 2u);
  BOOST_TEST((constant.data() == span.data()));
  BOOST_TEST(are_the_first(constant, sent));
  BOOST_TEST(const_descriptor_span().empty());
}

#if defined(SYS_io_uring_setup)

// The kernel passes no descriptor of io_uring. It refuses the whole packet.
BOOST_AUTO_TEST_CASE(a_descriptor_of_io_uring_cannot_be_sent,
    *boost::unit_test::precondition(needs_linux{6, 7}))
{
  alignas(8) unsigned char parameters[120] = {};
  const unique_descriptor ring(static_cast<int>(
        ::syscall(SYS_io_uring_setup, 1, parameters)));
  if (!ring)
  {
    BOOST_TEST_MESSAGE("this system has no io_uring for this process");
    return;
  }
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("x");
  outgoing_ancillary<2> outgoing;
  outgoing.add_descriptor(file.native_handle());
  outgoing.add_descriptor(ring.native_handle());
  for (const form how : all_forms)
    BOOST_TEST(send_by(how, sockets.a, text("x"), outgoing)
        == failure(asio::error::invalid_argument));
  BOOST_TEST(has_nothing(sockets.b));
}

#endif // defined(SYS_io_uring_setup)

BOOST_AUTO_TEST_SUITE_END()
