//
// detail/path/path_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PATH_PATH_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_PATH_PATH_OPS_HPP

// The system calls for names in the file system, each with its errno as an
// error code. Names are relative to an open directory: they still lead to the
// same file after the program has changed its directory.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace path_ops {

using status = struct ::stat;

inline boost::system::error_code result_of(int result) noexcept
{
  return result < 0 ? socket_ops::last_error() : boost::system::error_code();
}

inline bool is_same_file(const status& a, const status& b) noexcept
{
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

inline unique_descriptor open_at(int directory, const char* name, int flags,
    ::mode_t mode, boost::system::error_code& ec)
{
  int result;
  do
    result = ::openat(directory, name, flags | O_CLOEXEC, mode);
  while (result < 0 && errno == EINTR);
  ec = result_of(result);
  return unique_descriptor(result);
}

// O_PATH: the right to search the directory is enough, that to read it is not
// needed.
inline unique_descriptor open_directory(int directory, const char* name,
    int flags, boost::system::error_code& ec)
{
  return open_at(directory, name, O_PATH | O_DIRECTORY | flags, 0, ec);
}

// A file of any kind, a link itself included. As long as it is open, also after
// its name is gone, no other file gets the same inode number.
inline unique_descriptor open_path(int directory, const char* name,
    boost::system::error_code& ec)
{
  return open_at(directory, name, O_PATH | O_NOFOLLOW, 0, ec);
}

inline status status_of(int descriptor, boost::system::error_code& ec)
{
  status result = {};
  ec = result_of(::fstat(descriptor, &result));
  return result;
}

// Links are not followed.
inline status status_of(int directory, const char* name,
    boost::system::error_code& ec)
{
  status result = {};
  ec = result_of(
      ::fstatat(directory, name, &result, AT_SYMLINK_NOFOLLOW));
  return result;
}

// A name that leads to the open file, whatever is at its own name by now. Not
// /proc/self: that is the table of the first thread, and a thread can have one
// of its own (CLONE_FILES in unshare(2)).
struct descriptor_path
{
  explicit descriptor_path(const unique_descriptor& file) noexcept
  {
    std::snprintf(text, sizeof(text), "/proc/thread-self/fd/%d",
        file.native_handle());
  }

  char text[32];
};

// The result of a call with the name of an open file. Such a name is missing
// only where /proc is.
inline boost::system::error_code result_by_proc(
    boost::system::error_code ec) noexcept
{
  return socket_ops::is(ec, ENOENT)
    ? make_error_code(seqpacket_errc::no_proc_file_system) : ec;
}

// A name that is gone already is no error.
inline void remove(int directory, const char* name, int flags,
    boost::system::error_code& ec)
{
  ec = result_of(::unlinkat(directory, name, flags));
  if (socket_ops::is(ec, ENOENT))
    ec = boost::system::error_code();
}

inline void make_directory(int directory, const char* name, ::mode_t mode,
    boost::system::error_code& ec)
{
  ec = result_of(::mkdirat(directory, name, mode));
}

// Renames, but replaces nothing. Not every file system can.
inline void rename(int directory, const char* from, const char* to,
    boost::system::error_code& ec)
{
#if defined(RENAME_NOREPLACE)
  ec = result_of(
      ::renameat2(directory, from, directory, to, RENAME_NOREPLACE));
#else
  (void)directory;
  (void)from;
  (void)to;
  ec = boost::system::error_code(
      ENOSYS, boost::asio::error::get_system_category());
#endif
}

inline long process_id() noexcept
{
  return static_cast<long>(::getpid());
}

} // namespace path_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_DETAIL_PATH_PATH_OPS_HPP
