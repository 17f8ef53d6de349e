//
// detail/message/discard_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_DISCARD_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_DISCARD_ATTEMPT_HPP

// The receive that wants nothing of the packet.

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/incoming_target.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// Take the next packet out of the queue and return its size. Without room for
// control data the kernel installs no descriptor.
inline std::size_t discard(const message_call& call,
    boost::system::error_code& ec)
{
  ::iovec nothing = {};
  const buffer_list buffers = {&nothing, 1, 0};
  bool is_premature;
  std::size_t size = try_receive(call, buffers, no_target, is_premature, ec);
  if (is_premature)
    size = try_receive(call, buffers, no_target, is_premature, ec);
  if (is_truncation(ec))
    ec = boost::system::error_code();
  return size;
}

class discard_attempt
  : public message_attempt<discard_attempt>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_discard_message";

  discard_attempt() noexcept
    : message_attempt<discard_attempt>(0)
  {
  }

  static constexpr bool takes(socket_kind kind) noexcept
  {
    return kind != socket_kind::stream;
  }

  template <typename Socket>
  message_result first(Socket& socket)
  {
    static_assert(may_have_packets<Socket>(),
        "A stream has no packets that could be discarded: receive its bytes "
        "with receive_message or boost::asio::read");
    return message_attempt<discard_attempt>::first(socket);
  }

  static message_result attempt(const message_call& call,
      boost::system::error_code ec)
  {
    if (ec)
      return message_result(ec);
    const std::size_t size = detail::discard(call, ec);
    return message_result(ec, size);
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_DISCARD_ATTEMPT_HPP
