//
// detail/path/bind_path_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PATH_BIND_PATH_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_PATH_BIND_PATH_ATTEMPT_HPP

// Binds a socket to a path. While another process has the lock it tries again
// after pauses.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/bind_path_options.hpp>
#include <boost_seqpacket/bound_path.hpp>
#include <boost_seqpacket/detail/connection/opened_socket.hpp>
#include <boost_seqpacket/detail/connection/passing_ops.hpp>
#include <boost_seqpacket/detail/operation/empty_in_copies.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/path/lock_wait.hpp>
#include <boost_seqpacket/detail/path/path_lock_ops.hpp>
#include <boost_seqpacket/detail/path/socket_file.hpp>
#include <boost_seqpacket/detail/socket/assign.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <utility>

namespace boost_seqpacket {
namespace detail {

struct bind_path_result
{
  explicit bind_path_result(const boost::system::error_code& ec)
    : error(ec)
  {
  }

  template <typename Handler>
  void operator()(Handler& handler) &&
  {
    std::move(handler)(error, std::move(path));
  }

  boost::system::error_code error;
  bound_path path;
};

// Acceptor is an acceptor or a datagram socket.
template <typename Acceptor>
class bind_path_attempt
  : public undivided_attempt
{
public:
  using result_type = bind_path_result;

  // The operation never waits for the acceptor itself.
  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_bind_path";

  bind_path_attempt(const std::string& path, const bind_path_options& options)
    : path_(path),
      options_(options),
      time_(options.lock_timeout)
  {
  }

  static retry after(const boost::system::error_code& ec) noexcept
  {
    return path_lock_ops::is_taken(ec) ? retry::after_pause : retry::never;
  }

  bind_path_result first(Acceptor& acceptor)
  {
    boost::system::error_code ec;
    prepare(acceptor, ec);
    return ec ? stopped(ec) : again();
  }

  bind_path_result again()
  {
    bind_path_result result{boost::system::error_code()};
    file_.bind(
        acceptor_.descriptor(), options_.mode, backlog(), result.error);
    if (path_lock_ops::is_taken(result.error))
    {
      if (time_.is_over())
        return stopped(boost::asio::error::address_in_use);
      acceptor_.remember();
    }
    else if (result.error)
      acceptor_.close_again();
    else
      result.path = bound_path(std::move(file_), options_);
    return result;
  }

  bind_path_result stopped(const boost::system::error_code& ec) const
  {
    acceptor_.close_again();
    return bind_path_result(ec);
  }

private:
  // A datagram socket has no connections.
  int backlog() const noexcept
  {
    return is_asio_acceptor<Acceptor>::value ? options_.backlog
      : socket_file::does_not_listen;
  }

  // Memory is allocated before the acceptor is opened, so that bad_alloc leaves
  // it as it was.
  void prepare(Acceptor& acceptor, boost::system::error_code& ec)
  {
    time_ = lock_wait(options_.lock_timeout);
    if ((options_.mode & ~::mode_t(0777)) != 0
        || (options_.mode & S_IWUSR) == 0
        || (options_.directory_mode & ~::mode_t(07777)) != 0
        || options_.lock_timeout.count() < 0)
      ec = boost::asio::error::invalid_argument;
    else
    {
      file_ = socket_file(path_);
      file_.open_directory(
          options_.create_directories, options_.directory_mode, ec);
    }
    if (!ec)
      acceptor_.open(acceptor, ec);
    if (!ec)
      set_socket_options(ec);
  }

  // Before the socket has a name: the first packet of a client is too late.
  void set_socket_options(boost::system::error_code& ec) const
  {
    const int descriptor = acceptor_.descriptor();
    (void)descriptor;
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
    if (options_.pass_credentials)
      passing_ops::set(descriptor, passing_ops::credentials, true, ec);
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
    if (!ec && options_.pass_pidfd)
      passing_ops::set(descriptor, passing_ops::pidfd, true, ec);
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)
    if (!ec && options_.pass_security)
      passing_ops::set(descriptor, passing_ops::security, true, ec);
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_RIGHTS)
    if (!ec && !options_.pass_rights)
      passing_ops::set(descriptor, passing_ops::rights, false, ec);
#endif
  }

  std::string path_;
  bind_path_options options_;
  lock_wait time_;
  empty_in_copies<socket_file> file_;
  opened_socket<Acceptor> acceptor_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_DETAIL_PATH_BIND_PATH_ATTEMPT_HPP
