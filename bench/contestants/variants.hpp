// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_VARIANTS_HPP
#define BOOST_SEQPACKET_BENCH_VARIANTS_HPP

// The variants of a contestant: the executor of its sockets and how its handlers
// are bound.

#include "connections.hpp"
#include "immediate.hpp"

#include <boost/asio/any_io_executor.hpp>

namespace bench {

template <template <typename Executor, typename Binding> class Contestant>
void choose(const options& o)
{
  if (o.variant == "any")
    play<Contestant<asio::any_io_executor, unbound>>(o);
  else if (o.variant == "concrete")
    play<Contestant<concrete_executor, unbound>>(o);
#if defined(BENCH_HAS_IMMEDIATE_EXECUTOR)
  else if (o.variant == "any-bound")
    play<Contestant<asio::any_io_executor, bound>>(o);
  else if (o.variant == "concrete-bound")
    play<Contestant<concrete_executor, bound>>(o);
#else
  else if (o.variant == "any-bound" || o.variant == "concrete-bound")
    throw unsupported();
#endif
  else
    throw std::runtime_error("unknown variant " + o.variant);
}

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_VARIANTS_HPP
