// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The end of file, and what else a receive of 0 bytes can be. empty_packets.cpp has
// what the end is not.

#include "ends.hpp"

#include <sys/resource.h>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(message_end_of_file, no_leaks,
    *boost::unit_test::timeout(90))

// After the last packet comes the end of file, as an error, however often it is
// asked for: a loop that does not look at the number of bytes ends as well.
BOOST_AUTO_TEST_CASE_TEMPLATE(end_comes_after_the_last_packet_and_stays,
    Socket, record_sockets)
{
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        send_message(sockets.a, text("1"), no_ancillary);
        send_message(sockets.a, text("2"), no_ancillary);
        end(sockets.a, by);
        BOOST_TEST(next(how, sockets.b) == packet("1"));
        BOOST_TEST(next(how, sockets.b) == packet("2"));
        for (int i = 0; i < 3; ++i)
          BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

// An operation that waits learns of the end.
BOOST_AUTO_TEST_CASE_TEMPLATE(end_ends_a_waiting_receive, Socket,
    record_sockets)
{
  for (const ending by : all_endings)
  {
    BOOST_TEST_CONTEXT(by)
    {
      asio::io_context context;
      pair_of<Socket> sockets(context);
      char byte;
      incoming_ancillary<0> incoming;
      error_code ec;
      async_receive_message(sockets.b, asio::buffer(&byte, 1), incoming,
          [&ec](const error_code& e, std::size_t) { ec = e; });
      context.poll();
      BOOST_TEST(!ec);
      end(sockets.a, by);
      run(context);
      BOOST_TEST(ec == asio::error::eof);
    }
  }
}

// So does a thread that is blocked in a receive.
BOOST_AUTO_TEST_CASE(end_ends_a_blocked_receive)
{
  for (const form how : synchronous_forms)
  {
    asio::io_context context;
    connected sockets(context);
    std::thread other([&sockets] { sockets.a.close(); });
    BOOST_TEST(next(how, sockets.b) == the_end);
    other.join();
  }
}

// The end has neither bytes nor anything else.
BOOST_AUTO_TEST_CASE(nothing_comes_with_the_end)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  const unique_descriptor file = make_file("content");
  send_descriptors(sockets.a, text("abc"), {file.native_handle()});
  sockets.a.close();
  char bytes[8];
  incoming_ancillary<1> incoming;
  receive_message(sockets.b, asio::buffer(bytes), incoming);
  BOOST_TEST(incoming.message_size() == 3u);
  error_code ec;
  BOOST_TEST(receive_message(sockets.b, asio::buffer(bytes), incoming, ec)
      == 0u);
  BOOST_TEST(ec == asio::error::eof);
  BOOST_TEST(incoming.message_size() == 0u);
  BOOST_TEST(incoming.descriptors().empty());
  BOOST_TEST(!incoming.credentials().has_value());
  BOOST_TEST((incoming.begin() == incoming.end()));

  // Nor is it another number of descriptors.
  for (const form how : all_forms)
  {
    std::array<unique_descriptor, 1> arrived;
    BOOST_TEST(receive_descriptors_by(
        how, sockets.b, asio::buffer(bytes), arrived)
        == failure(asio::error::eof));
  }
}

// A peer that closes without reading what it was sent: that is told first and
// once, then come the packets that it had sent, then the end.
BOOST_AUTO_TEST_CASE_TEMPLATE(reset_is_reported_once, Socket, record_sockets)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      pair_of<Socket> sockets(context);
      send_message(sockets.b, text("not read"), no_ancillary);
      send_message(sockets.a, text("1"), no_ancillary);
      send_message(sockets.a, text("2"), no_ancillary);
      sockets.a.close();
      BOOST_TEST((next(how, sockets.b).first
          == asio::error::connection_reset));
      BOOST_TEST(next(how, sockets.b) == packet("1"));
      BOOST_TEST(next(how, sockets.b) == packet("2"));
      BOOST_TEST(next(how, sockets.b) == the_end);
      BOOST_TEST(next(how, sockets.b) == the_end);
    }
  }
}

// Once means once for all calls. A look at the queue reports it as well, and so
// does a send. The packet is still there afterwards.
BOOST_AUTO_TEST_CASE(the_first_call_of_any_kind_reports_the_reset)
{
  const auto check = [](auto call)
      {
        asio::io_context context;
        connected sockets(context);
        send_message(sockets.b, text("not read"), no_ancillary);
        send_message(sockets.a, text("1"), no_ancillary);
        sockets.a.close();
        BOOST_TEST(call(sockets.b) == asio::error::connection_reset);
        BOOST_TEST(next(form::error_code, sockets.b) == packet("1"));
        BOOST_TEST(next(form::error_code, sockets.b) == the_end);
      };
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      char bytes[4];
      incoming_ancillary<0> incoming;
      std::string content;
      check([&](auto& socket)
          {
            return receive_by(how, socket, asio::buffer(bytes), incoming,
                MSG_PEEK).error;
          });
      check([&](auto& socket)
          {
            return receive_by(how, socket, asio::dynamic_buffer(content),
                incoming).error;
          });
#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
      check([&](auto& socket)
          {
            return receive_by(how, socket, asio::buffer(bytes, 0), incoming,
                keep_if_truncated).error;
          });
#endif
      check([&](auto& socket)
          {
            return send_by(how, socket, text("2"), no_ancillary).error;
          });
    }
  }
  check([](auto& socket)
      {
        int error = 0;
        ::socklen_t size = sizeof(error);
        ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_ERROR,
            &error, &size);
        return error_code(error, asio::error::get_system_category());
      });
}

