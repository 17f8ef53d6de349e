// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What the operations of streams and of datagrams cost, and those with owners of
// descriptors and with objects, counted: system calls and allocations.

#include "test.hpp"

#include "features.hpp"
#include "steady_state.hpp"
#include "system_calls.hpp"

#include <boost_seqpacket/receive_object.hpp>
#include <boost_seqpacket/send_object.hpp>

#include <functional>
#include <sys/eventfd.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using io_executor = asio::io_context::executor_type;
using stream_protocol = asio::local::stream_protocol;
using datagram_protocol = asio::local::datagram_protocol;

// Two sockets, and what their operations need.
template <typename Socket>
struct stage_of
{
  asio::io_context context{1};
  basic_connected<Socket> sockets{context};
  char bytes[6];
  incoming_ancillary<4> incoming;
  outgoing_ancillary<1> outgoing;
  unique_descriptor file = make_file("content");
  bool done = false;

  stage_of()
  {
    outgoing.add_descriptor(file.native_handle());
  }

  auto handler()
  {
    return [this](const error_code& ec, std::size_t)
        {
          BOOST_TEST(!ec);
          done = true;
        };
  }

  // What goes on in the context until it waits for something.
  void poll()
  {
    context.restart();
    context.poll();
  }

  // Run until the handler was called.
  void finish()
  {
    run_until(context, [&] { return done; });
    done = false;
  }

  // A part of a message, with a descriptor, so that the kernel does not join
  // it with the next one.
  void send_part(std::string_view part)
  {
    send_message(sockets.a, text(part), outgoing);
  }

  void read()
  {
    async_read_message(
        sockets.b, asio::buffer(bytes), incoming, handler());
  }

  std::size_t drain()
  {
    char some[4096];
    std::size_t count = 0;
    for (;;)
    {
      const ::ssize_t size = ::recv(
          sockets.b.native_handle(), some, sizeof(some), MSG_DONTWAIT);
      if (size <= 0)
        return count;
      count += static_cast<std::size_t>(size);
    }
  }
};

using stream_stage = stage_of<stream_protocol::socket>;
using datagram_stage = stage_of<datagram_protocol::socket>;

// What happens when a synchronous function waits.
std::function<void()> on_wait;

void wait()
{
  if (on_wait)
    on_wait();
}

// Calls the function for each of the waits of a synchronous operation.
template <typename Operation, typename Function>
void with_waits(Operation operation, Function let_come)
{
  on_wait = let_come;
  on_poll = &wait;
  operation();
  on_poll = nullptr;
  on_wait = nullptr;
}

constexpr const char* parts[] = {"ab", "cd", "ef"};

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_costs_of_others, no_leaks)

// A message that is there costs the one call that brings it.
BOOST_AUTO_TEST_CASE(a_message_that_is_there_costs_one_recvmsg)
{
  stream_stage s;
  for (const bool synchronous : {true, false})
  {
    s.send_part("abcdef");
    counted.reset();
    if (synchronous)
    {
      BOOST_TEST(read_message(
            s.sockets.b, asio::buffer(s.bytes), s.incoming) == 6u);
    }
    else
    {
      s.read();
      s.finish();
    }
    BOOST_TEST(counted.recvmsg == 1);
    BOOST_TEST(counted.poll == 0);
    BOOST_TEST(counted.epoll_ctl == 0);
    BOOST_TEST(counted.others == 0);
  }
}

// One call for each part that the kernel keeps apart, and none to see whether
// there is more.
BOOST_AUTO_TEST_CASE(a_message_in_parts_costs_one_recvmsg_for_each)
{
  stream_stage s;
  for (const bool synchronous : {true, false})
  {
    for (const char* const part : parts)
      s.send_part(part);
    s.send_part("next");
    counted.reset();
    if (synchronous)
    {
      read_message(s.sockets.b, asio::buffer(s.bytes), s.incoming);
    }
    else
    {
      s.read();
      s.finish();
    }
    BOOST_TEST(s.incoming.descriptors().size() == 3u);
    BOOST_TEST(counted.recvmsg == 3);
    BOOST_TEST(counted.recvmsg_blocked == 0);
    BOOST_TEST(counted.poll == 0);
    BOOST_TEST(counted.epoll_ctl == 0);
    BOOST_TEST(counted.others == 0);
    s.drain();
  }
}

