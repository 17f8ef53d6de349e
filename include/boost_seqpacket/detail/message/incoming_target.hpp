//
// detail/message/incoming_target.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_INCOMING_TARGET_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_INCOMING_TARGET_HPP

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/detail/ancillary/take_control_messages.hpp>
#include <boost_seqpacket/detail/endpoint/endpoint_ops.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

// Where the ancillary data of a packet goes: into an incoming_ancillary, or
// nowhere. The name of its sender goes with it if it was asked for.
struct incoming_target
{
  incoming_state* state;
  unique_descriptor* descriptors;
  std::size_t max;
  socket_name* sender;
};

inline constexpr incoming_target no_target = {nullptr, nullptr, 0, nullptr};

template <std::size_t MaxDescriptors>
incoming_target target_of(
    incoming_ancillary<MaxDescriptors>& ancillary) noexcept
{
  return {&ancillary_access::state(ancillary),
    ancillary_access::descriptors(ancillary), MaxDescriptors, nullptr};
}

// Take over what recvmsg returned: the length, the control messages and the
// flags.
inline control_result take_packet(const incoming_target& target,
    std::size_t length, const ::msghdr& message) noexcept
{
  control_result result;
  if (!target.state)
  {
    // Without room for control data the kernel drops what comes.
    result.truncated = (message.msg_flags & MSG_CTRUNC) != 0;
    result.any = result.truncated || message.msg_namelen > 0;
    return result;
  }

  incoming_state& state = *target.state;
  state.flags = message.msg_flags & ~MSG_CMSG_CLOEXEC;
  state.message_size = length;
  result = take_control_messages(state, target.descriptors, target.max,
      static_cast<const unsigned char*>(message.msg_control),
      static_cast<std::size_t>(message.msg_controllen), state.flags);
  if (message.msg_namelen > 0)
    result.any = true;

  // A surplus sets the same flag as truncation by the system.
  if (result.truncated)
    state.flags |= MSG_CTRUNC;
  return result;
}

// Forget what was taken over except the size and the flags. Close the
// descriptors.
inline void forget_packet(const incoming_target& target) noexcept
{
  if (!target.state)
    return;
  incoming_state& state = *target.state;
  for (std::size_t i = 0; i < state.count; ++i)
    target.descriptors[i].reset();
  const std::size_t size = state.message_size;
  const int flags = state.flags;
  state.clear();
  state.message_size = size;
  state.flags = flags;
}

// Forget everything that was taken over, with the size and the flags.
inline void clear_target(const incoming_target& target) noexcept
{
  forget_packet(target);
  if (target.state)
    target.state->clear();
}

// The gravest error of a packet that was taken over.
inline boost::system::error_code packet_error(const control_result& result,
    int flags) noexcept
{
  if (result.lost || result.lost_pidfd)
    return seqpacket_errc::descriptors_lost;
  if (result.truncated)
    return seqpacket_errc::ancillary_truncated;
  if ((flags & MSG_TRUNC) != 0)
    return seqpacket_errc::message_truncated;
  return boost::system::error_code();
}

// True if there is a packet that cannot be received whole.
inline bool is_truncation(const boost::system::error_code& ec) noexcept
{
  if (ec.category() != error_category())
    return false;
  const seqpacket_errc value = static_cast<seqpacket_errc>(ec.value());
  return value == seqpacket_errc::message_truncated
    || value == seqpacket_errc::ancillary_truncated
    || value == seqpacket_errc::descriptors_lost;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_INCOMING_TARGET_HPP
