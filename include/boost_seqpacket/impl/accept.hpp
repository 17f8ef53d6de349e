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

#include <boost_seqpacket/filtered_accept.hpp>

namespace boost_seqpacket {

template <typename Acceptor, typename Socket,
    detail::socket_constraint<Socket>>
void accept(Acceptor& acceptor, Socket& peer)
{
  boost_seqpacket::accept(acceptor, detail::everybody, peer);
}

template <typename Acceptor, typename Socket,
    detail::socket_constraint<Socket>>
void accept(Acceptor& acceptor, Socket& peer, boost::system::error_code& ec)
{
  boost_seqpacket::accept(acceptor, detail::everybody, peer, ec);
}

template <typename Acceptor>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor)
{
  return boost_seqpacket::accept(acceptor, detail::everybody);
}

template <typename Acceptor>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor,
    boost::system::error_code& ec)
{
  return boost_seqpacket::accept(acceptor, detail::everybody, ec);
}

template <typename Acceptor, typename ExecutorOrContext,
    detail::executor_constraint<ExecutorOrContext>>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, ExecutorOrContext&& executor)
{
  return boost_seqpacket::accept(acceptor, detail::everybody, executor);
}

template <typename Acceptor, typename ExecutorOrContext,
    detail::executor_constraint<ExecutorOrContext>>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, ExecutorOrContext&& executor,
    boost::system::error_code& ec)
{
  return boost_seqpacket::accept(acceptor, detail::everybody, executor, ec);
}

template <typename Acceptor, typename Socket,
    typename CompletionToken,
    detail::socket_constraint<Socket>,
    detail::local_constraint<Acceptor>>
detail::initiated_accept_into<CompletionToken, Acceptor, Socket,
    const detail::admit_everybody>
async_accept(Acceptor& acceptor, Socket& peer,
    CompletionToken&& token)
{
  return boost_seqpacket::async_accept(acceptor, detail::everybody, peer,
      std::forward<CompletionToken>(token));
}

template <typename Acceptor,
    typename CompletionToken,
    detail::accept_token_constraint<CompletionToken>,
    detail::local_constraint<Acceptor>>
detail::initiated_accept<CompletionToken, Acceptor,
    const detail::admit_everybody>
async_accept(Acceptor& acceptor,
    CompletionToken&& token)
{
  return boost_seqpacket::async_accept(acceptor, detail::everybody,
      std::forward<CompletionToken>(token));
}

template <typename Acceptor, typename ExecutorOrContext,
    typename CompletionToken,
    detail::executor_constraint<ExecutorOrContext>,
    detail::local_constraint<Acceptor>>
detail::initiated_accept<CompletionToken, Acceptor,
    const detail::admit_everybody, ExecutorOrContext>
async_accept(Acceptor& acceptor, ExecutorOrContext&& executor,
    CompletionToken&& token)
{
  return boost_seqpacket::async_accept(acceptor, detail::everybody, executor,
      std::forward<CompletionToken>(token));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_ACCEPT_HPP
