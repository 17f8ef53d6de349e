// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What an operation costs, counted: system calls and allocations.

#include "stage.hpp"

#include "allocations.hpp"
#include "features.hpp"
#include "system_calls.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// A socket whose executor is the io_context's own, and one whose executor is
// hidden behind any_io_executor.
using concrete_socket = asio::basic_seq_packet_socket<protocol,
  asio::io_context::executor_type>;

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_costs, no_leaks)

// A packet that is there costs the one call that brings it.
BOOST_AUTO_TEST_CASE(a_ready_packet_costs_one_recvmsg)
{
  stage s;
  send_message(s.sockets.a, text("hello"), s.outgoing);
  counted.reset();
  s.receive();
  s.finish();
  BOOST_TEST(counted.recvmsg == 1);
  BOOST_TEST(counted.poll == 0);
  BOOST_TEST(counted.epoll_ctl == 0);
  BOOST_TEST(counted.others == 0);

  send_message(s.sockets.a, text("hello"), s.outgoing);
  counted.reset();
  receive_message(s.sockets.b, asio::buffer(s.bytes), s.incoming);
  BOOST_TEST(counted.recvmsg == 1);
  BOOST_TEST(counted.poll == 0);
  BOOST_TEST(counted.others == 0);
}

// One that is not costs a failed call, a wait, and the call that brings it.
BOOST_AUTO_TEST_CASE(a_later_packet_costs_two_recvmsg_and_a_wait)
{
  stage s;
  s.receive();
  s.context.poll();
  send_message(s.sockets.a, text("hello"), s.outgoing);
  s.finish();

  counted.reset();
  s.receive();
  BOOST_TEST(counted.recvmsg == 1);
  BOOST_TEST(counted.recvmsg_blocked == 1);
  s.context.restart();
  s.context.poll();
  BOOST_TEST(counted.recvmsg == 1);
  send_message(s.sockets.a, text("hello"), s.outgoing);
  s.finish();
  BOOST_TEST(counted.recvmsg == 2);
  BOOST_TEST(counted.recvmsg_blocked == 1);
  BOOST_TEST(counted.epoll_ctl <= 1);
  BOOST_TEST(counted.poll == 0);
  // SO_COOKIE, before the wait and after it: whether it is the same socket.
  BOOST_TEST(counted.others == 2);
}

// An operation tries at once, also when the ones before it have found nothing.
// What was received before is given up when the next receive begins.
BOOST_AUTO_TEST_CASE(packets_that_are_always_late_cost_the_same_each_time)
{
  stage s;
  for (int i = 0; i < 20; ++i)
  {
    counted.reset();
    s.receive();
    BOOST_TEST(s.incoming.descriptors().size() == 0u);
    BOOST_TEST(s.incoming.message_size() == 0u);
    s.context.restart();
    s.context.poll();
    send_message(s.sockets.a, text("hello"), s.outgoing);
    s.finish();
    BOOST_TEST(s.incoming.descriptors().size() == 1u);
    BOOST_TEST(counted.recvmsg == 2);
    BOOST_TEST(counted.recvmsg_blocked == 1);
    BOOST_TEST(counted.others == 2);
  }

  // A packet that is there is received without a wait.
  send_message(s.sockets.a, text("hello"), s.outgoing);
  counted.reset();
  s.receive();
  s.finish();
  BOOST_TEST(counted.recvmsg == 1);
  BOOST_TEST(counted.epoll_ctl == 0);
}

// What is wrong with the call is told without a wait all the same.
BOOST_AUTO_TEST_CASE(a_receive_that_waits_first_reports_a_wrong_call_at_once)
{
  stage s;
  for (int i = 0; i < 2; ++i)
    s.receive_late();
  const std::vector<asio::mutable_buffer> too_many(
      1025, asio::buffer(s.bytes, 1));
  error_code error;
  async_receive_message(s.sockets.b, too_many, s.incoming,
      [&](const error_code& ec, std::size_t) { error = ec; });
  s.context.restart();
  run(s.context);
  BOOST_TEST(error == asio::error::message_size);
}

BOOST_AUTO_TEST_CASE(a_send_into_a_queue_with_room_costs_one_sendmsg)
{
  stage s;
  counted.reset();
  s.send();
  s.finish();
  BOOST_TEST(counted.sendmsg == 1);
  BOOST_TEST(counted.epoll_ctl == 0);
  BOOST_TEST(counted.poll == 0);
  BOOST_TEST(counted.others == 0);
}

