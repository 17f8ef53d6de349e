//
// detail/connection/accept_traits.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_CONNECTION_ACCEPT_TRAITS_HPP
#define BOOST_SEQPACKET_DETAIL_CONNECTION_ACCEPT_TRAITS_HPP

// The arguments that choose the socket of an accepted connection.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/execution/executor.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/is_executor.hpp>

#include <type_traits>

namespace boost_seqpacket {

template <typename Predicate>
class peer_filter;

namespace detail {

template <typename T>
constexpr bool is_execution_context = std::is_convertible<
  std::remove_reference_t<T>*, boost::asio::execution_context*>::value;

template <typename T>
constexpr bool is_executor = !is_execution_context<T>
  && (boost::asio::execution::is_executor<std::decay_t<T>>::value
    || boost::asio::is_executor<std::decay_t<T>>::value);

// An executor, or the executor of an execution context.
template <typename T, bool = is_execution_context<T>>
struct executor_of
{
  using type = std::decay_t<T>;

  static type get(const type& executor)
  {
    return executor;
  }
};

template <typename T>
struct executor_of<T, true>
{
  using type = typename std::remove_reference_t<T>::executor_type;

  static type get(std::remove_reference_t<T>& context)
  {
    return context.get_executor();
  }
};

template <typename Acceptor, typename Executor>
using rebound_socket = typename Acceptor::protocol_type::socket
  ::template rebind_executor<Executor>::other;

// The type of an accepted socket, with the acceptor's executor or another one.
template <typename Acceptor, typename... ExecutorOrContext>
struct accepted_socket_of;

template <typename Acceptor>
struct accepted_socket_of<Acceptor>
{
  using type = rebound_socket<Acceptor, typename Acceptor::executor_type>;
};

template <typename Acceptor, typename ExecutorOrContext>
struct accepted_socket_of<Acceptor, ExecutorOrContext>
{
  using type = rebound_socket<Acceptor,
    typename executor_of<ExecutorOrContext>::type>;
};

template <typename Acceptor, typename... ExecutorOrContext>
using accepted_socket =
  typename accepted_socket_of<Acceptor, ExecutorOrContext...>::type;

template <typename T>
struct is_peer_filter : std::false_type
{
};

template <typename Predicate>
struct is_peer_filter<peer_filter<Predicate>> : std::true_type
{
};

// The filter of a call without one.
struct admit_everybody
{
};

inline constexpr admit_everybody everybody = {};

template <typename T>
using filter_constraint = std::enable_if_t<is_peer_filter<T>::value
  || std::is_same<T, const admit_everybody>::value, int>;

template <typename T>
using socket_constraint = std::enable_if_t<is_asio_socket<T>::value, int>;

template <typename T>
using executor_constraint = std::enable_if_t<
  is_executor<T> || is_execution_context<T>, int>;

// Every other argument is a completion token.
template <typename T>
using accept_token_constraint = std::enable_if_t<
  !is_asio_socket<std::decay_t<T>>::value && !is_executor<T>
    && !is_execution_context<T> && !is_peer_filter<std::decay_t<T>>::value,
  int>;

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_ACCEPT_TRAITS_HPP
