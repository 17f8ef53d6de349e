//
// detail/handover/initiate_handover.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_INITIATE_HANDOVER_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_INITIATE_HANDOVER_HPP

// Starts the asynchronous form of a handover.

#include <boost_seqpacket/detail/handover/handover_item.hpp>
#include <boost_seqpacket/detail/handover/handover_operation.hpp>
#include <boost_seqpacket/detail/handover/run_handover.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>

#include <boost/asio/compose.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>
#include <utility>
#include <vector>

namespace boost_seqpacket {
namespace detail {

// Makes a machine that needs nothing.
template <typename Fsm>
struct make_fsm
{
  Fsm operator()() const { return Fsm(); }
};

// Makes a machine that sends items.
template <typename Fsm>
struct make_sending
{
  Fsm operator()() const { return Fsm(*items); }

  const std::vector<handover_item>* items;
};

template <typename Fsm, bool GivesItems>
struct signature_of_machine
{
  using type = void(boost::system::error_code);
};

template <typename Fsm>
struct signature_of_machine<Fsm, true>
{
  using type = void(boost::system::error_code,
      std::decay_t<decltype(std::declval<Fsm&>().items())>);
};

template <typename Make>
struct handover_signature
  : signature_of_machine<std::invoke_result_t<const Make&>,
      std::invoke_result_t<const Make&>::gives_items>
{
};

// The handler is known here. async_compose with a token refuses a wrong one by
// an error, and not by a substitution failure, in some versions of Boost.
template <typename Socket>
class handover_initiation
  : public initiation<Socket>
{
public:
  using initiation<Socket>::initiation;

  template <typename Handler, typename Make>
  void operator()(
      Handler&& handler, Make make, handover_duration timeout) const
  {
    std::decay_t<Handler> owned(std::forward<Handler>(handler));
    boost::asio::async_compose<std::decay_t<Handler>,
        typename handover_signature<Make>::type>(
          handover_operation<Socket, Make>(
            *this->socket_, std::move(make), timeout),
          owned, *this->socket_);
  }
};

// Token is the type that the user's function deduced: see initiated_by.
template <typename Token, typename Socket, typename Make>
using initiated_handover = initiated_by<Token,
  typename handover_signature<Make>::type, handover_initiation, Socket, Make,
  handover_duration>;

template <typename Token, typename Socket, typename Make>
initiated_handover<Token, Socket, Make> initiate_handover(Socket& socket,
    Make make, handover_duration timeout, std::remove_reference_t<Token>& token)
{
  check_handover_socket<Socket>();
  return detail::initiate_by<Token, typename handover_signature<Make>::type,
      handover_initiation>(token, socket, std::move(make), timeout);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_INITIATE_HANDOVER_HPP
