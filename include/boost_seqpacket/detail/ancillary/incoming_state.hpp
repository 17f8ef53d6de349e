//
// detail/ancillary/incoming_state.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ANCILLARY_INCOMING_STATE_HPP
#define BOOST_SEQPACKET_DETAIL_ANCILLARY_INCOMING_STATE_HPP

#include <boost_seqpacket/credentials.hpp>
#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>
#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)
# include <boost_seqpacket/detail/ancillary/overflow_ids_ops.hpp>
#endif

#include <cstddef>
#include <cstring>
#include <string_view>
#include <sys/socket.h>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The part of an incoming_ancillary that does not depend on the number of
// descriptors.
struct incoming_state
{
  // Bytes: 32 for credentials, 32 or 64 for a time stamp, 272 for a label, 128
  // for other kinds, rounded up. Every connection pays for this room.
  static constexpr std::size_t other_room = 512;

  incoming_state() noexcept
  {
    // The storage is not initialized: it is written before it is read.
  }

  void clear() noexcept
  {
    pidfd.reset();
    has_pidfd_message = false;
    message_size = 0;
    count = 0;
    other_size = 0;
    flags = 0;
  }

  void take(incoming_state& other) noexcept
  {
    take_others(other);
    message_size = other.message_size;
    count = other.count;
    flags = other.flags;
  }

  // Take everything but the descriptors, the flags and the size.
  void take_others(incoming_state& other) noexcept
  {
    pidfd = std::move(other.pidfd);
    has_pidfd_message = other.has_pidfd_message;
    other_size = other.other_size;
    std::memcpy(storage, other.storage, other.other_size);
  }

  // Copies a control message that carries no descriptors. Returns whether there
  // was room for it.
  bool keep(const control_reader& message) noexcept
  {
    const std::size_t space = control_space(message.data_size());
    if (space > other_room - other_size)
      return false;
    write_control_message(storage + other_size, message.level(),
        message.type(), message.data(), message.data_size());
    other_size += space;
    return true;
  }

  control_reader others() const noexcept
  {
    return control_reader(storage, other_size);
  }

  // The message of this kind. It is not good() if there is none.
  control_reader find(int type, int level = SOL_SOCKET) const noexcept
  {
    control_reader message = others();
    while (message.good()
        && (message.level() != level || message.type() != type))
      message.advance();
    return message;
  }

#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

  // The kernel does not note the sender of a packet until a process asks for
  // credentials. Such a packet has process id 0 and the ids that stand for an
  // unknown user. Without this test an unknown sender would pass for that user.
  //
  // A true user with these ids, outside of the receiver's PID namespace, has
  // the same three numbers. The kernel makes an SCM_PIDFD for a sender that it
  // has noted, and none for another one.
  bool is_unknown(const ::ucred& sender) const noexcept
  {
    return sender.pid == 0 && !has_pidfd_message
      && sender.uid == overflow_ids_ops::user()
      && sender.gid == overflow_ids_ops::group();
  }

  // Returns whether there are any.
  bool find_credentials(credentials& found) const noexcept
  {
    const control_reader message = find(SCM_CREDENTIALS);
    ::ucred sender;
    if (!message.good() || message.data_size() < sizeof(sender))
      return false;
    std::memcpy(&sender, message.data(), sizeof(sender));
    found = {sender.pid, sender.uid, sender.gid};
    return !is_unknown(sender);
  }

#elif defined(BOOST_SEQPACKET_HAS_SOCKCRED2)

  // The structure ends with any number of groups, which are not needed.
  bool find_credentials(credentials& found) const noexcept
  {
    const control_reader message = find(SCM_CREDS2);
    ::sockcred2 sender = {};
    constexpr std::size_t least = offsetof(::sockcred2, sc_ngroups);
    if (!message.good() || message.data_size() < least)
      return false;
    std::memcpy(&sender, message.data(), least);
    found = {sender.sc_pid, sender.sc_uid, sender.sc_gid};
    return true;
  }

#endif // defined(BOOST_SEQPACKET_HAS_SOCKCRED2)

  std::string_view find_security_label() const noexcept
  {
#if defined(BOOST_SEQPACKET_SCM_SECURITY)
    const control_reader message = find(BOOST_SEQPACKET_SCM_SECURITY);
    if (message.good())
    {
      std::string_view label(reinterpret_cast<const char*>(message.data()),
          message.data_size());
      while (!label.empty() && label.back() == '\0')
        label.remove_suffix(1);
      return label;
    }
#endif // defined(BOOST_SEQPACKET_SCM_SECURITY)
    return std::string_view();
  }

  unique_descriptor pidfd;
  bool has_pidfd_message = false;
  std::size_t message_size = 0;
  std::size_t count = 0;
  std::size_t other_size = 0;
  int flags = 0;
  alignas(::cmsghdr) unsigned char storage[other_room];
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ANCILLARY_INCOMING_STATE_HPP
