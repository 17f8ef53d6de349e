//
// impl/accept.hpp
// ~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_ACCEPT_HPP
#define BOOST_SEQPACKET_IMPL_ACCEPT_HPP

#include <boost_seqpacket/detail/connection/accept_attempt.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {
namespace detail {

// The forms of accept, each with a filter or with admit_everybody.

template <typename Acceptor, typename Filter, typename Socket,
    socket_constraint<Socket> = 0>
void accept(Acceptor& acceptor, Filter& filter, Socket& peer,
    boost::system::error_code& ec)
{
  check_accept<Acceptor, Socket>();
  ec = detail::run(acceptor,
      accept_attempt<accept_into<Socket>, Filter, accept_synchronously>(
        accept_into<Socket>(peer), filter), 0).error;
}

template <typename Acceptor, typename Filter, typename Socket,
    socket_constraint<Socket> = 0>
void accept(Acceptor& acceptor, Filter& filter, Socket& peer)
{
  boost::system::error_code ec;
  detail::accept(acceptor, filter, peer, ec);
  throw_error(ec, "accept");
}

template <typename Acceptor, typename Filter, typename ExecutorOrContext,
    executor_constraint<ExecutorOrContext> = 0>
accepted_socket<Acceptor, ExecutorOrContext> accept(Acceptor& acceptor,
    Filter& filter, ExecutorOrContext&& executor,
    boost::system::error_code& ec)
{
  accepted_socket<Acceptor, ExecutorOrContext> peer(
      executor_of<ExecutorOrContext>::get(executor));
  detail::accept(acceptor, filter, peer, ec);
  return peer;
}

template <typename Acceptor, typename Filter, typename ExecutorOrContext,
    executor_constraint<ExecutorOrContext> = 0>
accepted_socket<Acceptor, ExecutorOrContext> accept(Acceptor& acceptor,
    Filter& filter, ExecutorOrContext&& executor)
{
  accepted_socket<Acceptor, ExecutorOrContext> peer(
      executor_of<ExecutorOrContext>::get(executor));
  detail::accept(acceptor, filter, peer);
  return peer;
}

template <typename Acceptor, typename Filter>
accepted_socket<Acceptor> accept(Acceptor& acceptor, Filter& filter,
    boost::system::error_code& ec)
{
  accepted_socket<Acceptor> peer(acceptor.get_executor());
  detail::accept(acceptor, filter, peer, ec);
  return peer;
}

template <typename Acceptor, typename Filter>
accepted_socket<Acceptor> accept(Acceptor& acceptor, Filter& filter)
{
  accepted_socket<Acceptor> peer(acceptor.get_executor());
  detail::accept(acceptor, filter, peer);
  return peer;
}

template <typename Acceptor, typename Filter, typename Socket,
    typename CompletionToken = default_token<Acceptor>,
    socket_constraint<Socket> = 0>
auto async_accept(Acceptor& acceptor, Filter& filter, Socket& peer,
    CompletionToken&& token = CompletionToken())
{
  check_accept<Acceptor, Socket>();
  check_token<CompletionToken>();
  return detail::initiate<CompletionToken, void(boost::system::error_code)>(
      token, acceptor,
      accept_attempt<accept_into<Socket>, Filter, accept_asynchronously>(
        accept_into<Socket>(peer), filter));
}

template <typename Acceptor, typename Filter, typename ExecutorOrContext,
    typename CompletionToken = default_token<Acceptor>,
    executor_constraint<ExecutorOrContext> = 0>
auto async_accept(Acceptor& acceptor, Filter& filter,
    ExecutorOrContext&& executor, CompletionToken&& token = CompletionToken())
{
  using peer = accepted_socket<Acceptor, ExecutorOrContext>;
  check_accept<Acceptor, peer>();
  check_token<CompletionToken>();
  return detail::initiate<CompletionToken,
    void(boost::system::error_code, peer)>(token, acceptor,
      accept_attempt<accept_new<peer>, Filter, accept_asynchronously>(
        accept_new<peer>(executor_of<ExecutorOrContext>::get(executor)),
        filter));
}

template <typename Acceptor, typename Filter,
    typename CompletionToken = default_token<Acceptor>,
    accept_token_constraint<CompletionToken> = 0>
auto async_accept(Acceptor& acceptor, Filter& filter,
    CompletionToken&& token = CompletionToken())
{
  return detail::async_accept(acceptor, filter, acceptor.get_executor(),
      std::forward<CompletionToken>(token));
}

} // namespace detail

template <typename Acceptor, typename Socket,
    detail::socket_constraint<Socket>>
void accept(Acceptor& acceptor, Socket& peer)
{
  detail::accept(acceptor, detail::everybody, peer);
}

template <typename Acceptor, typename Socket,
    detail::socket_constraint<Socket>>
void accept(Acceptor& acceptor, Socket& peer, boost::system::error_code& ec)
{
  detail::accept(acceptor, detail::everybody, peer, ec);
}

template <typename Acceptor>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor)
{
  return detail::accept(acceptor, detail::everybody);
}

template <typename Acceptor>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor,
    boost::system::error_code& ec)
{
  return detail::accept(acceptor, detail::everybody, ec);
}

template <typename Acceptor, typename ExecutorOrContext,
    detail::executor_constraint<ExecutorOrContext>>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, ExecutorOrContext&& executor)
{
  return detail::accept(acceptor, detail::everybody, executor);
}

template <typename Acceptor, typename ExecutorOrContext,
    detail::executor_constraint<ExecutorOrContext>>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, ExecutorOrContext&& executor,
    boost::system::error_code& ec)
{
  return detail::accept(acceptor, detail::everybody, executor, ec);
}

template <typename Acceptor, typename Predicate, typename... Args>
decltype(auto) accept(Acceptor& acceptor, peer_filter<Predicate>& filter,
    Args&&... args)
{
  return detail::accept(acceptor, filter, std::forward<Args>(args)...);
}

template <typename Acceptor, typename Socket, typename CompletionToken,
    detail::socket_constraint<Socket>>
auto async_accept(Acceptor& acceptor, Socket& peer, CompletionToken&& token)
{
  return detail::async_accept(acceptor, detail::everybody, peer,
      std::forward<CompletionToken>(token));
}

template <typename Acceptor, typename CompletionToken,
    detail::accept_token_constraint<CompletionToken>>
auto async_accept(Acceptor& acceptor, CompletionToken&& token)
{
  return detail::async_accept(acceptor, detail::everybody,
      std::forward<CompletionToken>(token));
}

template <typename Acceptor, typename ExecutorOrContext,
    typename CompletionToken,
    detail::executor_constraint<ExecutorOrContext>>
auto async_accept(Acceptor& acceptor, ExecutorOrContext&& executor,
    CompletionToken&& token)
{
  return detail::async_accept(acceptor, detail::everybody, executor,
      std::forward<CompletionToken>(token));
}

template <typename Acceptor, typename Predicate, typename... Args>
auto async_accept(Acceptor& acceptor, peer_filter<Predicate>& filter,
    Args&&... args)
{
  return detail::async_accept(acceptor, filter, std::forward<Args>(args)...);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_ACCEPT_HPP
