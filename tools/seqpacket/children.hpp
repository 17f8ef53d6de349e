// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The commands of --exec.

#ifndef SEQPACKET_TOOL_CHILDREN_HPP
#define SEQPACKET_TOOL_CHILDREN_HPP

#include "link.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace seqpacket_tool {

class children
{
public:
  // Called with the status of waitpid(2).
  using handler = std::function<void(int status)>;

  children() = default;
  children(const children&) = delete;
  children& operator=(const children&) = delete;

  // Ends those that still run, and waits for them.
  ~children();

  // Starts a command with the socket as its standard input and output, or as
  // `number` if that is not -1. Throws failure.
  void start(const std::vector<std::string>& command,
      const unique_descriptor& socket, int number, handler done);

  // Calls the handlers of those that have ended.
  void reap();

private:
  void signal_all(int signal);

  std::map< ::pid_t, handler> running_;
};

// How a command has ended: "exited with 3".
std::string describe_status(int status);

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_CHILDREN_HPP
