// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
// Sealed files of a sender that goes on trying to change them, or that look
// different from what they are. What arrives is what was sealed, or nothing.

#include "large_message.hpp"

#include "process.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr std::size_t page = 4096;

std::size_t blocks_of(const unique_descriptor& file)
{
  struct ::stat status = {};
  BOOST_TEST_REQUIRE(::fstat(file.native_handle(), &status) == 0);
  return static_cast<std::size_t>(status.st_blocks);
}

bool seal(const unique_descriptor& file, int seals)
{
  return ::fcntl(file.native_handle(), F_ADD_SEALS, seals) == 0;
}

void* map_shared(const unique_descriptor& file, int protection)
{
  void* const place = ::mmap(
      nullptr, page, protection, MAP_SHARED, file.native_handle(), 0);
  BOOST_TEST_REQUIRE(place != MAP_FAILED);
  return place;
}

// Another descriptor of an open file, with flags of open(2).
unique_descriptor reopen(const unique_descriptor& file, int flags)
{
  return unique_descriptor(::open(("/proc/self/fd/"
          + std::to_string(file.native_handle())).c_str(), flags | O_CLOEXEC));
}

// The receiver reports the error, and the next message arrives.
void refuse(const unique_descriptor& file, seqpacket_errc expected)
{
  asio::io_context context;
  connected sockets(context);
  large_message message(mebi);
  error_code ec;
  send_as_content(sockets.a, file);
  send_large_message(sockets.a, text("next"));
  BOOST_TEST(receive_large_message(sockets.b, message, ec) == 0u);
  BOOST_TEST(ec == expected);
  BOOST_TEST(!message.is_mapped());
  BOOST_TEST(receive_large_message(sockets.b, message) == 4u);
}

// A file whose first pages are a hole, and which has as many blocks as a file
// without one: they are beyond its end.
unique_descriptor make_file_with_hidden_hole(std::size_t pages)
{
  unique_descriptor file = make_memory_file("", 0);
  const auto size = static_cast<::off_t>(pages * page);
  BOOST_TEST_REQUIRE(::ftruncate(file.native_handle(), size) == 0);
  BOOST_TEST_REQUIRE(::fallocate(
        file.native_handle(), FALLOC_FL_KEEP_SIZE, size, size) == 0);
  BOOST_TEST_REQUIRE(seal(file, all_seals));
  BOOST_TEST_REQUIRE(blocks_of(file) == pages * page / 512);
  return file;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(large_message_hostile_senders, no_leaks,
    *boost::unit_test::timeout(60))

// Memory beyond the end of a file makes up for a hole in the number of blocks.
// To read that hole through a mapping would make pages then, and raise SIGBUS if
// there are none.
BOOST_AUTO_TEST_CASE(a_hidden_hole_takes_no_memory_when_it_is_read)
{
  const unique_descriptor file = make_file_with_hidden_hole(64);
  asio::io_context context;
  connected sockets(context);
  large_message message(mebi);
  send_as_content(sockets.a, file);
  BOOST_TEST(receive_large_message(sockets.b, message) == 64 * page);
  const std::size_t blocks = blocks_of(file);
  BOOST_TEST((view_of(message) == std::string(64 * page, '\0')));
  BOOST_TEST(blocks_of(file) == blocks);
}

// A mapping for writing from before the seals prevents them.
BOOST_AUTO_TEST_CASE(a_mapping_from_before_prevents_the_seals)
{
  const unique_descriptor file = make_memory_file("content", 0);
  void* const place = map_shared(file, PROT_READ | PROT_WRITE);
  BOOST_TEST(!seal(file, all_seals));
  BOOST_TEST(errno == EBUSY);
  refuse(file, seqpacket_errc::not_sealed);

  // This seal lets such a mapping write on.
  BOOST_TEST_REQUIRE(seal(
        file, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE));
  std::memcpy(place, "changed", 7);
  BOOST_TEST(content_of(file) == "changed");
  refuse(file, seqpacket_errc::not_sealed);

  // Without the mapping the missing seal can come.
  ::munmap(place, page);
  BOOST_TEST_REQUIRE(seal(file, all_seals));
  asio::io_context context;
  connected sockets(context);
  large_message message(100);
  send_as_content(sockets.a, file);
  BOOST_TEST(receive_large_message(sockets.b, message) == 7u);
  BOOST_TEST(view_of(message) == "changed");
}

// What counts is the file when it is received, and not when it is sent.
BOOST_AUTO_TEST_CASE(seals_that_come_after_the_send_count)
{
  const unique_descriptor file = make_memory_file("content", 0);
  asio::io_context context;
  connected sockets(context);
  send_as_content(sockets.a, file);
  BOOST_TEST_REQUIRE(::pwrite(file.native_handle(), "changed!", 8, 0) == 8);
  BOOST_TEST_REQUIRE(seal(file, all_seals));
  large_message message(100);
  BOOST_TEST(receive_large_message(sockets.b, message) == 8u);
  BOOST_TEST(view_of(message) == "changed!");
}

// The sender has all of its descriptors and mappings, and no way to change what
// has arrived.
BOOST_AUTO_TEST_CASE(a_received_message_cannot_be_changed)
{
  const std::string bytes = pattern(4 * page);
  const unique_descriptor file = make_memory_file(bytes, 0);
  const unique_descriptor writer = reopen(file, O_RDWR);
  void* const place = map_shared(file, PROT_READ);
  ::munmap(place, page);
  BOOST_TEST_REQUIRE(seal(file, all_seals));
  asio::io_context context;
  connected sockets(context);
  large_message message(mebi);
  send_as_content(sockets.a, file);
  BOOST_TEST(receive_large_message(sockets.b, message) == bytes.size());
  BOOST_TEST(message.is_mapped());

  for (const unique_descriptor* each : {&file, &writer})
  {
    const int number = each->native_handle();
    BOOST_TEST(::pwrite(number, "x", 1, 0) == -1);
    BOOST_TEST(::ftruncate(number, 0) == -1);
    BOOST_TEST(::ftruncate(number, 1 << 20) == -1);
    BOOST_TEST(::fallocate(number,
          FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, page) == -1);
    BOOST_TEST(::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED,
          number, 0) == MAP_FAILED);
    BOOST_TEST(!reopen(*each, O_RDWR | O_TRUNC));
  }
  BOOST_TEST((view_of(message) == bytes));
}

