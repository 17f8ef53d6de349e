// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_VARIANTS_HPP
#define BOOST_SEQPACKET_BENCH_VARIANTS_HPP

// Each contestant in Asio's style has two variants: NAME, as a user begins, and
// NAME-immediate, with the executor of the io_context itself and handlers that
// are bound to an immediate executor.

#include "connection.hpp"
#include "immediate.hpp"

#include <boost/asio/any_io_executor.hpp>

namespace bench {

// Plays if the variant is one of this contestant.
template <template <typename Executor, typename Binding> class Contestant>
bool choose(const options& o, const std::string& name)
{
  using usual = Contestant<asio::any_io_executor, unbound>;
  if (o.variant == name)
  {
    play<usual>(o);
    return true;
  }
  else if (o.variant == name + "-immediate")
  {
#if defined(BENCH_HAS_IMMEDIATE_EXECUTOR)
    play<Contestant<concrete_executor, bound>>(o);
    return true;
#else
    throw unsupported();
#endif
  }
  return false;
}

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_VARIANTS_HPP
