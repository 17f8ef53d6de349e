// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_BATCH_OBSERVED_RANGE_HPP
#define BOOST_SEQPACKET_TEST_BATCH_OBSERVED_RANGE_HPP

// A range whose iterator runs code of the test.

#include <cstddef>
#include <functional>
#include <iterator>
#include <vector>

namespace boost_seqpacket {
namespace test {

// Iterates over messages, and calls a function each time that one is looked at.
template <typename Message>
class observed_iterator
{
public:
  using value_type = Message;
  using reference = Message&;
  using pointer = Message*;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::forward_iterator_tag;

  observed_iterator(Message* place, const std::function<void()>& observe)
    : place_(place),
      observe_(&observe)
  {
  }

  Message* operator->() const
  {
    (*observe_)();
    return place_;
  }

  Message& operator*() const
  {
    return *operator->();
  }

  observed_iterator& operator++()
  {
    ++place_;
    return *this;
  }

  observed_iterator operator++(int)
  {
    observed_iterator old(*this);
    ++place_;
    return old;
  }

  bool operator==(const observed_iterator& other) const
  {
    return place_ == other.place_;
  }

  bool operator!=(const observed_iterator& other) const
  {
    return place_ != other.place_;
  }

private:
  Message* place_;
  const std::function<void()>* observe_;
};

template <typename Message>
struct observed_range
{
  std::vector<Message>& messages;
  std::function<void()> observe;

  observed_iterator<Message> begin() const
  {
    return {messages.data(), observe};
  }

  observed_iterator<Message> end() const
  {
    return {messages.data() + messages.size(), observe};
  }
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_BATCH_OBSERVED_RANGE_HPP
