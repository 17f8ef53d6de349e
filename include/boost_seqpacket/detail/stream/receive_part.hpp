//
// detail/stream/receive_part.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_STREAM_RECEIVE_PART_HPP
#define BOOST_SEQPACKET_DETAIL_STREAM_RECEIVE_PART_HPP

// One part of a message that is read from a stream.

#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/detail/ancillary/take_control_messages.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/incoming_target.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/detail/socket/message_header.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// True if the message says who has sent the bytes.
inline bool names_sender(const control_reader& message) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)
  if (message.level() == SOL_SOCKET && message.type() == SCM_CREDENTIALS)
    return true;
#elif defined(BOOST_SEQPACKET_HAS_SOCKCRED2)
  if (message.level() == SOL_SOCKET && message.type() == SCM_CREDS2)
    return true;
#endif
#if defined(BOOST_SEQPACKET_SCM_SECURITY)
  if (message.level() == SOL_SOCKET
      && message.type() == BOOST_SEQPACKET_SCM_SECURITY)
    return true;
#endif
  (void)message;
  return false;
}

// True if the part says which process has sent it. All processes of other PID
// namespaces can have the number 0 here.
inline bool names_process([[maybe_unused]] const incoming_state& part) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)
  credentials sender;
  return part.find_credentials(sender) && sender.pid != 0;
#else
  return false;
#endif
}

// True if the other state has an equal message.
inline bool has_equal(const incoming_state& state,
    const control_reader& message) noexcept
{
  const control_reader found = state.find(message.type(), message.level());
  return found.good() && found.data_size() == message.data_size()
    && std::memcmp(found.data(), message.data(), found.data_size()) == 0;
}

// True if every message of one state that names a sender is in the other one.
inline bool has_same_senders(const incoming_state& one,
    const incoming_state& other) noexcept
{
  control_reader message = one.others();
  while (message.good() && (!detail::names_sender(message)
        || detail::has_equal(other, message)))
    message.advance();
  return !message.good();
}

// Forget who has sent the bytes.
inline void forget_senders(incoming_state& state) noexcept
{
  incoming_state kept;
  for (control_reader message = state.others();
      message.good(); message.advance())
  {
    if (!detail::names_sender(message))
      (void)kept.keep(message);
  }
  std::memcpy(state.storage, kept.storage, kept.other_size);
  state.other_size = kept.other_size;
  state.pidfd.reset();
  state.has_pidfd_message = false;
}

// Add the control messages of the next part to those of the parts before it. Of
// several of one kind the first is kept. The kernel never joins the bytes of
// different senders in one part (unix_stream_read_generic), but a message can
// have parts of different senders. Then it has none.
inline bool merge_part(incoming_state& state, incoming_state& part) noexcept
{
  if (!detail::has_same_senders(state, part)
      || !detail::has_same_senders(part, state))
    detail::forget_senders(state);
  // Pidfds cannot be compared on every kernel. They are of one process if the
  // credentials are.
  else if (!detail::names_process(part))
    state.pidfd.reset();
  bool fits = true;
  for (control_reader message = part.others();
      message.good(); message.advance())
  {
    if (!detail::names_sender(message)
        && !state.find(message.type(), message.level()).good())
      fits = state.keep(message) && fits;
  }
  return fits;
}

// Receive one part and add it to what the target has. The first truncation of a
// part is left in truncation, and the graver one of several. A truncated part
// has all its bytes.
inline std::size_t receive_part(const message_call& call,
    const buffer_list& buffers, const incoming_target& target, bool is_first,
    boost::system::error_code& truncation, boost::system::error_code& ec)
{
  alignas(::cmsghdr) unsigned char control[incoming_control_space];
  ::msghdr message = make_header(buffers.data, buffers.count);
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  const ::ssize_t received = socket_ops::receive(
      call.descriptor, message, receive_flags(call), ec);
  if (received < 0)
    return 0;

  incoming_state& state = *target.state;
  incoming_state part;
  const std::size_t length = static_cast<std::size_t>(received);
  incoming_target rest = target;
  rest.state = &part;
  rest.descriptors += state.count;
  rest.max -= state.count;
  control_result result = take_packet(rest, length, message);
  if (length == 0)
  {
    // With SO_PASSCRED the end of a stream carries credentials, those of
    // process 0 and user 0.
    ec = boost::asio::error::eof;
    return 0;
  }

  state.count += part.count;
  if (is_first)
    state.take_others(part);
  else
  {
    // Only the pidfd of the first part is kept.
    result.lost_pidfd = false;
    if (!detail::merge_part(state, part))
      result.truncated = true;
  }
  if (result.truncated)
    part.flags |= MSG_CTRUNC;
  state.flags |= part.flags;
  state.message_size += length;
  const boost::system::error_code error = packet_error(result, 0);
  if (error && truncation != seqpacket_errc::descriptors_lost)
    truncation = error;
  return length;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_STREAM_RECEIVE_PART_HPP