// Only a result of nothing at all is looked into.
BOOST_AUTO_TEST_CASE(the_end_of_file_costs_one_more_look)
{
  stage s;
  send_message(s.sockets.a, text(""), no_ancillary);
  counted.reset();
  BOOST_TEST(receive_message(
        s.sockets.b, asio::buffer(s.bytes), s.incoming) == 0u);
  BOOST_TEST(counted.recvmsg == 1);
  BOOST_TEST(counted.poll == 1);

  s.sockets.b.set_option(pass_credentials(true));
  send_message(s.sockets.a, text(""), no_ancillary);
  counted.reset();
  BOOST_TEST(receive_message(
        s.sockets.b, asio::buffer(s.bytes), s.incoming) == 0u);
  BOOST_TEST(counted.recvmsg == 1);
  BOOST_TEST(counted.poll == 0);
}

namespace {

// Makes one kind of operation again and again, from handler to handler, as a
// program does that runs inside its context.
template <typename Socket>
class merry_go_round
{
public:
  enum kind
  {
    send,
    waiting_send,
    receive,
    waiting_receive,
    short_send,
    waiting_short_send,
    short_receive,
    waiting_short_receive,
    kinds
  };

  merry_go_round(asio::io_context& context, int k)
    : sockets_(context),
      kind_(k)
  {
    outgoing_.add_descriptor(file_.native_handle());
  }

  // Rounds to be made before the allocations are counted, and while they are.
  static constexpr int warm_up = 16;
  static constexpr int rounds = 64;

  void next()
  {
    if (round_ == warm_up)
      warm_ = allocations;
    if (round_++ == warm_up + rounds)
    {
      counted = allocations - warm_;
      return;
    }

    const auto step = [this](const error_code& ec, std::size_t, auto&&...)
        {
          BOOST_REQUIRE(!ec);
          drain();
          next();
        };
    const auto bytes = asio::buffer(bytes_);
    switch (kind_)
    {
    case waiting_send:
      fill_queue(sockets_.a);
      async_send_message(sockets_.a, text("x"), outgoing_, step);
      drain();
      break;
    case send:
      async_send_message(sockets_.a, text("x"), outgoing_, step);
      break;
    case receive:
      send_message(sockets_.a, text("x"), outgoing_);
      async_receive_message(sockets_.b, bytes, incoming_, step);
      break;
    case waiting_receive:
      async_receive_message(sockets_.b, bytes, incoming_, step);
      send_message(sockets_.a, text("x"), outgoing_);
      break;
    case short_send:
      async_send_descriptors(
          sockets_.a, text("x"), {file_.native_handle()}, step);
      break;
    case waiting_short_send:
      fill_queue(sockets_.a);
      async_send_descriptors(
          sockets_.a, text("x"), {file_.native_handle()}, step);
      drain();
      break;
    case short_receive:
      send_message(sockets_.a, text("x"), outgoing_);
      async_receive_descriptors<1>(sockets_.b, bytes, step);
      break;
    case waiting_short_receive:
      async_receive_descriptors<1>(sockets_.b, bytes, step);
      send_message(sockets_.a, text("x"), outgoing_);
      break;
    }
  }

  int counted = -1;

private:
  void drain()
  {
    char bytes[8];
    incoming_ancillary<1> incoming;
    error_code ec;
    do
      receive_message(
          sockets_.b, asio::buffer(bytes), incoming, MSG_DONTWAIT, ec);
    while (!ec);
  }

  basic_connected<Socket> sockets_;
  unique_descriptor file_ = make_file("content");
  outgoing_ancillary<1> outgoing_;
  incoming_ancillary<1> incoming_;
  char bytes_[8];
  int kind_;
  int round_ = 0;
  int warm_ = 0;
};

template <typename Socket>
void expect_no_allocation()
{
  for (int kind = 0; kind < merry_go_round<Socket>::kinds; ++kind)
  {
    BOOST_TEST_CONTEXT("kind " << kind)
    {
      asio::io_context context(1);
      merry_go_round<Socket> going(context, kind);
      asio::post(context, [&] { going.next(); });
      run(context);
      BOOST_TEST(going.counted == 0);
    }
  }
}

} // namespace

// Nothing is allocated once Asio has its memory, neither when an operation is
// done at once nor when it waits, whatever the executor.
BOOST_AUTO_TEST_CASE(nothing_is_allocated_in_the_steady_state)
{
  expect_no_allocation<packet_socket>();
  expect_no_allocation<concrete_socket>();
}

#if defined(TEST_HAS_COROUTINES)

namespace {

template <typename Socket>
asio::awaitable<void, typename Socket::executor_type> go_round(
    basic_connected<Socket>& sockets, int& counted)
{
  const asio::use_awaitable_t<typename Socket::executor_type> token{};
  incoming_ancillary<0> incoming;
  char bytes[8];
  int warm = 0;
  for (int round = 0; round < 80; ++round)
  {
    if (round == 16)
      warm = allocations;
    co_await async_send_message(sockets.a, text("x"), no_ancillary, token);
    co_await async_receive_message(
        sockets.b, asio::buffer(bytes), incoming, token);
  }
  counted = allocations - warm;
}

template <typename Socket>
void expect_no_allocation_in_coroutines()
{
  asio::io_context context(1);
  basic_connected<Socket> sockets(context);
  int counted = -1;
  asio::co_spawn(typename Socket::executor_type(context.get_executor()),
      go_round(sockets, counted), asio::detached);
  run(context);
  BOOST_TEST(counted == 0);
}

} // namespace

