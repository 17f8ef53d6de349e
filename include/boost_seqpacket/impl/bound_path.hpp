//
// impl/bound_path.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_BOUND_PATH_HPP
#define BOOST_SEQPACKET_IMPL_BOUND_PATH_HPP

#include <boost_seqpacket/detail/path/lock_wait.hpp>
#include <boost_seqpacket/detail/path/path_lock_ops.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <boost/asio/error.hpp>

#include <utility>

namespace boost_seqpacket {

inline bound_path::bound_path(bound_path&& other) noexcept
  : file_(std::move(other.file_)),
    remove_on_destruction_(other.remove_on_destruction_),
    lock_timeout_(other.lock_timeout_)
{
}

inline bound_path::bound_path(detail::socket_file&& file,
    const bind_path_options& options) noexcept
  : file_(std::move(file)),
    remove_on_destruction_(options.remove_on_destruction),
    lock_timeout_(options.lock_timeout)
{
}

inline bound_path& bound_path::operator=(bound_path&& other) noexcept
{
  if (this != &other)
  {
    destroy();
    file_ = std::move(other.file_);
    remove_on_destruction_ = other.remove_on_destruction_;
    lock_timeout_ = other.lock_timeout_;
  }
  return *this;
}

inline bound_path::~bound_path()
{
  destroy();
}

inline bool bound_path::remove()
{
  boost::system::error_code ec;
  const bool removed = remove(ec);
  detail::throw_error(ec, "remove");
  return removed;
}

inline bool bound_path::remove(boost::system::error_code& ec)
{
  const detail::lock_wait time(lock_timeout_);
  bool removed = false;
  const auto try_to_remove = [&]
  {
    removed = file_.remove(ec);
    if (detail::path_lock_ops::is_taken(ec) && time.is_over())
      ec = boost::asio::error::timed_out;
  };
  try_to_remove();
  detail::repeat_while_locked(ec, try_to_remove);
  if (!ec)
    file_.close();
  return removed;
}

inline void bound_path::release() noexcept
{
  file_.close();
}

inline void bound_path::destroy() noexcept
{
  const detail::descriptor_ops::cancellation_guard guard;
  boost::system::error_code ignored;
  // Another process may hold the lock for long.
  if (remove_on_destruction_)
    file_.remove(ignored);
  file_.close();
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_BOUND_PATH_HPP
