//
// detail/handover/successor_fsm.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_SUCCESSOR_FSM_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_SUCCESSOR_FSM_HPP

// What the new process decides. It owns everything once TAKEN has been sent.

#include <boost_seqpacket/detail/handover/handover_fsm.hpp>
#include <boost_seqpacket/detail/handover/handover_packet.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/handed_over.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace boost_seqpacket {
namespace detail {

class successor_fsm
  : public handover_fsm
{
public:
  static constexpr bool is_predecessor = false;

protected:
  successor_fsm() = default;
  ~successor_fsm() = default;

  seqpacket_errc loss() const noexcept final
  {
    return seqpacket_errc::predecessor_lost;
  }

  boost::system::error_code on_fate(handover_fate fate) const noexcept override
  {
    return fate == handover_fate::alive ? seqpacket_errc::handover_refused
      : seqpacket_errc::predecessor_lost;
  }
};

template <typename Handed>
class receiving_fsm
  : public successor_fsm
{
public:
  static constexpr bool gives_items = true;

  std::vector<Handed>& items() noexcept { return items_; }

protected:
  receiving_fsm() = default;
  ~receiving_fsm() = default;

  bool asks_for_death() const noexcept override { return true; }

  // With any other error the predecessor serves.
  void on_finish() noexcept override
  {
    if (error() && error() != seqpacket_errc::predecessor_lost)
      items_.clear();
  }

  // Takes the item, and acknowledges it.
  void take_item(const handover_packet& packet, Handed&& item)
  {
    items_.push_back(std::move(item));
    send(handover_type::ack, packet.number);
  }

  bool is_next(const handover_packet& packet, const handover_arrival& arrival,
      handover_type type) const noexcept
  {
    return packet.type == type && packet.number == items_.size()
      && arrival.count == 1 && arrival.descriptors[0].is_open();
  }

private:
  std::vector<Handed> items_;
};

// HELLO, OFFER, the listeners. OFFERED stays in the queue, so that the next
// call learns from it who has sent it, also if that process is dead by then.
class receive_fsm final
  : public receiving_fsm<handed_listener>
{
public:
  static constexpr std::size_t room = handover_header_size + max_handover_name;

  receive_fsm() noexcept
  {
    send(handover_type::hello, handover_version_number);
  }

private:
  void on_sent() override
  {
    if (has_offer_ && items().size() == count_)
      peek();
    else
      receive();
  }

  void on_packet(const handover_packet& packet,
      const handover_arrival& arrival) override
  {
    if (has_offer_ && items().size() < count_
        && is_next(packet, arrival, handover_type::listener))
      take_item(packet, {std::string(packet.name),
        std::move(arrival.descriptors[0])});
    else if (arrival.count != 0)
      fail_malformed();
    else if (!has_offer_ && packet.type == handover_type::offer
        && packet.number <= max_handover_items)
    {
      has_offer_ = true;
      count_ = packet.number;
      on_sent();
    }
    else if (wants() == handover_want::peek
        && packet.type == handover_type::offered && packet.number == count_)
      finish();
    else
      fail_malformed();
  }

  // A process that closes before it has offered anything has refused: it may
  // live, and there is nothing to serve with.
  boost::system::error_code on_fate(handover_fate fate) const noexcept override
  {
    if (!has_offer_ && fate == handover_fate::unknown)
      return seqpacket_errc::handover_refused;
    return successor_fsm::on_fate(fate);
  }

  bool has_offer_ = false;
  std::size_t count_ = 0;
};

// OFFERED, READY, the sessions, COMMIT, TAKEN.
class take_fsm final
  : public receiving_fsm<handed_session>
{
public:
  static constexpr std::size_t room =
    handover_header_size + max_handover_name + max_handover_state;

  take_fsm() noexcept
  {
    receive();
  }

private:
  void on_sent() override
  {
    if (has_commit_)
      finish();
    else
      receive();
  }

  void on_packet(const handover_packet& packet,
      const handover_arrival& arrival) override
  {
    if (is_ready_ && items().size() < max_handover_items
        && is_next(packet, arrival, handover_type::session))
      take_item(packet, {std::string(packet.name),
        std::move(arrival.descriptors[0]), std::string(packet.state)});
    else if (arrival.count != 0)
      fail_malformed();
    else if (!is_ready_ && packet.type == handover_type::offered)
    {
      is_ready_ = true;
      send(handover_type::ready);
    }
    else if (is_ready_ && packet.type == handover_type::commit
        && packet.number == items().size())
    {
      has_commit_ = true;
      send(handover_type::taken);
    }
    else
      fail_malformed();
  }

  bool is_ready_ = false;
  bool has_commit_ = false;
};

// RUNNING. A predecessor that is gone without a word leaves the successor to
// serve: it has given everything away.
class confirm_fsm final
  : public successor_fsm
{
public:
  static constexpr std::size_t room = handover_header_size + max_handover_name;
  static constexpr bool gives_items = false;

  confirm_fsm() noexcept
  {
    send(handover_type::running);
  }

private:
  void on_sent() override
  {
    finish();
  }

  // An ABORT follows, or the end of a predecessor that is gone.
  void on_refused() override
  {
    receive();
  }

  void on_packet(const handover_packet&, const handover_arrival&) override
  {
    fail_malformed();
  }

  void on_finish() noexcept override
  {
    if (error() == seqpacket_errc::predecessor_lost)
      finish();
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_SUCCESSOR_FSM_HPP
