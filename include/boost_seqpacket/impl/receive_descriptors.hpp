//
// impl/receive_descriptors.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_DESCRIPTORS_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_DESCRIPTORS_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <std::size_t Count, typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::tuple<std::size_t, std::array<unique_descriptor, Count>>
receive_descriptors(Socket& socket, const MutableBufferSequence& buffers)
{
  boost::system::error_code ec;
  auto result =
    boost_seqpacket::receive_descriptors<Count>(socket, buffers, ec);
  detail::throw_error(ec, "receive_descriptors");
  return result;
}

template <std::size_t Count, typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::tuple<std::size_t, std::array<unique_descriptor, Count>>
receive_descriptors(Socket& socket, const MutableBufferSequence& buffers,
    boost::system::error_code& ec)
{
  using attempt =
    detail::receive_descriptors_attempt<Count, MutableBufferSequence>;
  auto result = detail::run_blocking(socket, attempt(buffers), 0);
  ec = result.error;
  return {result.bytes, std::move(result.descriptors)};
}

template <std::size_t Count, typename Socket, typename MutableBufferSequence,
    typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::message_socket_constraint<Socket>>
detail::initiated<CompletionToken,
    void(boost::system::error_code, std::size_t,
      std::array<unique_descriptor, Count>), Socket,
    detail::receive_descriptors_attempt<Count, MutableBufferSequence>>
async_receive_descriptors(Socket& socket,
    const MutableBufferSequence& buffers, CompletionToken&& token)
{
  using attempt =
    detail::receive_descriptors_attempt<Count, MutableBufferSequence>;
  return detail::initiate<CompletionToken,
    void(boost::system::error_code, std::size_t,
      std::array<unique_descriptor, Count>)>(token, socket, attempt(buffers));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_DESCRIPTORS_HPP
