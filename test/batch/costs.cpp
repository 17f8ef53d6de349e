// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What a batch costs, counted: system calls and allocations. And many threads at
// once.

#include "batch.hpp"

#include "allocations.hpp"
#include "system_calls.hpp"

#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(batch_costs, no_leaks,
    *boost::unit_test::timeout(90))

// 32 packets for one system call, in both directions and in every form.
BOOST_AUTO_TEST_CASE(thirty_two_packets_cost_one_system_call)
{
  stage s;
  numbered out(32);
  room<> in(32);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      counted.reset();
      BOOST_TEST(send_batch(how, s.sockets.a, out.messages) == success(32));
      BOOST_TEST(counted.sendmmsg == (has_calls ? 1 : 0));
      BOOST_TEST(counted.sendmsg == (has_calls ? 0 : 32));
      BOOST_TEST(counted.others == 0);

      counted.reset();
      BOOST_TEST(receive_batch(how, s.sockets.b, in.messages)
          == success(32));
      BOOST_TEST(counted.recvmmsg == (has_calls ? 1 : 0));
      BOOST_TEST(counted.recvmsg == (has_calls ? 0 : 32));
      // Behind each call: is there an error that the next one would report?
      BOOST_TEST(counted.poll == (has_calls ? 0 : 31));
      BOOST_TEST(counted.others == 0);
      BOOST_TEST(counted.epoll_ctl == 0);
    }
  }
}

// With room left, the same call has found that there is no more.
BOOST_AUTO_TEST_CASE(a_batch_that_is_not_full_costs_one_system_call)
{
  stage s;
  numbered out(10);
  send_messages(s.sockets.a, out.messages);
  room<> in(32);
  counted.reset();
  BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 10u);
  BOOST_TEST(counted.recvmmsg == (has_calls ? 1 : 0));
  BOOST_TEST(counted.recvmsg == (has_calls ? 0 : 11));
  BOOST_TEST(counted.poll == (has_calls ? 0 : 10));
}

// A hundred are four calls.
BOOST_AUTO_TEST_CASE(a_hundred_packets_cost_four_system_calls)
{
  stage s;
  numbered out(100);
  counted.reset();
  BOOST_TEST(send_messages(s.sockets.a, out.messages) == 100u);
  BOOST_TEST(counted.sendmmsg == (has_calls ? 4 : 0));
  BOOST_TEST(counted.sendmsg == (has_calls ? 0 : 100));
  room<> in(100);
  counted.reset();
  BOOST_TEST(receive_messages(s.sockets.b, in.messages) == 100u);
  BOOST_TEST(counted.recvmmsg == (has_calls ? 4 : 0));
  BOOST_TEST(counted.recvmsg == (has_calls ? 0 : 100));
}

namespace {

// Makes one kind of operation again and again, from handler to handler, as a
// program does that runs inside its context.
class merry_go_round
{
public:
  enum kind
  {
    send,
    waiting_send,
    receive,
    waiting_receive,
    kinds
  };

  // Rounds to be made before the allocations are counted, and while they are.
  static constexpr int warm_up = 16;
  static constexpr int rounds = 64;

  explicit merry_go_round(int k)
    : kind_(k)
  {
    for (auto& message : out_.messages)
      message.ancillary.add_descriptor(file_.native_handle());
  }

  int count()
  {
    asio::post(s_.context, [this] { next(); });
    run(s_.context);
    return result_;
  }

private:
  void next()
  {
    if (round_ == warm_up)
      warm_ = allocations;
    if (round_++ == warm_up + rounds)
    {
      result_ = allocations - warm_;
      return;
    }

    const auto step = [this](const error_code& ec, std::size_t count)
        {
          BOOST_TEST_REQUIRE(!ec);
          BOOST_TEST_REQUIRE(count == out_.messages.size());
          drain();
          next();
        };
    switch (kind_)
    {
    case waiting_send:
      fill_queue(s_.sockets.a);
      async_send_messages(s_.sockets.a, out_.messages, step);
      drain();
      break;
    case send:
      async_send_messages(s_.sockets.a, out_.messages, step);
      break;
    case receive:
      send_messages(s_.sockets.a, out_.messages);
      async_receive_messages(s_.sockets.b, in_.messages, step);
      break;
    case waiting_receive:
      async_receive_messages(s_.sockets.b, in_.messages, step);
      send_messages(s_.sockets.a, out_.messages);
      break;
    }
  }

  void drain()
  {
    error_code ec;
    while (!ec)
      receive_messages(s_.sockets.b, drained_.messages, MSG_DONTWAIT, ec);
  }

  stage s_;
  int kind_;
  unique_descriptor file_ = make_file("x");
  numbered out_{40};
  room<> in_{50};
  room<> drained_{40};
  int round_ = 0;
  int warm_ = 0;
  int result_ = -1;
};

} // namespace

// Nothing is allocated once the headers of the thread and Asio's memory are
// there, neither when a batch is done at once nor when it waits.
BOOST_AUTO_TEST_CASE(nothing_is_allocated_in_the_steady_state)
{
  for (int kind = 0; kind < merry_go_round::kinds; ++kind)
    BOOST_TEST_CONTEXT("kind " << kind)
      BOOST_TEST(merry_go_round(kind).count() == 0);
}

// Several threads, each with batches of its own: they share no headers.
BOOST_AUTO_TEST_CASE(threads_do_not_disturb_each_other)
{
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t < 4; ++t)
  {
    threads.emplace_back([&good, t]
        {
          asio::io_context context;
          connected sockets(context);
          numbered out(40, static_cast<std::size_t>(t) * 1000);
          room<> in(50);
          for (int round = 0; round < 200; ++round)
          {
            send_messages(sockets.a, out.messages);
            std::size_t count = receive_messages(sockets.b, in.messages);
            for (std::size_t i = 0; i < count; ++i)
            {
              if (in.packet(i)
                  != std::to_string(static_cast<std::size_t>(t) * 1000 + i))
                count = 0;
            }
            if (count == 40)
              ++good;
          }
        });
  }
  for (std::thread& thread : threads)
    thread.join();
  BOOST_TEST(good == 800);
}

namespace {

// Sends a batch and receives one when the thread, or the program, ends.
struct late
{
  asio::io_context context;
  connected sockets{context};

  ~late()
  {
    std::array<outgoing_message<0>, 2> out;
    out[0].buffers = text("good");
    out[1].buffers = text("bye");
    error_code ec;
    sent = send_messages(sockets.a, out, ec);
    char bytes[2][8];
    std::array<incoming_message<0>, 2> in;
    in[0].buffers = asio::buffer(bytes[0]);
    in[1].buffers = asio::buffer(bytes[1]);
    received = receive_messages(sockets.b, in, ec);
  }

  static std::size_t sent;
  static std::size_t received;
};

std::size_t late::sent = 0;
std::size_t late::received = 0;

} // namespace

// The headers of a thread are gone before what was made earlier in it.
BOOST_AUTO_TEST_CASE(a_batch_at_the_end_of_a_thread_has_no_headers_left)
{
  std::thread thread([]
      {
        thread_local late goodbye;
        asio::io_context context;
        connected sockets(context);
        std::array<outgoing_message<0>, 1> out;
        out[0].buffers = text("x");
        goodbye.context.restart();
        send_messages(sockets.a, out);
      });
  thread.join();
  BOOST_TEST(late::sent == 2u);
  BOOST_TEST(late::received == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