// A part that is not there costs a failed call, a wait, and the call that
// brings it.
BOOST_AUTO_TEST_CASE(late_parts_cost_two_recvmsg_and_a_wait_each)
{
  stream_stage s;
  for (int i = 0; i < 5; ++i)
  {
    counted.reset();
    s.read();
    for (const char* const part : parts)
    {
      s.poll();
      s.send_part(part);
    }
    s.finish();
    BOOST_TEST(s.incoming.descriptors().size() == 3u);
    BOOST_TEST(counted.recvmsg == 6);
    BOOST_TEST(counted.recvmsg_blocked == 3);
    BOOST_TEST(counted.epoll_ctl <= 3);
    BOOST_TEST(counted.poll == 0);
    // SO_COOKIE, at the beginning and after each wait: whether it is the same
    // socket.
    BOOST_TEST(counted.others == 4);
  }
}

// The same for the function that waits itself.
BOOST_AUTO_TEST_CASE(late_parts_cost_a_synchronous_read_one_poll_each)
{
  stream_stage s;
  int sent = 0;
  counted.reset();
  with_waits([&]
      {
        read_message(s.sockets.b, asio::buffer(s.bytes), s.incoming);
      },
      [&] { s.send_part(parts[sent++]); });
  BOOST_TEST(std::string_view(s.bytes, 6) == "abcdef");
  BOOST_TEST(sent == 3);
  BOOST_TEST(counted.recvmsg == 6);
  BOOST_TEST(counted.recvmsg_blocked == 3);
  BOOST_TEST(counted.poll == 3);
  BOOST_TEST(counted.epoll_ctl == 0);
}

// A stream with room takes a message at once.
BOOST_AUTO_TEST_CASE(a_write_into_a_queue_with_room_costs_one_sendmsg)
{
  stream_stage s;
  for (const bool synchronous : {true, false})
  {
    counted.reset();
    if (synchronous)
    {
      write_message(s.sockets.a, text("abcdef"), s.outgoing);
    }
    else
    {
      async_write_message(
          s.sockets.a, text("abcdef"), s.outgoing, s.handler());
      s.finish();
    }
    BOOST_TEST(counted.sendmsg == 1);
    BOOST_TEST(counted.poll == 0);
    BOOST_TEST(counted.epoll_ctl == 0);
    BOOST_TEST(counted.others == 0);
  }
}

// A message that is larger than the queue costs two calls and a wait for each
// queue of it, and the last call.
BOOST_AUTO_TEST_CASE(a_write_larger_than_the_queue_costs_two_calls_and_a_wait)
{
  stream_stage s;
  s.sockets.a.set_option(asio::socket_base::send_buffer_size(1));
  const std::string large(6000, 'x');
  for (const bool synchronous : {true, false})
  {
    std::size_t drained = 0;
    const auto drain = [&]
        {
          const std::size_t size = s.drain();
          BOOST_TEST(size < large.size());
          drained += size;
        };
    counted.reset();
    if (synchronous)
    {
      with_waits([&]
          {
            write_message(s.sockets.a, text(large), s.outgoing);
          }, drain);
    }
    else
    {
      async_write_message(
          s.sockets.a, text(large), s.outgoing, s.handler());
      drain();
      s.finish();
    }
    BOOST_TEST(counted.sendmsg == 3);
    BOOST_TEST(counted.poll == (synchronous ? 1 : 0));
    BOOST_TEST(counted.epoll_ctl <= 1);
    drain();
    BOOST_TEST(drained == large.size());
  }
}

// A datagram with its sender costs one call.
BOOST_AUTO_TEST_CASE(a_datagram_and_its_sender_cost_one_recvmsg)
{
  datagram_stage s;
  datagram_protocol::endpoint sender;
  for (const bool synchronous : {true, false})
  {
    s.send_part("hello");
    counted.reset();
    if (synchronous)
    {
      receive_message_from(
          s.sockets.b, asio::buffer(s.bytes), s.incoming, sender);
    }
    else
    {
      async_receive_message_from(s.sockets.b, asio::buffer(s.bytes),
          s.incoming, sender, s.handler());
      s.finish();
    }
    BOOST_TEST(counted.recvmsg == 1);
    BOOST_TEST(counted.poll == 0);
    BOOST_TEST(counted.epoll_ctl == 0);
    BOOST_TEST(counted.others == 0);
  }
}

// One that comes later costs what a packet without an address costs.
BOOST_AUTO_TEST_CASE(a_late_datagram_costs_a_wait)
{
  datagram_stage s;
  datagram_protocol::endpoint sender;
  const auto costs = [&](auto receive)
      {
        counted.reset();
        receive();
        s.poll();
        s.send_part("hello");
        s.finish();
        return std::vector<int>{counted.recvmsg, counted.recvmsg_blocked,
          counted.poll, counted.others};
      };
  const auto without_address = [&]
      {
        async_receive_message(
            s.sockets.b, asio::buffer(s.bytes), s.incoming, s.handler());
      };
  const auto with_address = [&]
      {
        async_receive_message_from(s.sockets.b, asio::buffer(s.bytes),
            s.incoming, sender, s.handler());
      };
  costs(without_address);
  BOOST_TEST(costs(with_address) == costs(without_address),
      boost::test_tools::per_element());
  BOOST_TEST(counted.recvmsg == 2);
}

