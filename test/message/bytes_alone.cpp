// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Bytes alone: receives without an ancillary object, on Asio's own operations
// and on those of this library.

#include "forms.hpp"

#include "features.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>

namespace boost_seqpacket {
namespace test {

// The most room for control data that a receive has had.
inline std::size_t most_control_room = 0;

} // namespace test
} // namespace boost_seqpacket

extern "C" ::ssize_t recvmsg(int descriptor, ::msghdr* message, int flags)
{
  using boost_seqpacket::test::most_control_room;
  most_control_room = std::max<std::size_t>(
      most_control_room, message->msg_controllen);
  return static_cast<::ssize_t>(
      ::syscall(SYS_recvmsg, descriptor, message, flags));
}

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using record_sockets = std::tuple<packet_socket, generic_socket>;

// A receive of bytes alone in each form.
template <typename Socket, typename Buffers>
outcome receive_bytes_by(form how, Socket& receiver, const Buffers& buffers,
    message_flags flags = 0)
{
  if (how == form::asynchronous)
    return complete(context_of(receiver),
        [&](auto handler)
        {
          async_receive_message(receiver, buffers, flags, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&] { return receive_message(receiver, buffers, flags); });
  error_code ec = asio::error::fault;
  const std::size_t bytes = receive_message(receiver, buffers, flags, ec);
  return {ec, bytes};
}

// What a receive into 16 bytes gave: the error, and the bytes that are there.
template <typename Socket>
std::pair<error_code, std::string> next(
    form how, Socket& receiver, message_flags flags = 0)
{
  char bytes[16] = {};
  const outcome result = receive_bytes_by(
      how, receiver, asio::buffer(bytes), flags);
  return {result.error, std::string(bytes, ::strnlen(bytes, sizeof(bytes)))};
}

template <typename Socket>
void expect_next(form how, Socket& receiver, const error_code& ec,
    const std::string& bytes, message_flags flags = 0)
{
  const auto result = next(how, receiver, flags);
  BOOST_TEST(result.first == ec);
  BOOST_TEST(result.second == bytes);
}

template <typename Socket>
void send_file(Socket& sender, std::string_view bytes)
{
  send_descriptors(
      sender, text(bytes), {make_file("content").native_handle()});
}

template <typename Function>
void for_each_form(Function function)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      function(how);
    }
  }
}

const error_code whole;
const error_code with_descriptors = seqpacket_errc::ancillary_truncated;

// No descriptor can be opened while it lives.
class no_free_descriptor
{
public:
  no_free_descriptor()
  {
    ::getrlimit(RLIMIT_NOFILE, &usual_);
    ::rlimit none = usual_;
    none.rlim_cur = 0;
    ::setrlimit(RLIMIT_NOFILE, &none);
  }

  no_free_descriptor(const no_free_descriptor&) = delete;
  no_free_descriptor& operator=(const no_free_descriptor&) = delete;

  ~no_free_descriptor()
  {
    ::setrlimit(RLIMIT_NOFILE, &usual_);
  }

private:
  ::rlimit usual_ = {};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(message_bytes_alone, no_leaks,
    *boost::unit_test::timeout(90))

// On a plain socket no receive has room for control data, so that no descriptor
// enters the process: there is the same error where none could.
BOOST_AUTO_TEST_CASE(no_descriptor_enters_the_process)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        connected sockets(context);
        most_control_room = 0;
        send_file(sockets.a, "first");
        send_file(sockets.a, "second");
        send_message(sockets.a, text("third"));
        expect_next(how, sockets.b, with_descriptors, "first");
        {
          // The context exists, and needs no other one.
          const no_free_descriptor limit;
          expect_next(how, sockets.b, with_descriptors, "second");
        }
        expect_next(how, sockets.b, whole, "third");
        BOOST_TEST(most_control_room == 0u);
      });
}

// An option adds control data to each packet. Set behind the library's back, it
// is found out by the first packet; from then on descriptors are seen again.
BOOST_AUTO_TEST_CASE(an_option_that_is_set_by_hand_is_found_out)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        connected sockets(context);
        BOOST_TEST(!set_flag(sockets.b, SO_TIMESTAMP));
        send_message(sockets.a, text("first"));
        send_message(sockets.a, text("second"));
        send_file(sockets.a, "third");
        send_message(sockets.a, text("fourth"));
        expect_next(how, sockets.b, whole, "first");
        expect_next(how, sockets.b, whole, "second");
        expect_next(how, sockets.b, with_descriptors, "third");
        expect_next(how, sockets.b, whole, "fourth");
      });
}

// One that is set by the library is known.
BOOST_AUTO_TEST_CASE_TEMPLATE(with_credentials_only_descriptors_are_truncated,
    Socket, all_sockets)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        sockets.b.set_option(pass_credentials(true));
        send_file(sockets.a, "first");
        expect_next(how, sockets.b, with_descriptors, "first");
        send_message(sockets.a, text("second"));
        expect_next(how, sockets.b, whole, "second");
      });
}

