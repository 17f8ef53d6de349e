// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Mistakes of the caller, each with the error it gets: nothing is sent, nothing
// is lost. Those that a compiler can see are in compile/.

#include "forms.hpp"

#include <algorithm>
#include <climits>
#include <csignal>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Call each of the four functions and compare what it says.
template <typename Socket>
void check_receive(Socket& receiver, const error_code& expected)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      char byte;
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_by(how, receiver, asio::buffer(&byte, 1), incoming)
          == failure(expected));
      std::array<unique_descriptor, 1> arrived;
      BOOST_TEST(receive_descriptors_by(
          how, receiver, asio::buffer(&byte, 1), arrived)
          == failure(expected));
    }
  }
}

template <typename Socket>
void check_send(Socket& sender, const error_code& expected)
{
  const unique_descriptor file = make_file("content");
  const std::vector<int> numbers = {file.native_handle()};
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file.native_handle());
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sender, text("x"), outgoing)
          == failure(expected));
      BOOST_TEST(send_by(how, sender, text("x"), no_ancillary)
          == failure(expected));
      BOOST_TEST(send_descriptors_by(how, sender, text("x"), numbers)
          == failure(expected));
    }
  }
}

// The bytes in so many buffers, as evenly as can be.
template <typename Buffer, typename Bytes>
std::vector<Buffer> in_buffers(Bytes& bytes, std::size_t count)
{
  std::vector<Buffer> result;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < count; ++i)
  {
    const std::size_t end = bytes.size() * (i + 1) / count;
    result.emplace_back(&bytes[0] + begin, end - begin);
    begin = end;
  }
  return result;
}

std::string letters(std::size_t size)
{
  std::string result(size, ' ');
  for (std::size_t i = 0; i < size; ++i)
    result[i] = static_cast<char>('a' + i % 26);
  return result;
}

volatile std::sig_atomic_t pipe_signals = 0;

// Counts SIGPIPE. Asio ignores that signal from its first context on, which
// would hide one.
struct pipe_signal_counter
{
  pipe_signal_counter()
    : before(std::signal(SIGPIPE, [](int) { pipe_signals = 1; }))
  {
    pipe_signals = 0;
  }

  ~pipe_signal_counter()
  {
    std::signal(SIGPIPE, before);
  }

  void (*before)(int);
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(misuse_run_time, no_leaks,
    *boost::unit_test::timeout(90))

// A socket whose family only the run time knows is asked for it.
BOOST_AUTO_TEST_CASE(wrong_address_family_is_an_error)
{
  asio::io_context context;
  const error_code expected = asio::error::address_family_not_supported;

  asio::generic::datagram_protocol::socket datagram(context);
  datagram.open(asio::ip::udp::v4());
  check_send(datagram, expected);
  check_receive(datagram, expected);

  asio::generic::stream_protocol::socket stream(context);
  stream.open(asio::ip::tcp::v4());
  check_send(stream, expected);
  check_receive(stream, expected);
}

// A socket that was never opened, or is closed by now.
BOOST_AUTO_TEST_CASE_TEMPLATE(closed_socket_is_an_error, Socket, all_sockets)
{
  asio::io_context context;
  Socket unopened(context);
  check_send(unopened, asio::error::bad_descriptor);
  check_receive(unopened, asio::error::bad_descriptor);

  pair_of<Socket> sockets(context);
  sockets.a.close();
  check_send(sockets.a, asio::error::bad_descriptor);
  check_receive(sockets.a, asio::error::bad_descriptor);
}

// A socket that nobody is connected to.
BOOST_AUTO_TEST_CASE(unconnected_socket_is_an_error)
{
  asio::io_context context;
  protocol::socket records(context, protocol());
  check_send(records, asio::error::not_connected);
  check_receive(records, asio::error::not_connected);

  generic_socket generic(context);
  generic.open(asio::generic::seq_packet_protocol(AF_UNIX, 0));
  check_send(generic, asio::error::not_connected);
  check_receive(generic, asio::error::not_connected);

  datagram_socket datagram(context, asio::local::datagram_protocol());
  check_send(datagram, asio::error::not_connected);

  // The kernel has another word for the receive of a stream.
  stream_socket stream(context, asio::local::stream_protocol());
  check_send(stream, asio::error::not_connected);
  check_receive(stream, asio::error::invalid_argument);
}

// A number that stands for no open file: neither the bytes are sent, nor the
// descriptors beside it.
BOOST_AUTO_TEST_CASE_TEMPLATE(descriptor_that_is_not_open_sends_nothing,
    Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const unique_descriptor file = make_file("content");
  unique_descriptor gone = make_file("gone");
  const int closed = gone.native_handle();
  gone.reset();
  for (const int number : {closed, -1, INT_MAX, INT_MIN})
  {
    const std::vector<int> numbers = {file.native_handle(), number};
    outgoing_ancillary<2> outgoing;
    for (const int each : numbers)
      outgoing.add_descriptor(each);
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", number " << number)
      {
        BOOST_TEST(send_by(how, sockets.a, text("x"), outgoing)
            == failure(asio::error::bad_descriptor));
        BOOST_TEST(send_descriptors_by(how, sockets.a, text("x"), numbers)
            == failure(asio::error::bad_descriptor));
        BOOST_TEST(has_nothing(sockets.b));
      }
    }
  }
}

