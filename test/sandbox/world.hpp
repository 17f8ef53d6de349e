// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SANDBOX_WORLD_HPP
#define BOOST_SEQPACKET_TEST_SANDBOX_WORLD_HPP

// Where a scene plays: a thread with a filter of system calls, and this one, which
// has none and sees afterwards what is left.

#include "failing_calls.hpp"

#include "filter.hpp"

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace boost_seqpacket {
namespace test {

using bytes_of_packets = std::vector<std::string>;

// What is still queued. With credentials an empty packet differs from the end.
inline bytes_of_packets drain(int descriptor)
{
  const int on = 1;
  ::setsockopt(descriptor, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
  bytes_of_packets result;
  for (;;)
  {
    char bytes[256];
    ::iovec buffer = {bytes, sizeof(bytes)};
    ::msghdr message = {};
    message.msg_iov = &buffer;
    message.msg_iovlen = 1;
    const ::ssize_t size = ::recvmsg(descriptor, &message, MSG_DONTWAIT);
    if (size < 0 && errno == ECONNRESET)
      continue;
    if (size < 0 || (size == 0 && (message.msg_flags & MSG_CTRUNC) == 0))
      return result;
    result.emplace_back(bytes, static_cast<std::size_t>(size));
  }
}

inline bool was_refused(const made_call& made, int error)
{
  // The C library turns ENOSYS of this call into another error.
  return made.error == error || (made.error == EINVAL && error == ENOSYS
      && std::strcmp(made.name, "renameat2") == 0);
}

class world
{
public:
  world(const refusal& what, int error)
    : error_(error),
      what_(what)
  {
  }

  // Act in a thread with the filter. `before` runs there without it; `meanwhile`
  // runs here, between `act` and `then`.
  void filtered(const std::function<void()>& act,
      const std::function<void()>& meanwhile = [] {},
      const std::function<void()>& then = [] {},
      const std::function<void()>& before = [] {})
  {
    std::mutex mutex;
    std::condition_variable changed;
    int stage = 0;
    const auto go_on = [&](int from)
        {
          std::unique_lock<std::mutex> lock(mutex);
          changed.wait(lock, [&] { return stage == from; });
        };
    const auto reach = [&](int next)
        {
          const std::lock_guard<std::mutex> lock(mutex);
          stage = next;
          changed.notify_all();
        };
    std::thread thread([&]
        {
          before();
          if (!refuse(what_.calls, error_))
            wrong = "no filter";
          recorded(act);
          reach(1);
          go_on(2);
          recorded(then);
        });
    go_on(1);
    meanwhile();
    reach(2);
    thread.join();
  }

  // Run the operations to their end, for the filtered thread.
  void run()
  {
    context.restart();
    context.run_for(std::chrono::seconds(5));
    if (!context.stopped())
      fail("it hangs");
  }

  // The handler of an operation.
  class completion
  {
  public:
    explicit completion(world& where)
      : where_(&where)
    {
    }

    void operator()(const error_code& error) const
    {
      ++where_->calls;
      where_->ec = error;
    }

    void operator()(const error_code& error, std::size_t n) const
    {
      (*this)(error);
      where_->count = n;
    }

    void operator()(const error_code& error, packet_socket peer) const
    {
      (*this)(error);
      where_->accepted = std::move(peer);
    }

  private:
    world* where_;
  };

  completion handler()
  {
    return completion(*this);
  }

  void fail(const std::string& text)
  {
    if (wrong.empty())
      wrong = text + " (" + ec.message() + ", " + std::to_string(count) + ")";
  }

  // What must hold.
  void check(bool condition, const char* text)
  {
    if (!condition)
      fail(text);
  }

  bool refuses(const char* name) const
  {
    for (const made_call& made : faults.made)
    {
      if (was_refused(made, error_) && std::strcmp(made.name, name) == 0)
        return true;
    }
    return false;
  }

  // Whether the result is the error of the filter.
  bool is_refused() const
  {
    return ec == error_code(error_, asio::error::get_system_category());
  }

  asio::io_context context{1};
  error_code ec;
  std::size_t count = 0;
  int calls = 0;
  packet_socket accepted{context};
  std::string wrong;
  bool has_own_error = false; // the library says more than the system
  bool may_fail = false;      // although another call could help

private:
  template <typename Function>
  void recorded(Function& function)
  {
    const with_faults now;
    try
    {
      function();
    }
    catch (const boost::system::system_error& e)
    {
      ec = e.code();
    }
    catch (const std::exception& e)
    {
      fail(e.what());
    }
  }

  int error_;
  const refusal& what_;
};

// Plays each scene with everything that can be refused.
//
// BOOST_SEQPACKET_FILTERS names a file that gets a line for each refused call: its
// name, the error, where it stands, the scene, and what came of it.
class filter_walk
{
public:
  filter_walk()
  {
    if (const char* const path = std::getenv("BOOST_SEQPACKET_FILTERS"))
      file_ = std::fopen(path, "ae");
  }

  filter_walk(const filter_walk&) = delete;
  filter_walk& operator=(const filter_walk&) = delete;

  ~filter_walk()
  {
    if (file_)
      std::fclose(file_);
    std::printf("%zu runs, %zu with refused calls\n", runs_, refused_);
  }

  void operator()(const std::string& name,
      const std::function<void(world&)>& scene)
  {
    (*this)(name, scene, refusals());
  }

  void operator()(const std::string& name,
      const std::function<void(world&)>& scene,
      const std::vector<refusal>& list)
  {
    const refusal nothing = {"nothing", {}};
    BOOST_TEST(play(name, scene, nothing, EPERM, true) == "");
    for (const refusal& what : list)
    {
      for (const int error : {ENOSYS, EPERM})
      {
        // Also without what the process remembers.
        for (const bool anew : {true, false})
        {
          const std::string wrong = play(name, scene, what, error, anew);
          if (!wrong.empty())
            BOOST_ERROR(name << ", " << what.name << " gives "
                << (error == EPERM ? "EPERM" : "ENOSYS")
                << (anew ? "" : " again") << ": " << wrong);
        }
      }
    }
  }

private:
  std::string play(const std::string& name,
      const std::function<void(world&)>& scene, const refusal& what, int error,
      bool anew)
  {
    if (anew)
    {
      detail::batch_ops::refused_sendmmsg::forget();
      detail::batch_ops::refused_recvmmsg::forget();
    }
    faults.made.clear();
    faults.plan.clear();
    ++runs_;
    ::alarm(static_cast<unsigned>(deadline.count()));
    const std::size_t before = open_descriptors();
    error_code ec;
    std::string wrong;
    {
      world where(what, error);
      scene(where);
      ec = where.ec;
      wrong = where.wrong;
      if (ec && !where.is_refused() && !where.has_own_error)
        wrong += "; another error: " + ec.message();
      if (ec && what.has_replacement && !where.may_fail)
        wrong += "; it does not go on: " + ec.message();
    }
    ::alarm(0);
    if (open_descriptors() != before)
      wrong += "; " + std::to_string(before) + " descriptors before, "
        + std::to_string(open_descriptors()) + " after";
    return note(name, error, ec, wrong);
  }

  std::string note(const std::string& name, int error, const error_code& ec,
      std::string wrong)
  {
    bool is_refused = false;
    for (const made_call& made : faults.made)
    {
      if (!was_refused(made, error))
        continue;
      is_refused = true;
      if (file_)
        std::fprintf(file_, "%s\t%s\t%lx\t%s\t%s\n", made.name,
            error == EPERM ? "EPERM" : "ENOSYS", offset_of(made.from), name.c_str(),
            !wrong.empty() ? "failed" : ec ? "error" : "fallback");
    }
    refused_ += is_refused;
    if (ec && !is_refused)
      wrong += "; it fails although nothing is refused: " + ec.message();
    return wrong;
  }

  std::FILE* file_ = nullptr;
  std::size_t runs_ = 0;
  std::size_t refused_ = 0;
};

inline filter_walk& play()
{
  static filter_walk result;
  return result;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SANDBOX_WORLD_HPP
