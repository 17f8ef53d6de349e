// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Asio's own operations, with callbacks.

#include "../callbacks.hpp"
#include "../variants.hpp"
#include "connection.hpp"

namespace {

template <typename Executor, typename Binding>
using contestant = bench::callbacks<
  bench::asio_connection<Executor>, bench::asio_connection<Executor>, Binding>;

} // namespace

int main(int argc, char** argv)
{
  return bench::run(argc, argv, [](const bench::options& o)
      {
        return bench::choose<contestant>(o, "bytes");
      });
}
