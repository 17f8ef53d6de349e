// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A range that makes each element when it is asked: they are gone before the
// system call.
// expected: elements are there themselves

#include <boost_seqpacket/send_messages.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <cstddef>
#include <iterator>

using message = boost_seqpacket::outgoing_message<1>;

#if defined(MISTAKE)
using reference_type = message;
#else
using reference_type = message&;
#endif

class maker
{
public:
  using value_type = message;
  using reference = reference_type;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::input_iterator_tag;
  using pointer = message*;

  explicit maker(message* place)
    : place_(place)
  {
  }

  reference_type operator*() const
  {
    return *place_;
  }

  message* operator->() const
  {
    return place_;
  }

  maker& operator++()
  {
    ++place_;
    return *this;
  }

  bool operator==(const maker& other) const
  {
    return place_ == other.place_;
  }

  bool operator!=(const maker& other) const
  {
    return place_ != other.place_;
  }

private:
  message* place_;
};

struct range
{
  maker begin() const
  {
    return maker(first);
  }

  maker end() const
  {
    return maker(first + 1);
  }

  message* first;
};

void test(boost_seqpacket::seq_packet_protocol::socket& socket,
    range& messages)
{
  boost_seqpacket::send_messages(socket, messages);
}
