// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A filter of the kernel refuses each system call of the library, by ENOSYS and by
// EPERM. Each operation ends, with the right result by another call, or with the
// error of the system: then nothing is lost. tools/filters makes a table of it.
//
// A program of its own, as it stands in for the functions of the C library to see
// which calls were refused.

#include "world.hpp"

#include "connection_scenes.hpp"
#include "features.hpp"
#include "handover_scenes.hpp"
#include "large_scenes.hpp"
#include "other_scenes.hpp"
#include "packet_scenes.hpp"
#include "service_scenes.hpp"

#include <memory>
#include <thread>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_AUTO_TEST_SUITE(sandbox_refused_calls,
    * boost::unit_test::precondition(needs_filters))

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// What emits the signal may not ask which socket the descriptor means. Asio's slot
// refers to the socket object, which is gone (AddressSanitizer).
BOOST_AUTO_TEST_CASE(a_signal_leaves_a_destroyed_socket_alone)
{
  for (const int error : {ENOSYS, EPERM})
  {
    asio::io_context context;
    auto gone = std::make_unique<packet_socket>(context);
    packet_socket peer(context);
    connect_pair(*gone, peer);
    asio::cancellation_signal signal;
    char bytes[8];
    incoming_ancillary<1> incoming;
    error_code ec;
    async_receive_message(*gone, asio::buffer(bytes), incoming,
        asio::bind_cancellation_slot(signal.slot(),
          [&](const error_code& result, std::size_t) { ec = result; }));
    context.poll();
    gone.reset();
    bool is_filtered = false;
    std::thread([&]
        {
          is_filtered = refuse(calls_of("getsockopt"), error);
          signal.emit(asio::cancellation_type::terminal);
        }).join();
    BOOST_TEST(is_filtered);
    test::run(context);
    BOOST_TEST(ec == asio::error::operation_aborted);
  }
}

