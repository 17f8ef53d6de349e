//
// detail/peer/peer_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PEER_PEER_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_PEER_PEER_OPS_HPP

// The system calls for the peer of a connection, in the namespace peer_ops.
// They take descriptors, not Asio's sockets. The process id is -1 on systems
// that do not report it. Each of these headers is empty on the systems of the
// others.

#include <boost_seqpacket/detail/peer/peer_bsd_ops.hpp>
#include <boost_seqpacket/detail/peer/peer_illumos_ops.hpp>
#include <boost_seqpacket/detail/peer/peer_linux_ops.hpp>

#endif // BOOST_SEQPACKET_DETAIL_PEER_PEER_OPS_HPP
