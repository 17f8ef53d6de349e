//
// detail/message/buffer_list.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_BUFFER_LIST_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_BUFFER_LIST_HPP

// Buffer sequences as the system calls take them.

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <sys/uio.h>
#include <type_traits>

namespace boost_seqpacket {
namespace detail {

// UIO_MAXIOV of the kernel. With more buffers sendmsg and recvmsg report
// EMSGSIZE (sendmsg(2)).
constexpr std::size_t max_buffers = 1024;

// iovec has no const; the calls that send do not write.
inline ::iovec make_iovec(const boost::asio::const_buffer& buffer) noexcept
{
  ::iovec result = {};
  result.iov_base = const_cast<void*>(buffer.data());
  result.iov_len = buffer.size();
  return result;
}

// The buffers of one system call.
struct buffer_list
{
  ::iovec* data;
  std::size_t count;
  std::size_t bytes;
};

template <std::size_t Max, typename Buffers, typename Function>
auto call_with_buffers(const Buffers& buffers, Function& function)
{
  ::iovec list[Max];
  buffer_list result = {list, 0, 0};
  const auto end = boost::asio::buffer_sequence_end(buffers);
  for (auto it = boost::asio::buffer_sequence_begin(buffers); it != end; ++it)
  {
    list[result.count] = detail::make_iovec(boost::asio::const_buffer(*it));
    result.bytes += list[result.count].iov_len;
    ++result.count;
  }
  // Every system call has a buffer: see message_header.hpp.
  if (result.count == 0)
  {
    list[0] = ::iovec();
    result.count = 1;
  }
  return function(result);
}

template <typename Buffers>
std::size_t count_buffers(const Buffers& buffers)
{
  std::size_t count = 0;
  const auto end = boost::asio::buffer_sequence_end(buffers);
  for (auto it = boost::asio::buffer_sequence_begin(buffers);
      it != end && count <= max_buffers; ++it)
    ++count;
  return count;
}

// Call the function with a buffer_list on the stack, which is as small as the
// sequence allows. If no system call takes so many buffers, set message_size
// instead.
template <typename Buffers, typename Function>
std::size_t with_buffers(const Buffers& buffers,
    boost::system::error_code& ec, Function function)
{
  // Asio's own test for a single buffer. A type that only converts to a buffer
  // may be a sequence of many.
  if constexpr (
      std::is_convertible<const Buffers*,
        const boost::asio::const_buffer*>::value
      || std::is_convertible<const Buffers*,
        const boost::asio::mutable_buffer*>::value)
  {
    return detail::call_with_buffers<1>(buffers, function);
  }
  else
  {
    const std::size_t count = detail::count_buffers(buffers);
    if (count <= 16)
      return detail::call_with_buffers<16>(buffers, function);
    if (count <= max_buffers)
      return detail::call_with_buffers<max_buffers>(buffers, function);
    ec = boost::asio::error::message_size;
    return 0;
  }
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_BUFFER_LIST_HPP
