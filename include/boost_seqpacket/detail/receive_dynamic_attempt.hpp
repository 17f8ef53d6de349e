//
// detail/receive_dynamic_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_RECEIVE_DYNAMIC_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_RECEIVE_DYNAMIC_ATTEMPT_HPP

#include <boost_seqpacket/detail/operation.hpp>
#include <boost_seqpacket/detail/receive_or_keep.hpp>
#include <boost_seqpacket/detail/socket_traits.hpp>
#include <boost_seqpacket/detail/transfer.hpp>
#include <boost_seqpacket/detail/transfer_result.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <new>
#include <stdexcept>

namespace boost_seqpacket {
namespace detail {

// The size of the next packet, which stays in the queue.
inline std::size_t look_at_size(const transfer& call, incoming_state& state,
    boost::system::error_code& ec) noexcept
{
  if (!call.waited && socket_ops::peeks_elsewhere(call.descriptor))
  {
    ec = boost::asio::error::invalid_argument;
    return 0;
  }

  // Without room for control messages the kernel installs no descriptor, and
  // MSG_CTRUNC says that there are some.
  transfer look = call;
  look.flags = MSG_PEEK;
  ::msghdr message = {};
  const ::ssize_t size = socket_ops::receive(
      call.descriptor, message, receive_flags(look), ec);
  if (size < 0)
  {
    if (is_shut_down_datagram(call, ec))
      ec = boost::asio::error::eof;
    return 0;
  }
  if (size == 0 && (message.msg_flags & MSG_CTRUNC) == 0
      && is_end_of_file(call))
    ec = boost::asio::error::eof;
  state.message_size = static_cast<std::size_t>(size);
  state.flags = message.msg_flags & ~MSG_CMSG_CLOEXEC;
  return state.message_size;
}

// Make the buffer larger by size bytes, or leave it alone and set an error.
template <typename DynamicBuffer>
void grow(DynamicBuffer& buffer, std::size_t size,
    boost::system::error_code& ec)
{
  if (size > buffer.max_size() - buffer.size())
  {
    ec = error::message_truncated;
    return;
  }

#if !defined(BOOST_NO_EXCEPTIONS)
  try
  {
    buffer.grow(size);
  }
  catch (const std::bad_alloc&)
  {
    ec = boost::asio::error::no_memory;
  }
  catch (const std::length_error&)
  {
    ec = boost::asio::error::no_memory;
  }
#else
  buffer.grow(size);
#endif
}

template <typename DynamicBuffer, std::size_t MaxDescriptors>
class receive_dynamic_attempt
  : public simple_attempt<transfer_result>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_read;

  receive_dynamic_attempt(const DynamicBuffer& buffer,
      incoming_ancillary<MaxDescriptors>& ancillary, message_flags flags)
    : buffer_(buffer),
      ancillary_(&ancillary),
      flags_(flags)
  {
  }

  template <typename Socket>
  transfer_result operator()(Socket& socket, bool waited)
  {
    static_assert(socket_traits<Socket>::kind != socket_kind::stream,
        "A stream has no packets whose size could be seen: use "
        "boost::asio::read, or receive_message with a buffer of fixed size");

    ancillary_->clear();
    boost::system::error_code ec;
    check_socket(socket, waited, ec);
    if (ec)
      return transfer_result(ec);

    const transfer call = {socket.native_handle(),
      socket_traits<Socket>::kind, flags_, waited};
    incoming_state& state = ancillary_access::state(*ancillary_);
    const std::size_t size = look_at_size(call, state, ec);
    if (ec)
      return transfer_result(ec);

    const std::size_t before = buffer_.size();
    grow(buffer_, size, ec);
    if (ec)
      return transfer_result(ec);

    ancillary_->clear();
    const std::size_t received = with_buffers(buffer_.data(before, size), ec,
        [&](const buffer_list& buffers)
        {
          return receive_or_keep(call, buffers, target_of(*ancillary_), ec);
        });
    buffer_.shrink(size - received);
    return transfer_result(ec, received);
  }

private:
  DynamicBuffer buffer_;
  incoming_ancillary<MaxDescriptors>* ancillary_;
  message_flags flags_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_RECEIVE_DYNAMIC_ATTEMPT_HPP
