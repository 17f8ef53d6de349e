//
// detail/large_message/received_memory_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_RECEIVED_MEMORY_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_RECEIVED_MEMORY_OPS_HPP

// The system calls that find out whether a received file is safe to use.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

namespace boost_seqpacket {
namespace detail {

// What is known of a sealed file.
struct received_memory
{
  std::uintmax_t size = 0; // in bytes
  bool has_holes = false;
};

namespace received_memory_ops {

// Only files in memory have seals (fcntl(2)). A descriptor of O_PATH gives
// EBADF. A file of tmpfs has the one seal that no others can be added.
// F_SEAL_FUTURE_WRITE is not enough: a writer that has mapped the file before
// can still change it.
inline void check_seals(int descriptor, boost::system::error_code& ec) noexcept
{
  constexpr int needed = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  const int seals = ::fcntl(descriptor, F_GET_SEALS);
  if (seals >= 0)
    ec = boost::system::error_code();
  else if (errno == EINVAL || errno == EBADF)
    ec = seqpacket_errc::wrong_descriptor_type;
  else
    ec = socket_ops::last_error();
  if (!ec && (seals & needed) != needed)
    ec = seqpacket_errc::not_sealed;
}

// Files of hugetlbfs have seals as well. Their pages are a resource of the
// receiver, and reading a mapping of one can raise SIGBUS when there are none.
inline void check_file_system(int descriptor,
    boost::system::error_code& ec) noexcept
{
  constexpr std::uintmax_t tmpfs = 0x01021994; // TMPFS_MAGIC, statfs(2)
  struct ::statfs status = {};
  int result;
  do
    result = ::fstatfs(descriptor, &status);
  while (result != 0 && errno == EINTR);
  ec = result != 0 ? socket_ops::last_error() : boost::system::error_code();
  if (!ec && static_cast<std::uintmax_t>(status.f_type) != tmpfs)
    ec = seqpacket_errc::wrong_descriptor_type;
}

// After its seals were checked. To read a hole of a mapped file takes memory,
// and raises SIGBUS if there is none.
inline received_memory measure(int descriptor,
    boost::system::error_code& ec) noexcept
{
  received_memory result;
  struct ::stat status = {};
  const bool failed = ::fstat(descriptor, &status) != 0;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
  if (!ec && status.st_size < 0)
    ec = seqpacket_errc::wrong_descriptor_type;
  if (ec)
    return result;
  result.size = static_cast<std::uintmax_t>(status.st_size);
  const auto blocks = static_cast<std::uintmax_t>(status.st_blocks);
  result.has_holes = blocks < result.size / 512 + (result.size % 512 != 0);
  return result;
}

// True if the file was opened for writing alone. Then mmap reports EACCES, and
// pread EBADF.
inline bool is_write_only(int descriptor) noexcept
{
  const int flags = ::fcntl(descriptor, F_GETFL);
  return flags >= 0 && (flags & O_ACCMODE) == O_WRONLY;
}

} // namespace received_memory_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_RECEIVED_MEMORY_OPS_HPP
