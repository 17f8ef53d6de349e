// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Batches of datagrams on a system that has no calls for many packets. It goes
// without the precompiled headers, which know the library as it is otherwise.

#define BOOST_SEQPACKET_DISABLE_BATCH_CALLS

#include "batches.cpp"
