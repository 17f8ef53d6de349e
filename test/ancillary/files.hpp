// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_ANCILLARY_FILES_HPP
#define BOOST_SEQPACKET_TEST_ANCILLARY_FILES_HPP

// Files to be sent, and whether they have arrived.

#include "test.hpp"

namespace boost_seqpacket {
namespace test {

// So many files, and their numbers.
struct files
{
  explicit files(std::size_t count)
  {
    for (std::size_t i = 0; i < count; ++i)
    {
      owners.push_back(make_file("file " + std::to_string(i)));
      numbers.push_back(owners.back().native_handle());
    }
  }

  std::vector<unique_descriptor> owners;
  std::vector<int> numbers;
};

// Whether the descriptors stand for the first files, in their order.
template <typename Range>
bool are_the_first(Range&& descriptors, const files& sent)
{
  std::size_t i = 0;
  for (const unique_descriptor& descriptor : descriptors)
  {
    if (i == sent.numbers.size()
        || !same_file(descriptor.native_handle(), sent.numbers[i]))
      return false;
    ++i;
  }
  return true;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_ANCILLARY_FILES_HPP