// Up to 1024 buffers are one packet, in both directions: Asio's own functions
// would cut after 64.
BOOST_AUTO_TEST_CASE_TEMPLATE(as_many_buffers_as_the_system_takes_are_one_packet,
    Socket, packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const std::string sent = letters(5000);
  for (const std::size_t count : {0u, 1u, 2u, 16u, 17u, 64u, 65u, 1024u})
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << count << " buffers")
      {
        const std::size_t size = count == 0 ? 0 : sent.size();
        BOOST_TEST(send_by(how, sockets.a,
            in_buffers<asio::const_buffer>(sent, count), no_ancillary)
            == success(size));
        std::string received(sent.size(), ' ');
        incoming_ancillary<0> incoming;
        BOOST_TEST(receive_by(how, sockets.b,
            in_buffers<asio::mutable_buffer>(received, count), incoming)
            == success(size));
        if (count != 0)
          BOOST_TEST((received == sent));
        BOOST_TEST(incoming.message_size() == size);
        BOOST_TEST(has_nothing(sockets.b));
      }
    }
  }
}

// One buffer more is refused: nothing is sent, nothing is taken from the queue.
BOOST_AUTO_TEST_CASE_TEMPLATE(more_buffers_than_the_system_takes_are_refused,
    Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const unique_descriptor file = make_file("content");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file.native_handle());
  const std::vector<int> numbers = {file.native_handle()};
  const std::string sent = letters(3000);
  std::string received(sent.size(), ' ');
  const error_code expected = asio::error::message_size;
  for (const std::size_t count : {1025u, 2000u, 3000u})
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << count << " buffers")
      {
        const auto from = in_buffers<asio::const_buffer>(sent, count);
        BOOST_TEST(send_by(how, sockets.a, from, outgoing)
            == failure(expected));
        BOOST_TEST(send_descriptors_by(how, sockets.a, from, numbers)
            == failure(expected));
        BOOST_TEST(has_nothing(sockets.b));

        BOOST_TEST(send_message(sockets.a, text("kept"), outgoing) == 4u);
        const auto into = in_buffers<asio::mutable_buffer>(received, count);
        incoming_ancillary<1> incoming;
        BOOST_TEST(receive_by(how, sockets.b, into, incoming)
            == failure(expected));
        BOOST_TEST(incoming.descriptors().empty());
        std::array<unique_descriptor, 1> arrived;
        BOOST_TEST(receive_descriptors_by(how, sockets.b, into, arrived)
            == failure(expected));

        BOOST_TEST(receive_by(how, sockets.b, asio::buffer(received), incoming)
            == success(4));
        BOOST_TEST(std::string_view(received).substr(0, 4) == "kept");
        BOOST_TEST(incoming.descriptors().size() == 1u);
      }
    }
  }
}

// The largest packet that the sender's queue can ever hold goes, one byte more
// is refused at once: it is no use to wait.
BOOST_AUTO_TEST_CASE_TEMPLATE(packet_larger_than_the_queue_is_refused, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  // Asio shows half of what the kernel says.
  asio::socket_base::send_buffer_size option;
  sockets.a.get_option(option);
  const auto largest = static_cast<std::size_t>(2 * option.value() - 32);
  const std::string sent = letters(largest + 1);
  std::string received(largest + 1, ' ');
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sockets.a, asio::buffer(sent), no_ancillary)
          == failure(asio::error::message_size));
      BOOST_TEST(has_nothing(sockets.b));
      BOOST_TEST(send_by(
          how, sockets.a, asio::buffer(sent, largest), no_ancillary)
          == success(largest));
      incoming_ancillary<0> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(received), incoming)
          == success(largest));
      BOOST_TEST((received.compare(0, largest, sent, 0, largest) == 0));
    }
  }
}

