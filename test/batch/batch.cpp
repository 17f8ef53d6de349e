// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Batches: many packets by one call, and not one of them lost, doubled or made
// up. batch_without_calls.cpp runs the same without the system calls for many
// packets.

#include "test.hpp"

#include <thread>

#include "allocations.hpp"
#include "features.hpp"
#include "forms.hpp"
#include "process.hpp"
#include "system_calls.hpp"

#include <csignal>
#include <list>
#include <optional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Whether one system call takes many packets.
#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)
constexpr bool has_calls = true;
#else
constexpr bool has_calls = false;
#endif

// Both give the number of packets in the place of the bytes.
template <typename Socket, typename Range>
outcome send_batch(form how, Socket& sender, Range& messages,
    message_flags flags = 0)
{
  if (how == form::asynchronous)
    return complete(context_of(sender),
        [&](auto handler)
        {
          async_send_messages(sender, messages, flags, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&] { return send_messages(sender, messages, flags); });
  error_code ec = asio::error::fault;
  const std::size_t count = send_messages(sender, messages, flags, ec);
  return {ec, count};
}

template <typename Socket, typename Range>
outcome receive_batch(form how, Socket& receiver, Range& messages,
    message_flags flags = 0)
{
  if (how == form::asynchronous)
    return complete(context_of(receiver),
        [&](auto handler)
        {
          async_receive_messages(receiver, messages, flags, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&] { return receive_messages(receiver, messages, flags); });
  error_code ec = asio::error::fault;
  const std::size_t count = receive_messages(receiver, messages, flags, ec);
  return {ec, count};
}

// Packets to be sent, without ancillary data so far.
template <std::size_t MaxDescriptors = 1>
std::vector<outgoing_message<MaxDescriptors>> packets_of(
    const std::vector<std::string_view>& contents)
{
  std::vector<outgoing_message<MaxDescriptors>> messages(contents.size());
  for (std::size_t i = 0; i < contents.size(); ++i)
    messages[i].buffers = text(contents[i]);
  return messages;
}

// Packets "0", "1", "2" and so on.
struct numbered
{
  explicit numbered(std::size_t count, std::size_t first = 0)
    : messages(count)
  {
    for (std::size_t i = 0; i < count; ++i)
    {
      contents.push_back(std::to_string(first + i));
      messages[i].buffers = text(contents.back());
    }
  }

  std::list<std::string> contents; // which never move
  std::vector<outgoing_message<1>> messages;
};

// Room for packets to be received.
template <std::size_t MaxDescriptors = 1>
struct room
{
  static constexpr std::size_t bytes = 16;

  explicit room(std::size_t count)
    : memory(count * bytes),
      messages(count)
  {
    for (std::size_t i = 0; i < count; ++i)
      messages[i].buffers = asio::buffer(memory.data() + i * bytes, bytes);
  }

  std::string_view packet(std::size_t i) const
  {
    return {memory.data() + i * bytes, messages[i].bytes_transferred};
  }

  // The first packets are those, whole, and all other elements are cleared.
  void expect(const std::vector<std::string_view>& contents)
  {
    BOOST_TEST_REQUIRE(contents.size() <= messages.size());
    for (std::size_t i = 0; i < messages.size(); ++i)
    {
      BOOST_TEST_CONTEXT("packet " << i)
      {
        BOOST_TEST(!messages[i].error);
        if (i < contents.size())
        {
          BOOST_TEST(packet(i) == contents[i]);
          BOOST_TEST(messages[i].ancillary.message_size()
              == contents[i].size());
        }
        else
        {
          expect_cleared(i);
        }
      }
    }
  }

  void expect_cleared(std::size_t i)
  {
    BOOST_TEST(!messages[i].error);
    BOOST_TEST(messages[i].bytes_transferred == 0u);
    BOOST_TEST(messages[i].ancillary.message_size() == 0u);
    BOOST_TEST(messages[i].ancillary.descriptors().empty());
  }

  // The packets are the numbers from the first on.
  void expect_numbers(std::size_t count, std::size_t first)
  {
    for (std::size_t i = 0; i < count; ++i)
    {
      BOOST_TEST_REQUIRE(!messages[i].error);
      BOOST_TEST_REQUIRE(packet(i) == std::to_string(first + i));
    }
  }

  std::vector<char> memory;
  std::vector<incoming_message<MaxDescriptors>> messages;
};

struct stage
{
  asio::io_context context;
  connected sockets{context};

  void send(std::string_view packet)
  {
    send_message(sockets.a, text(packet), no_ancillary);
  }

  // Receive numbers from the first on, until there is nothing more. Returns the
  // number behind the last one.
  std::size_t drain_numbers(std::size_t first)
  {
    room<> in(64);
    for (;;)
    {
      error_code ec;
      const std::size_t count = receive_messages(
          sockets.b, in.messages, MSG_DONTWAIT, ec);
      if (ec == asio::error::would_block)
        return first;
      BOOST_TEST_REQUIRE(!ec);
      in.expect_numbers(count, first);
      first += count;
    }
  }
};

// So many files.
std::vector<unique_descriptor> make_files(std::size_t count)
{
  std::vector<unique_descriptor> files;
  for (std::size_t i = 0; i < count; ++i)
    files.push_back(make_file("file " + std::to_string(i)));
  return files;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(batch, no_leaks, *boost::unit_test::timeout(90))

// The main job, on every type of socket that has packets and in every form: each
// packet has its own bytes and its own descriptors.
BOOST_AUTO_TEST_CASE_TEMPLATE(each_packet_has_its_own_bytes_and_descriptors,
    Socket, packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const std::vector<unique_descriptor> files = make_files(4);
  const std::vector<std::string_view> contents = {"zero", "one", "", "three"};
  auto out = packets_of<3>(contents);
  for (std::size_t i = 0; i < out.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      out[i].ancillary.add_descriptor(files[i - j].native_handle());

  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_batch(how, sockets.a, out) == success(4));
      room<3> in(4);
      BOOST_TEST(receive_batch(how, sockets.b, in.messages) == success(4));
      in.expect(contents);
      for (std::size_t i = 0; i < out.size(); ++i)
      {
        const auto arrived = in.messages[i].ancillary.descriptors();
        BOOST_TEST_REQUIRE(arrived.size() == i);
        for (std::size_t j = 0; j < i; ++j)
        {
          BOOST_TEST(same_file(arrived[j].native_handle(),
                files[i - j].native_handle()));
          BOOST_TEST(is_close_on_exec(arrived[j].native_handle()));
        }
      }
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

// Credentials are those of the packet, not of its neighbours.
BOOST_AUTO_TEST_CASE(each_packet_has_its_own_credentials)
{
  stage s;
  s.sockets.b.set_option(pass_credentials(true));
  auto out = packets_of({"a", "b"});
  out[1].ancillary.add_credentials(credentials::current());
  send_messages(s.sockets.a, out);
  room<> in(3);
  BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 2u);
  in.expect({"a", "b"});
  BOOST_TEST(in.messages[0].ancillary.credentials().has_value());
  BOOST_TEST((in.messages[1].ancillary.credentials()
        == credentials::current()));
  BOOST_TEST(!in.messages[2].ancillary.credentials().has_value());
}

// Any range does that can be walked over, and a const one for sends.
BOOST_AUTO_TEST_CASE(arrays_vectors_lists_and_const_ranges)
{
  stage s;
  outgoing_message<0> array_out[2];
  array_out[0].buffers = text("a");
  array_out[1].buffers = text("b");
  BOOST_TEST(send_messages(s.sockets.a, array_out) == 2u);

  std::list<outgoing_message<0>> list_out(2);
  list_out.front().buffers = text("c");
  list_out.back().buffers = text("d");
  BOOST_TEST(send_messages(s.sockets.a, std::as_const(list_out)) == 2u);

  std::array<outgoing_message<0>, 2> std_out;
  std_out[0].buffers = text("e");
  std_out[1].buffers = text("f");
  const auto& const_out = std_out;
  for (const form how : all_forms)
    BOOST_TEST(send_batch(how, s.sockets.a, const_out) == success(2));

  char bytes[8];
  incoming_message<0> array_in[1];
  array_in[0].buffers = asio::buffer(bytes);
  BOOST_TEST(receive_messages(s.sockets.b, array_in) == 1u);
  BOOST_TEST(bytes[0] == 'a');

  std::list<incoming_message<0>> list_in(3);
  std::size_t i = 0;
  for (incoming_message<0>& message : list_in)
    message.buffers = asio::buffer(bytes + i++, 1);
  BOOST_TEST(receive_messages(s.sockets.b, list_in) == 3u);
  BOOST_TEST(std::string_view(bytes, 3) == "bcd");

  std::array<incoming_message<0>, 8> std_in;
  for (std::size_t j = 0; j < 8; ++j)
    std_in[j].buffers = asio::buffer(bytes + j, 1);
  BOOST_TEST(receive_messages(s.sockets.b, std_in) == 6u);
  BOOST_TEST(std::string_view(bytes, 6) == "efefef");
}

// The bytes of a packet may be gathered from several buffers, and scattered.
BOOST_AUTO_TEST_CASE(packets_of_several_buffers)
{
  using out_message =
    outgoing_message<0, std::vector<asio::const_buffer>>;
  using in_message =
    incoming_message<0, std::array<asio::mutable_buffer, 2>>;
  stage s;
  for (const form how : all_forms)
  {
    std::vector<out_message> out(3);
    out[0].buffers = {text("ab"), text(""), text("cde")};
    out[2].buffers = {text("fgh")};
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(3));

    char bytes[3][8] = {};
    std::vector<in_message> in(3);
    for (std::size_t i = 0; i < 3; ++i)
      in[i].buffers = {asio::buffer(bytes[i], 2),
        asio::buffer(bytes[i] + 4, 4)};
    BOOST_TEST(receive_batch(how, s.sockets.b, in) == success(3));
    BOOST_TEST(in[0].bytes_transferred == 5u);
    BOOST_TEST(std::string_view(bytes[0], 8)
        == std::string_view("ab\0\0cde\0", 8));
    BOOST_TEST(in[1].bytes_transferred == 0u);
    BOOST_TEST(in[2].bytes_transferred == 3u);
    BOOST_TEST(std::string_view(bytes[2], 5)
        == std::string_view("fg\0\0h", 5));
  }
}

// The packets of a batch share the buffers of a system call only as long as there
// are enough. A packet that has too many of its own is an error at its place.
BOOST_AUTO_TEST_CASE(more_buffers_than_one_system_call_takes)
{
  using out_message =
    outgoing_message<0, std::vector<asio::const_buffer>>;
  using in_message =
    incoming_message<0, std::vector<asio::mutable_buffer>>;
  stage s;
  std::vector<out_message> out(5);
  for (out_message& message : out)
    message.buffers.assign(500, text("x"));
  out[2].buffers.assign(1024, text("y"));
  BOOST_TEST(send_messages(s.sockets.a, out) == 5u);

  std::vector<char> bytes(1100);
  std::vector<in_message> in(5);
  for (in_message& message : in)
    for (std::size_t i = 0; i < 600; ++i)
      message.buffers.push_back(asio::buffer(&bytes[i], 1));
  in[2].buffers = {asio::buffer(bytes)};
  BOOST_TEST(receive_messages(s.sockets.b, in) == 5u);
  for (std::size_t i = 0; i < 5; ++i)
  {
    BOOST_TEST(!in[i].error);
    BOOST_TEST(in[i].bytes_transferred == (i == 2 ? 1024u : 500u));
  }

  // Too many, in the middle and at the first place.
  out[2].buffers.push_back(text("z"));
  for (const form how : all_forms)
  {
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(2));
    std::vector<out_message> rest(1);
    rest[0].buffers = out[2].buffers;
    BOOST_TEST(send_batch(how, s.sockets.a, rest)
        == failure(asio::error::message_size));
  }
  in[1].buffers.resize(1025, asio::buffer(bytes));
  for (int i = 0; i < 6; ++i)
    BOOST_TEST(receive_messages(s.sockets.b, in) == 1u);
  in[0].buffers = in[1].buffers;
  s.send("still there");
  BOOST_TEST(receive_batch(form::error_code, s.sockets.b, in)
      == failure(asio::error::message_size));
  BOOST_TEST(!has_nothing(s.sockets.b));
}

// One system call brings 32 packets, whatever the range; the rest follows.
BOOST_AUTO_TEST_CASE(ranges_larger_than_one_system_call)
{
  stage s;
  for (const std::size_t count : {31u, 32u, 33u, 64u, 100u, 200u})
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(count << " " << how)
      {
        numbered out(count);
        BOOST_TEST(send_batch(how, s.sockets.a, out.messages)
            == success(count));
        for (const std::size_t slots : {count, count + 40})
        {
          room<> in(slots);
          BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
              == success(count));
          in.expect_numbers(count, 0);
          for (std::size_t i = count; i < slots; ++i)
            in.expect_cleared(i);
          if (slots == count)
            send_batch(how, s.sockets.a, out.messages);
        }
        BOOST_TEST(has_nothing(s.sockets.b));
      }
    }
  }
}

