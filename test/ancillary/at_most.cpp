// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// receive_descriptors with at_most: 0 to n descriptors, where n is known at run
// time.

#include "files.hpp"

#include "features.hpp"
#include "forms.hpp"

#include <sys/resource.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using owners = std::vector<unique_descriptor>;

template <typename Socket>
outcome receive_by_limit(form how, Socket& receiver, std::size_t max,
    owners& descriptors)
{
  static char bytes[8];
  const auto buffer = asio::buffer(bytes);
  descriptors.clear();
  descriptors.resize(1); // what must not stay
  if (how == form::asynchronous)
    return complete(context_of(receiver),
        [&](auto handler)
        {
          async_receive_descriptors(receiver, buffer, at_most(max),
              [handler, &descriptors](const error_code& ec, std::size_t size,
                  owners arrived)
              {
                descriptors = std::move(arrived);
                handler(ec, size);
              });
        });
  if (how == form::throwing)
  {
    descriptors.clear();
    return catch_error(
        [&]
        {
          auto result = receive_descriptors(receiver, buffer, at_most(max));
          descriptors = std::move(std::get<1>(result));
          return std::get<0>(result);
        });
  }
  error_code ec = asio::error::fault;
  auto result = receive_descriptors(receiver, buffer, at_most(max), ec);
  descriptors = std::move(std::get<1>(result));
  return {ec, std::get<0>(result)};
}

// The outcome of an error of a packet: an exception has no bytes.
outcome with_bytes(form how, const error_code& ec, std::size_t bytes)
{
  return {ec, how == form::throwing ? 0 : bytes};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ancillary_at_most, no_leaks,
    *boost::unit_test::timeout(90))

// The limit is at most what a packet carries.
BOOST_AUTO_TEST_CASE(the_limit_is_at_most_253)
{
  static_assert(at_most(0).count() == 0, "");
  BOOST_TEST(at_most(5).count() == 5u);
  BOOST_TEST(at_most(253).count() == 253u);
  BOOST_TEST(at_most(254).count() == 253u);
  BOOST_TEST(at_most(static_cast<std::size_t>(-1)).count() == 253u);
}

// Any number up to the limit arrives, in its order, in a vector of that size.
BOOST_AUTO_TEST_CASE_TEMPLATE(any_number_up_to_the_limit_arrives, Socket,
    all_sockets)
{
  const files sent(4);
  for (const form how : all_forms)
  {
    for (std::size_t count = 0; count <= 4; ++count)
    {
      for (std::size_t max = count; max <= 6; ++max)
      {
        BOOST_TEST_CONTEXT(how << " " << count << " of " << max)
        {
          asio::io_context context;
          pair_of<Socket> sockets(context);
          send_descriptors(sockets.a, text("abc"), std::vector<int>(
              sent.numbers.begin(),
              sent.numbers.begin() + static_cast<std::ptrdiff_t>(count)));
          owners arrived;
          BOOST_TEST(receive_by_limit(how, sockets.b, max, arrived)
              == success(3));
          BOOST_TEST(arrived.size() == count);
          BOOST_TEST(are_the_first(arrived, sent));
          for (const unique_descriptor& descriptor : arrived)
            BOOST_TEST(is_close_on_exec(descriptor.native_handle()));
        }
      }
    }
  }
}

// As many as a packet carries.
BOOST_AUTO_TEST_CASE(a_full_packet_arrives)
{
  const files sent(253);
  asio::io_context context;
  connected sockets(context);
  for (const form how : all_forms)
  {
    send_descriptors(sockets.a, text("x"), sent.owners);
    owners arrived;
    BOOST_TEST(receive_by_limit(how, sockets.b, 1000, arrived) == success(1));
    BOOST_TEST(arrived.size() == 253u);
    BOOST_TEST(are_the_first(arrived, sent));
  }
}

// One more than the limit is an error, and none of them is left open.
BOOST_AUTO_TEST_CASE(a_surplus_is_an_error_and_nothing_stays_open)
{
  const files sent(253);
  for (const std::size_t max : {0u, 1u, 2u, 17u, 252u})
  {
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << " " << max)
      {
        asio::io_context context;
        connected sockets(context);
        send_descriptors(sockets.a, text("abc"), std::vector<int>(
            sent.numbers.begin(),
            sent.numbers.begin() + static_cast<std::ptrdiff_t>(max + 1)));
        send_message(sockets.a, text("next"), no_ancillary);
        owners arrived;
        const std::size_t opened = open_descriptors();
        BOOST_TEST(receive_by_limit(how, sockets.b, max, arrived)
            == with_bytes(how, seqpacket_errc::ancillary_truncated, 3));
        BOOST_TEST(arrived.empty());
        // The reactor may have opened nothing: all are as before.
        BOOST_TEST(open_descriptors() == opened);
        BOOST_TEST(receive_by_limit(how, sockets.b, max, arrived)
            == success(4));
      }
    }
  }
}

