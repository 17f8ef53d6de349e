// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Owners of another library that end before the send: those that a range makes
// on demand, also if it has a name, and those of a temporary container.
// expected: These descriptors would be closed before they are sent
// times: 3

#include <boost_seqpacket/send_descriptors.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <unistd.h>
#include <utility>
#include <vector>

// An owner that converts to its number.
class foreign_file
{
public:
  explicit foreign_file(int number) noexcept
    : number_(number)
  {
  }

  foreign_file(foreign_file&& other) noexcept
    : number_(std::exchange(other.number_, -1))
  {
  }

  ~foreign_file()
  {
    ::close(number_);
  }

  operator int() const noexcept
  {
    return number_;
  }

private:
  int number_;
};

// Gives a copy of a descriptor for each element.
template <typename Element>
struct copies
{
  struct iterator
  {
    Element operator*() const
    {
      return Element(::dup(number));
    }

    iterator& operator++()
    {
      ++number;
      return *this;
    }

    bool operator!=(const iterator& other) const
    {
      return number != other.number;
    }

    int number;
  };

  iterator begin() const
  {
    return {0};
  }

  iterator end() const
  {
    return {2};
  }
};

#if defined(MISTAKE)
using element = foreign_file;
#else
using element = int;
#endif

void test(boost_seqpacket::seq_packet_protocol::socket& socket,
    std::vector<foreign_file>& files)
{
  const auto buffer = boost::asio::buffer("x", 1);
  const copies<element> named;
  boost_seqpacket::send_descriptors(socket, buffer, named);
  boost_seqpacket::send_descriptors(socket, buffer, copies<element>());
#if defined(MISTAKE)
  boost_seqpacket::send_descriptors(socket, buffer, std::move(files));
#else
  boost_seqpacket::send_descriptors(socket, buffer, files);
#endif
}
