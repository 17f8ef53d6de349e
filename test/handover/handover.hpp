// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_HANDOVER_HANDOVER_HPP
#define BOOST_SEQPACKET_TEST_HANDOVER_HANDOVER_HPP

// What the tests of handovers share.

#include "../support/test.hpp"

#include <boost_seqpacket/handover.hpp>

#include <cstdint>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace test {

using listeners = std::vector<handed_listener>;
using sessions = std::vector<handed_session>;

// A server with two listeners and two sessions, and the other ends of these.
struct server
{
  explicit server(asio::io_context& context)
    : first(context),
      second(context),
      one(context),
      two(context)
  {
    open(first);
    open(second);
    offer.add_listener("first", first);
    offer.add_listener("second", second);
    offer.add_session("one", one.a, text("state of one"));
    offer.add_session("", two.a, asio::buffer(large));
  }

  static void open(acceptor& one)
  {
    one.open(protocol());
    one.bind(endpoint(std::string("\0", 1) + "boost_seqpacket_handover_"
          + std::to_string(::getpid()) + "_"
          + std::to_string(reinterpret_cast<std::uintptr_t>(&one))));
    one.listen();
  }

  // Whether the successor has the same listeners.
  void check(const listeners& handed)
  {
    BOOST_REQUIRE(handed.size() == 2u);
    BOOST_TEST(handed[0].name == "first");
    BOOST_TEST(handed[1].name == "second");
    BOOST_TEST(same_file(
          handed[0].descriptor.native_handle(), first.native_handle()));
    BOOST_TEST(same_file(
          handed[1].descriptor.native_handle(), second.native_handle()));
    BOOST_TEST(is_close_on_exec(handed[0].descriptor.native_handle()));
  }

  void check(const sessions& handed)
  {
    BOOST_REQUIRE(handed.size() == 2u);
    BOOST_TEST(handed[0].name == "one");
    BOOST_TEST(handed[0].state == "state of one");
    BOOST_TEST(handed[1].name == "");
    BOOST_TEST((handed[1].state == large));
    BOOST_TEST(same_file(
          handed[0].descriptor.native_handle(), one.a.native_handle()));
    BOOST_TEST(same_file(
          handed[1].descriptor.native_handle(), two.a.native_handle()));
    BOOST_TEST(is_close_on_exec(handed[1].descriptor.native_handle()));
  }

  std::string large = std::string(65536, 'x');
  acceptor first;
  acceptor second;
  connected one;
  connected two;
  handover_offer offer;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_HANDOVER_HANDOVER_HPP
