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

template <typename AcceptorOrSocket, typename CompletionToken,
    detail::local_constraint<AcceptorOrSocket>>
detail::initiated_bind_path<CompletionToken, AcceptorOrSocket> async_bind_path(
    AcceptorOrSocket& object, const std::string& path,
    const bind_path_options& options, CompletionToken&& token)
{
  detail::check_bindable<AcceptorOrSocket>();
  return detail::initiate<CompletionToken,
    void(boost::system::error_code, bound_path)>(token, object,
      detail::bind_path_attempt<AcceptorOrSocket>(path, options));
}

template <typename AcceptorOrSocket, typename CompletionToken,
    detail::bind_path_token_constraint<CompletionToken>,
    detail::local_constraint<AcceptorOrSocket>>
detail::initiated_bind_path<CompletionToken, AcceptorOrSocket> async_bind_path(
    AcceptorOrSocket& object, const std::string& path,
    CompletionToken&& token)
{
  return boost_seqpacket::async_bind_path(object, path,
      bind_path_options(), std::forward<CompletionToken>(token));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_ASYNC_BIND_PATH_HPP
