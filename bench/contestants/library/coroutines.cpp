// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The library, with coroutines.

#include "coroutines.hpp"
#include "variants.hpp"

namespace {

template <typename Executor, typename Binding>
using contestant = bench::coroutines<
  bench::library_connection<Executor, 0>,
  bench::library_connection<Executor, bench::most_descriptors>, Binding>;

} // namespace

int main(int argc, char** argv)
{
  return bench::run(argc, argv, bench::choose<contestant>);
}
