//
// detail/path/socket_file.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PATH_SOCKET_FILE_HPP
#define BOOST_SEQPACKET_DETAIL_PATH_SOCKET_FILE_HPP

// The file of a listening socket, from before it exists until it is removed.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/path/make_directories.hpp>
#include <boost_seqpacket/detail/path/path_lock.hpp>
#include <boost_seqpacket/detail/path/path_mode_ops.hpp>
#include <boost_seqpacket/detail/path/path_ops.hpp>
#include <boost_seqpacket/detail/path/path_socket_ops.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {

// Call open_directory() first, then bind(), then remove(). Only the first one
// allocates memory.
class socket_file
{
public:
  socket_file() = default;

  explicit socket_file(const std::string& path)
    : path_(path),
      name_(path, path.rfind('/') + 1), // from 0 if there is none
      lock_name_(name_ + ".lock"),
      // With the slash at its end: that is all of the name of the root.
      parent_(path, 0, path.size() - name_.size())
  {
  }

  const std::string& path() const noexcept
  {
    return path_;
  }

  // Opens the directory of the file, and makes it if create is true.
  void open_directory(bool create, ::mode_t mode,
      boost::system::error_code& ec)
  {
    if (name_.empty() || path_.find('\0') != std::string::npos)
      ec = boost::asio::error::invalid_argument;
    else if (path_.size() > path_socket_ops::max_path)
      ec = boost::asio::error::name_too_long;
    else
    {
      directory_ = path_ops::open_directory(AT_FDCWD, parent(), 0, ec);
      if (create && socket_ops::is(ec, ENOENT))
        directory_ = make_directories(parent_, mode, ec);
    }
  }

  // Binds the socket to the path, unless another process has one there, and
  // listens if there is a backlog. Sets an error that path_lock_ops::is_taken()
  // knows if another process has the lock.
  void bind(int socket, ::mode_t mode, std::optional<int> backlog,
      boost::system::error_code& ec)
  {
    // Before the lock, whose owner may keep it as long as it listens. A file
    // that this process may not ask has to wait for the lock.
    find_stale_socket(false, ec);
    if (ec && !socket_ops::is(ec, boost::asio::error::access_denied))
      return;
    path_lock lock(directory(), lock_name_.c_str(), ec);
    if (!ec)
      bind_locked(socket, mode, backlog, ec);
    if (!ec)
      lock.keep();
  }

  // Removes the file if it is still the one that was bound. Returns whether it
  // was. The error for a lock is that of bind().
  bool remove(boost::system::error_code& ec)
  {
    ec = boost::system::error_code();
    // If the file is gone, the directory of the lock may be gone as well.
    if (!is_at_path(file_, ec))
      return false;
    const path_lock lock(directory(), lock_name_.c_str(), ec);
    return !ec && remove_if_same(file_, ec);
  }

  // Forgets the file.
  void close() noexcept
  {
    file_.reset();
    directory_.reset();
  }

private:
  int directory() const noexcept
  {
    return directory_.native_handle();
  }

  const char* parent() const noexcept
  {
    return parent_.empty() ? "." : parent_.c_str();
  }

  void bind_locked(int socket, ::mode_t mode, std::optional<int> backlog,
      boost::system::error_code& ec)
  {
    check_parent(ec);
    unique_descriptor stale;
    if (!ec)
      stale = find_stale_socket(true, ec);
    if (!ec && stale)
      remove_if_same(stale, ec);
    if (!ec)
      path_mode_ops::set_mode(socket, mode, ec);
    // Nothing blocks from here on. A thread that is cancelled goes on to the
    // end, so that no file stays without a listener.
    const descriptor_ops::cancellation_guard guard;
    // bind(2) cannot look up a name in an open directory, and the socket must
    // have the name that was given: compare the directories before and after.
    if (!ec)
      check_parent(ec);
    if (!ec)
      path_socket_ops::bind(socket, path_, ec);
    if (ec)
      return;

    check_parent(ec);
    if (!ec)
      file_ = path_ops::open_path(directory(), name_.c_str(), ec);
    if (!ec)
      path_mode_ops::add_missing_bits(directory(), file_, S_IFSOCK, mode, ec);
    // Until then a client is refused, as with a stale socket: listen under the
    // lock.
    if (!ec && backlog)
      path_socket_ops::listen(socket, *backlog, ec);
    if (ec)
    {
      boost::system::error_code ignored;
      if (file_)
        remove_if_same(file_, ignored);
      else
        remove_unopened(ignored);
      file_.reset();
    }
  }

  // Sets an error if the path leads to another directory by now, whose lock
  // this does not have: a link was changed, a directory renamed, or the current
  // directory is another. A link before the slash at the end is followed.
  void check_parent(boost::system::error_code& ec) const
  {
    const path_ops::status mine = path_ops::status_of(directory(), ec);
    if (ec)
      return;
    const path_ops::status there =
      path_ops::status_of(AT_FDCWD, parent(), ec);
    if (!ec && !path_ops::is_same_file(mine, there))
      ec = boost::asio::error::try_again;
  }

  unique_descriptor find_stale_socket(bool has_lock,
      boost::system::error_code& ec) const
  {
    return path_socket_ops::find_stale_socket(
        directory(), name_.c_str(), path_, has_lock, ec);
  }

  bool is_at_path(const unique_descriptor& file,
      boost::system::error_code& ec) const
  {
    if (!file)
      return false;
    const path_ops::status mine =
      path_ops::status_of(file.native_handle(), ec);
    if (ec)
      return false;
    const path_ops::status there =
      path_ops::status_of(directory(), name_.c_str(), ec);
    if (socket_ops::is(ec, ENOENT))
      ec = boost::system::error_code();
    else if (!ec)
      return path_ops::is_same_file(mine, there);
    return false;
  }

  bool remove_if_same(const unique_descriptor& file,
      boost::system::error_code& ec)
  {
    if (!is_at_path(file, ec))
      return false;
    path_ops::remove(directory(), name_.c_str(), 0, ec);
    return !ec;
  }

  // Removes the file that was bound just now and could not be opened, perhaps
  // for want of a descriptor. The name was free, and leads to the same place.
  void remove_unopened(boost::system::error_code& ec)
  {
    check_parent(ec);
    if (ec)
      return;
    const path_ops::status there =
      path_ops::status_of(directory(), name_.c_str(), ec);
    if (!ec && S_ISSOCK(there.st_mode) && there.st_uid == ::geteuid()
        && there.st_nlink == 1)
      path_ops::remove(directory(), name_.c_str(), 0, ec);
  }

  std::string path_;
  std::string name_;
  std::string lock_name_;
  std::string parent_;
  unique_descriptor directory_;
  unique_descriptor file_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_DETAIL_PATH_SOCKET_FILE_HPP
