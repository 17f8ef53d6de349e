//
// detail/batch/send_batch_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_SEND_BATCH_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_SEND_BATCH_ATTEMPT_HPP

#include <boost_seqpacket/detail/batch/batch_traits.hpp>
#include <boost_seqpacket/detail/batch/send_batch.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <iterator>

namespace boost_seqpacket {
namespace detail {

// Sends a range of messages, and goes on after those that are sent.
template <typename Range>
class send_batch_attempt
  : public message_attempt<send_batch_attempt<Range>>
{
  static_assert(is_batch<Range, false>::value,
      "Give a range of outgoing_message, such as an array or a vector, whose "
      "elements are there themselves");

public:
  static constexpr auto wait = boost::asio::socket_base::wait_write;
  static constexpr const char* name =
    "boost_seqpacket::async_send_messages";

  // True if each packet has an address. Then no event announces room in a
  // queue: see send_to_attempt.
  static constexpr bool has_addresses =
    has_destination<element_reference<Range>>;

  send_batch_attempt(Range& messages, message_flags flags)
    : message_attempt<send_batch_attempt>(flags),
      messages_(&messages)
  {
  }

  static constexpr bool takes(socket_kind kind) noexcept
  {
    return takes_batch<has_addresses>(kind);
  }

  template <typename Socket>
  message_result first(Socket& socket)
  {
    check_batch<Socket, has_addresses>();
    return message_attempt<send_batch_attempt>::first(socket);
  }

  retry after(const boost::system::error_code& ec) const noexcept
  {
    if (!socket_ops::would_block(ec))
      return retry::never;
    if (!has_addresses)
      return retry::when_ready;
    return has_sent_ ? retry::after_short_pause : retry::after_pause;
  }

  bool has_begun() const noexcept
  {
    return done_ != 0;
  }

  // If packets were sent, report their number. The next call finds the error
  // again.
  message_result stopped(const boost::system::error_code& ec) const
  {
    return done_ == 0 ? message_result(ec)
      : message_result(boost::system::error_code(), done_);
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec)
  {
    if (ec)
      return stopped(ec);
    const auto end = std::end(*messages_);
    auto next = std::next(std::begin(*messages_),
        static_cast<std::ptrdiff_t>(done_));
    const std::size_t before = done_;
    while (!ec && next != end)
      done_ += detail::send_some(call, next, end, ec);
    has_sent_ = done_ != before;
    return socket_ops::would_block(ec)
      ? message_result(ec, done_) : stopped(ec);
  }

private:
  Range* messages_;
  std::size_t done_ = 0;
  bool has_sent_ = false; // by the last attempt
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_BATCH_SEND_BATCH_ATTEMPT_HPP
