// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The end of file that the kernel tells too early, before the last packets, and
// peers that get a name while a batch looks for the end.

#include "batch.hpp"

#include "system_calls.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// A name that nobody else has.
endpoint unique_name()
{
  static int number = 0;
  return endpoint(std::string(1, '\0') + "boost_seqpacket batch "
      + std::to_string(::getpid()) + " " + std::to_string(++number));
}

// Receives until an error, which is returned, with the bytes of the packets.
// Each has come with credentials, if it should.
std::pair<error_code, std::vector<std::string>> receive_all(form how,
    packet_socket& receiver, std::size_t slots)
{
  pass_credentials passes;
  receiver.get_option(passes);
  std::vector<std::string> contents;
  for (;;)
  {
    room<> in(slots);
    const outcome result = receive_batch(how, receiver, in.messages);
    if (result.error)
    {
      in.expect({});
      return {result.error, contents};
    }
    BOOST_TEST_REQUIRE(result.bytes != 0u);
    for (std::size_t i = 0; i < result.bytes; ++i)
    {
      BOOST_TEST(!in.messages[i].error);
      BOOST_TEST(in.messages[i].ancillary.credentials().has_value()
          == passes.value());
      contents.emplace_back(in.packet(i));
      // A descriptor belongs to the packet of its name.
      for (const unique_descriptor& file
          : in.messages[i].ancillary.descriptors())
        contents.back() += " with " + content_of(file);
    }
    for (std::size_t i = result.bytes; i < slots; ++i)
      in.expect_cleared(i);
  }
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(batch_early_end, no_leaks,
    *boost::unit_test::timeout(90))

#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

namespace {

// What each packet has that the end has not.
enum class mark
{
  credentials,
  time_stamp,
  name,
  short_name // almost like one that the kernel chooses
};

void set(mark what, stage& s)
{
  if (what == mark::credentials)
    s.sockets.b.set_option(pass_credentials(true));
  else if (what == mark::time_stamp)
    BOOST_TEST(!set_flag(s.sockets.b, SO_TIMESTAMP));
  else if (what == mark::name)
    s.sockets.a.bind(unique_name());
  else
    s.sockets.a.bind(endpoint(std::string("\0abcd.", 6)));
}

// Linux may tell the end before the last packets of a peer that closes. Where
// packets are marked it shows that this is no packet, wherever it lies in the
// batch, and nothing is lost behind it.
void expect_all_behind_an_early_end(mark what)
{
  const std::vector<std::string> sent = {"a", " with 1", "b with 2", "", "c"};
  for (const form how : all_forms)
  {
    for (const std::size_t slots : {1u, 3u, 4u, 5u, 6u, 40u})
    {
      for (int early = 0; early <= 5; ++early)
      {
        BOOST_TEST_CONTEXT(how << ", " << slots << " elements, early after "
            << early)
        {
          stage s;
          set(what, s);
          s.send("a");
          send_descriptors(s.sockets.a, text(""),
              {make_file("1").native_handle()});
          send_descriptors(s.sockets.a, text("b"),
              {make_file("2").native_handle()});
          s.send("");
          s.send("c");
          s.sockets.a.close();
          packets_until_early_end = early;
          const auto received = receive_all(how, s.sockets.b, slots);
          BOOST_TEST(received.first == asio::error::eof);
          BOOST_TEST(received.second == sent);
          BOOST_TEST(packets_until_early_end == -1);
        }
      }
    }
  }
}

// And where what is left are empty packets.
void expect_empty_packets_behind_an_early_end(mark what)
{
  for (const form how : all_forms)
  {
    for (const std::size_t slots : {1u, 3u})
    {
      BOOST_TEST_CONTEXT(how << ", " << slots << " elements")
      {
        stage s;
        set(what, s);
        s.send("");
        s.send("");
        s.sockets.a.close();
        packets_until_early_end = 0;
        const auto received = receive_all(how, s.sockets.b, slots);
        BOOST_TEST(received.first == asio::error::eof);
        BOOST_TEST(received.second == std::vector<std::string>(2));
        BOOST_TEST(packets_until_early_end == -1);
      }
    }
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(premature_end_of_file_is_not_a_packet)
{
  expect_all_behind_an_early_end(mark::credentials);
  expect_empty_packets_behind_an_early_end(mark::credentials);
#if defined(BOOST_SEQPACKET_HAS_TIME_STAMPS)
  expect_all_behind_an_early_end(mark::time_stamp);
  expect_empty_packets_behind_an_early_end(mark::time_stamp);
#endif
#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)
  expect_all_behind_an_early_end(mark::name);
  expect_empty_packets_behind_an_early_end(mark::name);
  expect_all_behind_an_early_end(mark::short_name);
#endif
}

// Nor is it where the reset of the peer comes behind it, which ends the call.
BOOST_AUTO_TEST_CASE(premature_end_before_a_reset_is_not_a_packet)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      stage s;
      s.sockets.b.set_option(pass_credentials(true));
      send_message(s.sockets.b, text("unread"), no_ancillary);
      s.send("a");
      s.sockets.a.close();
      packets_until_early_end = 0;
      const auto reset = receive_all(how, s.sockets.b, 4);
      BOOST_TEST(reset.first == asio::error::connection_reset);
      BOOST_TEST(reset.second.empty());
      const auto rest = receive_all(how, s.sockets.b, 4);
      BOOST_TEST(rest.first == asio::error::eof);
      BOOST_TEST(rest.second == std::vector<std::string>{"a"});
    }
  }
}

#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

// Where packets are not marked, those that are empty are no packets either
// directly before a reset.
BOOST_AUTO_TEST_CASE(end_before_a_reset_makes_no_packets)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      stage s;
      send_message(s.sockets.b, text("unread"), no_ancillary);
      s.sockets.a.close();
      packets_until_early_end = 0;
      const auto reset = receive_all(how, s.sockets.b, 4);
      BOOST_TEST(reset.first == asio::error::connection_reset);
      BOOST_TEST(reset.second.empty());
      const auto rest = receive_all(how, s.sockets.b, 4);
      BOOST_TEST(rest.first == asio::error::eof);
      BOOST_TEST(rest.second.empty());
    }
  }
}

