// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The flags of the system calls that send. Linux ignores MSG_EOR; other systems
// end the record with it, and without it join packets.

#include "forms.hpp"

#include <set>
#include <sys/syscall.h>

namespace boost_seqpacket {
namespace test {

// The flags of each call that sends.
inline std::vector<int> flags_of_sends;

} // namespace test
} // namespace boost_seqpacket

extern "C" ::ssize_t send(int descriptor, const void* data, std::size_t size,
    int flags)
{
  boost_seqpacket::test::flags_of_sends.push_back(flags);
  return static_cast<::ssize_t>(::syscall(
        SYS_sendto, descriptor, data, size, flags, nullptr, 0));
}

extern "C" ::ssize_t sendmsg(int descriptor, const ::msghdr* message,
    int flags)
{
  boost_seqpacket::test::flags_of_sends.push_back(flags);
  return static_cast<::ssize_t>(
      ::syscall(SYS_sendmsg, descriptor, message, flags));
}

extern "C" int sendmmsg(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags)
{
  boost_seqpacket::test::flags_of_sends.push_back(flags);
  return static_cast<int>(
      ::syscall(SYS_sendmmsg, descriptor, messages, count, flags));
}

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using record_sockets = std::tuple<packet_socket, generic_socket>;
using other_sockets = std::tuple<stream_socket, datagram_socket>;

template <typename Socket, typename Buffers>
outcome send_bytes_by(form how, Socket& sender, const Buffers& buffers,
    message_flags flags)
{
  if (how == form::asynchronous)
    return complete(context_of(sender),
        [&](auto handler)
        {
          async_send_message(sender, buffers, flags, handler);
        });
  if (how == form::throwing)
    return catch_error([&] { return send_message(sender, buffers, flags); });
  error_code ec = asio::error::fault;
  const std::size_t bytes = send_message(sender, buffers, flags, ec);
  return {ec, bytes};
}

template <typename Socket, typename Range>
outcome send_batch_by(
    form how, Socket& sender, Range& messages, message_flags flags)
{
  if (how == form::asynchronous)
    return complete(context_of(sender),
        [&](auto handler)
        {
          async_send_messages(sender, messages, flags, handler);
        });
  if (how == form::throwing)
    return catch_error([&] { return send_messages(sender, messages, flags); });
  error_code ec = asio::error::fault;
  const std::size_t count = send_messages(sender, messages, flags, ec);
  return {ec, count};
}

// Calls the function with the flags of each system call of a way to send.
template <typename Function, typename Check>
void check_calls(const char* way, Function send, Check check)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(way << ", " << how)
    {
      flags_of_sends.clear();
      const outcome result = send(how);
      BOOST_TEST(!result.error);
      BOOST_TEST(flags_of_sends.size() >= 1u);
      for (const int flags : flags_of_sends)
        check(flags);
    }
  }
}

// Each way to send a message.
template <typename Socket, typename Check>
void check_all_ways(message_flags flags, Check check)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  Socket& a = sockets.a;
  const unique_descriptor file = make_file("content");
  outgoing_ancillary<1> one;
  one.add_descriptor(file.native_handle());
  const auto x = text("x");
  const std::array<asio::const_buffer, 2> two = {x, x};
  const std::vector<asio::const_buffer> many(70, x);

  check_calls("bytes",
      [&](form how) { return send_bytes_by(how, a, x, flags); }, check);
  check_calls("bytes of two buffers",
      [&](form how) { return send_bytes_by(how, a, two, flags); }, check);
  check_calls("bytes of many buffers",
      [&](form how) { return send_bytes_by(how, a, many, flags); }, check);
  check_calls("no ancillary data",
      [&](form how) { return send_by(how, a, x, no_ancillary, flags); },
      check);
  check_calls("ancillary data",
      [&](form how) { return send_by(how, a, two, one, flags); }, check);
  if (flags == 0)
    check_calls("descriptors", [&](form how)
        {
          return send_descriptors_by(
              how, a, x, std::vector<int>{file.native_handle()});
        }, check);
}

template <typename Socket, typename Check>
void check_batches(message_flags flags, Check check)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  std::vector<outgoing_message<1>> messages(3);
  for (outgoing_message<1>& message : messages)
    message.buffers = text("x");
  check_calls("batch", [&](form how)
      {
        return send_batch_by(how, sockets.a, messages, flags);
      }, check);
}

void expect_record(int flags)
{
  BOOST_TEST((flags & MSG_EOR) != 0);
  BOOST_TEST((flags & MSG_NOSIGNAL) != 0);
}

void expect_no_record(int flags)
{
  BOOST_TEST((flags & MSG_EOR) == 0);
  BOOST_TEST((flags & MSG_NOSIGNAL) != 0);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(message_send_flags, no_leaks)

// Each packet ends its record, and none raises SIGPIPE.
BOOST_AUTO_TEST_CASE_TEMPLATE(each_packet_ends_a_record,
    Socket, record_sockets)
{
  check_all_ways<Socket>(0, expect_record);
  check_batches<Socket>(0, expect_record);
}

// Whatever flags the caller adds.
BOOST_AUTO_TEST_CASE_TEMPLATE(flags_of_the_caller_are_added,
    Socket, record_sockets)
{
  const auto check = [](int flags)
      {
        expect_record(flags);
        BOOST_TEST((flags & MSG_CONFIRM) != 0);
      };
  check_all_ways<Socket>(MSG_CONFIRM, check);
  check_batches<Socket>(MSG_CONFIRM, check);
}

// Other types of sockets have no records to end.
BOOST_AUTO_TEST_CASE_TEMPLATE(other_sockets_have_no_records,
    Socket, other_sockets)
{
  check_all_ways<Socket>(0, expect_no_record);
}

BOOST_AUTO_TEST_CASE(datagrams_of_a_batch_have_no_records)
{
  check_batches<datagram_socket>(0, expect_no_record);
}

// A peer that is gone is an error, and no signal, with each way to send.
BOOST_AUTO_TEST_CASE(no_way_to_send_raises_a_signal)
{
  asio::io_context context;
  std::vector<outgoing_message<1>> messages(2);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      connected sockets(context);
      sockets.b.close();
      const outcome broken = failure(asio::error::broken_pipe);
      BOOST_TEST(send_bytes_by(how, sockets.a, text("x"), 0) == broken);
      BOOST_TEST(send_by(how, sockets.a, text("x"), no_ancillary) == broken);
      BOOST_TEST(send_descriptors_by(how, sockets.a, text("x"),
            std::vector<int>{sockets.a.native_handle()}) == broken);
      BOOST_TEST(send_batch_by(how, sockets.a, messages, 0) == broken);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
