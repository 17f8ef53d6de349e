//
// detail/handover/handover_end.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_END_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_END_HPP

// How a side of a handover gives up, without input and output: it sends ABORT,
// lets the kernel refuse further packets, and reads what is queued already.

#include <boost_seqpacket/detail/handover/handover_item.hpp>
#include <boost_seqpacket/detail/handover/handover_packet.hpp>
#include <boost_seqpacket/detail/handover/handover_step.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// A driver asks wants(), does that, and reports what came of it.
class handover_end
{
public:
  handover_want wants() const noexcept { return want_; }

  const boost::system::error_code& error() const noexcept { return error_; }

  const handover_packet& outgoing() const noexcept { return outgoing_; }

  // What goes with the packet, or null.
  const handover_item* item() const noexcept { return item_; }

  void aborted(const boost::system::error_code& ec) noexcept
  {
    lost_ = lost_ || is_end(ec);
    is_told_ = is_drained_ || !ec || is_end(ec);
    go_on(handover_want::half);
  }

  // From now on the kernel takes nothing from the other side, so what is queued
  // is all that has been sent.
  void shut_down() noexcept { go_on(handover_want::drain); }

  void drained(const boost::system::error_code& ec,
      const handover_arrival& arrival)
  {
    handover_packet packet;
    if (is_first_reset(ec))
      return;
    // A filter can refuse shutdown(2). Then the other side can go on to send.
    if (++drained_ > max_handover_items + 2
        || (ec && !is_malformed(ec) && ec != seqpacket_errc::descriptors_lost))
      end_drain();
    else if (!ec && decode(arrival.bytes, arrival.size, packet)
        == handover_decoded::good)
      on_drained(packet);
  }

  void learned(handover_fate fate) noexcept { finish(on_fate(fate)); }

  // The socket is gone, so nothing can be done with it.
  void stop(const boost::system::error_code& ec) noexcept { finish(ec); }

protected:
  handover_end() = default;
  ~handover_end() = default;

  // A packet decides the matter although this side has given up.
  virtual bool decides(const handover_packet&) const noexcept { return false; }

  virtual bool asks_for_death() const noexcept { return false; }

  virtual boost::system::error_code on_fate(handover_fate) const noexcept
  {
    return error_;
  }

  virtual void on_finish() noexcept {}

  void want(handover_want next) noexcept { want_ = next; }

  void want_to_send(const handover_packet& packet,
      const handover_item* item) noexcept
  {
    outgoing_ = packet;
    item_ = item;
    want_ = handover_want::send;
  }

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

  // The other side is not there any more.
  void lose(const boost::system::error_code& ec) noexcept
  {
    lost_ = true;
    fail(ec);
  }

  // The error ECONNRESET comes once, and packets can follow
  // (doc/guide/end_of_file.md).
  bool is_first_reset(const boost::system::error_code& ec) noexcept
  {
    const bool result = !reset_
      && socket_ops::is(ec, boost::asio::error::connection_reset);
    reset_ = reset_ || result;
    return result;
  }

private:
  void on_drained(const handover_packet& packet) noexcept
  {
    if (packet.type == handover_type::abort)
      refused_ = refusal_of(packet);
    else if (decides(packet))
    {
      // RUNNING can be next. It is for the next call.
      decided_ = true;
      end_drain();
    }
  }

  void go_on(handover_want next) noexcept
  {
    if (is_drained_)
      settle();
    else
      want_ = next;
  }

  // ABORT had no room. It has by now if the other side has decided, because it
  // has read everything. Otherwise the end of the connection replaces it.
  void end_drain() noexcept
  {
    is_drained_ = true;
    if (is_told_)
      settle();
    else
      want_ = decided_ ? handover_want::abort : handover_want::whole;
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
  std::size_t drained_ = 0; // packets
  bool reset_ = false;
  bool lost_ = false;
  bool decided_ = false;
  bool is_told_ = false;
  bool is_drained_ = false;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_END_HPP
