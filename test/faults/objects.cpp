// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// System calls fail while objects are handed over: each has one owner all the
// time.

#include "packets.hpp"

#include <boost_seqpacket/receive_object.hpp>
#include <boost_seqpacket/send_object.hpp>

#include <sys/eventfd.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using watched = asio::posix::stream_descriptor;

// What became of an object whose send has ended with this error.
std::string judge(const error_code& ec, watched& object, int number,
    int receiver)
{
  const packets arrived = drain(receiver, false);
  if (ec)
    return object.native_handle() == number && test::is_open(number)
        && arrived.empty()
      ? std::string() : ec.message() + ", and the object is gone";
  return !object.is_open() && arrived.size() == 1
    ? std::string() : std::string("success, and the object is here");
}

std::string send_scenario(bool is_async, bool waits)
{
  contexts where;
  packet_socket a(where.main);
  packet_socket b(where.main);
  asio::local::connect_pair(a, b);
  watched object(where.main, ::eventfd(0, EFD_CLOEXEC));
  const int number = object.native_handle();
  while (waits && !send_raw(a.native_handle(), {"filler", 0}))
    continue;
  error_code ec;
  if (!is_async)
  {
    {
      const with_faults now;
      send_object(a, object, ec);
    }
    return judge(ec, object, number, b.native_handle());
  }

  int calls = 0;
  {
    const with_faults now;
    async_send_object(a, object, [&](const error_code& error)
        {
          ++calls;
          ec = error;
        });
    where.main.poll();
    if (waits)
    {
      const without_faults pause;
      (void)drain(b.native_handle(), false);
    }
    where.main.restart();
    where.main.run_for(deadline);
  }
  return calls == 1 ? judge(ec, object, number, b.native_handle())
    : std::string("no end");
}

template <typename IoObject>
std::string receive_scenario(unique_descriptor object)
{
  contexts where;
  packet_socket a(where.main);
  packet_socket b(where.main);
  asio::local::connect_pair(a, b);
  const IoObject first(where.main);
  send_descriptors(a, text("x"), std::move(object));
  a.close();
  error_code ec;
  IoObject received = [&]
      {
        const with_faults now;
        return receive_object<IoObject>(b, where.main, ec);
      }();
  if (ec)
    return received.is_open() ? ec.message() + ", and an object"
      : std::string();
  return received.is_open() && is_close_on_exec(received.native_handle())
    ? std::string() : std::string("success, and no object");
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_objects, fault_fixture)

// A send at once, and one that waits and has duplicates.
BOOST_AUTO_TEST_CASE(sends_of_objects_survive_every_fault)
{
  walk()("send_object", [] { return send_scenario(false, false); });
  walk()("async_send_object", [] { return send_scenario(true, false); });
  walk()("async_send_object that waits",
      [] { return send_scenario(true, true); });
}

// What arrives is looked at, and then gets its owner.
BOOST_AUTO_TEST_CASE(receives_of_objects_survive_every_fault)
{
  walk()("receive_object of an eventfd", []
      {
        return receive_scenario<watched>(
            unique_descriptor(::eventfd(0, EFD_CLOEXEC)));
      });
  walk()("receive_object of a socket", []
      {
        return receive_scenario<asio::ip::tcp::socket>(
            unique_descriptor(::socket(AF_INET, SOCK_STREAM, 0)));
      });
}

BOOST_AUTO_TEST_SUITE_END()
