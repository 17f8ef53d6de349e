// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_RANDOM_CONTENTS_HPP
#define BOOST_SEQPACKET_TEST_RANDOM_CONTENTS_HPP

// What random packets are made of.

#include "test.hpp"

#include <cstdint>
#include <random>

namespace boost_seqpacket {
namespace test {

// A check that costs nothing while it holds: there are millions.
inline void require(bool holds, const char* what)
{
  if (!holds)
    BOOST_FAIL(what);
}

constexpr std::size_t max_size = 200000; // of a packet
constexpr std::size_t max_fds = 253;
constexpr std::size_t file_count = 61;

// What the packet of a number is made of.
struct content
{
  std::size_t size;
  std::size_t offset; // in the memory that all packets are cut from
  std::size_t fds;
  std::size_t first_file;
};

// Everything about a packet follows from its number.
class contents
{
public:
  explicit contents(std::uint64_t seed, std::size_t largest = max_size)
    : seed_(seed),
      largest_(largest),
      memory_(largest + 65536)
  {
    std::mt19937 random(static_cast<std::mt19937::result_type>(seed));
    for (char& c : memory_)
      c = static_cast<char>(random());
    for (std::size_t i = 0; i < file_count; ++i)
    {
      files_.push_back(make_file("file " + std::to_string(i)));
      struct ::stat status;
      require(::fstat(files_[i].native_handle(), &status) == 0, "fstat");
      status_.push_back(status);
    }
  }

  content operator[](std::size_t number) const
  {
    std::uint64_t state = seed_ + number * 0x9e3779b97f4a7c15u;
    const auto below = [&](std::size_t n)
        {
          state += 0x9e3779b97f4a7c15u;
          std::uint64_t z = state;
          z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
          z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
          return static_cast<std::size_t>((z ^ (z >> 31)) % n);
        };
    content result;
    const std::size_t how_large = below(1000);
    result.size = how_large < 150 ? 0
      : how_large < 800 ? 1 + below(64)
      : how_large < 960 ? 1 + below(1500)
      : how_large < 995 ? 1 + below(16384)
      : how_large < 999 ? 1 + below(largest_)
      : largest_;
    result.offset = below(65536);
    const std::size_t how_many = below(1000);
    result.fds = how_many < 850 ? 0
      : how_many < 975 ? 1 + below(3)
      : how_many < 996 ? 1 + below(16)
      : how_many < 999 ? 1 + below(max_fds)
      : max_fds;
    result.first_file = below(file_count);
    return result;
  }

  const char* bytes(const content& c) const
  {
    return memory_.data() + c.offset;
  }

  int file(const content& c, std::size_t i) const
  {
    return files_[(c.first_file + i) % file_count].native_handle();
  }

  bool is_file(const content& c, std::size_t i, int descriptor) const
  {
    const struct ::stat& expected =
      status_[(c.first_file + i) % file_count];
    struct ::stat status;
    return ::fstat(descriptor, &status) == 0
      && status.st_ino == expected.st_ino
      && status.st_dev == expected.st_dev;
  }

private:
  std::uint64_t seed_;
  std::size_t largest_;
  std::vector<char> memory_;
  std::vector<unique_descriptor> files_;
  std::vector<struct ::stat> status_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_RANDOM_CONTENTS_HPP
