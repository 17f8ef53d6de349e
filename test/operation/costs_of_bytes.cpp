// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Bytes alone cost what they cost with Asio's own functions: not a system call
// and not an allocation more.

#include "test.hpp"

#include "allocations.hpp"
#include "features.hpp"
#include "system_calls.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Bytes are sent and received by the library, or by Asio itself.
struct by_library
{
  template <typename Handler>
  static void receive(
      packet_socket& from, asio::mutable_buffer bytes, Handler handler)
  {
    async_receive_message(from, bytes, std::move(handler));
  }

  template <typename Handler>
  static void send(packet_socket& to, asio::const_buffer bytes, Handler handler)
  {
    async_send_message(to, bytes, std::move(handler));
  }
};

asio::socket_base::message_flags out_flags;

struct by_asio
{
  template <typename Handler>
  static void receive(
      packet_socket& from, asio::mutable_buffer bytes, Handler handler)
  {
    from.async_receive(bytes, out_flags, std::move(handler));
  }

  template <typename Handler>
  static void send(packet_socket& to, asio::const_buffer bytes, Handler handler)
  {
    to.async_send(bytes, 0, std::move(handler));
  }
};

// The system calls that were made.
std::vector<int> calls()
{
  return {counted.recvmsg, counted.recvmsg_blocked, counted.sendmsg,
    counted.recvmmsg, counted.sendmmsg, counted.poll, counted.epoll_ctl,
    counted.others};
}

enum class moment
{
  at_once,
  later
};

constexpr moment all_moments[] = {moment::at_once, moment::later};

struct pair_of_sockets
{
  asio::io_context context{1};
  connected sockets{context};
  char bytes[16];
  bool done = false;

  auto handler()
  {
    return [this](const error_code& ec, std::size_t n)
        {
          BOOST_TEST(!ec);
          BOOST_TEST(n == 5u);
          done = true;
        };
  }

  void finish()
  {
    run_until(context, [&] { return done; });
    done = false;
  }

  template <typename Who>
  void receive(moment when)
  {
    if (when == moment::at_once)
      send_message(sockets.a, text("hello"), no_ancillary);
    Who::receive(sockets.b, asio::buffer(bytes), handler());
    if (when == moment::later)
    {
      context.restart();
      context.poll();
      send_message(sockets.a, text("hello"), no_ancillary);
    }
    finish();
  }

  template <typename Who>
  void send(moment when)
  {
    if (when == moment::later)
      fill_queue(sockets.a);
    Who::send(sockets.a, text("hello"), handler());
    drain();
    finish();
    drain();
  }

  void drain()
  {
    error_code ec;
    do
      receive_message(sockets.b, asio::buffer(bytes), MSG_DONTWAIT, ec);
    while (!ec);
  }
};

// What the second operation on a socket costs.
template <typename Function>
std::vector<int> second_time(Function operation)
{
  pair_of_sockets s;
  operation(s);
  counted.reset();
  operation(s);
  return calls();
}

// Operations from handler to handler, as a program makes them that runs inside
// its context.
template <typename Who>
class in_a_circle
{
public:
  static constexpr int warm_up = 16;
  static constexpr int rounds = 64;

  in_a_circle(pair_of_sockets& s, bool sends, moment when)
    : s_(s),
      sends_(sends),
      when_(when)
  {
  }

  void next()
  {
    if (round_ == warm_up)
      warm_ = allocations;
    if (round_++ == warm_up + rounds)
    {
      allocated = allocations - warm_;
      return;
    }
    const auto step = [this](const error_code& ec, std::size_t)
        {
          BOOST_REQUIRE(!ec);
          s_.drain();
          next();
        };
    if (sends_ && when_ == moment::later)
      fill_queue(s_.sockets.a);
    if (!sends_ && when_ == moment::at_once)
      send_message(s_.sockets.a, text("hello"), no_ancillary);
    if (sends_)
      Who::send(s_.sockets.a, text("hello"), step);
    else
      Who::receive(s_.sockets.b, asio::buffer(s_.bytes), step);
    if (sends_)
      s_.drain();
    else if (when_ == moment::later)
      send_message(s_.sockets.a, text("hello"), no_ancillary);
  }

