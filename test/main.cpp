// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The main function of every test program. It says at the end how many cases
// there were, so that a program that ran none is not taken for one that passed.

#define BOOST_TEST_NO_MAIN
#define BOOST_TEST_ALTERNATIVE_INIT_API
#include <boost/test/included/unit_test.hpp>

#include <cstdio>

namespace {

class case_counter : public boost::unit_test::test_observer
{
public:
  int passed = 0;
  int failed = 0;
  int skipped = 0;

  void test_unit_finish(const boost::unit_test::test_unit& unit,
      unsigned long) override
  {
    if (unit.p_type != boost::unit_test::TUT_CASE)
      return;
    const auto& result =
      boost::unit_test::results_collector.results(unit.p_id);
    ++(result.passed() ? passed : failed);
  }

  void test_unit_skipped(const boost::unit_test::test_unit& unit,
      boost::unit_test::const_string reason) override
  {
    if (unit.p_type != boost::unit_test::TUT_CASE)
      return;
    ++skipped;
    std::printf("skipped: %s: %.*s\n", unit.p_name->c_str(),
        static_cast<int>(reason.size()), reason.begin());
  }

  // Behind the collector of the results.
  int priority() override
  {
    return 100;
  }
};

case_counter counter;

bool init()
{
  boost::unit_test::framework::register_observer(counter);
  return true;
}

} // namespace

int main(int argc, char* argv[])
{
  const int result = boost::unit_test::unit_test_main(init, argc, argv);
  std::printf("cases: %d passed, %d failed, %d skipped\n",
      counter.passed, counter.failed, counter.skipped);
  return result != 0 || counter.failed != 0 ? 1 : 0;
}
