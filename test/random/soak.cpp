// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Many connections that come and go, random operations on them, cancellations,
// processes that are killed, and times without a free descriptor. At the end
// packets, descriptors and memory must balance.
//
// A program of its own, as it changes the limit of its process and starts others.
// BOOST_SEQPACKET_SOAK_SECONDS says how long it runs; tools/soak sets it.

#include "test.hpp"

#include "features.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <malloc.h>
#include <random>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr std::size_t pair_count = 24;
constexpr std::size_t process_count = 4;
constexpr std::size_t max_files = 3;
constexpr std::size_t max_size = 2000;
constexpr std::size_t batch_size = 8;

// A check that costs nothing while it holds: there are millions.
void require(bool holds, const char* what)
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

figures total;
std::mt19937 random_source(1);

std::size_t below(std::size_t n)
{
  return random_source() % n;
}

bool at_limit = false;

int any_file()
{
  static const unique_descriptor file = make_file("soak");
  return file.native_handle();
}

// Every packet begins with its number in its connection; size and descriptors
// follow from that.
std::size_t size_of(std::uint32_t number)
{
  return 4 + (number * 2654435761u >> 8) % (number % 50 == 0 ? max_size : 64);
}

std::size_t files_of(std::uint32_t number)
{
  return number % 5 == 0 ? number % (max_files + 1) : 0;
}

std::string content_of(std::uint32_t number)
{
  std::string bytes(size_of(number), static_cast<char>('a' + number % 26));
  std::memcpy(&bytes[0], &number, sizeof(number));
  return bytes;
}

endpoint listening_at()
{
  static const ::pid_t id = ::getpid();
  return abstract_endpoint("boost_seqpacket soak " + std::to_string(id));
}

// Receives the packets of one connection, in every way, and checks them.
class receiver
{
public:
  receiver(packet_socket s, std::function<void()> ended)
    : socket_(std::move(s)),
      ended_(std::move(ended))
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

  std::uint32_t received() const
  {
    return number_;
  }

  bool is_active() const
  {
    return active_;
  }

private:
  void take(const char* bytes, incoming_ancillary<max_files>& ancillary)
  {
    require(ancillary.message_size() == size_of(number_), "size");
    std::uint32_t said;
    std::memcpy(&said, bytes, sizeof(said));
    require(said == number_, "order");
    require(bytes[size_of(number_) - 1] == content_of(number_).back()
        || size_of(number_) < 5, "bytes");
    require(ancillary.descriptors().size() == files_of(number_), "files");
    ++total.packets;
    total.descriptors += files_of(number_);
    ++number_;
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
    else if (ec == seqpacket_errc::message_truncated || ec == seqpacket_errc::descriptors_lost)
      ++total.kept;
    else if (ec == asio::error::eof)
      ended_();
    else
      require(false, ec.message().c_str());
  }

  packet_socket socket_;
  std::function<void()> ended_;
  std::uint32_t number_ = 0;
  bool active_ = false;
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
  explicit sender(asio::io_context& context)
    : socket_(context)
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
      const auto number = static_cast<std::uint32_t>(sent_ + i);
      parts_[i] = content_of(number);
      batch_[i].buffers = asio::buffer(parts_[i]);
      for (std::size_t k = 0; k < files_of(number); ++k)
        batch_[i].ancillary.add_descriptor(any_file());
    }
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
  }

  std::uint32_t sent() const
  {
    return sent_;
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
    sent_ += static_cast<std::uint32_t>(count);
    if (ec == asio::error::operation_aborted)
      ++total.cancelled;
    else if (ec)
      require(false, ec.message().c_str());
  }

  packet_socket socket_;
  std::uint32_t sent_ = 0;
  bool active_ = false;
  std::size_t count_ = 0;
  std::vector<outgoing_message<max_files>> batch_;
  std::array<std::string, batch_size> parts_;
};

// What a process that may be killed has sent.
struct shared_counts
{
  std::atomic<std::uint32_t> begun;
  std::atomic<std::uint32_t> done;
};

