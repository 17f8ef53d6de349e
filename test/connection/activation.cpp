// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Socket activation.

#include "activation.hpp"

namespace {

std::string failure_of(int number)
{
  return "error " + std::to_string(number) + "; open 3 4 5";
}

const std::string nothing = "; open 3 4 5";

} // namespace

BOOST_FIXTURE_TEST_SUITE(activation, no_leaks)

// As many as the environment says, with their names, close-on-exec; those behind
// are not touched.
BOOST_AUTO_TEST_CASE(takes_what_is_there)
{
  BOOST_TEST(outcome_of({self, "1", "web"}) == "3=web ; open 4 5");
  BOOST_TEST(outcome_of({self, "3", "a:b c:"}) == "3=a 4=b c 5= ; open");
  BOOST_TEST(outcome_of({self, "2", unset}) == "3=unknown 4=unknown ; open 5");
}

// Not started by a service manager, or by one that meant another process.
BOOST_AUTO_TEST_CASE(not_for_this_process)
{
  BOOST_TEST(outcome_of({unset, unset, unset}) == nothing);
  BOOST_TEST(outcome_of({unset, "2", "a:b"}) == nothing);
  BOOST_TEST(outcome_of({self, unset, unset}) == nothing);
  BOOST_TEST(outcome_of({"1", "2", "a:b"}) == nothing);
}

// Values that no service manager gives: nothing is owned, nothing is closed.
BOOST_AUTO_TEST_CASE(wrong_values)
{
  for (const char* id : {"", "x", "0", "-1", "99999999999"})
    BOOST_TEST(outcome_of({id, "2", unset}) == failure_of(EINVAL));
  for (const char* count :
      {"", "x", "0", "-1", "2x", "99999999999", "2147483647"})
    BOOST_TEST(outcome_of({self, count, unset}) == failure_of(EINVAL));
  for (const char* names : {"", "a", "a:b:c", "a:b\\"})
    BOOST_TEST(outcome_of({self, "2", names}) == failure_of(EINVAL));
}

// More are announced than are there.
BOOST_AUTO_TEST_CASE(a_descriptor_that_is_not_open)
{
  BOOST_TEST(outcome_of({self, "4", unset}) == failure_of(EBADF));
  BOOST_TEST(in_activated({self, "4", unset},
        []() -> std::string
        {
          try
          {
            activated_descriptors();
            return "no exception";
          }
          catch (const boost::system::system_error& e)
          {
            return e.code() == asio::error::bad_descriptor ? "bad" : "other";
          }
        }) == "bad");
}

// Nobody owns the same descriptors twice, not even after an error.
BOOST_AUTO_TEST_CASE(a_second_call_finds_none)
{
  for (const char* count : {"2", "4"})
    BOOST_TEST(in_activated({self, count, unset},
          []
          {
            error_code ec;
            const auto first = activated_descriptors(ec);
            const auto second = activated_descriptors();
            return std::to_string(second.size());
          }) == "0");
}

// The pair that a server needs: its listening socket is what it says, and accepts
// a client. The other descriptor is a file, and stays one.
BOOST_AUTO_TEST_CASE(an_activated_acceptor_accepts)
{
  BOOST_TEST(in_activated({self, "2", "socket:file"},
        []() -> std::string
        {
          asio::io_context context;
          auto descriptors = activated_descriptors();
          error_code ec;
          adopt<protocol::acceptor>(
              context, std::move(descriptors[1].descriptor), ec);
          if (ec != seqpacket_errc::wrong_descriptor_type
              || !descriptors[1].descriptor.is_open())
            return "took a file for an acceptor";

          auto listener = adopt<protocol::acceptor>(
              context, std::move(descriptors[0].descriptor));
          packet_socket client(context);
          boost_seqpacket::connect(client, listener.local_endpoint());
          packet_socket peer = boost_seqpacket::accept(listener);
          send_message(client, text("hello"), no_ancillary);
          char bytes[16];
          incoming_ancillary<0> ancillary;
          const std::size_t size =
            receive_message(peer, asio::buffer(bytes), ancillary);
          return std::string(bytes, size);
        }) == "hello");
}

BOOST_AUTO_TEST_SUITE_END()
