// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A path that is bound without blocking while another process has the lock.

#include "path.hpp"

#include "features.hpp"

#include <future>
#include <sys/file.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// What a handler was given.
struct bound
{
  auto handler()
  {
    return [this](const error_code& ec, bound_path file)
        {
          ++calls;
          error = ec;
          path = std::move(file);
        };
  }

  int calls = 0;
  error_code error;
  bound_path path;
};

struct fixture
  : no_leaks
{
  unique_descriptor hold_lock()
  {
    unique_descriptor lock(::open((path + ".lock").c_str(),
          O_CREAT | O_RDWR | O_CLOEXEC, 0600));
    BOOST_REQUIRE(::flock(lock.native_handle(), LOCK_EX | LOCK_NB) == 0);
    return lock;
  }

  // The operation has tried, and pauses.
  void poll_some()
  {
    for (int i = 0; i < 3; ++i)
      context.run_one_for(std::chrono::milliseconds(20));
    BOOST_TEST(result.calls == 0);
  }

  temporary_directory directory;
  std::string path = directory / "socket";
  asio::io_context context;
  acceptor listener{context};
  bound result;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(path_async_bind_path, fixture)

BOOST_AUTO_TEST_CASE(the_socket_listens_when_the_handler_is_called)
{
  bind_path_options options;
  options.mode = 0622;
  options.remove_on_destruction = true;
  async_bind_path(listener, path, options, result.handler());
  BOOST_TEST(result.calls == 0);
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
  BOOST_TEST(result.path.path() == path);
  BOOST_TEST(mode_of(path) == 0622);
  BOOST_TEST(!connect_by_hand(path));
  result.path = bound_path();
  BOOST_TEST(!exists(path));
}

BOOST_AUTO_TEST_CASE(errors_go_to_the_handler)
{
  write_file(path, "");
  async_bind_path(listener, path, result.handler());
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(result.error == asio::error::address_in_use);
  BOOST_TEST(!listener.is_open());
  BOOST_TEST(!result.path.remove());
  BOOST_TEST(exists(path));
}

BOOST_AUTO_TEST_CASE(other_handlers_run_while_the_lock_is_held)
{
  unique_descriptor lock = hold_lock();
  async_bind_path(listener, path, result.handler());
  poll_some();
  bool ran = false;
  asio::post(context, [&] { ran = true; lock.reset(); });
  run(context);
  BOOST_TEST(ran);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(!result.error);
  BOOST_TEST(!connect_by_hand(path));
}

BOOST_AUTO_TEST_CASE(the_time_is_limited)
{
  const unique_descriptor lock = hold_lock();
  bind_path_options options;
  options.lock_timeout = std::chrono::milliseconds(20);
  async_bind_path(listener, path, options, result.handler());
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(result.error == asio::error::address_in_use);
  BOOST_TEST(!listener.is_open());
  BOOST_TEST(!exists(path));
}

BOOST_AUTO_TEST_CASE(close_ends_it)
{
  const unique_descriptor lock = hold_lock();
  async_bind_path(listener, path, result.handler());
  poll_some();
  listener.close();
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(result.error == asio::error::operation_aborted);
  BOOST_TEST(!exists(path));
}

// A socket that the program has opened itself meanwhile stays as it is.
BOOST_AUTO_TEST_CASE(another_socket_is_not_touched)
{
  unique_descriptor lock = hold_lock();
  async_bind_path(listener, path, result.handler());
  poll_some();
  listener.close();
  listener.open(protocol());
  lock.reset();
  run(context);
  BOOST_TEST(result.error == asio::error::operation_aborted);
  BOOST_TEST(listener.is_open());
  BOOST_TEST(!exists(path));
}

BOOST_AUTO_TEST_CASE(a_moved_acceptor_goes_on)
{
  unique_descriptor lock = hold_lock();
  async_bind_path(listener, path, result.handler());
  poll_some();
  acceptor other(std::move(listener));
  lock.reset();
  run(context);
  BOOST_TEST(!result.error);
  BOOST_TEST(!connect_by_hand(path));
  packet_socket peer = boost_seqpacket::accept(other);
}

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

BOOST_AUTO_TEST_CASE(a_signal_cancels_it)
{
  const unique_descriptor lock = hold_lock();
  asio::cancellation_signal signal;
  async_bind_path(listener, path,
      asio::bind_cancellation_slot(signal.slot(), result.handler()));
  poll_some();
  signal.emit(asio::cancellation_type::terminal);
  run(context);
  BOOST_TEST(result.calls == 1);
  BOOST_TEST(result.error == asio::error::operation_aborted);
  BOOST_TEST(!listener.is_open());
  BOOST_TEST(!exists(path));
}

#endif

// The path, the options and the handler are the operation's own.
BOOST_AUTO_TEST_CASE(futures_get_the_path)
{
  std::future<bound_path> future;
  {
    const std::string temporary = path;
    future = async_bind_path(listener, temporary, asio::use_future);
  }
  run(context);
  bound_path file = future.get();
  BOOST_TEST(file.path() == path);
  BOOST_TEST(file.remove());

  acceptor second(context);
  write_file(path, "");
  std::future<bound_path> refused =
    async_bind_path(second, path, bind_path_options(), asio::use_future);
  context.restart();
  run(context);
  BOOST_CHECK_THROW(refused.get(), boost::system::system_error);
}

BOOST_AUTO_TEST_SUITE_END()
