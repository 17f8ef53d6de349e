// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Random messages over a stream, of 0 to 300 KB with 0 to 253 descriptors, while
// both sides are cancelled at random: each message arrives whole, and each
// descriptor once, with its message. BOOST_SEQPACKET_STREAM_MESSAGES is another
// number of messages, BOOST_SEQPACKET_SEED another seed.

#include "contents.hpp"

#include <cstdlib>
#include <cstdio>
#include <optional>
#include <sys/resource.h>

namespace boost_seqpacket {
namespace test {
namespace {

using stream_socket = asio::local::stream_protocol::socket;

constexpr std::size_t largest = 300 * 1024;

// No operation makes progress for so long only if something is wrong.
constexpr std::chrono::minutes patience(2);

std::size_t number_from(const char* name, std::size_t otherwise)
{
  const char* const text = std::getenv(name);
  return text ? static_cast<std::size_t>(std::strtoull(text, nullptr, 10))
    : otherwise;
}

// What both sides have in common. A descriptor needs a byte to go with.
class messages
{
public:
  messages(std::size_t how_many, std::uint64_t seed)
    : count(how_many),
      contents_(seed, largest)
  {
  }

  content operator[](std::size_t number) const
  {
    content result = contents_[number];
    if (result.size == 0)
      result.fds = 0;
    return result;
  }

  const contents& all() const
  {
    return contents_;
  }

  const std::size_t count;

private:
  contents contents_;
};

// Ends an operation at random, at a random moment of its progress.
class interrupter
{
public:
  interrupter(asio::io_context& context, stream_socket& socket,
      std::uint64_t seed)
    : context_(context),
      socket_(socket),
      random_(static_cast<std::mt19937::result_type>(seed))
  {
  }

  bool one_of(unsigned n)
  {
    return random_() % n == 0;
  }

  // The handler of the next operation, which may be cancelled.
  template <typename Handler>
  auto handler(Handler handler)
  {
    was_total = false;
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    signal_.emplace();
    ++operation_;
    if (one_of(4))
      emit_after(random_() % 8, operation_);
    return asio::bind_cancellation_slot(signal_->slot(), std::move(handler));
#else
    if (one_of(4))
      asio::post(context_, [this] { socket_.cancel(); });
    return handler;
#endif
  }

  // Call the function at once, or after some turns of the others, so that one
  // side waits for the other.
  template <typename Function>
  void go_on(Function function)
  {
    if (one_of(3))
      call_after(random_() % 16, std::move(function));
    else
      function();
  }

  // True if the signal must not end an operation that has begun.
  bool was_total = false;

  std::size_t cancelled = 0;

private:
  template <typename Function>
  void call_after(std::size_t turns, Function function)
  {
    asio::post(context_,
        [this, turns, function]() mutable
        {
          if (turns == 0)
            function();
          else
            call_after(turns - 1, std::move(function));
        });
  }

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
  void emit_after(std::size_t turns, std::size_t operation)
  {
    call_after(turns,
        [this, operation]
        {
          if (operation != operation_)
            return; // it has ended before
          using types = asio::cancellation_type;
          was_total = one_of(2);
          signal_->emit(was_total ? types::total
              : one_of(2) ? types::partial : types::terminal);
        });
  }

  std::optional<asio::cancellation_signal> signal_;
  std::size_t operation_ = 0;
#endif

  asio::io_context& context_;
  [[maybe_unused]] stream_socket& socket_;
  std::mt19937 random_;
};

class writer
{
public:
  writer(asio::io_context& context, stream_socket& socket,
      const messages& all, std::uint64_t seed)
    : socket_(socket),
      messages_(all),
      interrupter_(context, socket, seed)
  {
    next();
  }

  std::size_t cancelled() const
  {
    return interrupter_.cancelled;
  }

private:
  void next()
  {
    if (number_ == messages_.count)
    {
      socket_.shutdown(asio::socket_base::shutdown_send);
      return;
    }
    const content c = messages_[number_++];
    ancillary_.clear();
    for (std::size_t i = 0; i < c.fds; ++i)
      ancillary_.add_descriptor(messages_.all().file(c, i));
    write(c, 0);
  }

  // The descriptors go with the first byte. The rest goes without.
  void write(const content& c, std::size_t done)
  {
    const asio::const_buffer bytes(
        messages_.all().bytes(c) + done, c.size - done);
    auto handler = interrupter_.handler(
        [this, c, done](error_code ec, std::size_t n)
        {
          require(done + n <= c.size, "more bytes than there are");
          if (ec == asio::error::operation_aborted)
          {
            ++interrupter_.cancelled;
            require(!interrupter_.was_total || n == 0,
                "a total cancellation after bytes");
            write(c, done + n);
            return;
          }
          require(!ec && done + n == c.size, "a message was not sent whole");
          interrupter_.go_on([this] { next(); });
        });
    if (done == 0)
      async_write_message(socket_, bytes, ancillary_, std::move(handler));
    else
      async_write_message(socket_, bytes, no_ancillary, std::move(handler));
  }

