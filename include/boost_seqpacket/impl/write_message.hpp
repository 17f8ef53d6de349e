//
// impl/write_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_WRITE_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_WRITE_MESSAGE_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename StreamSocket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t write_message(StreamSocket& socket,
    const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary)
{
  boost::system::error_code ec;
  const std::size_t bytes =
    boost_seqpacket::write_message(socket, buffers, ancillary, ec);
  detail::throw_error(ec, "write_message");
  return bytes;
}

template <typename StreamSocket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t write_message(StreamSocket& socket,
    const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec)
{
  using attempt =
    detail::write_attempt<ConstBufferSequence, MaxDescriptors>;
  const detail::message_result result = detail::run_blocking(socket,
      attempt(buffers, ancillary, detail::transfer_limit::none), 0);
  ec = result.error;
  return result.bytes;
}

template <typename StreamSocket, typename ConstBufferSequence,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::stream_constraint<StreamSocket>>
detail::initiated_message<CompletionToken, StreamSocket,
    detail::write_attempt<ConstBufferSequence, MaxDescriptors>>
async_write_message(StreamSocket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token)
{
  using attempt =
    detail::write_attempt<ConstBufferSequence, MaxDescriptors>;
  return detail::initiate_message<CompletionToken>(token, socket,
      attempt(buffers, ancillary, detail::transfer_limit::some));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_WRITE_MESSAGE_HPP
