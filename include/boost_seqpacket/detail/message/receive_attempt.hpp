//
// detail/message/receive_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_ATTEMPT_HPP

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

template <typename Buffers, std::size_t MaxDescriptors>
class receive_attempt
  : public message_attempt<receive_attempt<Buffers, MaxDescriptors>>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_message";

  receive_attempt(const Buffers& buffers,
      incoming_ancillary<MaxDescriptors>& ancillary, message_flags flags)
    : message_attempt<receive_attempt>(flags),
      buffers_(buffers),
      ancillary_(&ancillary)
  {
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec) const
  {
    if (!call.waited)
      ancillary_->clear();
    if (ec)
      return message_result(ec);
    const std::size_t received = detail::with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return receive(call, buffers, target_of(*ancillary_), ec);
        });
    return message_result(ec, received);
  }

private:
  Buffers buffers_;
  incoming_ancillary<MaxDescriptors>* ancillary_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_ATTEMPT_HPP
