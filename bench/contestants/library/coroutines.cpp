// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The library, with coroutines.

#include "../coroutines.hpp"
#include "../variants.hpp"
#include "connection.hpp"

namespace {

template <typename Executor, typename Binding>
using bytes = bench::coroutines<bench::bytes_connection<Executor>,
  bench::bytes_connection<Executor>, Binding>;

template <typename Executor, typename Binding>
using ancillary = bench::coroutines<bench::ancillary_connection<Executor>,
  bench::descriptor_connection<Executor>, Binding>;

} // namespace

int main(int argc, char** argv)
{
  return bench::run(argc, argv, [](const bench::options& o)
      {
        return bench::choose<bytes>(o, "bytes")
          || bench::choose<ancillary>(o, "ancillary");
      });
}
