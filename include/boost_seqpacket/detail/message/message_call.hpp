//
// detail/message/message_call.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_MESSAGE_CALL_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_MESSAGE_CALL_HPP

// What sending and receiving have in common.

#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/keep_if_truncated.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <utility>

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

// The flags without those of the library.
constexpr message_flags kernel_flags(message_flags flags) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
  flags &= ~keep_if_truncated;
#endif
  return flags;
}

// What an attempt has to know of the socket and of the call.
struct message_call
{
  int descriptor;
  socket_kind kind;
  message_flags flags;

  // Whether an earlier attempt has found nothing, and the socket was said to be
  // ready since.
  bool waited;
};

// What the system would say of a socket that is not open, where it is not
// asked.
inline void check_open(const message_call& call,
    boost::system::error_code& ec) noexcept
{
  ec = boost::system::error_code();
  if (call.descriptor < 0)
    ec = boost::asio::error::bad_descriptor;
}

// The result of an operation that completes with a number of bytes.
struct message_result
{
  explicit message_result(const boost::system::error_code& ec,
      std::size_t n = 0) noexcept
    : error(ec),
      bytes(n)
  {
  }

  template <typename Handler>
  void operator()(Handler& handler) &&
  {
    std::move(handler)(error, bytes);
  }

  boost::system::error_code error;
  std::size_t bytes;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_MESSAGE_CALL_HPP
