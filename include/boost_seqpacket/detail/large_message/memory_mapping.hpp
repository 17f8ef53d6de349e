//
// detail/large_message/memory_mapping.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_MAPPING_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_MAPPING_HPP

// The owner of a mapping.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/large_message/memory_map_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <sys/mman.h>

namespace boost_seqpacket {
namespace detail {

// mmap gives EAGAIN if the process may not lock so much memory (mlockall(2),
// RLIMIT_MEMLOCK). An operation would take that for a socket that is not ready,
// wait, and lose the packet that it has.
inline void explain_locked_memory(boost::system::error_code& ec) noexcept
{
  if (socket_ops::would_block(ec))
    ec = boost::asio::error::no_memory;
}

class memory_mapping
{
public:
  memory_mapping() noexcept = default;

  memory_mapping(memory_mapping&& other) noexcept
    : place_(other.place_),
      size_(other.size_)
  {
    other.place_ = nullptr;
    other.size_ = 0;
  }

  memory_mapping& operator=(memory_mapping&& other) noexcept
  {
    if (this != &other)
    {
      reset();
      place_ = other.place_;
      size_ = other.size_;
      other.place_ = nullptr;
      other.size_ = 0;
    }
    return *this;
  }

  memory_mapping(const memory_mapping&) = delete;
  memory_mapping& operator=(const memory_mapping&) = delete;

  ~memory_mapping()
  {
    reset();
  }

  // The sizes are not 0. With an error there is no mapping.
  //
  // A private mapping is the only one that works everywhere: a shared one of a
  // file that is sealed against writes gives EPERM before Linux 6.7.
  void map_for_reading(int descriptor, std::size_t size,
      boost::system::error_code& ec) noexcept
  {
    map(size, PROT_READ, MAP_PRIVATE, descriptor, ec);
  }

  // True if reading makes no page any more, and so raises no signal.
  bool populate() noexcept
  {
    return memory_map_ops::populate(place_, size_);
  }

  void map_for_writing(int descriptor, std::size_t size,
      boost::system::error_code& ec) noexcept
  {
    map(size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, ec);
    if (!ec)
      memory_map_ops::hide_from_children(place_, size_);
  }

  void map_new_memory(std::size_t size, boost::system::error_code& ec) noexcept
  {
    map(size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, ec);
  }

  void reset() noexcept
  {
    if (place_)
      memory_map_ops::unmap(place_, size_);
    place_ = nullptr;
    size_ = 0;
  }

  boost::asio::mutable_buffer data() const noexcept
  {
    return boost::asio::mutable_buffer(place_, size_);
  }

  explicit operator bool() const noexcept
  {
    return place_ != nullptr;
  }

private:
  void map(std::size_t size, int protection, int flags, int descriptor,
      boost::system::error_code& ec) noexcept
  {
    reset();
    place_ = memory_map_ops::map(size, protection, flags, descriptor, ec);
    size_ = place_ ? size : 0;
  }

  void* place_ = nullptr;
  std::size_t size_ = 0;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_MAPPING_HPP
