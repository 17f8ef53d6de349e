// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The end of file, an empty packet, and what else a receive of 0 bytes can be.

#include "forms.hpp"

#include <sys/resource.h>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using record_sockets = std::tuple<protocol::socket, generic_socket>;

// How the peer can end what it sends.
enum class ending
{
  close,
  shutdown
};

constexpr ending all_endings[] = {ending::close, ending::shutdown};

std::ostream& operator<<(std::ostream& out, ending e)
{
  return out << (e == ending::close ? "close" : "shutdown");
}

template <typename Socket>
void end(Socket& sender, ending how)
{
  if (how == ending::close)
    sender.close();
  else
    sender.shutdown(asio::socket_base::shutdown_send);
}

// One receive, without descriptors, and the bytes that came.
template <typename Socket>
std::pair<error_code, std::string> next(form how, Socket& receiver,
    message_flags flags = 0)
{
  char bytes[16];
  incoming_ancillary<0> incoming;
  const outcome result = receive_by(
      how, receiver, asio::buffer(bytes), incoming, flags);
  return {result.error, std::string(bytes, result.bytes)};
}

// The flags of receives that look at a packet before they take it, or only look.
const std::vector<message_flags> peeking_flags = {MSG_PEEK,
#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
  keep_if_truncated, keep_if_truncated | MSG_PEEK
#endif
};

const std::pair<error_code, std::string> the_end(asio::error::eof, "");

std::pair<error_code, std::string> packet(std::string bytes)
{
  return {error_code(), std::move(bytes)};
}

} // namespace

namespace std {

ostream& operator<<(ostream& out, const pair<error_code, string>& value)
{
  return out << value.first << " \"" << value.second << '"';
}

} // namespace std

BOOST_FIXTURE_TEST_SUITE(end_of_file_tests, no_leaks,
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
BOOST_AUTO_TEST_CASE_TEMPLATE(end_comes_to_those_who_wait, Socket,
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
BOOST_AUTO_TEST_CASE(end_comes_to_a_blocked_thread)
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

// As long as the peer is open an empty packet is a message of 0 bytes.
BOOST_AUTO_TEST_CASE_TEMPLATE(empty_packet_of_an_open_peer, Socket,
    record_sockets)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      pair_of<Socket> sockets(context);
      for (const char* bytes : {"", "", "abc", "", ""})
        BOOST_TEST(send_by(how, sockets.a, text(bytes), no_ancillary)
            == success(std::strlen(bytes)));
      for (const char* bytes : {"", "", "abc", "", ""})
        BOOST_TEST(next(how, sockets.b) == packet(bytes));
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

// With credentials on every packet the two are told apart exactly: also a run
// of empty packets directly before the end.
BOOST_AUTO_TEST_CASE_TEMPLATE(empty_packets_before_the_end_with_credentials,
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
        for (const char* bytes : {"", "abc", "", "", ""})
          send_message(sockets.a, text(bytes), no_ancillary);
        sockets.b.set_option(pass_credentials(true));
        end(sockets.a, by);
        for (const char* bytes : {"", "abc", "", "", ""})
          BOOST_TEST(next(how, sockets.b) == packet(bytes));
        BOOST_TEST(next(how, sockets.b) == the_end);
        BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)

// And so they are without any option where the peer's socket was bound, as that
// of every server was: each packet comes with its name.
BOOST_AUTO_TEST_CASE_TEMPLATE(empty_packets_before_the_end_of_a_named_peer,
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
        sockets.a.bind(typename Socket::endpoint_type(endpoint()));
        for (const char* bytes : {"", "abc", "", "", ""})
          send_message(sockets.a, text(bytes), no_ancillary);
        end(sockets.a, by);
        for (const char* bytes : {"", "abc", "", "", ""})
          BOOST_TEST(next(how, sockets.b) == packet(bytes));
        BOOST_TEST(next(how, sockets.b) == the_end);
        BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)

// Any option that adds a control message to every packet does the same.
BOOST_AUTO_TEST_CASE(empty_packets_before_the_end_with_a_time_stamp)
{
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        connected sockets(context);
        BOOST_TEST(!set_flag(sockets.b, SO_TIMESTAMPNS));
        for (const char* bytes : {"", "abc", "", ""})
          send_message(sockets.a, text(bytes), no_ancillary);
        end(sockets.a, by);
        for (const char* bytes : {"", "abc", "", ""})
          BOOST_TEST(next(how, sockets.b) == packet(bytes));
        BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

// Without such an option bytes that are still queued tell that an empty packet
// is not the end.
BOOST_AUTO_TEST_CASE_TEMPLATE(empty_packet_before_others_of_a_closed_peer,
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
        for (const char* bytes : {"", "", "a", "", "b"})
          send_message(sockets.a, text(bytes), no_ancillary);
        end(sockets.a, by);
        for (const char* bytes : {"", "", "a", "", "b"})
          BOOST_TEST(next(how, sockets.b) == packet(bytes));
        BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

// The limit that is documented: without such an option a run of empty packets
// directly before the end is taken for the end.
BOOST_AUTO_TEST_CASE(empty_packets_directly_before_the_end)
{
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        connected sockets(context);
        for (const char* bytes : {"a", "", ""})
          send_message(sockets.a, text(bytes), no_ancillary);
        end(sockets.a, by);
        BOOST_TEST(next(how, sockets.b) == packet("a"));
        for (int i = 0; i < 4; ++i)
          BOOST_TEST(next(how, sockets.b) == the_end);
      }
    }
  }
}

// An empty packet that carries a descriptor is never the end, whether there is
// room for the descriptor or not.
BOOST_AUTO_TEST_CASE_TEMPLATE(empty_packets_with_descriptors, Socket,
    record_sockets)
{
  const unique_descriptor file = make_file("content");
  for (const ending by : all_endings)
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        pair_of<Socket> sockets(context);
        for (int i = 0; i < 3; ++i)
          send_descriptors(sockets.a, text(""), {file.native_handle()});
        end(sockets.a, by);
        for (int i = 0; i < 2; ++i)
        {
          incoming_ancillary<1> incoming;
          BOOST_TEST(receive_by(
              how, sockets.b, asio::mutable_buffer(), incoming) == success(0));
          BOOST_TEST(incoming.descriptors().size() == 1u);
        }
        incoming_ancillary<0> no_room;
        BOOST_TEST(receive_by(
            how, sockets.b, asio::mutable_buffer(), no_room)
            == failure(seqpacket_errc::ancillary_truncated));
        BOOST_TEST(receive_by(
            how, sockets.b, asio::mutable_buffer(), no_room)
            == failure(asio::error::eof));
      }
    }
  }
}

