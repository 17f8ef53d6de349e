//
// detail/ancillary/control_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ANCILLARY_CONTROL_MESSAGE_HPP
#define BOOST_SEQPACKET_DETAIL_ANCILLARY_CONTROL_MESSAGE_HPP

// Writes and reads control messages (cmsg(3)). The buffers need not be aligned,
// because everything goes through memcpy. A cmsg_len is never trusted: every
// length is compared with the size of the buffer.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/message_header.hpp>

#include <cstddef>
#include <cstring>
#include <iterator>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

// Gives the operations access to the ancillary objects.
struct ancillary_access;

// SCM_MAX_FD: the kernel takes no more in one packet (EINVAL, unix(7)).
constexpr std::size_t max_descriptors = 253;

// The size of a control message in a buffer in bytes, padding included.
constexpr std::size_t control_space(std::size_t data_size) noexcept
{
  return CMSG_SPACE(data_size);
}

// The offset of the data, which comes after the header.
constexpr std::size_t control_header_size = CMSG_LEN(0);

constexpr std::size_t descriptors_space(std::size_t count) noexcept
{
  return count == 0 ? 0 : control_space(count * sizeof(int));
}

// Writes a control message to place, which has room for
// control_space(data_size) bytes. The padding is zeroed.
inline void write_control_message(unsigned char* place, int level, int type,
    const void* data, std::size_t data_size) noexcept
{
  std::memset(place, 0, control_space(data_size));
  ::cmsghdr header = {};
  header.cmsg_level = level;
  header.cmsg_type = type;
  set_length(header.cmsg_len, CMSG_LEN(data_size));
  std::memcpy(place, &header, sizeof(header));
  if (data_size != 0)
    std::memcpy(place + control_header_size, data, data_size);
}

// Adds a descriptor to the SCM_RIGHTS message at place, which has count of them
// and room for descriptors_space(count + 1) bytes.
inline void write_descriptor(unsigned char* place, std::size_t count,
    int descriptor) noexcept
{
  // The padding after an odd count is the place of the next number, and the
  // length in the header grows with each number.
  ::cmsghdr header = {};
  header.cmsg_level = SOL_SOCKET;
  header.cmsg_type = SCM_RIGHTS;
  set_length(header.cmsg_len, CMSG_LEN((count + 1) * sizeof(int)));
  std::memset(place + descriptors_space(count), 0,
      descriptors_space(count + 1) - descriptors_space(count));
  std::memcpy(place, &header, sizeof(header));
  std::memcpy(place + control_header_size + count * sizeof(int),
      &descriptor, sizeof(descriptor));
}

// Iterates over the control messages in a buffer.
class control_reader
{
public:
  control_reader(const unsigned char* begin, std::size_t size) noexcept
    : next_(begin),
      left_(size)
  {
    advance();
  }

  // True if there is a current message.
  bool good() const noexcept
  {
    return place_ != nullptr;
  }

  // Goes on to the next message.
  void advance() noexcept
  {
    place_ = nullptr;
    if (left_ < control_header_size)
      return;

    ::cmsghdr header;
    std::memcpy(&header, next_, sizeof(header));
    const std::size_t length = header.cmsg_len;
    if (length < control_header_size)
      return;

    place_ = next_;
    level_ = header.cmsg_level;
    type_ = header.cmsg_type;

    // A message that claims to be longer than the buffer ends with the buffer,
    // and is the last one.
    const std::size_t taken = length < left_ ? length : left_;
    data_size_ = taken - control_header_size;
    const std::size_t space = control_space(data_size_);
    const std::size_t step = space < left_ ? space : left_;
    next_ += step;
    left_ -= step;
  }

  int level() const noexcept
  {
    return level_;
  }

  int type() const noexcept
  {
    return type_;
  }

  // Not aligned for anything.
  const unsigned char* data() const noexcept
  {
    return place_ + control_header_size;
  }

  std::size_t data_size() const noexcept
  {
    return data_size_;
  }

  // The header of the current message, which identifies the position.
  const unsigned char* place() const noexcept
  {
    return place_;
  }

private:
  const unsigned char* place_ = nullptr;
  const unsigned char* next_;
  std::size_t left_;
  std::size_t data_size_ = 0;
  int level_ = 0;
  int type_ = 0;
};

// An input iterator over the control messages in a buffer, which gives each as
// a Message {level, type, {data, size}}.
template <typename Message>
class control_iterator
{
public:
  using iterator_category = std::input_iterator_tag;
  using value_type = Message;
  using difference_type = std::ptrdiff_t;
  using reference = Message;

  // The message is valid until the end of the expression.
  struct pointer
  {
    const Message* operator->() const noexcept { return &message; }
    Message message;
  };

  control_iterator() noexcept
    : reader_(nullptr, 0)
  {
  }

  explicit control_iterator(const control_reader& reader) noexcept
    : reader_(reader)
  {
  }

  Message operator*() const noexcept
  {
    return {reader_.level(), reader_.type(),
      {reader_.data(), reader_.data_size()}};
  }

  pointer operator->() const noexcept
  {
    return {**this};
  }

  control_iterator& operator++() noexcept
  {
    reader_.advance();
    return *this;
  }

  control_iterator operator++(int) noexcept
  {
    control_iterator old(*this);
    ++*this;
    return old;
  }

  friend bool operator==(const control_iterator& a,
      const control_iterator& b) noexcept
  {
    return a.reader_.place() == b.reader_.place();
  }

  friend bool operator!=(const control_iterator& a,
      const control_iterator& b) noexcept
  {
    return !(a == b);
  }

private:
  control_reader reader_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ANCILLARY_CONTROL_MESSAGE_HPP
