//
// impl/receive_dynamic_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_DYNAMIC_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_DYNAMIC_MESSAGE_HPP

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/asio/error.hpp>

#include <new>
#include <stdexcept>

namespace boost_seqpacket {
namespace detail {

// The size of the next packet, which stays in the queue.
inline std::size_t peek_size(const message_call& call, incoming_state& state,
    boost::system::error_code& ec) noexcept
{
  if (!call.waited && socket_ops::has_peek_offset(call.descriptor))
  {
    ec = boost::asio::error::invalid_argument;
    return 0;
  }

  // Without room for control messages the kernel installs no descriptor.
  // Whether a size of 0 is the end of file shows when the packet is received.
  message_call look = call;
  look.flags = MSG_PEEK;
  ::msghdr message = {};
  ::ssize_t size = socket_ops::receive(
      call.descriptor, message, receive_flags(look), ec);
  // The end may have been told before the last packet; then that would be cut
  // to nothing. The second look knows.
  if (size == 0 && is_shut_down(look))
    size = socket_ops::receive(
        call.descriptor, message, receive_flags(look), ec);
  if (size < 0)
  {
    explain_permanent_would_block(call, ec);
    return 0;
  }
  state.message_size = static_cast<std::size_t>(size);
  state.flags = message.msg_flags & ~(MSG_CMSG_CLOEXEC | MSG_CTRUNC);
  return state.message_size;
}

// Make the buffer larger by size bytes, or leave it alone and set an error.
template <typename DynamicBuffer>
void grow(DynamicBuffer& buffer, std::size_t size,
    boost::system::error_code& ec)
{
  if (size > buffer.max_size() - buffer.size())
  {
    ec = seqpacket_errc::message_truncated;
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
  : public simple_attempt<message_result>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_message";

  receive_dynamic_attempt(const DynamicBuffer& buffer,
      incoming_ancillary<MaxDescriptors>& ancillary, message_flags flags)
    : buffer_(buffer),
      ancillary_(&ancillary),
      flags_(flags)
  {
  }

  template <typename Socket>
  message_result operator()(Socket& socket, bool waited)
  {
    static_assert(socket_traits<Socket>::kind != socket_kind::stream,
        "A stream has no packets whose size could be seen: use "
        "boost::asio::read, or receive_message with a buffer of fixed size");

    ancillary_->clear();
    boost::system::error_code ec;
    check_socket(socket, waited, ec);
    if (ec)
      return message_result(ec);

    const message_call call = {socket.native_handle(),
      socket_traits<Socket>::kind, flags_, waited};
    incoming_state& state = ancillary_access::state(*ancillary_);
    const std::size_t size = peek_size(call, state, ec);
    if (ec)
      return message_result(ec);

    const std::size_t before = buffer_.size();
    grow(buffer_, size, ec);
    if (ec)
      return message_result(ec);

    ancillary_->clear();
    const std::size_t received = with_buffers(buffer_.data(before, size), ec,
        [&](const buffer_list& buffers)
        {
          return receive(call, buffers, target_of(*ancillary_), ec);
        });
    buffer_.shrink(size - received);
    return message_result(ec, received);
  }

private:
  DynamicBuffer buffer_;
  incoming_ancillary<MaxDescriptors>* ancillary_;
  message_flags flags_;
};

} // namespace detail

template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>>
std::size_t receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags)
{
  boost::system::error_code ec;
  const std::size_t received = boost_seqpacket::receive_message(
      socket, buffer, ancillary, flags, ec);
  detail::throw_error(ec, "receive_message");
  return received;
}

template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>>
std::size_t receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec)
{
  using attempt =
    detail::receive_dynamic_attempt<DynamicBuffer_v2, MaxDescriptors>;
  const detail::message_result result = detail::run(
      socket, attempt(buffer, ancillary, flags), flags);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>>
std::size_t receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec)
{
  return boost_seqpacket::receive_message(socket, buffer, ancillary, 0, ec);
}

template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>,
    detail::token_constraint<CompletionToken>>
auto async_receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary, CompletionToken&& token)
{
  return boost_seqpacket::async_receive_message(socket, buffer, ancillary, 0,
      std::forward<CompletionToken>(token));
}

template <typename Socket, typename DynamicBuffer_v2,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::dynamic_buffer_constraint<DynamicBuffer_v2>>
auto async_receive_message(Socket& socket, DynamicBuffer_v2 buffer,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags, CompletionToken&& token)
{
  detail::check_token<CompletionToken>();
  using attempt =
    detail::receive_dynamic_attempt<DynamicBuffer_v2, MaxDescriptors>;
  return detail::initiate<CompletionToken,
    void(boost::system::error_code, std::size_t)>(token, socket,
      attempt(buffer, ancillary, flags));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_DYNAMIC_MESSAGE_HPP
