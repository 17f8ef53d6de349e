// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Peers that a filter refuses.

#include "server.hpp"

#include "process.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(connection_peer_filter, no_leaks)

// Who is refused gets nothing, is counted, and never reaches the caller.
BOOST_AUTO_TEST_CASE(refused_peers_are_counted_and_never_reach_the_caller)
{
  server s;
  int asked = 0;
  peer_filter every_third(
      [&](const peer_identity& peer)
      {
        BOOST_TEST(peer.credentials().pid == ::getpid());
        return ++asked % 3 == 0;
      });
  std::vector<packet_socket> clients;
  for (int i = 0; i < 15; ++i)
    clients.push_back(s.client());

  // Every form: three synchronous ones with an error_code, and asynchronous.
  error_code ec;
  std::vector<packet_socket> served;
  served.push_back(boost_seqpacket::accept(s.listener, every_third));
  BOOST_TEST(every_third.refused() == 2u);
  served.push_back(boost_seqpacket::accept(s.listener, every_third, ec));
  BOOST_TEST(!ec);
  packet_socket peer(s.context);
  boost_seqpacket::accept(s.listener, every_third, peer, ec);
  BOOST_TEST(!ec);
  served.push_back(std::move(peer));
  served.push_back(boost_seqpacket::accept(
        s.listener, every_third, asio::any_io_executor(
          s.context.get_executor())));
  accepted result;
  result.start(s, every_third);
  run(s.context);
  BOOST_REQUIRE(result.socket.has_value());
  served.push_back(std::move(*result.socket));

  BOOST_TEST(every_third.refused() == 10u);
  for (std::size_t i = 0; i < clients.size(); ++i)
  {
    if (i % 3 == 2)
    {
      BOOST_TEST(are_connected(clients[i], served[i / 3]));
      continue;
    }
    char byte;
    incoming_ancillary<0> incoming;
    receive_message(clients[i], asio::buffer(&byte, 1), incoming, ec);
    BOOST_TEST(ec == asio::error::eof);
  }
}

// A peer of whom the predicate cannot find out is refused, and so it is with any
// other exception: the loop goes on.
BOOST_AUTO_TEST_CASE(predicates_that_throw_refuse_the_peer)
{
  server s;
  packet_socket clients[] = {s.client(), s.client(), s.client(), s.client()};
  int asked = 0;
  peer_filter filter(
      [&](const peer_identity&)
      {
        switch (++asked)
        {
        case 1: throw boost::system::system_error(asio::error::fault);
        case 3: throw std::logic_error("mine");
        default: return true;
        }
      });
  packet_socket peer = boost_seqpacket::accept(s.listener, filter);
  BOOST_TEST(are_connected(clients[1], peer));
  BOOST_TEST(filter.refused() == 1u);

  accepted result;
  result.start(s, filter);
  run(s.context);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(clients[3], *result.socket));
  BOOST_TEST(filter.refused() == 2u);
  for (const int refused : {0, 2})
  {
    char byte;
    incoming_ancillary<0> incoming;
    error_code ec;
    receive_message(
        clients[refused], asio::buffer(&byte, 1), incoming, ec);
    BOOST_TEST(ec == asio::error::eof);
  }
}

namespace {

// A class with a filter of its own, whose predicate asks the class.
struct door
{
  struct admit
  {
    auto operator()(peer_identity&) const
    {
      return of->is_open;
    }

    const door* of;
  };

  bool is_open = false;
  peer_filter<admit> filter{admit{this}};
};

} // namespace

// The predicate may be a part of a class that is not complete where the filter
// stands.
BOOST_AUTO_TEST_CASE(predicates_may_be_part_of_an_incomplete_class)
{
  server s;
  s.listener.non_blocking(true);
  packet_socket client = s.client();
  door guarded;
  error_code ec;
  (void)boost_seqpacket::accept(s.listener, guarded.filter, ec);
  BOOST_TEST(ec == asio::error::would_block);
  BOOST_TEST(guarded.filter.refused() == 1u);

  guarded.is_open = true;
  packet_socket another = s.client();
  packet_socket peer = boost_seqpacket::accept(s.listener, guarded.filter);
  BOOST_TEST(are_connected(another, peer));
}

// A predicate that has no descriptor to ask with does not refuse the peer: the
// connection is kept, and it is asked again after a pause.
BOOST_AUTO_TEST_CASE(predicates_without_a_descriptor_are_asked_again)
{
  server s;
  packet_socket client = s.client();
  int asked = 0;
  peer_filter filter(
      [&](const peer_identity&)
      {
        if (++asked <= 3)
          throw boost::system::system_error(asio::error::no_descriptors);
        return true;
      });
  accepted result;
  result.start(s, filter);
  run(s.context);
  BOOST_TEST(asked == 4);
  BOOST_TEST(accept_calls == 1);
  BOOST_TEST(filter.refused() == 0u);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(client, *result.socket));

  // A caller that waits itself is told.
  packet_socket another = s.client();
  asked = 0;
  error_code ec;
  (void)boost_seqpacket::accept(s.listener, filter, ec);
  BOOST_TEST(ec == asio::error::no_descriptors);
  BOOST_TEST(filter.refused() == 0u);
}