// A send to an address costs one call, and one for each pause while the queue
// is full. It waits for no event.
BOOST_AUTO_TEST_CASE(a_send_to_an_address_costs_one_sendmsg)
{
  datagram_stage s;
  s.sockets.b.bind(datagram_protocol::endpoint());
  const datagram_protocol::endpoint name = s.sockets.b.local_endpoint();
  counted.reset();
  send_message_to(s.sockets.a, text("x"), s.outgoing, name);
  async_send_message_to(
      s.sockets.a, text("x"), s.outgoing, name, s.handler());
  s.finish();
  BOOST_TEST(counted.sendmsg == 2);
  BOOST_TEST(counted.poll == 0);
  BOOST_TEST(counted.epoll_ctl == 0);
  BOOST_TEST(counted.others == 0);

  fill_queue(s.sockets.a);
  counted.reset();
  async_send_message_to(
      s.sockets.a, text("x"), s.outgoing, name, s.handler());
  s.drain();
  s.finish();
  BOOST_TEST(counted.sendmsg == 2);
  BOOST_TEST(counted.poll == 0);
}

// A number of descriptors that is not known costs nothing in system calls.
BOOST_AUTO_TEST_CASE(a_receive_of_at_most_costs_one_recvmsg)
{
  stage_of<packet_socket> s;
  const auto check = [&](const error_code& ec, std::size_t,
      std::vector<unique_descriptor> arrived)
      {
        BOOST_TEST(!ec);
        BOOST_TEST(arrived.size() == 1u);
        s.done = true;
      };
  s.send_part("hello");
  s.send_part("hello");
  counted.reset();
  async_receive_descriptors(
      s.sockets.b, asio::buffer(s.bytes), at_most(2), check);
  s.finish();
  receive_descriptors(s.sockets.b, asio::buffer(s.bytes), at_most(2));
  BOOST_TEST(counted.recvmsg == 2);
  BOOST_TEST(counted.poll == 0);
  BOOST_TEST(counted.epoll_ctl == 0);
  BOOST_TEST(counted.others == 0);

  // The first wait sees that the socket has been ready.
  for (int i = 0; i < 2; ++i)
  {
    counted.reset();
    async_receive_descriptors(
        s.sockets.b, asio::buffer(s.bytes), at_most(2), check);
    s.poll();
    s.send_part("hello");
    s.finish();
  }
  BOOST_TEST(counted.recvmsg == 2);
  BOOST_TEST(counted.recvmsg_blocked == 1);
  BOOST_TEST(counted.others == 2);
}

namespace {

template <typename Socket>
void expect_no_allocation_of_streams()
{
  stage_of<Socket> s;
  const auto buffer = asio::buffer(s.bytes);
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        s.send_part("abc");
        s.send_part("def");
        async_read_message(s.sockets.b, buffer, s.incoming, step);
      }) == 0);
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        async_read_message(s.sockets.b, buffer, s.incoming, step);
        s.send_part("abc");
        post_of_peer(s.context, [&] { s.send_part("def"); });
      }) == 0);
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        s.drain();
        async_write_message(s.sockets.a, text("abcdef"), s.outgoing, step);
      }) == 0);
  s.sockets.a.set_option(asio::socket_base::send_buffer_size(1));
  const std::string large(6000, 'x');
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        s.drain();
        async_write_message(s.sockets.a, text(large), s.outgoing, step);
        post_of_peer(s.context, [&] { s.drain(); });
      }) == 0);
}

template <typename Socket>
void expect_no_allocation_of_datagrams()
{
  stage_of<Socket> s;
  datagram_protocol::endpoint sender;
  s.sockets.b.bind(datagram_protocol::endpoint());
  const datagram_protocol::endpoint name = s.sockets.b.local_endpoint();
  const auto buffer = asio::buffer(s.bytes);
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        s.send_part("abc");
        async_receive_message_from(
            s.sockets.b, buffer, s.incoming, sender, step);
      }) == 0);
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        async_receive_message_from(
            s.sockets.b, buffer, s.incoming, sender, step);
        s.send_part("abc");
      }) == 0);
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        s.drain();
        async_send_message_to(
            s.sockets.a, text("abc"), s.outgoing, name, step);
      }) == 0);
}

} // namespace

