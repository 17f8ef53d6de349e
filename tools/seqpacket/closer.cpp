// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "closer.hpp"

#include <boost_seqpacket/unique_descriptor.hpp>

#include <condition_variable>
#include <csignal>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace seqpacket_tool {

namespace {

constexpr int most_threads = 16;

} // namespace

struct closer::state
{
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<boost_seqpacket::unique_descriptor> queue;
  int threads = 0;
  int idle = 0;
};

closer::closer()
  : state_(std::make_shared<state>())
{
}

void closer::close(boost_seqpacket::descriptor_span descriptors)
{
  if (descriptors.empty())
    return;
  const std::lock_guard<std::mutex> lock(state_->mutex);
  for (boost_seqpacket::unique_descriptor& owner : descriptors)
    state_->queue.push_back(std::move(owner));
  if (state_->idle == 0 && state_->threads < most_threads)
  {
    // The main thread gets the signals.
    ::sigset_t all;
    ::sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    try
    {
      std::thread(&closer::run, state_).detach();
      ++state_->threads;
    }
    catch (const std::system_error&)
    {
      // The next one tries again, or this process closes them at its end.
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  state_->wake.notify_one();
}

void closer::run(const std::shared_ptr<state>& shared)
{
  std::unique_lock<std::mutex> lock(shared->mutex);
  for (;;)
  {
    ++shared->idle;
    shared->wake.wait(lock, [&shared] { return !shared->queue.empty(); });
    --shared->idle;
    boost_seqpacket::unique_descriptor next =
      std::move(shared->queue.front());
    shared->queue.pop_front();
    lock.unlock();
    next.reset();
    lock.lock();
  }
}

} // namespace seqpacket_tool
