//
// detail/datagram/send_to_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_DATAGRAM_SEND_TO_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_DATAGRAM_SEND_TO_ATTEMPT_HPP

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/datagram/address.hpp>
#include <boost_seqpacket/detail/datagram/send_to.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// Sends a packet to an address. While the receiver's queue is full it tries
// again after pauses. It cannot wait for the socket: poll looks only at the
// queue of the connected peer (unix_dgram_poll), and would report the socket
// writable again and again.
template <typename Buffers, std::size_t MaxDescriptors, typename Endpoint>
class send_to_attempt
  : public message_attempt<send_to_attempt<Buffers, MaxDescriptors, Endpoint>>
{
public:
  // The operation never waits for the socket itself.
  static constexpr auto wait = boost::asio::socket_base::wait_write;
  static constexpr const char* name =
    "boost_seqpacket::async_send_message_to";

  send_to_attempt(const Buffers& buffers,
      const outgoing_ancillary<MaxDescriptors>& ancillary,
      const Endpoint& destination, message_flags flags)
    : message_attempt<send_to_attempt>(flags),
      buffers_(buffers),
      ancillary_(&ancillary),
      destination_(destination)
  {
  }

  static retry after(const boost::system::error_code& ec) noexcept
  {
    return socket_ops::would_block(ec) ? retry::after_pause : retry::never;
  }

  static constexpr bool takes(socket_kind kind) noexcept
  {
    return kind == socket_kind::datagram;
  }

  template <typename Socket>
  message_result first(Socket& socket)
  {
    check_datagrams<Socket>();
    return message_attempt<send_to_attempt>::first(socket);
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec) const
  {
    if (ec)
      return message_result(ec);
    const destination_address destination =
      detail::check_destination(destination_, ec);
    if (ec)
      return message_result(ec);
    const std::size_t sent = detail::with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return detail::send_to(call, buffers,
              ancillary_access::data(*ancillary_),
              ancillary_access::size(*ancillary_), destination, ec);
        });
    return message_result(ec, sent);
  }

private:
  Buffers buffers_;
  const outgoing_ancillary<MaxDescriptors>* ancillary_;
  Endpoint destination_;
};

template <typename Socket, typename Buffers, std::size_t MaxDescriptors>
using send_to_attempt_of =
  send_to_attempt<Buffers, MaxDescriptors, typename Socket::endpoint_type>;

template <typename Token, typename Socket, typename Buffers,
    std::size_t MaxDescriptors>
using initiated_send_to = initiated_message<Token, Socket,
  send_to_attempt_of<Socket, Buffers, MaxDescriptors>>;

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_DATAGRAM_SEND_TO_ATTEMPT_HPP
