// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Connections whose operations and cancellations run on several threads, each
// socket on a strand of its own, or on the implicit one of a chain of handlers.
// What was sent must come back, once and in order, and everything must balance.
//
// A program of its own, for ThreadSanitizer to look at: a race shows only where
// many threads are at work. BOOST_SEQPACKET_SOAK_SECONDS says how long it runs;
// tools/soak sets it.

#include "threads.hpp"

#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

template <typename Executor>
void begin_client(world<Executor>& w, unsigned seed);

// Sends numbered packets and wants them back.
template <typename Executor, bool IsChain>
class client : public side<Executor, IsChain>
{
  using base = side<Executor, IsChain>;
  using base::below;
  using base::cancellable;
  using base::counted;
  using base::perhaps_cancel;
  using base::random_;
  using base::receiving_;
  using base::sending_;
  using base::socket_;
  using base::world_;

public:
  using base::base;

  void start()
  {
    ++world_.total.begun;
    boost_seqpacket::async_connect(socket_, world_.address,
        [this, self = this->shared_from_this()](const error_code& ec)
        {
          ++world_.total.ended;
          world_.all.require(!ec, "connect: " + ec.message());
          wait_for_greeting();
        });
  }

private:
  // Whom the filter refuses sees the end of file instead.
  void wait_for_greeting()
  {
    async_receive_message(socket_, asio::buffer(room_), incoming_,
        counted([this](const error_code& ec, std::size_t)
          {
            if (ec == asio::error::eof || ec == asio::error::connection_reset)
            {
              ++world_.total.refused;
              end();
              return;
            }
            world_.all.require(!ec, "greeting: " + ec.message());
            ++world_.total.clients;
            send();
            if (!IsChain)
              receive();
          }));
  }

  void send()
  {
    const std::size_t left = packets_of_a_client - queue_.sent();
    outgoing_.clear();
    outgoing_.resize(IsChain ? 1 : 1 + below(std::min(left, batch_size)));
    for (std::size_t i = 0; i < outgoing_.size(); ++i)
    {
      const auto number = static_cast<std::uint32_t>(queue_.sent() + i);
      texts_[i] = content_of(number);
      outgoing_[i].buffers = asio::buffer(texts_[i]);
      if (files_of(number) != 0)
        outgoing_[i].ancillary.add_descriptor(any_file());
    }
    queue_.begin_send(outgoing_.size());
    auto next = [this](const error_code& ec, std::size_t count)
    {
      world_.total.sent += count;
      for (std::size_t i = 0; i < count; ++i)
        world_.total.files_sent += files_of(
            static_cast<std::uint32_t>(queue_.sent() + i));
      world_.all.require(queue_.finish_send(count), "came back, but not sent");
      world_.all.require(!ec || ec == asio::error::operation_aborted,
          "send: " + ec.message());
      if (IsChain)
        receive();
      else if (queue_.sent() != packets_of_a_client && socket_.is_open())
        send();
    };
    if (outgoing_.size() == 1)
      async_send_message(socket_, outgoing_[0].buffers,
          outgoing_[0].ancillary,
          cancellable(sending_,
            [next](const error_code& ec, std::size_t) mutable
            {
              next(ec, ec ? 0 : 1);
            }));
    else
      async_send_messages(socket_, outgoing_,
          cancellable(sending_, next));
    perhaps_cancel();
  }

  void receive()
  {
    async_receive_message(socket_, asio::buffer(room_), incoming_,
        keep_if_truncated,
        cancellable(receiving_,
          [this](const error_code& ec, std::size_t size)
          {
            if (!ec)
              take(size);
            else if (ec != asio::error::operation_aborted)
            {
              world_.all.require(false, "receive: " + ec.message());
              end();
              return;
            }
            if (queue_.received() == packets_of_a_client)
              end();
            else if (IsChain)
              send();
            else
              receive();
          }));
    perhaps_cancel();
  }

  void take(std::size_t size)
  {
    const std::uint32_t number = queue_.received();
    const bool right = content_of(number)
      == std::string(room_.data(), size);
    world_.all.require(right, "bytes or order");
    const std::size_t files = incoming_.descriptors().size();
    world_.all.require(files == files_of(number), "files");
    world_.all.require(files == 0
        || same_file(incoming_.descriptors()[0].native_handle(), any_file()),
        "another file");
    incoming_.clear();
    world_.all.require(queue_.receive(), "a packet that was not sent");
    ++world_.total.received;
    world_.total.files_received += files;
  }