// Nothing to send and no room to receive into: done at once.
BOOST_AUTO_TEST_CASE(empty_ranges)
{
  stage s;
  std::vector<outgoing_message<0>> out;
  std::vector<incoming_message<0>> in;
  s.send("x");
  for (const form how : all_forms)
  {
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(0));
    BOOST_TEST(receive_batch(how, s.sockets.b, in) == success(0));
  }
  BOOST_TEST(!has_nothing(s.sockets.b));
}

// What the range has beyond the packets is as if nothing had ever been there.
BOOST_AUTO_TEST_CASE(elements_without_a_packet_are_cleared)
{
  stage s;
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    room<> in(4);
    auto out = packets_of({"a", "this is too long for the room", "c", "d"});
    for (auto& message : out)
      message.ancillary.add_descriptor(file.native_handle());
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(4));
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(4));
    BOOST_TEST(in.messages[1].error == seqpacket_errc::message_truncated);
    s.send("e");
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(1));
    in.expect({"e"});
    // Also by an error.
    BOOST_TEST(receive_batch(how == form::asynchronous
          ? form::error_code : how, s.sockets.b, in.messages, MSG_DONTWAIT)
        == failure(asio::error::would_block));
    in.expect({});
  }
}

// The descriptors of the last batch are closed when the next one starts, not when
// its packets come.
BOOST_AUTO_TEST_CASE(elements_are_used_again)
{
  stage s;
  const unique_descriptor file = make_file("x");
  room<> in(3);
  for (int round = 0; round < 3; ++round)
  {
    auto out = packets_of({"a", "b"});
    for (auto& message : out)
      message.ancillary.add_descriptor(file.native_handle());
    send_messages(s.sockets.a, out);
    BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 2u);
    const int first = in.messages[0].ancillary.descriptors()[0]
      .native_handle();
    const int second = in.messages[1].ancillary.descriptors()[0]
      .native_handle();
    BOOST_TEST(is_open(first));
    BOOST_TEST(is_open(second));

    bool done = false;
    async_receive_messages(s.sockets.b, in.messages,
        [&](const error_code& ec, std::size_t count)
        {
          BOOST_TEST(!ec);
          BOOST_TEST(count == 1u);
          done = true;
        });
    BOOST_TEST(!is_open(first));
    BOOST_TEST(!is_open(second));
    s.send("c");
    run_until(s.context, [&] { return done; });
    in.expect({"c"});
  }
}

