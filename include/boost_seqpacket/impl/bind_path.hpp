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

#include <boost_seqpacket/detail/socket/assign.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/open.hpp>

#include <boost/asio/error.hpp>

#include <sys/stat.h>
#include <utility>

namespace boost_seqpacket {

inline bound_path::bound_path(bound_path&& other) noexcept
  : file_(std::move(other.file_)),
    remove_on_destruction_(other.remove_on_destruction_)
{
}

inline bound_path& bound_path::operator=(bound_path&& other) noexcept
{
  if (this != &other)
  {
    destroy();
    file_ = std::move(other.file_);
    remove_on_destruction_ = other.remove_on_destruction_;
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
  const bool removed = file_.remove(true, ec);
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
    file_.remove(false, ignored);
  file_.close();
}

template <typename Acceptor>
bound_path bind_path(Acceptor& acceptor, const std::string& path,
    const bind_path_options& options)
{
  boost::system::error_code ec;
  bound_path result =
    boost_seqpacket::bind_path(acceptor, path, options, ec);
  detail::throw_error(ec, "bind_path");
  return result;
}

template <typename Acceptor>
bound_path bind_path(Acceptor& acceptor, const std::string& path,
    const bind_path_options& options, boost::system::error_code& ec)
{
  detail::check_acceptor<Acceptor>();
  bound_path result;
  ec = boost::system::error_code();
  if ((options.mode & ~::mode_t(0777)) != 0
      || (options.mode & S_IWUSR) == 0
      || (options.directory_mode & ~::mode_t(07777)) != 0)
  {
    ec = boost::asio::error::invalid_argument;
    return result;
  }

  // Memory is allocated before the acceptor is opened, so that bad_alloc leaves
  // it as it was.
  detail::socket_file file(path);
  file.open_directory(
      options.create_directories, options.directory_mode, ec);
  if (ec)
    return result;

  const bool opens = !acceptor.is_open();
  if (opens)
    boost_seqpacket::open(acceptor, ec);
  else
    detail::socket_ops::check_family(acceptor.native_handle(), ec);
  if (ec)
    return result;

  file.bind(acceptor.native_handle(), options.mode, options.backlog, ec);
  if (!ec)
  {
    result.file_ = std::move(file);
    result.remove_on_destruction_ = options.remove_on_destruction;
  }
  else if (opens)
  {
    boost::system::error_code ignored;
    acceptor.close(ignored);
  }
  return result;
}

template <typename Acceptor>
bound_path bind_path(Acceptor& acceptor, const std::string& path,
    boost::system::error_code& ec)
{
  return boost_seqpacket::bind_path(
      acceptor, path, bind_path_options(), ec);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_BIND_PATH_HPP
