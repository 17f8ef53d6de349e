// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
// Large messages where there are no more descriptors and no address space.

#include "large_message.hpp"

#include "process.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// From now on nothing large can be mapped.
bool limit_memory()
{
  long pages = 0;
  std::FILE* const file = std::fopen("/proc/self/statm", "re");
  const bool is_read = file && std::fscanf(file, "%ld", &pages) == 1;
  if (file)
    std::fclose(file);
  const ::rlim_t bytes = static_cast<::rlim_t>(pages * ::sysconf(_SC_PAGESIZE))
    + 4 * mebi;
  const ::rlimit limit = {bytes, bytes};
  return is_read && ::setrlimit(RLIMIT_AS, &limit) == 0;
}

constexpr std::size_t size = 64 * mebi;

} // namespace

BOOST_FIXTURE_TEST_SUITE(large_message_limits, no_leaks,
    *boost::unit_test::timeout(60))

// There is no descriptor for the memory of a sender.
BOOST_AUTO_TEST_CASE(a_sender_without_descriptors_gets_an_error)
{
  asio::io_context context;
  connected sockets(context);
  const std::string bytes = pattern(large_size);
  error_code ec;
  error_code small;
  {
    const descriptor_limit limit(0);
    send_large_message(sockets.a, asio::buffer(bytes), ec);
    send_large_message(sockets.a, text("small"), small);
  }
  BOOST_TEST(ec == asio::error::no_descriptors);
  BOOST_TEST(!small);
  large_message message(10);
  BOOST_TEST(receive_large_message(sockets.b, message) == 5u);
}

// The content cannot be installed, or only the descriptor behind it.
BOOST_AUTO_TEST_CASE(a_receiver_without_descriptors_gets_an_error)
{
  asio::io_context context;
  connected sockets(context);
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(make_file("content"));
  const std::string bytes = pattern(large_size);
  large_message message(large_size);
  for (const std::size_t free : {0u, 1u, 2u})
  {
    incoming_ancillary<1> incoming;
    send_large_message(sockets.a, asio::buffer(bytes), outgoing);
    send_large_message(sockets.a, text("next"));
    error_code ec;
    std::size_t received;
    {
      const descriptor_limit limit(free);
      received = receive_large_message(sockets.b, message, incoming, ec);
    }
    BOOST_TEST(received == (free == 0 ? 0 : large_size));
    BOOST_TEST(ec == (free == 2 ? error_code()
          : make_error_code(seqpacket_errc::descriptors_lost)));
    BOOST_TEST((free == 0 || view_of(message) == bytes));
    BOOST_TEST(incoming.descriptors().size() == (free == 2 ? 1u : 0u));
    BOOST_TEST(receive_large_message(sockets.b, message) == 4u);
  }
}

// There is no place for the mapping. The packet is gone, what came beside it is
// not, and the next one arrives.
BOOST_AUTO_TEST_CASE(a_receiver_without_address_space_gets_an_error,
    *boost::unit_test::precondition(has_plain_memory))
{
  asio::io_context context;
  connected sockets(context);
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(make_file("content"));
  const sealed_memory memory =
    make_sealed_memory(size, [](asio::mutable_buffer) {});
  for (int i = 0; i < 2; ++i)
  {
    send_large_message(sockets.a, memory, outgoing);
    send_large_message(sockets.a, text("next"));
  }
  child_process child([&]
      {
        large_message message(size);
        incoming_ancillary<1> incoming;
        std::string copy;
        if (!limit_memory())
          return 1;
        error_code ec;
        if (receive_large_message(sockets.b, message, incoming, ec) != 0
            || ec != asio::error::no_memory)
          return 2;
        if (incoming.descriptors().size() != 1 || message.is_mapped())
          return 3;
        if (receive_large_message(sockets.b, message) != 4)
          return 4;
        if (receive_large_message(sockets.b, asio::dynamic_buffer(copy),
              incoming, ec) != 0 || ec != asio::error::no_memory)
          return 5;
        if (incoming.descriptors().size() != 1 || !copy.empty())
          return 6;
        return receive_large_message(sockets.b, message) == 4 ? 0 : 7;
      });
  BOOST_TEST(child.wait() == 0);
}

// A file with holes is copied into memory that is not there.
BOOST_AUTO_TEST_CASE(holes_need_memory_of_the_receiver,
    *boost::unit_test::precondition(has_plain_memory))
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_memory_file("content", 0);
  BOOST_TEST_REQUIRE(::ftruncate(
        file.native_handle(), static_cast<::off_t>(size)) == 0);
  BOOST_TEST_REQUIRE(
      ::fcntl(file.native_handle(), F_ADD_SEALS, all_seals) == 0);
  send_as_content(sockets.a, file);
  child_process child([&]
      {
        large_message message(size);
        error_code ec;
        if (!limit_memory())
          return 1;
        return receive_large_message(sockets.b, message, ec) == 0
          && ec == asio::error::no_memory ? 0 : 2;
      });
  BOOST_TEST(child.wait() == 0);
}

// A function cannot write into what cannot be mapped.
BOOST_AUTO_TEST_CASE(a_writer_without_address_space_gets_an_error,
    *boost::unit_test::precondition(has_plain_memory))
{
  child_process child([]
      {
        if (!limit_memory())
          return 1;
        error_code ec;
        const sealed_memory memory = make_sealed_memory(
            size, [](asio::mutable_buffer) { std::abort(); }, ec);
        return ec == asio::error::no_memory && !memory.is_open() ? 0 : 2;
      });
  BOOST_TEST(child.wait() == 0);
}

// A packet that there is no memory for stays in the queue.
BOOST_AUTO_TEST_CASE(a_packet_without_memory_stays_in_the_queue,
    *boost::unit_test::precondition(has_plain_memory))
{
  asio::io_context context;
  connected sockets(context);
  sockets.a.set_option(asio::socket_base::send_buffer_size(8 * mebi));
  const std::size_t most = max_message_size(sockets.a);
  if (most < 8 * mebi)
  {
    BOOST_TEST_MESSAGE("the system limits packets to " << most << " bytes");
    return;
  }
  const std::string bytes = pattern(8 * mebi);
  if (send_message(sockets.a, asio::buffer(bytes)) != bytes.size())
    return;
  child_process child([&]
      {
        large_message message(size);
        if (!limit_memory())
          return 1;
        error_code ec;
        receive_large_message(sockets.b, message, ec);
        return ec == asio::error::no_memory ? 0 : 2;
      });
  BOOST_TEST(child.wait() == 0);
  large_message message(size);
  BOOST_TEST(receive_large_message(sockets.b, message) == bytes.size());
}

BOOST_AUTO_TEST_SUITE_END()
