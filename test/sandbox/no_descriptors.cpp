// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A sandbox sets RLIMIT_NOFILE to 0 after its start. Then no descriptor can be
// opened, and poll fails with EINVAL: no end of file may come of that.

#include "test.hpp"

#include "forms.hpp"

#include <sys/resource.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// While it lives, no descriptor may be opened.
class no_descriptors
{
public:
  no_descriptors()
  {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    ::rlimit none = before_;
    none.rlim_cur = 0;
    ::setrlimit(RLIMIT_NOFILE, &none);
  }

  no_descriptors(const no_descriptors&) = delete;
  no_descriptors& operator=(const no_descriptors&) = delete;

  ~no_descriptors()
  {
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }

private:
  ::rlimit before_;
};

struct received
{
  error_code error = asio::error::fault;
  std::size_t bytes = 99;
};

inline bool operator==(const received& a, const received& b)
{
  return a.error == b.error && a.bytes == b.bytes;
}

inline std::ostream& operator<<(std::ostream& out, const received& r)
{
  return out << r.error << ", " << r.bytes << " bytes";
}

const received empty_packet = {error_code(), 0};
const received the_end = {asio::error::eof, 0};

// How a packet is received.
enum class how
{
  call,
  operation,
  bytes_call,
  bytes_operation,
  dynamic_call,
  kept_call,
  batch_call,
  batch_operation,
  count
};

// Receives one packet where nothing may be opened.
class receiver
{
public:
  receiver(asio::io_context& context, packet_socket& socket)
    : context_(context),
      socket_(socket)
  {
  }

  received operator()(how way)
  {
    const no_descriptors limit;
    received r;
    char memory[8];
    const auto buffer = asio::buffer(memory);
    incoming_ancillary<1> ancillary;
    std::array<incoming_message<1>, 1> batch;
    batch[0].buffers = buffer;
    std::string text;
    const auto done = [&r](const error_code& ec, std::size_t n)
        {
          r = {ec, n};
        };
    if (way == how::call)
      r.bytes = receive_message(socket_, buffer, ancillary, r.error);
    else if (way == how::operation)
      async_receive_message(socket_, buffer, ancillary, done);
    else if (way == how::bytes_call)
      r.bytes = receive_message(socket_, buffer, r.error);
    else if (way == how::bytes_operation)
      async_receive_message(socket_, buffer, done);
    else if (way == how::dynamic_call)
      r.bytes = receive_message(
          socket_, asio::dynamic_buffer(text), ancillary, r.error);
    else if (way == how::kept_call)
      r.bytes = receive_message(
          socket_, buffer, ancillary, keep_if_truncated, r.error);
    else if (way == how::batch_call)
      r.bytes = receive_messages(socket_, batch, r.error);
    else
      async_receive_messages(socket_, batch, done);
    test::run(context_);
    // A batch counts packets.
    if (way >= how::batch_call && r.bytes == 1)
      r = {batch[0].error, batch[0].bytes_transferred};
    return r;
  }

private:
  asio::io_context& context_;
  packet_socket& socket_;
};

template <typename Function>
void for_each_form(Function function)
{
  for (int i = 0; i < static_cast<int>(how::count); ++i)
  {
    BOOST_TEST_CONTEXT("form " << i)
    {
      function(static_cast<how>(i));
    }
  }
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_no_descriptors, no_leaks)

// Of two empty packets neither is the end while the peer is open.
BOOST_AUTO_TEST_CASE(empty_packets_of_an_open_peer_are_packets)
{
  for_each_form([](how way)
      {
        asio::io_context context;
        connected sockets(context);
        receiver receive(context, sockets.b);
        for (int i = 0; i < 2; ++i)
          send_message(sockets.a, text(""), no_ancillary);
        BOOST_TEST(receive(way) == empty_packet);
        BOOST_TEST(receive(way) == empty_packet);
      });
}

// What is queued before the end is received, empty packets included. One that
// stands directly before the end cannot be told from it.
BOOST_AUTO_TEST_CASE(the_end_comes_after_all_packets)
{
  for_each_form([](how way)
      {
        asio::io_context context;
        connected sockets(context);
        receiver receive(context, sockets.b);
        send_message(sockets.a, text(""), no_ancillary);
        send_message(sockets.a, text(""), no_ancillary);
        send_message(sockets.a, text("x"), no_ancillary);
        sockets.a.close();
        BOOST_TEST(receive(way) == empty_packet);
        BOOST_TEST(receive(way) == empty_packet);
        BOOST_TEST(receive(way) == (received{error_code(), 1}));
        BOOST_TEST(receive(way) == the_end);
        BOOST_TEST(receive(way) == the_end);
      });
}