// The bytes are there, whatever the type of the socket.
BOOST_AUTO_TEST_CASE_TEMPLATE(bytes_arrive, Socket, all_sockets)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        send_message(sockets.a, text("hello"));
        expect_next(how, sockets.b, whole, "hello");
        send_file(sockets.a, "file");
        expect_next(how, sockets.b, with_descriptors, "file");
      });
}

// They may come later.
BOOST_AUTO_TEST_CASE_TEMPLATE(bytes_arrive_later, Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  char bytes[8];
  for (const bool has_file : {false, true})
  {
    outcome result = failure(asio::error::fault);
    async_receive_message(sockets.b, asio::buffer(bytes),
        [&](const error_code& ec, std::size_t n) { result = {ec, n}; });
    context.restart();
    context.poll();
    BOOST_TEST(result == failure(asio::error::fault));
    if (has_file)
      send_file(sockets.a, "late");
    else
      send_message(sockets.a, text("late"));
    run(context);
    BOOST_TEST(result.error == (has_file ? with_descriptors : whole));
    BOOST_TEST(result.bytes == 4u);
  }
}

// An empty packet is a packet as long as the peer is there.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_empty_packet_is_not_the_end,
    Socket, record_sockets)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        send_message(sockets.a, text(""));
        expect_next(how, sockets.b, whole, "");
        send_message(sockets.a, text("x"));
        sockets.a.close();
        expect_next(how, sockets.b, whole, "x");
        expect_next(how, sockets.b, asio::error::eof, "");
        expect_next(how, sockets.b, asio::error::eof, "");
      });
}

// The end comes while a receive waits.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_end_ends_a_waiting_receive,
    Socket, record_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  char bytes[8];
  outcome result = success(1);
  async_receive_message(sockets.b, asio::buffer(bytes),
      [&](const error_code& ec, std::size_t n) { result = {ec, n}; });
  context.poll();
  sockets.a.close();
  run(context);
  BOOST_TEST(result == failure(asio::error::eof));
}

// The end was there, and the socket is closed before the handler is called: it
// is the end all the same, and no empty packet.
BOOST_AUTO_TEST_CASE(the_end_of_a_socket_that_is_closed_by_now_is_the_end)
{
  asio::io_context context;
  asio::io_context other;
  connected sockets(context);
  char bytes[8];
  outcome result = success(1);
  async_receive_message(sockets.b, asio::buffer(bytes),
      asio::bind_executor(other,
        [&](const error_code& ec, std::size_t n) { result = {ec, n}; }));
  sockets.a.close();
  BOOST_TEST_REQUIRE(context.run_one_for(deadline) == 1u);
  sockets.b.close();
  run(other);
  BOOST_TEST(result == failure(asio::error::eof));
}

// What does not fit is lost, and that is said. The next packet is whole.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_packet_that_is_too_long_is_truncated,
    Socket, packet_sockets)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        send_message(sockets.a, text("0123456789abcdefgh"));
        send_message(sockets.a, text("next"));
        expect_next(how, sockets.b, seqpacket_errc::message_truncated,
            "0123456789abcdef");
        expect_next(how, sockets.b, whole, "next");
      });
}

// Asio cuts a sequence after 64 buffers; the library does not.
BOOST_AUTO_TEST_CASE(more_buffers_than_asio_takes_are_whole)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        connected sockets(context);
        for (const std::size_t count : {63u, 64u, 65u, 200u, 1024u})
        {
          std::string content(count, 'x');
          content.back() = 'y';
          std::string received(count, ' ');
          std::vector<asio::const_buffer> out;
          std::vector<asio::mutable_buffer> in;
          for (std::size_t i = 0; i < count; ++i)
          {
            out.push_back(asio::buffer(content.data() + i, 1));
            in.push_back(asio::buffer(&received[i], 1));
          }
          error_code ec;
          BOOST_TEST(send_message(sockets.a, out, ec) == count);
          BOOST_TEST(receive_bytes_by(how, sockets.b, in) == success(count));
          BOOST_TEST(received == content);
        }
        const std::vector<asio::mutable_buffer> too_many(1025);
        BOOST_TEST(receive_bytes_by(how, sockets.b, too_many)
            == failure(asio::error::message_size));
      });
}

// A receive into no room says that a packet was there. Asio's own would take it
// and call that the end.
BOOST_AUTO_TEST_CASE(no_room_is_a_truncation)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        connected sockets(context);
        send_message(sockets.a, text("x"));
        BOOST_TEST(receive_bytes_by(how, sockets.b, asio::mutable_buffer())
            == failure(seqpacket_errc::message_truncated));
        send_message(sockets.a, text(""));
        BOOST_TEST(receive_bytes_by(how, sockets.b, asio::mutable_buffer())
            == success(0));
        sockets.a.close();
        BOOST_TEST(receive_bytes_by(how, sockets.b, asio::mutable_buffer())
            == failure(asio::error::eof));
      });
}

