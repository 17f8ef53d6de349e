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
#include <string_view>
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
// Without waiting, would_block means that somebody else has it.
inline void lock(int descriptor, bool wait,
    boost::system::error_code& ec) noexcept
{
  int result;
  do
    result = ::flock(descriptor, wait ? LOCK_EX : LOCK_EX | LOCK_NB);
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

// Another name of a pinned file, whatever is at its own by now.
struct pinned_name
{
  explicit pinned_name(const unique_descriptor& pinned) noexcept
  {
    std::snprintf(text, sizeof(text), "/proc/self/fd/%d",
        pinned.native_handle());
  }

  char text[32];
};

// Add bits to the mode of a pinned file: fchmod refuses such a descriptor, the
// way by /proc does not.
inline void extend_mode(const unique_descriptor& pinned, const status& now,
    ::mode_t mode, boost::system::error_code& ec) noexcept
{
  ec = result_of(::chmod(
        pinned_name(pinned).text, (now.st_mode & 07777) | mode));
}

// Whether nobody else can move one of our files to the name of another in the
// directory: it is ours or root's, and who else may write to it moves only what
// is his own. Where a list of rights lets others write, the bit of the group is
// set.
inline bool is_guarded(const status& directory) noexcept
{
  return (directory.st_uid == ::geteuid() || directory.st_uid == 0)
    && ((directory.st_mode & (S_IWGRP | S_IWOTH)) == 0
      || (directory.st_mode & S_ISVTX) != 0);
}

// Give a new file the bits that the umask took, which is that of the whole
// process and cannot be changed for one call. If it is not the new one, it must
// not be opened to others. Its bits need not be those that the umask left: a
// list of default rights counts instead of it.
inline void add_mode(int directory, const unique_descriptor& pinned,
    ::mode_t type, ::mode_t mode, boost::system::error_code& ec) noexcept
{
  const status now = look_at(pinned.native_handle(), ec);
  if (ec || (now.st_mode & mode) == mode)
    return;
  const status parent = look_at(directory, ec);
  if (ec)
    return;

  // A new directory has two links, or one where they are not counted.
  const ::nlink_t links = type == S_IFDIR ? 2 : 1;
  if ((now.st_mode & S_IFMT) != type || now.st_uid != ::geteuid()
      || now.st_nlink > links || (now.st_mode & 0777 & ~mode) != 0
      || !is_guarded(parent))
    ec = boost::asio::error::access_denied;
  else
    extend_mode(pinned, now, mode, ec);
}

// Give the owner back what a umask took, and a process that was killed could
// not add. Whether there was anything to give.
inline bool mend_mode(const unique_descriptor& pinned, ::mode_t type,
    ::mode_t mode) noexcept
{
  boost::system::error_code ec;
  const status now = look_at(pinned.native_handle(), ec);
  if (ec || (now.st_mode & S_IFMT) != type || now.st_uid != ::geteuid()
      || now.st_nlink != 1 || (now.st_mode & mode) == mode)
    return false;
  extend_mode(pinned, now, mode, ec);
  return !ec;
}

// The file of a lock, which is made if there is none. One that exists is opened
// without O_CREAT: in a sticky directory that is refused for the file of
// another user (fs.protected_regular), before anybody could see whose it is.
inline unique_descriptor open_lock(int directory, const char* name,
    boost::system::error_code& ec) noexcept
{
  // A symbolic link is ELOOP, and a pipe does not let wait.
  constexpr int flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  unique_descriptor result;
  do
  {
    result = open_at(directory, name, flags, 0, ec);
    if (ec == boost::asio::error::access_denied)
    {
      boost::system::error_code ignored;
      const unique_descriptor pinned = pin(directory, name, ignored);
      if (pinned && mend_mode(pinned, S_IFREG, 0600))
        result = open_at(directory, name, flags, 0, ec);
    }
    if (ec == boost::system::errc::no_such_file_or_directory)
      result = open_at(
          directory, name, flags | O_CREAT | O_EXCL, 0600, ec);
  }
  while (ec == boost::system::errc::file_exists);
  return result;
}

// Whoever owns the file of a lock can take another one for it, and whoever can
// open it can hold the lock: it must be ours or root's. One without a name is
// no use, and found out later.
inline void check_lock(int descriptor, const status& now,
    boost::system::error_code& ec) noexcept
{
  if (!S_ISREG(now.st_mode) || now.st_nlink > 1
      || (now.st_uid != ::geteuid() && now.st_uid != 0)
      || (now.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    ec = boost::asio::error::access_denied;
  else if (now.st_uid == ::geteuid() && (now.st_mode & 0600) != 0600)
    // The umask has taken what the next start needs.
    ec = result_of(::fchmod(descriptor, (now.st_mode & 07777) | 0600));
}

inline ::sockaddr_un address_of(std::string_view path) noexcept
{
  ::sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

inline void bind(int socket, std::string_view path,
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
inline bool is_alive(std::string_view path,
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
  if (ec == boost::asio::error::connection_refused)
    ec = boost::system::error_code();
  return false;
}

// The same of a pinned file: what is asked is what was looked at, wherever the
// path leads by now. That takes the right to write, which the owner may lack
// after a crash.
inline bool is_alive(const unique_descriptor& pinned,
    boost::system::error_code& ec) noexcept
{
  const pinned_name name(pinned);
  const bool result = path_ops::is_alive(std::string_view(name.text), ec);
  return ec == boost::asio::error::access_denied
    && mend_mode(pinned, S_IFSOCK, S_IWUSR)
    ? path_ops::is_alive(std::string_view(name.text), ec) : result;
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
