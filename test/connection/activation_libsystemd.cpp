// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Socket activation, compared with libsystemd's.

#include "activation.hpp"

#include <cstring>
#include <systemd/sd-daemon.h>

namespace {

// As activated_descriptors, from the library of systemd.
std::vector<activated_descriptor> by_libsystemd(error_code& ec)
{
  char** names = nullptr;
  const int count = ::sd_listen_fds_with_names(1, &names);
  std::vector<activated_descriptor> result;
  ec = error_code();
  if (count < 0)
    // A number that is too large is as wrong as one with letters in it.
    ec = error_code(count == -ERANGE ? EINVAL : -count,
        asio::error::get_system_category());
  for (int i = 0; i < count; ++i)
  {
    result.push_back(
        {unique_descriptor(SD_LISTEN_FDS_START + i), names[i]});
    std::free(names[i]);
  }
  std::free(names);
  return result;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(activation_libsystemd, no_leaks)

// On every environment that a service manager can make, and on wrong ones, the
// library reports what libsystemd reports, and leaves the same descriptors open.
BOOST_AUTO_TEST_CASE(both_report_the_same)
{
  for (const char* id : {self, "1", "0", "-1", "x", "", "99999999999"})
    for (const char* count : {"0", "1", "2", "3", "4", "-1", "x", "", "2x",
          "99999999999", "2147483647", unset})
      for (const char* names : {unset, "", "a", "a:b", "a:b:c", ":", "a:", "::",
            "a b:'c'", "a\\b:c", "a\\:b:c", "\xC3\xA4:\t"})
      {
        const environment e = {id, count, names};
        BOOST_TEST_CONTEXT(e)
        {
          BOOST_TEST(outcome_of(e) == outcome_of(e, by_libsystemd));
        }
      }
}

BOOST_AUTO_TEST_SUITE_END()
