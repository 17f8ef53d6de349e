// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// How long operations pause that wait for what no readiness tells. The
// documents promise the numbers.

#include "test.hpp"

#include <boost_seqpacket/detail/operation/backoff.hpp>

#include <set>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

using boost_seqpacket::detail::exponential_backoff;

namespace {

using std::chrono::microseconds;

constexpr microseconds longest(128000);

// The time that the pause of a number, counted from 0, has grown to.
microseconds grown(unsigned number)
{
  return std::min(longest, microseconds(1000 << std::min(number, 20u)));
}

} // namespace

BOOST_AUTO_TEST_SUITE(operation_backoff)

// A pause takes between half of the time that it has grown to and all of it: 1
// ms, 2 ms, and so on up to 128 ms, for whatever seed.
BOOST_AUTO_TEST_CASE(a_pause_doubles_up_to_128_ms)
{
  for (const std::uint64_t seed : {std::uint64_t(0), std::uint64_t(1),
      std::uint64_t(12345), ~std::uint64_t(0), ~std::uint64_t(0) / 2})
  {
    exponential_backoff backoff(seed);
    for (unsigned i = 0; i < 1000; ++i)
    {
      const microseconds pause = backoff.next();
      BOOST_TEST_REQUIRE(pause.count() <= grown(i).count());
      BOOST_TEST_REQUIRE(pause.count() >= grown(i).count() / 2);
    }
  }
}

// After a part of the work is done the pauses begin again.
BOOST_AUTO_TEST_CASE(a_restart_begins_with_the_first_pause)
{
  exponential_backoff backoff(1);
  const microseconds first = backoff.next();
  for (int i = 0; i < 10; ++i)
    backoff.next();
  backoff.restart();
  BOOST_TEST(backoff.next().count() == first.count());
}

// The same part of the time each time: a pause never shrinks.
BOOST_AUTO_TEST_CASE(a_pause_never_shrinks)
{
  for (std::uint64_t seed = 0; seed < 1000; ++seed)
  {
    exponential_backoff backoff(seed);
    microseconds before(0);
    for (unsigned i = 0; i < 20; ++i)
    {
      const microseconds pause = backoff.next();
      BOOST_TEST_REQUIRE(pause.count() >= before.count());
      before = pause;
    }
  }
}

// Operations that wait for the same thing do not try again all at once. The
// kernel numbers its sockets one after the other: consecutive seeds go far
// apart.
BOOST_AUTO_TEST_CASE(consecutive_seeds_spread)
{
  // In each of 16 equal parts of the time between half and whole.
  int in_part[16] = {};
  std::set<microseconds> different;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed)
  {
    exponential_backoff backoff(seed);
    microseconds pause = backoff.next();
    for (int i = 0; i < 7; ++i)
      pause = backoff.next();
    different.insert(pause);
    const auto part = (pause - longest / 2) * 16 / (longest / 2);
    ++in_part[std::min<long>(15, static_cast<long>(part))];
  }
  BOOST_TEST(different.size() > 950u);
  for (const int count : in_part)
  {
    BOOST_TEST(count > 1000 / 16 / 2);
    BOOST_TEST(count < 1000 / 16 * 2);
  }
}

// Neighbours as well: no two of ten sockets that were opened together wait the
// same time.
BOOST_AUTO_TEST_CASE(neighbours_do_not_meet)
{
  for (std::uint64_t first = 1; first <= 1000; first += 10)
  {
    std::set<microseconds> pauses;
    for (std::uint64_t seed = first; seed < first + 10; ++seed)
      pauses.insert(exponential_backoff(seed).next());
    BOOST_TEST_REQUIRE(pauses.size() == 10u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
