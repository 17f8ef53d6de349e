// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_FUZZ_HPP
#define BOOST_SEQPACKET_TEST_FUZZ_HPP

// What the programs for libFuzzer share.

#include <utility> // Asio of Boost 1.74 forgets it

#include <boost/asio.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace fuzz {

// A promise that is broken ends the program, and libFuzzer keeps the input.

inline void require(bool holds, const char* what = "a promise",
    int line = __builtin_LINE())
{
  if (holds)
    return;
  std::fprintf(stderr, "broken in line %d: %s\n", line, what);
  std::abort();
}

// The compiler must not leave out what led to the value.
inline void use(std::size_t value)
{
  asm volatile("" : : "r"(value) : "memory");
}

} // namespace fuzz
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_FUZZ_HPP
