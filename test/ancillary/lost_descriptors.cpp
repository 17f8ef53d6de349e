// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Descriptors that do not arrive: too many, none left, another number than was
// expected.

#include "files.hpp"
#include "forms.hpp"
#include "process.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(ancillary_lost_descriptors, no_leaks,
    *boost::unit_test::timeout(90))

namespace {

// Send two descriptors more than are taken.
template <std::size_t N>
void check_surplus()
{
  asio::io_context context;
  connected sockets(context);
  for (const std::size_t surplus : {1u, 2u})
  {
    const files sent(N + surplus);
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", room for " << N << ", more " << surplus)
      {
        send_descriptors(sockets.a, text("hello"), sent.numbers);
        const std::size_t open = open_descriptors();
        char bytes[8];
        incoming_ancillary<N> incoming;
        const outcome result = receive_by(
            how, sockets.b, asio::buffer(bytes), incoming);
        BOOST_TEST(result.error == seqpacket_errc::ancillary_truncated);
        if (how != form::throwing)
          BOOST_TEST(result.bytes == 5u);
        BOOST_TEST(std::string_view(bytes, 5) == "hello");
        BOOST_TEST(incoming.descriptors().size() == N);
        BOOST_TEST(are_the_first(incoming.descriptors(), sent));
        BOOST_TEST(open_descriptors() == open + N);
      }
    }
  }
}

} // namespace

// An object takes exactly as many descriptors as it says, although the padding
// of control messages would let more in: room for one is room for two to the
// kernel. The surplus is closed, and that is an error.
BOOST_AUTO_TEST_CASE(surplus_is_closed_and_an_error)
{
  check_surplus<0>();
  check_surplus<1>();
  check_surplus<2>();
  check_surplus<3>();
  check_surplus<4>();
}

// The same on every type of socket.
BOOST_AUTO_TEST_CASE_TEMPLATE(surplus_is_an_error_on_every_socket,
    Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const files sent(2);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      send_descriptors(sockets.a, text("x"), sent.numbers);
      const std::size_t open = open_descriptors();
      char byte;
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1),
          incoming).error == seqpacket_errc::ancillary_truncated);
      BOOST_TEST(incoming.descriptors().size() == 1u);
      BOOST_TEST(open_descriptors() == open + 1);
    }
  }
}

// 253 descriptors go in one message, whole.
BOOST_AUTO_TEST_CASE(most_descriptors_of_a_packet_arrive_whole)
{
  asio::io_context context;
  connected sockets(context);
  const files one(1);
  std::vector<int> numbers(253, one.numbers[0]);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_descriptors_by(how, sockets.a, text("x"), numbers)
          == success(1));
      char byte;
      std::array<unique_descriptor, 253> arrived;
      BOOST_TEST(receive_descriptors_by(
          how, sockets.b, asio::buffer(&byte, 1), arrived) == success(1));
      for (const unique_descriptor& descriptor : arrived)
        BOOST_TEST(same_file(descriptor.native_handle(), numbers[0]));
    }
  }
}

// All descriptors together with everything else that can come with a packet.
BOOST_AUTO_TEST_CASE(most_descriptors_arrive_beside_everything_else)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  BOOST_TEST(!set_flag(sockets.b, SO_TIMESTAMPNS));
  const files one(1);
  std::vector<int> numbers(253, one.numbers[0]);
  send_descriptors(sockets.a, text("x"), numbers);
  char byte;
  incoming_ancillary<253> incoming;
  BOOST_TEST(receive_message(sockets.b, asio::buffer(&byte, 1), incoming)
      == 1u);
  BOOST_TEST(incoming.descriptors().size() == 253u);
  BOOST_TEST(incoming.credentials().has_value());
  BOOST_TEST(std::distance(incoming.begin(), incoming.end()) == 2);
  BOOST_TEST(incoming.begin()->level == SOL_SOCKET);
  BOOST_TEST(incoming.begin()->type == (*incoming.begin()).type);
}