// A peer that closes without reading what it was sent: that is told first and
// once, then come the packets that it had sent, then the end.
BOOST_AUTO_TEST_CASE_TEMPLATE(reset_is_told_once, Socket, record_sockets)
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

// An operation that waits learns of the reset as well.
BOOST_AUTO_TEST_CASE(reset_comes_to_those_who_wait)
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
BOOST_AUTO_TEST_CASE_TEMPLATE(own_shutdown, Socket, record_sockets)
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
BOOST_AUTO_TEST_CASE(peek_at_the_end)
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

// An empty packet of a peer that has closed, before one with bytes, is looked at
// as often as one likes: without an end, and without going round for ever.
BOOST_AUTO_TEST_CASE(looks_at_an_empty_packet_of_a_closed_peer)
{
  for (const form how : all_forms)
  {
    for (const message_flags flags : peeking_flags)
    {
      BOOST_TEST_CONTEXT(how << ", flags " << flags)
      {
        asio::io_context context;
        connected sockets(context);
        for (const char* bytes : {"", "abc"})
          send_message(sockets.a, text(bytes), no_ancillary);
        sockets.a.close();
        incoming_ancillary<0> incoming;
        BOOST_TEST(receive_by(
            how, sockets.b, asio::mutable_buffer(), incoming, flags)
            == success(0));
        if ((flags & MSG_PEEK) != 0)
          BOOST_TEST(next(how, sockets.b) == packet(""));
        BOOST_TEST(next(how, sockets.b, flags) == packet("abc"));
      }
    }
  }
}

