//
// impl/send_large_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_SEND_LARGE_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_SEND_LARGE_MESSAGE_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {

template <typename Socket, typename Content, std::size_t MaxDescriptors,
    detail::large_content_constraint<Content>>
std::size_t send_large_message(Socket& socket, const Content& content,
    const outgoing_ancillary<MaxDescriptors>& ancillary)
{
  boost::system::error_code ec;
  const std::size_t sent = boost_seqpacket::send_large_message(
      socket, content, ancillary, ec);
  detail::throw_error(ec, "send_large_message");
  return sent;
}

template <typename Socket, typename Content, std::size_t MaxDescriptors,
    detail::large_content_constraint<Content>>
std::size_t send_large_message(Socket& socket, const Content& content,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec)
{
  const detail::message_result result = detail::run_blocking(
      socket, detail::make_large_attempt(content, ancillary), 0);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename Content,
    detail::large_content_constraint<Content>>
std::size_t send_large_message(Socket& socket, const Content& content)
{
  return boost_seqpacket::send_large_message(socket, content, no_ancillary);
}

template <typename Socket, typename Content,
    detail::large_content_constraint<Content>>
std::size_t send_large_message(Socket& socket, const Content& content,
    boost::system::error_code& ec)
{
  return boost_seqpacket::send_large_message(
      socket, content, no_ancillary, ec);
}

template <typename Socket, typename Content, std::size_t MaxDescriptors,
    typename CompletionToken, detail::large_content_constraint<Content>,
    detail::token_constraint<CompletionToken>,
    detail::packet_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::send_large<Content, outgoing_ancillary<MaxDescriptors>>>
async_send_large_message(Socket& socket, const Content& content,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token)
{
  return detail::initiate_message<CompletionToken>(token, socket,
      detail::make_large_attempt(content, ancillary));
}

template <typename Socket, typename Content, typename CompletionToken,
    detail::large_content_constraint<Content>,
    detail::token_constraint<CompletionToken>,
    detail::packet_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::send_large<Content, outgoing_ancillary<0>>>
async_send_large_message(Socket& socket, const Content& content,
    CompletionToken&& token)
{
  return detail::initiate_message<CompletionToken>(token, socket,
      detail::make_large_attempt(content, no_ancillary));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_SEND_LARGE_MESSAGE_HPP
