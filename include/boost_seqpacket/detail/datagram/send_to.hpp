//
// detail/datagram/send_to.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_DATAGRAM_SEND_TO_HPP
#define BOOST_SEQPACKET_DETAIL_DATAGRAM_SEND_TO_HPP

// One attempt to send a datagram to an address, without waiting.

#include <boost_seqpacket/detail/datagram/address.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/send.hpp>
#include <boost_seqpacket/detail/socket/message_header.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

inline std::size_t send_to(const message_call& call,
    const buffer_list& buffers, const unsigned char* control,
    std::size_t control_size, const destination_address& destination,
    boost::system::error_code& ec)
{
  ::msghdr message = make_header(buffers.data, buffers.count);
  set_destination(message, destination);
  if (control_size != 0)
  {
    // msghdr has no const; sendmsg does not write.
    message.msg_control = const_cast<unsigned char*>(control);
    set_length(message.msg_controllen, control_size);
  }
  const ::ssize_t sent =
    socket_ops::send(call.descriptor, message, send_flags(call), ec);
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_DATAGRAM_SEND_TO_HPP
