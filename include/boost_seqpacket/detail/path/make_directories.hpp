//
// detail/path/make_directories.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PATH_MAKE_DIRECTORIES_HPP
#define BOOST_SEQPACKET_DETAIL_PATH_MAKE_DIRECTORIES_HPP

// Makes the directories above the file of a socket.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/path/path_mode_ops.hpp>
#include <boost_seqpacket/detail/path/path_ops.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// For file systems that cannot rename without replacing (RENAME_NOREPLACE), and
// where a filter refuses renameat2.
inline unique_descriptor make_directory_in_place(int parent,
    const std::string& name, ::mode_t mode, boost::system::error_code& ec)
{
  path_ops::make_directory(parent, name.c_str(), mode, ec);
  const bool exists = socket_ops::is(ec, EEXIST);
  if (ec && !exists)
    return unique_descriptor();
  unique_descriptor result = path_ops::open_directory(
      parent, name.c_str(), exists ? 0 : O_NOFOLLOW, ec);
  if (!ec && !exists)
    path_mode_ops::add_missing_bits(parent, result, S_IFDIR, mode, ec);
  return result;
}

// Makes the directory under another name, and renames it when it has its mode.
// Otherwise another process, or the next start after a crash, could find one
// that the umask left without a right that it needs.
inline unique_descriptor make_directory(int parent, const std::string& name,
    ::mode_t mode, boost::system::error_code& ec)
{
  // A thread that is cancelled must leave no directory under the other name.
  const descriptor_ops::cancellation_guard guard;
  const std::string prefix =
    "." + name + "." + std::to_string(path_ops::process_id()) + ".";
  std::string fresh;
  unsigned long number = 0;
  do
  {
    fresh = prefix + std::to_string(number++);
    path_ops::make_directory(parent, fresh.c_str(), mode, ec);
  }
  while (socket_ops::is(ec, EEXIST));
  if (ec)
    return unique_descriptor();

  unique_descriptor result = path_ops::open_directory(
      parent, fresh.c_str(), O_NOFOLLOW, ec);
  if (!ec)
    path_mode_ops::add_missing_bits(parent, result, S_IFDIR, mode, ec);
  if (!ec)
    path_ops::rename(parent, fresh.c_str(), name.c_str(), ec);
  if (!ec)
    return result;

  boost::system::error_code ignored;
  path_ops::remove(parent, fresh.c_str(), AT_REMOVEDIR, ignored);
  if (socket_ops::is(ec, EEXIST))
    // Another process made it in the meantime.
    return path_ops::open_directory(parent, name.c_str(), 0, ec);
  if (socket_ops::is(ec, EINVAL) || socket_ops::is(ec, ENOSYS)
      || socket_ops::is(ec, EPERM))
    return make_directory_in_place(parent, name, mode, ec);
  return unique_descriptor();
}

// Opens the directory at a path. Makes it and those above it if they are
// missing.
inline unique_descriptor make_directories(const std::string& path,
    ::mode_t mode, boost::system::error_code& ec)
{
  unique_descriptor directory = path_ops::open_directory(
      AT_FDCWD, path[0] == '/' ? "/" : ".", 0, ec);
  for (std::size_t begin = 0; !ec && begin < path.size();)
  {
    const std::size_t end = path.find('/', begin);
    const std::string name(path, begin, end - begin);
    begin = end == std::string::npos ? path.size() : end + 1;
    if (name.empty())
      continue;
    unique_descriptor next = path_ops::open_directory(
        directory.native_handle(), name.c_str(), 0, ec);
    if (socket_ops::is(ec, ENOENT))
      next = make_directory(directory.native_handle(), name, mode, ec);
    directory = std::move(next);
  }
  return directory;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_DETAIL_PATH_MAKE_DIRECTORIES_HPP
