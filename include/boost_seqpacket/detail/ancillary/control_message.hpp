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

// The layout of control messages (cmsg(3)), in both directions. Everything goes
// through memcpy, and every length is held against the buffer: a cmsg_len is
// never believed.

#include <boost_seqpacket/detail/config.hpp>

#include <cstddef>
#include <cstring>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

// The way into the ancillary objects for the operations.
struct ancillary_access;

// SCM_MAX_FD: what the kernel takes in one packet; one more is EINVAL
// (unix(7)).
constexpr std::size_t max_descriptors = 253;

// The bytes that a control message takes in a buffer, padding included.
constexpr std::size_t control_space(std::size_t data_size) noexcept
{
  return CMSG_SPACE(data_size);
}

// The offset of the data behind the header.
constexpr std::size_t control_header_size = CMSG_LEN(0);

constexpr std::size_t descriptors_space(std::size_t count) noexcept
{
  return count == 0 ? 0 : control_space(count * sizeof(int));
}

// Writes a length of a structure of the system: socklen_t on some systems,
// size_t on others, where a cast would be useless.
template <typename Length>
void set_length(Length& length, std::size_t value) noexcept
{
  length = static_cast<Length>(value);
}

// Write a control message with data_size bytes of data at the place given,
// which has room for control_space(data_size). The padding is zeroed. The data
// is copied from data.
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

// Write a descriptor into the SCM_RIGHTS message at the place given, behind the
// count that are there. The place has room for descriptors_space(count + 1).
inline void write_descriptor(unsigned char* place, std::size_t count,
    int descriptor) noexcept
{
  // The padding behind an odd count is the place of the next number, and the
  // header grows with each.
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

// Walks over the control messages in a buffer.
class control_reader
{
public:
  control_reader(const unsigned char* begin, std::size_t size) noexcept
    : next_(begin),
      left_(size)
  {
    advance();
  }

  // Whether there is a message.
  bool good() const noexcept
  {
    return place_ != nullptr;
  }

  // Go on to the message behind the current one.
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

    // A length beyond the buffer ends at the buffer, and so does the walk.
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

  // Where the header of the current message is; the identity of the position.
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

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ANCILLARY_CONTROL_MESSAGE_HPP