// 254 are refused before anything is sent.
BOOST_AUTO_TEST_CASE(too_many_descriptors_are_refused_before_the_send)
{
  asio::io_context context;
  connected sockets(context);
  const files one(1);
  std::vector<int> numbers(254, one.numbers[0]);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_descriptors_by(how, sockets.a, text("x"), numbers)
          == failure(seqpacket_errc::ancillary_full));
      BOOST_TEST(has_nothing(sockets.b));
    }
  }

  outgoing_ancillary<253> outgoing;
  for (std::size_t i = 0; i < 253; ++i)
    outgoing.add_descriptor(numbers[i]);
  error_code ec;
  outgoing.add_descriptor(numbers[253], ec);
  BOOST_TEST(ec == seqpacket_errc::ancillary_full);
  BOOST_TEST(send_message(sockets.a, text("x"), outgoing) == 1u);
  char byte;
  incoming_ancillary<253> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  BOOST_TEST(incoming.descriptors().size() == 253u);
}

// Of several errors the graver is told, and the others stay visible. Nothing is
// left open by any of them.
BOOST_AUTO_TEST_CASE(graver_error_is_reported)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(3);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      char bytes[2];

      // Bytes that do not fit.
      send_descriptors(sockets.a, text("hello"), sent.numbers);
      incoming_ancillary<3> all;
      outcome result = receive_by(
          how, sockets.b, asio::buffer(bytes), all);
      BOOST_TEST(result.error == seqpacket_errc::message_truncated);
      if (how != form::throwing)
        BOOST_TEST(result.bytes == 2u);
      BOOST_TEST(all.message_size() == 5u);
      BOOST_TEST((all.flags() & MSG_TRUNC) != 0);
      BOOST_TEST(are_the_first(all.descriptors(), sent));
      BOOST_TEST(all.descriptors().size() == 3u);

      // Neither bytes nor descriptors fit.
      send_descriptors(sockets.a, text("hello"), sent.numbers);
      incoming_ancillary<2> two;
      result = receive_by(how, sockets.b, asio::buffer(bytes), two);
      BOOST_TEST(result.error == seqpacket_errc::ancillary_truncated);
      if (how != form::throwing)
        BOOST_TEST(result.bytes == 2u);
      BOOST_TEST(std::string_view(bytes, 2) == "he");
      BOOST_TEST(two.message_size() == 5u);
      BOOST_TEST((two.flags() & MSG_TRUNC) != 0);
      BOOST_TEST(two.descriptors().size() == 2u);

      // And the system cannot install one either.
      send_descriptors(sockets.a, text("hello"), sent.numbers);
      incoming_ancillary<1> one;
      {
        const descriptor_limit limit(2);
        result = receive_by(how, sockets.b, asio::buffer(bytes), one);
      }
      BOOST_TEST(result.error == seqpacket_errc::descriptors_lost);
      if (how != form::throwing)
        BOOST_TEST(result.bytes == 2u);
      BOOST_TEST(one.message_size() == 5u);
      BOOST_TEST((one.flags() & MSG_TRUNC) != 0);
      BOOST_TEST((one.flags() & MSG_CTRUNC) != 0);
      BOOST_TEST(one.descriptors().size() == 1u);
      BOOST_TEST(are_the_first(one.descriptors(), sent));
    }
  }
}

// At the limit of open descriptors the kernel says success and gives fewer:
// that is an error here, with those that did arrive.
BOOST_AUTO_TEST_CASE_TEMPLATE(limit_of_descriptors_is_an_error_with_those_that_arrived,
    Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const files sent(3);
  for (const form how : all_forms)
  {
    for (std::size_t room = 0; room <= 3; ++room)
    {
      BOOST_TEST_CONTEXT(how << ", room for " << room)
      {
        send_descriptors(sockets.a, text("hello"), sent.numbers);
        char bytes[8];
        incoming_ancillary<4> incoming;
        outcome result = success(0);
        {
          const descriptor_limit limit(room);
          result = receive_by(how, sockets.b, asio::buffer(bytes), incoming);
        }
        if (room < 3)
          BOOST_TEST(result.error == seqpacket_errc::descriptors_lost);
        else
          BOOST_TEST(!result.error);
        if (how != form::throwing)
          BOOST_TEST(result.bytes == 5u);
        BOOST_TEST(std::string_view(bytes, 5) == "hello");
        BOOST_TEST(incoming.descriptors().size() == room);
        BOOST_TEST(are_the_first(incoming.descriptors(), sent));
      }
    }
  }
}

