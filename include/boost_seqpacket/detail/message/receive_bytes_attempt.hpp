//
// detail/message/receive_bytes_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_BYTES_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_BYTES_ATTEMPT_HPP

// The receive without an ancillary object.

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/control_data.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// Without room for control data no descriptor enters the process, and
// MSG_CTRUNC shows that some came. If every packet has control data, the flag
// shows nothing: then the control data is received, and its descriptors are
// closed.
inline std::size_t receive_bytes(const message_call& call,
    const buffer_list& buffers, boost::system::error_code& ec,
    socket_name* sender = nullptr)
{
  incoming_target target = no_target;
  target.sender = sender;
  if (!needs_control_room(call.descriptor))
    return receive(call, buffers, target, ec);
  incoming_ancillary<0> ancillary;
  target = target_of(ancillary);
  target.sender = sender;
  return receive(call, buffers, target, ec);
}

template <typename Buffers>
class receive_bytes_attempt
  : public message_attempt<receive_bytes_attempt<Buffers>>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_message";

  receive_bytes_attempt(const Buffers& buffers, message_flags flags)
    : message_attempt<receive_bytes_attempt>(flags),
      buffers_(buffers)
  {
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec) const
  {
    if (ec)
      return message_result(ec);
    const std::size_t received = detail::with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return detail::receive_bytes(call, buffers, ec);
        });
    return message_result(ec, received);
  }

private:
  Buffers buffers_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_BYTES_ATTEMPT_HPP
