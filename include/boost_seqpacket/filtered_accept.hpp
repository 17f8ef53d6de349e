//
// filtered_accept.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_FILTERED_ACCEPT_HPP
#define BOOST_SEQPACKET_FILTERED_ACCEPT_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/connection/accept_attempt.hpp>
#include <boost_seqpacket/detail/connection/accept_traits.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/peer_filter.hpp>

#include <boost/system/error_code.hpp>

namespace boost_seqpacket {

/**
 * @addtogroup accept
 */
/*@{*/

/// Accept a connection from a peer that the filter admits into a socket.
/**
 * This function does what @c accept does without a filter. It closes and counts
 * the connections of peers that the filter refuses, and goes on to the next.
 * With the acceptor's @c non_blocking() set it may report
 * @c asio::error::would_block (@c EAGAIN) after some refusals, although more
 * connections are queued.
 *
 * @param filter The filter. One operation uses it at a time, unless its
 * predicate is thread-safe.
 */
template <typename Acceptor, typename Filter, typename Socket,
    detail::filter_constraint<Filter> = 0,
    detail::socket_constraint<Socket> = 0>
void accept(Acceptor& acceptor, Filter& filter, Socket& peer);

/// Accept a connection from a peer that the filter admits into a socket, and
/// report an error in @c ec.
template <typename Acceptor, typename Filter, typename Socket,
    detail::filter_constraint<Filter> = 0,
    detail::socket_constraint<Socket> = 0>
void accept(Acceptor& acceptor, Filter& filter, Socket& peer,
    boost::system::error_code& ec);

/// Accept a connection from a peer that the filter admits, and return its
/// socket, with the acceptor's executor.
template <typename Acceptor, typename Filter,
    detail::filter_constraint<Filter> = 0>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor, Filter& filter);

/// Accept a connection from a peer that the filter admits, return its socket,
/// with the acceptor's executor, and report an error in @c ec.
template <typename Acceptor, typename Filter,
    detail::filter_constraint<Filter> = 0>
detail::accepted_socket<Acceptor> accept(Acceptor& acceptor, Filter& filter,
    boost::system::error_code& ec);

/// Accept a connection from a peer that the filter admits, and return its
/// socket, on another executor.
template <typename Acceptor, typename Filter, typename ExecutorOrContext,
    detail::filter_constraint<Filter> = 0,
    detail::executor_constraint<ExecutorOrContext> = 0>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, Filter& filter, ExecutorOrContext&& executor);

/// Accept a connection from a peer that the filter admits, return its socket,
/// on another executor, and report an error in @c ec.
template <typename Acceptor, typename Filter, typename ExecutorOrContext,
    detail::filter_constraint<Filter> = 0,
    detail::executor_constraint<ExecutorOrContext> = 0>
detail::accepted_socket<Acceptor, ExecutorOrContext> accept(
    Acceptor& acceptor, Filter& filter, ExecutorOrContext&& executor,
    boost::system::error_code& ec);

/*@}*/

/**
 * @addtogroup async_accept
 */
/*@{*/

/// Start to accept a connection from a peer that the filter admits into a
/// socket.
/**
 * This function does what @c async_accept does without a filter. The operation
 * closes and counts the connections of peers that the filter refuses. They
 * never reach the handler.
 *
 * @param filter The filter, which stays valid until the handler is called. The
 * operation asks it on the executor of the handler, or in this function if a
 * peer waits already. One operation uses it at a time, unless its predicate is
 * thread-safe.
 */
template <typename Acceptor, typename Filter, typename Socket,
    typename CompletionToken = detail::default_token<Acceptor>,
    detail::filter_constraint<Filter> = 0,
    detail::socket_constraint<Socket> = 0,
    detail::local_constraint<Acceptor> = 0>
detail::initiated_accept_into<CompletionToken, Acceptor, Socket,
    Filter>
async_accept(Acceptor& acceptor, Filter& filter, Socket& peer,
    CompletionToken&& token = detail::default_token<Acceptor>());

/// Start to accept a connection from a peer that the filter admits, into a new
/// socket with the acceptor's executor.
template <typename Acceptor, typename Filter,
    typename CompletionToken = detail::default_token<Acceptor>,
    detail::filter_constraint<Filter> = 0,
    detail::accept_token_constraint<CompletionToken> = 0,
    detail::local_constraint<Acceptor> = 0>
detail::initiated_accept<CompletionToken, Acceptor,
    Filter>
async_accept(Acceptor& acceptor, Filter& filter,
    CompletionToken&& token = detail::default_token<Acceptor>());

/// Start to accept a connection from a peer that the filter admits, into a new
/// socket on another executor.
template <typename Acceptor, typename Filter, typename ExecutorOrContext,
    typename CompletionToken = detail::default_token<Acceptor>,
    detail::filter_constraint<Filter> = 0,
    detail::executor_constraint<ExecutorOrContext> = 0,
    detail::local_constraint<Acceptor> = 0>
detail::initiated_accept<CompletionToken, Acceptor,
    Filter, ExecutorOrContext>
async_accept(Acceptor& acceptor, Filter& filter, ExecutorOrContext&& executor,
    CompletionToken&& token = detail::default_token<Acceptor>());

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/filtered_accept.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_FILTERED_ACCEPT_HPP
