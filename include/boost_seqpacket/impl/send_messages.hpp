//
// impl/send_messages.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_SEND_MESSAGES_HPP
#define BOOST_SEQPACKET_IMPL_SEND_MESSAGES_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename Socket, typename Range>
std::size_t send_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags)
{
  boost::system::error_code ec;
  const std::size_t sent = boost_seqpacket::send_messages(
      socket, messages, flags, ec);
  detail::throw_error(ec, "send_messages");
  return sent;
}

template <typename Socket, typename Range>
std::size_t send_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec)
{
  const detail::message_result result = detail::run_blocking(socket,
      detail::send_batch_attempt<Range>(messages, flags), flags);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename Range>
std::size_t send_messages(Socket& socket, Range& messages,
    boost::system::error_code& ec)
{
  return boost_seqpacket::send_messages(socket, messages, 0, ec);
}

template <typename Socket, typename Range, typename CompletionToken,
    detail::token_constraint<CompletionToken>,
    detail::packet_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::send_batch_attempt<Range>>
async_send_messages(
    Socket& socket, Range& messages, CompletionToken&& token)
{
  return boost_seqpacket::async_send_messages(socket, messages, 0,
      std::forward<CompletionToken>(token));
}

template <typename Socket, typename Range, typename CompletionToken,
    detail::packet_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::send_batch_attempt<Range>>
async_send_messages(Socket& socket, Range& messages,
    boost::asio::socket_base::message_flags flags, CompletionToken&& token)
{
  return detail::initiate_message<CompletionToken>(token, socket,
      detail::send_batch_attempt<Range>(messages, flags));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_SEND_MESSAGES_HPP
