//
// detail/seqpacket_errc.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SEQPACKET_ERRC_HPP
#define BOOST_SEQPACKET_DETAIL_SEQPACKET_ERRC_HPP

#include <boost_seqpacket/detail/config.hpp>

namespace boost_seqpacket {

// Part of error.hpp, which programs include.

/// The errors of this library. All other errors are the system's own.
/**
 * If several of the first three hold for one packet, the gravest is reported:
 * @c descriptors_lost, then @c ancillary_truncated, then @c message_truncated.
 * The others stay visible in @c incoming_ancillary::flags(), where a surplus
 * sets @c MSG_CTRUNC, and in @c incoming_ancillary::message_size().
 */
enum class seqpacket_errc
{
  /// The packet has more bytes than the buffers. The buffers have the bytes
  /// that fit. The rest is lost, unless the packet was only peeked at. Compares
  /// equal to @c boost::system::errc::message_size.
  message_truncated = 1,

  /// More descriptors or control data arrived than the object has room for. It
  /// has as many descriptors as fit; the surplus is closed. Compares equal to
  /// @c boost::system::errc::no_buffer_space.
  ancillary_truncated = 2,

  /// The system could not install a descriptor for which the object had room.
  /// The cause is the limit of open descriptors, or a security module. Compares
  /// equal to @c boost::system::errc::too_many_files_open.
  descriptors_lost = 3,

  /// An @c outgoing_ancillary has no room for an addition. Compares equal to
  /// @c boost::system::errc::no_buffer_space.
  ancillary_full = 4,

  /// @c receive_descriptors<N> received more or fewer than N descriptors, or
  /// @c receive_object another number than it has types. Compares equal to
  /// @c boost::system::errc::protocol_error.
  unexpected_descriptor_count = 5,

  /// A descriptor is not of the requested type. Compares equal to
  /// @c boost::system::errc::invalid_argument.
  wrong_descriptor_type = 6,

  /// The function needs /proc, which is not mounted, or is that of another PID
  /// namespace. Compares equal to
  /// @c boost::system::errc::operation_not_supported.
  no_proc_file_system = 7,

  /// A receive on a stream was given @c MSG_WAITALL. It takes what is there and
  /// does not wait for more: use @c read_message. Compares equal to
  /// @c boost::system::errc::invalid_argument.
  wait_all_refused = 8,

  /// The memory of a large message is a file that its sender could still change
  /// or make smaller. Compares equal to
  /// @c boost::system::errc::protocol_error.
  not_sealed = 9,

  /// A large message has more bytes than its receiver allows. Compares equal to
  /// @c boost::system::errc::message_size.
  message_too_large = 10,

  /// The process that hands over is dead. What has arrived is in the result:
  /// serve with it. Compares equal to
  /// @c boost::system::errc::owner_dead.
  predecessor_lost = 13,

  /// The process that takes over is gone, or has closed the connection. The
  /// predecessor owns everything, but after @c commit_handover the listeners
  /// alone. Compares equal to
  /// @c boost::system::errc::connection_aborted.
  successor_lost = 14,

  /// The other side of a handover gave up. The predecessor serves, and the
  /// successor must not. After @c take_over this is about the listeners, and
  /// the sessions stay with the successor. Compares equal to
  /// @c boost::system::errc::connection_refused.
  handover_refused = 15,

  /// The two sides of a handover have no version of the protocol in common, or
  /// a packet has another version than the handover. Compares equal to
  /// @c boost::system::errc::protocol_not_supported.
  handover_version = 16,

  /// A packet arrived that the protocol of a handover does not allow. Compares
  /// equal to @c boost::system::errc::protocol_error.
  handover_malformed = 17
};

#if defined(BOOST_SEQPACKET_HAS_ERROR_NAME)

/// The former name of @c seqpacket_errc, with GCC only.
/**
 * @c error is a namespace of @c boost::asio. In a program with a
 * using-directive for both namespaces Clang reports that the name is ambiguous.
 */
using error = seqpacket_errc;

#endif // defined(BOOST_SEQPACKET_HAS_ERROR_NAME)

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SEQPACKET_ERRC_HPP
