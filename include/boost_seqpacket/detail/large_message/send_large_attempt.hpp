//
// detail/large_message/send_large_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_SEND_LARGE_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_SEND_LARGE_ATTEMPT_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/large_message/make_memory.hpp>
#include <boost_seqpacket/detail/large_message/memory_control.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/send.hpp>
#include <boost_seqpacket/detail/operation/empty_in_copies.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/sealed_memory.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// True if no packet takes the bytes. A packet of many bytes needs memory in one
// piece, and ENOBUFS reports that there is none.
inline bool exceeds_packet(const boost::system::error_code& ec) noexcept
{
  return socket_ops::is(ec, EMSGSIZE) || socket_ops::is(ec, ENOBUFS);
}

// The content of a message in the caller's buffers. It is copied into sealed
// memory if it does not fit into a packet: the kernel says so before it copies
// anything, and a question about the limit would cost every small message a
// system call.
template <typename Buffers>
class content_in_buffers
{
public:
  explicit content_in_buffers(const Buffers& buffers)
    : buffers_(buffers)
  {
  }

  template <typename Ancillary>
  std::size_t send(const message_call& call, const Ancillary& ancillary,
      boost::system::error_code& ec)
  {
    const std::size_t size = boost::asio::buffer_size(buffers_);
    if (!memory_.is_open())
    {
      // The first descriptor of an empty packet is the content. So an empty
      // message with descriptors has a memory as well.
      if (size != 0 || ancillary_access::descriptor_count(ancillary) == 0)
      {
        const std::size_t sent = send_as_packet(call, ancillary, ec);
        if (!exceeds_packet(ec))
          return sent;
      }
      memory_ = detail::make_memory_of(buffers_, size, ec);
      if (ec)
        return 0;
    }
    detail::send_memory(call, memory_.native_handle(), ancillary, ec);
    return ec ? 0 : size;
  }

  void end() noexcept
  {
    memory_ = unique_descriptor();
  }

private:
  template <typename Ancillary>
  std::size_t send_as_packet(const message_call& call,
      const Ancillary& ancillary, boost::system::error_code& ec)
  {
    return detail::with_buffers(buffers_, ec,
        [&](const buffer_list& list)
        {
          return detail::send(call, list, ancillary_access::data(ancillary),
              ancillary_access::size(ancillary), ec);
        });
  }

  Buffers buffers_;
  empty_in_copies<unique_descriptor> memory_;
};

// The content in memory of the caller.
class content_in_memory
{
public:
  explicit content_in_memory(const sealed_memory& memory) noexcept
    : memory_(&memory)
  {
  }

  template <typename Ancillary>
  std::size_t send(const message_call& call, const Ancillary& ancillary,
      boost::system::error_code& ec) const
  {
    detail::send_memory(call, memory_->native_handle(), ancillary, ec);
    return ec ? 0 : memory_->size();
  }

  void end() noexcept {}

private:
  const sealed_memory* memory_;
};

template <typename Content, typename Ancillary>
class send_large_attempt
  : public message_attempt<send_large_attempt<Content, Ancillary>>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_write;
  static constexpr const char* name =
    "boost_seqpacket::async_send_large_message";

  send_large_attempt(Content content, const Ancillary& ancillary)
    : message_attempt<send_large_attempt>(0),
      content_(std::move(content)),
      ancillary_(&ancillary)
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
        "A stream has no packets, and sends messages of any size: use "
        "write_message, or boost::asio::write");
    return message_attempt<send_large_attempt>::first(socket);
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec)
  {
    if (ec)
      return stopped(ec);
    const std::size_t sent = content_.send(call, *ancillary_, ec);
    if (!socket_ops::would_block(ec))
      content_.end();
    return message_result(ec, sent);
  }

  message_result stopped(const boost::system::error_code& ec)
  {
    content_.end();
    return message_result(ec);
  }

private:
  Content content_;
  const Ancillary* ancillary_;
};

// How a send holds what it is given: buffers, or a sealed_memory.
template <typename Content>
struct holder_of_content
{
  using type = content_in_buffers<Content>;
};

template <>
struct holder_of_content<sealed_memory>
{
  using type = content_in_memory;
};

template <typename Content, typename Ancillary>
using send_large = send_large_attempt<
  typename holder_of_content<Content>::type, Ancillary>;

template <typename Content>
using large_content_constraint = std::enable_if_t<
  boost::asio::is_const_buffer_sequence<Content>::value
    || std::is_same<Content, sealed_memory>::value, int>;

template <typename Content, typename Ancillary>
send_large<Content, Ancillary> make_large_attempt(
    const Content& content, const Ancillary& ancillary)
{
  return {typename holder_of_content<Content>::type(content), ancillary};
}

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_SEND_LARGE_ATTEMPT_HPP