// An operation that waits learns of the reset as well.
BOOST_AUTO_TEST_CASE(reset_ends_a_waiting_receive)
{
  asio::io_context context;
  connected sockets(context);
  send_message(sockets.b, text("not read"), no_ancillary);
  char byte;
  incoming_ancillary<0> incoming;
  error_code ec;
  async_receive_message(sockets.b, asio::buffer(&byte, 1), incoming,
      [&ec](const error_code& e, std::size_t) { ec = e; });
  context.poll();
  sockets.a.close();
  run(context);
  BOOST_TEST(ec == asio::error::connection_reset);
  BOOST_TEST(next(form::error_code, sockets.b) == the_end);
}

// Who shuts down the own receiving half gets what is queued, then the end.
BOOST_AUTO_TEST_CASE_TEMPLATE(own_shutdown_gives_what_is_queued_and_then_the_end,
    Socket, record_sockets)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      pair_of<Socket> sockets(context);
      send_message(sockets.a, text("1"), no_ancillary);
      sockets.b.shutdown(asio::socket_base::shutdown_receive);
      BOOST_TEST(next(how, sockets.b) == packet("1"));
      BOOST_TEST(next(how, sockets.b) == the_end);
      BOOST_TEST(next(how, sockets.b) == the_end);
      // The other half still works.
      BOOST_TEST(send_by(how, sockets.b, text("2"), no_ancillary)
          == success(1));
    }
  }
}

// A peek sees the end as a receive does, and takes no packet for it.
BOOST_AUTO_TEST_CASE(peek_sees_the_end)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      connected sockets(context);
      for (const char* bytes : {"", "a"})
        send_message(sockets.a, text(bytes), no_ancillary);
      BOOST_TEST(next(how, sockets.b, MSG_PEEK) == packet(""));
      sockets.a.close();
      for (const char* bytes : {"", "a"})
      {
        BOOST_TEST(next(how, sockets.b, MSG_PEEK) == packet(bytes));
        BOOST_TEST(next(how, sockets.b, MSG_PEEK) == packet(bytes));
        BOOST_TEST(next(how, sockets.b) == packet(bytes));
      }
      BOOST_TEST(next(how, sockets.b, MSG_PEEK) == the_end);
      BOOST_TEST(next(how, sockets.b, MSG_PEEK) == the_end);
      BOOST_TEST(next(how, sockets.b) == the_end);
    }
  }
}

// The end is the end, also with no memory for any byte; and an empty packet
// fits into that.
BOOST_AUTO_TEST_CASE(receive_of_nothing_sees_the_end)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      connected sockets(context);
      send_message(sockets.a, text(""), no_ancillary);
      incoming_ancillary<0> incoming;
      BOOST_TEST(receive_by(how, sockets.b, asio::mutable_buffer(), incoming)
          == success(0));
      sockets.a.close();
      BOOST_TEST(receive_by(how, sockets.b, asio::mutable_buffer(), incoming)
          == failure(asio::error::eof));
    }
  }
}

// Datagrams have no end that the peer could make: empty ones are messages, also
// those of a peer that has closed.
BOOST_AUTO_TEST_CASE(empty_datagrams_are_messages)
{
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        pair_of<datagram_socket> sockets(context);
        for (const char* bytes : {"", "", "abc", "", ""})
          send_message(sockets.a, text(bytes), no_ancillary);
        end(sockets.a, by);
        for (const char* bytes : {"", "", "abc", "", ""})
          BOOST_TEST(next(how, sockets.b) == packet(bytes));
        BOOST_TEST(has_nothing(sockets.b));
      }
    }
  }
}

// A datagram socket whose receiving half was shut down is ready for ever and
// has nothing to give: that is the end, and no operation spins on it.
BOOST_AUTO_TEST_CASE(own_shutdown_of_a_datagram_socket_is_the_end)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      pair_of<datagram_socket> sockets(context);
      send_message(sockets.a, text(""), no_ancillary);
      sockets.b.shutdown(asio::socket_base::shutdown_receive);
      BOOST_TEST(next(how, sockets.b) == packet(""));
      BOOST_TEST(next(how, sockets.b) == the_end);
      BOOST_TEST(next(how, sockets.b) == the_end);
    }
  }

  // While an operation waits.
  asio::io_context context;
  pair_of<datagram_socket> sockets(context);
  char byte;
  incoming_ancillary<0> incoming;
  error_code ec;
  async_receive_message(sockets.b, asio::buffer(&byte, 1), incoming,
      [&ec](const error_code& e, std::size_t) { ec = e; });
  context.poll();
  BOOST_TEST(!ec);
  sockets.b.shutdown(asio::socket_base::shutdown_receive);
  run(context);
  BOOST_TEST(ec == asio::error::eof);

  // Also where nothing may wait: somebody else's loop would spin.
  sockets.b.non_blocking(true);
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming, ec);
  BOOST_TEST(ec == asio::error::eof);
}

