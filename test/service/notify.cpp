// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Reports to the service manager.

#include "manager.hpp"

#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(service_notify, no_leaks)

// A process without a manager reports to no one, which is no error, and its
// descriptors are closed if they were given away.
BOOST_AUTO_TEST_CASE(without_a_manager_nothing_is_sent)
{
  for (const char* value : {"", static_cast<const char*>(nullptr)})
  {
    if (value)
      ::setenv("NOTIFY_SOCKET", value, 1);
    else
      ::unsetenv("NOTIFY_SOCKET");
    error_code ec = asio::error::fault;
    BOOST_TEST(!notify_service_manager("READY=1", ec));
    BOOST_TEST(!ec);
    BOOST_TEST(!notify_service_manager("READY=1"));
    BOOST_TEST(!notify_service_manager("READY=1", make_file("given"), ec));
    BOOST_TEST(!wait_for_service_manager(std::chrono::seconds(0), ec));
    BOOST_TEST(!ec);
  }
  ::unsetenv("NOTIFY_SOCKET");
}

// A report arrives as it is, with the sender that the kernel vouches for.
BOOST_AUTO_TEST_CASE(a_state_arrives)
{
  for (const bool is_abstract : {false, true})
  {
    asio::io_context context;
    fake_manager manager(context, is_abstract);
    BOOST_TEST(notify_service_manager("READY=1\nSTATUS=Serving"));
    const report got = manager.receive();
    BOOST_TEST(got.text == "READY=1\nSTATUS=Serving");
    BOOST_TEST(got.files.empty());
    BOOST_REQUIRE(got.sender.has_value());
    BOOST_TEST(got.sender->pid == ::getpid());
  }
}

// Descriptors go along. Those that are lent stay open here.
BOOST_AUTO_TEST_CASE(descriptors_go_along)
{
  asio::io_context context;
  fake_manager manager(context);
  const unique_descriptor lent = make_file("lent");
  BOOST_TEST(notify_service_manager("X=1", {lent, make_file("given")}));
  const report got = manager.receive();
  BOOST_TEST(got.text == "X=1");
  BOOST_REQUIRE(got.files.size() == 2u);
  BOOST_TEST(content_of(got.files[0]) == "lent");
  BOOST_TEST(content_of(got.files[1]) == "given");
  BOOST_TEST(is_open(lent.native_handle()));
}

// Names that are no sockets of this system, and managers that are gone.
BOOST_AUTO_TEST_CASE(wrong_addresses_are_errors)
{
  struct address
  {
    std::string name;
    error_code expected;
  };
  const error_code none(ENOENT, asio::error::get_system_category());
  for (const address& one : {
      address{"relative", asio::error::invalid_argument},
      address{"vsock:2:1", asio::error::invalid_argument},
      address{"@", asio::error::invalid_argument},
      address{"/" + std::string(200, 'x'), asio::error::name_too_long},
      address{"@" + std::string(200, 'x'), asio::error::name_too_long},
      address{"/nonexistent/notify", none},
      address{"@no such manager", asio::error::connection_refused}})
  {
    ::setenv("NOTIFY_SOCKET", one.name.c_str(), 1);
    error_code ec;
    BOOST_TEST(!notify_service_manager("READY=1", ec));
    BOOST_TEST(ec == one.expected, one.name << ": " << ec.message());
    BOOST_TEST(!wait_for_service_manager(std::chrono::seconds(1), ec));
    BOOST_TEST(ec == one.expected);
    BOOST_CHECK_THROW(
        notify_service_manager("READY=1"), boost::system::system_error);
  }
  ::unsetenv("NOTIFY_SOCKET");
}

// The wait ends when the manager has come to the barrier and closed its end.
BOOST_AUTO_TEST_CASE(a_barrier_waits_for_the_manager)
{
  asio::io_context context;
  fake_manager manager(context);
  notify_service_manager("STATUS=before");
  std::atomic<bool> has_read{false};
  std::thread thread([&]
      {
        (void)manager.receive();
        report barrier = manager.receive();
        BOOST_TEST(barrier.text == "BARRIER=1");
        BOOST_TEST(barrier.files.size() == 1u);
        has_read = true;
      });
  const bool done = wait_for_service_manager(deadline);
  BOOST_TEST(done);
  BOOST_TEST(has_read.load());
  thread.join();
}

// A manager that does not read is given up at the deadline.
BOOST_AUTO_TEST_CASE(a_barrier_has_a_deadline)
{
  asio::io_context context;
  fake_manager manager(context);
  error_code ec;
  BOOST_TEST(
      !wait_for_service_manager(std::chrono::milliseconds(20), ec));
  BOOST_TEST(ec == asio::error::timed_out);
  // Its queue is full, and the deadline holds for that as well.
  manager_socket other(context);
  boost_seqpacket::open(other);
  other.non_blocking(true);
  for (error_code full; !full;)
    send_message_to(other, text("x"), no_ancillary,
        boost_seqpacket::local_endpoint(manager.socket()), full);
  BOOST_TEST(
      !wait_for_service_manager(std::chrono::milliseconds(20), ec));
  BOOST_TEST(ec == asio::error::timed_out);
}

// A manager that dies closes what it has not read. That is no answer.
BOOST_AUTO_TEST_CASE(a_barrier_finds_a_manager_that_dies)
{
  asio::io_context context;
  fake_manager manager(context);
  std::thread thread([&]
      {
        ::pollfd state = {manager.socket().native_handle(), POLLIN, 0};
        ::poll(&state, 1, 20000);
        manager.socket().close();
      });
  error_code ec;
  BOOST_TEST(!wait_for_service_manager(deadline, ec));
  BOOST_TEST(ec == asio::error::connection_refused);
  thread.join();
}

// A socket of another type is not the manager's.
BOOST_AUTO_TEST_CASE(a_stream_is_no_manager)
{
  asio::io_context context;
  const temporary_directory directory;
  const std::string name = directory / "stream";
  asio::local::stream_protocol::acceptor stream(context, name);
  ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
  error_code ec;
  BOOST_TEST(!notify_service_manager("READY=1", make_file("given"), ec));
  BOOST_TEST(
      (ec == error_code(EPROTOTYPE, asio::error::get_system_category())));
  ::unsetenv("NOTIFY_SOCKET");
}

BOOST_AUTO_TEST_SUITE_END()
