// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Descriptors on their way: who owns what, whatever goes wrong.

#include "forms.hpp"
#include "process.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// So many files, and their numbers.
struct files
{
  explicit files(std::size_t count)
  {
    for (std::size_t i = 0; i < count; ++i)
    {
      owners.push_back(make_file("file " + std::to_string(i)));
      numbers.push_back(owners.back().native_handle());
    }
  }

  std::vector<unique_descriptor> owners;
  std::vector<int> numbers;
};

// Whether the descriptors stand for the first files, in their order.
template <typename Range>
bool are_the_first(Range&& descriptors, const files& sent)
{
  std::size_t i = 0;
  for (const unique_descriptor& descriptor : descriptors)
  {
    if (i == sent.numbers.size()
        || !same_file(descriptor.native_handle(), sent.numbers[i]))
      return false;
    ++i;
  }
  return true;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ancillary_tests, no_leaks,
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
BOOST_AUTO_TEST_CASE_TEMPLATE(exactly_so_many_descriptors, Socket, all_sockets)
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
BOOST_AUTO_TEST_CASE(descriptors_in_braces)
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
BOOST_AUTO_TEST_CASE_TEMPLATE(descriptors_with_an_empty_packet, Socket,
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
BOOST_AUTO_TEST_CASE(can_take_ownership)
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
BOOST_AUTO_TEST_CASE(peek_with_descriptors)
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
BOOST_AUTO_TEST_CASE_TEMPLATE(surplus_on_every_socket, Socket, all_sockets)
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
BOOST_AUTO_TEST_CASE(most_descriptors_of_a_packet)
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
BOOST_AUTO_TEST_CASE(most_descriptors_with_credentials_and_a_time_stamp)
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
BOOST_AUTO_TEST_CASE(too_many_descriptors_for_a_packet)
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
BOOST_AUTO_TEST_CASE(graver_error_is_told)
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
BOOST_AUTO_TEST_CASE_TEMPLATE(limit_of_descriptors_while_receiving, Socket,
    all_sockets)
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
BOOST_AUTO_TEST_CASE(message_after_the_limit)
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
BOOST_AUTO_TEST_CASE(another_number_of_descriptors_than_expected)
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
BOOST_AUTO_TEST_CASE(no_descriptor_expected)
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

// A move hands over everything, and closes what the target had.
BOOST_AUTO_TEST_CASE(incoming_ancillary_moves)
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
}

BOOST_AUTO_TEST_SUITE_END()
