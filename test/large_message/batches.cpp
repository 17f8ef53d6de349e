// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
// Large messages in batches, and one hostile packet that spoils only itself.

#include "large_message.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr std::size_t room_size = 300000;

using incoming_batch = std::vector<incoming_message<3>>;

// Elements with buffers of their own.
struct batch_room
{
  explicit batch_room(std::size_t count)
    : bytes(count, std::vector<char>(room_size)),
      messages(count)
  {
    for (std::size_t i = 0; i < count; ++i)
      messages[i].buffers = asio::buffer(bytes[i]);
  }

  std::vector<std::vector<char>> bytes;
  incoming_batch messages;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(large_message_batches, no_leaks,
    *boost::unit_test::timeout(60))

namespace {

// Check what has arrived, with so many descriptors.
void expect(incoming_batch& in, const std::vector<std::string>& expected,
    const std::vector<std::size_t>& descriptors)
{
  large_message message(mebi);
  for (std::size_t i = 0; i < expected.size(); ++i)
  {
    BOOST_TEST_CONTEXT("message " << i)
    {
      BOOST_TEST(take_large_message(in[i], message) == expected[i].size());
      BOOST_TEST((view_of(message) == expected[i]));
      auto& ancillary = in[i].ancillary;
      BOOST_TEST(ancillary.message_size() == expected[i].size());
      BOOST_TEST(ancillary.descriptors().size() == descriptors[i]);
      for (std::size_t j = 0; j < descriptors[i]; ++j)
        BOOST_TEST(content_of(ancillary.descriptors()[j])
            == std::to_string(i) + std::to_string(j));
    }
  }
}

} // namespace

// Small and large messages in one batch, from buffers and from memory, with
// descriptors and without.
BOOST_AUTO_TEST_CASE(a_mixed_batch_arrives)
{
  asio::io_context context;
  connected sockets(context);
  const std::size_t limit = max_message_size(sockets.a);
  const sealed_memory shared = make_sealed_memory(text("shared"));
  const std::string large = pattern(limit + 1);
  std::vector<outgoing_large_message<2>> out;
  const auto add = [&](auto&& message)
      {
        out.push_back(std::forward<decltype(message)>(message));
      };
  add(make_outgoing_large_message<2>(sockets.a, text("small")));
  add(make_outgoing_large_message<2>(sockets.a, asio::buffer(large)));
  out.back().ancillary.add_descriptor(make_file("10"));
  out.back().ancillary.add_descriptor(make_file("11"));
  add(make_outgoing_large_message<2>(shared));
  add(make_outgoing_large_message<2>(sockets.a, asio::const_buffer()));
  out.back().ancillary.add_descriptor(make_file("30"));
  add(make_outgoing_large_message<2>(make_sealed_memory(text("given"))));
  add(make_outgoing_large_message<2>(sockets.a, text("last")));
  out.back().ancillary.add_descriptor(make_file("50"));
  const std::vector<std::string> expected = {
    "small", large, "shared", "", "given", "last"};
  const std::vector<std::size_t> descriptors = {0, 2, 0, 1, 0, 1};

  for (const bool is_async : {false, true})
  {
    batch_room in(expected.size());
    if (is_async)
    {
      async_send_messages(sockets.a, out,
          [](const error_code& ec, std::size_t) { BOOST_TEST(!ec); });
      async_receive_messages(sockets.b, in.messages,
          [&](const error_code& ec, std::size_t count)
          {
            BOOST_TEST(!ec);
            BOOST_TEST(count == expected.size());
          });
      test::run(context);
    }
    else
    {
      BOOST_TEST(send_messages(sockets.a, out) == expected.size());
      BOOST_TEST(receive_messages(sockets.b, in.messages)
          == expected.size());
    }
    expect(in.messages, expected, descriptors);
  }
}

// The receiver of a batch and the receiver of single messages understand both.
BOOST_AUTO_TEST_CASE(batches_and_single_messages_have_one_format)
{
  asio::io_context context;
  connected sockets(context);
  const std::string large = pattern(large_size);
  large_message message(large_size);
  std::array<outgoing_large_message<0>, 1> out = {
    make_outgoing_large_message(sockets.a, asio::buffer(large))};
  send_messages(sockets.a, out);
  receive_large_message(sockets.b, message);
  BOOST_TEST((view_of(message) == large));

  batch_room in(1);
  send_large_message(sockets.a, asio::buffer(large));
  BOOST_TEST(receive_messages(sockets.b, in.messages) == 1u);
  take_large_message(in.messages[0], message);
  BOOST_TEST((view_of(message) == large));
}

// The limit of packets decides, and nothing is copied that fits.
BOOST_AUTO_TEST_CASE(what_fits_into_a_packet_is_not_copied)
{
  asio::io_context context;
  connected sockets(context);
  const std::size_t limit = max_message_size(sockets.a);
  const std::string bytes = pattern(limit + 1);
  const std::size_t opened = open_descriptors();
  const auto exact =
    make_outgoing_large_message(sockets.a, asio::buffer(bytes, limit));
  BOOST_TEST(open_descriptors() == opened);
  BOOST_TEST(exact.buffers.data() == bytes.data());
  const auto more = make_outgoing_large_message(
      sockets.a, asio::buffer(bytes));
  BOOST_TEST(open_descriptors() == opened + 1);
  BOOST_TEST(more.buffers.size() == 0u);
}

// One packet of a batch is hostile. Those before and behind it arrive.
BOOST_AUTO_TEST_CASE(a_hostile_packet_spoils_only_itself)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor unsealed = make_memory_file("content", 0);
  const unique_descriptor huge = make_memory_file("content", 0);
  BOOST_TEST_REQUIRE(::ftruncate(huge.native_handle(),
        static_cast<::off_t>(1) << 62) == 0);
  BOOST_TEST_REQUIRE(
      ::fcntl(huge.native_handle(), F_ADD_SEALS, all_seals) == 0);
  const unique_descriptor pipe(
      ::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const sealed_memory good = make_sealed_memory(text("good"));
  send_large_message(sockets.a, good);
  send_as_content(sockets.a, unsealed);
  send_large_message(sockets.a, text("small"));
  send_as_content(sockets.a, huge, unsealed);
  send_as_content(sockets.a, pipe);
  send_large_message(sockets.a, good);

  batch_room in(6);
  BOOST_TEST(receive_messages(sockets.b, in.messages) == 6u);
  const std::vector<error_code> errors = {error_code(),
    seqpacket_errc::not_sealed, error_code(),
    seqpacket_errc::message_too_large, seqpacket_errc::wrong_descriptor_type,
    error_code()};
  const std::vector<std::string> contents = {
    "good", "", "small", "", "", "good"};
  large_message message(1000);
  for (std::size_t i = 0; i < 6; ++i)
  {
    error_code ec = asio::error::eof;
    BOOST_TEST(take_large_message(in.messages[i], message, ec)
        == contents[i].size());
    BOOST_TEST(ec == errors[i]);
    BOOST_TEST(view_of(message) == contents[i]);
    BOOST_TEST(in.messages[i].ancillary.descriptors().size()
        == (i == 3 ? 1u : 0u));
  }
  BOOST_TEST(in.messages[3].ancillary.message_size()
      == static_cast<std::size_t>(1) << 62);
}

// A packet that was truncated, and one with too many descriptors, keep their
// error.
BOOST_AUTO_TEST_CASE(an_error_of_the_packet_is_reported)
{
  asio::io_context context;
  connected sockets(context);
  std::array<char, 3> bytes;
  std::array<incoming_message<1>, 1> in;
  in[0].buffers = asio::buffer(bytes);
  large_message message(1000);
  error_code ec;
  send_large_message(sockets.a, text("hello"));
  receive_messages(sockets.b, in);
  BOOST_TEST(take_large_message(in[0], message, ec) == 3u);
  BOOST_TEST(ec == seqpacket_errc::message_truncated);
  BOOST_TEST(view_of(message) == "hel");

  const sealed_memory good = make_sealed_memory(text("good"));
  outgoing_ancillary<1> beside;
  beside.add_descriptor(make_file("beside"));
  send_large_message(sockets.a, good, beside);
  receive_messages(sockets.b, in);
  BOOST_TEST(take_large_message(in[0], message, ec) == 4u);
  BOOST_TEST(ec == seqpacket_errc::ancillary_truncated);
  BOOST_TEST(view_of(message) == "good");
  BOOST_TEST(in[0].ancillary.descriptors().empty());

  // Bytes that are cut to nothing are no large message.
  send_large_message(sockets.a, text("hello"), beside);
  in[0].buffers = asio::mutable_buffer();
  receive_messages(sockets.b, in);
  BOOST_TEST(take_large_message(in[0], message, ec) == 0u);
  BOOST_TEST(ec == seqpacket_errc::message_truncated);
  BOOST_TEST(in[0].ancillary.descriptors().size() == 1u);
}

// The limit holds for packets as well.
BOOST_AUTO_TEST_CASE(a_packet_beyond_the_limit_is_too_large)
{
  asio::io_context context;
  connected sockets(context);
  batch_room in(1);
  large_message message(4);
  send_large_message(sockets.a, text("hello"));
  receive_messages(sockets.b, in.messages);
  error_code ec;
  BOOST_TEST(take_large_message(in.messages[0], message, ec) == 0u);
  BOOST_TEST(ec == seqpacket_errc::message_too_large);
  BOOST_CHECK_THROW(take_large_message(in.messages[0], message),
      boost::system::system_error);
}

// Memory that owns nothing, and a socket that is not open.
BOOST_AUTO_TEST_CASE(an_element_that_cannot_be_made_is_an_error)
{
  asio::io_context context;
  connected sockets(context);
  error_code ec;
  std::array<outgoing_large_message<0>, 1> out = {
    make_outgoing_large_message(sealed_memory())};
  send_messages(sockets.a, out, ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  const sealed_memory nothing;
  out[0] = make_outgoing_large_message(nothing);
  send_messages(sockets.a, out, ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  sockets.a.close();
  make_outgoing_large_message(sockets.a, text("hello"), ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
}

BOOST_AUTO_TEST_SUITE_END()