// Where no identity can be asked for, a signal ends the wait all the same.
BOOST_AUTO_TEST_CASE(a_signal_ends_a_wait_without_an_identity)
{
  const filtered_calls cookie = {{SYS_getsockopt, 2, SO_COOKIE}};
  for (const int error : {ENOSYS, EPERM})
  {
    asio::io_context context;
    connected sockets(context);
    error_code ec;
    bool is_filtered = false;
    std::thread([&]
        {
          is_filtered = refuse(cookie + calls_of("fstat"), error);
          asio::cancellation_signal signal;
          char bytes[8];
          incoming_ancillary<1> incoming;
          async_receive_message(sockets.b, asio::buffer(bytes), incoming,
              asio::bind_cancellation_slot(signal.slot(),
                [&](const error_code& result, std::size_t) { ec = result; }));
          context.poll();
          signal.emit(asio::cancellation_type::terminal);
          context.restart();
          context.run_for(deadline);
        }).join();
    BOOST_TEST(is_filtered);
    BOOST_TEST(ec == asio::error::operation_aborted);
  }
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// A send that reports an error has sent nothing.
BOOST_AUTO_TEST_CASE(sends_survive_every_filter)
{
  play()("send", send_call);
  play()("async send", send_operation);
  play()("send bytes", send_bytes_call);
  play()("async send bytes", send_bytes_operation);
  play()("send descriptors", send_descriptor);
  play()("send into a full queue", send_waits);
  play()("send a batch", send_batch_call);
  play()("async send a batch", send_batch_operation);
  play()("send a long batch, filtered in the middle", send_batch_in_parts);
}

// What a receive with an error has not received is still queued.
BOOST_AUTO_TEST_CASE(receives_survive_every_filter)
{
  for (const queue& the : queues)
  {
    for (const way how : ways)
    {
      for (const bool waits : {false, true})
        play()(std::string(waits ? "async " : "") + name_of(how) + the.name,
            [&](world& w) { receive_all(w, waits, how, the); });
    }
  }
  play()("wait for a packet", wait_for_packet);
  play()("wait for a packet, then filter", wait_for_packet_then_filter);
  play()("wait for bytes", wait_for_bytes);
  play()("wait for a batch", wait_for_batch);
  play()("receive from a generic socket", receive_generic);
  play()("receive descriptors", receive_descriptor);
  play()("receive bytes where credentials come", receive_bytes_beside_more);
  play()("receive before a reset", receive_before_reset);
}

// Datagrams and streams have questions of their own.
BOOST_AUTO_TEST_CASE(other_sockets_survive_every_filter)
{
  play()("no datagram", no_datagram);
  play()("wait for a datagram", wait_for_datagram);
  play()("wait for a datagram that cannot come", wait_for_no_datagram);
  play()("peek at urgent data", peek_at_urgent_data);
  play()("wait for a peek", wait_for_peek);
}

// What a read or a write with an error reports is what it has done.
BOOST_AUTO_TEST_CASE(streams_survive_every_filter)
{
  play()("read", read_call);
  play()("async read", read_operation);
  play()("wait for the rest of a message", read_waits);
  play()("wait for the rest of a message, then filter",
      read_waits_then_filter);
  play()("read to the end", read_to_the_end);
  play()("write", write_call);
  play()("async write", write_operation);
  play()("write more than the queue takes", write_waits);
}

// Datagrams have addresses.
BOOST_AUTO_TEST_CASE(addresses_survive_every_filter)
{
  play()("send to an address", send_to_call);
  play()("wait to send to an address", send_to_waits);
  play()("receive from an address", receive_from_call);
  play()("receive bytes from an address", receive_bytes_from_call);
  play()("wait for a packet from an address", receive_from_waits);
  play()("send a batch to addresses", send_batch_to_addresses);
  play()("receive a batch from addresses", receive_batch_from_addresses);
}

// Descriptors have one owner, and bare ones are only viewed.
BOOST_AUTO_TEST_CASE(descriptors_survive_every_filter)
{
  play()("receive at most two descriptors", receive_some_descriptors);
  play()("send an owner", send_owner);
  play()("receive over a bare descriptor", view_receives);
  play()("send over a bare descriptor", view_sends);
  play()("wait with a bare descriptor", view_waits);
  play()("wait with a bare descriptor in vain", view_waits_in_vain);
  play()("pause with a bare descriptor in vain", view_pauses_in_vain);
  play()("set an option of a bare descriptor", view_sets_option);
  play()("adopt a pipe", adopt_pipe);
  play()("adopt a file", adopt_file, {
      {"epoll_create1", calls_of("epoll_create1")},
      {"epoll_ctl", calls_of("epoll_ctl")}});
  play()("receive a socket of the internet", receive_internet_socket);
  play()("send an object into a full queue", send_object_waits, {
      {"comparison", file_question()},
      {"comparison, fstat", file_question() + calls_of("fstat")}});
}

// Memory that cannot be made or used is an error, and costs one message.
BOOST_AUTO_TEST_CASE(large_messages_survive_every_filter)
{
  const std::vector<refusal> list = memory_refusals();
  play()("send a large message", send_large_call, list);
  play()("async send a large message", send_large_operation, list);
  play()("receive a large message", receive_large_call, list);
  play()("receive a copy of a large message", receive_large_copy, list);
  play()("make memory in place", make_memory_in_place, list);
  play()("receive memory that cannot be read", receive_unreadable_memory,
      list);
}

// One of two processes has everything afterwards.
BOOST_AUTO_TEST_CASE(handovers_survive_every_filter)
{
  play()("commit sessions", commit_sessions, handover_refusals());
  play()("take sessions", take_sessions, handover_refusals());
}

// A connection that was not accepted is still in the backlog.
BOOST_AUTO_TEST_CASE(connections_survive_every_filter)
{
  play()("accept", accept_call);
  play()("accept after a change", accept_after_change);
  play()("async accept", accept_operation);
  play()("wait for a connection", accept_waits);
  play()("wait for a connection, then filter", accept_waits_then_filter);
  play()("accept with a filter of peers", accept_some);
  play()("accept where nothing may be opened", accept_without_descriptors);
  play()("accept from an acceptor that is shut down", accept_from_shut_down);
  play()("connect", connect_call);
  play()("async connect", connect_operation);
  play()("wait for room in a backlog", connect_waits);
  play()("async wait for room in a backlog", connect_operation_waits);
}

// What is asked and what is opened is right, or an error.
BOOST_AUTO_TEST_CASE(questions_survive_every_filter)
{
  play()("open", open_socket);
  play()("connect_pair", open_pair);
  play()("local_endpoint and remote_endpoint", ask_for_names);
  play()("peer", ask_for_peer);
  play()("credentials of an unknown sender", ask_for_unknown_sender);
  play()("max_message_size", ask_for_size);
  play()("reserve_message_size", reserve_size);
  play()("adopt", adopt_socket);
  play()("activated_descriptors", activate);
  play()("store_session", store_a_session);
  play()("wait_for_service_manager", wait_for_manager);
  play()("restore_services", restore_a_session);
  play()("duplicate", duplicate_descriptor);
  // A descriptor that cannot be closed stays open, whatever it is.
  play()("close", close_descriptor, {{"close", calls_of("close")}});
  play()("bind_path", bind_new_path);
  play()("bind_path in a new directory", bind_in_new_directory);
  play()("bind_path in the place of a stale file", bind_stale_path);
}

BOOST_AUTO_TEST_SUITE_END()
