// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_ALLOCATIONS_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_ALLOCATIONS_HPP

// Counts the allocations of a test program, by standing in for the functions that
// allocate. Include it in the one source of the program.

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace boost_seqpacket {
namespace test {

inline std::atomic<int> allocations{0};

} // namespace test
} // namespace boost_seqpacket

void* operator new(std::size_t size)
{
  ++boost_seqpacket::test::allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size))
    return memory;
  throw std::bad_alloc();
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
  ++boost_seqpacket::test::allocations;
  return std::malloc(size == 0 ? 1 : size);
}

void operator delete(void* memory) noexcept
{
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
  std::free(memory);
}

// Asio's recycling memory comes from here from Boost 1.79 on.
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size)
#if defined(__GLIBC__)
  noexcept
#endif
{
  ++boost_seqpacket::test::allocations;
  void* memory = nullptr;
  return ::posix_memalign(&memory,
      alignment < sizeof(void*) ? sizeof(void*) : alignment, size) == 0
    ? memory : nullptr;
}

#endif // BOOST_SEQPACKET_TEST_SUPPORT_ALLOCATIONS_HPP