// Nothing is allocated once Asio has its memory, neither when an operation is
// done at once nor when it waits between its parts, whatever the executor.
BOOST_AUTO_TEST_CASE(nothing_is_allocated_in_the_steady_state)
{
  expect_no_allocation_of_streams<stream_protocol::socket>();
  expect_no_allocation_of_streams<
    asio::basic_stream_socket<stream_protocol, io_executor>>();
  expect_no_allocation_of_datagrams<datagram_protocol::socket>();
  expect_no_allocation_of_datagrams<
    asio::basic_datagram_socket<datagram_protocol, io_executor>>();
}

// The vector that is handed over is one allocation, whether the operation waits
// or not. Owners that are given away are two.
BOOST_AUTO_TEST_CASE(owners_cost_what_is_documented)
{
  stage_of<packet_socket> s;
  const auto buffer = asio::buffer(s.bytes);
  constexpr int rounds = 64;
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        s.send_part("abc");
        async_receive_descriptors(s.sockets.b, buffer, at_most(2), step);
      }) == rounds);
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        async_receive_descriptors(s.sockets.b, buffer, at_most(2), step);
        s.send_part("abc");
      }) == rounds);
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        s.drain();
        async_send_descriptors(
            s.sockets.a, text("abc"), s.file.duplicate(), step);
      }) == 2 * rounds);
}

namespace {

using event_object = asio::posix::stream_descriptor;

} // namespace

// Objects cost the one call of their message. Asio's epoll lets go of an object
// that is sent, and watches one that arrives.
BOOST_AUTO_TEST_CASE(an_object_costs_one_call_each_way)
{
  stage_of<packet_socket> s;
  event_object event(s.context, ::eventfd(0, EFD_CLOEXEC));
  for (const bool synchronous : {true, false})
  {
    counted.reset();
    if (synchronous)
    {
      send_object(s.sockets.a, text("hello"), event);
    }
    else
    {
      async_send_object(s.sockets.a, text("hello"), event, s.handler());
      s.finish();
    }
    BOOST_TEST(!event.is_open());
    BOOST_TEST(counted.sendmsg == 1);
    BOOST_TEST(counted.poll == 0);
    BOOST_TEST(counted.epoll_ctl <= 1);
    BOOST_TEST(counted.others == 0);

    counted.reset();
    event = std::get<1>(receive_object<event_object>(
          s.sockets.b, asio::buffer(s.bytes), s.context));
    BOOST_TEST(counted.recvmsg == 1);
    BOOST_TEST(counted.poll == 0);
    BOOST_TEST(counted.epoll_ctl <= 1);
    BOOST_TEST(counted.others == 0);
  }
}

// A full queue costs what it costs a send of a number.
BOOST_AUTO_TEST_CASE(an_object_that_waits_costs_two_sendmsg)
{
  stage_of<packet_socket> s;
  // Asio begins to watch the sending socket, once.
  fill_queue(s.sockets.a);
  async_send_message(s.sockets.a, text("x"), s.outgoing, s.handler());
  s.poll();
  s.drain();
  s.finish();

  event_object event(s.context, ::eventfd(0, EFD_CLOEXEC));
  fill_queue(s.sockets.a);
  counted.reset();
  async_send_object(s.sockets.a, text("hello"), event, s.handler());
  s.poll();
  s.drain();
  s.finish();
  BOOST_TEST(!event.is_open());
  BOOST_TEST(counted.sendmsg == 2);
  BOOST_TEST(counted.poll == 0);
  // SO_COOKIE, at the beginning and after the wait.
  BOOST_TEST(counted.others == 2);
}

// Nothing of the operations is allocated. Asio has memory for the object.
BOOST_AUTO_TEST_CASE(objects_allocate_nothing_in_the_steady_state)
{
  stage_of<packet_socket> s;
  const auto buffer = asio::buffer(s.bytes);
  event_object event(s.context, ::eventfd(0, EFD_CLOEXEC));
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        if (!event.is_open())
          event.assign(::eventfd(0, EFD_CLOEXEC));
        s.drain();
        async_send_object(s.sockets.a, text("abc"), event, step);
      }) == 0);
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        if (!event.is_open())
          event.assign(::eventfd(0, EFD_CLOEXEC));
        fill_queue(s.sockets.a);
        async_send_object(s.sockets.a, text("abc"), event, step);
        post_of_peer(s.context, [&] { s.drain(); });
      }) == 0);
  s.drain();
  s.outgoing.clear();
  s.outgoing.add_descriptor(unique_descriptor(::eventfd(0, EFD_CLOEXEC)));
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        s.send_part("abc");
        async_receive_object<event_object>(
            s.sockets.b, buffer, s.context, step);
      }) == 0);
  BOOST_TEST(allocations_of(s.context, [&](auto step)
      {
        async_receive_object<event_object>(
            s.sockets.b, buffer, s.context, step);
        s.send_part("abc");
      }) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
