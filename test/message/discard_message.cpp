// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// discard_message: one packet leaves the queue, and nothing of it arrives.

#include "ends.hpp"

#include <algorithm>
#include <limits>
#include <sys/resource.h>
#include <sys/syscall.h>

namespace boost_seqpacket {
namespace test {

// The next receive finds nothing, and no end of a wait: as if the queue had been
// empty when Linux looked at it, and the peer closed when it looked at that.
inline bool is_early_end = false;

// The number of receives.
inline int receives = 0;

} // namespace test
} // namespace boost_seqpacket

extern "C" ::ssize_t recvmsg(int descriptor, ::msghdr* message, int flags)
{
  using namespace boost_seqpacket::test;
  ++receives;
  if (is_early_end)
  {
    is_early_end = false;
    message->msg_controllen = 0;
    message->msg_namelen = 0;
    message->msg_flags = 0;
    return 0;
  }
  return static_cast< ::ssize_t>(
      ::syscall(SYS_recvmsg, descriptor, message, flags));
}

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

template <typename Socket>
outcome discard_by(form how, Socket& receiver)
{
  if (how == form::asynchronous)
    return complete(context_of(receiver),
        [&](auto handler) { async_discard_message(receiver, handler); });
  if (how == form::throwing)
    return catch_error([&] { return discard_message(receiver); });
  error_code ec = asio::error::fault;
  const std::size_t size = discard_message(receiver, ec);
  return {ec, size};
}

// Calls the function for each form, with a new pair of sockets.
template <typename Socket, typename Function>
void for_each_form(Function function)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      pair_of<Socket> sockets(context);
      function(how, sockets.a, sockets.b);
    }
  }
}

#if defined(BOOST_SEQPACKET_HAS_TRUE_LENGTH)
constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
#else
constexpr std::size_t most = 0;
#endif

// The size that is reported for a packet of so many bytes.
outcome taken(std::size_t size)
{
  return success(std::min(size, most));
}

// What has its last reference in the queue of a socket: the other end of it
// sees the end of file when that is dropped.
class queued_file
{
public:
  queued_file(packet_socket& sender, std::string_view bytes)
  {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
      throw std::runtime_error("cannot make a pipe");
    reader_.reset(ends[0]);
    const unique_descriptor writer(ends[1]);
    send_descriptors(sender, text(bytes), {writer.native_handle()});
  }

  bool is_gone() const
  {
    char byte;
    return ::read(reader_.native_handle(), &byte, 1) == 0;
  }

private:
  unique_descriptor reader_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(message_discard_message, no_leaks,
    *boost::unit_test::timeout(90))

// One packet goes, whatever its size, and the next one stays whole.
BOOST_AUTO_TEST_CASE_TEMPLATE(one_packet_goes_and_the_next_stays, Socket,
    packet_sockets)
{
  for_each_form<Socket>([](form how, Socket& a, Socket& b)
      {
        for (const std::size_t size : {1u, 5u, 100000u})
        {
          send_message(a, asio::buffer(std::string(size, 'x')), no_ancillary);
          send_message(a, text("next"), no_ancillary);
          BOOST_TEST(discard_by(how, b) == taken(size));
          BOOST_TEST(next(how, b) == packet("next"));
          BOOST_TEST(has_nothing(b));
        }
      });
}

// Descriptors never enter the process: also where none can be opened that is no
// error. The last reference to a file is dropped with the packet.
BOOST_AUTO_TEST_CASE(descriptors_are_dropped_and_never_opened)
{
  for_each_form<packet_socket>([](form how, packet_socket& a, packet_socket& b)
      {
        const queued_file first(a, "hello");
        const queued_file second(a, "");
        const std::size_t opened = open_descriptors();
        BOOST_TEST(!first.is_gone());
        BOOST_TEST(discard_by(how, b) == taken(5));
        BOOST_TEST(first.is_gone());
        BOOST_TEST(!second.is_gone());

        ::rlimit usual;
        ::getrlimit(RLIMIT_NOFILE, &usual);
        ::rlimit none = usual;
        none.rlim_cur = 0;
        ::setrlimit(RLIMIT_NOFILE, &none);
        error_code ec = asio::error::fault;
        const std::size_t size = discard_message(b, ec);
        ::setrlimit(RLIMIT_NOFILE, &usual);
        BOOST_TEST(!ec);
        BOOST_TEST(size == 0u);
        BOOST_TEST(second.is_gone());
        BOOST_TEST(open_descriptors() == opened);
        BOOST_TEST(has_nothing(b));
      });
}

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// What it is for: a packet that a receive has left in the queue.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_packet_that_was_kept_is_discarded, Socket,
    packet_sockets)
{
  for_each_form<Socket>([](form how, Socket& a, Socket& b)
      {
        const unique_descriptor file = make_file("x");
        char bytes[8];
        incoming_ancillary<1> incoming;
        send_message(a, text("too long for it"), no_ancillary);
        BOOST_TEST(receive_by(how, b, asio::buffer(bytes), incoming,
              keep_if_truncated) == failure(seqpacket_errc::message_truncated));
        BOOST_TEST(discard_by(how, b) == taken(15));

        send_descriptors(a, text("two"),
            {file.native_handle(), file.native_handle()});
        BOOST_TEST(receive_by(how, b, asio::buffer(bytes), incoming,
              keep_if_truncated)
            == failure(seqpacket_errc::ancillary_truncated));
        BOOST_TEST(discard_by(how, b) == taken(3));

        std::string content;
        send_message(a, text("beyond"), no_ancillary);
        BOOST_TEST(receive_by(how, b, asio::dynamic_buffer(content, 4),
              incoming) == failure(seqpacket_errc::message_truncated));
        BOOST_TEST(discard_by(how, b) == taken(6));
        BOOST_TEST(has_nothing(b));
      });
}

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// Empty packets are packets, and after the last one comes the end, again and
// again.
BOOST_AUTO_TEST_CASE_TEMPLATE(empty_packets_are_not_the_end, Socket,
    record_sockets)
{
  for (const ending how_it_ends : all_endings)
  {
    for_each_form<Socket>([&](form how, Socket& a, Socket& b)
        {
          for (const char* const bytes : {"", "", "x"})
            send_message(a, text(bytes), no_ancillary);
          BOOST_TEST(discard_by(how, b) == taken(0));
          end(a, how_it_ends);
          BOOST_TEST(discard_by(how, b) == taken(0));
          BOOST_TEST(discard_by(how, b) == taken(1));
          BOOST_TEST(discard_by(how, b) == failure(asio::error::eof));
          BOOST_TEST(discard_by(how, b) == failure(asio::error::eof));
        });
  }
}

