//
// detail/path_ops.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PATH_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_PATH_OPS_HPP

// The system calls about names in the file system, each with its errno turned
// into an error code. Names are relative to an open directory, so that they
// mean the same file when the program changes its directory.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/connection_ops.hpp>
#include <boost_seqpacket/detail/socket_ops.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace path_ops {

using status = struct ::stat;

// The longest path of a socket, in bytes: the NUL behind it need not fit.
constexpr std::size_t max_path = sizeof(::sockaddr_un::sun_path);

inline boost::system::error_code result_of(int result) noexcept
{
  return result < 0 ? socket_ops::last_error() : boost::system::error_code();
}

inline bool is_same_file(const status& a, const status& b) noexcept
{
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

inline unique_descriptor open_at(int directory, const char* name, int flags,
    ::mode_t mode, boost::system::error_code& ec) noexcept
{
  int result;
  do
    result = ::openat(directory, name, flags | O_CLOEXEC, mode);
  while (result < 0 && errno == EINTR);
  ec = result_of(result);
  return unique_descriptor(result);
}

// What stands for a directory: nothing is read from it, so that the right to
// search is enough.
inline unique_descriptor open_directory(int directory, const char* name,
    int flags, boost::system::error_code& ec) noexcept
{
  return open_at(directory, name, O_PATH | O_DIRECTORY | flags, 0, ec);
}

// What stands for a file of any kind, also after its name is gone. While it is
// open no other file gets the same number.
inline unique_descriptor pin(int directory, const char* name,
    boost::system::error_code& ec) noexcept
{
  return open_at(directory, name, O_PATH | O_NOFOLLOW, 0, ec);
}

// The lock belongs to the open file: the end of the process ends it as well.
inline void lock(int descriptor, boost::system::error_code& ec) noexcept
{
  int result;
  do
    result = ::flock(descriptor, LOCK_EX);
  while (result < 0 && errno == EINTR);
  ec = result_of(result);
}

// To close the descriptor is not enough: a process that was forked meanwhile
// shares the open file.
inline void unlock(int descriptor) noexcept
{
  (void)::flock(descriptor, LOCK_UN);
}

inline status look_at(int descriptor, boost::system::error_code& ec) noexcept
{
  status result = {};
  ec = result_of(::fstat(descriptor, &result));
  return result;
}

// What is at the name itself: links are not followed.
inline status look_at(int directory, const char* name,
    boost::system::error_code& ec) noexcept
{
  status result = {};
  ec = result_of(
      ::fstatat(directory, name, &result, AT_SYMLINK_NOFOLLOW));
  return result;
}

// The mode that the file will have at most when the socket is bound.
inline void set_mode(int socket, ::mode_t mode,
    boost::system::error_code& ec) noexcept
{
  ec = result_of(::fchmod(socket, mode));
}

// Give a new file the bits that the umask took, which is that of the whole
// process and cannot be changed for one call. The file is the pinned one,
// whatever is at its name by now: fchmod refuses such a descriptor, the way by
// /proc does not.
inline void add_mode(const unique_descriptor& pinned, ::mode_t type,
    ::mode_t mode, boost::system::error_code& ec) noexcept
{
  const status now = look_at(pinned.native_handle(), ec);
  if (ec || (now.st_mode & mode) == mode)
    return;

  // Somebody has put another file there, which must not be opened to others.
  if ((now.st_mode & S_IFMT) != type || now.st_uid != ::geteuid()
      || (type == S_IFSOCK && now.st_nlink != 1))
  {
    ec = boost::asio::error::access_denied;
    return;
  }
  char name[32];
  std::snprintf(name, sizeof(name), "/proc/self/fd/%d",
      pinned.native_handle());
  ec = result_of(::chmod(name, (now.st_mode & 07777) | mode));
}

inline ::sockaddr_un address_of(const std::string& path) noexcept
{
  ::sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

inline void bind(int socket, const std::string& path,
    boost::system::error_code& ec) noexcept
{
  const ::sockaddr_un address = address_of(path);
  ec = result_of(::bind(socket,
      reinterpret_cast<const ::sockaddr*>(&address), sizeof(address)));
}

inline void listen(int socket, int backlog,
    boost::system::error_code& ec) noexcept
{
  ec = result_of(::listen(socket, backlog));
}

// Whether some process has the socket whose file this is. Whoever has it does
// not notice: a datagram socket cannot connect to one of another type, and is
// told so whether that listens already or not (EPROTOTYPE). With one of its own
// type it can, unless that is connected elsewhere (EPERM).
inline bool is_alive(const std::string& path,
    boost::system::error_code& ec) noexcept
{
  const unique_descriptor probe(connection_ops::open(SOCK_DGRAM, 0, ec));
  if (ec)
    return false;

  const ::sockaddr_un address = address_of(path);
  connection_ops::connect(probe.native_handle(),
      reinterpret_cast<const ::sockaddr*>(&address), sizeof(address), ec);
  if (!ec || ec == boost::system::errc::wrong_protocol_type
      || ec == boost::system::errc::operation_not_permitted)
  {
    ec = boost::system::error_code();
    return true;
  }
  if (ec == boost::asio::error::connection_refused
      || ec == boost::system::errc::no_such_file_or_directory)
    ec = boost::system::error_code();
  return false;
}

// That the name is gone already is no error.
inline void remove(int directory, const char* name, int flags,
    boost::system::error_code& ec) noexcept
{
  ec = result_of(::unlinkat(directory, name, flags));
  if (ec == boost::system::errc::no_such_file_or_directory)
    ec = boost::system::error_code();
}

inline void make_directory(int directory, const char* name, ::mode_t mode,
    boost::system::error_code& ec) noexcept
{
  ec = result_of(::mkdirat(directory, name, mode));
}

// Rename without replacing what is there. Not every file system can.
inline void rename(int directory, const char* from, const char* to,
    boost::system::error_code& ec) noexcept
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

#endif // BOOST_SEQPACKET_DETAIL_PATH_OPS_HPP
