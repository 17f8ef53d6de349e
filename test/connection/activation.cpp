// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Socket activation, by the environment alone.

#include "activation_cases.hpp"

// What the library does without libsystemd.
#if defined(BOOST_SEQPACKET_HAS_LIBSYSTEMD)
# error "this is the test without libsystemd"
#endif
