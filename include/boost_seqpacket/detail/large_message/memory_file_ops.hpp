//
// detail/large_message/memory_file_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_FILE_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_FILE_OPS_HPP

// The system calls that make a file in memory and seal it (memfd_create(2)).

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <initializer_list>
#include <limits>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace memory_file_ops {

// The file can never be run as a program (Linux 6.3). The C library is often
// older than the kernel.
#if defined(MFD_NOEXEC_SEAL)
constexpr unsigned never_executable = MFD_NOEXEC_SEAL;
#else
constexpr unsigned never_executable = 0x0008u;
#endif

// Returns the descriptor, or a negative number. An older kernel does not know
// the flag, and gives EINVAL.
inline int create(boost::system::error_code& ec) noexcept
{
  constexpr unsigned old_flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  int descriptor = -1;
  for (unsigned flags : {old_flags | never_executable, old_flags})
  {
    descriptor = ::memfd_create("boost_seqpacket", flags);
    if (descriptor >= 0 || errno != EINVAL)
      break;
  }
  ec = descriptor < 0 ? socket_ops::last_error()
    : boost::system::error_code();
  return descriptor;
}

// A file beyond the limit of the process raises a signal (SIGXFSZ,
// getrlimit(2)). Give the error without the signal.
inline void check_size(std::size_t size, boost::system::error_code& ec) noexcept
{
  const std::uintmax_t bytes = size;
  bool fits = bytes
    <= static_cast<std::uintmax_t>(std::numeric_limits<::off_t>::max());
  // If a filter refuses the question, most probably there is no limit.
  struct ::rlimit limit = {};
  if (::getrlimit(RLIMIT_FSIZE, &limit) == 0
      && limit.rlim_cur != RLIM_INFINITY)
    fits = fits && bytes <= limit.rlim_cur;
  ec = boost::system::error_code();
  if (!fits)
    ec = boost::system::error_code(
        EFBIG, boost::asio::error::get_system_category());
}

// Append bytes to the file.
inline void write(int descriptor, boost::asio::const_buffer bytes,
    boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  while (bytes.size() != 0)
  {
    const ::ssize_t size = ::write(descriptor, bytes.data(), bytes.size());
    if (size >= 0)
      bytes += static_cast<std::size_t>(size);
    else if (errno != EINTR)
    {
      ec = socket_ops::last_error();
      return;
    }
  }
}

// Give the file a size, and its memory. Memory that is missing is an error here
// and not a signal later (SIGBUS). A signal undoes the whole call, so that each
// call is for a part that is soon done.
inline void allocate(int descriptor, std::size_t size,
    boost::system::error_code& ec)
{
  constexpr std::size_t max_part = 16 * 1024 * 1024;
  ec = boost::system::error_code();
  for (std::size_t done = 0; done < size;)
  {
    const std::size_t part = size - done < max_part ? size - done : max_part;
    if (::fallocate(descriptor, 0, static_cast<::off_t>(done),
          static_cast<::off_t>(part)) == 0)
      done += part;
    else if (errno != EINTR)
    {
      ec = socket_ops::last_error();
      return;
    }
  }
}

// Nobody can change the file any more, nor its size (fcntl(2)).
inline void seal(int descriptor, boost::system::error_code& ec) noexcept
{
  const bool failed = ::fcntl(descriptor, F_ADD_SEALS,
      F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
}

} // namespace memory_file_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_FILE_OPS_HPP
