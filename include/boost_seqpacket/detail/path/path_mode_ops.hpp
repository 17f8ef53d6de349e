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

// The system calls about the modes of files, which the umask and a crash may
// have left with less than they need.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/path/path_ops.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <sys/stat.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace path_mode_ops {

// The mode that the file will have at most when the socket is bound.
inline void set_mode(int socket, ::mode_t mode,
    boost::system::error_code& ec)
{
  ec = path_ops::result_of(::fchmod(socket, mode));
}

// Adds bits to the mode of a file. fchmod refuses a descriptor of open_path,
// chmod through /proc does not.
inline void add_bits(const unique_descriptor& file,
    const path_ops::status& now, ::mode_t mode,
    boost::system::error_code& ec)
{
  ec = path_ops::result_of(::chmod(
        path_ops::descriptor_path(file).text, (now.st_mode & 07777) | mode));
}

// Whether nobody else can move one of our files to the name of another in the
// directory: it is ours or root's, and who else may write to it moves only what
// is his own. Where a list of rights lets others write, the bit of the group is
// set.
inline bool is_protected_directory(const path_ops::status& directory) noexcept
{
  return (directory.st_uid == ::geteuid() || directory.st_uid == 0)
    && ((directory.st_mode & (S_IWGRP | S_IWOTH)) == 0
      || (directory.st_mode & S_ISVTX) != 0);
}

// Give a new file the bits that the umask took, which is that of the whole
// process and cannot be changed for one call. If it is not the new one, it must
// not be opened to others. Its bits need not be those that the umask left: a
// list of default rights counts instead of it.
inline void add_missing_bits(int directory, const unique_descriptor& file,
    ::mode_t type, ::mode_t mode, boost::system::error_code& ec)
{
  const path_ops::status now = path_ops::status_of(file.native_handle(), ec);
  if (ec || (now.st_mode & mode) == mode)
    return;
  const path_ops::status parent = path_ops::status_of(directory, ec);
  if (ec)
    return;

  // A new directory has two links, or one where they are not counted.
  const ::nlink_t links = type == S_IFDIR ? 2 : 1;
  if ((now.st_mode & S_IFMT) != type || now.st_uid != ::geteuid()
      || now.st_nlink > links || (now.st_mode & 0777 & ~mode) != 0
      || !is_protected_directory(parent))
    ec = boost::asio::error::access_denied;
  else
    add_bits(file, now, mode, ec);
}

// Give the owner back what a umask took, and a process that was killed could
// not add. Whether there was anything to give.
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
