// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Messages of all sizes with descriptors, in packets and in memory, and
// cancellations at random moments. Each message must arrive whole, once and in
// order: a cancelled send has sent nothing, and a cancelled receive has taken
// nothing.
//
// BOOST_SEQPACKET_RANDOM_SEED and BOOST_SEQPACKET_RANDOM_CANCELLATIONS change
// what happens, and for how long.

#include "contents.hpp"

#include "features.hpp"
#include "forms.hpp"

#include <boost_seqpacket/receive_large_message.hpp>
#include <boost_seqpacket/send_large_message.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr std::size_t max_files = 8;
constexpr std::size_t largest = 70000;

std::size_t from_environment(const char* name, std::size_t otherwise)
{
  const char* const value = std::getenv(name);
  return value ? std::strtoul(value, nullptr, 10) : otherwise;
}

template <typename Socket>
class large_traffic
{
public:
  large_traffic(std::size_t cancellations, std::uint64_t seed)
    : messages_(seed, largest),
      random_(static_cast<std::mt19937::result_type>(seed)),
      cancellations_(cancellations)
  {
    // Room for few packets, so that sends wait, and small ones at that, so that
    // many messages travel as memory.
    sockets_.a.set_option(asio::socket_base::send_buffer_size(4096));
    limit_ = max_message_size(sockets_.a);
  }

  void run_all()
  {
    while (tx_.cancelled + rx_.cancelled < cancellations_)
      step(true);
    while (tx_.active || rx_.active || received_ < sent_)
      step(false);
    require(received_ == sent_, "received is not what was sent");
    std::printf("%zu messages, %zu of them in memory, %zu descriptors, "
        "%zu sends and %zu receives cancelled\n",
        sent_, large_, files_, tx_.cancelled, rx_.cancelled);
    require(large_ > sent_ / 50 && files_ > 0, "too little variety");
    require(tx_.cancelled > cancellations_ / 50
        && rx_.cancelled > cancellations_ / 50, "too little variety");
  }

private:
  struct operation
  {
    bool active = false;
    std::size_t cancelled = 0;
#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)
    std::optional<asio::cancellation_signal> signal;
#endif
  };

  std::size_t one_of(std::size_t n)
  {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }

  content message(std::size_t number) const
  {
    content result = messages_[number];
    result.fds = std::min(result.fds, max_files);
    return result;
  }

  void step(bool goes_on)
  {
    switch (one_of(6))
    {
    case 0:
      if (goes_on && !tx_.active)
        start_send();
      break;
    case 1:
      if (!rx_.active && (goes_on || received_ < sent_))
        start_receive();
      break;
    case 2:
      if (one_of(3) == 0)
        cancel(tx_, sockets_.a);
      break;
    case 3:
      if (one_of(3) == 0 || !goes_on)
        cancel(rx_, sockets_.b);
      break;
    default:
      asio::io_context& context = one_of(2) == 0 ? context_ : other_;
      context.restart();
      if (one_of(2) == 0)
        context.poll_one();
      else
        context.poll();
    }
  }

