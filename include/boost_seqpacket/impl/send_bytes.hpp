//
// impl/send_bytes.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_SEND_BYTES_HPP
#define BOOST_SEQPACKET_IMPL_SEND_BYTES_HPP

#include <boost_seqpacket/detail/message/asio_bytes.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags)
{
  boost::system::error_code ec;
  const std::size_t sent =
    boost_seqpacket::send_message(socket, buffers, flags, ec);
  detail::throw_error(ec, "send_message");
  return sent;
}

template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec)
{
  const detail::message_result result = detail::run_blocking(socket,
      detail::make_send_attempt(buffers, no_ancillary, flags), flags);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    boost::system::error_code& ec)
{
  return boost_seqpacket::send_message(socket, buffers, 0, ec);
}

template <typename Socket, typename ConstBufferSequence,
    typename CompletionToken,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::token_constraint<CompletionToken>,
    detail::message_socket_constraint<Socket>>
detail::initiated_bytes<CompletionToken, detail::initiate_send_bytes,
    Socket, ConstBufferSequence>
async_send_message(Socket& socket, const ConstBufferSequence& buffers,
    CompletionToken&& token)
{
  return boost_seqpacket::async_send_message(socket, buffers, 0,
      std::forward<CompletionToken>(token));
}

template <typename Socket, typename ConstBufferSequence,
    typename CompletionToken,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::message_socket_constraint<Socket>>
detail::initiated_bytes<CompletionToken, detail::initiate_send_bytes,
    Socket, ConstBufferSequence>
async_send_message(Socket& socket, const ConstBufferSequence& buffers,
    boost::asio::socket_base::message_flags flags, CompletionToken&& token)
{
  return detail::initiate_by<CompletionToken, detail::message_signature,
    detail::initiate_send_bytes>(token, socket, buffers, flags);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_SEND_BYTES_HPP
