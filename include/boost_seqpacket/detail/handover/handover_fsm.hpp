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

// What both sides of a handover decide, without input and output.

#include <boost_seqpacket/detail/handover/handover_end.hpp>
#include <boost_seqpacket/detail/handover/handover_item.hpp>
#include <boost_seqpacket/detail/handover/handover_packet.hpp>
#include <boost_seqpacket/detail/handover/handover_step.hpp>
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
  : public handover_end
{
public:
  void sent(const boost::system::error_code& ec)
  {
    if (is_end(ec))
      on_refused();
    else if (ec)
      fail(ec);
    else
      on_sent();
  }

  void received(const boost::system::error_code& ec,
      const handover_arrival& arrival)
  {
    if (is_first_reset(ec))
      return;
    if (is_end(ec))
      lose();
    else if (is_malformed(ec))
      fail(seqpacket_errc::handover_malformed);
    else if (ec)
      fail(ec);
    else
      take(arrival);
  }

  // The deadline, or a cancellation. The steps that follow do not wait, except
  // for the death of the other process: then call this again.
  void give_up(const boost::system::error_code& ec)
  {
    if (wants() == handover_want::death)
      learned(handover_fate::alive);
    else
      fail(ec);
  }

protected:
  handover_fsm() = default;
  ~handover_fsm() = default;

  virtual void on_sent() = 0;

  // The other side takes no packets any more.
  virtual void on_refused() { lose(); }

  virtual void on_packet(const handover_packet& packet,
      const handover_arrival& arrival) = 0;

  // The error if the other side is not there any more.
  virtual seqpacket_errc loss() const noexcept = 0;

  void send(handover_type type, std::size_t number = 0,
      const handover_item* item = nullptr) noexcept
  {
    handover_packet packet;
    packet.type = type;
    packet.number = static_cast<std::uint32_t>(number);
    if (item)
      packet.name = item->name;
    if (type == handover_type::session)
      packet.state = item->state;
    want_to_send(packet, item);
  }

  void receive() noexcept { want(handover_want::receive); }

  void peek() noexcept { want(handover_want::peek); }

  void fail_malformed() noexcept
  {
    fail(seqpacket_errc::handover_malformed);
  }

  void lose() noexcept { handover_end::lose(loss()); }

private:
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
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_FSM_HPP
