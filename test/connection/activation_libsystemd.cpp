// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Socket activation by libsystemd: the same cases, and both ways side by side. A
// program of its own, because a program uses it everywhere or nowhere.

#if !defined(BOOST_SEQPACKET_USE_LIBSYSTEMD)
# define BOOST_SEQPACKET_USE_LIBSYSTEMD
#endif

#include "activation_cases.hpp"

BOOST_FIXTURE_TEST_SUITE(connection_activation_libsystemd, no_leaks)

// On every environment that a service manager can make, and on wrong ones, the
// library says what libsystemd says, and leaves the same descriptors open.
BOOST_AUTO_TEST_CASE(library_and_libsystemd_say_the_same)
{
  const auto own = [](error_code& ec)
      {
        return detail::activation_ops::take(ec);
      };
  const auto libsystemd = [](error_code& ec)
      {
        return detail::activation_ops::take_by_libsystemd(ec);
      };
  for (const char* id : {self, "1", "0", "-1", "x", "", "99999999999"})
    for (const char* count : {"0", "1", "2", "3", "4", "-1", "x", "", "2x",
          "99999999999", "2147483647", unset})
      for (const char* names : {unset, "", "a", "a:b", "a:b:c", ":", "a:", "::",
            "a b:'c'", "a\\b:c", "a\\:b:c", "\xC3\xA4:\t"})
      {
        const environment e = {id, count, names};
        BOOST_TEST_CONTEXT(e)
        {
          BOOST_TEST(outcome_of(e, own) == outcome_of(e, libsystemd));
        }
      }
}

BOOST_AUTO_TEST_SUITE_END()
