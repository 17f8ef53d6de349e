//
// impl/filtered_accept.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_FILTERED_ACCEPT_HPP
#define BOOST_SEQPACKET_IMPL_FILTERED_ACCEPT_HPP

#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

template <typename Acceptor, typename Filter, typename Socket,
    detail::filter_constraint<Filter>,
    detail::socket_constraint<Socket>>
void accept(Acceptor& acceptor, Filter& filter, Socket& peer)
{
  boost::system::error_code ec;
  boost_seqpacket::accept(acceptor, filter, peer, ec);
  detail::throw_error(ec, "accept");
}

template <typename Acceptor, typename Filter, typename Socket,
    detail::filter_constraint<Filter>,
    detail::socket_constraint<Socket>>
void accept(Acceptor& acceptor, Filter& filter, Socket& peer,
    boost::system::error_code& ec)
{
  detail::check_accept<Acceptor, Socket>();
  using attempt = detail::accept_attempt<detail::accept_into<Socket>, Filter,
    detail::accept_synchronously>;
  ec = detail::run_blocking(acceptor,
      attempt(detail::accept_into<Socket>(peer), filter), 0).error;
}

template <typename Acceptor, typename Filter,
    detail::filter_constraint<Filter>>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor, Filter& filter)
{
  detail::accepted_socket<Acceptor> peer(acceptor.get_executor());
  boost_seqpacket::accept(acceptor, filter, peer);
  return peer;
}

template <typename Acceptor, typename Filter,
    detail::filter_constraint<Filter>>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor, Filter& filter,
    boost::system::error_code& ec)
{
  detail::accepted_socket<Acceptor> peer(acceptor.get_executor());
  boost_seqpacket::accept(acceptor, filter, peer, ec);
  return peer;
}

template <typename Acceptor, typename Filter, typename ExecutorOrContext,
    detail::filter_constraint<Filter>,
    detail::executor_constraint<ExecutorOrContext>>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, Filter& filter, ExecutorOrContext&& executor)
{
  detail::accepted_socket<Acceptor, ExecutorOrContext> peer(
      detail::executor_of<ExecutorOrContext>::get(executor));
  boost_seqpacket::accept(acceptor, filter, peer);
  return peer;
}

template <typename Acceptor, typename Filter, typename ExecutorOrContext,
    detail::filter_constraint<Filter>,
    detail::executor_constraint<ExecutorOrContext>>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, Filter& filter, ExecutorOrContext&& executor,
    boost::system::error_code& ec)
{
  detail::accepted_socket<Acceptor, ExecutorOrContext> peer(
      detail::executor_of<ExecutorOrContext>::get(executor));
  boost_seqpacket::accept(acceptor, filter, peer, ec);
  return peer;
}

template <typename Acceptor, typename Filter, typename Socket,
    typename CompletionToken,
    detail::filter_constraint<Filter>,
    detail::socket_constraint<Socket>,
    detail::local_constraint<Acceptor>>
detail::initiated_accept_into<CompletionToken, Acceptor, Socket,
    Filter>
async_accept(Acceptor& acceptor, Filter& filter, Socket& peer,
    CompletionToken&& token)
{
  detail::check_accept<Acceptor, Socket>();
  return detail::initiate<CompletionToken, void(boost::system::error_code)>(
      token, acceptor, detail::async_accept_into<Socket, Filter>(
        detail::accept_into<Socket>(peer), filter));
}

template <typename Acceptor, typename Filter,
    typename CompletionToken,
    detail::filter_constraint<Filter>,
    detail::accept_token_constraint<CompletionToken>,
    detail::local_constraint<Acceptor>>
detail::initiated_accept<CompletionToken, Acceptor,
    Filter>
async_accept(Acceptor& acceptor, Filter& filter,
    CompletionToken&& token)
{
  return boost_seqpacket::async_accept(acceptor, filter,
      acceptor.get_executor(), std::forward<CompletionToken>(token));
}

template <typename Acceptor, typename Filter, typename ExecutorOrContext,
    typename CompletionToken,
    detail::filter_constraint<Filter>,
    detail::executor_constraint<ExecutorOrContext>,
    detail::local_constraint<Acceptor>>
detail::initiated_accept<CompletionToken, Acceptor,
    Filter, ExecutorOrContext>
async_accept(Acceptor& acceptor, Filter& filter, ExecutorOrContext&& executor,
    CompletionToken&& token)
{
  using peer = detail::accepted_socket<Acceptor, ExecutorOrContext>;
  detail::check_accept<Acceptor, peer>();
  return detail::initiate<CompletionToken,
    void(boost::system::error_code, peer)>(token, acceptor,
      detail::async_accept_new<peer, Filter>(detail::accept_new<peer>(
          detail::executor_of<ExecutorOrContext>::get(executor)), filter));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_FILTERED_ACCEPT_HPP
