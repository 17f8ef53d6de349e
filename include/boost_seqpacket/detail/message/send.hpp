//
// detail/message/send.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_SEND_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_SEND_HPP

// One attempt to send a message, without waiting.

#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

inline int send_flags(const message_call& call) noexcept
{
  const int flags = kernel_flags(call.flags) | MSG_DONTWAIT | MSG_NOSIGNAL;
  return call.kind == socket_kind::seq_packet ? flags | MSG_EOR : flags;
}

inline std::size_t send(const message_call& call, const buffer_list& buffers,
    const unsigned char* control, std::size_t control_size,
    boost::system::error_code& ec)
{
  // A send of 0 bytes is no operation on a stream: the kernel would report
  // success and drop the ancillary data, which travels with the first byte.
  if (call.kind == socket_kind::stream && buffers.bytes == 0)
  {
    check_open(call, ec);
    if (!ec && control_size != 0)
      ec = boost::asio::error::invalid_argument;
    return 0;
  }

  ::ssize_t sent;
  if (control_size == 0 && buffers.count == 1)
  {
    sent = socket_ops::send(
        call.descriptor, *buffers.data, send_flags(call), ec);
  }
  else
  {
    ::msghdr message = make_header(buffers.data, buffers.count);
    if (control_size != 0)
    {
      // msghdr has no const; sendmsg does not write.
      message.msg_control = const_cast<unsigned char*>(control);
      set_length(message.msg_controllen, control_size);
    }
    sent = socket_ops::send(call.descriptor, message, send_flags(call), ec);
  }
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_SEND_HPP
