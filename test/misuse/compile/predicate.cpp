// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A predicate that answers nothing.
// expected: The predicate of a peer_filter is called with a peer_identity

#include <boost_seqpacket/peer_filter.hpp>

#if defined(MISTAKE)
void admits(boost_seqpacket::peer_identity&);
#else
bool admits(boost_seqpacket::peer_identity&);
#endif

void test()
{
  boost_seqpacket::peer_filter filter(admits);
  (void)filter.refused();
}