// --- sends that stop on the way ------------------------------------------------

// More packets than the queue holds: the asynchronous form goes on where it
// stopped, as often as it takes.
BOOST_AUTO_TEST_CASE(an_asynchronous_send_goes_on_where_it_stopped)
{
  stage s;
  constexpr std::size_t total = 1000;
  numbered out(total);
  const unique_descriptor file = make_file("x");
  for (std::size_t i = 0; i < total; i += 7)
    out.messages[i].ancillary.add_descriptor(file.native_handle());

  bool sent = false;
  async_send_messages(s.sockets.a, out.messages,
      [&](const error_code& ec, std::size_t count)
      {
        BOOST_TEST(!ec);
        BOOST_TEST(count == total);
        sent = true;
      });
  s.context.poll();
  BOOST_TEST(!sent);

  std::size_t received = 0;
  room<> in(50);
  while (received < total)
  {
    std::optional<std::size_t> count;
    async_receive_messages(s.sockets.b, in.messages,
        [&](const error_code& ec, std::size_t n)
        {
          BOOST_TEST(!ec);
          count = n;
        });
    run_until(s.context, [&] { return count.has_value(); });
    in.expect_numbers(*count, received);
    for (std::size_t i = 0; i < *count; ++i)
      BOOST_TEST(in.messages[i].ancillary.descriptors().size()
          == ((received + i) % 7 == 0 ? 1u : 0u));
    received += *count;
  }
  run_until(s.context, [&] { return sent; });
  BOOST_TEST(has_nothing(s.sockets.b));
}

// And so does the synchronous form, while another process receives.
BOOST_AUTO_TEST_CASE(a_synchronous_send_goes_on_where_it_stopped)
{
  stage s;
  constexpr std::size_t total = 2000;
  child_process receiver([&]
      {
        ::close(s.sockets.a.native_handle());
        room<> in(40);
        std::size_t received = 0;
        error_code ec;
        while (!ec)
        {
          const std::size_t count = receive_messages(
              s.sockets.b, in.messages, ec);
          for (std::size_t i = 0; i < count; ++i, ++received)
          {
            if (in.messages[i].error
                || in.packet(i) != std::to_string(received))
              return 1;
          }
        }
        return ec == asio::error::eof && received == total ? 0 : 2;
      });
  ::close(s.sockets.b.release());
  numbered out(total);
  BOOST_TEST(send_messages(s.sockets.a, out.messages) == total);
  s.sockets.a.close();
  BOOST_TEST(receiver.wait() == 0);
}

// Without waiting: as many as the queue takes, then would_block.
BOOST_AUTO_TEST_CASE(a_send_that_may_not_wait_tells_how_many_were_sent)
{
  for (const bool by_flag : {false, true})
  {
    for (const form how : synchronous_forms)
    {
      stage s;
      s.sockets.a.non_blocking(!by_flag);
      const message_flags flags = by_flag ? MSG_DONTWAIT : 0;
      numbered out(1000);
      const outcome first = send_batch(
          how, s.sockets.a, out.messages, flags);
      BOOST_TEST(!first.error);
      BOOST_TEST(first.bytes > 100u);
      BOOST_TEST(first.bytes < 1000u);
      BOOST_TEST(send_batch(how, s.sockets.a, out.messages, flags)
          == failure(asio::error::would_block));
      BOOST_TEST(s.drain_numbers(0) == first.bytes);
    }
  }
}

// An error in the middle: what comes before is sent, and the rest gives the error
// when it is tried again.
BOOST_AUTO_TEST_CASE(an_error_in_the_middle_is_reported_by_the_next_send)
{
  stage s;
  const std::vector<char> large(max_message_size(s.sockets.a) + 1);
  const int not_open = []
      {
        return make_file("x").native_handle();
      }();
  for (const form how : all_forms)
  {
    for (const bool too_large : {true, false})
    {
      // At each place, also around the end of a system call.
      for (const std::size_t place : {0u, 1u, 31u, 32u, 33u, 39u})
      {
        BOOST_TEST_CONTEXT(how << " " << too_large << " at " << place)
        {
          numbered out(40);
          if (too_large)
            out.messages[place].buffers = asio::buffer(large);
          else
            out.messages[place].ancillary.add_descriptor(not_open);
          const error_code expected = too_large
            ? asio::error::message_size : asio::error::bad_descriptor;
          BOOST_TEST(send_batch(how, s.sockets.a, out.messages)
              == (place == 0 ? failure(expected) : success(place)));
          BOOST_TEST(s.drain_numbers(0) == place);

          std::vector<outgoing_message<1>> rest;
          for (std::size_t i = place; i < out.messages.size(); ++i)
            rest.push_back(std::move(out.messages[i]));
          BOOST_TEST(send_batch(how, s.sockets.a, rest)
              == failure(expected));
          BOOST_TEST(has_nothing(s.sockets.b));
        }
      }
    }
  }
}

// The peer is gone: nothing is sent, and no signal is raised.
BOOST_AUTO_TEST_CASE(a_send_to_a_closed_peer_is_an_error)
{
  stage s;
  s.sockets.b.close();
  numbered out(3);
  for (const form how : all_forms)
    BOOST_TEST(send_batch(how, s.sockets.a, out.messages)
        == failure(asio::error::broken_pipe));

  stage waiting;
  numbered many(1000);
  bool done = false;
  std::size_t sent = 0;
  async_send_messages(waiting.sockets.a, many.messages,
      [&](const error_code& ec, std::size_t count)
      {
        BOOST_TEST(!ec);
        sent = count;
        done = true;
      });
  waiting.context.poll();
  waiting.sockets.b.close();
  run_until(waiting.context, [&] { return done; });
  BOOST_TEST(sent > 100u);
  BOOST_TEST(sent < 1000u);
}

// --- the end of file, and empty packets -----------------------------------------

// The end is found inside a batch: three packets, and no more made up.
BOOST_AUTO_TEST_CASE(the_end_of_file_in_a_batch_makes_no_packets)
{
  for (const form how : all_forms)
  {
    stage s;
    for (const std::string_view packet : {"a", "", "b"})
      s.send(packet);
    s.sockets.a.close();
    room<> in(8);
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(3));
    in.expect({"a", "", "b"});
    for (int i = 0; i < 3; ++i)
    {
      BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
          == failure(asio::error::eof));
      in.expect({});
    }
  }
}