#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

// With credentials the end is told exactly, also after empty packets. They have
// no room here, and that is no error.
BOOST_AUTO_TEST_CASE_TEMPLATE(credentials_mark_empty_packets_before_the_end,
    Socket, record_sockets)
{
  for_each_form<Socket>([](form how, Socket& a, Socket& b)
      {
        b.set_option(pass_credentials(true));
        for (const char* const bytes : {"full", "", ""})
          send_message(a, text(bytes), no_ancillary);
        a.close();
        BOOST_TEST(discard_by(how, b) == taken(4));
        BOOST_TEST(discard_by(how, b) == taken(0));
        BOOST_TEST(discard_by(how, b) == taken(0));
        BOOST_TEST(discard_by(how, b) == failure(asio::error::eof));
      });
}

// Nor is the end told before the last packets, where it comes too early.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_premature_end_is_no_packet_and_no_end, Socket,
    record_sockets)
{
  for_each_form<Socket>([](form how, Socket& a, Socket& b)
      {
        b.set_option(pass_credentials(true));
        for (const char* const bytes : {"", "full"})
          send_message(a, text(bytes), no_ancillary);
        a.close();
        for (const std::size_t size : {0u, 4u})
        {
          is_early_end = true;
          BOOST_TEST(discard_by(how, b) == taken(size));
          BOOST_TEST(!is_early_end);
        }
        BOOST_TEST(discard_by(how, b) == failure(asio::error::eof));
      });
}

#endif // defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

// A packet that is there costs one system call.
BOOST_AUTO_TEST_CASE(a_packet_that_is_there_takes_one_receive)
{
  for_each_form<packet_socket>([](form how, packet_socket& a, packet_socket& b)
      {
        send_message(a, text("hello"), no_ancillary);
        receives = 0;
        BOOST_TEST(discard_by(how, b) == taken(5));
        BOOST_TEST(receives == 1);
      });
}

// A reset is reported once, and no packet is taken with it.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_reset_takes_no_packet, Socket, record_sockets)
{
  for_each_form<Socket>([](form how, Socket& a, Socket& b)
      {
        send_message(b, text("not read"), no_ancillary);
        for (const char* const bytes : {"first", "second"})
          send_message(a, text(bytes), no_ancillary);
        a.close();
        BOOST_TEST(discard_by(how, b)
            == failure(asio::error::connection_reset));
        BOOST_TEST(discard_by(how, b) == taken(5));
        BOOST_TEST(next(how, b) == packet("second"));
        BOOST_TEST(discard_by(how, b) == failure(asio::error::eof));
      });
}

// A non-blocking socket is not waited for.
BOOST_AUTO_TEST_CASE(a_non_blocking_socket_would_block)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.non_blocking(true);
  for (const form how : synchronous_forms)
    BOOST_TEST(discard_by(how, sockets.b)
        == failure(asio::error::would_block));
}

// A datagram socket has no end, but a shut down receiving half.
BOOST_AUTO_TEST_CASE(a_datagram_socket_that_is_shut_down_has_ended)
{
  for_each_form<datagram_socket>(
      [](form how, datagram_socket& a, datagram_socket& b)
      {
        send_message(a, text("queued"), no_ancillary);
        b.shutdown(asio::socket_base::shutdown_receive);
        BOOST_TEST(discard_by(how, b) == taken(6));
        BOOST_TEST(discard_by(how, b) == failure(asio::error::eof));
      });
}

// Errors of the caller.
BOOST_AUTO_TEST_CASE(errors_of_the_caller_are_reported)
{
  asio::io_context context;
  packet_socket closed(context);
  packet_socket alone(context);
  open(alone);
  asio::generic::datagram_protocol::socket internet(context,
      asio::generic::datagram_protocol(AF_INET, 0));
  for (const form how : all_forms)
  {
    BOOST_TEST(discard_by(how, closed)
        == failure(asio::error::bad_descriptor));
    BOOST_TEST(discard_by(how, alone) == failure(asio::error::not_connected));
    BOOST_TEST(discard_by(how, internet)
        == failure(asio::error::address_family_not_supported));
  }
}

BOOST_AUTO_TEST_SUITE_END()
