//
// detail/large_message/memory_map_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_MAP_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_MAP_OPS_HPP

// The system calls that map and read memory.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <sys/mman.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace memory_map_ops {

// Returns null with an error.
inline void* map(std::size_t size, int protection, int flags, int descriptor,
    boost::system::error_code& ec) noexcept
{
  void* const place =
    ::mmap(nullptr, size, protection, flags, descriptor, 0);
  const bool failed = place == MAP_FAILED;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
  return failed ? nullptr : place;
}

inline void unmap(void* place, std::size_t size) noexcept
{
  // It fails only if the range is not one that map has returned.
  (void)::munmap(place, size);
}

// A child process that another thread starts does not get the mapping, which
// would keep the file from being sealed. The seals find out if this fails.
inline void hide_from_children(void* place, std::size_t size) noexcept
{
  (void)::madvise(place, size, MADV_DONTFORK);
}

// Have all pages of a mapping there before they are read. A page that cannot be
// made is a failure here, and a signal (SIGBUS) to a program that reads it.
// Returns false also if the kernel does not know the question, which is older
// than Linux 5.14.
inline bool populate(void* place, std::size_t size) noexcept
{
  // MADV_POPULATE_READ. The C library is often older than the kernel.
  constexpr int populate_for_reading = 22;
  int result;
  do
    result = ::madvise(place, size, populate_for_reading);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

// Fill a buffer from a place of the file. The position of the descriptor does
// not matter, because other descriptors can change that.
inline void read(int descriptor, boost::asio::mutable_buffer buffer,
    std::size_t offset, boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  while (buffer.size() != 0)
  {
    const ::ssize_t size = ::pread(descriptor, buffer.data(), buffer.size(),
        static_cast<::off_t>(offset));
    if (size > 0)
    {
      buffer += static_cast<std::size_t>(size);
      offset += static_cast<std::size_t>(size);
    }
    else if (size == 0 || errno != EINTR)
    {
      // A sealed file ends only where fstat says.
      ec = size != 0 ? socket_ops::last_error() : boost::system::error_code(
          EIO, boost::asio::error::get_system_category());
      return;
    }
  }
}

} // namespace memory_map_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_MAP_OPS_HPP