// Only the end, by close and by shutdown, at once and waited for.
BOOST_AUTO_TEST_CASE(only_the_end_of_file)
{
  for (const form how : all_forms)
  {
    for (const bool closes : {true, false})
    {
      stage s;
      if (closes)
        s.sockets.a.close();
      else
        s.sockets.a.shutdown(socket::shutdown_send);
      room<> in(40);
      BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
          == failure(asio::error::eof));
      in.expect({});
    }
  }

  stage s;
  room<> in(40);
  bool done = false;
  async_receive_messages(s.sockets.b, in.messages,
      [&](const error_code& ec, std::size_t count)
      {
        BOOST_TEST(ec == asio::error::eof);
        BOOST_TEST(count == 0u);
        done = true;
      });
  s.context.poll();
  s.sockets.a.close();
  run_until(s.context, [&] { return done; });
}

// The end lies where one system call ends and the next one begins.
BOOST_AUTO_TEST_CASE(the_end_of_file_between_two_system_calls)
{
  for (const std::size_t count : {31u, 32u, 33u, 64u})
  {
    for (const std::size_t slots : {32u, 64u, 100u})
    {
      stage s;
      numbered out(count);
      send_messages(s.sockets.a, out.messages);
      s.sockets.a.close();
      room<> in(slots);
      std::size_t received = 0;
      error_code ec;
      while (!ec)
      {
        const std::size_t n = receive_messages(
            s.sockets.b, in.messages, ec);
        in.expect_numbers(n, received);
        received += n;
      }
      BOOST_TEST(ec == asio::error::eof);
      BOOST_TEST(received == count);
    }
  }
}

// Empty packets are packets, wherever they are, as long as the peer is there.
BOOST_AUTO_TEST_CASE(empty_packets_are_kept)
{
  const std::vector<std::string_view> contents = {"", "", "a", "", "b", "", ""};
  for (const form how : all_forms)
  {
    for (const std::size_t slots : {7u, 8u, 40u})
    {
      stage s;
      auto out = packets_of(contents);
      send_messages(s.sockets.a, out);
      room<> in(slots);
      BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(7));
      in.expect(contents);
    }
  }
}

// An empty packet at the end of a full batch, with bytes behind it and the peer
// gone: it is a packet.
BOOST_AUTO_TEST_CASE(an_empty_packet_before_others_of_a_closed_peer)
{
  for (const std::size_t slots : {1u, 2u, 3u})
  {
    stage s;
    auto out = packets_of({"", "", "", "b", ""});
    const unique_descriptor file = make_file("x");
    // Descriptors make an empty packet one that cannot be taken for the end.
    out[4].ancillary.add_descriptor(file.native_handle());
    send_messages(s.sockets.a, out);
    s.sockets.a.close();
    room<> in(slots);
    std::size_t received = 0;
    error_code ec;
    while (!ec)
      received += receive_messages(s.sockets.b, in.messages, ec);
    BOOST_TEST(ec == asio::error::eof);
    BOOST_TEST(received == 5u);
  }
}

// With pass_credentials even those directly before the end are exact, in a batch
// that has more room and in one that is exactly full.
BOOST_AUTO_TEST_CASE(pass_credentials_keeps_empty_packets_before_the_end)
{
  for (const form how : all_forms)
  {
    for (const std::size_t slots : {1u, 2u, 4u, 5u, 8u, 40u})
    {
      BOOST_TEST_CONTEXT(how << " with " << slots)
      {
        stage s;
        s.sockets.b.set_option(pass_credentials(true));
        auto out = packets_of({"a", "", "b", "", ""});
        send_messages(s.sockets.a, out);
        s.sockets.a.close();
        room<> in(slots);
        std::size_t received = 0;
        outcome result = receive_batch(how, s.sockets.b, in.messages);
        while (!result.error)
        {
          for (std::size_t i = 0; i < result.bytes; ++i)
            BOOST_TEST(in.messages[i].ancillary.credentials().has_value());
          received += result.bytes;
          result = receive_batch(how, s.sockets.b, in.messages);
        }
        BOOST_TEST(result.error == asio::error::eof);
        BOOST_TEST(received == 5u);
      }
    }
  }
}

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

BOOST_AUTO_TEST_CASE(an_end_that_is_told_too_early_is_no_packet)
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
BOOST_AUTO_TEST_CASE(an_end_too_early_before_a_reset)
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
BOOST_AUTO_TEST_CASE(an_end_before_a_reset_makes_no_packets)
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
BOOST_AUTO_TEST_CASE(packets_behind_an_early_end_move_into_other_buffers)
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

// The one-shot error of a peer that has not read everything comes first, then its
// packets, then the end.
BOOST_AUTO_TEST_CASE(connection_reset_then_packets_then_end_of_file)
{
  for (const form how : all_forms)
  {
    stage s;
    numbered out(40);
    send_messages(s.sockets.a, out.messages);
    send_message(s.sockets.b, text("never read"), no_ancillary);
    s.sockets.a.close();
    room<> in(64);
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
        == failure(asio::error::connection_reset));
    in.expect({});
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(40));
    in.expect_numbers(40, 0);
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
        == failure(asio::error::eof));
  }
}

// The peer is killed while it sends a batch: what it had queued is delivered,
// whole and in order, then the end.
BOOST_AUTO_TEST_CASE(a_peer_killed_in_the_middle_of_a_batch)
{
  for (const form how : all_forms)
  {
    stage s;
    const unique_descriptor file = make_file("x");
    child_process sender([&]
        {
          ::close(s.sockets.b.native_handle());
          numbered out(100000);
          for (auto& message : out.messages)
            message.ancillary.add_descriptor(file.native_handle());
          send_messages(s.sockets.a, out.messages);
          return 0;
        });
    ::close(s.sockets.a.release());

    room<> in(48);
    std::size_t received = 0;
    bool killed = false;
    for (;;)
    {
      const outcome result = receive_batch(how, s.sockets.b, in.messages);
      if (result.error)
      {
        BOOST_TEST(result.error == asio::error::eof);
        break;
      }
      BOOST_TEST(result.bytes > 0u);
      in.expect_numbers(result.bytes, received);
      for (std::size_t i = 0; i < result.bytes; ++i)
      {
        const auto arrived = in.messages[i].ancillary.descriptors();
        BOOST_TEST_REQUIRE(arrived.size() == 1u);
        BOOST_TEST(same_file(
              arrived[0].native_handle(), file.native_handle()));
      }
      received += result.bytes;
      if (!killed && received > 1000)
      {
        killed = true;
        ::kill(sender.id(), SIGKILL);
        BOOST_TEST(sender.wait() == -1);
      }
    }
    BOOST_TEST(killed);
    BOOST_TEST(received > 1000u);
    BOOST_TEST(received < 100000u);
  }
}

// A datagram socket has no end of file: an empty packet is always one.
BOOST_AUTO_TEST_CASE(a_datagram_socket_has_no_end)
{
  asio::io_context context;
  pair_of<datagram_socket> sockets(context);
  auto out = packets_of({"a", "", ""});
  send_messages(sockets.a, out);
  sockets.a.close();
  room<> in(3);
  BOOST_TEST(receive_messages(sockets.b, in.messages) == 3u);
  in.expect({"a", "", ""});
}

// --- packets that are not whole --------------------------------------------------