// The same for coroutines, whose frames Asio keeps as well.
BOOST_AUTO_TEST_CASE(coroutines_allocate_nothing_in_the_steady_state)
{
  expect_no_allocation_in_coroutines<packet_socket>();
  expect_no_allocation_in_coroutines<concrete_socket>();
}

#endif // defined(TEST_HAS_COROUTINES)

namespace {

// What counting_allocators were asked for.
std::size_t bytes_allocated = 0;

// An allocator that counts.
template <typename T>
struct counting_allocator
{
  using value_type = T;

  explicit counting_allocator(int& n) noexcept
    : count(&n)
  {
  }

  template <typename U>
  counting_allocator(const counting_allocator<U>& other) noexcept
    : count(other.count)
  {
  }

  T* allocate(std::size_t n)
  {
    ++*count;
    bytes_allocated += n * sizeof(T);
    return static_cast<T*>(::operator new(n * sizeof(T)));
  }

  void deallocate(T* memory, std::size_t)
  {
    ::operator delete(memory);
  }

  friend bool operator==(const counting_allocator& a,
      const counting_allocator& b) noexcept
  {
    return a.count == b.count;
  }

  friend bool operator!=(const counting_allocator& a,
      const counting_allocator& b) noexcept
  {
    return a.count != b.count;
  }

  int* count;
};

template <typename Function>
struct allocating_handler
{
  using allocator_type = counting_allocator<void*>;

  allocator_type get_allocator() const noexcept
  {
    return allocator_type(*count);
  }

  void operator()(const error_code& ec, std::size_t)
  {
    function(ec);
  }

  int* count;
  Function function;
};

template <typename Function>
allocating_handler<Function> allocate_with(int& count, Function function)
{
  return {&count, function};
}

} // namespace

// The memory of an operation comes from the handler's allocator: when it waits,
// with any executor; when it is done at once, where the executor takes an
// allocator, which any_io_executor does not.
BOOST_AUTO_TEST_CASE(the_associated_allocator_is_used)
{
  stage s;
  basic_connected<concrete_socket> concrete(s.context);
  int count = 0;
  const auto handler = [&](const error_code& ec)
      {
        BOOST_TEST(!ec);
        s.done = true;
      };

  // Done at once.
  async_send_message(concrete.a, text("x"), s.outgoing,
      allocate_with(count, handler));
  BOOST_TEST(count == 1);
  s.finish();
  count = 0;
  async_receive_message(concrete.b, asio::buffer(s.bytes), s.incoming,
      allocate_with(count, handler));
  BOOST_TEST(count == 1);
  s.finish();

  // Waiting.
  count = 0;
  async_receive_message(concrete.b, asio::buffer(s.bytes), s.incoming,
      allocate_with(count, handler));
  BOOST_TEST(count == 1);
  send_message(concrete.a, text("x"), s.outgoing);
  s.finish();

  count = 0;
  async_receive_message(s.sockets.b, asio::buffer(s.bytes), s.incoming,
      allocate_with(count, handler));
  BOOST_TEST(count == 1);
  send_message(s.sockets.a, text("x"), s.outgoing);
  s.finish();
}

// What each connection needs, of which a server has thousands: beside Asio's
// socket an ancillary object, and the operation that waits.
BOOST_AUTO_TEST_CASE(the_state_of_a_connection_is_small)
{
  BOOST_TEST(sizeof(incoming_ancillary<0>) <= 576u);
  BOOST_TEST(sizeof(incoming_ancillary<16>)
      <= sizeof(incoming_ancillary<0>) + 16 * sizeof(int));
  BOOST_TEST(sizeof(incoming_message<0>)
      <= sizeof(incoming_ancillary<0>) + 48);
  BOOST_TEST(sizeof(outgoing_ancillary<1>) <= 224u);

  stage s;
  basic_connected<concrete_socket> concrete(s.context);
  int count = 0;
  const auto handler = [&](const error_code&) { s.done = true; };
  const auto wait_on = [&](auto& sockets)
      {
        bytes_allocated = 0;
        async_receive_message(sockets.b, asio::buffer(s.bytes), s.incoming,
            allocate_with(count, handler));
        const std::size_t bytes = bytes_allocated;
        send_message(sockets.a, text("x"), no_ancillary);
        s.finish();
        return bytes;
      };
  BOOST_TEST(wait_on(concrete) <= 208u);
  BOOST_TEST(wait_on(s.sockets) <= 352u);
}

BOOST_AUTO_TEST_SUITE_END()