// The same with a buffer that grows.
BOOST_AUTO_TEST_CASE(looks_at_an_empty_packet_with_a_buffer_that_grows)
{
  for (const bool asynchronous : {false, true})
  {
    for (const message_flags flags : peeking_flags)
    {
      asio::io_context context;
      connected sockets(context);
      for (const char* bytes : {"", "abc"})
        send_message(sockets.a, text(bytes), no_ancillary);
      sockets.a.close();
      incoming_ancillary<0> incoming;
      std::string bytes;
      error_code error = asio::error::fault;
      if (asynchronous)
      {
        async_receive_message(sockets.b, asio::dynamic_buffer(bytes), incoming,
            flags, [&](const error_code& ec, std::size_t) { error = ec; });
        run(context);
      }
      else
      {
        receive_message(
            sockets.b, asio::dynamic_buffer(bytes), incoming, flags, error);
      }
      BOOST_TEST(!error);
      BOOST_TEST(bytes == "");
    }
  }
}

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// A receive that looks first finds what comes behind an empty packet as well, and
// takes the one or the other.
BOOST_AUTO_TEST_CASE(a_descriptor_behind_an_empty_packet_that_is_kept)
{
  for (const form how : all_forms)
  {
    for (const ending by : all_endings)
    {
      BOOST_TEST_CONTEXT(how << ", " << by)
      {
        asio::io_context context;
        connected sockets(context);
        const unique_descriptor file = make_file("content");
        send_message(sockets.a, text(""), no_ancillary);
        send_descriptors(sockets.a, text(""), {file.native_handle()});
        end(sockets.a, by);
        char byte;
        incoming_ancillary<1> incoming;
        const auto receive = [&]
        {
          return receive_by(how, sockets.b, asio::buffer(&byte, 1), incoming,
              keep_if_truncated);
        };
        BOOST_TEST(receive() == success(0));
        BOOST_TEST(incoming.descriptors().empty());
        BOOST_TEST(receive() == success(0));
        BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
        BOOST_TEST(content_of(incoming.descriptors()[0]) == "content");
        BOOST_TEST(receive() == failure(asio::error::eof));
        BOOST_TEST(receive() == failure(asio::error::eof));
      }
    }
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// The end is the end, also with no memory for any byte; and an empty packet
// fits into that.
BOOST_AUTO_TEST_CASE(receive_of_nothing_at_the_end)
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
BOOST_AUTO_TEST_CASE(own_shutdown_of_a_datagram_socket)
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
BOOST_AUTO_TEST_CASE(end_where_nothing_may_be_opened)
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
BOOST_AUTO_TEST_CASE(end_of_a_stream)
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
BOOST_AUTO_TEST_CASE(read_of_nothing_from_a_stream)
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
BOOST_AUTO_TEST_CASE(end_of_a_stream_with_credentials)
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

// An empty packet before an empty one with a descriptor is not the end, and the
// descriptor is not lost behind one.
BOOST_AUTO_TEST_CASE(an_empty_packet_with_a_descriptor_is_found_before_the_end)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      connected sockets(context);
      const unique_descriptor file = make_file("content");
      send_message(sockets.a, text(""), no_ancillary);
      send_descriptors(sockets.a, text(""), {file.native_handle()});
      sockets.a.close();
      BOOST_TEST(next(how, sockets.b) == packet(""));
      char byte;
      auto received = receive_descriptors<1>(
          sockets.b, asio::buffer(&byte, 1));
      BOOST_TEST(content_of(std::get<1>(received)[0]) == "content");
      BOOST_TEST(next(how, sockets.b) == the_end);
    }
  }

  // The same with a buffer that grows.
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("content");
  send_message(sockets.a, text(""), no_ancillary);
  send_descriptors(sockets.a, text(""), {file.native_handle()});
  sockets.a.close();
  std::string bytes;
  incoming_ancillary<1> incoming;
  error_code ec;
  receive_message(sockets.b, asio::dynamic_buffer(bytes), incoming, ec);
  BOOST_TEST(!ec);
  receive_message(sockets.b, asio::dynamic_buffer(bytes), incoming, ec);
  BOOST_TEST(!ec);
  BOOST_TEST(incoming.descriptors().size() == 1u);
  receive_message(sockets.b, asio::dynamic_buffer(bytes), incoming, ec);
  BOOST_TEST(ec == asio::error::eof);
}

// A peek that finds the stream readable for ever, and nothing to look at, gives
// an error instead of spinning: the peer has sent an urgent byte.
BOOST_AUTO_TEST_CASE(peek_before_an_urgent_byte)
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
