//
// impl/send_descriptors.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_SEND_DESCRIPTORS_HPP
#define BOOST_SEQPACKET_IMPL_SEND_DESCRIPTORS_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {

template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_descriptors(Socket& socket,
    const ConstBufferSequence& buffers,
    detail::descriptor_list&& descriptors)
{
  boost::system::error_code ec;
  const std::size_t sent = boost_seqpacket::send_descriptors(
      socket, buffers, std::move(descriptors), ec);
  detail::throw_error(ec, "send_descriptors");
  return sent;
}

template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_descriptors(Socket& socket,
    const ConstBufferSequence& buffers,
    detail::descriptor_list&& descriptors,
    boost::system::error_code& ec)
{
  using attempt =
    detail::send_attempt<ConstBufferSequence, detail::descriptor_list>;
  const detail::message_result result = detail::run_blocking(
      socket, attempt(buffers, std::move(descriptors), 0), 0);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename ConstBufferSequence,
    typename CompletionToken,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::message_socket_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket,
    detail::send_attempt<ConstBufferSequence, detail::descriptor_list>>
async_send_descriptors(Socket& socket,
    const ConstBufferSequence& buffers,
    detail::descriptor_list&& descriptors, CompletionToken&& token)
{
  using attempt =
    detail::send_attempt<ConstBufferSequence, detail::descriptor_list>;
  return detail::initiate_message<CompletionToken>(token, socket,
      attempt(buffers, std::move(descriptors), 0));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_SEND_DESCRIPTORS_HPP