// Who sends to a peer that has closed is told so, and gets no signal, which a
// stream would raise by default.
BOOST_AUTO_TEST_CASE(send_to_a_closed_peer_is_an_error_and_no_signal)
{
  asio::io_context context;
  const pipe_signal_counter counter;

  pair_of<protocol::socket> records(context);
  records.b.close();
  check_send(records.a, asio::error::broken_pipe);

  pair_of<stream_socket> stream(context);
  stream.b.close();
  check_send(stream.a, asio::error::broken_pipe);

  pair_of<datagram_socket> datagram(context);
  datagram.b.close();
  BOOST_TEST(send_by(form::error_code, datagram.a, text("x"), no_ancillary)
      == failure(asio::error::connection_refused));
  check_send(datagram.a, asio::error::not_connected);

  // The own half or the peer's.
  pair_of<protocol::socket> half(context);
  half.a.shutdown(asio::socket_base::shutdown_send);
  check_send(half.a, asio::error::broken_pipe);
  BOOST_TEST(has_nothing(half.a));
  half.a.shutdown(asio::socket_base::shutdown_receive);
  check_send(half.b, asio::error::broken_pipe);

  // What the peer has not read is told first.
  for (const form how : all_forms)
  {
    pair_of<protocol::socket> unread(context);
    send_message(unread.a, text("x"), no_ancillary);
    unread.b.close();
    BOOST_TEST(send_by(how, unread.a, text("x"), no_ancillary)
        == failure(asio::error::connection_reset));
    BOOST_TEST(send_by(how, unread.a, text("x"), no_ancillary)
        == failure(asio::error::broken_pipe));
  }

  BOOST_TEST(pipe_signals == 0);
}

// On a stream ancillary data goes with the first byte: without one the kernel
// would say success and drop it.
BOOST_AUTO_TEST_CASE(ancillary_data_without_a_byte_on_a_stream_is_refused)
{
  asio::io_context context;
  pair_of<stream_socket> sockets(context);
  const unique_descriptor file = make_file("content");
  const std::vector<int> numbers = {file.native_handle()};
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file.native_handle());
  outgoing_ancillary<0> who;
  who.add_credentials(credentials::current());
  const std::vector<asio::const_buffer> empty_buffers(3);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      const outcome expected = failure(asio::error::invalid_argument);
      BOOST_TEST(send_by(how, sockets.a, text(""), outgoing) == expected);
      BOOST_TEST(send_by(how, sockets.a, empty_buffers, outgoing)
          == expected);
      BOOST_TEST(send_by(how, sockets.a, text(""), who) == expected);
      BOOST_TEST(send_descriptors_by(how, sockets.a, text(""), numbers)
          == expected);
      // To send nothing at all is no mistake.
      BOOST_TEST(send_by(how, sockets.a, text(""), no_ancillary)
          == success(0));
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

// A receive into no memory takes the packet as any other receive does, and says
// what was lost and how much. (Asio's own says success.)
BOOST_AUTO_TEST_CASE_TEMPLATE(receive_into_nothing_is_a_truncation,
    Socket, packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const unique_descriptor file = make_file("content");
  const std::vector<asio::mutable_buffer> empty_buffers(3);
  const std::vector<asio::mutable_buffer> no_buffers;
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      const outcome expected = failure(seqpacket_errc::message_truncated);
      for (int i = 0; i < 3; ++i)
        send_descriptors(sockets.a, text("hello"), {file.native_handle()});
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::mutable_buffer(), incoming)
          == expected);
      BOOST_TEST(incoming.message_size() == 5u);
      BOOST_TEST(incoming.descriptors().size() == 1u);
      BOOST_TEST(receive_by(how, sockets.b, empty_buffers, incoming)
          == expected);
      BOOST_TEST(incoming.message_size() == 5u);
      BOOST_TEST(receive_by(how, sockets.b, no_buffers, incoming)
          == expected);
      BOOST_TEST(incoming.message_size() == 5u);
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

// Packets have no urgent data.
BOOST_AUTO_TEST_CASE(urgent_data_is_refused)
{
  asio::io_context context;
  connected sockets(context);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      const outcome expected = failure(asio::error::operation_not_supported);
      BOOST_TEST(send_by(how, sockets.a, text("x"), no_ancillary, MSG_OOB)
          == expected);
      BOOST_TEST(has_nothing(sockets.b));
      send_message(sockets.a, text("x"), no_ancillary);
      char byte;
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_by(
          how, sockets.b, asio::buffer(&byte, 1), incoming, MSG_OOB)
          == expected);
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming)
          == success(1));
    }
  }
}