// Another descriptor of the file is as good, and so is a file that can be run.
BOOST_AUTO_TEST_CASE(any_descriptor_that_can_be_read_is_a_message)
{
  const unique_descriptor file = make_memory_file("content", all_seals);
  const unique_descriptor reader = reopen(file, O_RDONLY);
  BOOST_TEST_REQUIRE(::fchmod(file.native_handle(), 0777) == 0);
  asio::io_context context;
  connected sockets(context);
  large_message message(100);
  for (const unique_descriptor* each : {&file, &reader})
  {
    send_as_content(sockets.a, *each);
    BOOST_TEST(receive_large_message(sockets.b, message) == 7u);
    BOOST_TEST(view_of(message) == "content");
  }
}

// The memory that only its owner can read has no seals.
BOOST_AUTO_TEST_CASE(secret_memory_is_refused)
{
#if defined(SYS_memfd_secret)
  const unique_descriptor file(
      static_cast<int>(::syscall(SYS_memfd_secret, O_CLOEXEC)));
  if (file.is_open())
    refuse(file, seqpacket_errc::wrong_descriptor_type);
  else
    BOOST_TEST_MESSAGE("this kernel has no secret memory");
#endif
}

// The largest size that a file can claim.
BOOST_AUTO_TEST_CASE(the_largest_size_of_a_file_is_an_error)
{
  const unique_descriptor file = make_memory_file("content", 0);
  BOOST_TEST_REQUIRE(::ftruncate(file.native_handle(),
        std::numeric_limits<::off_t>::max()) == 0);
  BOOST_TEST_REQUIRE(seal(file, all_seals));
  refuse(file, seqpacket_errc::message_too_large);
}

// A file of no bytes is an empty message, and not the end.
BOOST_AUTO_TEST_CASE(a_file_of_no_bytes_is_an_empty_message)
{
  const unique_descriptor file = make_memory_file("", all_seals);
  asio::io_context context;
  connected sockets(context);
  large_message message(0);
  send_as_content(sockets.a, file);
  error_code ec = asio::error::fault;
  BOOST_TEST(receive_large_message(sockets.b, message, ec) == 0u);
  BOOST_TEST(!ec);
  BOOST_TEST(!message.is_mapped());
}

