// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What descriptors cost in allocations, and what stays if one of them fails.

#include "files.hpp"

#include "forms.hpp"

#include <cstdlib>
#include <new>

namespace boost_seqpacket {
namespace test {

// The number of allocations, and how many succeed before one fails.
inline int allocations = 0;
inline int before_failure = -1;

inline void* allocate(std::size_t size)
{
  ++allocations;
  if (before_failure == 0)
    return nullptr;
  if (before_failure > 0)
    --before_failure;
  return std::malloc(size == 0 ? 1 : size);
}

} // namespace test
} // namespace boost_seqpacket

void* operator new(std::size_t size)
{
  if (void* memory = boost_seqpacket::test::allocate(size))
    return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
  std::free(memory);
}

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

template <typename Function>
int count_allocations(Function function)
{
  const int before = allocations;
  function();
  return allocations - before;
}

// Calls the function again and again, the n-th time with a failure of the n-th
// allocation, until it succeeds. Returns the number of failures.
template <typename Function>
int fail_each_allocation(Function function)
{
  for (int n = 0;; ++n)
  {
    before_failure = n;
    const bool failed = function();
    before_failure = -1;
    if (!failed)
      return n;
  }
}

std::size_t receive_all(packet_socket& receiver)
{
  char byte;
  return std::get<1>(receive_descriptors(
        receiver, asio::buffer(&byte, 1), at_most(253))).size();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ancillary_descriptor_costs, no_leaks)

// Up to 16 descriptors that the caller keeps cost no allocation.
BOOST_AUTO_TEST_CASE(few_descriptors_that_are_kept_cost_no_allocation)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(17);
  const auto costs = [&](std::size_t count)
      {
        descriptor_span some(
            const_cast<unique_descriptor*>(sent.owners.data()), count);
        const int result = count_allocations(
            [&] { send_descriptors(sockets.a, text("x"), some); });
        BOOST_TEST(receive_all(sockets.b) == count);
        return result;
      };
  BOOST_TEST(costs(1) == 0);
  BOOST_TEST(costs(16) == 0);
  BOOST_TEST(costs(17) == 2);
  BOOST_TEST(count_allocations([&]
        {
          send_descriptors(sockets.a, text("x"),
              {sent.owners[0], sent.numbers[1], sent.owners[2]});
        }) == 0);
  BOOST_TEST(receive_all(sockets.b) == 3u);
}

// Owners that are given away cost two, however many there are.
BOOST_AUTO_TEST_CASE(owners_that_are_given_away_cost_two_allocations)
{
  asio::io_context context;
  connected sockets(context);
  for (const std::size_t count : {1u, 16u})
  {
    std::vector<unique_descriptor> owners = std::move(files(count).owners);
    BOOST_TEST(count_allocations([&]
          {
            send_descriptors(sockets.a, text("x"), std::move(owners));
          }) == 2);
    BOOST_TEST(receive_all(sockets.b) == count);
  }
}

// A receive of at most n costs one, and one of none costs none.
BOOST_AUTO_TEST_CASE(a_receive_with_a_limit_costs_one_allocation)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(3);
  char byte;
  const auto costs = [&](std::size_t max)
      {
        return count_allocations([&]
            {
              receive_descriptors(
                  sockets.b, asio::buffer(&byte, 1), at_most(max));
            });
      };
  for (int i = 0; i < 2; ++i)
    send_descriptors(sockets.a, text("x"), sent.owners);
  BOOST_TEST(costs(3) == 1);
  BOOST_TEST(costs(253) == 1);
  send_message(sockets.a, text("x"), no_ancillary);
  send_message(sockets.a, text("x"), no_ancillary);
  BOOST_TEST(costs(0) == 0);
  BOOST_TEST(costs(1) == 1);
}

// If the memory of a send is missing, the owners keep their descriptors, and
// nothing is sent.
BOOST_AUTO_TEST_CASE(owners_keep_their_descriptors_if_memory_is_missing)
{
  asio::io_context context;
  connected sockets(context);
  for (const std::size_t count : {1u, 20u})
  {
    std::vector<unique_descriptor> owners = std::move(files(count).owners);
    const int failures = fail_each_allocation([&]
        {
          try
          {
            send_descriptors(sockets.a, text("x"), std::move(owners));
            return false;
          }
          catch (const std::bad_alloc&)
          {
            before_failure = -1;
            for (const unique_descriptor& owner : owners)
              BOOST_TEST(owner.is_open());
            BOOST_TEST(has_nothing(sockets.b));
            return true;
          }
        });
    BOOST_TEST(failures == (count > 16 ? 3 : 2));
    BOOST_TEST(receive_all(sockets.b) == count);
  }

  unique_descriptor owner = make_file("x");
  const int failures = fail_each_allocation([&]
      {
        try
        {
          send_descriptors(sockets.a, text("x"), {std::move(owner)});
          return false;
        }
        catch (const std::bad_alloc&)
        {
          before_failure = -1;
          BOOST_TEST(owner.is_open());
          return true;
        }
      });
  BOOST_TEST(failures == 2);
  BOOST_TEST(receive_all(sockets.b) == 1u);
}

// A range that can be read only once, and gives its owners away.
struct given_once
{
  struct iterator
  {
    using iterator_category = std::input_iterator_tag;
    using value_type = unique_descriptor;
    using difference_type = std::ptrdiff_t;
    using pointer = unique_descriptor*;
    using reference = unique_descriptor&&;

    unique_descriptor&& operator*() const
    {
      return std::move(*place);
    }

    iterator& operator++()
    {
      ++place;
      return *this;
    }

    bool operator!=(const iterator& other) const
    {
      return place != other.place;
    }

    unique_descriptor* place;
  };

  iterator begin() const
  {
    return {owners.data()};
  }

  iterator end() const
  {
    return {owners.data() + owners.size()};
  }

  std::vector<unique_descriptor>& owners;
};

// The same if the number of owners is not known before they are given.
BOOST_AUTO_TEST_CASE(owners_of_a_range_that_is_read_once_keep_them_as_well)
{
  asio::io_context context;
  connected sockets(context);
  std::vector<unique_descriptor> owners = std::move(files(20).owners);
  const int failures = fail_each_allocation([&]
      {
        try
        {
          send_descriptors(sockets.a, text("x"), given_once{owners});
          return false;
        }
        catch (const std::bad_alloc&)
        {
          before_failure = -1;
          for (const unique_descriptor& owner : owners)
            BOOST_TEST(owner.is_open());
          BOOST_TEST(has_nothing(sockets.b));
          return true;
        }
      });
  BOOST_TEST(failures == 3);
  BOOST_TEST(receive_all(sockets.b) == 20u);
}

// If the memory of a receive is missing, the packet stays in the queue.
BOOST_AUTO_TEST_CASE(the_packet_stays_if_memory_is_missing)
{
  asio::io_context context;
  connected sockets(context);
  const files sent(3);
  send_descriptors(sockets.a, text("x"), sent.owners);
  char byte;
  error_code ec;
  const std::size_t opened = open_descriptors();
  before_failure = 0;
  auto result = receive_descriptors(
      sockets.b, asio::buffer(&byte, 1), at_most(3), ec);
  before_failure = -1;
  BOOST_TEST(ec == asio::error::no_memory);
  BOOST_TEST(std::get<1>(result).empty());
  BOOST_TEST(open_descriptors() == opened);

  BOOST_TEST(receive_all(sockets.b) == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