// A peek takes nothing.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_peek_takes_nothing, Socket, packet_sockets)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        send_message(sockets.a, text("hello"));
        expect_next(how, sockets.b, whole, "hello", MSG_PEEK);
        expect_next(how, sockets.b, whole, "hello", MSG_PEEK);
        expect_next(how, sockets.b, whole, "hello");
        BOOST_TEST(has_nothing(sockets.b));
      });
}

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// A packet that is more than bytes, or more bytes than fit, stays whole.
BOOST_AUTO_TEST_CASE(a_packet_can_be_kept)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        connected sockets(context);
        char bytes[32];
        send_message(sockets.a, text("0123456789abcdefgh"));
        expect_next(how, sockets.b, seqpacket_errc::message_truncated,
            "0123456789abcdef", keep_if_truncated);
        BOOST_TEST(receive_message(sockets.b, asio::buffer(bytes)) == 18u);

        send_file(sockets.a, "0123456789abcdefgh");
        BOOST_TEST(receive_bytes_by(how, sockets.b, asio::buffer(bytes),
              keep_if_truncated) == failure(with_descriptors));
        incoming_ancillary<1> ancillary;
        BOOST_TEST(receive_message(
              sockets.b, asio::buffer(bytes), ancillary) == 18u);
        BOOST_TEST(ancillary.descriptors().size() == 1u);
        send_message(sockets.a, text("plain"));
        expect_next(how, sockets.b, whole, "plain", keep_if_truncated);
        BOOST_TEST(has_nothing(sockets.b));
      });
}

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

namespace {

template <typename Socket>
outcome receive_dynamic_by(form how, Socket& receiver, std::string& content,
    message_flags flags = 0)
{
  const auto buffer = asio::dynamic_buffer(content);
  if (how == form::asynchronous)
    return complete(context_of(receiver),
        [&](auto handler)
        {
          async_receive_message(receiver, buffer, flags, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&] { return receive_message(receiver, buffer, flags); });
  error_code ec = asio::error::fault;
  const std::size_t bytes = receive_message(receiver, buffer, flags, ec);
  return {ec, bytes};
}

} // namespace

// A buffer that grows has room for each packet.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_dynamic_buffer_takes_whole_packets,
    Socket, packet_sockets)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        std::string content = "> ";
        const std::string packet(5000, 'x');
        send_message(sockets.a, text(packet));
        BOOST_TEST(receive_dynamic_by(how, sockets.b, content)
            == success(5000));
        BOOST_TEST((content == "> " + packet));

        content.clear();
        send_file(sockets.a, "file");
        BOOST_TEST(receive_dynamic_by(how, sockets.b, content).error
            == with_descriptors);
        BOOST_TEST(content == "file");
        BOOST_TEST(has_nothing(sockets.b));
      });
}

// Closing ends a waiting receive, and so does cancelling, which takes nothing.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_waiting_receive_can_be_ended,
    Socket, all_sockets)
{
  for (const bool closes : {false, true})
  {
    asio::io_context context;
    pair_of<Socket> sockets(context);
    char bytes[8];
    outcome result = success(1);
    async_receive_message(sockets.b, asio::buffer(bytes),
        [&](const error_code& ec, std::size_t n) { result = {ec, n}; });
    context.poll();
    if (closes)
      sockets.b.close();
    else
      sockets.b.cancel();
    run(context);
    BOOST_TEST(result == failure(asio::error::operation_aborted));
    if (closes)
      continue;
    send_message(sockets.a, text("x"));
    expect_next(form::error_code, sockets.b, whole, "x");
  }
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// Each type of cancellation ends it.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_signal_ends_a_waiting_receive,
    Socket, all_sockets)
{
  for (const asio::cancellation_type type : {
      asio::cancellation_type::terminal, asio::cancellation_type::partial,
      asio::cancellation_type::total})
  {
    asio::io_context context;
    pair_of<Socket> sockets(context);
    asio::cancellation_signal signal;
    char bytes[8];
    outcome result = success(1);
    async_receive_message(sockets.b, asio::buffer(bytes),
        asio::bind_cancellation_slot(signal.slot(),
          [&](const error_code& ec, std::size_t n) { result = {ec, n}; }));
    context.poll();
    signal.emit(type);
    run(context);
    BOOST_TEST(result == failure(asio::error::operation_aborted));
    send_message(sockets.a, text("x"));
    expect_next(form::error_code, sockets.b, whole, "x");
  }
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// A socket that is not open is no end of file.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_closed_socket_is_an_error, Socket, all_sockets)
{
  for_each_form([](form how)
      {
        asio::io_context context;
        Socket closed(context);
        expect_next(how, closed, asio::error::bad_descriptor, "");
      });
}

BOOST_AUTO_TEST_SUITE_END()
