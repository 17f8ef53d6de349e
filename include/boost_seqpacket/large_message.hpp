//
// large_message.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_LARGE_MESSAGE_HPP
#define BOOST_SEQPACKET_LARGE_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/large_message/memory_mapping.hpp>

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <memory>

namespace boost_seqpacket {

namespace detail {

// The way into large_message for the operations.
struct large_message_access;

} // namespace detail

/// Room for one received message of any size up to a limit.
/**
 * A message that came in a packet is in storage that the object keeps for the
 * next one. A larger one is mapped: it is the memory of the sender, which is
 * sealed and cannot change any more. The object owns the mapping.
 *
 * This header is not part of @c boost_seqpacket.hpp.
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n @e Shared @e objects: Unsafe.
 */
class large_message
{
public:
  /// Construct an object without a message.
  /**
   * @param max_size The limit in bytes. A receive of a larger message gives
   * @c seqpacket_errc::message_too_large. Nothing is allocated yet.
   */
  explicit large_message(std::size_t max_size) noexcept
    : max_size_(max_size)
  {
  }

  /// Take over the message, the storage and the limit of another object, which
  /// has no message afterwards.
  large_message(large_message&& other) noexcept;

  /// Give up the message, and take over that of another object.
  large_message& operator=(large_message&& other) noexcept;

  large_message(const large_message&) = delete;
  large_message& operator=(const large_message&) = delete;

  /// Free the message and the storage.
  ~large_message() = default;

  /// The message. It is valid until the object is changed, and not writable.
  boost::asio::const_buffer data() const noexcept
  {
    return boost::asio::const_buffer(
        mapping_ ? mapping_.data().data() : storage_.get(), size_);
  }

  /// The size of the message in bytes.
  std::size_t size() const noexcept
  {
    return size_;
  }

  /// The limit in bytes.
  std::size_t max_size() const noexcept
  {
    return max_size_;
  }

  /// Whether the message has a mapping of its own. Otherwise it is in the
  /// storage.
  bool is_mapped() const noexcept
  {
    return !!mapping_;
  }

  /// Remove the message. The storage is kept for the next one, the mapping is
  /// not.
  void clear() noexcept;

private:
  friend struct detail::large_message_access;

  std::size_t max_size_;
  std::size_t size_ = 0;
  detail::memory_mapping mapping_;
  std::unique_ptr<unsigned char[]> storage_;
  std::size_t capacity_ = 0;
};

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/large_message.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_LARGE_MESSAGE_HPP
