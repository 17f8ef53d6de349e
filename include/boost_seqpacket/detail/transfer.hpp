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

inline std::size_t send(const transfer& call, const buffer_list& buffers,
    const unsigned char* control, std::size_t control_size,
    boost::system::error_code& ec) noexcept
{
  int flags = call.flags | MSG_DONTWAIT | MSG_NOSIGNAL;
  if (call.kind == socket_kind::seq_packet)
    flags |= MSG_EOR;

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
      call.descriptor, message, flags, ec);
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

inline std::size_t receive(const transfer& call, const buffer_list& buffers,
    incoming_state& state, unique_descriptor* descriptors,
    std::size_t max, boost::system::error_code& ec) noexcept
{
  // As everywhere in Asio: a read of nothing from a stream is done at once.
  if (call.kind == socket_kind::stream && buffers.bytes == 0)
  {
    ec = boost::system::error_code();
    return 0;
  }

  int flags = call.flags | MSG_DONTWAIT | MSG_CMSG_CLOEXEC;
#if defined(BOOST_SEQPACKET_HAS_TRUE_LENGTH)
  // On a stream the flag would be another one: throw away.
  if (call.kind != socket_kind::stream)
    flags |= MSG_TRUNC;
#endif

  alignas(::cmsghdr) unsigned char control[incoming_control_space];
  ::msghdr message = {};
  message.msg_iov = buffers.data;
  message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(
      buffers.count);
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  const ::ssize_t received = socket_ops::receive(
      call.descriptor, message, flags, ec);
  if (received < 0)
  {
    // A datagram socket whose receiving half is shut down is ready for ever and
    // has never anything to give: do not wait for it again.
    if (call.waited && call.kind == socket_kind::datagram
        && socket_ops::would_block(ec)
        && socket_ops::receive_is_shut_down(call.descriptor))
      ec = boost::asio::error::eof;
    return 0;
  }

  state.flags = message.msg_flags & ~MSG_CMSG_CLOEXEC;
  state.message_size = static_cast<std::size_t>(received);
  const incoming_verdict verdict = incoming_sorter(state, descriptors, max).sort(
      control, static_cast<std::size_t>(message.msg_controllen), state.flags);

  if (verdict.lost)
    ec = error::descriptors_lost;
  else if (verdict.truncated)
    ec = error::ancillary_truncated;
  else if ((state.flags & MSG_TRUNC) != 0)
    ec = error::message_truncated;
  else if (received == 0 && !verdict.any && is_end_of_file(call))
    ec = boost::asio::error::eof;

  return state.message_size < buffers.bytes
    ? state.message_size : buffers.bytes;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_TRANSFER_HPP
