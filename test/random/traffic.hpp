// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_RANDOM_TRAFFIC_HPP
#define BOOST_SEQPACKET_TEST_RANDOM_TRAFFIC_HPP

// The sending half of random traffic.

#include "contents.hpp"
#include "queue_model.hpp"

#include "features.hpp"
#include "forms.hpp"

#include <cstdint>
#include <optional>
#include <random>

namespace boost_seqpacket {
namespace test {

constexpr std::size_t max_batch = 40;

// So many descriptors may be on their way. Who is not root may have no more than
// the limit of open ones there, which is 1024 in many places.
constexpr std::size_t max_on_the_way = 600;

// The first elements of a vector, as a range.
template <typename T>
struct first_of
{
  T* begin() const
  {
    return elements;
  }

  T* end() const
  {
    return elements + count;
  }

  T* elements = nullptr;
  std::size_t count = 0;
};

// Two sockets, the packets between them, and random sends.
template <typename Socket>
class random_sender
{
public:
  random_sender(std::size_t total, std::uint64_t seed)
    : packets_(seed),
      random_(static_cast<std::mt19937::result_type>(seed)),
      total_(total)
  {
    // Empty packets are told from the end of file.
    sockets_.b.set_option(pass_credentials(true));
  }

protected:
  using buffers_out = std::array<asio::const_buffer, 2>;
  using out_message = outgoing_message<max_fds, buffers_out>;

  // An operation that runs, or none.
  struct operation
  {
    bool active = false;
    std::size_t single = 0;
    std::size_t dynamic = 0;
    std::size_t batches = 0;
    std::size_t cancelled = 0;
    std::size_t by_number = 0;
#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)
    std::optional<asio::cancellation_signal> signal;
#endif
  };

  struct send_operation : operation
  {
    first_of<out_message> batch;
    bool many = false;
  };

  std::size_t one_of(std::size_t n)
  {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }

  static void poll(asio::io_context& context, bool all)
  {
    context.restart();
    if (all)
      context.poll();
    else
      context.poll_one();
  }

  void cancel(operation& of, Socket& on)
  {
    if (!of.active)
      return;
#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)
    if (of.signal && one_of(4) != 0)
    {
      static const asio::cancellation_type types[] = {
        asio::cancellation_type::terminal,
        asio::cancellation_type::partial,
        asio::cancellation_type::total};
      of.signal->emit(types[one_of(3)]);
      return;
    }
#endif
    on.cancel();
  }

  // Call an initiating function with a handler that runs on one of the contexts
  // and may be cancelled.
  template <typename Start, typename Function>
  void start(operation& of, Start initiate, Function function)
  {
    of.active = true;
    auto handler = asio::bind_executor(
        one_of(2) == 0 ? context_.get_executor() : other_.get_executor(),
        function);
#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)
    of.signal.emplace();
    initiate(asio::bind_cancellation_slot(of.signal->slot(),
          std::move(handler)));
#else
    initiate(std::move(handler));
#endif
  }

  // Cut memory into the two buffers of a packet.
  template <typename Pair, typename Pointer>
  Pair cut(Pointer data, std::size_t size)
  {
    const std::size_t first = size == 0 ? 0 : one_of(size);
    Pair result;
    result[0] = typename Pair::value_type(data, first);
    result[1] = typename Pair::value_type(data + first, size - first);
    return result;
  }

  void start_send()
  {
    if (tx_.active || queue_.sent() == total_)
      return;
    const std::size_t count = prepare_packets();
    if (count == 0)
      return;

    queue_.begin_send(count);
    tx_.batch = {out_.data(), count};
    tx_.many = count != 1 || one_of(4) == 0;
    ++(tx_.many ? tx_.batches : tx_.single);
    if (one_of(2) == 0)
      send_at_once(count);
    else
      send_asynchronously();
  }

  // The packets that come next, as many as may be on their way.
  std::size_t prepare_packets()
  {
    const std::size_t most = one_of(2) == 0 ? 1 : 1 + one_of(max_batch);
    std::size_t on_the_way = sent_fds_ - received_fds_;
    std::size_t count = 0;
    for (; count < most && queue_.sent() + count < total_; ++count)
    {
      const content c = packets_[queue_.sent() + count];
      on_the_way += c.fds;
      if (on_the_way > max_on_the_way)
        break;
      out_message& message = out_[count];
      message.buffers = cut<buffers_out>(packets_.bytes(c), c.size);
      message.ancillary.clear();
      for (std::size_t i = 0; i < c.fds; ++i)
        message.ancillary.add_descriptor(packets_.file(c, i));
    }
    return count;
  }

  // Call a synchronous function with the socket, or with its number.
  template <typename Function>
  std::size_t with_either(Socket& end, operation& of, Function function)
  {
    if (one_of(2) == 0)
      return function(end);
    ++of.by_number;
    native_socket number(end.native_handle());
    return function(number);
  }

  void send_at_once(std::size_t count)
  {
    const auto& single = out_.front();
    error_code ec;
    const std::size_t result = with_either(sockets_.a, tx_,
        [&](auto& to)
        {
          return tx_.many ? send_messages(to, tx_.batch, MSG_DONTWAIT, ec)
            : send_message(to, single.buffers, single.ancillary,
                MSG_DONTWAIT, ec);
        });
    finish_send(ec, tx_.many ? result : count);
  }

  void send_asynchronously()
  {
    const auto& single = out_.front();
    if (tx_.many)
    {
      start(tx_,
          [&](auto handler)
          {
            async_send_messages(sockets_.a, tx_.batch, std::move(handler));
          },
          [this](const error_code& ec, std::size_t n)
          {
            finish_send(ec, n);
          });
    }
    else
    {
      start(tx_,
          [&](auto handler)
          {
            async_send_message(sockets_.a, single.buffers, single.ancillary,
                std::move(handler));
          },
          [this](const error_code& ec, std::size_t)
          {
            finish_send(ec, 1);
          });
    }
  }

  void finish_send(const error_code& ec, std::size_t count)
  {
    tx_.active = false;
    if (ec)
    {
      require(ec == asio::error::would_block
          || ec == asio::error::operation_aborted, "the error of a send");
      if (ec == asio::error::operation_aborted)
        ++tx_.cancelled;
      require(queue_.finish_send(0), "received, but not sent");
      return;
    }
    require(count != 0 && count <= tx_.batch.count, "a number of packets");
    for (std::size_t i = 0; i < count; ++i)
      sent_fds_ += packets_[queue_.sent() + i].fds;
    require(queue_.finish_send(count), "received, but not sent");
  }

  contents packets_;
  std::mt19937 random_;
  std::size_t total_;
  asio::io_context context_;
  asio::io_context other_;
  std::vector<out_message> out_{max_batch};
  queue_model queue_;
  std::size_t sent_fds_ = 0;
  std::size_t received_fds_ = 0;
  send_operation tx_;
  pair_of<Socket> sockets_{context_};
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_RANDOM_TRAFFIC_HPP
