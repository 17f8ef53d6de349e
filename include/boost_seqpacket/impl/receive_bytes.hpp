//
// impl/receive_bytes.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_BYTES_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_BYTES_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags)
{
  boost::system::error_code ec;
  const std::size_t received =
    boost_seqpacket::receive_message(socket, buffers, flags, ec);
  detail::throw_error(ec, "receive_message");
  return received;
}

template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec)
{
  using attempt = detail::receive_bytes_attempt<MutableBufferSequence>;
  const detail::message_result result = detail::run_blocking(
      socket, attempt(buffers, flags), flags);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers, boost::system::error_code& ec)
{
  return boost_seqpacket::receive_message(socket, buffers, 0, ec);
}

template <typename Socket, typename MutableBufferSequence,
    typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::token_constraint<CompletionToken>,
    detail::message_socket_constraint<Socket>>
detail::initiated_bytes<CompletionToken, detail::initiate_receive_bytes,
    Socket, MutableBufferSequence>
async_receive_message(Socket& socket, const MutableBufferSequence& buffers,
    CompletionToken&& token)
{
  return boost_seqpacket::async_receive_message(socket, buffers, 0,
      std::forward<CompletionToken>(token));
}

template <typename Socket, typename MutableBufferSequence,
    typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::message_socket_constraint<Socket>>
detail::initiated_bytes<CompletionToken, detail::initiate_receive_bytes,
    Socket, MutableBufferSequence>
async_receive_message(Socket& socket, const MutableBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags, CompletionToken&& token)
{
  return detail::initiate_by<CompletionToken, detail::message_signature,
    detail::initiate_receive_bytes>(token, socket, buffers, flags);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_BYTES_HPP
