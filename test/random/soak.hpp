// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_RANDOM_SOAK_HPP
#define BOOST_SEQPACKET_TEST_RANDOM_SOAK_HPP

// The two ends of the connections of the soak test.

#include "test.hpp"

#include "queue_model.hpp"

#include <atomic>
#include <cstdio>
#include <random>

namespace boost_seqpacket {
namespace test {

constexpr std::size_t max_files = 3;
constexpr std::size_t max_size = 2000;
constexpr std::size_t batch_size = 8;

// A check that costs nothing while it holds: there are millions.
inline void require(bool holds, const char* what)
{
  if (!holds)
    BOOST_FAIL(what);
}

struct figures
{
  std::size_t operations = 0;
  std::size_t packets = 0;
  std::size_t descriptors = 0;
  std::size_t connections = 0;
  std::size_t cancelled = 0;
  std::size_t kept = 0;
  std::size_t limits = 0;
  std::size_t kills = 0;

  void print(const char* when) const
  {
    std::printf("%s: %zu operations, %zu packets, %zu descriptors, "
        "%zu connections, %zu cancellations, %zu packets kept, %zu limits, "
        "%zu kills\n", when, operations, packets, descriptors, connections,
        cancelled, kept, limits, kills);
    std::fflush(stdout);
  }
};

inline figures total;
inline std::mt19937 random_source(1);

inline std::size_t below(std::size_t n)
{
  return random_source() % n;
}

inline bool at_limit = false;

inline int any_file()
{
  static const unique_descriptor file = make_file("soak");
  return file.native_handle();
}

// Every packet begins with its number in its connection; size and descriptors
// follow from that.
inline std::size_t size_of(std::uint32_t number)
{
  return 4 + (number * 2654435761u >> 8) % (number % 50 == 0 ? max_size : 64);
}

inline std::size_t files_of(std::uint32_t number)
{
  return number % 5 == 0 ? number % (max_files + 1) : 0;
}

inline std::string content_of(std::uint32_t number)
{
  return numbered_packet(number, size_of(number));
}

// A process that is killed shares its model with this one.
using queue = basic_queue_model<std::atomic<std::uint32_t>>;

inline endpoint listening_at()
{
  static const ::pid_t id = ::getpid();
  return abstract_endpoint("boost_seqpacket soak " + std::to_string(id));
}

// Receives the packets of one connection, in every way, and checks them.
class receiver
{
public:
  receiver(packet_socket s, queue& q)
    : socket_(std::move(s)),
      queue_(q)
  {
  }

  void start()
  {
    if (active_)
      return;
    active_ = true;
    ++total.operations;
    // Close what the last operation has brought.
    switch (below(4))
    {
    case 0:
      text_.clear();
      async_receive_message(socket_, asio::dynamic_buffer(text_, max_size + 4),
          ancillary_, keep_if_truncated,
          [this](const error_code& ec, std::size_t)
          {
            finish(ec, ec ? 0 : 1, text_.data());
          });
      break;
    case 1:
      for (std::size_t i = 0; i < batch_size; ++i)
        batch_[i].buffers = asio::buffer(parts_[i]);
      async_receive_messages(socket_, batch_, keep_if_truncated,
          [this](const error_code& ec, std::size_t count)
          {
            finish_batch(ec, count);
          });
      break;
    default:
      // Too small for some: these stay, and are received again.
      const std::size_t room = below(8) == 0 ? 32 : max_size + 4;
      async_receive_message(socket_, asio::buffer(memory_.data(), room),
          ancillary_, keep_if_truncated,
          [this](const error_code& ec, std::size_t)
          {
            finish(ec, ec ? 0 : 1, memory_.data());
          });
      break;
    }
  }

  void cancel()
  {
    if (active_)
      socket_.cancel();
  }

  bool is_active() const
  {
    return active_;
  }

