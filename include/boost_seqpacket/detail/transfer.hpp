//
// detail/transfer.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_TRANSFER_HPP
#define BOOST_SEQPACKET_DETAIL_TRANSFER_HPP

// One attempt to send or to receive one message, without waiting: what the
// synchronous and the asynchronous forms have in common.

#include <boost_seqpacket/detail/control_message.hpp>
#include <boost_seqpacket/detail/incoming_state.hpp>
#include <boost_seqpacket/detail/socket_ops.hpp>
#include <boost_seqpacket/detail/socket_traits.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include <cstddef>
#include <sys/uio.h>

namespace boost_seqpacket {
namespace detail {

// The way into the ancillary objects for the operations.
struct ancillary_access
{
  template <typename Ancillary>
  static const unsigned char* data(const Ancillary& ancillary) noexcept
  {
    return ancillary.data();
  }

  template <typename Ancillary>
  static std::size_t size(const Ancillary& ancillary) noexcept
  {
    return ancillary.size();
  }

  template <typename Ancillary>
  static incoming_state& state(Ancillary& ancillary) noexcept
  {
    return ancillary.state_;
  }

  template <typename Ancillary>
  static unique_descriptor* descriptors(Ancillary& ancillary) noexcept
  {
    return ancillary.descriptors_.data();
  }
};

// UIO_MAXIOV of the kernel; sendmsg and recvmsg answer more with EMSGSIZE
// (sendmsg(2)).
constexpr std::size_t max_buffers = 1024;

// Buffers as the system calls take them.
struct buffer_list
{
  ::iovec* data;
  std::size_t count;
  std::size_t bytes;
};

template <std::size_t Max, typename Buffers, typename Function>
auto call_with_buffers(const Buffers& buffers, Function& function)
{
  ::iovec list[Max];
  buffer_list result = {list, 0, 0};
  const auto end = boost::asio::buffer_sequence_end(buffers);
  for (auto it = boost::asio::buffer_sequence_begin(buffers); it != end; ++it)
  {
    // iovec has no const; sendmsg does not write.
    const boost::asio::const_buffer buffer(*it);
    list[result.count].iov_base = const_cast<void*>(buffer.data());
    list[result.count].iov_len = buffer.size();
    ++result.count;
    result.bytes += buffer.size();
  }
  return function(result);
}

template <typename Buffers>
std::size_t count_buffers(const Buffers& buffers)
{
  std::size_t count = 0;
  const auto end = boost::asio::buffer_sequence_end(buffers);
  for (auto it = boost::asio::buffer_sequence_begin(buffers);
      it != end && count <= max_buffers; ++it)
    ++count;
  return count;
}

// Call the function with the buffers as a buffer_list on the stack, which is as
// small as the sequence allows. A sequence that no system call takes is
// message_size, and the function is not called.
template <typename Buffers, typename Function>
std::size_t with_buffers(const Buffers& buffers,
    boost::system::error_code& ec, Function function)
{
  if constexpr (std::is_convertible<Buffers, boost::asio::const_buffer>::value)
  {
    return call_with_buffers<1>(buffers, function);
  }
  else
  {
    const std::size_t count = count_buffers(buffers);
    if (count <= 16)
      return call_with_buffers<16>(buffers, function);
    if (count <= max_buffers)
      return call_with_buffers<max_buffers>(buffers, function);
    ec = boost::asio::error::message_size;
    return 0;
  }
}

// What an attempt has to know of the socket and of the call.
struct transfer
{
  int descriptor;
  socket_kind kind;
  message_flags flags;

