//
// detail/message/receive.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_HPP

// One attempt to receive a message, without waiting.

#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/control_data.hpp>
#include <boost_seqpacket/detail/message/empty_receive.hpp>
#include <boost_seqpacket/detail/message/end_of_file_ops.hpp>
#include <boost_seqpacket/detail/message/incoming_target.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/permanent_would_block.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/keep_if_truncated.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

inline int receive_flags(const message_call& call) noexcept
{
  int flags = kernel_flags(call.flags) | MSG_DONTWAIT | MSG_CMSG_CLOEXEC;
#if defined(BOOST_SEQPACKET_HAS_TRUE_LENGTH)
  // On streams the flag means something else, or nothing (recv(2)).
  if (call.kind != socket_kind::stream)
    flags |= MSG_TRUNC;
#endif
  return flags;
}

// Make one system call and interpret its result. Return the true size of the
// packet. is_premature: there was no packet, although one is queued.
inline std::size_t try_receive(const message_call& call,
    const buffer_list& buffers, const incoming_target& target,
    bool& is_premature, boost::system::error_code& ec)
{
  is_premature = false;
  alignas(::cmsghdr) unsigned char control[incoming_control_space];
  ::msghdr message = make_header(buffers.data, buffers.count);
  if (target.state)
  {
    message.msg_control = control;
    message.msg_controllen = sizeof(control);
  }
  ::sockaddr_storage name;
  end_of_file_ops::ask_for_name(message, name, target.sender != nullptr);
  const ::ssize_t received = socket_ops::receive(
      call.descriptor, message, receive_flags(call), ec);
  if (received < 0)
  {
    explain_permanent_would_block(call, ec);
    return 0;
  }

  const std::size_t length = static_cast<std::size_t>(received);
  if (target.sender)
    *target.sender = endpoint_ops::reported_name(&name, message.msg_namelen);
  control_result result = take_packet(target, length, message);
  if (!target.state && result.truncated
      && option_added_control_data(call.descriptor))
    result.truncated = false;
  ec = packet_error(result, message.msg_flags);
  if (call.kind == socket_kind::stream && length == 0)
  {
    // With SO_PASSCRED the end of a stream carries credentials, those of
    // process 0 and user 0. The end of packets carries none.
    clear_target(target);
    ec = boost::asio::error::eof;
  }
  else if (!ec && length == 0 && !result.any)
  {
    is_premature = classify_empty_receive(call, ec)
      == empty_receive::premature_end;
  }
  return length;
}

// On packets the flag has no effect. On a stream the kernel ignores it as well,
// because of MSG_DONTWAIT, and the caller would miss bytes.
inline bool waits_for_all(const message_call& call) noexcept
{
  return (call.flags & MSG_WAITALL) != 0 && call.kind == socket_kind::stream;
}

inline std::size_t receive_packet(const message_call& call,
    const buffer_list& buffers, const incoming_target& target,
    boost::system::error_code& ec)
{
  if (waits_for_all(call))
  {
    ec = seqpacket_errc::wait_all_refused;
    return 0;
  }
  // A read of 0 bytes from a stream is done at once, as in Asio.
  if (call.kind == socket_kind::stream && buffers.bytes == 0)
  {
    check_open(call, ec);
    return 0;
  }

  bool is_premature;
  std::size_t length = try_receive(call, buffers, target, is_premature, ec);
  if (is_premature)
  {
    // The dynamic form must look at the size of the packet again. Otherwise
    // another try cannot truncate the packet: there is room for bytes, or a
    // peek finds it again.
    if (buffers.bytes == 0 && (call.flags & MSG_PEEK) == 0)
    {
      ec = boost::asio::error::would_block;
      return 0;
    }
    length = try_receive(call, buffers, target, is_premature, ec);
  }
  return length < buffers.bytes ? length : buffers.bytes;
}

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

inline bool keeps_packet(const message_call& call) noexcept
{
  return (call.flags & keep_if_truncated) != 0
    && call.kind != socket_kind::stream;
}

// Peek at the whole packet, which installs descriptors of its own, and take it
// out of the queue if all is well.
inline std::size_t receive_or_keep(message_call call,
    const buffer_list& buffers, const incoming_target& target,
    boost::system::error_code& ec)
{
  if (!call.waited && has_peek_offset(call, ec))
    return 0;

  const bool only_peeks = (call.flags & MSG_PEEK) != 0;
  call.flags |= MSG_PEEK;
  const std::size_t received = receive_packet(call, buffers, target, ec);
  if (is_truncation(ec))
  {
    forget_packet(target);
    return 0;
  }
  // A peek may report an empty packet as the end. It finds the packet again, so
  // discard it. At the true end that changes nothing.
  const bool ends = ec == boost::asio::error::eof;
  if (only_peeks || (ec && !ends))
    return received;

  // ECONNRESET of a peer that has closed is reported once, and may come now.
  // The packet is still queued then.
  do
    socket_ops::discard(call.descriptor, ec);
  while (socket_ops::is(ec, boost::asio::error::connection_reset));
  if (ends && (ec || judge_after_shut_down(socket_facts(call))
        == empty_receive::end_of_file))
    ec = boost::asio::error::eof;
  if (!ec || ends)
    return received;

  // Another reader has taken the packet.
  clear_target(target);
  return 0;
}

#else // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

inline bool keeps_packet(const message_call&) noexcept
{
  return false;
}

inline std::size_t receive_or_keep(const message_call& call,
    const buffer_list& buffers, const incoming_target& target,
    boost::system::error_code& ec)
{
  return receive_packet(call, buffers, target, ec);
}

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

inline std::size_t receive(const message_call& call,
    const buffer_list& buffers, const incoming_target& target,
    boost::system::error_code& ec)
{
  return keeps_packet(call)
    ? receive_or_keep(call, buffers, target, ec)
    : receive_packet(call, buffers, target, ec);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_HPP