// The packets behind it move to the elements ahead, into their buffers. One that
// does not fit there is truncated, as it would have been without all this.
BOOST_AUTO_TEST_CASE(packets_after_a_premature_end_move_into_other_buffers)
{
  stage s;
  s.sockets.b.set_option(pass_credentials(true));
  const unique_descriptor file = make_file("content");
  send_descriptors(s.sockets.a, text("abc"), {file.native_handle()});
  send_descriptors(s.sockets.a, text("defg"), {file.native_handle(),
      file.native_handle()});
  s.send("hi");
  s.sockets.a.close();
  char bytes[4][4] = {};
  std::array<incoming_message<1>, 4> in;
  in[0].buffers = asio::buffer(bytes[0], 2);
  in[1].buffers = asio::buffer(bytes[1], 3);
  in[2].buffers = asio::buffer(bytes[2], 4);
  in[3].buffers = asio::buffer(bytes[3], 4);
  packets_until_early_end = 0;
  BOOST_TEST(receive_messages(s.sockets.b, in) == 3u);

  BOOST_TEST(in[0].error == seqpacket_errc::message_truncated);
  BOOST_TEST(in[0].bytes_transferred == 2u);
  BOOST_TEST(std::string_view(bytes[0], 2) == "ab");
  BOOST_TEST(in[0].ancillary.message_size() == 3u);
  BOOST_TEST((in[0].ancillary.flags() & MSG_TRUNC) != 0);
  BOOST_TEST(in[0].ancillary.descriptors().size() == 1u);

  // The graver error stays.
  BOOST_TEST(in[1].error == seqpacket_errc::ancillary_truncated);
  BOOST_TEST(in[1].bytes_transferred == 3u);
  BOOST_TEST(std::string_view(bytes[1], 3) == "def");
  BOOST_TEST((in[1].ancillary.flags() & MSG_TRUNC) != 0);

  BOOST_TEST(!in[2].error);
  BOOST_TEST(in[2].bytes_transferred == 2u);
  BOOST_TEST(std::string_view(bytes[2], 2) == "hi");
  BOOST_TEST(in[2].ancillary.descriptors().empty());
  BOOST_TEST(in[3].ancillary.message_size() == 0u);
  BOOST_TEST(!in[3].ancillary.credentials().has_value());
}

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

