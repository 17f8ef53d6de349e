//
// impl/receive_bytes_from.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_BYTES_FROM_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_BYTES_FROM_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {

template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    typename Socket::endpoint_type& sender,
    boost::asio::socket_base::message_flags flags)
{
  boost::system::error_code ec;
  const std::size_t received = boost_seqpacket::receive_message_from(
      socket, buffers, sender, flags, ec);
  detail::throw_error(ec, "receive_message_from");
  return received;
}

template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    typename Socket::endpoint_type& sender,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec)
{
  using attempt = detail::receive_from_attempt_of<Socket,
    MutableBufferSequence, detail::receive_bytes_alone>;
  const detail::message_result result = detail::run_blocking(socket,
      attempt(buffers, detail::receive_bytes_alone(), sender, flags), flags);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    typename Socket::endpoint_type& sender, boost::system::error_code& ec)
{
  return boost_seqpacket::receive_message_from(
      socket, buffers, sender, 0, ec);
}

template <typename Socket, typename MutableBufferSequence,
    typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::token_constraint<CompletionToken>,
    detail::datagram_constraint<Socket>>
detail::initiated_receive_from<CompletionToken, Socket,
    MutableBufferSequence, detail::receive_bytes_alone>
async_receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    typename Socket::endpoint_type& sender, CompletionToken&& token)
{
  return boost_seqpacket::async_receive_message_from(socket, buffers, sender,
      0, std::forward<CompletionToken>(token));
}

template <typename Socket, typename MutableBufferSequence,
    typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::datagram_constraint<Socket>>
detail::initiated_receive_from<CompletionToken, Socket,
    MutableBufferSequence, detail::receive_bytes_alone>
async_receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    typename Socket::endpoint_type& sender,
    boost::asio::socket_base::message_flags flags, CompletionToken&& token)
{
  using attempt = detail::receive_from_attempt_of<Socket,
    MutableBufferSequence, detail::receive_bytes_alone>;
  return detail::initiate_message<CompletionToken>(token, socket,
      attempt(buffers, detail::receive_bytes_alone(), sender, flags));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_BYTES_FROM_HPP