  stream_socket& socket_;
  const messages& messages_;
  interrupter interrupter_;
  std::size_t number_ = 0;
  outgoing_ancillary<max_fds> ancillary_;
};

class reader
{
public:
  reader(asio::io_context& context, stream_socket& socket,
      const messages& all, std::uint64_t seed)
    : socket_(socket),
      messages_(all),
      interrupter_(context, socket, seed),
      memory_(largest)
  {
    next();
  }

  std::size_t received() const
  {
    return number_;
  }

  bool has_ended() const
  {
    return has_ended_;
  }

  std::size_t cancelled() const
  {
    return interrupter_.cancelled;
  }

private:
  void next()
  {
    if (number_ == messages_.count)
    {
      read({1, 0, 0, 0}, 0);
      return;
    }
    files_.clear();
    read(messages_[number_], 0);
  }

  void read(const content& c, std::size_t done)
  {
    const asio::mutable_buffer bytes(&memory_[done], c.size - done);
    async_read_message(socket_, bytes, ancillary_, interrupter_.handler(
          [this, c, done](error_code ec, std::size_t n)
          {
            require(done + n <= c.size, "more bytes than there is room for");
            require(n != 0 || ancillary_.descriptors().empty(),
                "descriptors without bytes");
            for (unique_descriptor& file : ancillary_.descriptors())
              files_.push_back(std::move(file));
            if (ec == asio::error::operation_aborted)
            {
              ++interrupter_.cancelled;
              require(!interrupter_.was_total || n == 0,
                  "a total cancellation after bytes");
              read(c, done + n);
            }
            else if (number_ == messages_.count)
            {
              require(ec == asio::error::eof && n == 0, "no end of file");
              has_ended_ = true;
            }
            else
            {
              require(!ec && done + n == c.size, "a message is not whole");
              check(c);
              ++number_;
              interrupter_.go_on([this] { next(); });
            }
          }));
  }

  void check(const content& c)
  {
    require(std::memcmp(memory_.data(), messages_.all().bytes(c), c.size) == 0,
        "other bytes");
    require(files_.size() == c.fds, "another number of descriptors");
    for (std::size_t i = 0; i < c.fds; ++i)
      require(messages_.all().is_file(c, i, files_[i].native_handle()),
          "another file");
  }

  stream_socket& socket_;
  const messages& messages_;
  interrupter interrupter_;
  std::vector<char> memory_;
  std::vector<unique_descriptor> files_;
  incoming_ancillary<max_fds> ancillary_;
  std::size_t number_ = 0;
  bool has_ended_ = false;
};

// Random messages may have many descriptors, and wait in the queue with them.
void raise_descriptor_limit()
{
  ::rlimit limit;
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

BOOST_FIXTURE_TEST_SUITE(random_streams, no_leaks)

BOOST_AUTO_TEST_CASE(every_message_is_whole_and_has_its_descriptors)
{
  raise_descriptor_limit();
  const std::uint64_t seed = number_from("BOOST_SEQPACKET_SEED",
      std::random_device()());
  const messages all(
      number_from("BOOST_SEQPACKET_STREAM_MESSAGES", 50000), seed);
  BOOST_TEST_MESSAGE("seed " << seed);

  asio::io_context context;
  stream_socket a(context);
  stream_socket b(context);
  asio::local::connect_pair(a, b);
  a.set_option(asio::socket_base::send_buffer_size(1));
  b.set_option(asio::socket_base::receive_buffer_size(1));
  writer sender(context, a, all, seed + 1);
  reader receiver(context, b, all, seed + 2);

  std::size_t progress = 0;
  auto end = std::chrono::steady_clock::now() + patience;
  while (!receiver.has_ended())
  {
    context.restart();
    context.run_one_until(end);
    if (receiver.received() != progress)
    {
      progress = receiver.received();
      end = std::chrono::steady_clock::now() + patience;
    }
    else if (std::chrono::steady_clock::now() > end)
      BOOST_FAIL("no progress; seed " << seed);
  }
  BOOST_TEST(receiver.received() == all.count, "seed " << seed);
  BOOST_TEST(sender.cancelled() > 0u);
  BOOST_TEST(receiver.cancelled() > 0u);
  std::printf("%zu messages, %zu writes and %zu reads cancelled, seed %llu\n",
      all.count, sender.cancelled(), receiver.cancelled(),
      static_cast<unsigned long long>(seed));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace test
} // namespace boost_seqpacket
