// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// After an error every object is as it was, and nothing was sent.

#include "test.hpp"

#include "objects.hpp"
#include "process.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// What a send gives by each of its forms, in turn. The objects stay as they are.
template <typename Socket, typename... IoObjects>
void fails_by_every_form(asio::io_context& context, Socket& socket,
    const error_code& expected, IoObjects&... objects)
{
  const std::array<int, sizeof...(objects)> numbers = {
    objects.native_handle()...};
  const auto check = [&](const error_code& ec)
      {
        BOOST_TEST(ec == expected);
        BOOST_TEST((numbers == std::array<int, sizeof...(objects)>{
                objects.native_handle()...}));
        for (const int number : numbers)
          BOOST_TEST((number < 0 || test::is_open(number)));
      };

  error_code ec;
  send_object(socket, objects..., ec);
  check(ec);
  BOOST_TEST(send_object(socket, text("x"), objects..., ec) == 0u);
  check(ec);
  try
  {
    send_object(socket, std::move(objects)...);
    BOOST_ERROR("no exception");
  }
  catch (const boost::system::system_error& e)
  {
    check(e.code());
  }
  int calls = 0;
  async_send_object(socket, objects..., [&](const error_code& error)
      {
        ++calls;
        check(error);
      });
  async_send_object(socket, text("x"), std::move(objects)...,
      [&](const error_code& error, std::size_t size)
      {
        ++calls;
        check(error);
        BOOST_TEST(size == 0u);
      });
  run(context);
  BOOST_TEST(calls == 2);
}

error_code system_error_of(int number)
{
  return error_code(number, boost::system::system_category());
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(object_errors, no_leaks)

// The receiver has gone.
BOOST_AUTO_TEST_CASE(objects_stay_if_the_peer_is_gone)
{
  asio::io_context context;
  connected way(context);
  way.b.close();
  tcp_pair pair(context);
  watched event = make_counter(context);
  fails_by_every_form(
      context, way.a, asio::error::broken_pipe, pair.a, event);
  asio::write(pair.a, text("x"));
  BOOST_TEST(read_text(pair.b, 1) == "x");
}

// One object is not open, so none goes.
BOOST_AUTO_TEST_CASE(objects_stay_if_one_is_not_open)
{
  asio::io_context context;
  connected way(context);
  tcp_pair pair(context);
  tcp::socket closed(context);
  fails_by_every_form(
      context, way.a, asio::error::bad_descriptor, pair.a, closed, pair.b);
  BOOST_TEST(way.b.available() == 0u);
}

// The sending socket is not open, or not connected.
BOOST_AUTO_TEST_CASE(objects_stay_without_a_connection)
{
  asio::io_context context;
  packet_socket socket(context);
  tcp_pair pair(context);
  fails_by_every_form(
      context, socket, asio::error::bad_descriptor, pair.a);
  open(socket);
  fails_by_every_form(
      context, socket, asio::error::not_connected, pair.a);
}

// A message that is larger than the send buffer.
BOOST_AUTO_TEST_CASE(objects_stay_if_the_bytes_are_too_many)
{
  asio::io_context context;
  connected way(context);
  tcp_pair pair(context);
  const std::vector<char> bytes(10000000);
  error_code ec;
  send_object(way.a, asio::buffer(bytes), pair.a, ec);
  BOOST_TEST(ec == asio::error::message_size);
  BOOST_TEST(pair.a.is_open());

  // A stream sends at least one byte with them.
  basic_connected<local_stream::socket> stream(context);
  send_object(stream.a, asio::const_buffer(), pair.a, ec);
  BOOST_TEST(ec == asio::error::invalid_argument);
  BOOST_TEST(pair.a.is_open());
}

// A socket that does not wait reports so.
BOOST_AUTO_TEST_CASE(objects_stay_if_the_send_must_not_wait)
{
  asio::io_context context;
  connected way(context);
  tcp_pair pair(context);
  fill_queue(way.a);
  way.a.non_blocking(true);
  error_code ec;
  send_object(way.a, pair.a, ec);
  BOOST_TEST(ec == asio::error::would_block);
  BOOST_TEST(pair.a.is_open());
}

// So many descriptors are under way that a user without privileges may send no
// more (unix(7), ETOOMANYREFS).
BOOST_AUTO_TEST_CASE(objects_stay_if_too_many_are_under_way,
    * boost::unit_test::precondition(needs_root))
{
  child_process child([]
      {
        ::rlimit lower = {16, 16};
        if (::setrlimit(RLIMIT_NOFILE, &lower) != 0 || ::setuid(65534) != 0)
          return 2;
        asio::io_context context;
        connected way(context);
        watched event = make_counter(context);
        error_code ec;
        for (int i = 0; i < 1000 && !ec; ++i)
          send_descriptors(way.a, text("x"), {event.native_handle()}, ec);
        if (ec != system_error_of(ETOOMANYREFS))
          return 3;
        send_object(way.a, event, ec);
        return ec == system_error_of(ETOOMANYREFS) && event.is_open() ? 0 : 4;
      });
  BOOST_TEST(child.wait() == 0);
}

// A send that waits needs a duplicate of each descriptor.
BOOST_AUTO_TEST_CASE(objects_stay_if_there_is_no_room_for_duplicates)
{
  asio::io_context context;
  connected way(context);
  watched first = make_counter(context);
  watched second = make_counter(context);
  fill_queue(way.a);
  const std::size_t open_before = open_descriptors();
  error_code result;
  {
    const descriptor_limit limit(1);
    async_send_object(way.a, first, second, [&](const error_code& ec)
        {
          result = ec;
        });
    context.poll();
  }
  BOOST_TEST(result == asio::error::no_descriptors);
  BOOST_TEST(first.is_open());
  BOOST_TEST(second.is_open());
  BOOST_TEST(open_descriptors() == open_before);
}

// The receiver has no room: the kernel drops what it cannot install.
BOOST_AUTO_TEST_CASE(a_receiver_without_room_owns_nothing)
{
  asio::io_context context;
  connected way(context);
  watched first = make_counter(context);
  watched second = make_counter(context);
  send_object(way.a, first, second);
  const std::size_t open_before = open_descriptors();
  error_code ec;
  {
    const descriptor_limit limit(1);
    (void)receive_object<watched, watched>(way.b, context, ec);
  }
  BOOST_TEST((ec == seqpacket_errc::descriptors_lost));
  BOOST_TEST(open_descriptors() == open_before);
}

BOOST_AUTO_TEST_SUITE_END()
