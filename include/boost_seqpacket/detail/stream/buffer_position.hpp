//
// detail/stream/buffer_position.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_STREAM_BUFFER_POSITION_HPP
#define BOOST_SEQPACKET_DETAIL_STREAM_BUFFER_POSITION_HPP

#include <boost_seqpacket/detail/message/buffer_list.hpp>

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <iterator>
#include <sys/uio.h>

namespace boost_seqpacket {
namespace detail {

// A position in a buffer sequence. It is an index, because the sequence moves
// with its operation, and an iterator would not move with it.
class buffer_position
{
public:
  // The number of bytes before the position.
  std::size_t bytes() const noexcept
  {
    return bytes_;
  }

  // Call the function with a buffer_list of what comes after the position, or
  // of the beginning of it. If there is none, it has no bytes.
  template <typename Buffers, typename Function>
  auto call_with_next(const Buffers& buffers, Function function) const
  {
    ::iovec list[max_part];
    buffer_list part = {list, 0, 0};
    const auto end = boost::asio::buffer_sequence_end(buffers);
    auto it = std::next(boost::asio::buffer_sequence_begin(buffers), index_);
    for (std::size_t skipped = offset_; it != end && part.count < max_part;
        ++it, skipped = 0)
    {
      const boost::asio::const_buffer buffer =
        boost::asio::const_buffer(*it) + skipped;
      if (buffer.size() == 0)
        continue;
      list[part.count++] = detail::make_iovec(buffer);
      part.bytes += buffer.size();
    }
    return function(part);
  }

  // Move the position forward.
  template <typename Buffers>
  void consume(const Buffers& buffers, std::size_t bytes)
  {
    bytes_ += bytes;
    auto it = std::next(boost::asio::buffer_sequence_begin(buffers), index_);
    for (offset_ += bytes; offset_ != 0; ++it, ++index_)
    {
      const std::size_t size = boost::asio::const_buffer(*it).size();
      if (offset_ < size)
        return;
      offset_ -= size;
    }
  }

private:
  // The buffers of one system call. Asio takes as many.
  static constexpr std::size_t max_part = 64;

  std::ptrdiff_t index_ = 0;
  std::size_t offset_ = 0; // in the buffer of the index
  std::size_t bytes_ = 0;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_STREAM_BUFFER_POSITION_HPP
