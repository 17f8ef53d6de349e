//
// detail/large_message/large_message_target.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_LARGE_MESSAGE_TARGET_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_LARGE_MESSAGE_TARGET_HPP

// Where a received message goes: into a large_message, or into a dynamic
// buffer.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/large_message/memory_map_ops.hpp>
#include <boost_seqpacket/detail/large_message/received_memory_ops.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/receive_dynamic_attempt.hpp>
#include <boost_seqpacket/large_message.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <new>
#include <utility>

namespace boost_seqpacket {
namespace detail {

struct large_message_access
{
  // Room in the storage for a message that comes in a packet.
  static boost::asio::mutable_buffer prepare(large_message& message,
      std::size_t size, boost::system::error_code& ec) noexcept
  {
    if (size > message.capacity_)
    {
      unsigned char* const storage = new (std::nothrow) unsigned char[size];
      if (!storage)
      {
        ec = boost::asio::error::no_memory;
        return boost::asio::mutable_buffer();
      }
      message.storage_.reset(storage);
      message.capacity_ = size;
    }
    return boost::asio::mutable_buffer(message.storage_.get(), size);
  }

  static void set_size(large_message& message, std::size_t size) noexcept
  {
    message.size_ = size;
  }

  // To read a mapped hole needs memory that may not be there. So a file with
  // holes is copied. The number of its blocks does not show all of them: memory
  // beyond the end of the file counts as well. To populate the mapping finds
  // the others.
  static void map(large_message& message, int file,
      const received_memory& memory, std::size_t size,
      boost::system::error_code& ec)
  {
    memory_mapping mapping;
    if (!memory.has_holes)
      mapping.map_for_reading(file, size, ec);
    if (!ec && (memory.has_holes || !mapping.populate()))
    {
      mapping.map_new_memory(size, ec);
      if (!ec)
        memory_map_ops::read(file, mapping.data(), 0, ec);
    }
    if (ec)
      return;
    message.mapping_ = std::move(mapping);
    message.size_ = size;
  }
};

class target_message
{
public:
  explicit target_message(large_message& message) noexcept
    : message_(&message)
  {
  }

  void clear() noexcept
  {
    message_->clear();
  }

  std::size_t limit() const noexcept
  {
    return message_->max_size();
  }

  // Call the function with room for the bytes of a packet.
  template <typename Function>
  std::size_t receive(std::size_t size, boost::system::error_code& ec,
      Function function)
  {
    const boost::asio::mutable_buffer room =
      large_message_access::prepare(*message_, size, ec);
    const std::size_t received =
      ec ? 0 : detail::with_buffers(room, ec, function);
    large_message_access::set_size(*message_, received);
    return received;
  }

  // The size is not 0.
  void take(int file, const received_memory& memory, std::size_t size,
      boost::system::error_code& ec)
  {
    large_message_access::map(*message_, file, memory, size, ec);
  }

private:
  large_message* message_;
};

template <typename DynamicBuffer>
class target_buffer
{
public:
  explicit target_buffer(const DynamicBuffer& buffer)
    : buffer_(buffer)
  {
  }

  void clear() noexcept {}

  std::size_t limit() const
  {
    return buffer_.max_size() - buffer_.size();
  }

  template <typename Function>
  std::size_t receive(std::size_t size, boost::system::error_code& ec,
      Function function)
  {
    const std::size_t before = buffer_.size();
    detail::grow(buffer_, size, ec);
    if (ec)
      return 0;
    const std::size_t received = detail::with_buffers(
        buffer_.data(before, size), ec, function);
    buffer_.shrink(size - received);
    return received;
  }

  void take(int file, const received_memory&, std::size_t size,
      boost::system::error_code& ec)
  {
    const std::size_t before = buffer_.size();
    detail::grow(buffer_, size, ec);
    if (ec)
      return;
    const auto room = buffer_.data(before, size);
    std::size_t offset = 0;
    const auto end = boost::asio::buffer_sequence_end(room);
    for (auto it = boost::asio::buffer_sequence_begin(room);
        it != end && !ec; ++it)
    {
      const boost::asio::mutable_buffer part(*it);
      memory_map_ops::read(file, part, offset, ec);
      offset += part.size();
    }
    if (ec)
      buffer_.shrink(size);
  }

private:
  DynamicBuffer buffer_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_LARGE_MESSAGE_TARGET_HPP
