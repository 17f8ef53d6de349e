// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Sockets that no child inherits: open and connect_pair.

#include "features.hpp"
#include "process.hpp"

#include <sys/epoll.h>
#include <sys/syscall.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Stands in for epoll_ctl(2): after so many additions one fails.
int additions_before_error = -1;

} // namespace

extern "C" int epoll_ctl(int epoll, int operation, int descriptor,
    ::epoll_event* event) noexcept
{
  if (operation == EPOLL_CTL_ADD && additions_before_error >= 0
      && additions_before_error-- == 0)
  {
    errno = ENOSPC;
    return -1;
  }
  return static_cast<int>(
      ::syscall(SYS_epoll_ctl, epoll, operation, descriptor, event));
}

BOOST_FIXTURE_TEST_SUITE(connection_open, no_leaks)

// --- open ---------------------------------------------------------------------

// Whatever has a protocol of AF_UNIX can be opened, and no child inherits it.
BOOST_AUTO_TEST_CASE(what_open_opens_is_close_on_exec)
{
  asio::io_context context;
  const auto check = [](auto&& io_object, int type)
      {
        boost_seqpacket::open(io_object);
        BOOST_TEST(is_close_on_exec(io_object.native_handle()));
        int value = 0;
        ::socklen_t size = sizeof(value);
        ::getsockopt(io_object.native_handle(), SOL_SOCKET, SO_DOMAIN,
            &value, &size);
        BOOST_TEST(value == AF_UNIX);
        ::getsockopt(io_object.native_handle(), SOL_SOCKET, SO_TYPE,
            &value, &size);
        BOOST_TEST(value == type);
      };
  check(packet_socket(context), SOCK_SEQPACKET);
  check(acceptor(context), SOCK_SEQPACKET);
  check(asio::local::stream_protocol::socket(context), SOCK_STREAM);
  check(asio::local::stream_protocol::acceptor(context), SOCK_STREAM);
  check(asio::local::datagram_protocol::socket(context), SOCK_DGRAM);
  check(asio::generic::seq_packet_protocol::socket(context), SOCK_SEQPACKET);
  check(asio::generic::stream_protocol::socket(context), SOCK_STREAM);
  check(asio::generic::datagram_protocol::socket(context), SOCK_DGRAM);
}

// An open socket is not touched.
BOOST_AUTO_TEST_CASE(open_refuses_what_is_open)
{
  asio::io_context context;
  connected sockets(context);
  const int number = sockets.a.native_handle();
  error_code ec;
  boost_seqpacket::open(sockets.a, ec);
  BOOST_TEST(ec == asio::error::already_open);
  BOOST_CHECK_THROW(
      boost_seqpacket::open(sockets.a), boost::system::system_error);
  BOOST_TEST(sockets.a.native_handle() == number);
  BOOST_TEST(are_connected(sockets.a, sockets.b));
}

// Without a free descriptor the socket stays closed, and says why.
BOOST_AUTO_TEST_CASE(open_at_the_descriptor_limit_is_an_error)
{
  asio::io_context context;
  packet_socket closed(context);
  error_code ec;
  {
    const descriptor_limit limit(0);
    boost_seqpacket::open(closed, ec);
  }
  BOOST_TEST(ec == asio::error::no_descriptors);
  BOOST_TEST(!closed.is_open());
  boost_seqpacket::open(closed, ec);
  BOOST_TEST(!ec);
}

// --- connect_pair ---------------------------------------------------------------

// Both ends are close-on-exec and connected, and may have different executors.
BOOST_AUTO_TEST_CASE(both_ends_of_a_pair_are_close_on_exec_and_connected)
{
  asio::io_context context;
  asio::io_context other;
  packet_socket a(context);
  asio::basic_seq_packet_socket<protocol, asio::io_context::executor_type> b(
      other.get_executor());
  boost_seqpacket::connect_pair(a, b);
  BOOST_TEST(is_close_on_exec(a.native_handle()));
  BOOST_TEST(is_close_on_exec(b.native_handle()));
  send_message(a, text("ping"), no_ancillary);
  char bytes[8];
  incoming_ancillary<0> incoming;
  BOOST_TEST(receive_message(b, asio::buffer(bytes), incoming) == 4u);

  asio::local::stream_protocol::socket c(context);
  asio::local::stream_protocol::socket d(context);
  boost_seqpacket::connect_pair(c, d);
  BOOST_TEST(are_connected(c, d));
  asio::generic::datagram_protocol::socket e(context);
  asio::generic::datagram_protocol::socket f(context);
  boost_seqpacket::connect_pair(e, f);
  BOOST_TEST(are_connected(e, f));
}

// If one cannot be connected, neither is.
BOOST_AUTO_TEST_CASE(a_pair_that_cannot_be_leaves_both_closed)
{
  asio::io_context context;
  packet_socket closed(context);
  connected sockets(context);
  error_code ec;
  boost_seqpacket::connect_pair(closed, sockets.a, ec);
  BOOST_TEST(ec == asio::error::already_open);
  boost_seqpacket::connect_pair(sockets.a, closed, ec);
  BOOST_TEST(ec == asio::error::already_open);
  BOOST_TEST(!closed.is_open());
  BOOST_TEST(are_connected(sockets.a, sockets.b));

  packet_socket other(context);
  {
    const descriptor_limit limit(1);
    boost_seqpacket::connect_pair(closed, other, ec);
  }
  BOOST_TEST(ec == asio::error::no_descriptors);
  BOOST_TEST(!closed.is_open());
  BOOST_TEST(!other.is_open());
}

#if defined(TEST_HAS_EPOLL)

// The reactor may refuse either of them.
BOOST_AUTO_TEST_CASE(a_pair_that_the_reactor_refuses_leaves_both_closed)
{
  for (const int additions : {0, 1})
  {
    asio::io_context context;
    packet_socket first(context); // the reactor's own descriptors are there
    boost_seqpacket::open(first);
    packet_socket a(context);
    packet_socket b(context);
    error_code ec;
    additions_before_error = additions;
    boost_seqpacket::connect_pair(a, b, ec);
    BOOST_TEST(ec.value() == ENOSPC);
    BOOST_TEST(!a.is_open());
    BOOST_TEST(!b.is_open());
    boost_seqpacket::connect_pair(a, b, ec);
    BOOST_TEST(!ec);
  }
  additions_before_error = -1;
}

#endif // defined(TEST_HAS_EPOLL)

namespace {

// A protocol of the user's own that is not what this library is for.
struct virtual_sockets
{
  using endpoint = asio::generic::basic_endpoint<virtual_sockets>;
  using socket = asio::basic_seq_packet_socket<virtual_sockets>;

  virtual_sockets() = default;
  virtual_sockets(int, int) {}

  int type() const { return SOCK_SEQPACKET; }
  int protocol() const { return 0; }
  int family() const { return AF_VSOCK; }
};

} // namespace

// A protocol class of another family is not taken for AF_UNIX.
BOOST_AUTO_TEST_CASE(protocols_of_other_families_are_refused)
{
  asio::io_context context;
  virtual_sockets::socket a(context);
  virtual_sockets::socket b(context);
  error_code ec;
  boost_seqpacket::open(a, ec);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  boost_seqpacket::connect_pair(a, b, ec);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  BOOST_TEST(!a.is_open());
}

BOOST_AUTO_TEST_SUITE_END()