// With bytes that do not fit, or a descriptor that could not be installed, no
// descriptor is left open either.
BOOST_AUTO_TEST_CASE(other_errors_leave_nothing_open)
{
  const files sent(2);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      connected sockets(context);
      send_descriptors(sockets.a, text("more than 8 bytes"), sent.owners);
      owners arrived;
      BOOST_TEST(receive_by_limit(how, sockets.b, 2, arrived)
          == with_bytes(how, seqpacket_errc::message_truncated, 8));
      BOOST_TEST(arrived.empty());

      send_descriptors(sockets.a, text("abc"), sent.owners);
      ::rlimit usual;
      ::getrlimit(RLIMIT_NOFILE, &usual);
      const unique_descriptor free = make_file("x");
      ::rlimit one_more = usual;
      one_more.rlim_cur = static_cast<::rlim_t>(free.native_handle()) + 2;
      ::setrlimit(RLIMIT_NOFILE, &one_more);
      const outcome result = receive_by_limit(how, sockets.b, 2, arrived);
      ::setrlimit(RLIMIT_NOFILE, &usual);
      BOOST_TEST(result
          == with_bytes(how, seqpacket_errc::descriptors_lost, 3));
      BOOST_TEST(arrived.empty());
      sockets.a.close();
      BOOST_TEST(receive_by_limit(how, sockets.b, 2, arrived)
          == failure(asio::error::eof));
      BOOST_TEST(arrived.empty());
      sockets.b.close();
      BOOST_TEST(receive_by_limit(how, sockets.b, 2, arrived)
          == failure(asio::error::bad_descriptor));
      BOOST_TEST(arrived.empty());
    }
  }
}

// Control messages of other kinds do not count.
BOOST_AUTO_TEST_CASE(credentials_and_labels_take_no_room)
{
  const files sent(1);
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  for (const form how : all_forms)
  {
    send_descriptors(sockets.a, text("x"), sent.owners);
    send_message(sockets.a, text("x"), no_ancillary);
    owners arrived;
    BOOST_TEST(receive_by_limit(how, sockets.b, 1, arrived) == success(1));
    BOOST_TEST(are_the_first(arrived, sent));
    BOOST_TEST(arrived.size() == 1u);
    BOOST_TEST(receive_by_limit(how, sockets.b, 0, arrived) == success(1));
    BOOST_TEST(arrived.empty());
  }
}

// An operation that waits receives what comes later, any number of times.
BOOST_AUTO_TEST_CASE(a_receive_waits_for_its_packet)
{
  const files sent(2);
  asio::io_context context;
  connected sockets(context);
  for (const std::size_t max : {2u, 0u})
  {
    char byte;
    bool done = false;
    async_receive_descriptors(sockets.b, asio::buffer(&byte, 1), at_most(max),
        [&](const error_code& ec, std::size_t size, owners arrived)
        {
          BOOST_TEST(!ec);
          BOOST_TEST(size == 1u);
          BOOST_TEST(arrived.size() == max);
          BOOST_TEST(are_the_first(arrived, sent));
          done = true;
        });
    context.restart();
    context.poll();
    BOOST_TEST(!done);
    send_descriptors(sockets.a, text("x"), std::vector<int>(
        sent.numbers.begin(),
        sent.numbers.begin() + static_cast<std::ptrdiff_t>(max)));
    run(context);
    BOOST_TEST(done);
  }
}

// A cancelled receive leaves the packet in the queue.
BOOST_AUTO_TEST_CASE(a_cancelled_receive_has_taken_nothing)
{
  const files sent(1);
  asio::io_context context;
  connected sockets(context);
  char byte;
  error_code error;
  async_receive_descriptors(sockets.b, asio::buffer(&byte, 1), at_most(1),
      [&](const error_code& ec, std::size_t, owners arrived)
      {
        error = ec;
        BOOST_TEST(arrived.empty());
      });
  context.poll();
  sockets.b.cancel();
  send_descriptors(sockets.a, text("x"), sent.owners);
  run(context);
  BOOST_TEST(error == asio::error::operation_aborted);
  owners arrived;
  BOOST_TEST(receive_by_limit(form::error_code, sockets.b, 1, arrived)
      == success(1));
  BOOST_TEST(are_the_first(arrived, sent));
}

// A handler that is destroyed without a call closes what has arrived.
BOOST_AUTO_TEST_CASE(a_destroyed_handler_closes_what_has_arrived)
{
  const files sent(2);
  asio::io_context context;
  connected sockets(context);
  send_descriptors(sockets.a, text("x"), sent.owners);
  {
    asio::io_context other;
    packet_socket receiver(other, protocol(), sockets.b.release());
    char byte;
    async_receive_descriptors(receiver, asio::buffer(&byte, 1), at_most(2),
        [](const error_code&, std::size_t, owners) { BOOST_TEST(false); });
  }
}

// It does not wait if the socket must not.
BOOST_AUTO_TEST_CASE(a_non_blocking_socket_does_not_wait)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.non_blocking(true);
  owners arrived;
  BOOST_TEST(receive_by_limit(form::error_code, sockets.b, 1, arrived)
      == failure(asio::error::would_block));
  BOOST_TEST(arrived.empty());
}

#if defined(TEST_HAS_DEFERRED)

// A deferred operation can be launched twice.
BOOST_AUTO_TEST_CASE(a_deferred_receive_can_be_launched_twice)
{
  const files sent(2);
  asio::io_context context;
  connected sockets(context);
  char byte;
  auto operation = async_receive_descriptors(
      sockets.b, asio::buffer(&byte, 1), at_most(3), asio::deferred);
  for (int i = 0; i < 2; ++i)
  {
    send_descriptors(sockets.a, text("x"), sent.owners);
    std::size_t count = 0;
    operation([&](const error_code&, std::size_t, owners arrived)
        {
          count = arrived.size();
          BOOST_TEST(are_the_first(arrived, sent));
        });
    run(context);
    BOOST_TEST(count == 2u);
  }
}

#endif // defined(TEST_HAS_DEFERRED)

BOOST_AUTO_TEST_SUITE_END()
