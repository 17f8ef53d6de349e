// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_RANDOM_QUEUE_MODEL_HPP
#define BOOST_SEQPACKET_TEST_RANDOM_QUEUE_MODEL_HPP

// What must be in the queue of a socket, for the tests with random operations and
// for fuzzing: every packet arrives once, whole and in order. It needs nothing
// but the standard library.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace boost_seqpacket {
namespace test {

// The packets of one direction have numbers, in the order in which they are sent.
// While a send is under way, its packets may be in the queue. Once it has
// completed, those that it has sent must be.
//
// A function that returns false has found a mistake. The caller knows how to
// report it.
//
// Counter is an atomic number where two processes share the model.
template <typename Counter>
class basic_queue_model
{
public:
  // The number of the packet that is sent next, while no send is under way.
  std::uint32_t sent() const
  {
    return sent_;
  }

  // The number of the packet that is received next.
  std::uint32_t received() const
  {
    return received_;
  }

  // A send of so many packets begins.
  void begin_send(std::size_t count)
  {
    begun_ = sent_ + static_cast<std::uint32_t>(count);
  }

  // It has sent so many of them. None of the others has arrived.
  bool finish_send(std::size_t count)
  {
    const std::uint32_t sent = sent_ + static_cast<std::uint32_t>(count);
    const bool right = sent <= begun_ && received_ <= sent;
    sent_ = sent;
    begun_ = sent;
    return right;
  }

  // A packet is received. It was sent, or its send is under way.
  bool receive()
  {
    const bool right = may_have_packet();
    ++received_;
    return right;
  }

  bool may_have_packet() const
  {
    return received_ < begun_;
  }

  // Whether a receive would be right to find no packet.
  bool may_be_empty() const
  {
    return received_ >= sent_;
  }

  // Whether nothing has arrived that was not sent.
  bool is_possible() const
  {
    return received_ <= begun_;
  }

  // The sender sends nothing more.
  void end()
  {
    ended_ = true;
  }

  bool has_ended() const
  {
    return ended_;
  }

  // Whether the end of file would be right. It comes after the last packet.
  bool may_end() const
  {
    return ended_ && may_be_empty();
  }

  // Whether all has arrived that was sent, and no send is under way.
  bool is_balanced() const
  {
    return received_ == sent_ && sent_ == begun_;
  }

private:
  Counter begun_{0};
  Counter sent_{0};
  Counter received_{0};
  bool ended_ = false;
};

using queue_model = basic_queue_model<std::uint32_t>;

// A packet that begins with its number. At least 4 bytes.
inline std::string numbered_packet(std::uint32_t number, std::size_t size)
{
  std::string bytes(size, static_cast<char>('a' + number % 26));
  std::memcpy(&bytes[0], &number, sizeof(number));
  return bytes;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_RANDOM_QUEUE_MODEL_HPP
