// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The store of the service manager: what is put in, and what is taken out.

#include "manager.hpp"

#include <sys/resource.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(service_store, no_leaks)

// The messages are those of sd_pid_notify_with_fds(3).
BOOST_AUTO_TEST_CASE(descriptors_are_stored_by_name)
{
  asio::io_context context;
  fake_manager manager(context);
  BOOST_TEST(store_descriptors("one", {make_file("1"), make_file("2")}));
  BOOST_TEST(store_descriptors("two", make_file("3"), stored_until::removed));
  BOOST_TEST(manager.obey()
      == "FDSTORE=1 FDNAME=one\nFDSTORE=1 FDNAME=two FDPOLL=0\n");
  BOOST_TEST(manager.names() == "one one two ");
  BOOST_TEST(remove_stored("one"));
  BOOST_TEST(manager.obey() == "FDSTOREREMOVE=1 FDNAME=one\n");
  BOOST_TEST(manager.names() == "two ");
}

// A name with a colon would be two names for the next process, and a newline
// would be another variable of the report.
BOOST_AUTO_TEST_CASE(wrong_names_are_refused)
{
  asio::io_context context;
  fake_manager manager(context);
  for (const std::string& name : {std::string(), std::string("a:b"),
        std::string("a\nMAINPID=1"), std::string("a\0b", 3),
        std::string("\xC3\xA4"), std::string("\x7F"), std::string(256, 'x')})
  {
    error_code ec;
    BOOST_TEST(!store_descriptors(name, make_file("x"), ec));
    BOOST_TEST(ec == asio::error::invalid_argument);
    BOOST_TEST(!remove_stored(name, ec));
    BOOST_TEST(ec == asio::error::invalid_argument);
    BOOST_TEST(!store_session(name, 0, text("x"), ec));
    BOOST_TEST(ec == asio::error::invalid_argument);
    BOOST_CHECK_THROW(remove_stored(name), boost::system::system_error);
  }
  // The name of its state would be too long.
  error_code ec;
  BOOST_TEST(!store_session(std::string(250, 'x'), 0, text("x"), ec));
  BOOST_TEST(ec == asio::error::invalid_argument);
  // The session "a" would have a file of the same name, and both be lost.
  connected sockets(context);
  BOOST_TEST(!store_session(
        "a.state", sockets.a.native_handle(), text("x"), ec));
  BOOST_TEST(ec == asio::error::invalid_argument);
  BOOST_TEST(manager.obey() == "");
  BOOST_TEST(store_descriptors(std::string(255, 'x'), make_file("x")));
  BOOST_TEST(manager.obey()
      == "FDSTORE=1 FDNAME=" + std::string(255, 'x') + "\n");
}

// A session is its socket, which the manager drops when the peer hangs up, and
// its state, which nothing can change.
BOOST_AUTO_TEST_CASE(a_session_is_a_socket_and_a_sealed_state)
{
  asio::io_context context;
  fake_manager manager(context);
  {
    connected sockets(context);
    BOOST_TEST(
        store_session("7", sockets.a.native_handle(), text("counter 5")));
    BOOST_TEST(manager.obey()
        == "FDSTORE=1 FDNAME=7.state FDPOLL=0\nFDSTORE=1 FDNAME=7\n");
    BOOST_REQUIRE(manager.store.size() == 2u);
    const unique_descriptor& state = manager.store[0].file;
    BOOST_TEST(content_of(state) == "counter 5");
    BOOST_TEST(::pwrite(state.native_handle(), "x", 1, 0) == -1);
    BOOST_TEST(::ftruncate(state.native_handle(), 1) == -1);
    BOOST_TEST(::ftruncate(state.native_handle(), 100) == -1);
    BOOST_TEST(manager.names() == "7.state 7 ");
  }
  BOOST_TEST(manager.names() == "7.state ");
  BOOST_TEST(remove_stored_session("7"));
  BOOST_TEST(manager.obey()
      == "FDSTOREREMOVE=1 FDNAME=7\nFDSTOREREMOVE=1 FDNAME=7.state\n");
  BOOST_TEST(manager.names() == "");
}

// A state has its limits.
BOOST_AUTO_TEST_CASE(states_have_a_limit)
{
  asio::io_context context;
  fake_manager manager(context);
  connected sockets(context);
  const std::string largest(65536, 's');
  BOOST_TEST(
      store_session("large", sockets.a.native_handle(), text(largest)));
  BOOST_TEST(store_session("empty", sockets.b.native_handle(), text("")));
  error_code ec;
  BOOST_TEST(!store_session(
        "larger", sockets.a.native_handle(), text(largest + "s"), ec));
  BOOST_TEST(ec == asio::error::message_size);
  manager.obey();
  BOOST_TEST(manager.names() == "large.state large empty.state empty ");
}

// A session of which a part is refused is refused whole.
BOOST_AUTO_TEST_CASE(no_half_of_a_session_is_stored_or_removed)
{
  asio::io_context context;
  fake_manager manager(context);
  connected sockets(context);
  error_code ec;
  const std::string longest(249, 'n');
  BOOST_TEST(!store_session(
        longest + "n", sockets.a.native_handle(), text("state"), ec));
  BOOST_TEST(ec == asio::error::invalid_argument);
  BOOST_TEST(!remove_stored_session(longest + "n", ec));
  BOOST_TEST(ec == asio::error::invalid_argument);
  BOOST_TEST(manager.obey() == "");
  BOOST_TEST(store_session(longest, sockets.a.native_handle(), text(""), ec));
  BOOST_TEST(remove_stored_session(longest, ec));
}

// Without a manager there is no store, and no error.
BOOST_AUTO_TEST_CASE(without_a_manager_nothing_is_stored)
{
  asio::io_context context;
  connected sockets(context);
  BOOST_TEST(!store_descriptors("x", make_file("x")));
  BOOST_TEST(!remove_stored("x"));
  BOOST_TEST(!store_session("x", sockets.a.native_handle(), text("state")));
  BOOST_TEST(!remove_stored_session("x"));
}

// The manager would keep any file, and no session would come of it.
BOOST_AUTO_TEST_CASE(only_a_socket_that_does_not_listen_is_a_session)
{
  asio::io_context context;
  fake_manager manager(context);
  acceptor listener(context);
  boost_seqpacket::open(listener);
  listener.bind(endpoint());
  listener.listen();
  const unique_descriptor file = make_file("x");
  error_code ec;
  BOOST_TEST(!store_session("x", listener.native_handle(), text("s"), ec));
  BOOST_TEST(ec == asio::error::invalid_argument);
  BOOST_TEST(!store_session("x", file.native_handle(), text("s"), ec));
  BOOST_TEST(ec == asio::error::not_socket);
  BOOST_TEST(!store_session("x", -1, text("s"), ec));
  BOOST_TEST(ec == asio::error::bad_descriptor);
  BOOST_TEST(manager.obey() == "");
}

// A limit of the size of files would end the process by a signal while it
// writes. It is an error, and the manager has nothing.
BOOST_AUTO_TEST_CASE(a_limit_of_files_is_an_error)
{
  asio::io_context context;
  fake_manager manager(context);
  connected sockets(context);
  BOOST_TEST(child_process([&]
      {
        const ::rlimit limit = {4, 4};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        error_code ec;
        store_session("x", sockets.a.native_handle(), text("state"), ec);
        return ec.value() == EFBIG ? 0 : 1;
      }).wait() == 0);
  BOOST_TEST(manager.obey() == "");
}

BOOST_AUTO_TEST_SUITE_END()
