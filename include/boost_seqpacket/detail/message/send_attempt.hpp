//
// detail/message/send_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_SEND_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_SEND_ATTEMPT_HPP

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/send.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The ancillary data of a send, in an outgoing_ancillary of the caller.
template <typename Ancillary>
class borrowed_control
{
public:
  explicit borrowed_control(const Ancillary& ancillary) noexcept
    : ancillary_(&ancillary)
  {
  }

  template <typename Function>
  std::size_t operator()(boost::system::error_code&, Function function) const
  {
    return function(ancillary_access::data(*ancillary_),
        ancillary_access::size(*ancillary_));
  }

  void end() noexcept {}

private:
  const Ancillary* ancillary_;
};

// Control is a copyable function object. It calls a function with the bytes of
// the control messages and their number, or sets an error. end() gives up what
// it owns, before the handler is called.
template <typename Buffers, typename Control>
class send_attempt
  : public message_attempt<send_attempt<Buffers, Control>>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_write;
  static constexpr const char* name =
    "boost_seqpacket::async_send_message";

  send_attempt(const Buffers& buffers, Control control, message_flags flags)
    : message_attempt<send_attempt>(flags),
      buffers_(buffers),
      control_(std::move(control))
  {
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec)
  {
    // A question about the socket can report EAGAIN, and is asked again. The
    // descriptors are still needed then.
    if (ec)
      return socket_ops::would_block(ec) ? message_result(ec) : stopped(ec);
    const std::size_t sent = detail::with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return control_(ec,
              [&](const unsigned char* control, std::size_t size)
              {
                return send(call, buffers, control, size, ec);
              });
        });
    if (!socket_ops::would_block(ec))
      control_.end();
    return message_result(ec, sent);
  }

  message_result stopped(const boost::system::error_code& ec)
  {
    control_.end();
    return message_result(ec);
  }

private:
  Buffers buffers_;
  Control control_;
};

template <typename Buffers, typename Ancillary>
using send_message_attempt =
  send_attempt<Buffers, borrowed_control<Ancillary>>;

template <typename Buffers, typename Ancillary>
send_message_attempt<Buffers, Ancillary> make_send_attempt(
    const Buffers& buffers, const Ancillary& ancillary, message_flags flags)
{
  return send_message_attempt<Buffers, Ancillary>(
      buffers, borrowed_control<Ancillary>(ancillary), flags);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_SEND_ATTEMPT_HPP
