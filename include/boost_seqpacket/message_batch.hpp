//
// message_batch.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_MESSAGE_BATCH_HPP
#define BOOST_SEQPACKET_MESSAGE_BATCH_HPP

// Batches in both directions.

#include <boost_seqpacket/incoming_datagram.hpp>
#include <boost_seqpacket/incoming_message.hpp>
#include <boost_seqpacket/outgoing_datagram.hpp>
#include <boost_seqpacket/outgoing_message.hpp>
#include <boost_seqpacket/receive_messages.hpp>
#include <boost_seqpacket/send_messages.hpp>

#endif // BOOST_SEQPACKET_MESSAGE_BATCH_HPP