  // Whether the end of file has come.
  bool has_ended() const
  {
    return ended_;
  }

private:
  void take(const char* bytes, incoming_ancillary<max_files>& ancillary)
  {
    const std::uint32_t number = queue_.received();
    require(ancillary.message_size() == size_of(number), "size");
    std::uint32_t said;
    std::memcpy(&said, bytes, sizeof(said));
    require(said == number, "order");
    require(bytes[size_of(number) - 1] == content_of(number).back()
        || size_of(number) < 5, "bytes");
    require(ancillary.descriptors().size() == files_of(number), "files");
    require(queue_.receive(), "a packet that was not sent");
    ++total.packets;
    total.descriptors += files_of(number);
  }

  void finish(const error_code& ec, std::size_t count, const char* bytes)
  {
    active_ = false;
    if (count != 0)
      take(bytes, ancillary_);
    on(ec);
    ancillary_.clear();
  }

  void finish_batch(const error_code& ec, std::size_t count)
  {
    active_ = false;
    for (std::size_t i = 0; i < count; ++i)
    {
      require(!batch_[i].error, "a packet of a batch");
      take(parts_[i].data(), batch_[i].ancillary);
      batch_[i].ancillary.clear();
    }
    on(ec);
  }

  void on(const error_code& ec)
  {
    if (!ec)
      return;
    if (ec == asio::error::operation_aborted)
      ++total.cancelled;
    else if (ec == seqpacket_errc::message_truncated
        || ec == seqpacket_errc::descriptors_lost)
      ++total.kept;
    else if (ec == asio::error::eof)
    {
      require(queue_.has_ended(), "the end of a sender that goes on");
      require(queue_.may_end(), "the end before the last packet");
      ended_ = true;
    }
    else
      require(false, ec.message().c_str());
  }

  packet_socket socket_;
  queue& queue_;
  bool active_ = false;
  bool ended_ = false;
  incoming_ancillary<max_files> ancillary_;
  std::string text_;
  std::array<char, max_size + 4> memory_;
  std::array<incoming_message<max_files>, batch_size> batch_;
  std::array<std::array<char, max_size + 4>, batch_size> parts_;
};

// Sends numbered packets, in every way.
class sender
{
public:
  sender(asio::io_context& context, queue& q)
    : socket_(context),
      queue_(q)
  {
  }

  void connect()
  {
    boost_seqpacket::connect(socket_, listening_at());
  }

  void start()
  {
    if (active_ || !socket_.is_open())
      return;
    active_ = true;
    ++total.operations;
    count_ = below(3) == 0 ? 1 + below(batch_size) : 1;
    batch_.clear();
    batch_.resize(count_);
    for (std::size_t i = 0; i < count_; ++i)
    {
      const auto number = static_cast<std::uint32_t>(queue_.sent() + i);
      parts_[i] = content_of(number);
      batch_[i].buffers = asio::buffer(parts_[i]);
      for (std::size_t k = 0; k < files_of(number); ++k)
        batch_[i].ancillary.add_descriptor(any_file());
    }
    queue_.begin_send(count_);
    if (count_ == 1)
      async_send_message(socket_, batch_[0].buffers, batch_[0].ancillary,
          [this](const error_code& ec, std::size_t)
          {
            finish(ec, ec ? 0 : 1);
          });
    else
      async_send_messages(socket_, batch_,
          [this](const error_code& ec, std::size_t count)
          {
            finish(ec, count);
          });
  }

  void cancel()
  {
    if (active_)
      socket_.cancel();
  }

  void close()
  {
    socket_.close();
    queue_.end();
  }

  bool is_active() const
  {
    return active_;
  }

private:
  // A send that was cancelled has sent nothing: the same packets come again.
  void finish(const error_code& ec, std::size_t count)
  {
    active_ = false;
    require(queue_.finish_send(count), "received, but not sent");
    if (ec == asio::error::operation_aborted)
      ++total.cancelled;
    else if (ec)
      require(false, ec.message().c_str());
  }

  packet_socket socket_;
  queue& queue_;
  bool active_ = false;
  std::size_t count_ = 0;
  std::vector<outgoing_message<max_files>> batch_;
  std::array<std::string, batch_size> parts_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_RANDOM_SOAK_HPP
