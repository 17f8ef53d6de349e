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

#include <boost_seqpacket/detail/handover/handover_operation.hpp>
#include <boost_seqpacket/detail/handover/run_handover.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>

#include <boost/asio/compose.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// Stands for what async_compose starts.
template <typename Socket>
class handover_initiation
  : public initiation<Socket>
{
public:
  using initiation<Socket>::initiation;

  template <typename Handler>
  void operator()(Handler&&) const;
};

template <typename>
struct int_for
{
  using type = int;
};

// async_compose refuses a wrong token by an error, and not by a substitution
// failure, in some versions of Boost. Results are those beside the error code.
template <typename Token, typename Socket, typename... Results>
using handover_token_constraint = typename int_for<initiated_by<Token,
  void(boost::system::error_code, Results...), handover_initiation,
  Socket>>::type;

// Token is the type that the user's function deduced: a reference for an
// lvalue, which is copied and not moved from.
template <typename Token, typename Signature, typename Socket, typename Make>
auto initiate_handover(Socket& socket, Make make, handover_duration timeout,
    std::remove_reference_t<Token>& token)
{
  check_token<Token>();
  check_handover_socket<Socket>();
  if constexpr (is_completion_token<Token>)
    return boost::asio::async_compose<Token, Signature>(
        handover_operation<Socket, Make>(socket, std::move(make), timeout),
        token, socket);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_INITIATE_HANDOVER_HPP
