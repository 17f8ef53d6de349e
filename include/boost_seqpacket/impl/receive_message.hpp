//
// impl/receive_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_MESSAGE_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {
template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags)
{
  boost::system::error_code ec;
  const std::size_t received = boost_seqpacket::receive_message(
      socket, buffers, ancillary, flags, ec);
  detail::throw_error(ec, "receive_message");
  return received;
}

template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec)
{
  using attempt =
    detail::receive_attempt<MutableBufferSequence, MaxDescriptors>;
  const detail::message_result result = detail::run_blocking(
      socket, attempt(buffers, ancillary, flags), flags);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec)
{
  return boost_seqpacket::receive_message(socket, buffers, ancillary, 0, ec);
}

template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::token_constraint<CompletionToken>,
    detail::message_socket_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_attempt<MutableBufferSequence, MaxDescriptors>>
async_receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary, CompletionToken&& token)
{
  return boost_seqpacket::async_receive_message(socket, buffers, ancillary, 0,
      std::forward<CompletionToken>(token));
}

template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::message_socket_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_attempt<MutableBufferSequence, MaxDescriptors>>
async_receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags, CompletionToken&& token)
{
  using attempt =
    detail::receive_attempt<MutableBufferSequence, MaxDescriptors>;
  return detail::initiate_message<CompletionToken>(token, socket,
      attempt(buffers, ancillary, flags));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_MESSAGE_HPP
