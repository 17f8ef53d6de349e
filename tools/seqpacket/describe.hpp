// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Packets, descriptors and credentials as text.

#ifndef SEQPACKET_TOOL_DESCRIBE_HPP
#define SEQPACKET_TOOL_DESCRIBE_HPP

#include "link.hpp"

#include <string>

namespace seqpacket_tool {

std::string describe(const boost_seqpacket::credentials& ids);

// The type of the open file, its name, and how it is open. Asks no file system,
// because that of a peer's descriptor may never answer.
std::string describe_descriptor(int descriptor);

// The packet's bytes, at most `most` of them.
std::string describe_bytes(const std::string& bytes, std::size_t most,
    bool hex);

// One line for each descriptor, for the pidfd and for the flags.
std::string describe_ancillary(const packet& from, const std::string& indent);

// The time of the day with microseconds.
std::string time_of_day();

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_DESCRIBE_HPP
