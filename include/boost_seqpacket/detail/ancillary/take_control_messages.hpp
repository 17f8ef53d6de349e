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

// How the control messages of one packet were taken.
struct control_result
{
  // A message arrived, of whatever kind, or a name: this is no end of file.
  bool any = false;

  // More arrived than there is room for.
  bool truncated = false;

  // The system could not install a descriptor for which there was room.
  bool lost = false;
};

// The room for control messages that recvmsg is given: for all descriptors that
// a packet can carry. With less, alignment padding would let surplus ones in,
// and MSG_CTRUNC could not be told from the limit of open descriptors.
constexpr std::size_t incoming_control_space =
  descriptors_space(max_descriptors) + descriptors_space(1)
    + incoming_state::other_room;

// Gives every descriptor an owner and keeps the other control messages.
class incoming_sorter
{
public:
  incoming_sorter(incoming_state& state, unique_descriptor* descriptors,
      std::size_t max) noexcept
    : state_(state),
      descriptors_(descriptors),
      max_(max)
  {
  }

  // Take all messages of a control buffer as recvmsg has left it, with the
  // flags of the packet.
  control_result sort(const unsigned char* control, std::size_t size,
      int flags) noexcept
  {
    for (control_reader message(control, size);
        message.good(); message.advance())
    {
      verdict_.any = true;
      if (message.level() == SOL_SOCKET && message.type() == SCM_RIGHTS)
        take_rights(message);
      else if (is_pidfd(message))
        take_pidfd(message);
      else
        take_other(message);
    }

    if ((flags & MSG_CTRUNC) != 0)
    {
      // There was room for all descriptors unless others have taken it.
      verdict_.any = true;
      if (other_size_ <= incoming_state::other_room)
        verdict_.lost = true;
      else
        verdict_.truncated = true;
    }
    return verdict_;
  }

private:
  static int descriptor_at(const control_reader& message,
      std::size_t index) noexcept
  {
    int descriptor;
    std::memcpy(&descriptor, message.data() + index * sizeof(int),
        sizeof(descriptor));
    return descriptor;
  }

  void take_rights(const control_reader& message) noexcept
  {
    const std::size_t count = message.data_size() / sizeof(int);
    for (std::size_t i = 0; i < count; ++i)
    {
      // A negative number is an errno in the place of a descriptor.
      const int number = descriptor_at(message, i);
      unique_descriptor descriptor(number);
      verdict_.lost = verdict_.lost || number < 0;
      if (state_.count < max_)
        descriptors_[state_.count++] = std::move(descriptor);
      else
        verdict_.truncated = true;
    }
  }

  static bool is_pidfd(const control_reader& message) noexcept
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

  void take_pidfd(const control_reader& message) noexcept
  {
    // At the limit of open descriptors the number is an errno, and no flag says
    // so. Another errno only means that the sender is gone.
    const int number = descriptor_at(message, 0);
    state_.pidfd.reset(number);
    if (number == -EMFILE || number == -ENFILE)
      verdict_.lost = true;
  }

  void take_other(const control_reader& message) noexcept
  {
    other_size_ += control_space(message.data_size());
    if (!state_.keep(message))
      verdict_.truncated = true;
  }

  incoming_state& state_;
  unique_descriptor* descriptors_;
  std::size_t max_;
  std::size_t other_size_ = 0;
  control_result verdict_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ANCILLARY_TAKE_CONTROL_MESSAGES_HPP
