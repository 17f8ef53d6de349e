//
// boost_seqpacket.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_HPP
#define BOOST_SEQPACKET_HPP

// What most programs need. A program that hands over objects or sends large
// messages includes the header of that function itself. A comment in this list
// names such a header.

#include <boost_seqpacket/accept.hpp>
#include <boost_seqpacket/activation.hpp>
#include <boost_seqpacket/adopt.hpp>
#include <boost_seqpacket/async_bind_path.hpp>
// <boost_seqpacket/await_successor.hpp>
#include <boost_seqpacket/bind_path.hpp>
#include <boost_seqpacket/bind_path_options.hpp>
#include <boost_seqpacket/bound_path.hpp>
// <boost_seqpacket/commit_handover.hpp>
// <boost_seqpacket/confirm_handover.hpp>
#include <boost_seqpacket/connect.hpp>
#include <boost_seqpacket/connect_pair.hpp>
#include <boost_seqpacket/credentials.hpp>
#include <boost_seqpacket/descriptor_span.hpp>
#include <boost_seqpacket/discard_message.hpp>
#include <boost_seqpacket/endpoint.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/filtered_accept.hpp>
// <boost_seqpacket/handed_over.hpp>
// <boost_seqpacket/handover.hpp>
// <boost_seqpacket/handover_offer.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/incoming_datagram.hpp>
#include <boost_seqpacket/incoming_message.hpp>
#include <boost_seqpacket/keep_if_truncated.hpp>
// <boost_seqpacket/large_message.hpp>
// <boost_seqpacket/large_message_batch.hpp>
#include <boost_seqpacket/max_message_size.hpp>
#include <boost_seqpacket/message_batch.hpp>
#include <boost_seqpacket/native_socket.hpp>
// <boost_seqpacket/notify_service_manager.hpp>
// <boost_seqpacket/offer_handover.hpp>
#include <boost_seqpacket/open.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>
#include <boost_seqpacket/outgoing_datagram.hpp>
#include <boost_seqpacket/outgoing_message.hpp>
#include <boost_seqpacket/peer.hpp>
#include <boost_seqpacket/peer_filter.hpp>
#include <boost_seqpacket/peer_identity.hpp>
#include <boost_seqpacket/read_message.hpp>
#include <boost_seqpacket/receive_at_most.hpp>
#include <boost_seqpacket/receive_bytes.hpp>
#include <boost_seqpacket/receive_bytes_from.hpp>
#include <boost_seqpacket/receive_descriptors.hpp>
#include <boost_seqpacket/receive_dynamic_message.hpp>
// <boost_seqpacket/receive_handover.hpp>
// <boost_seqpacket/receive_large_dynamic_message.hpp>
// <boost_seqpacket/receive_large_message.hpp>
#include <boost_seqpacket/receive_message.hpp>
#include <boost_seqpacket/receive_message_from.hpp>
#include <boost_seqpacket/receive_messages.hpp>
// <boost_seqpacket/receive_object.hpp>
// <boost_seqpacket/restore_services.hpp>
// <boost_seqpacket/sealed_memory.hpp>
#include <boost_seqpacket/send_bytes.hpp>
#include <boost_seqpacket/send_bytes_to.hpp>
#include <boost_seqpacket/send_descriptors.hpp>
// <boost_seqpacket/send_large_message.hpp>
#include <boost_seqpacket/send_message.hpp>
#include <boost_seqpacket/send_message_to.hpp>
#include <boost_seqpacket/send_messages.hpp>
// <boost_seqpacket/send_object.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>
// <boost_seqpacket/service_store.hpp>
#include <boost_seqpacket/socket_option.hpp>
// <boost_seqpacket/take_over.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>
#include <boost_seqpacket/version.hpp>
#include <boost_seqpacket/write_message.hpp>

#endif // BOOST_SEQPACKET_HPP
