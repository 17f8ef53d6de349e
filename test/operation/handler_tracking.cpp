// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Asio's handler tracking shows the operations by their names. It is chosen for
// a whole program, whose objects are others with it. So this program shares
// nothing with the other tests, and has a main of its own.

#define BOOST_ASIO_ENABLE_HANDLER_TRACKING

#include "../main.cpp" // before Boost.Test is seen elsewhere

#include "test.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// What is written to the standard error stream while the function runs.
template <typename Function>
std::string written_to_stderr(Function function)
{
  const unique_descriptor log = make_file("");
  const unique_descriptor before(::fcntl(2, F_DUPFD_CLOEXEC, 3));
  BOOST_REQUIRE(::dup2(log.native_handle(), 2) == 2);
  function();
  BOOST_REQUIRE(::dup2(before.native_handle(), 2) == 2);
  std::string text(1 << 16, '\0');
  const ::ssize_t size = ::pread(
      log.native_handle(), &text[0], text.size(), 0);
  text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return text;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_handler_tracking, no_leaks)

BOOST_AUTO_TEST_CASE(operations_have_names)
{
  const std::string log = written_to_stderr(
      []
      {
        asio::io_context context;
        acceptor listener(context);
        boost_seqpacket::open(listener);
        listener.bind(endpoint());
        listener.listen();
        packet_socket a(context);
        packet_socket b(context);
        const auto nothing = [](auto&&...) {};
        async_accept(listener, b, nothing);
        async_connect(a, listener.local_endpoint(), nothing);
        context.run();

        char bytes[4];
        std::string text;
        incoming_ancillary<0> incoming;
        incoming_message<0> many[1];
        outgoing_message<0> others[1];
        const auto run = [&]
            {
              context.restart();
              context.run();
            };
        async_receive_message(b, asio::buffer(bytes), incoming, nothing);
        async_send_message(a, asio::buffer("x", 1), no_ancillary, nothing);
        run();
        async_receive_messages(b, many, nothing);
        async_send_messages(a, others, nothing);
        run();
        async_receive_descriptors<1>(b, asio::buffer(bytes), nothing);
        async_send_descriptors(a, asio::buffer("x", 1), {0}, nothing);
        run();
        async_discard_message(b, nothing);
        async_send_message(a, asio::buffer("x", 1), no_ancillary, nothing);
        run();
      });
  for (const char* const name : {"async_accept", "async_connect",
      "async_receive_message", "async_send_message",
      "async_receive_messages", "async_send_messages",
      "async_receive_descriptors", "async_discard_message"})
    BOOST_TEST(
        log.find("'boost_seqpacket::" + std::string(name) + "'") != log.npos,
        name);
}

BOOST_AUTO_TEST_SUITE_END()