  void end()
  {
    error_code ec;
    socket_.close(ec);
    if (world_.stopping)
      world_.leave();
    else
      begin_client(world_, static_cast<unsigned>(random_()));
  }

  queue_model queue_;
  std::vector<outgoing_message<1>> outgoing_;
  std::array<std::string, batch_size> texts_;
  std::array<char, max_size + 4> room_;
  incoming_ancillary<1> incoming_;
};

// Sends back what comes, with its descriptors: always one operation after the
// other.
template <typename Executor, bool IsChain>
class session : public side<Executor, IsChain>
{
  using base = side<Executor, IsChain>;
  using base::below;
  using base::cancellable;
  using base::counted;
  using base::perhaps_cancel;
  using base::receiving_;
  using base::sending_;
  using base::socket_;
  using base::world_;

public:
  using base::base;

  void start()
  {
    ++world_.total.sessions;
    async_send_message(socket_, text("welcome"), no_ancillary,
        counted([this](const error_code& ec, std::size_t)
          {
            world_.all.require(!ec, "welcome: " + ec.message());
            receive();
          }));
  }

private:
  void receive()
  {
    switch (IsChain ? 2 : below(3))
    {
    case 0:
      text_.clear();
      async_receive_message(socket_,
          asio::dynamic_buffer(text_, max_size + 4), batch_[0].ancillary,
          cancellable(receiving_,
            [this](const error_code& ec, std::size_t size)
            {
              batch_[0].bytes_transferred = size;
              std::memcpy(rooms_[0].data(), text_.data(), text_.size());
              received(ec, ec ? 0 : 1);
            }));
      break;
    case 1:
      for (std::size_t i = 0; i < batch_size; ++i)
        batch_[i].buffers = asio::buffer(rooms_[i]);
      async_receive_messages(socket_, batch_,
          cancellable(receiving_,
            [this](const error_code& ec, std::size_t count)
            {
              received(ec, count);
            }));
      break;
    default:
      async_receive_message(socket_, asio::buffer(rooms_[0]),
          batch_[0].ancillary,
          cancellable(receiving_,
            [this](const error_code& ec, std::size_t size)
            {
              batch_[0].bytes_transferred = size;
              received(ec, ec ? 0 : 1);
            }));
    }
    perhaps_cancel();
  }

  void received(const error_code& ec, std::size_t count)
  {
    if (ec == asio::error::operation_aborted)
    {
      world_.all.require(count == 0, "a cancelled receive has received");
      receive();
      return;
    }
    // A client that has all of its packets goes without waiting.
    if (ec)
    {
      world_.all.require(ec == asio::error::eof, "session: " + ec.message());
      end();
      return;
    }
    outgoing_.clear();
    outgoing_.resize(count);
    for (std::size_t i = 0; i < count; ++i)
    {
      outgoing_[i].buffers = asio::buffer(
          rooms_[i].data(), batch_[i].bytes_transferred);
      for (unique_descriptor& file : batch_[i].ancillary.descriptors())
        outgoing_[i].ancillary.add_descriptor(std::move(file));
    }
    send_back();
  }

  void send_back()
  {
    async_send_messages(socket_, outgoing_,
        cancellable(sending_,
          [this](const error_code& ec, std::size_t count)
          {
            world_.all.require(!ec || ec == asio::error::operation_aborted,
                "send back: " + ec.message());
            outgoing_.erase(outgoing_.begin(), outgoing_.begin()
                + static_cast<std::ptrdiff_t>(count));
            if (outgoing_.empty())
              receive();
            else if (!ec || ec == asio::error::operation_aborted)
              send_back();
            else
              end();
          }));
    perhaps_cancel();
  }

  void end()
  {
    error_code ec;
    socket_.close(ec);
    world_.leave();
  }

  std::string text_;
  std::array<incoming_message<1>, batch_size> batch_;
  std::array<std::array<char, max_size + 4>, batch_size> rooms_;
  std::vector<outgoing_message<1>> outgoing_;
};

// Start one of them on its executor.
template <typename Side, typename World, typename Socket>
void begin(World& w, Socket s, unsigned seed)
{
  const auto executor = s.get_executor();
  asio::post(executor,
      [me = std::make_shared<Side>(w, std::move(s), seed)]
      {
        me->start();
      });
}

template <typename Side, typename World>
void begin(World& w, unsigned seed)
{
  begin<Side>(w, typename Side::socket_type(Side::make_executor(w)), seed);
}

