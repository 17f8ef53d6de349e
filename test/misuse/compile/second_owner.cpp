// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A second owner of one descriptor.
// expected: deleted function

#include <boost_seqpacket/unique_descriptor.hpp>

#include <utility>

boost_seqpacket::unique_descriptor test(
    boost_seqpacket::unique_descriptor& first)
{
#if defined(MISTAKE)
  return boost_seqpacket::unique_descriptor(first);
#else
  return boost_seqpacket::unique_descriptor(std::move(first));
#endif
}
