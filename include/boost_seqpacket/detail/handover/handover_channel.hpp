//
// detail/handover/handover_channel.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_CHANNEL_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_CHANNEL_HPP

#include <boost_seqpacket/detail/handover/handover_fsm.hpp>
#include <boost_seqpacket/detail/handover/handover_ops.hpp>
#include <boost_seqpacket/detail/handover/handover_packet.hpp>
#include <boost_seqpacket/detail/handover/handover_step.hpp>
#include <boost_seqpacket/detail/handover/sender_process.hpp>
#include <boost_seqpacket/detail/operation/socket_identity.hpp>
#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/native_socket.hpp>
#include <boost_seqpacket/receive_message.hpp>
#include <boost_seqpacket/send_descriptors.hpp>
#include <boost_seqpacket/send_message.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <sys/socket.h>
#include <vector>

namespace boost_seqpacket {
namespace detail {

// Does what a state machine wants, as long as nothing has to be waited for.
class handover_channel
{
public:
  // room: bytes of the largest packet that may arrive.
  handover_channel(int descriptor, std::size_t room)
    : socket_(descriptor),
      identity_(descriptor),
      bytes_(room)
  {
    socket_.non_blocking(true);
  }

  // Sets an error if the socket cannot carry a handover. Nothing has been sent.
  template <typename Fsm>
  void prepare(Fsm& fsm)
  {
    boost::system::error_code ec;
    const socket_kind kind = native_access::kind(socket_, ec);
    if (!ec && kind != socket_kind::seq_packet)
      ec = boost::asio::error::operation_not_supported;
    // Without it this side could not keep what it has when it gives up.
    if (Fsm::is_predecessor && !ec)
      handover_ops::check_shut_down(socket_.native_handle(), ec);
    notes_sender_ = !Fsm::is_predecessor;
    if (notes_sender_ && !ec)
      sender_process::ask(socket_);
    if (ec)
      fsm.stop(ec);
  }

  // Stops the machine if the number of the socket means another one by now.
  void check(handover_fsm& fsm) const
  {
    const boost::system::error_code ec = identity_.check();
    if (ec)
      fsm.stop(ec);
  }

  handover_wait advance(handover_fsm& fsm)
  {
    for (;;)
    {
      handover_wait wait = handover_wait::nothing;
      switch (fsm.wants())
      {
      case handover_want::send:
        wait = send(fsm);
        break;
      case handover_want::receive:
        wait = receive(fsm, 0);
        break;
      case handover_want::peek:
        wait = receive(fsm, MSG_PEEK);
        break;
      case handover_want::death:
        wait = learn(fsm);
        break;
      case handover_want::done:
        return wait;
      default:
        end(fsm);
        break;
      }
      if (wait != handover_wait::nothing)
        return wait;
    }
  }

  // The descriptor that becomes ready.
  int descriptor(handover_wait wait) noexcept
  {
    return wait == handover_wait::death ? process_.pidfd()
      : socket_.native_handle();
  }

  // The pidfd that ends a wait for a packet as well, or -1. The process may be
  // dead, and a child of it keep the connection open.
  int watched(handover_wait wait) noexcept
  {
    return wait == handover_wait::readable ? process_.pidfd() : -1;
  }

  sender_process& process() noexcept { return process_; }

  const socket_identity& identity() const noexcept { return identity_; }

private:
  boost::system::error_code send_packet(const handover_packet& packet,
      const handover_item* item)
  {
    const handover_header header = encode_header(packet);
    const std::array<boost::asio::const_buffer, 3> buffers = {{
      boost::asio::buffer(header),
      boost::asio::buffer(packet.name.data(), packet.name.size()),
      boost::asio::buffer(packet.state.data(), packet.state.size())}};
    boost::system::error_code ec;
    if (item)
      boost_seqpacket::send_descriptors(socket_, buffers,
          {item->identity.descriptor()}, ec);
    else
      boost_seqpacket::send_message(socket_, buffers, no_ancillary, ec);
    return ec;
  }

  handover_wait send(handover_fsm& fsm)
  {
    boost::system::error_code ec;
    // The caller may have closed the socket, and opened another file.
    if (fsm.item())
      ec = detail::check_to_send(*fsm.item(), identity_);
    if (!ec)
      ec = send_packet(fsm.outgoing(), fsm.item());
    if (socket_ops::would_block(ec))
      return handover_wait::writable;
    fsm.sent(ec);
    return handover_wait::nothing;
  }

  // Two descriptors have room, so that a surplus is seen.
  template <typename Function>
  void receive_packet(int flags, Function function)
  {
    incoming_ancillary<2> incoming;
    boost::system::error_code ec;
    const std::size_t size = boost_seqpacket::receive_message(
        socket_, boost::asio::buffer(bytes_), incoming, flags, ec);
    if (notes_sender_)
      process_.note(incoming, ec);
    const descriptor_span descriptors = incoming.descriptors();
    function(ec, handover_arrival{
        bytes_.data(), size, descriptors.data(), descriptors.size()});
  }

  // Once the process has ended, all that it has sent is in the queue.
  handover_wait receive(handover_fsm& fsm, int flags)
  {
    handover_wait wait = try_to_receive(fsm, flags);
    if (wait == handover_wait::readable
        && process_.fate() == handover_fate::dead)
      wait = try_to_receive(fsm, flags);
    else
      return wait;
    if (wait == handover_wait::readable)
      fsm.received(boost::asio::error::eof, handover_arrival());
    return handover_wait::nothing;
  }

  handover_wait try_to_receive(handover_fsm& fsm, int flags)
  {
    handover_wait wait = handover_wait::nothing;
    receive_packet(flags, [&](const boost::system::error_code& ec,
          const handover_arrival& arrival)
        {
          if (socket_ops::would_block(ec))
            wait = handover_wait::readable;
          else
            fsm.received(ec, arrival);
        });
    return wait;
  }

  handover_wait learn(handover_fsm& fsm)
  {
    const handover_fate fate = process_.fate();
    if (fate == handover_fate::alive && process_.pidfd() >= 0)
      return handover_wait::death;
    fsm.learned(fate);
    return handover_wait::nothing;
  }

  // The steps of giving up.
  void end(handover_fsm& fsm)
  {
    boost::system::error_code ec;
    switch (fsm.wants())
    {
    case handover_want::abort:
      fsm.aborted(send_packet(fsm.outgoing(), nullptr));
      break;
    case handover_want::half:
    case handover_want::whole:
      handover_ops::shut_down(socket_.native_handle(),
          fsm.wants() == handover_want::half ? SHUT_RD : SHUT_RDWR, ec);
      fsm.shut_down();
      break;
    default:
      receive_packet(0, [&](const boost::system::error_code& error,
            const handover_arrival& arrival)
          {
            fsm.drained(error, arrival);
          });
      break;
    }
  }

  native_socket socket_;
  socket_identity identity_;
  std::vector<unsigned char> bytes_;
  sender_process process_;
  bool notes_sender_ = false;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_CHANNEL_HPP
