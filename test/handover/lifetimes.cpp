// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What an operation of a handover leaves when it ends, and what it does to the
// handler that it is given.

#include "test.hpp"

#include "features.hpp"
#include "handover.hpp"

#include <memory>
#include <new>
#include <utility>

namespace boost_seqpacket {
namespace test {
namespace {

using namespace std::chrono_literals;

struct memory
{
  int allocated = 0; // that is not freed yet
  int left = 100;    // allocations that succeed
};

template <typename T>
struct counting_allocator
{
  using value_type = T;

  explicit counting_allocator(memory& m) noexcept : used(&m) {}

  template <typename U>
  counting_allocator(const counting_allocator<U>& other) noexcept
    : used(other.used)
  {
  }

  T* allocate(std::size_t n)
  {
    if (used->left == 0)
      throw std::bad_alloc();
    --used->left;
    ++used->allocated;
    return std::allocator<T>().allocate(n);
  }

  void deallocate(T* p, std::size_t n)
  {
    --used->allocated;
    std::allocator<T>().deallocate(p, n);
  }

  template <typename U>
  bool operator==(const counting_allocator<U>& other) const noexcept
  {
    return used == other.used;
  }

  template <typename U>
  bool operator!=(const counting_allocator<U>& other) const noexcept
  {
    return used != other.used;
  }

  memory* used;
};

// Notes what of its memory is in use when it is called.
struct handler
{
  using allocator_type = counting_allocator<char>;

  allocator_type get_allocator() const noexcept
  {
    return allocator_type(*used);
  }

  void operator()(error_code ec) const
  {
    BOOST_TEST(!ec);
    *result = used->allocated;
  }

  memory* used;
  int* result;
};

struct pair : no_leaks
{
  asio::io_context context;
  connected control{context};
};

} // namespace

BOOST_AUTO_TEST_SUITE(handover_lifetimes)

// A handler that is an lvalue is copied, and not moved from.
BOOST_FIXTURE_TEST_CASE(an_lvalue_handler_is_copied, pair)
{
  int called = 0;
  auto handler = [owner = std::make_shared<int>(1), &called](error_code ec)
      {
        BOOST_TEST(!ec);
        called += owner ? 1 : 100;
      };
  async_await_successor(control.a, deadline, handler);
  confirm_handover(control.b);
  run(context);
  handler(error_code());
  BOOST_TEST(called == 2);
}

// The memory of the handler's allocator is free before the handler is called:
// it may be the handler's own.
BOOST_FIXTURE_TEST_CASE(memory_is_free_when_the_handler_is_called, pair)
{
  memory used;
  int result = -1;
  async_await_successor(control.a, deadline, handler{&used, &result});
  context.poll();
  confirm_handover(control.b);
  run(context);
  BOOST_TEST(result == 0);
}

// The handler runs on another context, which outlives that of the socket: what
// is left there of the deadline does not touch the socket's context.
BOOST_FIXTURE_TEST_CASE(the_context_of_the_handler_can_live_longer, no_leaks)
{
  asio::io_context other;
  {
    pair p;
    bool called = false;
    async_await_successor(p.control.a, deadline,
        asio::bind_executor(other.get_executor(), [&](error_code ec)
          {
            BOOST_TEST(!ec);
            called = true;
          }));
    p.context.poll();
    confirm_handover(p.control.b);
    for (int i = 0; i < 1000 && !called; ++i)
    {
      p.context.restart();
      p.context.poll();
      other.restart();
      other.poll_one();
    }
    BOOST_TEST(called);
    p.context.restart();
    p.context.poll(); // the end of the deadline's wait goes to the other one
  }
}

// An operation that ends by an exception leaves no deadline, which would cancel
// a later operation.
BOOST_FIXTURE_TEST_CASE(an_exception_leaves_no_deadline, pair)
{
  bool has_begun = false;
  for (int left = 0; !has_begun; ++left)
  {
    connected fresh(context);
    memory used;
    used.left = left;
    int result = -1;
    try
    {
      async_await_successor(fresh.a, 20ms, handler{&used, &result});
      has_begun = true;
      confirm_handover(fresh.b);
      run(context);
    }
    catch (const std::bad_alloc&)
    {
      asio::steady_timer later(context, 60ms);
      error_code ended;
      fresh.a.async_wait(packet_socket::wait_read,
          [&](error_code ec) { ended = ec; });
      later.async_wait([&](error_code)
          {
            BOOST_TEST(!ended);
            fresh.a.cancel();
          });
      run(context);
      BOOST_TEST(ended == asio::error::operation_aborted);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace boost_seqpacket
