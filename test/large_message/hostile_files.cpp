// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
// What a peer sends as the content of a message, and is none. Each is an error that
// costs this packet alone, and nothing of it is ever mapped.

#include "large_message.hpp"

#include <fstream>
#include <sys/epoll.h>
#include <sys/eventfd.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Mappings of files in memory. Sanitizers map memory of their own meanwhile.
std::size_t mappings()
{
  std::ifstream maps("/proc/self/maps");
  std::size_t count = 0;
  for (std::string line; std::getline(maps, line);)
    count += line.find("/memfd:") != line.npos;
  return count;
}

// Receives what was sent by send, in every form, and the good message behind it.
template <typename Send, typename Expected>
void expect(Send send, Expected expected, std::size_t limit = 16 * mebi)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("beside");
  large_message message(limit);
  std::string copy = "before";
  incoming_ancillary<3> incoming;
  for (int form = 0; form < 4; ++form)
  {
    BOOST_TEST_CONTEXT("form " << form)
    {
      send(sockets.a, file);
      send_large_message(sockets.a, text("good"));
      error_code ec;
      std::size_t size = 1;
      const std::size_t opened = open_descriptors();
      const std::size_t mapped = mappings();
      const auto handler = [&](const error_code& result, std::size_t n)
          {
            ec = result;
            size = n;
          };
      const auto buffer = asio::dynamic_buffer(copy, limit);
      if (form == 0)
        size = receive_large_message(sockets.b, message, incoming, ec);
      else if (form == 1)
        size = receive_large_message(sockets.b, buffer, incoming, ec);
      else if (form == 2)
        async_receive_large_message(sockets.b, message, incoming, handler);
      else
        async_receive_large_message(sockets.b, buffer, incoming, handler);
      test::run(context);

      BOOST_TEST(ec == expected);
      BOOST_TEST(size == 0u);
      BOOST_TEST(message.size() == 0u);
      BOOST_TEST(!message.is_mapped());
      BOOST_TEST(copy == "before");
      BOOST_TEST(mappings() <= mapped);
      BOOST_TEST(open_descriptors()
          == opened + incoming.descriptors().size());
      BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
      BOOST_TEST(content_of(incoming.descriptors()[0]) == "beside");

      BOOST_TEST(receive_large_message(sockets.b, message, incoming) == 4u);
      BOOST_TEST(view_of(message) == "good");
      message.clear();
    }
  }
}

template <typename Expected>
void expect_file(const unique_descriptor& file, Expected expected,
    std::size_t limit = 16 * mebi)
{
  BOOST_TEST_REQUIRE(file.is_open());
  expect([&](packet_socket& from, const unique_descriptor& beside)
      {
        send_as_content(from, file, beside);
      }, expected, limit);
}

// Another descriptor of an open file, with flags of open(2).
unique_descriptor reopen(const unique_descriptor& file, int flags)
{
  return unique_descriptor(::open(("/proc/self/fd/"
          + std::to_string(file.native_handle())).c_str(), flags | O_CLOEXEC));
}

// A file of 2^62 bytes that is nothing but a hole.
unique_descriptor make_huge_file()
{
  unique_descriptor file = make_memory_file("content", 0);
  BOOST_TEST_REQUIRE(::ftruncate(file.native_handle(),
        static_cast<::off_t>(1) << 62) == 0);
  BOOST_TEST_REQUIRE(
      ::fcntl(file.native_handle(), F_ADD_SEALS, all_seals) == 0);
  return file;
}

error_code error_of(int number)
{
  return error_code(number, boost::system::system_category());
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(large_message_hostile_files, no_leaks,
    *boost::unit_test::timeout(60))

// The sender could change everything at any time.
BOOST_AUTO_TEST_CASE(memory_without_seals_is_refused)
{
  expect_file(make_memory_file("content", 0), seqpacket_errc::not_sealed);
}

// The sender could make the file smaller, and reading would raise SIGBUS.
BOOST_AUTO_TEST_CASE(memory_that_can_shrink_is_refused)
{
  expect_file(make_memory_file("content", F_SEAL_GROW | F_SEAL_WRITE),
      seqpacket_errc::not_sealed);
}

// The size could change between two looks.
BOOST_AUTO_TEST_CASE(memory_that_can_grow_is_refused)
{
  expect_file(make_memory_file("content", F_SEAL_SHRINK | F_SEAL_WRITE),
      seqpacket_errc::not_sealed);
}

// The bytes could change after they were checked.
BOOST_AUTO_TEST_CASE(memory_that_can_be_written_is_refused)
{
  expect_file(make_memory_file("content", F_SEAL_SHRINK | F_SEAL_GROW),
      seqpacket_errc::not_sealed);
}

// The sender may have a mapping from before, through which it still writes.
BOOST_AUTO_TEST_CASE(a_seal_against_future_writes_is_not_enough)
{
  expect_file(make_memory_file("content", F_SEAL_SHRINK | F_SEAL_GROW
        | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL), seqpacket_errc::not_sealed);
}

// A file that was made without MFD_ALLOW_SEALING cannot be sealed.
BOOST_AUTO_TEST_CASE(memory_that_cannot_be_sealed_is_refused)
{
  expect_file(make_file("content"), seqpacket_errc::not_sealed);
}

// It has the seals of a file in memory, and none of those that are needed.
BOOST_AUTO_TEST_CASE(a_file_of_tmpfs_is_refused)
{
  expect_file(unique_descriptor(
        ::open("/dev/shm", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)),
      seqpacket_errc::not_sealed);
}

// A file of another file system has no seals.
BOOST_AUTO_TEST_CASE(a_file_of_a_disk_is_refused)
{
  expect_file(unique_descriptor(
        ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC)),
      seqpacket_errc::wrong_descriptor_type);
}

