//
// detail/handover/handover_fsm.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_FSM_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_FSM_HPP

// What both sides of a handover decide, without input and output. A driver asks
// wants(), does that, and reports what came of it.

#include <boost_seqpacket/detail/handover/handover_item.hpp>
#include <boost_seqpacket/detail/handover/handover_packet.hpp>
#include <boost_seqpacket/detail/handover/handover_step.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/config.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <new>

namespace boost_seqpacket {
namespace detail {

class handover_fsm
{
public:
  handover_want wants() const noexcept { return want_; }

  const boost::system::error_code& error() const noexcept { return error_; }

  const handover_packet& outgoing() const noexcept { return outgoing_; }

  // What goes with the packet, or null.
  const handover_item* item() const noexcept { return item_; }

  void sent(const boost::system::error_code& ec)
  {
    if (is_end(ec))
      lose();
    else if (ec)
      fail(ec);
    else
      on_sent();
  }

  void received(const boost::system::error_code& ec,
      const handover_arrival& arrival)
  {
    // Reported once, and packets can follow (doc/guide/end_of_file.md).
    if (socket_ops::is(ec, boost::asio::error::connection_reset) && !reset_)
      reset_ = true;
    else if (is_end(ec))
      lose();
    else if (is_malformed(ec))
      fail(seqpacket_errc::handover_malformed);
    else if (ec)
      fail(ec);
    else
      take(arrival);
  }

  void aborted(const boost::system::error_code& ec) noexcept
  {
    lost_ = lost_ || is_end(ec);
    // A packet that does not fit is replaced by the end of the connection.
    want_ = socket_ops::would_block(ec)
      ? handover_want::whole : handover_want::half;
  }

  // From now on the kernel takes nothing from the other side, so what is queued
  // is all that has been sent.
  void shut_down() noexcept { want_ = handover_want::drain; }

  void drained(const boost::system::error_code& ec,
      const handover_arrival& arrival)
  {
    handover_packet packet;
    if (socket_ops::is(ec, boost::asio::error::connection_reset) && !reset_)
      reset_ = true;
    else if (ec && !is_malformed(ec) && ec != seqpacket_errc::descriptors_lost)
      settle();
    else if (!ec && decode(arrival.bytes, arrival.size, packet)
        == handover_decoded::good)
      on_drained(packet);
  }

  void learned(handover_fate fate) noexcept { finish(on_fate(fate)); }

  // The deadline, or a cancellation. The steps that follow do not wait, except
  // for the death of the other process: then call this again.
  void give_up(const boost::system::error_code& ec)
  {
    if (want_ == handover_want::death)
      learned(handover_fate::alive);
    else
      fail(ec);
  }

  // The socket is gone, so nothing can be done with it.
  void stop(const boost::system::error_code& ec) noexcept { finish(ec); }

protected:
  handover_fsm() = default;
  ~handover_fsm() = default;

  virtual void on_sent() = 0;

  virtual void on_packet(const handover_packet& packet,
      const handover_arrival& arrival) = 0;

  // A packet decides the matter although this side has given up.
  virtual bool decides(const handover_packet&) const noexcept { return false; }

  // The error if the other side is not there any more.
  virtual seqpacket_errc loss() const noexcept = 0;

  virtual bool asks_for_death() const noexcept { return false; }

  virtual boost::system::error_code on_fate(handover_fate) const noexcept
  {
    return error_;
  }

  virtual void on_finish() noexcept {}

  void send(handover_type type, std::size_t number = 0,
      const handover_item* item = nullptr) noexcept
  {
    outgoing_ = {type, static_cast<std::uint32_t>(number), {}, {}};
    item_ = item;
    want_ = handover_want::send;
    if (item)
      outgoing_.name = item->name;
    if (type == handover_type::session)
      outgoing_.state = item->state;
  }

  void receive() noexcept { want_ = handover_want::receive; }

  void peek() noexcept { want_ = handover_want::peek; }

  void finish(const boost::system::error_code& ec = {}) noexcept
  {
    error_ = ec;
    want_ = handover_want::done;
    on_finish();
  }

  void fail(const boost::system::error_code& ec) noexcept
  {
    error_ = ec;
    item_ = nullptr;
    outgoing_ = {handover_type::abort, 0, "given up", {}};
    if (ec == seqpacket_errc::handover_version)
      outgoing_.name = version_reason;
    else if (ec == seqpacket_errc::handover_malformed)
      outgoing_.name = "malformed";
    want_ = handover_want::abort;
  }

  void fail_malformed() noexcept
  {
    fail(seqpacket_errc::handover_malformed);
  }

private:
  void lose() noexcept
  {
    lost_ = true;
    fail(loss());
  }

  void take(const handover_arrival& arrival)
  {
    handover_packet packet;
    const handover_decoded result =
      decode(arrival.bytes, arrival.size, packet);
    if (result == handover_decoded::version)
      fail(seqpacket_errc::handover_version);
    else if (result == handover_decoded::malformed)
      fail_malformed();
    else if (packet.type == handover_type::abort)
      finish(refusal_of(packet));
    else
      take(packet, arrival);
  }

  void take(const handover_packet& packet, const handover_arrival& arrival)
  {
#if !defined(BOOST_NO_EXCEPTIONS)
    try
    {
      on_packet(packet, arrival);
    }
    catch (const std::bad_alloc&)
    {
      fail(boost::asio::error::no_memory);
    }
#else
    on_packet(packet, arrival);
#endif
  }

  void on_drained(const handover_packet& packet) noexcept
  {
    if (packet.type == handover_type::abort)
      refused_ = refusal_of(packet);
    else if (decides(packet))
      decided_ = true;
  }

  void settle() noexcept
  {
    if (decided_)
      finish();
    else if (refused_)
      finish(refused_);
    else if (lost_ && asks_for_death())
      want_ = handover_want::death;
    else
      finish(error_);
  }

  handover_want want_ = handover_want::done;
  handover_packet outgoing_;
  const handover_item* item_ = nullptr;
  boost::system::error_code error_;
  boost::system::error_code refused_;
  bool reset_ = false;
  bool lost_ = false;
  bool decided_ = false;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_FSM_HPP
