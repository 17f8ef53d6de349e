// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_FAULT_WALK_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_FAULT_WALK_HPP

// A test runs a scenario once and sees which calls it makes, then runs it again
// for each call and each fault of that call.

#include "failing_calls.hpp"

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

namespace boost_seqpacket {
namespace test {

// Walks a scenario: runs it as it is, then with every fault at every call. What
// only a fault leads to gets a second one in turn.
//
// BOOST_SEQPACKET_FAULTS names a file that gets a line for each cell: the call,
// the fault, where the call stands, and the scenario.
class fault_walk
{
public:
  fault_walk()
  {
    if (const char* const path = std::getenv("BOOST_SEQPACKET_FAULTS"))
      file_ = std::fopen(path, "ae");
  }

  fault_walk(const fault_walk&) = delete;
  fault_walk& operator=(const fault_walk&) = delete;

  ~fault_walk()
  {
    if (file_)
      std::fclose(file_);
    std::printf("%zu runs with faults\n", runs_);
  }

  // The scenario is called with the number of planned faults that must not have
  // been in the way of success, which is 0 in the first run only.
  template <typename Scenario>
  void operator()(const std::string& name, Scenario scenario)
  {
    const std::vector<made_call> calls = run(name, {}, scenario);
    for (std::size_t i = 0; i < calls.size(); ++i)
    {
      for (const fault& first : all_faults)
      {
        if (!fits(calls[i], first))
          continue;
        const std::vector<made_call> next =
          run(name, {{i, &first}}, scenario);
        for (std::size_t j = i + 1; j < next.size(); ++j)
        {
          if (!is_new(next[j]))
            continue;
          for (const fault& second : all_faults)
          {
            if (fits(next[j], second))
              run(name, {{i, &first}, {j, &second}}, scenario);
          }
          known_.insert(next[j].from);
        }
      }
      known_.insert(calls[i].from);
    }
  }

  // What is being done, for messages.
  static std::string where(const std::string& name)
  {
    std::string result = name;
    for (const planned_fault& planned : faults.plan)
      result += std::string(", ") + planned.what->name + " of call "
        + std::to_string(planned.at);
    for (const made_call& made : faults.made)
      result += std::string(" ") + made.name;
    return result;
  }

private:
  static bool fits(const made_call& made, const fault& what)
  {
    return !what.of || std::string(what.of) == made.name;
  }

  bool is_new(const made_call& made) const
  {
    return known_.count(made.from) == 0;
  }

  template <typename Scenario>
  std::vector<made_call> run(const std::string& name,
      const std::vector<planned_fault>& plan, Scenario& scenario)
  {
    // What a filter refuses is remembered. Each run begins without that.
    detail::batch_ops::refused_sendmmsg::forget();
    detail::batch_ops::refused_recvmmsg::forget();
    faults.made.clear();
    faults.plan = plan;
    faults.reached = 0;
    ++runs_;

    const std::size_t before = open_descriptors();
    const std::string wrong = scenario();
    faults.active = false;
    const std::size_t after = open_descriptors();
    if (!wrong.empty())
      BOOST_ERROR(where(name) << ": " << wrong);
    if (after != before)
      BOOST_ERROR(where(name) << ": " << before << " descriptors before, "
          << after << " after");
    if (file_ && !plan.empty() && faults.reached == plan.size())
    {
      const planned_fault& last = plan.back();
      const made_call& made = faults.made[last.at];
      std::fprintf(file_, "%s\t%s\t%lx\t%s\t%s\n", made.name, last.what->name,
          offset_of(made.from), name.c_str(),
          wrong.empty() && after == before ? "passed" : "failed");
    }
    return faults.made;
  }

  std::FILE* file_ = nullptr;
  std::set<const void*> known_;
  std::size_t runs_ = 0;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_FAULT_WALK_HPP