  int allocated = -1;

private:
  pair_of_sockets& s_;
  bool sends_;
  moment when_;
  int round_ = 0;
  int warm_ = 0;
};

template <typename Who>
int allocations_in_a_circle(bool sends, moment when)
{
  pair_of_sockets s;
  in_a_circle<Who> circle(s, sends, when);
  asio::post(s.context, [&] { circle.next(); });
  run(s.context);
  return circle.allocated;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_costs_of_bytes, no_leaks)

// A receive, of a packet that is there and of one that comes later.
BOOST_AUTO_TEST_CASE(a_receive_makes_the_system_calls_of_asio)
{
  for (const moment when : all_moments)
  {
    const auto ours = second_time(
        [&](pair_of_sockets& s) { s.receive<by_library>(when); });
    const auto asios = second_time(
        [&](pair_of_sockets& s) { s.receive<by_asio>(when); });
    BOOST_TEST(ours == asios, boost::test_tools::per_element());
  }
}

// A send, into a queue with room and into a full one.
BOOST_AUTO_TEST_CASE(a_send_makes_the_system_calls_of_asio)
{
  for (const moment when : all_moments)
  {
    const auto ours = second_time(
        [&](pair_of_sockets& s) { s.send<by_library>(when); });
    const auto asios = second_time(
        [&](pair_of_sockets& s) { s.send<by_asio>(when); });
    BOOST_TEST(ours == asios, boost::test_tools::per_element());
  }
}

// The synchronous forms make one.
BOOST_AUTO_TEST_CASE(synchronous_forms_make_one_system_call)
{
  pair_of_sockets s;
  counted.reset();
  BOOST_TEST(send_message(s.sockets.a, text("hello")) == 5u);
  BOOST_TEST(receive_message(s.sockets.b, asio::buffer(s.bytes)) == 5u);
  BOOST_TEST(calls() == (std::vector<int>{1, 0, 1, 0, 0, 0, 0, 0}),
      boost::test_tools::per_element());
}

// A packet with descriptors, and an empty one, cost questions. Plain ones none.
BOOST_AUTO_TEST_CASE(only_what_is_unusual_is_looked_into)
{
  pair_of_sockets s;
  send_message(s.sockets.a, text(""));
  counted.reset();
  s.done = false;
  async_receive_message(s.sockets.b, asio::buffer(s.bytes),
      [&](const error_code& ec, std::size_t n)
      {
        BOOST_TEST(!ec);
        BOOST_TEST(n == 0u);
        s.done = true;
      });
  s.finish();
  BOOST_TEST(counted.recvmsg == 1);
  BOOST_TEST(counted.poll == 1);
  BOOST_TEST(counted.others == 0);
}

// What the memory of a receive costs in addition. Asio writes the flags of the
// packet to it. Before Boost 1.79 there is no public way to recycle it.
int allocations_for_flags(bool sends)
{
#if defined(TEST_HAS_RECYCLING_ALLOCATOR)
  (void)sends;
  return 0;
#else
  return sends ? 0 : in_a_circle<by_library>::rounds;
#endif
}

// Once it is warm, nothing is allocated.
BOOST_AUTO_TEST_CASE(bytes_alone_allocate_nothing)
{
  for (const moment when : all_moments)
  {
    for (const bool sends : {false, true})
    {
      BOOST_TEST_CONTEXT((sends ? "send" : "receive")
          << (when == moment::later ? " later" : " at once"))
      {
        BOOST_TEST(allocations_in_a_circle<by_library>(sends, when)
            <= allocations_in_a_circle<by_asio>(sends, when)
              + allocations_for_flags(sends));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