// The truncation of one packet is that packet's error; its neighbours are whole.
BOOST_AUTO_TEST_CASE(truncation_is_the_error_of_one_packet)
{
  stage s;
  const std::string long_packet(100, 'x');
  for (const form how : all_forms)
  {
    auto out = packets_of({"a", long_packet, "c"});
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(3));
    room<> in(4);
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(3));
    BOOST_TEST(!in.messages[0].error);
    BOOST_TEST(in.packet(0) == "a");
    BOOST_TEST(in.messages[1].error == seqpacket_errc::message_truncated);
    BOOST_TEST(in.packet(1) == std::string(16, 'x'));
    BOOST_TEST(in.messages[1].ancillary.message_size() == 100u);
    BOOST_TEST((in.messages[1].ancillary.flags() & MSG_TRUNC) != 0);
    BOOST_TEST(!in.messages[2].error);
    BOOST_TEST(in.packet(2) == "c");
    in.expect_cleared(3);

    // Also the first, and without any buffers.
    s.send("abc");
    in.messages[0].buffers = asio::mutable_buffer();
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(1));
    BOOST_TEST(in.messages[0].error == seqpacket_errc::message_truncated);
    BOOST_TEST(in.messages[0].bytes_transferred == 0u);
    BOOST_TEST(in.messages[0].ancillary.message_size() == 3u);
  }
}

// Surplus descriptors are closed, and the packet says so.
BOOST_AUTO_TEST_CASE(surplus_descriptors_are_the_error_of_one_packet)
{
  stage s;
  const std::vector<unique_descriptor> files = make_files(3);
  for (const form how : all_forms)
  {
    auto out = packets_of<3>({"a", "b", "c"});
    for (const unique_descriptor& file : files)
      out[1].ancillary.add_descriptor(file.native_handle());
    out[2].ancillary.add_descriptor(files[2].native_handle());
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(3));
    const std::size_t opened = open_descriptors();
    room<1> in(3);
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages) == success(3));
    BOOST_TEST(open_descriptors() == opened + 2);
    BOOST_TEST(!in.messages[0].error);
    BOOST_TEST(in.messages[1].error == seqpacket_errc::ancillary_truncated);
    BOOST_TEST(in.packet(1) == "b");
    BOOST_TEST(!in.messages[2].error);
    for (const std::size_t i : {1u, 2u})
    {
      const auto arrived = in.messages[i].ancillary.descriptors();
      BOOST_TEST_REQUIRE(arrived.size() == 1u);
      BOOST_TEST(same_file(arrived[0].native_handle(),
            files[i == 1 ? 0 : 2].native_handle()));
    }
  }
}

// As many as a packet can carry, in several packets of a batch.
BOOST_AUTO_TEST_CASE(full_packets_of_descriptors)
{
  stage s;
  const std::vector<unique_descriptor> files = make_files(50);
  auto out = packets_of<253>({"a", "", "c", "d"});
  for (const std::size_t i : {0u, 1u, 3u})
    for (std::size_t j = 0; j < 253; ++j)
      out[i].ancillary.add_descriptor(files[(i + j) % 50].native_handle());
  BOOST_TEST(send_messages(s.sockets.a, out) == 4u);
  room<253> in(6);
  BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 4u);
  in.expect({"a", "", "c", "d"});
  for (const std::size_t i : {0u, 1u, 3u})
  {
    const auto arrived = in.messages[i].ancillary.descriptors();
    BOOST_TEST_REQUIRE(arrived.size() == 253u);
    for (std::size_t j = 0; j < 253; ++j)
      BOOST_TEST(same_file(arrived[j].native_handle(),
            files[(i + j) % 50].native_handle()));
  }
  BOOST_TEST(in.messages[2].ancillary.descriptors().empty());
}

// The limit of open descriptors is reached in the middle of a batch: the packet
// that lost some says so, and those that had none are whole.
BOOST_AUTO_TEST_CASE(descriptors_lost_is_the_error_of_one_packet)
{
  stage s;
  const std::vector<unique_descriptor> files = make_files(4);
  auto out = packets_of<4>({"a", "b", "c"});
  for (const unique_descriptor& file : files)
  {
    out[0].ancillary.add_descriptor(file.native_handle());
    out[1].ancillary.add_descriptor(file.native_handle());
  }
  for (const form how : all_forms)
  {
    send_messages(s.sockets.a, out);
    room<4> in(4);
    outcome result = success(0);
    {
      const descriptor_limit limit(5);
      result = receive_batch(how, s.sockets.b, in.messages);
    }
    BOOST_TEST(result == success(3));
    BOOST_TEST(!in.messages[0].error);
    BOOST_TEST(in.messages[0].ancillary.descriptors().size() == 4u);
    BOOST_TEST(in.messages[1].error == seqpacket_errc::descriptors_lost);
    BOOST_TEST(in.packet(1) == "b");
    BOOST_TEST(in.messages[1].ancillary.descriptors().size() == 1u);
    BOOST_TEST(!in.messages[2].error);
    BOOST_TEST(in.packet(2) == "c");
  }
}

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// A packet that is not whole ends the batch and stays; with room for it the same
// call goes on with it.
BOOST_AUTO_TEST_CASE(keep_if_truncated_ends_a_batch_before_the_packet)
{
  stage s;
  const std::string long_packet(100, 'x');
  const std::vector<unique_descriptor> files = make_files(2);
  for (const form how : all_forms)
  {
    auto out = packets_of<2>({"a", "", long_packet, "d", "e"});
    out[0].ancillary.add_descriptor(files[0].native_handle());
    out[2].ancillary.add_descriptor(files[1].native_handle());
    for (const unique_descriptor& file : files)
      out[3].ancillary.add_descriptor(file.native_handle());
    BOOST_TEST(send_batch(how, s.sockets.a, out) == success(5));

    room<1> in(8);
    const std::size_t opened = open_descriptors();
    BOOST_TEST(receive_batch(
          how, s.sockets.b, in.messages, keep_if_truncated) == success(2));
    BOOST_TEST(open_descriptors() == opened + 1);
    BOOST_TEST(in.packet(0) == "a");
    BOOST_TEST(in.messages[0].ancillary.descriptors().size() == 1u);
    BOOST_TEST(in.messages[1].ancillary.descriptors().empty());

    // It is the first now, and nothing but its error is told.
    for (int i = 0; i < 2; ++i)
    {
      BOOST_TEST(receive_batch(
            how, s.sockets.b, in.messages, keep_if_truncated)
          == failure(seqpacket_errc::message_truncated));
      BOOST_TEST(open_descriptors() == opened);
      BOOST_TEST(in.messages[0].ancillary.message_size() == 100u);
      BOOST_TEST((in.messages[0].ancillary.flags() & MSG_TRUNC) != 0);
      BOOST_TEST(in.messages[0].ancillary.descriptors().empty());
      BOOST_TEST(in.messages[0].bytes_transferred == 0u);
      BOOST_TEST(in.messages[0].error == seqpacket_errc::message_truncated);
    }

    std::string large(100, ' ');
    in.messages[0].buffers = asio::buffer(large);
    BOOST_TEST(receive_batch(
          how, s.sockets.b, in.messages, keep_if_truncated) == success(1));
    BOOST_TEST(large == long_packet);
    BOOST_TEST(same_file(files[1].native_handle(),
          in.messages[0].ancillary.descriptors()[0].native_handle()));

    // Too many descriptors for the elements, and then room for them.
    BOOST_TEST(receive_batch(
          how, s.sockets.b, in.messages, keep_if_truncated)
        == failure(seqpacket_errc::ancillary_truncated));
    BOOST_TEST(open_descriptors() == opened);
    room<2> wide(8);
    BOOST_TEST(receive_batch(
          how, s.sockets.b, wide.messages, keep_if_truncated) == success(2));
    wide.expect({"d", "e"});
    BOOST_TEST(wide.messages[0].ancillary.descriptors().size() == 2u);
    BOOST_TEST(has_nothing(s.sockets.b));
  }
}

