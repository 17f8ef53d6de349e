//
// detail/path/path_mode_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PATH_PATH_MODE_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_PATH_PATH_MODE_OPS_HPP

// The system calls for the modes of files. The umask takes bits from them, and
// a crash may come before they are given back.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/ancillary/overflow_ids_ops.hpp>
#include <boost_seqpacket/detail/path/path_ops.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <sys/stat.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace path_mode_ops {

// Sets the mode of a socket, from which bind(2) takes the mode of the file,
// without the bits of the umask.
inline void set_mode(int socket, ::mode_t mode,
    boost::system::error_code& ec)
{
  ec = path_ops::result_of(::fchmod(socket, mode));
}

// Adds bits to the mode of a file. It goes through /proc, because fchmod
// refuses a descriptor that was opened with O_PATH.
inline void add_bits(const unique_descriptor& file,
    const path_ops::status& now, ::mode_t mode,
    boost::system::error_code& ec)
{
  ec = path_ops::result_by_proc(path_ops::result_of(::chmod(
          path_ops::descriptor_path(file).text,
          (now.st_mode & 07777) | mode)));
}

// True if no other user, except root, can rename a file of this user in the
// directory: it belongs to this user or to root, and is sticky if others may
// write. An access control list that lets others write sets the group's bit. In
// a user namespace root's directories belong to a user who is not there.
inline bool is_protected_directory(const path_ops::status& directory) noexcept
{
  return ((directory.st_mode & (S_IWGRP | S_IWOTH)) == 0
      || (directory.st_mode & S_ISVTX) != 0)
    && (directory.st_uid == ::geteuid() || directory.st_uid == 0
      || overflow_ids_ops::is_of_unmapped_users(directory.st_uid));
}

// Adds the bits that the umask took from a new file. The umask belongs to the
// whole process, so it cannot be changed for one call. If another user may have
// put another file at the name, nothing is added. The bits are not compared
// with the umask: the directory's default access control list may replace it.
inline void add_missing_bits(int directory, const unique_descriptor& file,
    ::mode_t type, ::mode_t mode, boost::system::error_code& ec)
{
  const path_ops::status now = path_ops::status_of(file.native_handle(), ec);
  if (ec || (now.st_mode & mode) == mode)
    return;
  const path_ops::status parent = path_ops::status_of(directory, ec);
  if (ec)
    return;

  // A new directory has two links, or one on file systems that do not count.
  const ::nlink_t links = type == S_IFDIR ? 2 : 1;
  if ((now.st_mode & S_IFMT) != type || now.st_uid != ::geteuid()
      || now.st_nlink > links || (now.st_mode & 0777 & ~mode) != 0
      || !is_protected_directory(parent))
    ec = boost::asio::error::access_denied;
  else
    add_bits(file, now, mode, ec);
}

// Gives the owner the bits that a umask took if the process that made the file
// was killed before it could. Returns false if nothing was missing, or on
// error.
inline bool restore_owner_bits(const unique_descriptor& file, ::mode_t type,
    ::mode_t mode)
{
  boost::system::error_code ec;
  const path_ops::status now = path_ops::status_of(file.native_handle(), ec);
  if (ec || (now.st_mode & S_IFMT) != type || now.st_uid != ::geteuid()
      || now.st_nlink != 1 || (now.st_mode & mode) == mode)
    return false;
  add_bits(file, now, mode, ec);
  return !ec;
}

} // namespace path_mode_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_DETAIL_PATH_PATH_MODE_OPS_HPP
