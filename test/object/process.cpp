// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A connection goes on in another process, in the middle of a conversation.

#include "test.hpp"

#include "objects.hpp"
#include "process.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(object_process, no_leaks)

// The worker reads what the first process has left, and answers. The first
// process ends before the answer.
BOOST_AUTO_TEST_CASE(a_conversation_goes_on_in_another_process)
{
  int ends[2];
  BOOST_REQUIRE(::socketpair(
        AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
  unique_descriptor first_end(ends[0]);
  unique_descriptor second_end(ends[1]);
  asio::io_context context;
  tcp_pair pair(context);
  const int number = pair.a.native_handle();

  child_process worker([&]
      {
        ::close(number);
        ::close(pair.b.native_handle());
        first_end.reset();
        asio::io_context own;
        auto way = adopt<packet_socket>(own, std::move(second_end));
        auto connection = receive_object<tcp::socket>(way, own);
        const std::string rest = read_text(connection, 6);
        asio::write(connection, text("worker: "));
        asio::write(connection, text(rest));
        return rest == "second" ? 0 : 1;
      });
  child_process server([&]
      {
        second_end.reset();
        asio::io_context own;
        auto way = adopt<packet_socket>(own, std::move(first_end));
        auto connection = adopt<tcp::socket>(own, unique_descriptor(number));
        if (read_text(connection, 5) != "first")
          return 1;
        send_object(way, connection);
        return connection.is_open() ? 2 : 0;
      });
  pair.a.close();
  first_end.reset();
  second_end.reset();
  asio::write(pair.b, text("firstsecond"));
  BOOST_TEST(server.wait() == 0);
  BOOST_TEST(read_text(pair.b, 14) == "worker: second");
  BOOST_TEST(worker.wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
