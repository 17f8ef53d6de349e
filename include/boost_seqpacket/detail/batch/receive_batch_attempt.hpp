//
// detail/batch/receive_batch_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_RECEIVE_BATCH_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_RECEIVE_BATCH_ATTEMPT_HPP

#include <boost_seqpacket/detail/batch/batch_traits.hpp>
#include <boost_seqpacket/detail/batch/receive_batch.hpp>
#include <boost_seqpacket/detail/message/end_of_file_ops.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <iterator>

namespace boost_seqpacket {
namespace detail {

// Receives the queued packets into a range of messages.
template <typename Range>
class receive_batch_attempt
  : public message_attempt<receive_batch_attempt<Range>>
{
  static_assert(is_batch<Range, true>::value,
      "Give a range of incoming_message that is not const, such as an array or "
      "a vector");

public:
  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_messages";

  receive_batch_attempt(Range& messages, message_flags flags)
    : message_attempt<receive_batch_attempt>(flags),
      messages_(&messages)
  {
  }

  static constexpr bool takes(socket_kind kind) noexcept
  {
    return takes_batch<has_sender<element_reference<Range>>>(kind);
  }

  template <typename Socket>
  message_result first(Socket& socket)
  {
    check_batch<Socket, has_sender<element_reference<Range>>>();
    return message_attempt<receive_batch_attempt>::first(socket);
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec) const
  {
    if (!call.waited)
    {
      for (auto& message : *messages_)
        detail::clear_message(message);
    }
    if (!ec && (call.flags & MSG_PEEK) != 0)
      ec = boost::asio::error::invalid_argument;
    if (ec)
      return message_result(ec);

    std::size_t done = 0;
    const auto end = std::end(*messages_);
    auto next = std::begin(*messages_);
    bool more = true;
    // After the first call an error that is reported once, such as ECONNRESET,
    // must be left to the next operation: look for one before each call. One
    // that comes between the look and the call is lost, and the end of file
    // follows.
    while (!ec && more && next != end
        && (done == 0
          || !end_of_file_ops::error_is_pending(call.descriptor, true)))
      done += detail::receive_some(call, next, end, done == 0, more, ec);
    return done == 0 ? message_result(ec)
      : message_result(boost::system::error_code(), done);
  }

private:
  Range* messages_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_BATCH_RECEIVE_BATCH_ATTEMPT_HPP