// A packet with as many descriptors as the kernel allows: with bytes all of them
// are the program's, also if the first one could be a message.
BOOST_AUTO_TEST_CASE(a_packet_full_of_descriptors_arrives)
{
  const unique_descriptor file = make_memory_file("content", all_seals);
  asio::io_context context;
  connected sockets(context);
  outgoing_ancillary<253> outgoing;
  for (int i = 0; i < 253; ++i)
    outgoing.add_descriptor(file.native_handle());
  large_message message(100);
  error_code ec;
  const auto receive = [&](auto& incoming)
    {
      send_message(sockets.a, asio::const_buffer(), outgoing);
      BOOST_TEST(receive_large_message(
            sockets.b, message, incoming, ec) == 7u);
      BOOST_TEST(view_of(message) == "content");
      return incoming.descriptors().size();
    };
  incoming_ancillary<253> most;
  BOOST_TEST(receive(most) == 252u);
  BOOST_TEST(!ec);
  incoming_ancillary<252> exact;
  BOOST_TEST(receive(exact) == 252u);
  BOOST_TEST(!ec);
  incoming_ancillary<251> fewer;
  BOOST_TEST(receive(fewer) == 251u);
  BOOST_TEST(ec == seqpacket_errc::ancillary_truncated);

  send_message(sockets.a, text("bytes"), outgoing);
  BOOST_TEST(receive_large_message(sockets.b, message, most) == 5u);
  BOOST_TEST(view_of(message) == "bytes");
  BOOST_TEST(most.descriptors().size() == 253u);
  send_message(sockets.a, text("bytes"), outgoing);
  BOOST_TEST(receive_large_message(sockets.b, message, exact, ec) == 5u);
  BOOST_TEST(ec == seqpacket_errc::ancillary_truncated);
  BOOST_TEST(exact.descriptors().size() == 252u);
}

// A process that locks all of its memory may not map the message. The kernel
// reports that as it reports an empty queue, and nothing must wait for that.
BOOST_AUTO_TEST_CASE(memory_that_cannot_be_locked_is_an_error,
    *boost::unit_test::precondition(has_plain_memory))
{
  asio::io_context context;
  connected sockets(context);
  send_large_message(sockets.a, make_sealed_memory(
        asio::buffer(pattern(mebi))));
  send_large_message(sockets.a, text("next"));
  child_process child([&]
      {
        large_message message(mebi);
        std::array<char, 4> next;
        const ::rlimit limit = {65536, 65536};
        if (::setrlimit(RLIMIT_MEMLOCK, &limit) != 0
            || (::geteuid() == 0 && ::setresuid(65534, 65534, 65534) != 0)
            || ::mlockall(MCL_FUTURE) != 0)
          return 1;
        error_code ec;
        if (receive_large_message(sockets.b, message, ec) != 0
            || ec != asio::error::no_memory || message.is_mapped())
          return 2;
        return receive_message(sockets.b, asio::buffer(next)) == 4 ? 0 : 3;
      });
  BOOST_TEST(child.wait() == 0);
}

// A process that is started has the mapping as well, whatever becomes of it in
// the other one.
BOOST_AUTO_TEST_CASE(a_child_process_keeps_the_message)
{
  const std::string bytes = pattern(mebi);
  asio::io_context context;
  connected sockets(context);
  large_message message(mebi);
  send_large_message(sockets.a, make_sealed_memory(asio::buffer(bytes)));
  receive_large_message(sockets.b, message);
  std::array<int, 2> ends;
  BOOST_TEST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  unique_descriptor end(ends[1]);
  const unique_descriptor other(ends[0]);
  child_process child([&]
      {
        // Until the first process has given its mapping up.
        end.reset();
        char byte;
        if (::read(other.native_handle(), &byte, 1) != 0)
          return 1;
        return view_of(message) == bytes ? 0 : 2;
      });
  message.clear();
  end.reset();
  BOOST_TEST(child.wait() == 0);
}

// Sends from several threads share one memory.
BOOST_AUTO_TEST_CASE(threads_share_memory)
{
  const std::string bytes = pattern(mebi);
  const sealed_memory memory = make_sealed_memory(asio::buffer(bytes));
  std::array<int, 4> wrong{};
  std::vector<std::thread> threads;
  for (int& count : wrong)
    threads.emplace_back([&]
        {
          asio::io_context context;
          connected sockets(context);
          large_message message(mebi);
          for (int i = 0; i < 50; ++i)
          {
            send_large_message(sockets.a, memory);
            receive_large_message(sockets.b, message);
            count += view_of(message) != bytes;
          }
        });
  for (std::thread& thread : threads)
    thread.join();
  for (const int count : wrong)
    BOOST_TEST(count == 0);
}

BOOST_AUTO_TEST_SUITE_END()