// The end of file is found as well.
BOOST_AUTO_TEST_CASE(keep_if_truncated_finds_the_end_of_file_in_a_batch)
{
  for (const form how : all_forms)
  {
    stage s;
    auto out = packets_of({"a", "", "b"});
    send_messages(s.sockets.a, out);
    s.sockets.a.close();
    room<> in(8);
    BOOST_TEST(receive_batch(
          how, s.sockets.b, in.messages, keep_if_truncated) == success(3));
    in.expect({"a", "", "b"});
    BOOST_TEST(receive_batch(
          how, s.sockets.b, in.messages, keep_if_truncated)
        == failure(asio::error::eof));
  }
}

// At the limit of open descriptors nothing is lost, and after it was raised they
// arrive.
BOOST_AUTO_TEST_CASE(keep_if_truncated_at_the_descriptor_limit_in_a_batch)
{
  stage s;
  const std::vector<unique_descriptor> files = make_files(4);
  auto out = packets_of<4>({"a", "b", "c"});
  for (const unique_descriptor& file : files)
    out[1].ancillary.add_descriptor(file.native_handle());
  for (const form how : all_forms)
  {
    send_messages(s.sockets.a, out);
    room<4> in(4);
    outcome first = success(0);
    outcome second = success(0);
    {
      const descriptor_limit limit(3);
      first = receive_batch(
          how, s.sockets.b, in.messages, keep_if_truncated);
      second = receive_batch(
          how, s.sockets.b, in.messages, keep_if_truncated);
    }
    BOOST_TEST(first == success(1));
    BOOST_TEST(second == failure(seqpacket_errc::descriptors_lost));
    BOOST_TEST(receive_batch(
          how, s.sockets.b, in.messages, keep_if_truncated) == success(2));
    in.expect({"b", "c"});
    const auto arrived = in.messages[0].ancillary.descriptors();
    BOOST_TEST_REQUIRE(arrived.size() == 4u);
    for (std::size_t i = 0; i < 4; ++i)
      BOOST_TEST(same_file(
            arrived[i].native_handle(), files[i].native_handle()));
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// --- errors of the caller ----------------------------------------------------------

// A peek would give the first packet again and again.
BOOST_AUTO_TEST_CASE(a_peek_is_refused)
{
  stage s;
  s.send("x");
  room<> in(3);
  for (const form how : all_forms)
  {
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages, MSG_PEEK)
        == failure(asio::error::invalid_argument));
    in.expect({});
  }
  BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 1u);
}

// A socket that is not open, and one of another family.
BOOST_AUTO_TEST_CASE(wrong_sockets_are_errors)
{
  asio::io_context context;
  packet_socket closed(context);
  asio::generic::datagram_protocol::socket internet(context,
      asio::generic::datagram_protocol(asio::ip::udp::v4()));
  numbered out(2);
  room<> in(2);
  for (const form how : all_forms)
  {
    BOOST_TEST(send_batch(how, closed, out.messages)
        == failure(asio::error::bad_descriptor));
    BOOST_TEST(receive_batch(how, closed, in.messages)
        == failure(asio::error::bad_descriptor));
    BOOST_TEST(send_batch(how, internet, out.messages)
        == failure(asio::error::address_family_not_supported));
    BOOST_TEST(receive_batch(how, internet, in.messages)
        == failure(asio::error::address_family_not_supported));
  }
}

// Without waiting, nothing there is would_block.
BOOST_AUTO_TEST_CASE(a_receive_that_may_not_wait)
{
  stage s;
  room<> in(2);
  s.sockets.b.non_blocking(true);
  for (const form how : synchronous_forms)
    BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
        == failure(asio::error::would_block));
}

// --- waiting, cancellation, ownership ------------------------------------------------

// A receive that waits gives what is there when it is woken.
BOOST_AUTO_TEST_CASE(a_waiting_receive)
{
  stage s;
  room<> in(64);
  std::optional<std::size_t> received;
  async_receive_messages(s.sockets.b, in.messages,
      [&](const error_code& ec, std::size_t count)
      {
        BOOST_TEST(!ec);
        received = count;
      });
  s.context.poll();
  BOOST_TEST(!received.has_value());
  numbered out(40);
  send_messages(s.sockets.a, out.messages);
  run_until(s.context, [&] { return received.has_value(); });
  BOOST_TEST(*received == 40u);
  in.expect_numbers(40, 0);
}

