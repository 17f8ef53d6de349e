// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_RANDOM_THREADS_HPP
#define BOOST_SEQPACKET_TEST_RANDOM_THREADS_HPP

// What the two ends of a connection share whose operations run on several threads.

#include "test.hpp"

#include "features.hpp"
#include "queue_model.hpp"

#include <boost/asio/strand.hpp>

#include <atomic>
#include <future>
#include <mutex>
#include <random>
#include <type_traits>

namespace boost_seqpacket {
namespace test {

constexpr std::size_t thread_count = 4;
constexpr std::size_t client_count = 8;
constexpr std::uint32_t packets_of_a_client = 200;
constexpr std::size_t max_size = 600;
constexpr std::size_t batch_size = 4;

// What all threads count together.
struct figures
{
  std::atomic<std::size_t> begun{0};
  std::atomic<std::size_t> ended{0};
  std::atomic<std::size_t> sent{0};
  std::atomic<std::size_t> received{0};
  std::atomic<std::size_t> files_sent{0};
  std::atomic<std::size_t> files_received{0};
  std::atomic<std::size_t> cancelled{0};
  std::atomic<std::size_t> clients{0};
  std::atomic<std::size_t> sessions{0};
  std::atomic<std::size_t> refused{0};
};

// Checks that hold on any thread: those of Boost.Test are for one.
class verdict
{
public:
  void require(bool holds, const std::string& what)
  {
    if (holds)
      return;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (first_.empty())
      first_ = what;
  }

  std::string first()
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    return first_;
  }

private:
  std::mutex mutex_;
  std::string first_;
};

inline int any_file()
{
  static const unique_descriptor file = make_file("threads");
  return file.native_handle();
}

inline std::size_t files_of(std::uint32_t number)
{
  return number % 10 == 0 ? 1 : 0;
}

inline std::string content_of(std::uint32_t number)
{
  return numbered_packet(number, 4 + number * 37 % max_size);
}

// Whom the acceptor takes.
struct every_eighth_is_refused
{
  bool operator()(peer_identity& peer, error_code& ec)
  {
    return peer.credentials(ec).pid == ::getpid() && ++asked % 8 != 0;
  }

  std::size_t asked = 0;
};

// What belongs to one run.
//
// The types of all executors are known. ThreadSanitizer does not understand the
// fence by which the last owner of what an any_io_executor holds destroys it
// (boost/asio/detail/atomic_count.hpp), and takes it for a race.
template <typename Executor>
struct world
{
  using strand_type = asio::strand<Executor>;

  explicit world(const Executor& e)
    : executor(e),
      listener(asio::make_strand(executor)),
      filter(every_eighth_is_refused{})
  {
    static std::atomic<int> count{0};
    address = abstract_endpoint("boost_seqpacket threads "
        + std::to_string(::getpid()) + " " + std::to_string(++count));
    open(listener);
    listener.bind(address);
    listener.listen();
  }

  // The last of the clients and sessions to end ends the listening.
  void leave()
  {
    if (--alive == 0)
      asio::post(listener.get_executor(),
          [this]
          {
            error_code ec;
            listener.close(ec);
          });
  }

  Executor executor;
  endpoint address;
  asio::basic_socket_acceptor<protocol, strand_type> listener;
  peer_filter<every_eighth_is_refused> filter;
  figures total;
  verdict all;
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> alive{client_count};
  std::promise<void> finished;
};

// One end of a connection: nothing here is touched by two threads at once, since
// all of it happens on the executor of the socket. That is a strand, or, where
// IsChain is true, none: a chain of handlers is a strand without being called
// so, as long as no second operation is started and nobody cancels.
template <typename Executor, bool IsChain>
class side : public std::enable_shared_from_this<side<Executor, IsChain>>
{
public:
  using executor_type = std::conditional_t<IsChain, Executor,
    asio::strand<Executor>>;
  using socket_type = asio::basic_seq_packet_socket<protocol, executor_type>;
  using world_type = world<Executor>;

  side(world_type& w, socket_type s, unsigned seed)
    : world_(w),
      socket_(std::move(s)),
      random_(seed)
  {
  }

  static executor_type make_executor(const world_type& w)
  {
    if constexpr (IsChain)
      return w.executor;
    else
      return asio::make_strand(w.executor);
  }

protected:
  std::size_t below(std::size_t n)
  {
    return random_() % n;
  }

  // A handler that counts, and keeps this object.
  template <typename Function>
  auto counted(Function function)
  {
    ++world_.total.begun;
    auto handler = [this, self = this->shared_from_this(), function](
        const error_code& ec, auto result) mutable
    {
      ++world_.total.ended;
      if (ec == asio::error::operation_aborted)
        ++world_.total.cancelled;
      function(ec, result);
    };
    return handler;
  }

  // A cancellation that comes now, soon, or when everything is done.
  void perhaps_cancel()
  {
    if (IsChain || below(6) != 0)
      return;
    asio::post(socket_.get_executor(),
        [this, self = this->shared_from_this()]
        {
          error_code ec;
          socket_.cancel(ec);
        });
  }

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)
  using signal_type = asio::cancellation_signal;
#else
  struct signal_type
  {
  };
#endif

  // The same for one operation. (A signal has one at a time.)
  template <typename Function>
  auto cancellable([[maybe_unused]] signal_type& signal, Function function)
  {
#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)
    if (!IsChain && below(6) == 0)
      asio::post(socket_.get_executor(),
          [&signal, self = this->shared_from_this()]
          {
            signal.emit(asio::cancellation_type::total);
          });
    return asio::bind_cancellation_slot(
        signal.slot(), counted(std::move(function)));
#else
    return counted(std::move(function));
#endif
  }

  world_type& world_;
  socket_type socket_;
  std::mt19937 random_;
  signal_type sending_;
  signal_type receiving_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_RANDOM_THREADS_HPP
