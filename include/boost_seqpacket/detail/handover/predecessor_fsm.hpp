//
// detail/handover/predecessor_fsm.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_PREDECESSOR_FSM_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_PREDECESSOR_FSM_HPP

// What the old process decides. It owns everything until TAKEN is in its queue.

#include <boost_seqpacket/detail/handover/handover_fsm.hpp>
#include <boost_seqpacket/detail/handover/handover_item.hpp>
#include <boost_seqpacket/detail/handover/handover_packet.hpp>
#include <boost_seqpacket/error.hpp>

#include <cstddef>
#include <vector>

namespace boost_seqpacket {
namespace detail {

class predecessor_fsm
  : public handover_fsm
{
public:
  // The largest packet that the other side may send.
  static constexpr std::size_t room = handover_header_size + max_handover_name;

  static constexpr bool is_predecessor = true;
  static constexpr bool gives_items = false;

protected:
  predecessor_fsm() = default;
  ~predecessor_fsm() = default;

  seqpacket_errc loss() const noexcept final
  {
    return seqpacket_errc::successor_lost;
  }
};

// The items, one by one: each is acknowledged before the next.
class sending_fsm
  : public predecessor_fsm
{
protected:
  sending_fsm(const std::vector<handover_item>& items, handover_type type,
      handover_type last) noexcept
    : items_(&items),
      type_(type),
      last_(last)
  {
  }

  ~sending_fsm() = default;

  std::size_t count() const noexcept { return items_->size(); }

  bool all_sent() const noexcept { return done_ && !is_waiting_; }

  void send_next() noexcept
  {
    done_ = index_ == items_->size();
    is_waiting_ = true;
    if (done_)
      send(last_, index_);
    else
      send(type_, index_, &(*items_)[index_]);
  }

  void on_sent() override
  {
    is_waiting_ = false;
    receive();
  }

  // True if the packet is the acknowledgement that is due.
  bool takes_ack(const handover_packet& packet) noexcept
  {
    if (done_ || packet.type != handover_type::ack || packet.number != index_)
      return false;
    ++index_;
    send_next();
    return true;
  }

private:
  const std::vector<handover_item>* items_;
  handover_type type_;
  handover_type last_;
  std::size_t index_ = 0;
  bool is_waiting_ = false;
  bool done_ = false;
};

// HELLO, OFFER, the listeners, OFFERED, READY.
class offer_fsm final
  : public sending_fsm
{
public:
  explicit offer_fsm(const std::vector<handover_item>& listeners) noexcept
    : sending_fsm(listeners, handover_type::listener, handover_type::offered)
  {
    receive();
  }

private:
  void on_sent() override
  {
    if (is_offering_)
    {
      is_offering_ = false;
      send_next();
    }
    else
      sending_fsm::on_sent();
  }

  void on_packet(const handover_packet& packet,
      const handover_arrival& arrival) override
  {
    if (arrival.count != 0)
      fail_malformed();
    else if (!has_hello_)
      greet(packet);
    else if (all_sent() && packet.type == handover_type::ready)
      finish();
    else if (!takes_ack(packet))
      fail_malformed();
  }

  void greet(const handover_packet& packet) noexcept
  {
    has_hello_ = true;
    if (packet.type != handover_type::hello)
      fail_malformed();
    else if (packet.number < handover_version_number)
      fail(seqpacket_errc::handover_version);
    else
    {
      is_offering_ = true;
      send(handover_type::offer, count());
    }
  }

  bool has_hello_ = false;
  bool is_offering_ = false;
};

// The sessions, COMMIT, TAKEN.
class commit_fsm final
  : public sending_fsm
{
public:
  explicit commit_fsm(const std::vector<handover_item>& sessions) noexcept
    : sending_fsm(sessions, handover_type::session, handover_type::commit)
  {
    send_next();
  }

private:
  void on_packet(const handover_packet& packet,
      const handover_arrival& arrival) override
  {
    if (arrival.count == 0 && decides(packet))
      finish();
    else if (arrival.count != 0 || !takes_ack(packet))
      fail_malformed();
  }

  bool decides(const handover_packet& packet) const noexcept override
  {
    return all_sent() && packet.type == handover_type::taken;
  }
};

// RUNNING.
class await_fsm final
  : public predecessor_fsm
{
public:
  await_fsm() noexcept
  {
    receive();
  }

private:
  void on_sent() override {}

  void on_packet(const handover_packet& packet,
      const handover_arrival& arrival) override
  {
    if (arrival.count == 0 && decides(packet))
      finish();
    else
      fail_malformed();
  }

  bool decides(const handover_packet& packet) const noexcept override
  {
    return packet.type == handover_type::running;
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_PREDECESSOR_FSM_HPP
