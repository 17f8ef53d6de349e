//
// impl/send_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_SEND_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_SEND_MESSAGE_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags)
{
  boost::system::error_code ec;
  const std::size_t sent = boost_seqpacket::send_message(
      socket, buffers, ancillary, flags, ec);
  detail::throw_error(ec, "send_message");
  return sent;
}

template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec)
{
  const detail::message_result result = detail::run_blocking(socket,
      detail::make_send_attempt(buffers, ancillary, flags), flags);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec)
{
  return boost_seqpacket::send_message(socket, buffers, ancillary, 0, ec);
}

template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::token_constraint<CompletionToken>,
    detail::message_socket_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::send_message_attempt<ConstBufferSequence,
      outgoing_ancillary<MaxDescriptors>>>
async_send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token)
{
  return boost_seqpacket::async_send_message(socket, buffers, ancillary, 0,
      std::forward<CompletionToken>(token));
}

template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::message_socket_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::send_message_attempt<ConstBufferSequence,
      outgoing_ancillary<MaxDescriptors>>>
async_send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags, CompletionToken&& token)
{
  return detail::initiate_message<CompletionToken>(token, socket,
      detail::make_send_attempt(buffers, ancillary, flags));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_SEND_MESSAGE_HPP
