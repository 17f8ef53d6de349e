//
// impl/discard_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_DISCARD_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_DISCARD_MESSAGE_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename Socket>
std::size_t discard_message(Socket& socket)
{
  boost::system::error_code ec;
  const std::size_t size = boost_seqpacket::discard_message(socket, ec);
  detail::throw_error(ec, "discard_message");
  return size;
}

template <typename Socket>
std::size_t discard_message(Socket& socket, boost::system::error_code& ec)
{
  const detail::message_result result =
    detail::run_blocking(socket, detail::discard_attempt(), 0);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename CompletionToken,
    detail::packet_constraint<Socket>>
detail::initiated_message<CompletionToken, Socket, detail::discard_attempt>
async_discard_message(Socket& socket, CompletionToken&& token)
{
  return detail::initiate_message<CompletionToken>(
      token, socket, detail::discard_attempt());
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_DISCARD_MESSAGE_HPP
