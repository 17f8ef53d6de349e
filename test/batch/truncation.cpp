// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Packets of a batch that are not whole: the error is that of one packet.

#include "batch.hpp"

#include "process.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(batch_truncation, no_leaks,
    *boost::unit_test::timeout(90))

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
BOOST_AUTO_TEST_CASE(several_packets_full_of_descriptors_arrive)
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
BOOST_AUTO_TEST_CASE(
    keep_if_truncated_loses_nothing_at_the_descriptor_limit_in_a_batch)
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

BOOST_AUTO_TEST_SUITE_END()
