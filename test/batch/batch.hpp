// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_BATCH_BATCH_HPP
#define BOOST_SEQPACKET_TEST_BATCH_BATCH_HPP

// What the tests of batches share: batches in every form, packets to send and
// room to receive them.

#include "forms.hpp"

#include <list>

namespace boost_seqpacket {
namespace test {

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
inline std::vector<unique_descriptor> make_files(std::size_t count)
{
  std::vector<unique_descriptor> files;
  for (std::size_t i = 0; i < count; ++i)
    files.push_back(make_file("file " + std::to_string(i)));
  return files;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_BATCH_BATCH_HPP
