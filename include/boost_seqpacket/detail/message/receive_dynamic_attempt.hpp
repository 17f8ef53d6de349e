//
// detail/message/receive_dynamic_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_DYNAMIC_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_DYNAMIC_ATTEMPT_HPP

// The receive into a dynamic buffer, which grows by the size of the packet.

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/config.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <new>
#include <stdexcept>

namespace boost_seqpacket {
namespace detail {

// The size of the next packet, which stays in the queue.
inline std::size_t peek_size(message_call call, incoming_state& state,
    boost::system::error_code& ec)
{
  if (!call.waited && has_peek_offset(call, ec))
    return 0;

  // Without room for control messages the kernel installs no descriptor. The
  // receive itself finds out whether a size of 0 is the end of file.
  call.flags = MSG_PEEK;
  empty_header header;
  ::ssize_t size = socket_ops::receive(
      call.descriptor, header.message, receive_flags(call), ec);
  // The kernel may report the end before the last packet, which a receive into
  // no bytes would truncate. A second look finds its size.
  if (size == 0 && socket_facts(call).is_shut_down())
    size = socket_ops::receive(
        call.descriptor, header.message, receive_flags(call), ec);
  if (size < 0)
  {
    explain_permanent_would_block(call, ec);
    return 0;
  }
  state.message_size = static_cast<std::size_t>(size);
  state.flags = header.message.msg_flags & ~(MSG_CMSG_CLOEXEC | MSG_CTRUNC);
  return state.message_size;
}

// Make the buffer larger by size bytes, or set an error and leave it unchanged.
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

// The ancillary object of a receive: the caller's, or a temporary one that
// takes no descriptors.
template <std::size_t MaxDescriptors>
struct borrowed_ancillary
{
  incoming_ancillary<MaxDescriptors>& get() const noexcept
  {
    return *object;
  }

  incoming_ancillary<MaxDescriptors>* object;
};

struct no_incoming_ancillary
{
  static incoming_ancillary<0> get() noexcept
  {
    return incoming_ancillary<0>();
  }
};

template <typename DynamicBuffer, typename Ancillary>
class receive_dynamic_attempt
  : public message_attempt<
      receive_dynamic_attempt<DynamicBuffer, Ancillary>>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_message";

  receive_dynamic_attempt(const DynamicBuffer& buffer,
      const Ancillary& ancillary, message_flags flags)
    : message_attempt<receive_dynamic_attempt>(flags),
      buffer_(buffer),
      ancillary_(ancillary)
  {
  }

  static constexpr bool takes(socket_kind kind) noexcept
  {
    return kind != socket_kind::stream;
  }

  template <typename Socket>
  message_result first(Socket& socket)
  {
    static_assert(may_have_packets<Socket>(),
        "A stream has no packets whose size could be seen: use "
        "boost::asio::read, or receive_message with a buffer of fixed size");
    return message_attempt<receive_dynamic_attempt>::first(socket);
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec)
  {
    auto&& ancillary = ancillary_.get();
    ancillary.clear();
    if (ec)
      return message_result(ec);

    incoming_state& state = ancillary_access::state(ancillary);
    const std::size_t size = detail::peek_size(call, state, ec);
    if (ec)
      return message_result(ec);
    const std::size_t before = buffer_.size();
    detail::grow(buffer_, size, ec);
    if (ec)
      return message_result(ec);

    ancillary.clear();
    const std::size_t received = detail::with_buffers(
        buffer_.data(before, size), ec,
        [&](const buffer_list& buffers)
        {
          return receive(call, buffers, target_of(ancillary), ec);
        });
    buffer_.shrink(size - received);
    return message_result(ec, received);
  }

private:
  DynamicBuffer buffer_;
  Ancillary ancillary_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_DYNAMIC_ATTEMPT_HPP
