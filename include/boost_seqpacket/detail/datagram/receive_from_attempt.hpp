//
// detail/datagram/receive_from_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_DATAGRAM_RECEIVE_FROM_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_DATAGRAM_RECEIVE_FROM_ATTEMPT_HPP

// Receives that report the sender's address.

#include <boost_seqpacket/detail/datagram/address.hpp>
#include <boost_seqpacket/detail/endpoint/endpoint_ops.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/incoming_target.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/detail/message/receive_bytes_attempt.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// The ancillary data of a receive goes into an object of the caller.
template <std::size_t MaxDescriptors>
class receive_into
{
public:
  explicit receive_into(incoming_ancillary<MaxDescriptors>& ancillary) noexcept
    : ancillary_(&ancillary)
  {
  }

  void clear() const noexcept
  {
    ancillary_->clear();
  }

  std::size_t operator()(const message_call& call, const buffer_list& buffers,
      socket_name& sender, boost::system::error_code& ec) const
  {
    incoming_target target = target_of(*ancillary_);
    target.sender = &sender;
    return receive(call, buffers, target, ec);
  }

private:
  incoming_ancillary<MaxDescriptors>* ancillary_;
};

// The ancillary data of a receive goes nowhere.
struct receive_bytes_alone
{
  static void clear() noexcept
  {
  }

  std::size_t operator()(const message_call& call, const buffer_list& buffers,
      socket_name& sender, boost::system::error_code& ec) const
  {
    return detail::receive_bytes(call, buffers, ec, &sender);
  }
};

template <typename Buffers, typename Receive, typename Endpoint>
class receive_from_attempt
  : public message_attempt<receive_from_attempt<Buffers, Receive, Endpoint>>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_message_from";

  receive_from_attempt(const Buffers& buffers, const Receive& receive,
      Endpoint& sender, message_flags flags)
    : message_attempt<receive_from_attempt>(flags),
      buffers_(buffers),
      receive_(receive),
      sender_(&sender)
  {
  }

  static constexpr bool takes(socket_kind kind) noexcept
  {
    return kind == socket_kind::datagram;
  }

  template <typename Socket>
  message_result first(Socket& socket)
  {
    check_datagrams<Socket>();
    return message_attempt<receive_from_attempt>::first(socket);
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec) const
  {
    if (!call.waited)
    {
      receive_.clear();
      *sender_ = Endpoint();
    }
    if (ec)
      return message_result(ec);
    socket_name from = {};
    const std::size_t received = detail::with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return receive_(call, buffers, from, ec);
        });
    if (!ec || is_truncation(ec))
      *sender_ = detail::make_endpoint<Endpoint>(from);
    return message_result(ec, received);
  }

private:
  Buffers buffers_;
  Receive receive_;
  Endpoint* sender_;
};

template <typename Socket, typename Buffers, typename Receive>
using receive_from_attempt_of =
  receive_from_attempt<Buffers, Receive, typename Socket::endpoint_type>;

template <typename Token, typename Socket, typename Buffers, typename Receive>
using initiated_receive_from = initiated_message<Token, Socket,
  receive_from_attempt_of<Socket, Buffers, Receive>>;

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_DATAGRAM_RECEIVE_FROM_ATTEMPT_HPP
