//
// impl/await_successor.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_AWAIT_SUCCESSOR_HPP
#define BOOST_SEQPACKET_IMPL_AWAIT_SUCCESSOR_HPP

#include <boost_seqpacket/detail/handover/run_handover.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <chrono>

namespace boost_seqpacket {

template <typename Socket>
void await_successor(Socket& connection,
    std::chrono::steady_clock::duration timeout)
{
  boost::system::error_code ec;
  boost_seqpacket::await_successor(connection, timeout, ec);
  detail::throw_error(ec, "await_successor");
}

template <typename Socket>
void await_successor(Socket& connection,
    std::chrono::steady_clock::duration timeout,
    boost::system::error_code& ec)
{
  detail::await_fsm fsm;
  ec = detail::run_handover(connection, fsm,
      detail::handover_deadline(timeout));
}

template <typename Socket, typename CompletionToken,
    detail::kind_constraint<Socket, detail::socket_kind::seq_packet>>
auto async_await_successor(Socket& connection,
    std::chrono::steady_clock::duration timeout,
    CompletionToken&& token)
{
  const auto make = []
      {
        return detail::await_fsm();
      };
  return detail::initiate_handover<CompletionToken,
      void(boost::system::error_code)>(
      connection, make, timeout, token);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_AWAIT_SUCCESSOR_HPP
