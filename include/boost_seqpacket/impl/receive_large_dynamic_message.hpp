//
// impl/receive_large_dynamic_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_LARGE_DYNAMIC_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_LARGE_DYNAMIC_MESSAGE_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>>
std::size_t receive_large_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary)
{
  boost::system::error_code ec;
  const std::size_t received = boost_seqpacket::receive_large_message(
      socket, buffer, ancillary, ec);
  detail::throw_error(ec, "receive_large_message");
  return received;
}

template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>>
std::size_t receive_large_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec)
{
  using object = detail::borrowed_ancillary<MaxDescriptors>;
  using target = detail::target_buffer<DynamicBuffer_v2>;
  using attempt = detail::receive_copied_attempt<DynamicBuffer_v2, object>;
  const detail::message_result result = detail::run_blocking(
      socket, attempt(target(buffer), object{&ancillary}), 0);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename DynamicBuffer_v2,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>>
std::size_t receive_large_message(Socket& socket, DynamicBuffer_v2 buffer)
{
  boost::system::error_code ec;
  const std::size_t received =
    boost_seqpacket::receive_large_message(socket, buffer, ec);
  detail::throw_error(ec, "receive_large_message");
  return received;
}

template <typename Socket, typename DynamicBuffer_v2,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>>
std::size_t receive_large_message(Socket& socket, DynamicBuffer_v2 buffer,
    boost::system::error_code& ec)
{
  using object = detail::no_incoming_ancillary;
  using target = detail::target_buffer<DynamicBuffer_v2>;
  using attempt = detail::receive_copied_attempt<DynamicBuffer_v2, object>;
  const detail::message_result result = detail::run_blocking(
      socket, attempt(target(buffer), object()), 0);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    typename CompletionToken,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>,
    detail::token_constraint<CompletionToken>,
    detail::packet_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_copied_attempt<DynamicBuffer_v2,
      detail::borrowed_ancillary<MaxDescriptors>>>
async_receive_large_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary, CompletionToken&& token)
{
  using object = detail::borrowed_ancillary<MaxDescriptors>;
  using target = detail::target_buffer<DynamicBuffer_v2>;
  using attempt = detail::receive_copied_attempt<DynamicBuffer_v2, object>;
  return detail::initiate_message<CompletionToken>(
      token, socket, attempt(target(buffer), object{&ancillary}));
}

template <typename Socket, typename DynamicBuffer_v2,
    typename CompletionToken,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>,
    detail::token_constraint<CompletionToken>,
    detail::packet_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::receive_copied_attempt<DynamicBuffer_v2,
      detail::no_incoming_ancillary>>
async_receive_large_message(Socket& socket, DynamicBuffer_v2 buffer,
    CompletionToken&& token)
{
  using object = detail::no_incoming_ancillary;
  using target = detail::target_buffer<DynamicBuffer_v2>;
  using attempt = detail::receive_copied_attempt<DynamicBuffer_v2, object>;
  return detail::initiate_message<CompletionToken>(
      token, socket, attempt(target(buffer), object()));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_LARGE_DYNAMIC_MESSAGE_HPP