  // Whether this attempt comes after the socket was said to be ready.
  bool waited;
};

// Check what only the run time can tell of a socket, before its first attempt.
template <typename Socket>
void check_socket(Socket& socket, bool waited, boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  if constexpr (!socket_traits<Socket>::family_is_known)
  {
    if (!waited)
      socket_ops::check_family(socket.native_handle(), ec);
  }
  else
  {
    (void)socket;
    (void)waited;
  }
}

inline int send_flags(const transfer& call) noexcept
{
  const int flags = call.flags | MSG_DONTWAIT | MSG_NOSIGNAL;
  return call.kind == socket_kind::seq_packet ? flags | MSG_EOR : flags;
}

inline std::size_t send(const transfer& call, const buffer_list& buffers,
    const unsigned char* control, std::size_t control_size,
    boost::system::error_code& ec) noexcept
{
  // Nothing to send is no operation on a stream: the kernel would say success
  // and drop the ancillary data, which travels with the first byte.
  if (call.kind == socket_kind::stream && buffers.bytes == 0)
  {
    ec = boost::system::error_code();
    if (control_size != 0)
      ec = boost::asio::error::invalid_argument;
    return 0;
  }

  ::msghdr message = {};
  message.msg_iov = buffers.data;
  message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(
      buffers.count);
  if (control_size != 0)
  {
    // msghdr has no const; sendmsg does not write.
    message.msg_control = const_cast<unsigned char*>(control);
    message.msg_controllen = static_cast<decltype(message.msg_controllen)>(
        control_size);
  }
  const ::ssize_t sent = socket_ops::send(
      call.descriptor, message, send_flags(call), ec);
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

// Whether a receive of 0 bytes and no control message is the end of file, not an
// empty packet. Where an option adds a control message to every packet this is
// exact; otherwise a run of empty packets directly before the close is taken for
// the end.
inline bool is_end_of_file(const transfer& call) noexcept
{
  switch (call.kind)
  {
  case socket_kind::stream:
    return true;
  case socket_kind::datagram:
    return false;
  case socket_kind::seq_packet:
    break;
  }
  return socket_ops::receive_is_shut_down(call.descriptor)
    && !socket_ops::bytes_are_queued(call.descriptor);
}

// A datagram socket whose receiving half is shut down is ready for ever and has
// never anything to give: do not wait for it again.
inline bool is_shut_down_datagram(const transfer& call,
    const boost::system::error_code& ec) noexcept
{
  return call.waited && call.kind == socket_kind::datagram
    && socket_ops::would_block(ec)
    && socket_ops::receive_is_shut_down(call.descriptor);
}

inline int receive_flags(const transfer& call) noexcept
{
  int flags = call.flags | MSG_DONTWAIT | MSG_CMSG_CLOEXEC;
#if defined(BOOST_SEQPACKET_HAS_TRUE_LENGTH)
  // On a stream the flag would be another one: throw away.
  if (call.kind != socket_kind::stream)
    flags |= MSG_TRUNC;
#endif
  return flags;
}

// Where a packet goes that has no buffers: what belongs to an incoming_ancillary.
struct incoming_target
{
  incoming_state* state;
  unique_descriptor* descriptors;
  std::size_t max;
};

template <std::size_t MaxDescriptors>
incoming_target target_of(incoming_ancillary<MaxDescriptors>& ancillary) noexcept
{
  return {&ancillary_access::state(ancillary),
    ancillary_access::descriptors(ancillary), MaxDescriptors};
}

// Take over what recvmsg has left: the length that it returned, the control
// messages, the flags.
inline incoming_verdict take_packet(const incoming_target& target,
    std::size_t length, const ::msghdr& message) noexcept
{
  incoming_state& state = *target.state;
  state.flags = message.msg_flags & ~MSG_CMSG_CLOEXEC;
  state.message_size = length;
  return incoming_sorter(state, target.descriptors, target.max).sort(
      static_cast<const unsigned char*>(message.msg_control),
      static_cast<std::size_t>(message.msg_controllen), state.flags);
}

// What is wrong with a packet that was taken over, the gravest first.
inline boost::system::error_code packet_error(const incoming_verdict& verdict,
    int flags) noexcept
{
  if (verdict.lost)
    return error::descriptors_lost;
  if (verdict.truncated)
    return error::ancillary_truncated;
  if ((flags & MSG_TRUNC) != 0)
    return error::message_truncated;
  return boost::system::error_code();
}

inline std::size_t receive(const transfer& call, const buffer_list& buffers,
    const incoming_target& target, boost::system::error_code& ec) noexcept
{
  // As everywhere in Asio: a read of nothing from a stream is done at once.
  if (call.kind == socket_kind::stream && buffers.bytes == 0)
  {
    ec = boost::system::error_code();
    return 0;
  }

  alignas(::cmsghdr) unsigned char control[incoming_control_space];
  ::msghdr message = {};
  message.msg_iov = buffers.data;
  message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(
      buffers.count);
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  const ::ssize_t received = socket_ops::receive(
      call.descriptor, message, receive_flags(call), ec);
  if (received < 0)
  {
    if (is_shut_down_datagram(call, ec))
      ec = boost::asio::error::eof;
    return 0;
  }

  const std::size_t length = static_cast<std::size_t>(received);
  const incoming_verdict verdict = take_packet(target, length, message);
  ec = packet_error(verdict, target.state->flags);
  if (!ec && length == 0 && !verdict.any && is_end_of_file(call))
    ec = boost::asio::error::eof;
  return length < buffers.bytes ? length : buffers.bytes;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_TRANSFER_HPP
