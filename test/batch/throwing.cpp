// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Batches whose iterators, or those of their buffers, throw exceptions.

#include "test.hpp"

#include <iterator>
#include <stdexcept>
#include <type_traits>

namespace boost_seqpacket {
namespace test {
namespace {

// The number of steps until an iterator throws.
int steps_left = -1;

void step()
{
  if (steps_left >= 0 && steps_left-- == 0)
    throw std::runtime_error("an iterator");
}

template <typename Element>
struct counted_iterator
{
  using iterator_category = std::bidirectional_iterator_tag;
  using value_type = std::remove_const_t<Element>;
  using difference_type = std::ptrdiff_t;
  using pointer = Element*;
  using reference = Element&;

  Element& operator*() const
  {
    step();
    return *place;
  }

  Element* operator->() const
  {
    return place;
  }

  counted_iterator& operator++()
  {
    step();
    ++place;
    return *this;
  }

  bool operator==(const counted_iterator& other) const
  {
    return place == other.place;
  }

  bool operator!=(const counted_iterator& other) const
  {
    return place != other.place;
  }

  Element* place;
};

// A range of elements whose iterator counts its steps.
template <typename Element>
struct counted_range
{
  counted_iterator<Element> begin()
  {
    return {elements.data()};
  }

  counted_iterator<Element> end()
  {
    return {elements.data() + elements.size()};
  }

  std::vector<Element> elements;
};

// A sequence of one buffer with such an iterator.
struct counted_buffers
{
  using value_type = asio::mutable_buffer;
  using const_iterator = counted_iterator<const asio::mutable_buffer>;

  const_iterator begin() const
  {
    return {&buffer};
  }

  const_iterator end() const
  {
    return {&buffer + 1};
  }

  asio::mutable_buffer buffer;
};

BOOST_FIXTURE_TEST_SUITE(batch_throwing, no_leaks)

// At whichever step it throws: no descriptor stays open.
BOOST_AUTO_TEST_CASE(an_iterator_that_throws_leaks_no_descriptor)
{
  asio::io_context context;
  const unique_descriptor file = make_file("content");
  bool has_thrown = true;
  int steps = 0;
  for (; has_thrown; ++steps)
  {
    BOOST_REQUIRE(steps < 1000);
    connected s(context);
    for (int i = 0; i < 4; ++i)
      send_descriptors(s.a, text("x"),
          {file.native_handle(), file.native_handle()});
    char bytes[4][8];
    counted_range<incoming_message<2>> batch;
    batch.elements.resize(4);
    for (std::size_t i = 0; i < 4; ++i)
      batch.elements[i].buffers = asio::buffer(bytes[i]);
    has_thrown = false;
    steps_left = steps;
    try
    {
      BOOST_TEST(receive_messages(s.b, batch) == 4u);
    }
    catch (const std::runtime_error&)
    {
      has_thrown = true;
    }
    steps_left = -1;
  }
  BOOST_TEST(steps > 4);
}

// An exception of a buffer sequence passes through the functions.
BOOST_AUTO_TEST_CASE(a_buffer_sequence_may_throw)
{
  asio::io_context context;
  connected s(context);
  char byte = 'x';
  std::vector<outgoing_message<0, counted_buffers>> out(1);
  out[0].buffers.buffer = asio::buffer(&byte, 1);
  steps_left = 0;
  BOOST_CHECK_THROW(send_messages(s.a, out), std::runtime_error);
  BOOST_TEST(send_messages(s.a, out) == 1u);
  std::vector<incoming_message<0, counted_buffers>> in(1);
  in[0].buffers.buffer = asio::buffer(&byte, 1);
  steps_left = 0;
  BOOST_CHECK_THROW(receive_messages(s.b, in), std::runtime_error);
  BOOST_TEST(receive_messages(s.b, in) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace test
} // namespace boost_seqpacket
