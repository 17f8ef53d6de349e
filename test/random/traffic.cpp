// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Random packets of 0 bytes to 200 KB with 0 to 253 descriptors, by every kind of
// send and receive, with random cancellations: every packet arrives once, whole
// and in order, and every descriptor is the right file.
//
// BOOST_SEQPACKET_RANDOM_PACKETS is the number of packets,
// BOOST_SEQPACKET_RANDOM_SEED the seed.

#include "traffic.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <sys/resource.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr std::size_t narrow_fds = 2;

std::size_t from_environment(const char* name, std::size_t otherwise)
{
  const char* const value = std::getenv(name);
  return value ? std::strtoul(value, nullptr, 10) : otherwise;
}

// While it lives no descriptor can be opened.
class no_more_descriptors
{
public:
  no_more_descriptors()
  {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    // All numbers below the lowest free one are taken.
    const int lowest = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    ::close(lowest);
    ::rlimit lower = before_;
    lower.rlim_cur = static_cast<::rlim_t>(lowest);
    require(::setrlimit(RLIMIT_NOFILE, &lower) == 0, "setrlimit");
  }

  no_more_descriptors(const no_more_descriptors&) = delete;
  no_more_descriptors& operator=(const no_more_descriptors&) = delete;

  ~no_more_descriptors()
  {
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }

private:
  ::rlimit before_;
};

// The receiving half, and how both run.
template <typename Socket>
class traffic : random_sender<Socket>
{
  using base = random_sender<Socket>;
  using typename base::operation;
  using base::cancel;
  using base::context_;
  using base::one_of;
  using base::other_;
  using base::packets_;
  using base::poll;
  using base::queue_;
  using base::received_fds_;
  using base::sockets_;
  using base::start;
  using base::start_send;
  using base::total_;
  using base::tx_;
  using base::with_either;

public:
  using base::base;

  void run_all()
  {
    auto progress = std::chrono::steady_clock::now();
    std::size_t last = 0;
    for (std::size_t n = 1; queue_.received() < total_ || tx_.active; ++n)
    {
      step();
      if (n % 65536 == 0)
      {
        const auto now = std::chrono::steady_clock::now();
        if (queue_.received() != last)
          progress = now;
        last = queue_.received();
        require(now - progress < deadline, "the deadline has passed");
      }
    }
    finish();
  }

  void print() const
  {
    std::printf("%zu packets, %zu bytes, %zu descriptors\n"
        "sends: %zu single, %zu batches, %zu cancelled, %zu by number\n"
        "receives: %zu single, %zu dynamic, %zu batches, %zu cancelled, "
        "%zu by number\n"
        "%zu packets peeked at, %zu times one was kept in the queue: "
        "%zu size, %zu descriptors, %zu limit\n",
        static_cast<std::size_t>(queue_.received()), bytes_, fds_,
        tx_.single, tx_.batches, tx_.cancelled, tx_.by_number,
        rx_.single, rx_.dynamic, rx_.batches, rx_.cancelled, rx_.by_number,
        peeked_, kept_[0] + kept_[1] + kept_[2],
        kept_[0], kept_[1], kept_[2]);
  }

  // Every kind of operation and of result has occurred.
  void expect_variety() const
  {
    const std::size_t few = total_ / 1000;
    for (const std::size_t count : {tx_.single, tx_.batches, rx_.single,
        rx_.dynamic, rx_.batches, kept_[0], kept_[1], kept_[2], peeked_,
        tx_.cancelled, rx_.cancelled, tx_.by_number, rx_.by_number})
      BOOST_TEST(count >= few);
  }

private:
  using buffers_in = std::array<asio::mutable_buffer, 2>;

  template <std::size_t MaxDescriptors>
  using in_message = incoming_message<MaxDescriptors, buffers_in>;

  enum receive_kind
  {
    one,
    one_dynamic,
    many
  };

  struct receive_operation : operation
  {
    receive_kind kind = one;
    bool keeps = false;
    bool peeks = false;
    bool is_narrow = false;
    bool at_limit = false;
    std::size_t room = 0;
    std::size_t slots = 0;
  };

