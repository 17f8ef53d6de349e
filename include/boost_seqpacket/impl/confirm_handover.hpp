//
// impl/confirm_handover.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_CONFIRM_HANDOVER_HPP
#define BOOST_SEQPACKET_IMPL_CONFIRM_HANDOVER_HPP

#include <boost_seqpacket/detail/handover/run_handover.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename Socket>
void confirm_handover(Socket& connection)
{
  boost::system::error_code ec;
  boost_seqpacket::confirm_handover(connection, ec);
  detail::throw_error(ec, "confirm_handover");
}

template <typename Socket>
void confirm_handover(Socket& connection,
    boost::system::error_code& ec)
{
  detail::confirm_fsm fsm;
  ec = detail::run_handover(connection, fsm,
      detail::handover_deadline(detail::confirm_patience));
}

template <typename Socket, typename CompletionToken,
    detail::kind_constraint<Socket, detail::socket_kind::seq_packet>>
auto async_confirm_handover(Socket& connection,
    CompletionToken&& token)
{
  const auto make = []
      {
        return detail::confirm_fsm();
      };
  return detail::initiate_handover<CompletionToken,
      void(boost::system::error_code)>(
      connection, make, detail::confirm_patience, token);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_CONFIRM_HANDOVER_HPP