// Flags can be given as Asio's constants and as the system's, which are
// enumerators that must not be taken for completion tokens.
BOOST_AUTO_TEST_CASE(flags_are_no_completion_tokens)
{
  asio::io_context context;
  connected sockets(context);
  send_message(sockets.a, text("x"), no_ancillary, MSG_DONTWAIT);
  char byte;
  incoming_ancillary<1> incoming;
  int peeks = 0;
  const auto handler = [&peeks](const error_code& ec, std::size_t bytes)
  {
    peeks += !ec && bytes == 1;
  };
  async_receive_message(sockets.b, asio::buffer(&byte, 1), incoming,
      MSG_PEEK, handler);
  run(context);
  async_receive_message(sockets.b, asio::buffer(&byte, 1), incoming,
      asio::socket_base::message_peek, handler);
  run(context);
  BOOST_TEST(peeks == 2);
  BOOST_TEST(receive_message(sockets.b, asio::buffer(&byte, 1), incoming,
      MSG_PEEK) == 1u);
  BOOST_TEST(!has_nothing(sockets.b));
}

// A stream that is not open is not asked about nothing at all: it is an error all
// the same.
BOOST_AUTO_TEST_CASE(nothing_over_a_closed_stream_is_an_error)
{
  asio::io_context context;
  asio::local::stream_protocol::socket closed(context);
  incoming_ancillary<0> incoming;
  error_code ec;
  send_message(closed, asio::const_buffer(), no_ancillary, ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  receive_message(closed, asio::mutable_buffer(), incoming, ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
}

namespace {

// Two buffers that also convert to one.
struct ambiguous_buffers
{
  using value_type = asio::const_buffer;
  using const_iterator = const asio::const_buffer*;

  std::array<asio::const_buffer, 2> buffers;

  const_iterator begin() const
  {
    return buffers.data();
  }

  const_iterator end() const
  {
    return buffers.data() + buffers.size();
  }

  operator asio::const_buffer() const
  {
    return buffers[0];
  }
};

} // namespace

// What converts to one buffer and is a sequence of two besides is what Asio
// takes it for: both buffers, or with newer releases of Boost the one.
BOOST_AUTO_TEST_CASE(
    a_sequence_that_converts_to_a_buffer_is_what_asio_takes_it_for)
{
  asio::io_context context;
  connected sockets(context);
  const ambiguous_buffers both = {{text("one"), text("two")}};
  const std::size_t expected = asio::buffer_size(both);
  BOOST_TEST((expected == 3 || expected == 6));
  BOOST_TEST(send_message(sockets.a, both, no_ancillary) == expected);
  char bytes[8];
  incoming_ancillary<0> incoming;
  const std::size_t size = receive_message(
      sockets.b, asio::buffer(bytes), incoming);
  BOOST_TEST(std::string_view(bytes, size)
      == std::string_view("onetwo", expected));
}

// Each error says something of its own, and is one of those that everybody
// knows.
BOOST_AUTO_TEST_CASE(errors_have_messages_and_conditions)
{
  namespace errc = boost::system::errc;
  const std::pair<seqpacket_errc, errc::errc_t> all[] = {
    {seqpacket_errc::message_truncated, errc::message_size},
    {seqpacket_errc::ancillary_truncated, errc::no_buffer_space},
    {seqpacket_errc::descriptors_lost, errc::too_many_files_open},
    {seqpacket_errc::ancillary_full, errc::no_buffer_space},
    {seqpacket_errc::unexpected_descriptor_count, errc::protocol_error},
    {seqpacket_errc::wrong_descriptor_type, errc::invalid_argument},
    {seqpacket_errc::no_proc_file_system, errc::operation_not_supported},
    {seqpacket_errc::wait_all_refused, errc::invalid_argument},
    {seqpacket_errc::predecessor_lost, errc::owner_dead},
    {seqpacket_errc::successor_lost, errc::connection_aborted},
    {seqpacket_errc::handover_refused, errc::connection_refused},
    {seqpacket_errc::handover_version, errc::protocol_not_supported},
    {seqpacket_errc::handover_malformed, errc::protocol_error}};
  std::vector<std::string> said;
  for (const auto& [code, condition] : all)
  {
    const error_code ec = code;
    BOOST_TEST((ec == condition));
    said.push_back(ec.message());
  }

  const error_code unknown(99, error_category());
  BOOST_TEST((unknown.default_error_condition().category()
        == error_category()));
  said.push_back(unknown.message());
  std::sort(said.begin(), said.end());
  BOOST_TEST((std::unique(said.begin(), said.end()) == said.end()));
}

BOOST_AUTO_TEST_SUITE_END()