  void step()
  {
    // The queue is mostly full for a while, then mostly empty.
    if (one_of(500) == 0)
      sender_first_ = !sender_first_;
    switch (one_of(8))
    {
    case 0:
    case 1:
      if (sender_first_ || one_of(8) == 0)
        start_send();
      break;
    case 2:
    case 3:
      if (!sender_first_ || one_of(8) == 0)
        start_receive();
      break;
    case 4:
      if (one_of(4) == 0)
        cancel(tx_, sockets_.a);
      if (one_of(4) == 0)
        cancel(rx_, sockets_.b);
      break;
    case 5:
      poll(context_, one_of(2) == 0);
      break;
    case 6:
      poll(other_, one_of(2) == 0);
      break;
    case 7:
      poll(context_, true);
      poll(other_, true);
      break;
    }
  }

  // Nothing is left, and there was nothing more.
  void finish()
  {
    require(queue_.sent() == total_ && queue_.is_balanced(), "all packets");
    sockets_.b.cancel();
    while (rx_.active)
    {
      poll(context_, true);
      poll(other_, true);
    }
    require(has_nothing(sockets_.b), "no packet twice");
    if constexpr (!std::is_same<Socket, datagram_socket>::value)
    {
      sockets_.a.close();
      queue_.end();
      error_code ec;
      receive_messages(sockets_.b, narrow_, ec);
      require(ec == asio::error::eof && queue_.may_end(), "the end");
    }
  }

  void start_receive()
  {
    if (rx_.active)
      return;

    static constexpr std::size_t rooms[] = {0, 10, 64, 1500, max_size};
    rx_.kind = static_cast<receive_kind>(one_of(3));
    rx_.keeps = one_of(2) == 0;
    rx_.peeks = rx_.kind != many && one_of(8) == 0;
    // What is not kept must have all the room, but for the dynamic form, which
    // keeps what is too large anyway.
    rx_.is_narrow = rx_.keeps && one_of(2) == 0;
    rx_.room = rx_.keeps || rx_.kind == one_dynamic
      ? rooms[one_of(std::size(rooms))] : max_size;
    rx_.slots = 1 + one_of(max_batch);
    const bool at_once = one_of(2) == 0;
    rx_.at_limit = at_once && rx_.keeps && one_of(4) == 0;
    if (rx_.is_narrow)
      receive_into(narrow_, at_once);
    else
      receive_into(wide_, at_once);
  }

  template <std::size_t N>
  void receive_into(std::vector<in_message<N>>& messages, bool at_once)
  {
    message_flags flags = at_once ? MSG_DONTWAIT : 0;
    if (rx_.keeps)
      flags |= keep_if_truncated;
    if (rx_.peeks)
      flags |= MSG_PEEK;

    switch (rx_.kind)
    {
    case one:
      ++rx_.single;
      messages[0].buffers =
        this->template cut<buffers_in>(memory_.data(), rx_.room);
      initiate_receive(messages, at_once,
          [&](auto&&... how)
          {
            return receive(sockets_.b, messages[0].buffers,
                messages[0].ancillary, flags, how...);
          });
      break;
    case one_dynamic:
      ++rx_.dynamic;
      growing_.assign(prefix.begin(), prefix.end());
      initiate_receive(messages, at_once,
          [&](auto&&... how)
          {
            return receive(sockets_.b, asio::dynamic_buffer(
                  growing_, prefix.size() + rx_.room),
                messages[0].ancillary, flags, how...);
          });
      break;
    case many:
      ++rx_.batches;
      for (std::size_t i = 0; i < rx_.slots; ++i)
        messages[i].buffers = this->template cut<buffers_in>(
            memory_.data() + i * max_size, rx_.room);
      slots<N>() = {messages.data(), rx_.slots};
      initiate_receive(messages, at_once,
          [&](auto&&... how)
          {
            return receive_batch(
                sockets_.b, slots<N>(), flags, how...);
          });
      break;
    }
  }

  // With an error code the synchronous form, with a handler the other one.
  template <typename Buffers, std::size_t N>
  std::size_t receive(Socket& from, const Buffers& buffers,
      incoming_ancillary<N>& ancillary, message_flags flags, error_code& ec)
  {
    return with_either(from, rx_,
        [&](auto& either)
        {
          return receive_message(either, buffers, ancillary, flags, ec);
        });
  }