// A file that a program of the sender's may answer for is never asked anything.
BOOST_AUTO_TEST_CASE(a_file_of_proc_is_refused)
{
  expect_file(unique_descriptor(
        ::open("/proc/self/status", O_RDONLY | O_CLOEXEC)),
      seqpacket_errc::wrong_descriptor_type);
}

BOOST_AUTO_TEST_CASE(a_directory_is_refused)
{
  expect_file(unique_descriptor(
        ::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
      seqpacket_errc::wrong_descriptor_type);
}

BOOST_AUTO_TEST_CASE(a_device_is_refused)
{
  expect_file(unique_descriptor(::open("/dev/zero", O_RDWR | O_CLOEXEC)),
      seqpacket_errc::wrong_descriptor_type);
}

BOOST_AUTO_TEST_CASE(a_pipe_is_refused)
{
  std::array<int, 2> ends;
  BOOST_TEST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const unique_descriptor reader(ends[0]);
  const unique_descriptor writer(ends[1]);
  expect_file(reader, seqpacket_errc::wrong_descriptor_type);
  expect_file(writer, seqpacket_errc::wrong_descriptor_type);
}

BOOST_AUTO_TEST_CASE(a_socket_is_refused)
{
  expect_file(unique_descriptor(
        ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      seqpacket_errc::wrong_descriptor_type);
}

BOOST_AUTO_TEST_CASE(an_eventfd_and_an_epoll_are_refused)
{
  expect_file(unique_descriptor(::eventfd(0, EFD_CLOEXEC)),
      seqpacket_errc::wrong_descriptor_type);
  expect_file(unique_descriptor(::epoll_create1(EPOLL_CLOEXEC)),
      seqpacket_errc::wrong_descriptor_type);
}

// A descriptor of O_PATH stands for a file that is not open.
BOOST_AUTO_TEST_CASE(a_descriptor_of_a_path_is_refused)
{
  const unique_descriptor file = make_memory_file("content", all_seals);
  expect_file(reopen(file, O_PATH), seqpacket_errc::wrong_descriptor_type);
  expect_file(unique_descriptor(::open("/", O_PATH | O_CLOEXEC)),
      seqpacket_errc::wrong_descriptor_type);
}

// Sealed memory that was opened for writing before, and for nothing else.
BOOST_AUTO_TEST_CASE(a_descriptor_that_cannot_be_read_is_refused)
{
  const unique_descriptor file = make_memory_file("content", 0);
  const unique_descriptor writer = reopen(file, O_WRONLY);
  BOOST_TEST_REQUIRE(
      ::fcntl(file.native_handle(), F_ADD_SEALS, all_seals) == 0);
  expect_file(writer, seqpacket_errc::wrong_descriptor_type);

  // The same with a hole, which is not mapped.
  const unique_descriptor sparse = make_memory_file("content", 0);
  const unique_descriptor sparse_writer = reopen(sparse, O_WRONLY);
  BOOST_TEST_REQUIRE(::ftruncate(sparse.native_handle(), 100000) == 0);
  BOOST_TEST_REQUIRE(
      ::fcntl(sparse.native_handle(), F_ADD_SEALS, all_seals) == 0);
  expect_file(sparse_writer, seqpacket_errc::wrong_descriptor_type);
}

// The pages of hugetlbfs are few. A fault that finds none raises SIGBUS.
BOOST_AUTO_TEST_CASE(memory_of_huge_pages_is_refused)
{
  const unique_descriptor file(::memfd_create(
        "test", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_HUGETLB));
  if (!file)
  {
    BOOST_TEST_MESSAGE("this kernel has no huge pages");
    return;
  }
  BOOST_TEST_REQUIRE(::ftruncate(file.native_handle(),
        static_cast<::off_t>(2 * mebi)) == 0);
  BOOST_TEST_REQUIRE(
      ::fcntl(file.native_handle(), F_ADD_SEALS, all_seals) == 0);
  expect_file(file, seqpacket_errc::wrong_descriptor_type);
}

// A file can claim any size, and costs its sender nothing.
BOOST_AUTO_TEST_CASE(a_huge_size_is_beyond_the_limit)
{
  expect_file(make_huge_file(), seqpacket_errc::message_too_large);
}

// A receiver without a limit gets the error of the system.
BOOST_AUTO_TEST_CASE(a_huge_size_without_a_limit_is_an_error,
    *boost::unit_test::precondition(has_plain_memory))
{
  expect_file(make_huge_file(), error_of(ENOMEM),
      static_cast<std::size_t>(-1) / 2);
}

// The size of a message is known even if it is not received.
BOOST_AUTO_TEST_CASE(one_byte_beyond_the_limit_is_too_large)
{
  const unique_descriptor file =
    make_memory_file(std::string(1001, 'x'), all_seals);
  expect_file(file, seqpacket_errc::message_too_large, 1000);
  asio::io_context context;
  connected sockets(context);
  send_as_content(sockets.a, file);
  large_message message(1000);
  incoming_ancillary<1> incoming;
  error_code ec;
  receive_large_message(sockets.b, message, incoming, ec);
  BOOST_TEST(ec == seqpacket_errc::message_too_large);
  BOOST_TEST(incoming.message_size() == 1001u);
}

// To read a hole through a mapping takes memory, and raises SIGBUS if there is
// none. So the file is read, and its holes stay what they are.
BOOST_AUTO_TEST_CASE(a_file_with_holes_is_copied)
{
  const unique_descriptor file = make_memory_file("content", 0);
  constexpr std::size_t size = mebi + 5;
  BOOST_TEST_REQUIRE(::ftruncate(
        file.native_handle(), static_cast<::off_t>(size)) == 0);
  BOOST_TEST_REQUIRE(::pwrite(file.native_handle(), "end", 3, mebi + 2) == 3);
  BOOST_TEST_REQUIRE(
      ::fcntl(file.native_handle(), F_ADD_SEALS, all_seals) == 0);
  struct ::stat earlier = {};
  BOOST_TEST_REQUIRE(::fstat(file.native_handle(), &earlier) == 0);

  asio::io_context context;
  connected sockets(context);
  std::string expected(size, '\0');
  expected.replace(0, 7, "content").replace(mebi + 2, 3, "end");
  large_message message(size);
  send_as_content(sockets.a, file);
  BOOST_TEST(receive_large_message(sockets.b, message) == size);
  BOOST_TEST((view_of(message) == expected));
  std::string copy;
  send_as_content(sockets.a, file);
  BOOST_TEST(receive_large_message(sockets.b, asio::dynamic_buffer(copy))
      == size);
  BOOST_TEST((copy == expected));

  struct ::stat after = {};
  BOOST_TEST(::fstat(file.native_handle(), &after) == 0);
  BOOST_TEST(after.st_blocks == earlier.st_blocks);
}

// The position of the descriptor is the sender's, and means nothing.
BOOST_AUTO_TEST_CASE(the_position_of_the_file_does_not_matter)
{
  const unique_descriptor file = make_memory_file("content", all_seals);
  BOOST_TEST(::lseek(file.native_handle(), 1000, SEEK_SET) == 1000);
  asio::io_context context;
  connected sockets(context);
  send_as_content(sockets.a, file);
  std::string copy;
  receive_large_message(sockets.b, asio::dynamic_buffer(copy));
  BOOST_TEST(copy == "content");
}

// A sender needs no library: any sealed file in memory is a message, as it is
// for journald.
BOOST_AUTO_TEST_CASE(a_message_of_another_program_arrives)
{
  const unique_descriptor file = make_memory_file("content",
      F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
  asio::io_context context;
  connected sockets(context);
  large_message message(100);
  send_as_content(sockets.a, file);
  BOOST_TEST(receive_large_message(sockets.b, message) == 7u);
  BOOST_TEST(message.is_mapped());
  BOOST_TEST(view_of(message) == "content");

  // Only the first descriptor of an empty packet is content.
  incoming_ancillary<1> incoming;
  send_as_content(sockets.a, file, file);
  receive_large_message(sockets.b, message, incoming);
  BOOST_TEST(incoming.descriptors().size() == 1u);
  send_descriptors(sockets.a, text("bytes"), file);
  receive_large_message(sockets.b, message, incoming);
  BOOST_TEST(view_of(message) == "bytes");
  BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
  BOOST_TEST(same_file(incoming.descriptors()[0].native_handle(),
        file.native_handle()));
}

BOOST_AUTO_TEST_SUITE_END()
