//
// detail/ancillary/take_control_messages.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ANCILLARY_TAKE_CONTROL_MESSAGES_HPP
#define BOOST_SEQPACKET_DETAIL_ANCILLARY_TAKE_CONTROL_MESSAGES_HPP

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// What a control buffer held.
struct control_result
{
  // A control message arrived, of any kind, or the sender's name. The end of
  // file carries neither.
  bool any = false;

  // More arrived than there is room for.
  bool truncated = false;

  // The system could not install a descriptor for which there was room.
  bool lost = false;

  // The same of a pidfd of the sender.
  bool lost_pidfd = false;
};

// The size of the control buffer for recvmsg: room for every descriptor that a
// packet can carry. In a smaller one the padding lets surplus descriptors in,
// and MSG_CTRUNC could mean a lack of room as well as the limit of open
// descriptors.
constexpr std::size_t incoming_control_space =
  descriptors_space(max_descriptors) + descriptors_space(1)
    + incoming_state::other_room;

inline bool is_pidfd(const control_reader& message) noexcept
{
#if defined(BOOST_SEQPACKET_SCM_PIDFD)
  return message.level() == SOL_SOCKET
    && message.type() == BOOST_SEQPACKET_SCM_PIDFD
    && message.data_size() >= sizeof(int);
#else
  (void)message;
  return false;
#endif
}

inline int descriptor_at(const control_reader& message,
    std::size_t index) noexcept
{
  int number;
  std::memcpy(&number, message.data() + index * sizeof(int), sizeof(number));
  return number;
}

// Gives each descriptor of an SCM_RIGHTS message an owner. The surplus is
// closed.
inline void take_rights(incoming_state& state, unique_descriptor* descriptors,
    std::size_t max, const control_reader& message,
    control_result& result) noexcept
{
  const std::size_t count = message.data_size() / sizeof(int);
  for (std::size_t i = 0; i < count; ++i)
  {
    // A negative number is an errno in the place of a descriptor.
    const int number = descriptor_at(message, i);
    unique_descriptor descriptor(number);
    result.lost = result.lost || number < 0;
    if (state.count < max)
      descriptors[state.count++] = std::move(descriptor);
    else
      result.truncated = true;
  }
}

// Takes all control messages of a packet out of the control buffer, as recvmsg
// has left it: at most max descriptors, and what else state has room for. The
// flags are those of the packet.
inline control_result take_control_messages(incoming_state& state,
    unique_descriptor* descriptors, std::size_t max,
    const unsigned char* control, std::size_t size, int flags) noexcept
{
  control_result result;
  std::size_t other_size = 0;
  for (control_reader message(control, size);
      message.good(); message.advance())
  {
    result.any = true;
    if (message.level() == SOL_SOCKET && message.type() == SCM_RIGHTS)
      take_rights(state, descriptors, max, message, result);
    else if (is_pidfd(message))
    {
      // The number can be an errno, and no flag reports it. These two mean that
      // the sender is gone. Any other one, at a limit of descriptors or of
      // memory, says nothing of the sender.
      const int number = descriptor_at(message, 0);
      state.pidfd.reset(number);
      state.has_pidfd_message = true;
      if (number < 0 && number != -ESRCH && number != -EINVAL)
        result.lost_pidfd = true;
    }
    else
    {
      other_size += control_space(message.data_size());
      if (!state.keep(message))
        result.truncated = true;
    }
  }

  if ((flags & MSG_CTRUNC) != 0)
  {
    // There was room for all descriptors unless other messages used it up.
    result.any = true;
    if (other_size <= incoming_state::other_room)
      result.lost = true;
    else
      result.truncated = true;
  }
  return result;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ANCILLARY_TAKE_CONTROL_MESSAGES_HPP
