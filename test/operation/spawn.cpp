// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Stackful coroutines. On its own, since it needs Boost.Context.

#include "test.hpp"

#include <boost/asio/spawn.hpp>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(operation_spawn, no_leaks)

namespace {

template <typename Function>
void spawn_on(asio::io_context& context, Function function)
{
#if BOOST_ASIO_VERSION >= 102400 // Boost 1.80
  asio::spawn(context, function, asio::detached);
#else
  asio::spawn(context, function);
#endif
}

} // namespace

// A message that waits, one that is there, and errors by both ways.
BOOST_AUTO_TEST_CASE(yield_context_gets_messages_and_errors)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("content");
  bool done = false;
  spawn_on(context, [&](asio::yield_context yield)
      {
        char bytes[8];
        incoming_ancillary<1> incoming;
        const std::size_t n = async_receive_message(
            sockets.b, asio::buffer(bytes), incoming, yield);
        BOOST_TEST(n == 5u);
        BOOST_TEST(content_of(incoming.descriptors()[0]) == "content");

        error_code ec;
        async_receive_message(
            sockets.b, asio::buffer(bytes), incoming, yield[ec]);
        BOOST_TEST(ec == asio::error::eof);
        BOOST_CHECK_THROW(
            async_receive_message(
              sockets.b, asio::buffer(bytes), incoming, yield),
            boost::system::system_error);
        done = true;
      });
  spawn_on(context, [&](asio::yield_context yield)
      {
        const std::size_t n = async_send_descriptors(sockets.a,
            text("hello"), {file.native_handle()}, yield);
        BOOST_TEST(n == 5u);
        sockets.a.close();
      });
  run(context);
  BOOST_TEST(done);
}

#if BOOST_ASIO_VERSION >= 102400 // Boost 1.80: more than one result

BOOST_AUTO_TEST_CASE(yield_context_gets_descriptors)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("content");
  bool done = false;
  spawn_on(context, [&](asio::yield_context yield)
      {
        char bytes[8];
        auto [n, files] = async_receive_descriptors<1>(
            sockets.b, asio::buffer(bytes), yield);
        BOOST_TEST(n == 5u);
        BOOST_TEST(content_of(files[0]) == "content");
        done = true;
      });
  spawn_on(context, [&](asio::yield_context yield)
      {
        async_send_descriptors(sockets.a, text("hello"),
            {file.native_handle()}, yield);
      });
  run(context);
  BOOST_TEST(done);
}

#endif

BOOST_AUTO_TEST_SUITE_END()
