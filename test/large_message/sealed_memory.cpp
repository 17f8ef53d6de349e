// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Memory is made once, sealed and never changes.

#include "large_message.hpp"

#include "process.hpp"

#include <csignal>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

std::string content_of(const sealed_memory& memory)
{
  std::string result(memory.size(), '\0');
  BOOST_TEST(::pread(memory.native_handle(), result.data(), result.size(), 0)
      == static_cast<::ssize_t>(result.size()));
  return result;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(large_message_sealed_memory, no_leaks)

// The bytes of all buffers, in order.
BOOST_AUTO_TEST_CASE(memory_has_the_bytes_of_the_buffers)
{
  const std::string first = pattern(5000);
  const std::string second = pattern(70000);
  const std::array<asio::const_buffer, 3> buffers = {
    asio::buffer(first), asio::const_buffer(), asio::buffer(second)};
  const sealed_memory memory = make_sealed_memory(buffers);
  BOOST_TEST(memory.size() == first.size() + second.size());
  BOOST_TEST((content_of(memory) == first + second));
}

// No system call takes so many buffers at once.
BOOST_AUTO_TEST_CASE(memory_is_made_of_any_number_of_buffers)
{
  const std::vector<asio::const_buffer> buffers(3000, text("abc"));
  const sealed_memory memory = make_sealed_memory(buffers);
  BOOST_TEST(memory.size() == 9000u);
  BOOST_TEST(content_of(memory).substr(8997) == "abc");
}

// A function writes in place.
BOOST_AUTO_TEST_CASE(a_function_writes_the_content)
{
  error_code ec = asio::error::eof;
  const sealed_memory memory = make_sealed_memory(100000,
      [](asio::mutable_buffer bytes)
      {
        BOOST_TEST(bytes.size() == 100000u);
        static_cast<char*>(bytes.data())[99999] = 'z';
      }, ec);
  BOOST_TEST(!ec);
  BOOST_TEST((content_of(memory) == std::string(99999, '\0') + 'z'));
  int calls = 0;
  const sealed_memory empty = make_sealed_memory(0,
      [&](asio::mutable_buffer bytes)
      {
        ++calls;
        BOOST_TEST(bytes.size() == 0u);
      });
  BOOST_TEST(calls == 1);
  BOOST_TEST(empty.is_open());
  BOOST_TEST(empty.size() == 0u);
}

// Neither this process nor a receiver can change it, or run it.
BOOST_AUTO_TEST_CASE(memory_cannot_change)
{
  const auto check = [](const sealed_memory& memory)
    {
      const int file = memory.native_handle();
      BOOST_TEST(is_close_on_exec(file));
      const int seals = ::fcntl(file, F_GET_SEALS);
      BOOST_TEST((seals & all_seals) == all_seals);
      BOOST_TEST(::pwrite(file, "x", 1, 0) < 0);
      BOOST_TEST(::ftruncate(file, 0) < 0);
      BOOST_TEST(::ftruncate(file, 1000000) < 0);
      BOOST_TEST(::fallocate(file,
            FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 1) < 0);
      BOOST_TEST(::mmap(nullptr, 1, PROT_WRITE, MAP_SHARED, file, 0)
          == MAP_FAILED);
      BOOST_TEST(content_of(memory) == "content");
      struct ::stat status = {};
      BOOST_TEST(::fstat(file, &status) == 0);
      if (needs_linux{6, 3}(0))
        BOOST_TEST((status.st_mode & 0111) == 0u);
    };
  check(make_sealed_memory(text("content")));
  check(make_sealed_memory(7, [](asio::mutable_buffer bytes)
      {
        asio::buffer_copy(bytes, text("content"));
      }));
}

// It has one owner.
BOOST_AUTO_TEST_CASE(memory_moves)
{
  sealed_memory a = make_sealed_memory(text("content"));
  const int number = a.native_handle();
  sealed_memory b(std::move(a));
  BOOST_TEST(!a.is_open());
  BOOST_TEST(a.size() == 0u);
  BOOST_TEST(a.native_handle() == -1);
  a = std::move(b);
  BOOST_TEST(!b.is_open());
  BOOST_TEST(a.native_handle() == number);
  BOOST_TEST(a.size() == 7u);
  const unique_descriptor released = a.release();
  BOOST_TEST(released.native_handle() == number);
  BOOST_TEST(!a.is_open());
  BOOST_TEST(a.size() == 0u);
}

// The function's own exception passes.
BOOST_AUTO_TEST_CASE(an_exception_of_the_function_leaves_nothing)
{
  BOOST_CHECK_THROW(make_sealed_memory(1000,
        [](asio::mutable_buffer) { throw std::runtime_error("no"); }),
      std::runtime_error);
}

// A signal would end the process. Both ways give the error.
BOOST_AUTO_TEST_CASE(the_limit_of_file_sizes_raises_no_signal)
{
  child_process child([]
      {
        ::signal(SIGXFSZ, SIG_DFL);
        const ::rlimit limit = {4096, 4096};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
          return 1;
        const std::string exact(4096, 'x');
        const std::string more(4097, 'x');
        error_code ec;
        const auto too_large = [&]
            {
              return ec == error_code(EFBIG, boost::system::system_category());
            };
        if (!make_sealed_memory(asio::buffer(exact), ec).is_open())
          return 2;
        if (make_sealed_memory(asio::buffer(more), ec).is_open()
            || !too_large())
          return 3;
        const auto write = [](asio::mutable_buffer) {};
        if (!make_sealed_memory(4096, write, ec).is_open())
          return 4;
        if (make_sealed_memory(4097, write, ec).is_open() || !too_large())
          return 5;
        return 0;
      });
  BOOST_TEST(child.wait() == 0);
}

// More than any file can have.
BOOST_AUTO_TEST_CASE(an_impossible_size_is_an_error)
{
  error_code ec;
  int calls = 0;
  const sealed_memory memory = make_sealed_memory(
      static_cast<std::size_t>(-1), [&](asio::mutable_buffer) { ++calls; },
      ec);
  BOOST_TEST(ec.value() == EFBIG);
  BOOST_TEST(calls == 0);
  BOOST_TEST(!memory.is_open());
}

// A buffer that is not memory of the process.
BOOST_AUTO_TEST_CASE(a_wrong_buffer_is_an_error)
{
  void* const page = ::mmap(nullptr, 4096, PROT_NONE,
      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  error_code ec;
  BOOST_TEST(!make_sealed_memory(
        asio::const_buffer(page, 4096), ec).is_open());
  BOOST_TEST(ec == asio::error::fault);
  BOOST_CHECK_THROW(make_sealed_memory(asio::const_buffer(page, 4096)),
      boost::system::system_error);
  ::munmap(page, 4096);
}

// Who keeps the memory writable gets an error, and no memory that can change.
BOOST_AUTO_TEST_CASE(memory_that_is_still_written_is_an_error)
{
  void* kept = nullptr;
  error_code ec;
  const sealed_memory memory = make_sealed_memory(4096,
      [&](asio::mutable_buffer bytes)
      {
        kept = ::mremap(bytes.data(), 0, 4096, MREMAP_MAYMOVE);
      }, ec);
  BOOST_TEST_REQUIRE(kept != MAP_FAILED);
  BOOST_TEST(ec == error_code(EBUSY, boost::system::system_category()));
  BOOST_TEST(!memory.is_open());
  ::munmap(kept, 4096);
}

// A process that is started meanwhile does not have the mapping.
BOOST_AUTO_TEST_CASE(a_child_process_does_not_keep_the_memory_writable)
{
  std::array<int, 2> ends;
  BOOST_TEST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  unique_descriptor end(ends[1]);
  const unique_descriptor other(ends[0]);
  std::unique_ptr<child_process> child;
  error_code ec;
  const sealed_memory memory = make_sealed_memory(4096,
      [&](asio::mutable_buffer)
      {
        child = std::make_unique<child_process>([&]
            {
              // Until this process closes its end.
              end.reset();
              char byte;
              return static_cast<int>(
                  ::read(other.native_handle(), &byte, 1));
            });
      }, ec);
  BOOST_TEST(!ec);
  BOOST_TEST(memory.is_open());
  end.reset();
  BOOST_TEST(child->wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
