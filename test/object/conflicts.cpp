// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Objects that are in use elsewhere while they are sent: by other operations, by
// other sends, by the send itself.

#include "test.hpp"

#include "features.hpp"
#include "objects.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// How an operation ended.
struct ending
{
  int calls = 0;
  error_code error;

  auto handler()
  {
    return [this](const error_code& ec, auto&&...)
        {
          ++calls;
          error = ec;
        };
  }
};

void poll(asio::io_context& context)
{
  context.restart();
  context.poll();
}

void talk(tcp::socket& from, tcp::socket& to)
{
  asio::write(from, text("x"));
  BOOST_TEST(read_text(to, 1) == "x");
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(object_conflicts, no_leaks)

// The socket of the operation is the object, and the operation waits. What else
// the socket does ends as if it were closed.
BOOST_AUTO_TEST_CASE(a_socket_that_waits_can_send_itself)
{
  for (const bool is_full : {false, true})
  {
    asio::io_context context;
    connected way(context);
    ending receive;
    char byte;
    incoming_ancillary<0> none;
    async_receive_message(
        way.a, asio::buffer(&byte, 1), none, receive.handler());
    if (is_full)
      fill_queue(way.a);
    ending send;
    async_send_object(way.a, way.a, send.handler());
    poll(context);
    BOOST_TEST(send.calls == (is_full ? 0 : 1));
    if (is_full)
      discard_all(way.b);
    run(context);
    BOOST_TEST(send.calls == 1);
    BOOST_TEST(!send.error);
    BOOST_TEST(receive.calls == 1);
    BOOST_TEST(receive.error == asio::error::operation_aborted);
    BOOST_TEST(!way.a.is_open());
    way.a = receive_object<packet_socket>(way.b, context);
    BOOST_TEST(are_connected(way.a, way.b));
  }
}

// Another send of that socket waits meanwhile. It has sent nothing, and its
// object stays open.
BOOST_AUTO_TEST_CASE(a_socket_that_sends_itself_ends_its_other_sends)
{
  asio::io_context context;
  connected way(context);
  watched event = make_counter(context, 3);
  fill_queue(way.a);
  ending itself;
  ending other;
  async_send_object(way.a, way.a, itself.handler());
  async_send_object(way.a, event, other.handler());
  poll(context);
  discard_all(way.b);
  run(context);
  BOOST_TEST(!itself.error);
  BOOST_TEST(other.calls == 1);
  BOOST_TEST(other.error == asio::error::operation_aborted);
  BOOST_TEST(event.is_open());
  BOOST_TEST(receive_object<packet_socket>(way.b, context).is_open());
}

// Two sends of one object: both send it. The first one closes it, and the second
// one leaves alone what the program has put into it by then.
BOOST_AUTO_TEST_CASE(two_sends_of_an_object_close_it_once)
{
  asio::io_context context;
  connected way(context);
  connected other_way(context);
  tcp_pair pair(context);
  tcp_pair other(context);
  fill_queue(way.a);
  fill_queue(other_way.a);
  ending first;
  ending second;
  async_send_object(way.a, pair.a, first.handler());
  async_send_object(other_way.a, pair.a, second.handler());
  poll(context);
  BOOST_TEST(first.calls + second.calls == 0);

  const int number = pair.a.native_handle();
  discard_all(way.b);
  run_until(context, [&] { return first.calls != 0; });
  BOOST_TEST(!first.error);
  BOOST_TEST(!pair.a.is_open());
  BOOST_REQUIRE(::dup3(other.a.native_handle(), number, O_CLOEXEC) == number);
  other.a.close();
  pair.a.assign(tcp::v4(), number);

  discard_all(other_way.b);
  run_until(context, [&] { return second.calls != 0; });
  BOOST_TEST(!second.error);
  BOOST_TEST(pair.a.native_handle() == number);
  talk(pair.a, other.b);

  auto received = receive_object<tcp::socket>(way.b, context);
  talk(received, pair.b);
  received = receive_object<tcp::socket>(other_way.b, context);
  talk(received, pair.b);
}

// One object twice in a message that waits: sent twice and closed once, or open
// after an error.
BOOST_AUTO_TEST_CASE(an_object_can_wait_twice_in_one_message)
{
  for (const bool fails : {false, true})
  {
    asio::io_context context;
    connected way(context);
    tcp_pair pair(context);
    fill_queue(way.a);
    ending send;
    async_send_object(way.a, pair.a, pair.a, send.handler());
    poll(context);
    if (fails)
      way.b.close();
    else
      discard_all(way.b);
    run(context);
    BOOST_TEST(send.calls == 1);
    if (fails)
    {
      // The peer has not read all.
      BOOST_TEST(send.error == asio::error::connection_reset);
      talk(pair.a, pair.b);
      continue;
    }
    BOOST_TEST(!send.error);
    BOOST_TEST(!pair.a.is_open());
    auto [one, two] =
      receive_object<tcp::socket, tcp::socket>(way.b, context);
    talk(one, pair.b);
    talk(two, pair.b);
  }
}

// Objects that change places: each has a file that is not its own any more, so
// both stay open, and the files of the beginning arrive.
BOOST_AUTO_TEST_CASE(objects_that_change_places_stay_open)
{
  asio::io_context context;
  connected way(context);
  tcp_pair first(context);
  tcp_pair second(context);
  fill_queue(way.a);
  ending send;
  async_send_object(way.a, first.a, second.a, send.handler());
  poll(context);
  std::swap(first.a, second.a);
  discard_all(way.b);
  run(context);
  BOOST_TEST(!send.error);
  talk(first.a, second.b);
  talk(second.a, first.b);
  auto [one, two] = receive_object<tcp::socket, tcp::socket>(way.b, context);
  talk(one, first.b);
  talk(two, second.b);
}

// The object has another context. Its operations end there, and its epoll lets
// go of the file, also after a wait.
BOOST_AUTO_TEST_CASE(an_object_of_another_context_is_released_there)
{
  for (const bool is_full : {false, true})
  {
    asio::io_context context;
    asio::io_context other;
    connected way(context);
    tcp_pair pair(other);
    const unique_descriptor same(::dup(pair.a.native_handle()));
    ending read;
    char byte;
    pair.a.async_read_some(asio::buffer(&byte, 1), read.handler());
    poll(other);
    if (is_full)
      fill_queue(way.a);
    ending send;
    async_send_object(way.a, pair.a, send.handler());
    poll(context);
    if (is_full)
      discard_all(way.b);
    run(context);
    BOOST_TEST(!send.error);
    BOOST_TEST(read.calls == 0);
    run(other);
    BOOST_TEST(read.error == asio::error::operation_aborted);
#if defined(TEST_HAS_EPOLL)
    BOOST_TEST(!is_watched(same.native_handle()));
#endif
    asio::write(pair.b, text("x"));
    auto received = receive_object<tcp::socket>(way.b, other);
    BOOST_TEST(read_text(received, 1) == "x");
  }
}

// A file comes back under the number that it had. The epoll of the context still
// watches it under that number if it was not sent as an object, or if the
// program closed it while the send waited.
BOOST_AUTO_TEST_CASE(a_file_comes_back_under_its_number)
{
  for (const bool is_object : {false, true})
  {
    asio::io_context context;
    connected way(context);
    tcp_pair pair(context);
    const int number = pair.a.native_handle();
    ending send;
    if (is_object)
    {
      fill_queue(way.a);
      async_send_object(way.a, pair.a, send.handler());
      poll(context);
    }
    else
      send_descriptors(way.a, text("x"), {number});
    pair.a.close();
    if (is_object)
    {
      discard_all(way.b);
      run(context);
      BOOST_TEST(!send.error);
    }

    // The lower numbers are in use.
    std::vector<unique_descriptor> lower;
    for (int next = 0; next < number;)
    {
      lower.emplace_back(::eventfd(0, EFD_CLOEXEC));
      next = lower.back().native_handle();
      if (next >= number)
        lower.pop_back();
    }
    const std::size_t open_before = open_descriptors();
    auto received = receive_object<tcp::socket>(way.b, context);
    BOOST_TEST(open_descriptors() == open_before + 1);
    BOOST_TEST(is_close_on_exec(received.native_handle()));
    talk(received, pair.b);
    int calls = 0;
    char byte;
    received.async_read_some(asio::buffer(&byte, 1),
        [&](const error_code& ec, std::size_t)
        {
          ++calls;
          BOOST_TEST(!ec);
        });
    poll(context);
    BOOST_TEST(calls == 0);
    asio::write(pair.b, text("x"));
    run(context);
    BOOST_TEST(calls == 1);
  }
}

// An acceptor that accepts, and connections that nobody has accepted.
BOOST_AUTO_TEST_CASE(connections_of_an_acceptor_go_with_it)
{
  asio::io_context context;
  connected way(context);
  tcp::acceptor listener(context,
      tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  const auto name = listener.local_endpoint();
  ending accept;
  listener.async_accept(accept.handler());
  send_object(way.a, listener);
  run(context);
  BOOST_TEST(accept.error == asio::error::operation_aborted);
  tcp::socket client(context);
  client.connect(name);
  listener = receive_object<tcp::acceptor>(way.b, context);
  tcp::socket server = listener.accept();
  talk(client, server);
}

// The option that resets a connection with the last close belongs to the file. A
// send is no last close, and leaves the option as it is.
BOOST_AUTO_TEST_CASE(a_socket_that_lingers_is_not_reset)
{
  asio::io_context context;
  connected way(context);
  tcp_pair pair(context);
  pair.a.set_option(asio::socket_base::linger(true, 0));
  send_object(way.a, pair.a);
  {
    auto received = receive_object<tcp::socket>(way.b, context);
    talk(pair.b, received);
  }
  error_code ec;
  char byte;
  pair.b.read_some(asio::buffer(&byte, 1), ec);
  BOOST_TEST(ec == asio::error::connection_reset);
}

#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD) \
    && defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)

// The socket has options that add descriptors and control messages. They are
// none of the objects, and nothing of them stays open.
BOOST_AUTO_TEST_CASE(control_messages_of_options_are_no_objects)
{
  asio::io_context context;
  connected way(context);
  error_code ec;
  way.b.set_option(pass_credentials(true), ec);
  way.b.set_option(pass_security(true), ec);
  way.b.set_option(pass_pidfd(true), ec);
  tcp_pair pair(context);
  send_object(way.a, pair.a);
  const std::size_t open_before = open_descriptors();
  const auto received = receive_object<tcp::socket>(way.b, context);
  BOOST_TEST(received.is_open());
  BOOST_TEST(open_descriptors() == open_before + 1);
}

#endif // defined(BOOST_SEQPACKET_HAS_PASS_PIDFD) ...

// A stream that takes a part of the bytes has taken the objects.
BOOST_AUTO_TEST_CASE(objects_go_with_the_first_part_of_a_stream)
{
  asio::io_context context;
  basic_connected<local_stream::socket> way(context);
  way.a.set_option(asio::socket_base::send_buffer_size(1));
  way.a.non_blocking(true);
  tcp_pair pair(context);
  const std::vector<char> bytes(1000000, 'x');
  const std::size_t sent =
    send_object(way.a, asio::buffer(bytes), pair.a);
  BOOST_TEST(sent > 0u);
  BOOST_TEST(sent < bytes.size());
  BOOST_TEST(!pair.a.is_open());
  BOOST_TEST(receive_object<tcp::socket>(way.b, context).is_open());
  BOOST_TEST(discard_all(way.b) == sent - 1);
}

// The handler opens the object again and sends it, from end to end.
BOOST_AUTO_TEST_CASE(an_object_can_be_used_again_in_the_handler)
{
  asio::io_context context;
  connected way(context);
  watched event = make_counter(context, 1);
  ending second;
  async_send_object(way.a, event, [&](const error_code& ec)
      {
        BOOST_TEST(!ec);
        event.assign(::eventfd(2, EFD_CLOEXEC));
        async_send_object(way.a, event, second.handler());
      });
  run(context);
  BOOST_TEST(second.calls == 1);
  BOOST_TEST(!second.error);
  BOOST_TEST(receive_object<watched>(way.b, context).is_open());
  BOOST_TEST(receive_object<watched>(way.b, context).is_open());
}

BOOST_AUTO_TEST_SUITE_END()
