// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Many processes want the same path at the same time. A program of its own, so
// that nothing stands between them and the system calls.

#include "directory.hpp"
#include "process.hpp"

#include <memory>
#include <poll.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// A pipe that both ends of which are closed by the last who has them.
struct gate
{
  gate()
  {
    int numbers[2];
    if (::pipe2(numbers, O_CLOEXEC) != 0)
      throw std::runtime_error("cannot make a pipe");
    read.reset(numbers[0]);
    write.reset(numbers[1]);
  }

  // Waits until everybody has closed the other end.
  void wait()
  {
    write.reset();
    char byte;
    while (::read(read.native_handle(), &byte, 1) < 0 && errno == EINTR)
    {
    }
  }

  unique_descriptor read;
  unique_descriptor write;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(path_race, no_leaks)

// Exactly one of them wins, whatever is there when they start, and stays
// reachable. All others are told that the path is in use.
BOOST_AUTO_TEST_CASE(one_of_many_starters_wins)
{
  constexpr int starters = 8;
  constexpr int rounds = 60;
  temporary_directory directory;
  bind_path_options options;
  options.create_directories = true;
  for (int round = 0; round < rounds; ++round)
  {
    // A stale file; nothing; not even a directory, in turn.
    const std::string path = directory / std::to_string(round) + "/socket";
    if (round % 3 != 2)
      std::filesystem::create_directory(directory / std::to_string(round));
    if (round % 3 == 0)
      leave_stale_file(path);

    gate start;
    gate end;
    std::vector<std::unique_ptr<child_process>> children;
    for (int i = 0; i < starters; ++i)
      children.push_back(std::make_unique<child_process>(
          [&]
          {
            asio::io_context context;
            protocol::acceptor acceptor(context);
            error_code ec;
            start.wait();
            const bound_path kept = bind_path(acceptor, path, options, ec);
            if (ec)
              return ec == asio::error::address_in_use ? 1 : 2;
            // The winner lives until all others are done and one client came.
            acceptor.accept(ec);
            end.wait();
            return ec ? 3 : 0;
          }));
    start.write.reset();

    // The winner is not known yet; a client finds it.
    error_code ec;
    const auto give_up = std::chrono::steady_clock::now() + deadline;
    do
      ec = connect_by_hand(path);
    while (ec && std::chrono::steady_clock::now() < give_up);
    BOOST_TEST(!ec);

    end.write.reset();
    int winners = 0;
    int losers = 0;
    for (const auto& child : children)
    {
      const int result = child->wait();
      winners += result == 0;
      losers += result == 1;
    }
    BOOST_TEST(winners == 1);
    BOOST_TEST(losers == starters - 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
