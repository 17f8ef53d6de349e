// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// pthread_cancel(3) unwinds a thread through the library. A noexcept function
// on the way would end the process, so each case is a process of its own.

#include "directory.hpp"
#include "process.hpp"

#include <boost_seqpacket/bind_path.hpp>

#include <optional>
#include <pthread.h>
#include <stdexcept>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Whether the function returns in a thread that is cancelled already, or an
// exception unwinds it at a system call.
template <typename Function>
bool returns_cancelled(Function function)
{
  struct task
  {
    static void* run(void* self)
    {
      int ignored;
      ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &ignored);
      ::pthread_cancel(::pthread_self());
      ::pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &ignored);
      static_cast<task*>(self)->function();
      static_cast<task*>(self)->returned = true;
      return nullptr;
    }

    Function& function;
    bool returned;
  };

  task t = {function, false};
  ::pthread_t thread;
  if (::pthread_create(&thread, nullptr, &task::run, &t) != 0)
    throw std::runtime_error("cannot make a thread");
  ::pthread_join(thread, nullptr);
  return t.returned;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(thread_cancel_tests, no_leaks,
    *boost::unit_test::timeout(60))

// A thread that is cancelled in bind_path leaves neither a file nor an open
// descriptor.
BOOST_AUTO_TEST_CASE(bind_path_unwinds)
{
  const temporary_directory directory;
  const std::string path = directory / "socket";
  const auto child = [&]
  {
    asio::io_context context;
    seq_packet_protocol::acceptor acceptor(context);
    const std::size_t open = open_descriptors();
    const bool returned = returns_cancelled(
        [&] { (void)bind_path(acceptor, path); });
    return !returned && !exists(path) && open_descriptors() == open ? 0 : 1;
  };
  BOOST_TEST(child_process(child).wait() == 0);
}

// To remove the file by hand can be cancelled. The destructor removes it all
// the same.
BOOST_AUTO_TEST_CASE(bound_path_unwinds_but_for_its_destructor)
{
  const temporary_directory directory;
  const std::string path = directory / "socket";
  const auto child = [&]
  {
    asio::io_context context;
    seq_packet_protocol::acceptor acceptor(context);
    bind_path_options options;
    options.remove_on_destruction = true;
    std::optional<bound_path> bound = bind_path(acceptor, path, options);
    const bool removed = returns_cancelled([&] { (void)bound->remove(); });
    const bool remains = exists(path);
    const bool destroyed = returns_cancelled([&] { bound.reset(); });
    return !removed && remains && destroyed && !exists(path) ? 0 : 1;
  };
  BOOST_TEST(child_process(child).wait() == 0);
}

// A descriptor is closed in every thread, by a destructor and by name.
BOOST_AUTO_TEST_CASE(closing_is_not_cancelled)
{
  const auto child = []
  {
    const unique_descriptor file = make_file("x");
    unique_descriptor a = file.duplicate();
    unique_descriptor b = file.duplicate();
    const int numbers[] = {a.native_handle(), b.native_handle()};
    const bool returned = returns_cancelled([&]
        {
          const unique_descriptor destroyed = std::move(a);
          error_code ec;
          b.close(ec);
        });
    return returned && !is_open(numbers[0]) && !is_open(numbers[1]) ? 0 : 1;
  };
  BOOST_TEST(child_process(child).wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