  void cancel(operation& of, Socket& on)
  {
    if (!of.active)
      return;
#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)
    if (one_of(4) != 0)
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

  // The handler runs on one of the contexts, and may be cancelled.
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

  void start_send()
  {
    const content c = message(sent_);
    const asio::const_buffer bytes(messages_.bytes(c), c.size);
    outgoing_.clear();
    for (std::size_t i = 0; i < c.fds; ++i)
      outgoing_.add_descriptor(messages_.file(c, i));
    const auto finish = [this](const error_code& ec, std::size_t size)
        {
          finish_send(ec, size);
        };
    const bool is_made = one_of(4) == 0;
    if (is_made)
      memory_ = make_sealed_memory(bytes);
    is_made_ = is_made;
    start(tx_, [&](auto handler)
        {
          if (is_made)
            async_send_large_message(
                sockets_.a, memory_, outgoing_, std::move(handler));
          else
            async_send_large_message(
                sockets_.a, bytes, outgoing_, std::move(handler));
        }, finish);
  }

  void finish_send(const error_code& ec, std::size_t size)
  {
    tx_.active = false;
    if (ec)
    {
      require(ec == asio::error::operation_aborted, "the error of a send");
      require(received_ <= sent_, "received, but not sent");
      ++tx_.cancelled;
      return;
    }
    const content c = message(sent_);
    require(size == c.size, "the size of a send");
    files_ += c.fds;
    large_ += is_made_ || c.size > limit_ || (c.size == 0 && c.fds != 0);
    ++sent_;
  }

  void start_receive()
  {
    const bool is_copied = one_of(2) == 0;
    copy_ = "before";
    start(rx_, [&](auto handler)
        {
          if (is_copied)
            async_receive_large_message(sockets_.b,
                asio::dynamic_buffer(copy_), incoming_, std::move(handler));
          else
            async_receive_large_message(
                sockets_.b, message_, incoming_, std::move(handler));
        },
        [this, is_copied](const error_code& ec, std::size_t size)
        {
          const std::string_view all = copy_;
          finish_receive(ec, size, is_copied ? all.substr(6)
              : std::string_view(
                static_cast<const char*>(message_.data().data()),
                message_.size()));
        });
  }

  void finish_receive(const error_code& ec, std::size_t size,
      std::string_view bytes)
  {
    rx_.active = false;
    if (ec)
    {
      require(ec == asio::error::operation_aborted, "the error of a receive");
      require(size == 0 && bytes.empty() && incoming_.descriptors().empty(),
          "a cancelled receive has taken something");
      ++rx_.cancelled;
      return;
    }
    require(received_ < sent_ + (tx_.active ? 1 : 0), "nothing was sent");
    const content c = message(received_);
    require(size == c.size, "the size of a message");
    require(bytes == std::string_view(messages_.bytes(c), c.size),
        "another message");
    require(incoming_.message_size() == c.size, "message_size()");
    require(incoming_.descriptors().size() == c.fds, "descriptors");
    for (std::size_t i = 0; i < c.fds; ++i)
      require(messages_.is_file(
            c, i, incoming_.descriptors()[i].native_handle()), "a file");
    incoming_.clear();
    ++received_;
  }

  contents messages_;
  std::mt19937 random_;
  std::size_t cancellations_;
  asio::io_context context_;
  asio::io_context other_;
  pair_of<Socket> sockets_{context_};
  std::size_t limit_ = 0;
  std::size_t sent_ = 0;
  std::size_t received_ = 0;
  std::size_t large_ = 0;
  std::size_t files_ = 0;
  bool is_made_ = false;
  sealed_memory memory_;
  outgoing_ancillary<max_files> outgoing_;
  incoming_ancillary<max_files> incoming_;
  large_message message_{largest};
  std::string copy_;
  operation tx_;
  operation rx_;
};

template <typename Socket>
void run_traffic()
{
  const std::uint64_t seed = from_environment(
      "BOOST_SEQPACKET_RANDOM_SEED", 20260101);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  large_traffic<Socket> all(from_environment(
        "BOOST_SEQPACKET_RANDOM_CANCELLATIONS", 5000), seed);
  all.run_all();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(random_large_messages, no_leaks)

// Both ends are cancelled at random moments, over a connection.
BOOST_AUTO_TEST_CASE(every_message_arrives_once_over_a_connection)
{
  run_traffic<packet_socket>();
}

// The same over datagram sockets, whose queue is another one.
BOOST_AUTO_TEST_CASE(every_message_arrives_once_over_datagram_sockets)
{
  run_traffic<datagram_socket>();
}

// A packet that is looked at is the one that is taken, whoever else sends
// meanwhile.
BOOST_AUTO_TEST_CASE(several_writers_do_not_mix_their_messages)
{
  asio::io_context context;
  pair_of<datagram_socket> sockets(context);
  sockets.a.set_option(asio::socket_base::send_buffer_size(4096));
  constexpr std::size_t writers = 2;
  constexpr std::size_t count = 2000;
  // The size says how the message travels: every third one is large.
  const auto size_of = [](std::size_t number)
      {
        return 3 + (number % 3 == 0 ? 20000 + number : number % 500);
      };
  std::vector<std::thread> threads;
  for (std::size_t writer = 0; writer < writers; ++writer)
    threads.emplace_back([&, writer]
        {
          native_socket to(sockets.a.native_handle());
          for (std::size_t i = 0; i < count; ++i)
            send_large_message(to, asio::buffer(std::string(
                    size_of(i), static_cast<char>('a' + writer))));
        });
  std::size_t next[writers] = {};
  large_message message(largest);
  for (std::size_t i = 0; i < writers * count; ++i)
  {
    receive_large_message(sockets.b, message);
    const std::string_view bytes(
        static_cast<const char*>(message.data().data()), message.size());
    const auto writer = static_cast<std::size_t>(bytes[0] - 'a');
    require(writer < writers, "a writer");
    require(bytes.size() == size_of(next[writer]++), "a size");
    require(bytes.find_first_not_of(bytes[0]) == bytes.npos, "mixed");
  }
  for (std::thread& thread : threads)
    thread.join();
}

BOOST_AUTO_TEST_SUITE_END()
