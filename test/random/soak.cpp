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

#include "features.hpp"
#include "soak.hpp"

#include <cstdlib>
#include <malloc.h>
#include <new>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr std::size_t pair_count = 24;
constexpr std::size_t process_count = 4;

// The life of a process that may be killed.
[[noreturn]] void send_until_killed(queue& q)
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
    for (;;)
    {
      const std::uint32_t number = q.sent();
      const std::string bytes = content_of(number);
      outgoing_ancillary<max_files> files;
      for (std::size_t k = 0; k < files_of(number); ++k)
        files.add_descriptor(any_file());
      q.begin_send(1);
      send_message(s, asio::buffer(bytes), files);
      require(q.finish_send(1), "received, but not sent");
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
      shared_(static_cast<queue*>(::mmap(nullptr, 4096,
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
    ::munmap(shared_, 4096);
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
    std::unique_ptr<queue> packets;
    std::unique_ptr<sender> from;
    std::unique_ptr<receiver> to;
  };

  struct process
  {
    ::pid_t id = -1;
    std::unique_ptr<receiver> to;
    queue* packets = nullptr;
  };

  void step()
  {
    connection& c = connections_[below(pair_count)];
    if (!c.from)
    {
      if (!at_limit)
        open(c);
    }
    else if (is_done(c))
    {
      end_connection(c);
    }
    else if (c.packets->has_ended())
    {
      if (!c.to->has_ended())
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
          c.from->close();
        break;
      default:
        below(2) == 0 ? c.from->start() : c.to->start();
        break;
      }
    }
    process& p = processes_[below(process_count)];
    go_on(p);
    context_.restart();
    context_.poll();
  }

  static bool is_done(const connection& c)
  {
    return c.to->has_ended() && !c.to->is_active() && !c.from->is_active();
  }

  static void end_connection(connection& c)
  {
    require(c.packets->is_balanced(), "packets of a connection");
    c.from.reset();
    c.to.reset();
  }

  static void go_on(process& p)
  {
    if (p.to && !p.to->has_ended())
      p.to->start();
    if (p.to && p.to->has_ended() && !p.to->is_active())
      end_process(p);
  }

  void open(connection& c)
  {
    ++total.connections;
    c.packets = std::make_unique<queue>();
    c.from = std::make_unique<sender>(context_, *c.packets);
    c.from->connect();
    c.to = std::make_unique<receiver>(
        boost_seqpacket::accept(acceptor_), *c.packets);
  }

  void start_process()
  {
    for (std::size_t i = 0; i < process_count; ++i)
    {
      process& p = processes_[i];
      if (p.to)
        continue;
      p.packets = new (shared_ + i) queue;
      any_file();
      p.id = ::fork();
      require(p.id >= 0, "fork");
      if (p.id == 0)
        send_until_killed(*p.packets);
      ++total.connections;
      p.to = std::make_unique<receiver>(
          boost_seqpacket::accept(acceptor_), *p.packets);
      return;
    }
  }

  void kill_process()
  {
    process& p = processes_[below(process_count)];
    if (p.to && !p.packets->has_ended())
      kill(p);
  }

  static void kill(process& p)
  {
    ::kill(p.id, SIGKILL);
    p.packets->end();
    ++total.kills;
  }

  // What it had sent has arrived, and nothing else. It may have been killed
  // between a send and the note of it.
  static void end_process(process& p)
  {
    int status = 0;
    require(::waitpid(p.id, &status, 0) == p.id && WIFSIGNALED(status),
        "a process ends by itself");
    require(p.packets->may_end() && p.packets->is_possible(),
        "packets of a process");
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
      if (p.to && !p.packets->has_ended())
        kill(p);
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
        if (!c.packets->has_ended() && !c.from->is_active())
          c.from->close();
        if (!c.to->has_ended())
          c.to->start();
        else if (is_done(c))
          end_connection(c);
      }
      for (process& p : processes_)
      {
        if (!p.to)
          continue;
        all = false;
        go_on(p);
      }
      context_.restart();
      context_.poll();
    }
  }

  asio::io_context context_;
  acceptor acceptor_;
  queue* shared_; // of the processes
  std::array<connection, pair_count> connections_;
  std::array<process, process_count> processes_;
};

// Bytes that are allocated, or 0 where that cannot be asked.
std::size_t allocated()
{
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33) \
  && !defined(TEST_HAS_SANITIZER)
  const auto info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

} // namespace

BOOST_AUTO_TEST_SUITE(random_soak)

BOOST_AUTO_TEST_CASE(packets_descriptors_and_memory_balance)
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
