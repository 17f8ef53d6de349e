//
// impl/receive_handover.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_HANDOVER_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_HANDOVER_HPP

#include <boost_seqpacket/detail/handover/run_handover.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <chrono>
#include <utility>
#include <vector>

namespace boost_seqpacket {

template <typename Socket>
std::vector<handed_listener> receive_handover(Socket& connection,
    std::chrono::steady_clock::duration timeout)
{
  boost::system::error_code ec;
  std::vector<handed_listener> result = boost_seqpacket::receive_handover(
      connection, timeout, ec);
  detail::throw_error(ec, "receive_handover");
  return result;
}

template <typename Socket>
std::vector<handed_listener> receive_handover(Socket& connection,
    std::chrono::steady_clock::duration timeout,
    boost::system::error_code& ec)
{
  detail::receive_fsm fsm;
  ec = detail::run_handover(connection, fsm,
      detail::handover_deadline(timeout));
  return std::move(fsm.items());
}

template <typename Socket, typename CompletionToken,
    detail::kind_constraint<Socket, detail::socket_kind::seq_packet>>
auto async_receive_handover(Socket& connection,
    std::chrono::steady_clock::duration timeout,
    CompletionToken&& token)
{
  const auto make = []
      {
        return detail::receive_fsm();
      };
  return detail::initiate_handover<CompletionToken,
      void(boost::system::error_code, std::vector<handed_listener>)>(
      connection, make, timeout, token);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_HANDOVER_HPP