// The next message is not harmed by the limit that this one met.
BOOST_AUTO_TEST_CASE(message_after_the_limit_is_whole)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(1);
  send_descriptors(sockets.a, text("1"), sent.numbers);
  send_descriptors(sockets.a, text("2"), sent.numbers);
  char byte;
  error_code ec;
  incoming_ancillary<1> incoming;
  {
    const descriptor_limit limit(0);
    receive_message(sockets.b, asio::buffer(&byte, 1), incoming, ec);
  }
  BOOST_TEST(ec == seqpacket_errc::descriptors_lost);
  BOOST_TEST(byte == '1');
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming, ec);
  BOOST_TEST(!ec);
  BOOST_TEST(byte == '2');
  BOOST_TEST(incoming.descriptors().size() == 1u);
}

namespace {

struct other_count
{
  std::size_t sent;
  std::size_t room;
  std::size_t limit;
  error_code expected;
};

} // namespace

// receive_descriptors<2> accepts two and a message that fits, nothing else, and
// after an error no descriptor is open.
BOOST_AUTO_TEST_CASE(another_number_of_descriptors_than_expected_is_an_error)
{
  asio::io_context context;
  connected sockets(context);
  const error_code other = seqpacket_errc::unexpected_descriptor_count;
  const std::size_t unlimited = 99;
  const other_count cases[] = {
    {0, 8, unlimited, other},
    {1, 8, unlimited, other},
    {3, 8, unlimited, other},
    {4, 8, unlimited, other},
    {253, 8, unlimited, other},
    {1, 3, unlimited, other},
    {2, 3, unlimited, seqpacket_errc::message_truncated},
    {2, 0, unlimited, seqpacket_errc::message_truncated},
    {2, 8, 0, seqpacket_errc::descriptors_lost},
    {2, 8, 1, seqpacket_errc::descriptors_lost},
    {3, 8, 2, seqpacket_errc::descriptors_lost},
  };
  const files one(1);
  for (const other_count& item : cases)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ": " << item.sent << " sent, room for "
          << item.room << " bytes and " << item.limit << " descriptors")
      {
        const std::vector<int> numbers(item.sent, one.numbers[0]);
        send_descriptors(sockets.a, text("hello"), numbers);
        const std::size_t open = open_descriptors();
        char bytes[8];
        std::array<unique_descriptor, 2> arrived;
        outcome result = success(0);
        if (item.limit == unlimited)
        {
          result = receive_descriptors_by(how, sockets.b,
              asio::buffer(bytes, item.room), arrived);
        }
        else
        {
          const descriptor_limit limit(item.limit);
          result = receive_descriptors_by(how, sockets.b,
              asio::buffer(bytes, item.room), arrived);
        }
        BOOST_TEST(result.error == item.expected);
        if (how != form::throwing)
          BOOST_TEST(result.bytes == std::min<std::size_t>(item.room, 5));
        BOOST_TEST(!arrived[0].is_open());
        BOOST_TEST(!arrived[1].is_open());
        BOOST_TEST(open_descriptors() == open);
        BOOST_TEST(has_nothing(sockets.b));
      }
    }
  }
}

// To expect no descriptor is to refuse one.
BOOST_AUTO_TEST_CASE(descriptor_that_is_not_expected_is_refused)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(1);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      char byte;
      std::array<unique_descriptor, 0> none;
      send_message(sockets.a, text("x"), no_ancillary);
      BOOST_TEST(receive_descriptors_by(
          how, sockets.b, asio::buffer(&byte, 1), none) == success(1));
      send_descriptors(sockets.a, text("x"), sent.numbers);
      BOOST_TEST(receive_descriptors_by(
          how, sockets.b, asio::buffer(&byte, 1), none).error
          == seqpacket_errc::unexpected_descriptor_count);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