// The look at the next packet leaves the option of the socket as it was.
BOOST_AUTO_TEST_CASE(the_option_for_credentials_stays_as_it_is)
{
  for (const bool on : {false, true})
  {
    asio::io_context context;
    connected sockets(context);
    sockets.b.set_option(pass_credentials(on));
    receiver receive(context, sockets.b);
    send_message(sockets.a, text(""), no_ancillary);
    BOOST_TEST(receive(how::call) == empty_packet);
    pass_credentials option;
    sockets.b.get_option(option);
    BOOST_TEST(option.value() == on);
    sockets.a.close();
    BOOST_TEST(receive(how::call) == the_end);
    sockets.b.get_option(option);
    BOOST_TEST(option.value() == on);
  }
}

// A batch brings what one system call brings, and then the end.
BOOST_AUTO_TEST_CASE(a_batch_ends_with_the_last_packet)
{
  asio::io_context context;
  connected sockets(context);
  for (const char* const bytes : {"", "a", "", "b"})
    send_message(sockets.a, text(bytes), no_ancillary);
  sockets.a.close();
  char memory[8][4];
  std::array<incoming_message<0>, 8> batch;
  for (std::size_t i = 0; i < batch.size(); ++i)
    batch[i].buffers = asio::buffer(memory[i]);
  const no_descriptors limit;
  error_code ec;
  BOOST_TEST(receive_messages(sockets.b, batch, ec) == 4);
  BOOST_TEST(!ec);
  const std::size_t sizes[] = {0, 1, 0, 1};
  for (std::size_t i = 0; i < 4; ++i)
    BOOST_TEST(batch[i].bytes_transferred == sizes[i]);
  BOOST_TEST(receive_messages(sockets.b, batch, ec) == 0);
  BOOST_TEST(ec == asio::error::eof);
}

// Datagram sockets have an end only if this side has shut them down.
BOOST_AUTO_TEST_CASE(an_empty_datagram_queue_is_no_end)
{
  asio::io_context context;
  basic_connected<datagram_socket> sockets(context);
  char bytes[8];
  incoming_ancillary<0> ancillary;
  error_code ec;
  {
    const no_descriptors limit;
    BOOST_TEST(receive_message(sockets.b, asio::buffer(bytes), ancillary,
          MSG_DONTWAIT, ec) == 0);
  }
  BOOST_TEST(ec == asio::error::would_block);

  // It waits, and gets the packet.
  std::size_t size = 0;
  async_receive_message(sockets.b, asio::buffer(bytes), ancillary,
      [&](const error_code& error, std::size_t n)
      {
        ec = error;
        size = n;
      });
  send_message(sockets.a, text("hello"), no_ancillary);
  {
    const no_descriptors limit;
    test::run(context);
  }
  BOOST_TEST(!ec);
  BOOST_TEST(size == 5);

  sockets.b.shutdown(asio::socket_base::shutdown_receive);
  const no_descriptors limit;
  receive_message(sockets.b, asio::buffer(bytes), ancillary, MSG_DONTWAIT, ec);
  BOOST_TEST(ec == asio::error::eof);
  ec.clear();
  async_receive_message(sockets.b, asio::buffer(bytes), ancillary,
      [&](const error_code& error, std::size_t)
      {
        ec = error;
      });
  test::run(context);
  BOOST_TEST(ec == asio::error::eof);
}

// What a packet carries cannot be installed. That is an error, not a packet
// without descriptors.
BOOST_AUTO_TEST_CASE(descriptors_that_cannot_be_installed_are_lost)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("x");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file.native_handle());
  send_message(sockets.a, text("f"), outgoing);
  char bytes[8];
  incoming_ancillary<1> ancillary;
  error_code ec;
  const no_descriptors limit;
  BOOST_TEST(receive_message(sockets.b, asio::buffer(bytes), ancillary, ec)
      == 1);
  BOOST_TEST(ec == seqpacket_errc::descriptors_lost);
  BOOST_TEST(ancillary.descriptors().empty());
}

BOOST_AUTO_TEST_SUITE_END()