// Where no descriptor may be opened, poll itself fails: the end of file is found
// all the same, and is no endless row of empty packets.
BOOST_AUTO_TEST_CASE(end_is_found_where_no_descriptor_may_be_opened)
{
  asio::io_context context;
  connected sockets(context);
  send_message(sockets.a, text(""), no_ancillary);
  send_message(sockets.a, text("a"), no_ancillary);
  ::rlimit limit;
  ::getrlimit(RLIMIT_NOFILE, &limit);
  ::rlimit none = limit;
  none.rlim_cur = 0;

  std::vector<std::pair<error_code, std::string>> packets;
  ::setrlimit(RLIMIT_NOFILE, &none);
  packets.push_back(next(form::error_code, sockets.b));
  packets.push_back(next(form::error_code, sockets.b));
  ::shutdown(sockets.a.native_handle(), SHUT_WR);
  packets.push_back(next(form::error_code, sockets.b));
  packets.push_back(next(form::error_code, sockets.b));
  ::setrlimit(RLIMIT_NOFILE, &limit);

  BOOST_TEST(packets[0] == packet(""));
  BOOST_TEST(packets[1] == packet("a"));
  BOOST_TEST(packets[2] == the_end);
  BOOST_TEST(packets[3] == the_end);
}

// On a stream 0 bytes are the end, of whatever kind.
BOOST_AUTO_TEST_CASE(zero_bytes_of_a_stream_are_the_end)
{
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        pair_of<stream_socket> sockets(context);
        send_message(sockets.a, text("abc"), no_ancillary);
        end(sockets.a, by);
        BOOST_TEST(next(how, sockets.b) == packet("abc"));
        BOOST_TEST(next(how, sockets.b, MSG_PEEK) == the_end);
        BOOST_TEST(next(how, sockets.b) == the_end);
        BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

// A read of nothing from a stream is done at once, whatever the state of the
// stream: as everywhere in Asio it is never the end.
BOOST_AUTO_TEST_CASE(read_of_nothing_from_a_stream_is_never_the_end)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      pair_of<stream_socket> sockets(context);
      incoming_ancillary<0> incoming;
      const auto nothing = [&]
      {
        return receive_by(how, sockets.b, asio::mutable_buffer(), incoming);
      };
      BOOST_TEST(nothing() == success(0));
      send_message(sockets.a, text("abc"), no_ancillary);
      BOOST_TEST(nothing() == success(0));
      BOOST_TEST(next(how, sockets.b) == packet("abc"));
      sockets.a.close();
      BOOST_TEST(nothing() == success(0));
      BOOST_TEST(next(how, sockets.b) == the_end);
    }
  }
}

// At the end of a stream the kernel adds credentials of process 0 and user 0,
// which nobody sent. It is the end all the same, and says nothing of root.
BOOST_AUTO_TEST_CASE(end_of_a_stream_has_no_credentials)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      pair_of<stream_socket> sockets(context);
      sockets.b.set_option(pass_credentials(true));
      send_message(sockets.a, text("abc"), no_ancillary);
      sockets.a.close();
      BOOST_TEST(next(how, sockets.b) == packet("abc"));
      BOOST_TEST(next(how, sockets.b) == the_end);
      BOOST_TEST(next(how, sockets.b) == the_end);
    }
  }

  asio::io_context context;
  pair_of<stream_socket> sockets(context);
  sockets.b.set_option(pass_credentials(true));
  sockets.a.close();
  char byte;
  incoming_ancillary<0> incoming;
  error_code ec;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming, ec);
  BOOST_TEST(ec == asio::error::eof);
  BOOST_TEST(!incoming.credentials().has_value());
  BOOST_TEST((incoming.begin() == incoming.end()));
}

// A peek that finds the stream readable for ever, and nothing to look at, gives
// an error instead of spinning: the peer has sent an urgent byte.
BOOST_AUTO_TEST_CASE(peek_before_an_urgent_byte_does_not_spin)
{
  asio::io_context context;
  pair_of<stream_socket> sockets(context);
  BOOST_TEST_REQUIRE(
      ::send(sockets.a.native_handle(), "!", 1, MSG_OOB) == 1);
  char byte;
  incoming_ancillary<0> incoming;
  error_code ec;
  async_receive_message(sockets.b, asio::buffer(&byte, 1), incoming, MSG_PEEK,
      [&ec](const error_code& e, std::size_t) { ec = e; });
  run(context);
  BOOST_TEST(ec == asio::error::operation_not_supported);
}

BOOST_AUTO_TEST_SUITE_END()
