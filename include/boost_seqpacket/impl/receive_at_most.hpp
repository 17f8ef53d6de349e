//
// impl/receive_at_most.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_AT_MOST_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_AT_MOST_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {

template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::tuple<std::size_t, std::vector<unique_descriptor>>
receive_descriptors(Socket& socket, const MutableBufferSequence& buffers,
    at_most max)
{
  boost::system::error_code ec;
  auto result =
    boost_seqpacket::receive_descriptors(socket, buffers, max, ec);
  detail::throw_error(ec, "receive_descriptors");
  return result;
}

template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::tuple<std::size_t, std::vector<unique_descriptor>>
receive_descriptors(Socket& socket, const MutableBufferSequence& buffers,
    at_most max, boost::system::error_code& ec)
{
  using attempt = detail::receive_at_most_attempt<MutableBufferSequence>;
  auto result =
    detail::run_blocking(socket, attempt(buffers, max.count()), 0);
  ec = result.error;
  return {result.bytes, std::move(result.descriptors)};
}

template <typename Socket, typename MutableBufferSequence,
    typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::message_socket_constraint<Socket>>
detail::initiated<CompletionToken,
    void(boost::system::error_code, std::size_t,
      std::vector<unique_descriptor>), Socket,
    detail::receive_at_most_attempt<MutableBufferSequence>>
async_receive_descriptors(Socket& socket,
    const MutableBufferSequence& buffers, at_most max, CompletionToken&& token)
{
  using attempt = detail::receive_at_most_attempt<MutableBufferSequence>;
  return detail::initiate<CompletionToken,
    void(boost::system::error_code, std::size_t,
      std::vector<unique_descriptor>)>(
        token, socket, attempt(buffers, max.count()));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_AT_MOST_HPP