#endif // defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

namespace {

// What a peer does at one of the calls of poll: it sends a last packet and closes.
// Who takes credentials himself gets a name from the kernel when he sends.
struct last_words
{
  last_words(packet_socket& peer, int at, bool binds)
    : peer_(&peer),
      polls_until_(at),
      binds_(binds)
  {
    current_ = this;
    on_poll = [] { current_->poll(); };
  }

  ~last_words()
  {
    on_poll = nullptr;
  }

  void say()
  {
    on_poll = nullptr;
    if (!peer_->is_open())
      return;
    if (binds_)
      peer_->bind(unique_name());
    else
      peer_->set_option(pass_credentials(true));
    send_message(*peer_, text("x"), no_ancillary);
    peer_->close();
  }

private:
  void poll()
  {
    if (--polls_until_ == 0)
      say();
  }

  static inline last_words* current_ = nullptr;
  packet_socket* peer_;
  int polls_until_;
  bool binds_;
};

// One packet, by one of the ways to receive, or the error.
std::pair<error_code, std::string> receive_one(int way, packet_socket& receiver)
{
  error_code ec;
  std::string bytes;
  incoming_ancillary<0> incoming;
  if (way == 0)
  {
    bytes.resize(4);
    bytes.resize(receive_message(receiver, asio::buffer(bytes), incoming, ec));
  }
  else if (way == 1)
  {
    receive_message(receiver, asio::dynamic_buffer(bytes), incoming, ec);
  }
  else
  {
    room<> in(1);
    if (receive_messages(receiver, in.messages, ec) == 1)
      bytes = in.packet(0);
  }
  return {ec, bytes};
}

} // namespace

// A peer may get its name, and close, at any point of a receive that looks
// whether an empty packet is the end. That packet came without a name, the next
// one with it: neither is lost, or taken for the other.
BOOST_AUTO_TEST_CASE(peer_that_gets_its_name_during_a_receive_loses_no_packet)
{
  for (int way = 0; way < 3; ++way)
  {
    for (int at = 1; at <= 4; ++at)
    {
      BOOST_TEST_CONTEXT("way " << way << ", poll " << at)
      {
        stage s;
        s.send("");
        last_words words(s.sockets.a, at, false);
        auto received = receive_one(way, s.sockets.b);
        BOOST_TEST(!received.first);
        BOOST_TEST(received.second == "");
        words.say();
        received = receive_one(way, s.sockets.b);
        BOOST_TEST(!received.first);
        BOOST_TEST(received.second == "x");
        received = receive_one(way, s.sockets.b);
        BOOST_TEST(received.first == asio::error::eof);
      }
    }
  }
}

// One that binds after it has sent, as no server does, is taken for a server: an
// empty packet is dropped as an end that was told too early. The next one is
// whole all the same, and a call that makes room for it does so again.
BOOST_AUTO_TEST_CASE(
    peer_that_binds_during_a_receive_loses_only_an_empty_packet)
{
  for (int way = 0; way < 3; ++way)
  {
    for (int at = 1; at <= 4; ++at)
    {
      BOOST_TEST_CONTEXT("way " << way << ", poll " << at)
      {
        stage s;
        s.send("");
        last_words words(s.sockets.a, at, true);
        auto received = receive_one(way, s.sockets.b);
        words.say();
        if (!received.first && received.second == "")
          received = receive_one(way, s.sockets.b);
        BOOST_TEST(!received.first);
        BOOST_TEST(received.second == "x");
        received = receive_one(way, s.sockets.b);
        BOOST_TEST(received.first == asio::error::eof);
      }
    }
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

BOOST_AUTO_TEST_SUITE_END()
