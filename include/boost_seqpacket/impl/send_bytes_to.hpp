//
// impl/send_bytes_to.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_SEND_BYTES_TO_HPP
#define BOOST_SEQPACKET_IMPL_SEND_BYTES_TO_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {

template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message_to(Socket& socket,
    const ConstBufferSequence& buffers,
    const typename Socket::endpoint_type& destination,
    boost::asio::socket_base::message_flags flags)
{
  boost::system::error_code ec;
  const std::size_t sent = boost_seqpacket::send_message_to(
      socket, buffers, destination, flags, ec);
  detail::throw_error(ec, "send_message_to");
  return sent;
}

template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message_to(Socket& socket,
    const ConstBufferSequence& buffers,
    const typename Socket::endpoint_type& destination,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec)
{
  using attempt = detail::send_to_attempt_of<Socket, ConstBufferSequence, 0>;
  const detail::message_result result = detail::run_blocking(
      socket, attempt(buffers, no_ancillary, destination, flags), flags);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message_to(Socket& socket,
    const ConstBufferSequence& buffers,
    const typename Socket::endpoint_type& destination,
    boost::system::error_code& ec)
{
  return boost_seqpacket::send_message_to(
      socket, buffers, destination, 0, ec);
}

template <typename Socket, typename ConstBufferSequence,
    typename CompletionToken,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::token_constraint<CompletionToken>,
    detail::no_endpoint_constraint<CompletionToken>,
    detail::datagram_constraint<Socket>>
detail::initiated_send_to<CompletionToken, Socket, ConstBufferSequence, 0>
async_send_message_to(Socket& socket, const ConstBufferSequence& buffers,
    const typename Socket::endpoint_type& destination,
    CompletionToken&& token)
{
  return boost_seqpacket::async_send_message_to(socket, buffers, destination,
      0, std::forward<CompletionToken>(token));
}

template <typename Socket, typename ConstBufferSequence,
    typename CompletionToken,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::datagram_constraint<Socket>>
detail::initiated_send_to<CompletionToken, Socket, ConstBufferSequence, 0>
async_send_message_to(Socket& socket, const ConstBufferSequence& buffers,
    const typename Socket::endpoint_type& destination,
    boost::asio::socket_base::message_flags flags, CompletionToken&& token)
{
  using attempt = detail::send_to_attempt_of<Socket, ConstBufferSequence, 0>;
  return detail::initiate_message<CompletionToken>(token, socket,
      attempt(buffers, no_ancillary, destination, flags));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_SEND_BYTES_TO_HPP
