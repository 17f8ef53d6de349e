// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Reports to the service manager, compared with libsystemd's.

#include "manager.hpp"

#include <systemd/sd-daemon.h>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

bool is_same(const report& ours, const report& theirs)
{
  if (ours.text != theirs.text || ours.files.size() != theirs.files.size()
      || !ours.sender || !theirs.sender
      || ours.sender->pid != theirs.sender->pid
      || ours.sender->uid != theirs.sender->uid)
    return false;
  for (std::size_t i = 0; i < ours.files.size(); ++i)
  {
    if (!same_file(
          ours.files[i].native_handle(), theirs.files[i].native_handle()))
      return false;
  }
  return true;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(service_notify_libsystemd, no_leaks)

// The manager receives the same bytes, descriptors and credentials.
BOOST_AUTO_TEST_CASE(the_manager_receives_the_same)
{
  for (const bool is_abstract : {false, true})
  {
    asio::io_context context;
    fake_manager manager(context, is_abstract);
    const unique_descriptor file = make_file("file");
    const int number = file.native_handle();

    BOOST_TEST(notify_service_manager("READY=1\nSTATUS=x"));
    const report state = manager.receive();
    BOOST_TEST((::sd_notify(0, "READY=1\nSTATUS=x") > 0));
    BOOST_TEST(is_same(state, manager.receive()));

    BOOST_TEST(store_descriptors("name", number, stored_until::removed));
    const report stored = manager.receive();
    BOOST_TEST((::sd_pid_notify_with_fds(
            0, 0, "FDSTORE=1\nFDNAME=name\nFDPOLL=0", &number, 1) > 0));
    BOOST_TEST(is_same(stored, manager.receive()));

    BOOST_TEST(remove_stored("name"));
    const report removed = manager.receive();
    BOOST_TEST((::sd_notify(0, "FDSTOREREMOVE=1\nFDNAME=name") > 0));
    BOOST_TEST(is_same(removed, manager.receive()));
  }
}

// The barrier is the same message with one descriptor, and ends by its close.
BOOST_AUTO_TEST_CASE(the_barriers_are_the_same)
{
  asio::io_context context;
  fake_manager manager(context);
  std::vector<std::string> seen;
  const auto with_manager = [&](auto wait)
      {
        std::thread thread([&]
            {
              const report barrier = manager.receive();
              seen.push_back(
                  barrier.text + " " + std::to_string(barrier.files.size()));
            });
        const bool done = wait();
        thread.join();
        return done;
      };
  BOOST_TEST(with_manager([] { return wait_for_service_manager(deadline); }));
  BOOST_TEST(with_manager(
        [] { return ::sd_notify_barrier(0, 20000000) > 0; }));
  BOOST_REQUIRE(seen.size() == 2u);
  BOOST_TEST(seen[0] == "BARRIER=1 1");
  BOOST_TEST(seen[1] == seen[0]);
  // Nothing is read.
  error_code ec;
  BOOST_TEST(!wait_for_service_manager(std::chrono::milliseconds(20), ec));
  BOOST_TEST((ec.value() == ETIMEDOUT));
  BOOST_TEST(::sd_notify_barrier(0, 20000) == -ETIMEDOUT);
}

BOOST_AUTO_TEST_SUITE_END()
