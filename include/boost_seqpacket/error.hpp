//
// error.hpp
// ~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_ERROR_HPP
#define BOOST_SEQPACKET_ERROR_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost/system/error_code.hpp>

#include <type_traits>

namespace boost_seqpacket {

/// What this library reports of its own. All other errors are the system's.
/**
 * Where several of the first three hold for one packet the graver is reported:
 * @c descriptors_lost, then @c ancillary_truncated, then @c message_truncated.
 * The others stay visible in @c incoming_ancillary::flags(), where a surplus
 * sets @c MSG_CTRUNC, and in @c incoming_ancillary::message_size().
 */
enum class seqpacket_errc
{
  /// The packet has more bytes than the buffers. The bytes that fit are there;
  /// the rest is lost, unless the packet was only peeked at. Compares equal to
  /// @c boost::system::errc::message_size.
  message_truncated = 1,

  /// More descriptors or more control data arrived than the object takes. The
  /// descriptors that it takes are there, the surplus is closed. Compares equal
  /// to @c boost::system::errc::no_buffer_space.
  ancillary_truncated = 2,

  /// There was room for every descriptor, and yet the system could not install
  /// one: the limit of open descriptors, or a security module. Compares equal
  /// to @c boost::system::errc::too_many_files_open.
  descriptors_lost = 3,

  /// An addition to an @c outgoing_ancillary was refused for want of room.
  /// Compares equal to @c boost::system::errc::no_buffer_space.
  ancillary_full = 4,

  /// @c receive_descriptors<N> got another number of descriptors than N.
  /// Compares equal to @c boost::system::errc::protocol_error.
  unexpected_descriptor_count = 5,

  /// A descriptor is of another type than what was asked for. Compares equal to
  /// @c boost::system::errc::invalid_argument.
  wrong_descriptor_type = 6
};

#if defined(BOOST_SEQPACKET_HAS_ERROR_NAME)

/// The first name of @c seqpacket_errc, for GCC only.
/**
 * Clang finds the name ambiguous in a program that says @c using @c namespace
 * for @c boost::asio as well, whose @c error is a namespace.
 */
using error = seqpacket_errc;

#endif // defined(BOOST_SEQPACKET_HAS_ERROR_NAME)

/// The category of the values of @c seqpacket_errc. Its name is "boost_seqpacket".
const boost::system::error_category& error_category() noexcept;

/// Make an error code of a value of @c seqpacket_errc.
boost::system::error_code make_error_code(seqpacket_errc e) noexcept;

} // namespace boost_seqpacket

namespace boost {
namespace system {

template <>
struct is_error_code_enum<boost_seqpacket::seqpacket_errc> : std::true_type
{
};

} // namespace system
} // namespace boost

#include <boost_seqpacket/impl/error.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_ERROR_HPP