// The socket is cancelled or closed: a receive has consumed nothing, a send tells
// what it has sent.
BOOST_AUTO_TEST_CASE(cancel_and_close_of_the_socket)
{
  for (const bool closes : {false, true})
  {
    stage s;
    const auto end = [&](packet_socket& one)
        {
          if (closes)
            one.close();
          else
            one.cancel();
        };
    numbered out(1000);
    error_code error;
    std::size_t count = 0;
    int calls = 0;
    const auto handler = [&](const error_code& ec, std::size_t n)
        {
          ++calls;
          error = ec;
          count = n;
        };
    async_send_messages(s.sockets.a, out.messages, handler);
    s.context.poll();
    BOOST_TEST(calls == 0);
    end(s.sockets.a);
    run(s.context);
    BOOST_TEST(calls == 1);
    BOOST_TEST(!error);
    BOOST_TEST(count > 100u);
    BOOST_TEST(count < 1000u);

    if (!closes)
    {
      // The queue is full now: nothing is sent.
      async_send_messages(s.sockets.a, out.messages, handler);
      s.context.restart();
      s.context.poll();
      end(s.sockets.a);
      const std::size_t sent = count;
      run(s.context);
      BOOST_TEST(error == asio::error::operation_aborted);
      BOOST_TEST(count == 0u);
      BOOST_TEST(s.drain_numbers(0) == sent);
    }

    stage other;
    room<> in(8);
    async_receive_messages(other.sockets.b, in.messages, handler);
    other.context.poll();
    end(other.sockets.b);
    if (!closes)
      other.send("0");
    run(other.context);
    BOOST_TEST(error == asio::error::operation_aborted);
    BOOST_TEST(count == 0u);
    in.expect({});
    if (!closes)
      BOOST_TEST(other.drain_numbers(0) == 1u);
  }
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

namespace {

const asio::cancellation_type all_types[] = {
  asio::cancellation_type::terminal,
  asio::cancellation_type::partial,
  asio::cancellation_type::total};

} // namespace

// A signal ends a receive that waits, which has consumed nothing; also when it
// comes between readiness and resumption.
BOOST_AUTO_TEST_CASE(a_signal_ends_a_receive)
{
  for (const asio::cancellation_type type : all_types)
  {
    for (const bool ready : {false, true})
    {
      stage s;
      asio::io_context other;
      asio::cancellation_signal signal;
      room<> in(8);
      int calls = 0;
      async_receive_messages(s.sockets.b, in.messages,
          asio::bind_executor(other,
            asio::bind_cancellation_slot(signal.slot(),
              [&](const error_code& ec, std::size_t count)
              {
                BOOST_TEST(ec == asio::error::operation_aborted);
                BOOST_TEST(count == 0u);
                ++calls;
              })));
      s.context.poll();
      if (!ready)
        signal.emit(type);
      numbered out(3);
      send_messages(s.sockets.a, out.messages);
      s.context.restart();
      BOOST_TEST_REQUIRE(s.context.run_one_for(deadline) == 1u);
      BOOST_TEST(calls == 0);
      if (ready)
        signal.emit(type);
      other.poll();
      BOOST_TEST(calls == 1);
      in.expect({});
      BOOST_TEST(s.drain_numbers(0) == 3u);
    }
  }
}

// A signal ends a send that waits: with nothing sent it was aborted, otherwise
// the number of those sent is told.
BOOST_AUTO_TEST_CASE(a_signal_ends_a_send)
{
  for (const asio::cancellation_type type : all_types)
  {
    for (const bool nothing_sent : {false, true})
    {
      for (const bool ready : {false, true})
      {
        BOOST_TEST_CONTEXT("nothing sent " << nothing_sent
            << ", ready " << ready)
        {
          stage s;
          asio::io_context other;
          asio::cancellation_signal signal;
          numbered out(1000);
          std::size_t queued = 0;
          if (nothing_sent)
            queued = send_messages(
                s.sockets.a, out.messages, MSG_DONTWAIT);
          error_code error;
          std::size_t count = 0;
          int calls = 0;
          async_send_messages(s.sockets.a, out.messages,
              asio::bind_executor(other,
                asio::bind_cancellation_slot(signal.slot(),
                  [&](const error_code& ec, std::size_t n)
                  {
                    error = ec;
                    count = n;
                    ++calls;
                  })));
          s.context.poll();
          other.poll();
          std::size_t drained = 0;
          if (ready)
            drained = s.drain_numbers(0);
          else
            signal.emit(type);
          s.context.restart();
          BOOST_TEST_REQUIRE(s.context.run_one_for(deadline) == 1u);
          BOOST_TEST(calls == 0);
          if (ready)
            signal.emit(type);
          other.restart();
          other.poll();
          BOOST_TEST(calls == 1);
          drained = s.drain_numbers(drained);
          if (nothing_sent)
          {
            BOOST_TEST(error == asio::error::operation_aborted);
            BOOST_TEST(count == 0u);
            BOOST_TEST(drained == queued);
          }
          else
          {
            BOOST_TEST(!error);
            BOOST_TEST(count == drained);
          }
        }
      }
    }
  }
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// The handler is queued, and its context ends: the elements own what arrived.
BOOST_AUTO_TEST_CASE(the_elements_own_without_a_handler)
{
  const unique_descriptor file = make_file("content");
  room<> in(4);
  bool called = false;
  {
    stage s;
    auto out = packets_of({"a", "b"});
    for (auto& message : out)
      message.ancillary.add_descriptor(file.native_handle());
    send_messages(s.sockets.a, out);
    async_receive_messages(s.sockets.b, in.messages,
        [&](const error_code&, std::size_t) { called = true; });
  }
  BOOST_TEST(!called);
  for (const std::size_t i : {0u, 1u})
  {
    const auto arrived = in.messages[i].ancillary.descriptors();
    BOOST_TEST_REQUIRE(arrived.size() == 1u);
    BOOST_TEST(content_of(arrived[0]) == "content");
  }
}

// Operations that wait are destroyed with their context; what they own goes.
BOOST_AUTO_TEST_CASE(waiting_operations_are_destroyed_with_their_context)
{
  room<> in(4);
  {
    stage s;
    std::vector<outgoing_message<1>> out(600);
    for (auto& message : out)
      message.ancillary.add_descriptor(make_file("x"));
    async_receive_messages(s.sockets.a, in.messages,
        [](const error_code&, std::size_t) {});
    async_send_messages(s.sockets.a, out,
        [](const error_code&, std::size_t) {});
    s.context.poll();
  }
  in.expect({});
}

#if defined(TEST_HAS_DEFERRED)

// A deferred operation can be launched again: each begins with the first packet.
BOOST_AUTO_TEST_CASE(a_deferred_send_begins_anew)
{
  stage s;
  numbered out(3);
  auto operation = async_send_messages(
      s.sockets.a, out.messages, asio::deferred);
  for (int i = 0; i < 2; ++i)
  {
    BOOST_TEST((complete(s.context,
            [&](auto handler) { operation(handler); }) == success(3)));
    BOOST_TEST(s.drain_numbers(0) == 3u);
  }
}

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_COROUTINES)

// A loop as a program has it: batch by batch until the end.
BOOST_AUTO_TEST_CASE(coroutines)
{
  stage s;
  constexpr std::size_t total = 1000;
  std::size_t received = 0;
  const auto send = [&]() -> asio::awaitable<void>
      {
        numbered out(total);
        const std::size_t sent = co_await async_send_messages(
            s.sockets.a, out.messages, asio::use_awaitable);
        BOOST_TEST(sent == total);
        s.sockets.a.close();
      };
  const auto receive = [&]() -> asio::awaitable<void>
      {
        room<> in(24);
        for (;;)
        {
          error_code ec;
          const std::size_t count = co_await async_receive_messages(
              s.sockets.b, in.messages,
              asio::redirect_error(asio::use_awaitable, ec));
          if (ec)
          {
            BOOST_TEST(ec == asio::error::eof);
            co_return;
          }
          in.expect_numbers(count, received);
          received += count;
        }
      };
  asio::co_spawn(s.context, send(), asio::detached);
  asio::co_spawn(s.context, receive(), asio::detached);
  run(s.context);
  BOOST_TEST(received == total);
}

#endif // defined(TEST_HAS_COROUTINES)

// --- what it costs ---------------------------------------------------------------

// 32 packets for one system call, in both directions and in every form.
BOOST_AUTO_TEST_CASE(thirty_two_packets_cost_one_system_call)
{
  stage s;
  numbered out(32);
  room<> in(32);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      counted.reset();
      BOOST_TEST(send_batch(how, s.sockets.a, out.messages) == success(32));
      BOOST_TEST(counted.sendmmsg == (has_calls ? 1 : 0));
      BOOST_TEST(counted.sendmsg == (has_calls ? 0 : 32));
      BOOST_TEST(counted.others == 0);

      counted.reset();
      BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
          == success(32));
      BOOST_TEST(counted.recvmmsg == (has_calls ? 1 : 0));
      BOOST_TEST(counted.recvmsg == (has_calls ? 0 : 32));
      // Behind each call: is there an error that the next one would report?
      BOOST_TEST(counted.poll == (has_calls ? 0 : 31));
      BOOST_TEST(counted.others == 0);
      BOOST_TEST(counted.epoll_ctl == 0);
    }
  }
}

// With room left, the same call has found that there is no more.
BOOST_AUTO_TEST_CASE(a_batch_that_is_not_full_costs_one_system_call)
{
  stage s;
  numbered out(10);
  send_messages(s.sockets.a, out.messages);
  room<> in(32);
  counted.reset();
  BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 10u);
  BOOST_TEST(counted.recvmmsg == (has_calls ? 1 : 0));
  BOOST_TEST(counted.recvmsg == (has_calls ? 0 : 11));
  BOOST_TEST(counted.poll == (has_calls ? 0 : 10));
}

