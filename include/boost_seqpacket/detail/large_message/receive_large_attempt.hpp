//
// detail/large_message/receive_large_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_RECEIVE_LARGE_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_RECEIVE_LARGE_ATTEMPT_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/detail/large_message/large_message_target.hpp>
#include <boost_seqpacket/detail/large_message/take_memory.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/incoming_target.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive_dynamic_attempt.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/large_message.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// Target is where the message goes. Ancillary is as for
// receive_dynamic_attempt.
template <typename Target, typename Ancillary>
class receive_large_attempt
  : public message_attempt<receive_large_attempt<Target, Ancillary>>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_large_message";

  receive_large_attempt(const Target& target, const Ancillary& ancillary)
    : message_attempt<receive_large_attempt>(0),
      target_(target),
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
        "A stream has no packets, and messages of any size: use read_message, "
        "or boost::asio::read");
    return message_attempt<receive_large_attempt>::first(socket);
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec)
  {
    auto&& ancillary = ancillary_.get();
    ancillary.clear();
    target_.clear();
    if (ec)
      return message_result(ec);

    incoming_state& state = ancillary_access::state(ancillary);
    const std::size_t size = detail::peek_size(call, state, ec);
    if (ec)
      return message_result(ec);
    ancillary.clear();

    unique_descriptor memory;
    const auto receive = [&](const buffer_list& buffers)
      {
        return detail::receive_with_memory(
            call, buffers, ancillary, memory, ec);
      };
    if (size > target_.limit())
    {
      detail::with_buffers(boost::asio::mutable_buffer(), ec, receive);
      if (detail::is_truncation(ec))
        ec = seqpacket_errc::message_too_large;
      return message_result(ec);
    }

    std::size_t received = target_.receive(size, ec, receive);
    if (memory.is_open())
    {
      boost::system::error_code failure;
      received = detail::take_memory(
          target_, memory.native_handle(), state.message_size, failure);
      if (failure)
        ec = failure;
    }
    return message_result(ec, received);
  }

private:
  Target target_;
  Ancillary ancillary_;
};

template <typename Ancillary>
using receive_mapped_attempt =
  receive_large_attempt<target_message, Ancillary>;

template <typename DynamicBuffer, typename Ancillary>
using receive_copied_attempt =
  receive_large_attempt<target_buffer<DynamicBuffer>, Ancillary>;

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_RECEIVE_LARGE_ATTEMPT_HPP
