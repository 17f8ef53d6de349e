//
// detail/message/end_of_file.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_END_OF_FILE_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_END_OF_FILE_HPP

// What tells the end of file from an empty packet.

#include <boost_seqpacket/detail/message/end_of_file_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>

#include <boost/system/error_code.hpp>

#include <sys/socket.h>
#include <sys/un.h>

namespace boost_seqpacket {
namespace detail {

// Whether there can be an end of file, and it has come for those who send.
inline bool is_shut_down(const message_call& call) noexcept
{
  return call.kind != socket_kind::datagram
    && end_of_file_ops::receive_is_shut_down(call.descriptor);
}

// Whether a receive of 0 bytes and no control message is the end of file, not
// an empty packet, when it came without a name. Where an option adds a control
// message to every packet, or the peer has a name, this is exact; otherwise a
// run of empty packets directly before the close is taken for the end.
inline bool is_end_of_shut_down(const message_call& call) noexcept
{
  if (end_of_file_ops::bytes_are_queued(call.descriptor)
      || end_of_file_ops::error_is_pending(call.descriptor, false))
    return false;

  // An empty packet that is still queued may carry descriptors, which set
  // MSG_CTRUNC for want of room, as bytes set MSG_TRUNC. If nothing is queued
  // and this is no end, there is EAGAIN: poll fails where no descriptor may be
  // opened (RLIMIT_NOFILE of 0). No other error speaks against the end.
  boost::system::error_code ec;
  ::msghdr message = {};
  ::sockaddr_un name;
  end_of_file_ops::ask_for_name(message, name);
  const ::ssize_t next = socket_ops::receive(
      call.descriptor, message, MSG_PEEK | MSG_DONTWAIT, ec);
  return next < 0 ? !socket_ops::would_block(ec)
    : next == 0 && message.msg_namelen == 0
      && (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
}

// Whether the peer has closed without having read everything, which the next
// receive tells, and has left no bytes.
inline bool is_reset(const message_call& call) noexcept
{
  return !end_of_file_ops::bytes_are_queued(call.descriptor)
    && end_of_file_ops::error_is_pending(call.descriptor, false);
}

// Whether, on a socket that is shut down, a receive of 0 bytes without a
// control message or a name may have been no packet either, and another one
// tells. Linux looks at the queue first, and then whether the peer has closed
// (unix_dgram_recvmsg): who sends and closes between the two makes it report
// the end before the packet.
inline bool is_too_early(const message_call& call) noexcept
{
  return call.kind == socket_kind::seq_packet
    && ((call.flags & MSG_PEEK) != 0
      || end_of_file_ops::every_packet_has_control_data(call.descriptor)
      || end_of_file_ops::has_named_peer(call.descriptor));
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_END_OF_FILE_HPP
