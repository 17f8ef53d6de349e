// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Starts the command of the command line.

#ifndef SEQPACKET_TOOL_COMMANDS_HPP
#define SEQPACKET_TOOL_COMMANDS_HPP

#include "app.hpp"

namespace seqpacket_tool {

// Throws usage_error and failure.
void start_command(app& shared);

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_COMMANDS_HPP
