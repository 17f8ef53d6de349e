//
// detail/path/path_lock_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PATH_PATH_LOCK_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_PATH_PATH_LOCK_OPS_HPP

// The system calls for the file of a lock.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/path/path_mode_ops.hpp>
#include <boost_seqpacket/detail/path/path_ops.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace path_lock_ops {

// True for the error of lock() if another process has the lock. It is not
// would_block: bind_path means something else by that (try_again).
inline bool is_taken(const boost::system::error_code& ec) noexcept
{
  return socket_ops::is(ec, boost::asio::error::in_progress);
}

// The lock belongs to the open file, so it ends with the process.
inline void lock(int descriptor, boost::system::error_code& ec)
{
  int result;
  do
    result = ::flock(descriptor, LOCK_EX | LOCK_NB);
  while (result < 0 && errno == EINTR);
  ec = path_ops::result_of(result);
  if (socket_ops::would_block(ec))
    ec = boost::asio::error::in_progress;
}

// A child that was forked in the meantime shares the open file, so closing the
// descriptor does not unlock it.
inline void unlock(int descriptor) noexcept
{
  const descriptor_ops::cancellation_guard guard;
  (void)::flock(descriptor, LOCK_UN);
}

// Opens the file of a lock, or makes it and sets `made`. A file that exists is
// opened without O_CREAT: in a sticky directory the kernel refuses O_CREAT for
// a file of another user (fs.protected_regular), before check_owner could see
// the owner.
inline unique_descriptor open(int directory, const char* name, bool& made,
    boost::system::error_code& ec)
{
  // A symbolic link is ELOOP, and opening a pipe does not block.
  constexpr int flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  unique_descriptor result;
  made = false;
  do
  {
    result = path_ops::open_at(directory, name, flags, 0, ec);
    if (socket_ops::is(ec, boost::asio::error::access_denied))
    {
      boost::system::error_code ignored;
      const unique_descriptor file =
        path_ops::open_path(directory, name, ignored);
      if (file && path_mode_ops::restore_owner_bits(file, S_IFREG, 0600))
        result = path_ops::open_at(directory, name, flags, 0, ec);
    }
    if (socket_ops::is(ec, ENOENT))
    {
      result = path_ops::open_at(
          directory, name, flags | O_CREAT | O_EXCL, 0600, ec);
      made = !ec;
    }
  }
  while (socket_ops::is(ec, EEXIST));
  return result;
}

// The owner of the file can replace it, and a process that can open it can hold
// the lock and never release it. So it must belong to this user or to root, and
// no other user may write to it. A file without a name is found by path_lock.
inline void check_owner(int descriptor, const path_ops::status& now,
    boost::system::error_code& ec)
{
  if (!S_ISREG(now.st_mode) || now.st_nlink > 1
      || (now.st_uid != ::geteuid() && now.st_uid != 0)
      || (now.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    ec = boost::asio::error::access_denied;
  else if (now.st_uid == ::geteuid() && (now.st_mode & 0600) != 0600)
    // The umask took bits that the next start needs.
    ec = path_ops::result_of(
        ::fchmod(descriptor, (now.st_mode & 07777) | 0600));
}

} // namespace path_lock_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_DETAIL_PATH_PATH_LOCK_OPS_HPP
