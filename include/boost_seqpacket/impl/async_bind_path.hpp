//
// impl/async_bind_path.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_ASYNC_BIND_PATH_HPP
#define BOOST_SEQPACKET_IMPL_ASYNC_BIND_PATH_HPP

#include <boost_seqpacket/detail/socket/assign.hpp>

#include <utility>

namespace boost_seqpacket {

template <typename Acceptor, typename CompletionToken,
    detail::local_constraint<Acceptor>>
detail::initiated_bind_path<CompletionToken, Acceptor> async_bind_path(
    Acceptor& acceptor, const std::string& path,
    const bind_path_options& options, CompletionToken&& token)
{
  detail::check_acceptor<Acceptor>();
  return detail::initiate<CompletionToken,
    void(boost::system::error_code, bound_path)>(token, acceptor,
      detail::bind_path_attempt<Acceptor>(path, options));
}

template <typename Acceptor, typename CompletionToken,
    detail::bind_path_token_constraint<CompletionToken>,
    detail::local_constraint<Acceptor>>
detail::initiated_bind_path<CompletionToken, Acceptor> async_bind_path(
    Acceptor& acceptor, const std::string& path, CompletionToken&& token)
{
  return boost_seqpacket::async_bind_path(acceptor, path,
      bind_path_options(), std::forward<CompletionToken>(token));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_ASYNC_BIND_PATH_HPP