  template <typename Buffers, std::size_t N, typename Handler>
  static void receive(Socket& from, const Buffers& buffers,
      incoming_ancillary<N>& ancillary, message_flags flags,
      Handler& handler)
  {
    async_receive_message(
        from, buffers, ancillary, flags, std::move(handler));
  }

  template <typename Range>
  std::size_t receive_batch(Socket& from, Range& range,
      message_flags flags, error_code& ec)
  {
    return with_either(from, rx_,
        [&](auto& either)
        {
          return receive_messages(either, range, flags, ec);
        });
  }

  template <typename Range, typename Handler>
  static void receive_batch(Socket& from, Range& range,
      message_flags flags, Handler& handler)
  {
    async_receive_messages(from, range, flags, std::move(handler));
  }

  template <typename Messages, typename Function>
  void initiate_receive(Messages& messages, bool at_once, Function function)
  {
    if (at_once)
    {
      error_code ec;
      std::size_t count;
      {
        std::optional<no_more_descriptors> limit;
        if (rx_.at_limit)
        {
          // The receive would begin with it, and make room for some.
          for (auto& message : messages)
            message.ancillary.clear();
          limit.emplace();
        }
        count = function(ec);
      }
      finish_receive(messages, ec, count);
      return;
    }
    start(rx_,
        [&](auto handler)
        {
          function(handler);
        },
        [this, &messages](const error_code& ec, std::size_t count)
        {
          finish_receive(messages, ec, count);
        });
  }

  // Why the packet has to stay in the queue, if it has to.
  error_code expected_error(const content& c) const
  {
    // The dynamic form does not get to the descriptors of what is too large.
    const bool too_large = c.size > rx_.room;
    if (too_large && rx_.kind == one_dynamic)
      return seqpacket_errc::message_truncated;
    if (rx_.at_limit && c.fds != 0)
      return seqpacket_errc::descriptors_lost;
    if (rx_.is_narrow && c.fds > narrow_fds)
      return seqpacket_errc::ancillary_truncated;
    if (too_large)
      return seqpacket_errc::message_truncated;
    return error_code();
  }

  template <std::size_t N>
  void finish_receive(std::vector<in_message<N>>& messages,
      const error_code& ec, std::size_t count)
  {
    rx_.active = false;
    if (rx_.kind == one_dynamic)
      require(growing_.size() >= prefix.size()
          && std::equal(prefix.begin(), prefix.end(), growing_.begin()),
          "what was in the buffer");

    if (ec)
    {
      require(count == 0, "an error receives nothing");
      check_error(messages[0].ancillary, ec);
    }
    else if (rx_.kind == many)
    {
      check_batch(messages, count);
    }
    else
    {
      check_single(messages[0].ancillary, count);
    }
  }

  // An error, which has brought nothing.
  template <std::size_t N>
  void check_error(incoming_ancillary<N>& ancillary, const error_code& ec)
  {
    require(ancillary.descriptors().empty(),
        "an error brings no descriptors");
    if (rx_.kind == one_dynamic)
      require(growing_.size() == prefix.size(), "an error appends nothing");
    if (ec == asio::error::operation_aborted)
    {
      ++rx_.cancelled;
      return;
    }
    if (ec == asio::error::would_block)
    {
      require(queue_.may_be_empty(), "a packet was not found");
      return;
    }
    const content c = packets_[queue_.received()];
    require(ec == expected_error(c), "the error of a packet that stays");
    require(ancillary.message_size() == c.size,
        "the size of a packet that stays");
    ++kept_[ec == seqpacket_errc::message_truncated ? 0
      : ec == seqpacket_errc::ancillary_truncated ? 1 : 2];
  }