// The life of such a process.
[[noreturn]] void send_until_killed(shared_counts& counts)
{
  try
  {
    for (int i = 3; i < 1024; ++i)
    {
      if (i != any_file())
        ::close(i);
    }
    asio::io_context context;
    packet_socket s(context);
    boost_seqpacket::connect(s, listening_at());
    for (std::uint32_t number = 0;; ++number)
    {
      const std::string bytes = content_of(number);
      outgoing_ancillary<max_files> files;
      for (std::size_t k = 0; k < files_of(number); ++k)
        files.add_descriptor(any_file());
      counts.begun = number + 1;
      send_message(s, asio::buffer(bytes), files);
      counts.done = number + 1;
    }
  }
  catch (...)
  {
  }
  ::_exit(1);
}

class world
{
public:
  world()
    : acceptor_(context_),
      counts_(static_cast<shared_counts*>(::mmap(nullptr, 4096,
              PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)))
  {
    boost_seqpacket::open(acceptor_);
    acceptor_.bind(listening_at());
    acceptor_.listen();
  }

  world(const world&) = delete;
  world& operator=(const world&) = delete;

  ~world()
  {
    ::munmap(counts_, 4096);
  }

  void run(std::chrono::steady_clock::duration length)
  {
    using clock = std::chrono::steady_clock;
    const auto begin = clock::now();
    const auto end = begin + length;
    auto next_line = begin + std::chrono::seconds(5);
    while (true)
    {
      const auto now = clock::now();
      if (now >= end)
        break;
      if (now >= next_line)
      {
        next_line += std::chrono::seconds(5);
        const auto seconds =
          std::chrono::duration_cast<std::chrono::seconds>(now - begin);
        total.print((std::to_string(seconds.count()) + " s").c_str());
      }
      for (int i = 0; i < 200; ++i)
        step();
      std::size_t active = 0;
      for (const process& p : processes_)
        active += p.to ? 1 : 0;
      if (active < process_count && !at_limit && below(5) == 0)
        start_process();
      else if (active != 0 && below(30) == 0)
        kill_process();
      if (below(at_limit ? 10 : 100) == 0)
        change_limit();
    }
    finish();
  }

private:
  struct connection
  {
    std::unique_ptr<sender> from;
    std::unique_ptr<receiver> to;
    bool closing = false;
    bool ended = false;
  };

  struct process
  {
    ::pid_t id = -1;
    std::unique_ptr<receiver> to;
    bool killed = false;
    bool ended = false;
    shared_counts* counts = nullptr;
  };

  void step()
  {
    connection& c = connections_[below(pair_count)];
    if (!c.from)
    {
      if (!at_limit)
        open(c);
    }
    else if (c.ended && !c.to->is_active() && !c.from->is_active())
    {
      require(c.from->sent() == c.to->received(), "packets of a connection");
      c.from.reset();
      c.to.reset();
    }
    else if (c.closing)
    {
      if (!c.ended)
        c.to->start();
    }
    else
    {
      switch (below(16))
      {
      case 0:
        c.from->cancel();
        break;
      case 1:
        c.to->cancel();
        break;
      case 2:
        if (below(20) == 0 && !c.from->is_active())
        {
          c.from->close();
          c.closing = true;
        }
        break;
      default:
        below(2) == 0 ? c.from->start() : c.to->start();
        break;
      }
    }
    process& p = processes_[below(process_count)];
    if (p.to && !p.ended)
      p.to->start();
    if (p.to && p.ended && !p.to->is_active())
      end_process(p);
    context_.restart();
    context_.poll();
  }

  void open(connection& c)
  {
    ++total.connections;
    c.from = std::make_unique<sender>(context_);
    c.from->connect();
    c.closing = c.ended = false;
    c.to = std::make_unique<receiver>(boost_seqpacket::accept(acceptor_),
        [&c]
        {
          require(c.closing, "the end of an open connection");
          c.ended = true;
        });
  }

