//
// detail/socket/message_header.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_MESSAGE_HEADER_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_MESSAGE_HEADER_HPP

// The only header that gives a msghdr its buffers. There is at least one, if
// only an empty one: qemu's user-mode emulation answers a receive without any
// with 0, and writes neither the flags nor the length of the name.

#include <boost_seqpacket/detail/config.hpp>

#include <cstddef>
#include <sys/socket.h>
#include <sys/uio.h>

namespace boost_seqpacket {
namespace detail {

// A length in a structure of the system is a socklen_t on some systems and a
// size_t on others, where a cast would be a warning (-Wuseless-cast).
template <typename Length>
void set_length(Length& length, std::size_t value) noexcept
{
  length = static_cast<Length>(value);
}

// Give a header count buffers, at least one.
inline void set_buffers(::msghdr& message, ::iovec* buffers,
    std::size_t count) noexcept
{
  message.msg_iov = buffers;
  set_length(message.msg_iovlen, count);
}

// A header with count buffers, at least one, and nothing else.
inline ::msghdr make_header(::iovec* buffers, std::size_t count) noexcept
{
  ::msghdr message = {};
  detail::set_buffers(message, buffers, count);
  return message;
}

// A header for a receive into no bytes.
class empty_header
{
public:
  empty_header() noexcept
    : message(detail::make_header(&nothing_, 1))
  {
  }

  empty_header(const empty_header&) = delete;
  empty_header& operator=(const empty_header&) = delete;

  ::msghdr message;

private:
  ::iovec nothing_ = {};
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_MESSAGE_HEADER_HPP
