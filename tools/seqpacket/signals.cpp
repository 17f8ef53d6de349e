// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "signals.hpp"

#include "settings.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

namespace seqpacket_tool {

namespace {

std::atomic<int> caught_signal(0);
std::atomic<int> event_descriptor(-1);
static_assert(std::atomic<int>::is_always_lock_free,
    "a signal handler needs an atomic without a lock");

void wake() noexcept
{
  const std::uint64_t one = 1;
  const int before = errno;
  if (::write(event_descriptor, &one, sizeof(one)) < 0)
  {
    // It is full, and so is readable.
  }
  errno = before;
}

extern "C" void seqpacket_on_signal(int signal)
{
  if (signal != SIGCHLD)
    caught_signal = signal;
  wake();
}

void handle(int signal)
{
  struct ::sigaction action = {};
  // What the parent ignores stays ignored: nohup, and & of a script.
  if (signal != SIGCHLD && ::sigaction(signal, nullptr, &action) == 0
      && action.sa_handler == SIG_IGN)
    return;
  action = {};
  action.sa_handler = &seqpacket_on_signal;
  action.sa_flags = signal == SIGCHLD ? SA_NOCLDSTOP | SA_RESTART : 0;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

} // namespace

signals::signals(boost::asio::io_context& context,
    std::function<void()> on_stop, std::function<void()> on_child)
  : on_stop_(std::move(on_stop)),
    on_child_(std::move(on_child)),
    event_(context)
{
  const int event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event < 0)
    throw failure("eventfd", boost::system::error_code(
        errno, boost::system::system_category()));
  event_.assign(event);
  event_descriptor = event;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD})
    handle(signal);
  for (const int signal : ignored_signals)
    std::signal(signal, SIG_IGN);
  wait();
}

signals::~signals()
{
  // A late handler writes to no number that another file has got.
  event_descriptor = -1;
}

int signals::caught() noexcept
{
  return caught_signal;
}

void signals::die_of(int signal)
{
  std::signal(signal, SIG_DFL);
  ::sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, signal);
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(signal);
  ::_exit(128 + signal);
}

void signals::wait()
{
  event_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
      [this](boost::system::error_code ec)
      {
        if (ec)
          return;
        std::uint64_t count = 0;
        if (::read(event_.native_handle(), &count, sizeof(count)) < 0)
        {
          // Another wake has been read already.
        }
        if (caught_signal)
          on_stop_();
        else
        {
          on_child_();
          wait();
        }
      });
}

} // namespace seqpacket_tool
