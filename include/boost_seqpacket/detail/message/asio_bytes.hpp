//
// detail/message/asio_bytes.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_ASIO_BYTES_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_ASIO_BYTES_HPP

// Bytes alone on Asio's own operations.

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/empty_receive.hpp>
#include <boost_seqpacket/detail/message/control_data.hpp>
#include <boost_seqpacket/detail/message/receive_bytes_attempt.hpp>
#include <boost_seqpacket/detail/message/send.hpp>
#include <boost_seqpacket/detail/message/send_attempt.hpp>
#include <boost_seqpacket/detail/operation/handler_memory.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/with_handler.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// Asio cuts longer sequences (max_iov_len).
constexpr std::size_t max_asio_buffers = 64;

// True if Asio's own operation does the same as the library's, but faster. If
// the buffers have no room at all, it would take the next packet and drop it.
template <typename Socket, typename Buffers>
bool suits_asio(const Buffers& buffers, message_flags flags)
{
  if constexpr (socket_traits<Socket>::kind != socket_kind::seq_packet
      || !family_is_known<Socket>)
    return false;
  else
    return flags == 0 && detail::count_buffers(buffers) <= max_asio_buffers
      && boost::asio::buffer_size(buffers) != 0;
}

template <typename Socket>
class initiate_send_bytes
  : public initiation<Socket>
{
public:
  using initiation<Socket>::initiation;

  template <typename Handler, typename Buffers>
  void operator()(Handler&& handler, const Buffers& buffers,
      message_flags flags) const
  {
    BOOST_ASIO_HANDLER_LOCATION((__FILE__, __LINE__,
          "boost_seqpacket::async_send_message"));
    Socket& socket = *this->socket_;
    if constexpr (socket_traits<Socket>::is_seq_packet)
    {
      if (detail::suits_asio<Socket>(buffers, flags))
      {
        socket.async_send(buffers, MSG_NOSIGNAL | MSG_EOR,
            std::forward<Handler>(handler));
        return;
      }
    }
    const initiate_attempt<Socket> own(socket);
    own(std::forward<Handler>(handler),
        detail::make_send_attempt(buffers, no_ancillary, flags));
  }
};

// Runs after Asio's own receive, and adds what that leaves out.
template <typename Memory>
class after_asio_receive
{
public:
  after_asio_receive(int descriptor, Memory&& out_flags) noexcept
    : descriptor_(descriptor),
      out_flags_(std::move(out_flags))
  {
  }

protected:
  template <typename Step>
  void run(Step& step, boost::system::error_code ec, std::size_t bytes)
  {
    const message_flags flags = *out_flags_.get();
    out_flags_.reset();
    if (!ec)
      ec = judge(bytes, flags);
    std::move(step.handler())(ec, bytes);
  }

private:
  boost::system::error_code judge(std::size_t bytes,
      message_flags flags) const
  {
    if ((flags & MSG_CTRUNC) != 0 && !option_added_control_data(descriptor_))
      return seqpacket_errc::ancillary_truncated;
    if ((flags & MSG_TRUNC) != 0)
      return seqpacket_errc::message_truncated;
    if (bytes == 0 && (flags & MSG_CTRUNC) == 0)
      return judge_empty();
    return boost::system::error_code();
  }

  // The socket is asked later than Asio has received. If the peer has been
  // reset since, or the program has closed the socket, this was the end: a
  // packet of no bytes would be one that no process has sent.
  boost::system::error_code judge_empty() const
  {
    boost::system::error_code ec;
    if (classify_empty_receive({descriptor_, socket_kind::seq_packet, 0, true},
          ec) == empty_receive::reset)
      ec = boost::asio::error::eof;
    return ec;
  }

  int descriptor_;
  Memory out_flags_;
};

template <typename Socket>
class initiate_receive_bytes
  : public initiation<Socket>
{
public:
  using initiation<Socket>::initiation;

  template <typename Handler, typename Buffers>
  void operator()(Handler&& handler, const Buffers& buffers,
      message_flags flags) const
  {
    BOOST_ASIO_HANDLER_LOCATION((__FILE__, __LINE__,
          "boost_seqpacket::async_receive_message"));
    Socket& socket = *this->socket_;
    if constexpr (socket_traits<Socket>::is_seq_packet)
    {
      if (detail::suits_asio<Socket>(buffers, flags)
          && !needs_control_room(socket.native_handle()))
      {
        receive(socket, buffers, std::forward<Handler>(handler));
        return;
      }
    }
    const initiate_attempt<Socket> own(socket);
    own(std::forward<Handler>(handler),
        receive_bytes_attempt<Buffers>(buffers, flags));
  }

private:
  // Asio writes the flags of the packet to memory that must not move.
  template <typename Buffers, typename Handler>
  static void receive(Socket& socket, const Buffers& buffers,
      Handler&& handler)
  {
    using handler_type = std::decay_t<Handler>;
    using memory = handler_memory<message_flags, handler_type>;
    using step = after_asio_receive<memory>;
    memory out_flags(handler);
    message_flags& flags = *out_flags.get();
    socket.async_receive(buffers, flags, with_handler<handler_type, step>(
          std::forward<Handler>(handler),
          step(socket.native_handle(), std::move(out_flags))));
  }
};

template <typename Token, template <typename> class Initiation,
    typename Socket, typename Buffers>
using initiated_bytes = initiated_by<Token, message_signature, Initiation,
  Socket, Buffers, message_flags>;

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_ASIO_BYTES_HPP
