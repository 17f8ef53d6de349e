//
// detail/handover/handover_step.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_STEP_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_STEP_HPP

// What a state machine of a handover and its driver say to each other.

#include <boost_seqpacket/detail/handover/handover_packet.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

enum class handover_want
{
  send,     // outgoing(), with the descriptor of item(); can wait
  receive,  // one packet; can wait
  peek,     // the same, and the packet stays in the queue
  abort,    // send outgoing() without waiting
  half,     // shut down the receiving half
  whole,    // shut down both halves
  drain,    // receive without waiting
  death,    // learn whether the other process is dead; can wait
  done      // error() has the result
};

// What a driver waits for.
enum class handover_wait
{
  nothing,
  readable,
  writable,
  death
};

enum class handover_fate
{
  dead,
  alive,
  unknown // The kernel does not say.
};

// What a receive has brought.
struct handover_arrival
{
  const void* bytes;
  std::size_t size;
  unique_descriptor* descriptors;
  std::size_t count;
};

// The other end is closed, or takes nothing more. A socket that was never
// connected (ENOTCONN) says nothing of another process.
inline bool is_end(const boost::system::error_code& ec) noexcept
{
  return ec == boost::asio::error::eof
    || socket_ops::is(ec, boost::asio::error::broken_pipe)
    || socket_ops::is(ec, boost::asio::error::connection_reset)
    || socket_ops::is(ec, boost::asio::error::connection_refused);
}

// The packet has more bytes or descriptors than any that is allowed.
inline bool is_malformed(const boost::system::error_code& ec) noexcept
{
  return ec == seqpacket_errc::message_truncated
    || ec == seqpacket_errc::ancillary_truncated;
}

// What an ABORT of the other side means.
inline seqpacket_errc refusal_of(const handover_packet& packet) noexcept
{
  return packet.name == version_reason ? seqpacket_errc::handover_version
    : seqpacket_errc::handover_refused;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_STEP_HPP