// Nor does one for which there is no memory.
BOOST_AUTO_TEST_CASE(predicates_without_memory_are_asked_again)
{
  server s;
  packet_socket client = s.client();
  int asked = 0;
  peer_filter filter(
      [&](const peer_identity&)
      {
        if (++asked == 1)
          throw std::bad_alloc();
        return true;
      });
  accepted result;
  result.start(s, filter);
  run(s.context);
  BOOST_TEST(asked == 2);
  BOOST_TEST(filter.refused() == 0u);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(client, *result.socket));
}

// The same without exceptions: the predicate has a second argument for it. Only
// together with a refusal it says anything, and only for want of something.
BOOST_AUTO_TEST_CASE(predicates_with_an_error_code_are_asked_again)
{
  server s;
  packet_socket clients[] = {s.client(), s.client(), s.client()};
  int asked = 0;
  bool is_empty = true;
  peer_filter filter(
      [&](const peer_identity&, error_code& ec)
      {
        is_empty = is_empty && !ec;
        switch (++asked)
        {
        case 1:
          ec = make_error_code(boost::system::errc::too_many_files_open);
          return false;
        case 2: ec = asio::error::no_memory; return true;
        case 3: ec = asio::error::not_connected; return false;
        case 4: return false;
        default: ec = asio::error::no_descriptors; throw std::logic_error("mine");
        }
      });
  accepted result;
  result.start(s, filter);
  run(s.context);
  BOOST_TEST(asked == 2);
  BOOST_TEST(filter.refused() == 0u);
  BOOST_REQUIRE(result.socket.has_value());
  BOOST_TEST(are_connected(clients[0], *result.socket));

  s.listener.non_blocking(true);
  packet_socket last = s.client();
  error_code ec;
  (void)boost_seqpacket::accept(s.listener, filter, ec);
  BOOST_TEST(ec == asio::error::would_block);
  BOOST_TEST(asked == 5);
  BOOST_TEST(filter.refused() == 3u);
  BOOST_TEST(is_empty);
}

// A flood of peers that are refused does not keep others of the context from
// their turn.
BOOST_AUTO_TEST_CASE(a_flood_of_refused_peers_lets_others_have_their_turn)
{
  server s(200);
  peer_filter nobody([](const peer_identity&) { return false; });
  std::vector<packet_socket> flood;
  for (int i = 0; i < 100; ++i)
    flood.push_back(s.client());
  accepted result;
  result.start(s, nobody);
  std::uint64_t at_my_turn = 0;
  asio::post(s.context, [&] { at_my_turn = nobody.refused(); });
  run_until(s.context, [&] { return nobody.refused() == 100u; });
  BOOST_TEST(at_my_turn > 0u);
  BOOST_TEST(at_my_turn <= 32u);
  BOOST_TEST(result.calls == 0);
  s.listener.close();
  run(s.context);
}

// The predicate can ask whatever can be asked of a connection.
BOOST_AUTO_TEST_CASE(a_predicate_can_ask_whatever_a_connection_can_be_asked)
{
  server s;
  packet_socket clients[] = {s.client(), s.client()};
  std::vector<::gid_t> expected(64);
  expected.resize(static_cast<std::size_t>(
      ::getgroups(static_cast<int>(expected.size()), expected.data())));
  peer_filter filter(
      [&](const peer_identity& peer)
      {
        BOOST_TEST(peer.credentials().uid == ::geteuid());
        error_code ec;
        BOOST_TEST(peer.groups() == expected);
        const unique_descriptor process = peer.pidfd(ec);
        BOOST_TEST((process.is_open()
            || ec == asio::error::operation_not_supported));
        BOOST_TEST((!process || is_close_on_exec(process.native_handle())));
        const std::string label = peer.security_label(ec);
        BOOST_TEST((ec == asio::error::no_protocol_option || !label.empty()));
        // Where there is no security module this refuses the peer.
        return !peer.security_label().empty();
      });
  accepted result;
  result.start(s, filter);
  s.context.poll();
  BOOST_TEST(filter.refused() + (result.calls == 1 ? 1u : 0u) >= 1u);
  s.listener.close();
  run(s.context);
}

// The kernel's word decides: of two users the one that is not allowed gets
// nothing.
BOOST_AUTO_TEST_CASE(a_user_that_is_not_allowed_gets_nothing,
    *boost::unit_test::precondition(needs_root))
{
  server s;
  peer_filter only_1234(
      [](const peer_identity& peer)
      {
        return peer.credentials().uid == 1234;
      });
  const auto ask_as = [&](::uid_t uid)
      {
        return [&s, uid]
            {
              if (::setresgid(uid, uid, uid) != 0
                  || ::setresuid(uid, uid, uid) != 0)
                return 1;
              asio::io_context own;
              packet_socket client(own);
              boost_seqpacket::connect(client, s.where);
              char byte;
              incoming_ancillary<0> incoming;
              error_code ec;
              receive_message(
                  client, asio::buffer(&byte, 1), incoming, ec);
              // The connection may be refused before the receive begins.
              return !ec ? 0 : ec == asio::error::eof
                || ec == asio::error::connection_reset ? 2 : 3;
            };
      };
  child_process refused(ask_as(1235));
  BOOST_TEST_MESSAGE("waiting for the one that is refused");
  accepted result;
  result.start(s, only_1234);
  run_until(s.context, [&] { return only_1234.refused() == 1u; });
  BOOST_TEST(refused.wait() == 2);
  BOOST_TEST(result.calls == 0);

  child_process allowed(ask_as(1234));
  run(s.context);
  BOOST_REQUIRE(result.socket.has_value());
  send_message(*result.socket, text("x"), no_ancillary);
  BOOST_TEST(allowed.wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
