// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Descriptors that somebody else has opened become sockets and acceptors, if they
// are what is asked for.

#include "features.hpp"
#include "forms.hpp"

#include <sys/epoll.h>
#include <sys/syscall.h>
#include <tuple>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// While it is not 0, nothing can be watched by epoll.
int epoll_error = 0;

} // namespace

extern "C" int epoll_ctl(int epoll, int operation, int descriptor,
    ::epoll_event* event) noexcept
{
  if (epoll_error != 0 && operation == EPOLL_CTL_ADD)
  {
    errno = epoll_error;
    return -1;
  }
  return static_cast<int>(
      ::syscall(SYS_epoll_ctl, epoll, operation, descriptor, event));
}

namespace {

using stream_acceptor = asio::local::stream_protocol::acceptor;
using generic_acceptor =
  asio::basic_socket_acceptor<asio::generic::seq_packet_protocol>;

unique_descriptor open_by_hand(int family, int type)
{
  unique_descriptor result(::socket(family, type, 0));
  BOOST_REQUIRE(result.is_open());
  return result;
}

// A listening socket with a name of its own.
unique_descriptor listen_by_hand(int type)
{
  unique_descriptor result = open_by_hand(AF_UNIX, type);
  const ::sockaddr name = {AF_UNIX, {}};
  BOOST_REQUIRE(::bind(
        result.native_handle(), &name, sizeof(name.sa_family)) == 0);
  BOOST_REQUIRE(::listen(result.native_handle(), 8) == 0);
  return result;
}

// What adopt says; the descriptor stays with its owner, open, unless it is taken.
template <typename IoObject>
error_code adopt_error(unique_descriptor& descriptor)
{
  asio::io_context context;
  const int number = descriptor.native_handle();
  const bool was_open = number >= 0 && test::is_open(number);
  error_code ec = asio::error::fault;
  {
    const IoObject result = adopt<IoObject>(context, std::move(descriptor), ec);
    BOOST_TEST(result.is_open() == !ec);
    if (ec)
    {
      BOOST_TEST(descriptor.native_handle() == number);
      error_code thrown;
      try
      {
        adopt<IoObject>(context, std::move(descriptor));
      }
      catch (const boost::system::system_error& e)
      {
        thrown = e.code();
      }
      BOOST_TEST(thrown == ec);
      BOOST_TEST(descriptor.native_handle() == number);
    }
    else
      BOOST_TEST(!descriptor.is_open());
  }
  BOOST_TEST(test::is_open(number) == (was_open && ec.failed()));
  return ec;
}

// Adopt a descriptor as each type; exactly those that fit take it. One bit each.
template <typename... IoObjects>
unsigned fitting(const unique_descriptor& descriptor)
{
  unsigned result = 0;
  unsigned bit = 1;
  const auto attempt = [&](const error_code& ec)
      {
        BOOST_TEST((!ec || ec == seqpacket_errc::wrong_descriptor_type));
        result |= ec ? 0 : bit;
        bit *= 2;
      };
  const auto one = [&](auto* type)
      {
        unique_descriptor copy = descriptor.duplicate();
        attempt(adopt_error<std::remove_pointer_t<decltype(type)>>(copy));
      };
  (one(static_cast<IoObjects*>(nullptr)), ...);
  return result;
}

unsigned fitting_of_all(const unique_descriptor& descriptor)
{
  return fitting<packet_socket, generic_socket, stream_socket,
    asio::generic::stream_protocol::socket, datagram_socket,
    asio::generic::datagram_protocol::socket, test::acceptor,
    generic_acceptor, stream_acceptor>(descriptor);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(connection_adopt, no_leaks)

// Whatever a descriptor is, it becomes that and nothing else.
BOOST_AUTO_TEST_CASE(a_descriptor_becomes_what_it_is_and_nothing_else)
{
  BOOST_TEST(fitting_of_all(open_by_hand(AF_UNIX, SOCK_SEQPACKET))
      == 0b000000011u);
  BOOST_TEST(fitting_of_all(open_by_hand(AF_UNIX, SOCK_STREAM))
      == 0b000001100u);
  BOOST_TEST(fitting_of_all(open_by_hand(AF_UNIX, SOCK_DGRAM))
      == 0b000110000u);
  BOOST_TEST(fitting_of_all(listen_by_hand(SOCK_SEQPACKET)) == 0b011000000u);
  BOOST_TEST(fitting_of_all(listen_by_hand(SOCK_STREAM)) == 0b100000000u);
}

// Sockets of the internet fit the generic protocols only. Files, pipes and
// directories fit nothing.
BOOST_AUTO_TEST_CASE(other_descriptors_do_not_fit)
{
  BOOST_TEST(fitting_of_all(open_by_hand(AF_INET, SOCK_STREAM))
      == 0b000001000u);
  BOOST_TEST(fitting_of_all(open_by_hand(AF_INET6, SOCK_DGRAM))
      == 0b000100000u);
  BOOST_TEST(fitting_of_all(make_file("x")) == 0u);
  BOOST_TEST(fitting_of_all(
        unique_descriptor(::open("/", O_RDONLY | O_CLOEXEC))) == 0u);
  // A descriptor that stands for a file and gives no access to it.
  unique_descriptor path(::open("/", O_PATH | O_CLOEXEC));
  BOOST_TEST((adopt_error<packet_socket>(path)
        == seqpacket_errc::wrong_descriptor_type));
}

// A class of protocols that says it is of another family gets no socket.
BOOST_AUTO_TEST_CASE(protocol_of_another_family_gets_no_socket)
{
  struct other_family : asio::generic::seq_packet_protocol
  {
    using socket = asio::basic_seq_packet_socket<other_family>;
    other_family()
      : seq_packet_protocol(AF_INET, 0)
    {
    }
    // Asio takes it from an endpoint.
    other_family(const seq_packet_protocol& other)
      : seq_packet_protocol(other)
    {
    }
  };
  unique_descriptor descriptor = open_by_hand(AF_UNIX, SOCK_SEQPACKET);
  BOOST_TEST((adopt_error<other_family::socket>(descriptor)
        == seqpacket_errc::wrong_descriptor_type));
}

// PF_UNIX is another name of the protocol 0.
BOOST_AUTO_TEST_CASE(protocol_by_its_name_is_the_same)
{
  unique_descriptor descriptor(::socket(AF_UNIX, SOCK_SEQPACKET, PF_UNIX));
  BOOST_TEST(!adopt_error<packet_socket>(descriptor));
}

// An object that owns nothing, and a number that is not open.
BOOST_AUTO_TEST_CASE(what_is_not_open_is_refused)
{
  unique_descriptor nothing;
  BOOST_TEST(adopt_error<packet_socket>(nothing)
      == asio::error::bad_descriptor);
  BOOST_TEST(adopt_error<test::acceptor>(nothing)
      == asio::error::bad_descriptor);

  // The context opens what it needs with its first socket.
  asio::io_context context;
  const packet_socket first(context, protocol());
  unique_descriptor closed = make_file("x");
  ::close(closed.native_handle());
  error_code ec;
  adopt<packet_socket>(context, std::move(closed), ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  BOOST_TEST(closed.release() >= 0);
}

#if defined(TEST_HAS_EPOLL)

// What cannot be watched stays with the caller, and is not closed.
BOOST_AUTO_TEST_CASE(a_descriptor_that_cannot_be_watched_stays_with_the_caller)
{
  for (const int reason : {ENOSPC, ENOMEM})
  {
    unique_descriptor socket = open_by_hand(AF_UNIX, SOCK_SEQPACKET);
    unique_descriptor listener = listen_by_hand(SOCK_SEQPACKET);
    // The context itself must be ready.
    asio::io_context context;
    packet_socket first(context, protocol());
    epoll_error = reason;
    error_code ec;
    BOOST_TEST(!adopt<packet_socket>(context, std::move(socket), ec).is_open());
    epoll_error = 0;
    BOOST_TEST(ec.value() == reason);
    BOOST_TEST(socket.is_open());
    epoll_error = reason;
    BOOST_TEST(!adopt<test::acceptor>(
          context, std::move(listener), ec).is_open());
    epoll_error = 0;
    BOOST_TEST(ec.value() == reason);

    // And it works later.
    BOOST_TEST(adopt<packet_socket>(context, std::move(socket)).is_open());
    BOOST_TEST(adopt<test::acceptor>(context, std::move(listener)).is_open());
  }
}

#endif // defined(TEST_HAS_EPOLL)

// No program that is started inherits it.
BOOST_AUTO_TEST_CASE(adopted_sockets_are_close_on_exec)
{
  asio::io_context context;
  unique_descriptor descriptor = open_by_hand(AF_UNIX, SOCK_SEQPACKET);
  const int number = descriptor.native_handle();
  BOOST_TEST(!is_close_on_exec(number));
  const auto result =
    adopt<packet_socket>(context, std::move(descriptor));
  BOOST_TEST(is_close_on_exec(number));
}

// Whatever the constructors of Asio take: a context, its executor, an executor of
// any type, for sockets with executors of any type.
BOOST_AUTO_TEST_CASE(any_executor_can_adopt)
{
  asio::io_context context;
  const auto fresh = [] { return open_by_hand(AF_UNIX, SOCK_SEQPACKET); };
  const auto executor = context.get_executor();
  BOOST_TEST(adopt<packet_socket>(context, fresh()).is_open());
  BOOST_TEST(adopt<packet_socket>(executor, fresh()).is_open());
  BOOST_TEST(adopt<packet_socket>(context.get_executor(), fresh()).is_open());
  const asio::any_io_executor any = executor;
  BOOST_TEST(adopt<packet_socket>(any, fresh()).is_open());
  BOOST_TEST(adopt<packet_socket>(asio::make_strand(context), fresh())
      .is_open());
  using direct = asio::basic_seq_packet_socket<protocol,
    asio::io_context::executor_type>;
  BOOST_TEST(adopt<direct>(context, fresh()).is_open());
  BOOST_TEST((adopt<direct>(executor, fresh()).get_executor() == executor));
}

// A descriptor that came in a packet carries on as a socket, whatever mode it
// was in.
BOOST_AUTO_TEST_CASE(a_received_socket_works)
{
  asio::io_context context;
  connected way(context);
  int numbers[2];
  BOOST_REQUIRE(::socketpair(AF_UNIX,
        SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, numbers) == 0);
  unique_descriptor near(numbers[0]);
  send_descriptors(way.a, text("x"), {numbers[1]});
  ::close(numbers[1]);

  char bytes[16];
  auto [size, descriptors] =
    receive_descriptors<1>(way.b, asio::buffer(bytes));
  BOOST_TEST(size == 1u);
  auto b = adopt<packet_socket>(context, std::move(descriptors[0]));
  auto a = adopt<packet_socket>(context, std::move(near));
  BOOST_TEST(send_by(form::asynchronous, a, text("hello"), no_ancillary)
      == success(5));
  incoming_ancillary<0> ancillary;
  BOOST_TEST(
      receive_by(form::asynchronous, b, asio::buffer(bytes), ancillary)
      == success(5));
}

// A client of a listening socket that somebody else has opened is accepted.
BOOST_AUTO_TEST_CASE(an_adopted_acceptor_accepts)
{
  asio::io_context context;
  auto listener = adopt<test::acceptor>(
      context, listen_by_hand(SOCK_SEQPACKET));
  packet_socket client(context);
  boost_seqpacket::connect(client, listener.local_endpoint());
  bool accepted = false;
  boost_seqpacket::async_accept(listener,
      [&](const error_code& ec, packet_socket peer)
      {
        accepted = !ec && peer.is_open();
      });
  run(context);
  BOOST_TEST(accepted);
}

BOOST_AUTO_TEST_SUITE_END()
