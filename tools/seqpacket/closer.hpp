// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Closes the descriptors of peers.

#ifndef SEQPACKET_TOOL_CLOSER_HPP
#define SEQPACKET_TOOL_CLOSER_HPP

#include <boost_seqpacket/descriptor_span.hpp>

#include <memory>

namespace seqpacket_tool {

// A close can block for as long as the peer likes: a TCP socket that lingers, or
// a file of a file system that does not answer. So other threads do it.
class closer
{
public:
  closer();

  void close(boost_seqpacket::descriptor_span descriptors);

private:
  struct state;
  static void run(const std::shared_ptr<state>& shared);

  std::shared_ptr<state> state_; // outlives this object if a thread is stuck
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_CLOSER_HPP