template <typename Executor>
void begin_client(world<Executor>& w, unsigned seed)
{
  if (seed % 4 == 0)
    begin<client<Executor, true>>(w, seed);
  else
    begin<client<Executor, false>>(w, seed);
}

template <typename Executor>
void accept_all(world<Executor>& w);

// Everything of the acceptor runs on its strand.
template <typename Session, typename Executor>
void accept_one(world<Executor>& w, unsigned seed)
{
  boost_seqpacket::async_accept(w.listener, w.filter,
      Session::make_executor(w),
      [&w, seed](const error_code& ec, typename Session::socket_type s)
      {
        ++w.total.ended;
        if (!ec)
        {
          ++w.alive;
          begin<Session>(w, std::move(s), seed);
        }
        else if (ec == asio::error::operation_aborted)
          ++w.total.cancelled;
        else
          w.all.require(false, "accept: " + ec.message());
        if (w.listener.is_open())
          accept_all(w);
        else
          w.finished.set_value();
      });
}

// Accepts until the acceptor is closed.
template <typename Executor>
void accept_all(world<Executor>& w)
{
  const auto seed = static_cast<unsigned>(++w.total.begun);
  if (seed % 4 == 0)
    accept_one<session<Executor, true>>(w, seed);
  else
    accept_one<session<Executor, false>>(w, seed);
  if (seed % 5 == 0)
    asio::post(w.listener.get_executor(),
        [&w]
        {
          error_code ec;
          w.listener.cancel(ec);
        });
}

// Half of the time of the program.
std::chrono::milliseconds length()
{
  const char* const value = std::getenv("BOOST_SEQPACKET_SOAK_SECONDS");
  const long seconds = value ? std::strtol(value, nullptr, 10) : 2;
  return std::chrono::milliseconds(500 * seconds);
}

// Start everything on an executor that several threads serve, and end it. False
// after the deadline.
template <typename Executor>
bool play(world<Executor>& w)
{
  asio::post(w.listener.get_executor(), [&w] { accept_all(w); });
  for (std::size_t i = 0; i < client_count; ++i)
    begin_client(w, static_cast<unsigned>(i));
  std::future<void> finished = w.finished.get_future();
  const bool early = finished.wait_for(length()) == std::future_status::ready;
  w.stopping = true;
  return !early
    && finished.wait_for(deadline) == std::future_status::ready;
}

template <typename Executor>
void balance(world<Executor>& w)
{
  const figures& f = w.total;
  std::printf("%zu operations, %zu packets, %zu descriptors, "
      "%zu connections, %zu refused, %zu cancellations\n", f.ended.load(),
      f.received.load(), f.files_received.load(), f.clients.load(),
      f.refused.load(), f.cancelled.load());
  BOOST_TEST(w.all.first() == "");
  BOOST_TEST(f.begun == f.ended);
  BOOST_TEST(f.sent == f.received);
  BOOST_TEST(f.sent == f.clients * packets_of_a_client);
  BOOST_TEST(f.files_sent == f.files_received);
  BOOST_TEST(f.clients == f.sessions);
  BOOST_TEST(f.refused == w.filter.refused());
  BOOST_TEST(f.clients > 0u);
  BOOST_TEST(f.cancelled > 0u);
}

// The file that is passed stays open to the end.
struct one_file
{
  one_file()
  {
    any_file();
  }
};

struct nothing_is_left : one_file, no_leaks
{
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(random_threads, nothing_is_left)

// Several threads run one context.
BOOST_AUTO_TEST_CASE(a_context_of_several_threads_balances)
{
  asio::io_context context(static_cast<int>(thread_count));
  world<asio::io_context::executor_type> w(context.get_executor());
  auto work = asio::make_work_guard(context);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < thread_count; ++i)
    threads.emplace_back([&context] { context.run(); });
  const bool in_time = play(w);
  work.reset();
  if (!in_time)
    context.stop();
  for (std::thread& thread : threads)
    thread.join();
  BOOST_REQUIRE_MESSAGE(in_time, "the deadline has passed");
  balance(w);
}

// A pool of threads is the context.
BOOST_AUTO_TEST_CASE(a_thread_pool_balances)
{
  asio::thread_pool pool(thread_count);
  world<asio::thread_pool::executor_type> w(pool.get_executor());
  const bool in_time = play(w);
  if (!in_time)
    pool.stop();
  pool.join();
  BOOST_REQUIRE_MESSAGE(in_time, "the deadline has passed");
  balance(w);
}

BOOST_AUTO_TEST_SUITE_END()
