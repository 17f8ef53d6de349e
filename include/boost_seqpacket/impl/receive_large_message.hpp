//
// impl/receive_large_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_LARGE_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_LARGE_MESSAGE_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename Socket, std::size_t MaxDescriptors>
std::size_t receive_large_message(Socket& socket, large_message& message,
    incoming_ancillary<MaxDescriptors>& ancillary)
{
  boost::system::error_code ec;
  const std::size_t received = boost_seqpacket::receive_large_message(
      socket, message, ancillary, ec);
  detail::throw_error(ec, "receive_large_message");
  return received;
}

template <typename Socket, std::size_t MaxDescriptors>
std::size_t receive_large_message(Socket& socket, large_message& message,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec)
{
  using object = detail::borrowed_ancillary<MaxDescriptors>;
  using target = detail::target_message;
  using attempt = detail::receive_mapped_attempt<object>;
  const detail::message_result result = detail::run_blocking(
      socket, attempt(target(message), object{&ancillary}), 0);
  ec = result.error;
  return result.bytes;
}

template <typename Socket>
std::size_t receive_large_message(Socket& socket, large_message& message)
{
  boost::system::error_code ec;
  const std::size_t received =
    boost_seqpacket::receive_large_message(socket, message, ec);
  detail::throw_error(ec, "receive_large_message");
  return received;
}

template <typename Socket>
std::size_t receive_large_message(Socket& socket, large_message& message,
    boost::system::error_code& ec)
{
  using object = detail::no_incoming_ancillary;
  using target = detail::target_message;
  using attempt = detail::receive_mapped_attempt<object>;
  const detail::message_result result = detail::run_blocking(
      socket, attempt(target(message), object()), 0);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, std::size_t MaxDescriptors,
    typename CompletionToken,
    detail::token_constraint<CompletionToken>,
    detail::packet_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_mapped_attempt<
      detail::borrowed_ancillary<MaxDescriptors>>>
async_receive_large_message(Socket& socket, large_message& message,
    incoming_ancillary<MaxDescriptors>& ancillary, CompletionToken&& token)
{
  using object = detail::borrowed_ancillary<MaxDescriptors>;
  using target = detail::target_message;
  using attempt = detail::receive_mapped_attempt<object>;
  return detail::initiate_message<CompletionToken>(
      token, socket, attempt(target(message), object{&ancillary}));
}

template <typename Socket, typename CompletionToken,
    detail::token_constraint<CompletionToken>,
    detail::packet_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_mapped_attempt<
      detail::no_incoming_ancillary>>
async_receive_large_message(Socket& socket, large_message& message,
    CompletionToken&& token)
{
  using object = detail::no_incoming_ancillary;
  using target = detail::target_message;
  using attempt = detail::receive_mapped_attempt<object>;
  return detail::initiate_message<CompletionToken>(
      token, socket, attempt(target(message), object()));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_LARGE_MESSAGE_HPP