  void start_process()
  {
    for (std::size_t i = 0; i < process_count; ++i)
    {
      process& p = processes_[i];
      if (p.to)
        continue;
      p.counts = counts_ + i;
      p.counts->begun = 0;
      p.counts->done = 0;
      p.killed = p.ended = false;
      any_file();
      p.id = ::fork();
      require(p.id >= 0, "fork");
      if (p.id == 0)
        send_until_killed(*p.counts);
      ++total.connections;
      p.to = std::make_unique<receiver>(boost_seqpacket::accept(acceptor_),
          [&p]
          {
            require(p.killed, "the end of a process that lives");
            p.ended = true;
          });
      return;
    }
  }

  void kill_process()
  {
    process& p = processes_[below(process_count)];
    if (!p.to || p.killed)
      return;
    ::kill(p.id, SIGKILL);
    p.killed = true;
    ++total.kills;
  }

  // What it had sent has arrived, and nothing else. It may have been killed
  // between a send and the note of it.
  void end_process(process& p)
  {
    int status = 0;
    require(::waitpid(p.id, &status, 0) == p.id && WIFSIGNALED(status),
        "a process ends by itself");
    require(p.to->received() >= p.counts->done
        && p.to->received() <= p.counts->begun, "packets of a process");
    p.to.reset();
    p.id = -1;
  }

  void change_limit()
  {
    static ::rlimit before = {};
    at_limit = !at_limit;
    if (!at_limit)
    {
      ::setrlimit(RLIMIT_NOFILE, &before);
      return;
    }
    ++total.limits;
    ::getrlimit(RLIMIT_NOFILE, &before);
    ::rlimit lower = before;
    lower.rlim_cur = 5; // all of these are open
    ::setrlimit(RLIMIT_NOFILE, &lower);
  }

  // Everything comes to its end, and is looked at once more.
  void finish()
  {
    if (at_limit)
      change_limit();
    for (process& p : processes_)
    {
      if (p.to && !p.killed)
      {
        ::kill(p.id, SIGKILL);
        p.killed = true;
        ++total.kills;
      }
    }
    const auto end = std::chrono::steady_clock::now() + deadline;
    for (bool all = false; !all;)
    {
      require(std::chrono::steady_clock::now() < end, "the deadline");
      all = true;
      for (connection& c : connections_)
      {
        if (!c.from)
          continue;
        all = false;
        if (!c.closing && !c.from->is_active())
        {
          c.from->close();
          c.closing = true;
        }
        if (!c.ended)
          c.to->start();
        else if (!c.from->is_active() && !c.to->is_active())
        {
          require(c.from->sent() == c.to->received(),
              "packets of a connection");
          c.from.reset();
          c.to.reset();
        }
      }
      for (process& p : processes_)
      {
        if (!p.to)
          continue;
        all = false;
        if (!p.ended)
          p.to->start();
        else if (!p.to->is_active())
          end_process(p);
      }
      context_.restart();
      context_.poll();
    }
  }

  asio::io_context context_;
  acceptor acceptor_;
  shared_counts* counts_;
  std::array<connection, pair_count> connections_;
  std::array<process, process_count> processes_;
};

// Bytes that are allocated, or 0 where that cannot be asked.
std::size_t allocated()
{
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33) \
  && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  const auto info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

} // namespace

BOOST_AUTO_TEST_SUITE(soak_suite)

BOOST_AUTO_TEST_CASE(soak)
{
  const char* const value = std::getenv("BOOST_SEQPACKET_SOAK_SECONDS");
  const long seconds = value ? std::strtol(value, nullptr, 10) : 3;
  const auto length = std::chrono::milliseconds(1000 * seconds);
  any_file();
  const std::size_t descriptors = open_descriptors();
  // What is allocated once and for all is there after the first tenth.
  world().run(length / 10);
  const std::size_t memory = allocated();
  world().run(length - length / 10);
  total.print("all");
  std::printf("memory: %zu bytes after a tenth, %zu at the end\n",
      memory, allocated());
  BOOST_TEST(allocated() <= memory + 65536);
  BOOST_TEST(open_descriptors() == descriptors);
  BOOST_TEST(total.packets > 0u);
}

BOOST_AUTO_TEST_SUITE_END()
