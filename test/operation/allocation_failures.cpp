// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The allocator of a handler has no memory: at its first allocation, at its
// second, and so on until the operation does without a failure.

#include "kinds.hpp"

#include <new>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using concrete_kinds = kinds_on<asio::io_context::executor_type>;

// What all copies of an allocator share.
struct memory
{
  int allocations_left = 0;
  int in_use = 0;
};

template <typename T>
class scarce_allocator
{
public:
  using value_type = T;

  explicit scarce_allocator(memory& m) noexcept
    : memory_(&m)
  {
  }

  template <typename U>
  scarce_allocator(const scarce_allocator<U>& other) noexcept
    : memory_(other.memory_)
  {
  }

  T* allocate(std::size_t n)
  {
    if (memory_->allocations_left == 0)
      throw std::bad_alloc();
    --memory_->allocations_left;
    T* const result = std::allocator<T>().allocate(n);
    ++memory_->in_use;
    return result;
  }

  void deallocate(T* p, std::size_t n) noexcept
  {
    std::allocator<T>().deallocate(p, n);
    --memory_->in_use;
  }

  friend bool operator==(
      const scarce_allocator& a, const scarce_allocator& b) noexcept
  {
    return a.memory_ == b.memory_;
  }

  friend bool operator!=(
      const scarce_allocator& a, const scarce_allocator& b) noexcept
  {
    return !(a == b);
  }

private:
  template <typename U>
  friend class scarce_allocator;

  memory* memory_;
};

class scarce_handler
{
public:
  using allocator_type = scarce_allocator<char>;

  scarce_handler(memory& m, ended& result)
    : memory_(&m),
      result_(&result)
  {
  }

  allocator_type get_allocator() const noexcept
  {
    return allocator_type(*memory_);
  }

  // All memory of an operation is free before its handler is called.
  template <typename... Rest>
  void operator()(const error_code& ec, Rest&&...)
  {
    BOOST_TEST(memory_->in_use == 0);
    ++result_->calls;
    result_->error = ec;
  }

private:
  memory* memory_;
  ended* result_;
};

template <typename Function>
bool runs_out_of_memory(Function function)
{
  try
  {
    function();
    return false;
  }
  catch (const std::bad_alloc&)
  {
    return true;
  }
}

// One try, with so many allocations. Returns whether they were enough.
template <typename Kind, typename Function>
bool do_with(int allocations, Function play)
{
  const std::size_t before = open_descriptors();
  memory m;
  m.allocations_left = allocations;
  bool failed;
  {
    asio::io_context context;
    asio::io_context other;
    Kind kind(context.get_executor());
    ended result;
    failed = play(context, other, kind, scarce_handler(m, result));
    m.allocations_left = 0;
    run(context);
    run(other);
    BOOST_TEST(m.in_use == 0);
    BOOST_TEST(result.calls == (failed ? 0 : 1));
    BOOST_TEST(!result.error);
    if (!failed)
      BOOST_TEST(kind.has_succeeded());
  }
  BOOST_TEST(open_descriptors() == before);
  return !failed;
}

// Returns how many allocations the operation makes.
template <typename Kind, typename Function>
int do_with_more_and_more(Function play)
{
  int allocations = 0;
  while (!do_with<Kind>(allocations, play))
    BOOST_TEST_REQUIRE(++allocations < 20);
  return allocations;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_allocation_failures, no_leaks)

// An operation that is done at once has no memory for its completion. What it
// has done is done: a packet that was received is lost and its descriptors are
// closed. Asio's own operations allocate before they do anything. (Behind
// any_io_executor a completion takes no memory of the handler.)
BOOST_AUTO_TEST_CASE_TEMPLATE(an_operation_that_is_done_at_once_may_be_lost,
    Kind, concrete_kinds)
{
  const int allocations = do_with_more_and_more<Kind>(
      [](asio::io_context&, asio::io_context&, Kind& kind, auto handler)
      {
        kind.make_ready();
        const bool failed =
          runs_out_of_memory([&] { kind.start(handler); });
        if (failed && is_asios_own<Kind>::value)
          BOOST_TEST(kind.is_untouched());
        else if (failed)
          BOOST_TEST(kind.has_succeeded());
        return failed;
      });
  BOOST_TEST(allocations > 0);
}

// An operation that waits allocates before the system call that succeeds.
// Without memory everything is as it was.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_operation_that_cannot_wait_changes_nothing,
    Kind, kinds)
{
  const int allocations = do_with_more_and_more<Kind>(
      [](asio::io_context& context, asio::io_context&, Kind& kind,
        auto handler)
      {
        const bool failed = runs_out_of_memory([&]
            {
              kind.start(handler);
              kind.make_ready();
              run(context);
            });
        if (failed)
        {
          kind.make_ready();
          BOOST_TEST(kind.is_untouched());
        }
        return failed;
      });
  BOOST_TEST(allocations > 0);
}

// The same when the handler is in another context, and there is no memory to
// get there.
BOOST_AUTO_TEST_CASE_TEMPLATE(
    an_operation_that_cannot_resume_elsewhere_changes_nothing, Kind, kinds)
{
  if (is_asios_own<Kind>::value)
    return; // it is done before it goes elsewhere
  const int allocations = do_with_more_and_more<Kind>(
      [](asio::io_context& context, asio::io_context& other, Kind& kind,
        auto handler)
      {
        bool is_ready = false;
        const bool failed = runs_out_of_memory([&]
            {
              kind.start(asio::bind_executor(other, handler));
              kind.make_ready();
              is_ready = true;
              for (int i = 0; i < 3; ++i)
              {
                context.restart();
                context.run_one_for(std::chrono::milliseconds(200));
                other.restart();
                other.poll();
              }
            });
        if (failed && !is_ready)
          kind.make_ready();
        if (failed)
          BOOST_TEST(kind.is_untouched());
        return failed;
      });
  BOOST_TEST(allocations > 1);
}

BOOST_AUTO_TEST_SUITE_END()
