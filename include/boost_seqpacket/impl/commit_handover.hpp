//
// impl/commit_handover.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_COMMIT_HANDOVER_HPP
#define BOOST_SEQPACKET_IMPL_COMMIT_HANDOVER_HPP

#include <boost_seqpacket/detail/handover/run_handover.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <chrono>

namespace boost_seqpacket {

template <typename Socket>
void commit_handover(Socket& connection,
    const handover_offer& offer,
    std::chrono::steady_clock::duration timeout)
{
  boost::system::error_code ec;
  boost_seqpacket::commit_handover(connection, offer, timeout, ec);
  detail::throw_error(ec, "commit_handover");
}

template <typename Socket>
void commit_handover(Socket& connection,
    const handover_offer& offer,
    std::chrono::steady_clock::duration timeout,
    boost::system::error_code& ec)
{
  detail::commit_fsm fsm(detail::handover_access::sessions(offer));
  ec = detail::run_handover(connection, fsm,
      detail::handover_deadline(timeout));
}

template <typename Socket, typename CompletionToken,
    detail::kind_constraint<Socket, detail::socket_kind::seq_packet>>
auto async_commit_handover(Socket& connection,
    const handover_offer& offer,
    std::chrono::steady_clock::duration timeout,
    CompletionToken&& token)
{
  const auto make = [&offer]
      {
        return detail::commit_fsm(
            detail::handover_access::sessions(offer));
      };
  return detail::initiate_handover<CompletionToken,
      void(boost::system::error_code)>(
      connection, make, timeout, token);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_COMMIT_HANDOVER_HPP
