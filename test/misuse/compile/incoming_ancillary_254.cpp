// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// More descriptors than a packet carries, to be received.
// expected: write incoming_ancillary<253> or less

#include <boost_seqpacket/incoming_ancillary.hpp>

#if defined(MISTAKE)
boost_seqpacket::incoming_ancillary<254> ancillary;
#else
boost_seqpacket::incoming_ancillary<253> ancillary;
#endif
