//
// detail/batch/batch_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_BATCH_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_BATCH_ATTEMPT_HPP

#include <boost_seqpacket/detail/batch/batch_calls.hpp>
#include <boost_seqpacket/detail/message/end_of_file_ops.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

template <typename Socket>
constexpr bool has_packets()
{
  static_assert(socket_traits<Socket>::kind != socket_kind::stream,
      "A stream has no packets: use send_message and receive_message, or "
      "boost::asio::write and boost::asio::read");
  return true;
}

// Whether the elements of a range have what outgoing_message and
// incoming_message have. What is received is written to them: they must be
// there themselves.
template <std::size_t MaxDescriptors>
std::true_type goes_out(const outgoing_ancillary<MaxDescriptors>&);
template <std::size_t MaxDescriptors>
std::true_type comes_in(incoming_ancillary<MaxDescriptors>&);

template <typename Range, bool Receives, typename = void>
struct is_batch : std::false_type {};

template <typename Range>
struct is_batch<Range, false, std::void_t<
    decltype(std::begin(std::declval<Range&>())->buffers),
    decltype(detail::goes_out(std::begin(std::declval<Range&>())->ancillary))>>
  : std::true_type {};

template <typename Range>
struct is_batch<Range, true, std::void_t<
    decltype(std::begin(std::declval<Range&>())->buffers),
    decltype(detail::comes_in(std::begin(std::declval<Range&>())->ancillary)),
    decltype(std::begin(std::declval<Range&>())->bytes_transferred = 0)>>
  : std::is_lvalue_reference<decltype(*std::begin(std::declval<Range&>()))> {};

// Sends a range of messages, and goes on behind those that are sent.
template <typename Range>
class send_batch_attempt
  : public attempt_without_pauses
{
  static_assert(is_batch<Range, false>::value,
      "Give a range of outgoing_message, such as an array or a vector");

public:
  using result_type = message_result;

  static constexpr auto wait = boost::asio::socket_base::wait_write;
  static constexpr const char* name =
    "boost_seqpacket::async_send_messages";

  send_batch_attempt(Range& messages, message_flags flags)
    : messages_(&messages),
      flags_(flags)
  {
  }

  // What was sent counts; the error is for the next call to find again.
  message_result stopped(const boost::system::error_code& ec) const
  {
    return done_ == 0 ? message_result(ec)
      : message_result(boost::system::error_code(), done_);
  }

  template <typename Socket>
  message_result operator()(Socket& socket, bool waited)
  {
    static_assert(has_packets<Socket>(), "");
    boost::system::error_code ec;
    check_socket(socket, waited, ec);
    if (ec)
      return stopped(ec);

    const message_call call = {socket.native_handle(),
      socket_traits<Socket>::kind, flags_, waited};
    const auto end = std::end(*messages_);
    auto next = std::next(std::begin(*messages_),
        static_cast<std::ptrdiff_t>(done_));
    while (!ec && next != end)
      done_ += detail::send_some(call, next, end, ec);
    return socket_ops::would_block(ec)
      ? message_result(ec, done_) : stopped(ec);
  }

private:
  Range* messages_;
  message_flags flags_;
  std::size_t done_ = 0;
};

// Receives what is there into a range of messages.
template <typename Range>
class receive_batch_attempt
  : public attempt_without_pauses
{
  static_assert(is_batch<Range, true>::value,
      "Give a range of incoming_message that is not const, such as an array or "
      "a vector");

public:
  using result_type = message_result;

  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_messages";

  receive_batch_attempt(Range& messages, message_flags flags)
    : messages_(&messages),
      flags_(flags)
  {
  }

  static message_result stopped(const boost::system::error_code& ec)
  {
    return message_result(ec);
  }

  template <typename Socket>
  message_result operator()(Socket& socket, bool waited)
  {
    static_assert(has_packets<Socket>(), "");
    if (!waited)
    {
      for (auto& message : *messages_)
        detail::clear_message(message);
    }

    boost::system::error_code ec;
    check_socket(socket, waited, ec);
    if (!ec && (flags_ & MSG_PEEK) != 0)
      ec = boost::asio::error::invalid_argument;
    if (ec)
      return message_result(ec);

    const message_call call = {socket.native_handle(),
      socket_traits<Socket>::kind, flags_, waited};
    std::size_t done = 0;
    const auto end = std::end(*messages_);
    auto next = std::begin(*messages_);
    bool more = true;
    // Behind the first call: an error that is reported once, such as
    // ECONNRESET, must be left for the next operation. One that comes between
    // this look and the call is swallowed, and the end of file follows.
    while (!ec && more && next != end
        && (done == 0
          || !end_of_file_ops::error_is_pending(call.descriptor, true)))
      done += detail::receive_some(call, next, end, done == 0, more, ec);
    return done == 0 ? message_result(ec)
      : message_result(boost::system::error_code(), done);
  }

private:
  Range* messages_;
  message_flags flags_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_BATCH_BATCH_ATTEMPT_HPP
