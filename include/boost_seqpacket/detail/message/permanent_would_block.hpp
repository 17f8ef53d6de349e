//
// detail/message/permanent_would_block.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_PERMANENT_WOULD_BLOCK_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_PERMANENT_WOULD_BLOCK_HPP

// What keeps a receive from ever getting anything.

#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/socket/poll_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

// True if a datagram socket with nothing queued is shut down for receiving. If
// poll fails, a socket that is readable and has nothing to peek at is.
inline bool datagrams_have_ended(int descriptor,
    boost::system::error_code& ec)
{
  const bool answer = poll_ops::is_shut_down(descriptor, ec);
  if (!ec)
    return answer;
  const poll_ops::readiness readable = poll_ops::select_readable(descriptor);
  if (readable == poll_ops::readiness::unknown)
    return false;
  ec = boost::system::error_code();
  if (readable == poll_ops::readiness::not_ready)
    return false;
  boost::system::error_code peeked;
  empty_header header;
  socket_ops::receive(
      descriptor, header.message, MSG_PEEK | MSG_DONTWAIT, peeked);
  return socket_ops::would_block(peeked);
}

// recvmsg reported EAGAIN on a socket that polls readable, and always will. Set
// an error instead of spinning. If the system does not say whether that is so,
// do not wait again.
inline void explain_permanent_would_block(const message_call& call,
    boost::system::error_code& ec)
{
  if (!socket_ops::would_block(ec))
    return;
  const bool peeks_again = call.waited && (call.flags & MSG_PEEK) != 0;
  boost::system::error_code unanswered;
  if (call.kind == socket_kind::datagram
      && datagrams_have_ended(call.descriptor, unanswered))
    ec = boost::asio::error::eof;
  else if (call.waited && unanswered)
    ec = unanswered;
  else if (peeks_again
      && socket_ops::has_peek_offset(call.descriptor, unanswered))
    ec = boost::asio::error::invalid_argument;
  else if (peeks_again && call.kind == socket_kind::stream && !unanswered
      && socket_ops::is_at_mark(call.descriptor, unanswered))
    ec = boost::asio::error::operation_not_supported;
  else if (peeks_again && unanswered)
    ec = unanswered;
}

// Sets an error if a peek may not begin at the next packet. Then a packet that
// is peeked at first would not be received whole.
inline bool has_peek_offset(const message_call& call,
    boost::system::error_code& ec) noexcept
{
  if (socket_ops::has_peek_offset(call.descriptor, ec))
    ec = boost::asio::error::invalid_argument;
  return !!ec;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_PERMANENT_WOULD_BLOCK_HPP