// A hundred are four calls.
BOOST_AUTO_TEST_CASE(a_hundred_packets_cost_four_system_calls)
{
  stage s;
  numbered out(100);
  counted.reset();
  BOOST_TEST(send_messages(s.sockets.a, out.messages) == 100u);
  BOOST_TEST(counted.sendmmsg == (has_calls ? 4 : 0));
  BOOST_TEST(counted.sendmsg == (has_calls ? 0 : 100));
  room<> in(100);
  counted.reset();
  BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 100u);
  BOOST_TEST(counted.recvmmsg == (has_calls ? 4 : 0));
  BOOST_TEST(counted.recvmsg == (has_calls ? 0 : 100));
}

namespace {

// Makes one kind of operation again and again, from handler to handler, as a
// program does that runs inside its context.
class merry_go_round
{
public:
  enum kind
  {
    send,
    waiting_send,
    receive,
    waiting_receive,
    kinds
  };

  // Rounds to be made before the allocations are counted, and while they are.
  static constexpr int warm_up = 16;
  static constexpr int rounds = 64;

  explicit merry_go_round(int k)
    : kind_(k)
  {
    for (auto& message : out_.messages)
      message.ancillary.add_descriptor(file_.native_handle());
  }

  int count()
  {
    asio::post(s_.context, [this] { next(); });
    run(s_.context);
    return result_;
  }

private:
  void next()
  {
    if (round_ == warm_up)
      warm_ = allocations;
    if (round_++ == warm_up + rounds)
    {
      result_ = allocations - warm_;
      return;
    }

    const auto step = [this](const error_code& ec, std::size_t count)
        {
          BOOST_TEST_REQUIRE(!ec);
          BOOST_TEST_REQUIRE(count == out_.messages.size());
          drain();
          next();
        };
    switch (kind_)
    {
    case waiting_send:
      fill_queue(s_.sockets.a);
      async_send_messages(s_.sockets.a, out_.messages, step);
      drain();
      break;
    case send:
      async_send_messages(s_.sockets.a, out_.messages, step);
      break;
    case receive:
      send_messages(s_.sockets.a, out_.messages);
      async_receive_messages(s_.sockets.b, in_.messages, step);
      break;
    case waiting_receive:
      async_receive_messages(s_.sockets.b, in_.messages, step);
      send_messages(s_.sockets.a, out_.messages);
      break;
    }
  }

  void drain()
  {
    error_code ec;
    while (!ec)
      receive_messages(s_.sockets.b, drained_.messages, MSG_DONTWAIT, ec);
  }

  stage s_;
  int kind_;
  unique_descriptor file_ = make_file("x");
  numbered out_{40};
  room<> in_{50};
  room<> drained_{40};
  int round_ = 0;
  int warm_ = 0;
  int result_ = -1;
};

} // namespace

// Nothing is allocated once the headers of the thread and Asio's memory are
// there, neither when a batch is done at once nor when it waits.
BOOST_AUTO_TEST_CASE(nothing_is_allocated_in_the_steady_state)
{
  for (int kind = 0; kind < merry_go_round::kinds; ++kind)
    BOOST_TEST_CONTEXT("kind " << kind)
      BOOST_TEST(merry_go_round(kind).count() == 0);
}

// Several threads, each with batches of its own: they share no headers.
BOOST_AUTO_TEST_CASE(threads_do_not_disturb_each_other)
{
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t < 4; ++t)
  {
    threads.emplace_back([&good, t]
        {
          asio::io_context context;
          connected sockets(context);
          numbered out(40, static_cast<std::size_t>(t) * 1000);
          room<> in(50);
          for (int round = 0; round < 200; ++round)
          {
            send_messages(sockets.a, out.messages);
            std::size_t count = receive_messages(sockets.b, in.messages);
            for (std::size_t i = 0; i < count; ++i)
            {
              if (in.packet(i)
                  != std::to_string(static_cast<std::size_t>(t) * 1000 + i))
                count = 0;
            }
            if (count == 40)
              ++good;
          }
        });
  }
  for (std::thread& thread : threads)
    thread.join();
  BOOST_TEST(good == 800);
}

namespace {

// Sends a batch and receives one when the thread, or the program, ends.
struct late
{
  asio::io_context context;
  connected sockets{context};

  ~late()
  {
    std::array<outgoing_message<0>, 2> out;
    out[0].buffers = text("good");
    out[1].buffers = text("bye");
    error_code ec;
    sent = send_messages(sockets.a, out, ec);
    char bytes[2][8];
    std::array<incoming_message<0>, 2> in;
    in[0].buffers = asio::buffer(bytes[0]);
    in[1].buffers = asio::buffer(bytes[1]);
    received = receive_messages(sockets.b, in, ec);
  }

  static std::size_t sent;
  static std::size_t received;
};

std::size_t late::sent = 0;
std::size_t late::received = 0;

} // namespace

// The headers of a thread are gone before what was made earlier in it.
BOOST_AUTO_TEST_CASE(a_batch_at_the_end_of_a_thread)
{
  std::thread thread([]
      {
        thread_local late goodbye;
        asio::io_context context;
        connected sockets(context);
        std::array<outgoing_message<0>, 1> out;
        out[0].buffers = text("x");
        goodbye.context.restart();
        send_messages(sockets.a, out);
      });
  thread.join();
  BOOST_TEST(late::sent == 2u);
  BOOST_TEST(late::received == 2u);
}

namespace {

packet_socket* closed_by_poll = nullptr;

} // namespace

// A reset is told once. One that comes between two system calls of a batch is not
// swallowed with what the first one brought: the next operation tells it.
BOOST_AUTO_TEST_CASE(a_reset_between_two_system_calls_is_told)
{
  stage s;
  numbered out(40);
  send_messages(s.sockets.a, out.messages);
  // What is unread at the peer when it closes makes the reset.
  send_message(s.sockets.b, text("unread"), no_ancillary);
  closed_by_poll = &s.sockets.a;
  on_poll = []
      {
        on_poll = nullptr;
        closed_by_poll->close();
      };

  room<> in(64);
  error_code ec;
  const std::size_t first = has_calls ? 32 : 1;
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == first);
  BOOST_TEST(!ec);
  BOOST_TEST((on_poll == nullptr));
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 0u);
  BOOST_TEST(ec == asio::error::connection_reset);
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 40 - first);
  BOOST_TEST(!ec);
  BOOST_TEST(in.packet(40 - first - 1) == "39");
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 0u);
  BOOST_TEST(ec == asio::error::eof);
  on_poll = nullptr;
}

#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

// So it is where the call that follows finds the end, of which it makes no packet.
BOOST_AUTO_TEST_CASE(a_reset_behind_the_end_in_a_later_system_call_is_told)
{
  static int calls_until;
  stage s;
  numbered out(32);
  send_messages(s.sockets.a, out.messages);
  send_message(s.sockets.b, text("unread"), no_ancillary);
  closed_by_poll = &s.sockets.a;
  calls_until = 2;
  on_message_call = []
      {
        if (--calls_until == 0)
          closed_by_poll->close();
      };
  packets_until_early_end = 32;

  room<> in(64);
  error_code ec;
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 32u);
  BOOST_TEST(!ec);
  BOOST_TEST(packets_until_early_end == -1);
  on_message_call = nullptr;
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 0u);
  BOOST_TEST(ec == asio::error::connection_reset);
  BOOST_TEST(receive_messages(s.sockets.b, in.messages, ec) == 0u);
  BOOST_TEST(ec == asio::error::eof);
}

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

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
BOOST_AUTO_TEST_CASE(a_peer_that_gets_its_name_while_the_end_is_looked_for)
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
BOOST_AUTO_TEST_CASE(a_peer_that_binds_while_the_end_is_looked_for)
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
