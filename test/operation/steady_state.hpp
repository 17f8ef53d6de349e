// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OPERATION_STEADY_STATE_HPP
#define BOOST_SEQPACKET_TEST_OPERATION_STEADY_STATE_HPP

// What an operation allocates once Asio has its memory. Include it in the one
// source of the program.

#include "allocations.hpp"
#include "test.hpp"

#include <cstdlib>
#include <utility>

namespace boost_seqpacket {
namespace test {

// Makes one operation again and again, from handler to handler, as a program
// does that runs inside its context. Start begins the operation with a handler.
template <typename Start>
class circle
{
public:
  explicit circle(Start start)
    : start_(start)
  {
  }

  // Rounds to be made before the allocations are counted, and while they are.
  static constexpr int warm_up = 16;
  static constexpr int rounds = 64;

  void next()
  {
    if (round_ == warm_up)
      warm_ = allocations;
    if (round_++ == warm_up + rounds)
    {
      allocated = allocations - warm_;
      return;
    }
    start_([this](const error_code& ec, std::size_t, auto&&...)
        {
          BOOST_REQUIRE(!ec);
          next();
        });
  }

  int allocated = -1;

private:
  Start start_;
  int round_ = 0;
  int warm_ = 0;
};

// Memory that is not counted.
template <typename T>
struct other_memory
{
  using value_type = T;

  other_memory() = default;

  template <typename U>
  other_memory(const other_memory<U>&) noexcept
  {
  }

  T* allocate(std::size_t n)
  {
    return static_cast<T*>(std::malloc(n * sizeof(T)));
  }

  void deallocate(T* memory, std::size_t)
  {
    std::free(memory);
  }

  friend bool operator==(other_memory, other_memory) noexcept
  {
    return true;
  }

  friend bool operator!=(other_memory, other_memory) noexcept
  {
    return false;
  }
};

// What the peer does after the operation has begun to wait. It leaves the
// memory that Asio keeps to the operation.
template <typename Function>
struct peer_step
{
  using allocator_type = other_memory<char>;

  allocator_type get_allocator() const noexcept
  {
    return allocator_type();
  }

  void operator()()
  {
    function();
  }

  Function function;
};

template <typename Function>
void post_of_peer(asio::io_context& context, Function function)
{
  asio::post(context, peer_step<Function>{function});
}

// The number of allocations once Asio has its memory.
template <typename Start>
int allocations_of(asio::io_context& context, Start start)
{
  circle<Start> going(start);
  asio::post(context, [&] { going.next(); });
  run(context);
  return going.allocated;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OPERATION_STEADY_STATE_HPP
