//
// impl/bind_path.hpp
// ~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_BIND_PATH_HPP
#define BOOST_SEQPACKET_IMPL_BIND_PATH_HPP

#include <boost_seqpacket/detail/path/lock_wait.hpp>
#include <boost_seqpacket/detail/socket/assign.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {

template <typename AcceptorOrSocket>
bound_path bind_path(AcceptorOrSocket& object, const std::string& path,
    const bind_path_options& options)
{
  boost::system::error_code ec;
  bound_path result =
    boost_seqpacket::bind_path(object, path, options, ec);
  detail::throw_error(ec, "bind_path");
  return result;
}

template <typename AcceptorOrSocket>
bound_path bind_path(AcceptorOrSocket& object, const std::string& path,
    const bind_path_options& options, boost::system::error_code& ec)
{
  detail::check_bindable<AcceptorOrSocket>();
  detail::bind_path_attempt<AcceptorOrSocket> attempt(path, options);
  detail::bind_path_result result = attempt.first(object);
  detail::repeat_while_locked(
      result.error, [&] { result = attempt.again(); });
  ec = result.error;
  if (ec)
    (void)attempt.stopped(ec);
  return std::move(result.path);
}

template <typename AcceptorOrSocket>
bound_path bind_path(AcceptorOrSocket& object, const std::string& path,
    boost::system::error_code& ec)
{
  return boost_seqpacket::bind_path(
      object, path, bind_path_options(), ec);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_BIND_PATH_HPP
