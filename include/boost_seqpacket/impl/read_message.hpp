//
// impl/read_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_READ_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_READ_MESSAGE_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename StreamSocket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t read_message(StreamSocket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary)
{
  boost::system::error_code ec;
  const std::size_t bytes =
    boost_seqpacket::read_message(socket, buffers, ancillary, ec);
  detail::throw_error(ec, "read_message");
  return bytes;
}

template <typename StreamSocket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t read_message(StreamSocket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec)
{
  using attempt =
    detail::read_attempt<MutableBufferSequence, MaxDescriptors>;
  const detail::message_result result = detail::run_blocking(socket,
      attempt(buffers, ancillary, detail::transfer_limit::none), 0);
  ec = result.error;
  return result.bytes;
}

template <typename StreamSocket, typename MutableBufferSequence,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::stream_constraint<StreamSocket>>
detail::initiated_message<CompletionToken, StreamSocket,
    detail::read_attempt<MutableBufferSequence, MaxDescriptors>>
async_read_message(StreamSocket& socket, const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary, CompletionToken&& token)
{
  using attempt =
    detail::read_attempt<MutableBufferSequence, MaxDescriptors>;
  return detail::initiate_message<CompletionToken>(token, socket,
      attempt(buffers, ancillary, detail::transfer_limit::some));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_READ_MESSAGE_HPP
