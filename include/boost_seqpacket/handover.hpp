//
// handover.hpp
// ~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_HANDOVER_HPP
#define BOOST_SEQPACKET_HANDOVER_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/await_successor.hpp>
#include <boost_seqpacket/commit_handover.hpp>
#include <boost_seqpacket/confirm_handover.hpp>
#include <boost_seqpacket/handed_over.hpp>
#include <boost_seqpacket/handover_offer.hpp>
#include <boost_seqpacket/offer_handover.hpp>
#include <boost_seqpacket/receive_handover.hpp>
#include <boost_seqpacket/take_over.hpp>

// A running server gives its listeners and its sessions to the process that
// replaces it (doc/guide/restarting.md).
//
//   predecessor              successor
//   offer_handover           receive_handover
//   commit_handover          take_over
//   await_successor          confirm_handover

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_HANDOVER_HPP