  template <std::size_t N>
  void check_batch(std::vector<in_message<N>>& messages, std::size_t count)
  {
    require(count != 0 && count <= rx_.slots, "a number of packets");
    for (std::size_t i = 0; i < count; ++i)
    {
      require(!messages[i].error, "a packet that is whole");
      check(messages[i].ancillary, memory_.data() + i * max_size,
          messages[i].bytes_transferred);
      advance();
    }
    // The one behind may have its error, and nothing else.
    for (std::size_t i = count; i < rx_.slots; ++i)
    {
      require(messages[i].bytes_transferred == 0
          && messages[i].ancillary.descriptors().empty(),
          "nothing behind the last packet");
      require(!messages[i].error || (i == count && rx_.keeps
            && messages[i].error
              == expected_error(packets_[queue_.received()])),
          "no error behind the last packet");
    }
  }

  template <std::size_t N>
  void check_single(incoming_ancillary<N>& ancillary, std::size_t count)
  {
    const char* const bytes = rx_.kind == one_dynamic
      ? growing_.data() + prefix.size() : memory_.data();
    if (rx_.kind == one_dynamic)
      require(growing_.size() == prefix.size() + count, "what was appended");
    check(ancillary, bytes, count);
    if (rx_.peeks)
      ++peeked_;
    else
      advance();
  }

  // The packet is the next one, and whole.
  template <std::size_t N>
  void check(incoming_ancillary<N>& ancillary, const char* bytes,
      std::size_t size)
  {
    require(queue_.received() < total_, "one packet too many");
    require(queue_.may_have_packet(), "a packet that was not sent");
    const content c = packets_[queue_.received()];
    require(!expected_error(c), "a packet that should have stayed");
    require(size == c.size, "the size of a packet");
    require(ancillary.message_size() == c.size, "message_size()");
    require(std::memcmp(bytes, packets_.bytes(c), size) == 0,
        "the bytes of a packet");
    require(ancillary.credentials().has_value(), "the credentials");
    const auto arrived = ancillary.descriptors();
    require(arrived.size() == c.fds, "the number of descriptors");
    for (std::size_t i = 0; i < c.fds; ++i)
      require(packets_.is_file(c, i, arrived[i].native_handle()),
          "the file of a descriptor");
    // Some are taken out, the others are closed with the object.
    if (c.fds != 0 && one_of(2) == 0)
      unique_descriptor(std::move(arrived[one_of(c.fds)]));
  }

  void advance()
  {
    const content c = packets_[queue_.received()];
    require(queue_.receive(), "a packet that was not sent");
    received_fds_ += c.fds;
    bytes_ += c.size;
    fds_ += c.fds;
  }

  template <std::size_t N>
  first_of<in_message<N>>& slots()
  {
    if constexpr (N == narrow_fds)
      return narrow_slots_;
    else
      return wide_slots_;
  }

  static constexpr std::string_view prefix = "before";

  std::vector<in_message<max_fds>> wide_{max_batch};
  std::vector<in_message<narrow_fds>> narrow_{max_batch};
  first_of<in_message<max_fds>> wide_slots_;
  first_of<in_message<narrow_fds>> narrow_slots_;
  std::vector<char> memory_ = std::vector<char>(max_batch * max_size);
  std::vector<char> growing_;
  bool sender_first_ = true;
  std::size_t bytes_ = 0;
  std::size_t fds_ = 0;
  std::size_t peeked_ = 0;
  std::size_t kept_[3] = {};
  receive_operation rx_;
};

template <typename Socket>
void run_traffic(std::size_t total)
{
  const std::uint64_t seed = from_environment(
      "BOOST_SEQPACKET_RANDOM_SEED", 20260101);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  traffic<Socket> all(total, seed);
  all.run_all();
  all.print();
  all.expect_variety();
}

const std::size_t packets = from_environment(
    "BOOST_SEQPACKET_RANDOM_PACKETS", 60000);

} // namespace

BOOST_FIXTURE_TEST_SUITE(random_traffic, no_leaks)

BOOST_AUTO_TEST_CASE(every_packet_arrives_once_over_a_connection)
{
  run_traffic<packet_socket>(packets);
}

// The queue of a datagram socket is short, and has no end of file.
BOOST_AUTO_TEST_CASE(every_packet_arrives_once_over_datagram_sockets)
{
  run_traffic<datagram_socket>(packets / 4);
}

BOOST_AUTO_TEST_SUITE_END()
