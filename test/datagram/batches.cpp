// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Batches of datagrams, each with an address of its own.

#include "batches.hpp"

#include "features.hpp"
#include "system_calls.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(datagram_batches, no_leaks,
    *boost::unit_test::timeout(90))

// Packets to many receivers leave with one system call, and packets of many
// senders arrive with one, each with its address. Replies reach every sender.
BOOST_AUTO_TEST_CASE_TEMPLATE(each_packet_has_its_own_address, Socket,
    datagram_sockets)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    basic_crowd<Socket> crowd(context, 8);
    for (std::size_t i = 0; i < crowd.clients.size(); ++i)
      send_message_to(crowd.clients[i], text(crowd.name(i)),
          crowd.address("server"));

    typename basic_crowd<Socket>::room in(10);
    counted.reset();
    BOOST_TEST(receive_batch(how, crowd.server, in.messages) == success(8));
    if (has_calls)
      BOOST_TEST(counted.recvmmsg == 1);
    typename basic_crowd<Socket>::packets replies(8);
    for (std::size_t i = 0; i < 8; ++i)
    {
      BOOST_TEST(!in.messages[i].error);
      BOOST_TEST(in.packet(i) == crowd.name(i));
      BOOST_TEST(to_string(in.messages[i].sender)
          == to_string(local_endpoint(crowd.clients[i])));
      replies[i].buffers = text(in.packet(i));
      replies[i].destination = in.messages[i].sender;
    }
    BOOST_TEST(is_unnamed(in.messages[8].sender));

    counted.reset();
    BOOST_TEST(send_batch(how, crowd.server, replies) == success(8));
    if (has_calls)
      BOOST_TEST(counted.sendmmsg == 1);
    for (std::size_t i = 0; i < 8; ++i)
      crowd.expect(i, crowd.name(i));
  }
}

namespace {

// Elements of a user, with an address that they have from the base.
template <typename Endpoint>
struct request
  : outgoing_datagram<1, asio::const_buffer, Endpoint>
{
  int number = 0;
};

template <typename Endpoint>
struct reply
  : incoming_datagram<1, asio::mutable_buffer, Endpoint>
{
  int number = 0;
};

} // namespace

// Classes that are derived from the elements have their addresses.
BOOST_AUTO_TEST_CASE_TEMPLATE(derived_elements_have_addresses, Socket,
    datagram_sockets)
{
  using endpoint_type = typename Socket::endpoint_type;
  for (const form how : all_forms)
  {
    asio::io_context context;
    basic_crowd<Socket> crowd(context, 2);
    std::vector<request<endpoint_type>> out(2);
    for (std::size_t i = 0; i < 2; ++i)
    {
      out[i].buffers = text(crowd.name(i));
      out[i].destination = crowd.address(crowd.name(i));
    }
    BOOST_TEST(send_batch(how, crowd.server, out) == success(2));

    for (std::size_t i = 0; i < 2; ++i)
    {
      char bytes[2][8] = {};
      std::array<reply<endpoint_type>, 2> in;
      for (std::size_t j = 0; j < 2; ++j)
      {
        in[j].buffers = asio::buffer(bytes[j]);
        in[j].sender = crowd.address("missing");
        in[j].number = 7;
      }
      BOOST_TEST(receive_batch(how, crowd.clients[i], in) == success(1));
      BOOST_TEST(std::string_view(bytes[0]) == crowd.name(i));
      BOOST_TEST(to_string(in[0].sender) == to_string(crowd.address("server")));
      BOOST_TEST(is_unnamed(in[1].sender));
      BOOST_TEST(in[0].number == 7);
    }
  }
}

// Every kind of name comes with a batch: none, one that the kernel chose, an
// abstract one with NULs at its end, and the longest path.
BOOST_AUTO_TEST_CASE_TEMPLATE(every_kind_of_name_comes_with_a_batch, Socket,
    datagram_sockets)
{
  asio::io_context context;
  basic_crowd<Socket> crowd(context, 0);
  std::string longest = crowd.directory / "";
  longest.resize(108, 'x');
  crowd.clients.push_back(unnamed_socket<Socket>(context));
  crowd.clients.push_back(automatic_socket<Socket>(context));
  crowd.clients.push_back(named_socket<Socket>(context,
        std::string("\0", 1) + crowd.directory.name() + std::string(2, '\0')));
  crowd.clients.push_back(named_socket<Socket>(context, longest));
  for (const form how : all_forms)
  {
    for (Socket& client : crowd.clients)
      send_message_to(client, text("x"), crowd.address("server"));
    typename basic_crowd<Socket>::room in(4);
    BOOST_TEST(receive_batch(how, crowd.server, in.messages) == success(4));
    for (std::size_t i = 0; i < 4; ++i)
      BOOST_TEST(to_string(in.messages[i].sender)
          == to_string(local_endpoint(crowd.clients[i])));
    BOOST_TEST(is_unnamed(in.messages[0].sender));
    BOOST_TEST(to_string(in.messages[1].sender).size() == 6u); // @ and 5 digits
    BOOST_TEST(endpoint_name(in.messages[2].sender)
        == crowd.directory.name() + std::string(2, '\0'));
    BOOST_TEST(endpoint_name(in.messages[3].sender) == longest);
  }
}

// Elements that are used again keep no address of an earlier packet.
BOOST_AUTO_TEST_CASE(elements_are_cleared)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    crowd all(context, 1);
    datagram_socket unnamed = unnamed_socket<datagram_socket>(context);
    crowd::room in(2);
    for (incoming_datagram<1>& message : in.messages)
      message.sender = all.address("0");
    send_message_to(unnamed, text("x"), all.address("server"));
    BOOST_TEST(receive_batch(how, all.server, in.messages) == success(1));
    BOOST_TEST(is_unnamed(in.messages[0].sender));
    BOOST_TEST(is_unnamed(in.messages[1].sender));

    all.server.non_blocking(true);
    in.messages[0].sender = all.address("0");
    if (how != form::asynchronous)
      BOOST_TEST(receive_batch(how, all.server, in.messages)
          == failure(asio::error::would_block));
    else
      in.messages[0].sender = datagram_endpoint();
    BOOST_TEST(is_unnamed(in.messages[0].sender));
  }
}

// Descriptors come with the packets and their addresses, and truncation is an
// error of one packet.
BOOST_AUTO_TEST_CASE(descriptors_come_with_addresses)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    crowd all(context, 2);
    const unique_descriptor file = make_file("content");
    crowd::packets out(3);
    for (outgoing_datagram<1>& message : out)
    {
      message.buffers = text("packet");
      message.destination = all.address("server");
      message.ancillary.add_descriptor(file.native_handle());
    }
    out[1].buffers = text("more than there is room for");
    BOOST_TEST(send_batch(how, all.clients[1], out) == success(3));

    crowd::room in(3);
    BOOST_TEST(receive_batch(how, all.server, in.messages) == success(3));
    for (std::size_t i = 0; i < 3; ++i)
    {
      BOOST_TEST(to_string(in.messages[i].sender)
          == to_string(all.address("1")));
      BOOST_TEST(in.messages[i].ancillary.descriptors().size() == 1u);
    }
    BOOST_TEST(!in.messages[0].error);
    BOOST_TEST(in.messages[1].error == seqpacket_errc::message_truncated);
    BOOST_TEST(!in.messages[2].error);
  }
}

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// A packet that stays in the queue ends the batch, and has an address.
BOOST_AUTO_TEST_CASE(a_packet_that_is_kept_has_an_address)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    crowd all(context, 1);
    send_message_to(all.clients[0], text("fits"), all.address("server"));
    send_message_to(all.clients[0], text("more than there is room for"),
        all.address("server"));
    crowd::room in(3);
    BOOST_TEST(receive_batch(how, all.server, in.messages, keep_if_truncated)
        == success(1));
    BOOST_TEST(in.messages[1].error == seqpacket_errc::message_truncated);
    for (std::size_t i = 0; i < 2; ++i)
      BOOST_TEST(to_string(in.messages[i].sender)
          == to_string(all.address("0")));
    discard(all.server, 1);
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

// A destination that fails ends the batch. The next call finds its error.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_bad_destination_ends_the_batch, Socket,
    datagram_sockets)
{
  using endpoint_type = typename Socket::endpoint_type;
  for (const form how : all_forms)
  {
    asio::io_context context;
    basic_crowd<Socket> crowd(context, 1);
    const auto missing = crowd.address("missing");
    const auto none = endpoint_of<endpoint_type>("");
    for (const auto& [bad, error] :
        {std::make_pair(missing, error_code(ENOENT,
              boost::system::system_category())),
          std::make_pair(none, error_code(asio::error::invalid_argument))})
    {
      typename basic_crowd<Socket>::packets out(3);
      for (auto& message : out)
      {
        message.buffers = text("x");
        message.destination = crowd.address("0");
      }
      out[1].destination = bad;
      BOOST_TEST(send_batch(how, crowd.server, out) == success(1));
      crowd.expect(0, "x");
      out.erase(out.begin());
      BOOST_TEST(send_batch(how, crowd.server, out) == failure(error));
      BOOST_TEST(has_nothing(crowd.clients[0]));
    }
  }
}

// An address of another family is refused before the kernel takes it for none.
BOOST_AUTO_TEST_CASE(an_address_of_another_family_ends_the_batch)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    pair_of<generic_datagram> sockets(context);
    basic_crowd<generic_datagram>::packets out(1);
    out[0].buffers = text("x");
    BOOST_TEST(send_batch(how, sockets.a, out)
        == failure(asio::error::address_family_not_supported));
    BOOST_TEST(has_nothing(sockets.b));
  }
}

// While the queue of a receiver is full the batch waits in pauses, with few
// system calls, and then sends the rest.
BOOST_AUTO_TEST_CASE(a_full_queue_is_waited_for)
{
  asio::io_context context;
  crowd all(context, 1);
  const std::size_t size =
    fill_queue_of(all.server, all.address("0")) + 5;
  discard(all.clients[0], size - 5);
  crowd::packets out(size);
  for (outgoing_datagram<1>& message : out)
  {
    message.buffers = text("x");
    message.destination = all.address("0");
  }
  BOOST_TEST(send_messages(all.server, out, MSG_DONTWAIT) == size - 5);
  discard(all.clients[0], size - 5);

  outcome sent = failure(asio::error::fault);
  counted.reset();
  const auto begin = std::chrono::steady_clock::now();
  async_send_messages(all.server, out,
      [&](const error_code& ec, std::size_t n) { sent = {ec, n}; });
  while (counted.sendmmsg + counted.sendmsg < 6)
    context.run_one_for(deadline);
  BOOST_TEST(sent == failure(asio::error::fault));
  const auto time = std::chrono::steady_clock::now() - begin;
  BOOST_TEST(counted.poll == 0);
  // One call more has sent what there was room for.
  BOOST_TEST(counted.sendmmsg + counted.sendmsg
      <= 1 + (has_calls ? 0 : int(size)) + most_tries_in(time));
  discard(all.clients[0], 5);
  run(context);
  BOOST_TEST(sent == success(size));
  discard(all.clients[0], size - 5);
  BOOST_TEST(has_nothing(all.clients[0]));
}

// The pauses begin with a short one again after packets were sent. Otherwise a
// receiver that reads slowly would be sent to ever more slowly.
BOOST_AUTO_TEST_CASE(pauses_are_short_again_after_packets_were_sent)
{
  asio::io_context context;
  crowd all(context, 1);
  fill_queue_of(all.server, all.address("0"));
  discard(all.clients[0], 1);
  crowd::packets out(3);
  for (outgoing_datagram<1>& message : out)
  {
    message.buffers = text("x");
    message.destination = all.address("0");
  }
  detail::send_batch_attempt<crowd::packets> attempt(out, 0);
  using detail::retry;
  error_code ec = attempt.first(all.server).error;
  BOOST_TEST((attempt.after(ec) == retry::after_short_pause));
  ec = attempt.again().error;
  BOOST_TEST((attempt.after(ec) == retry::after_pause));
  discard(all.clients[0], 1);
  ec = attempt.again().error;
  BOOST_TEST((attempt.after(ec) == retry::after_short_pause));
  discard(all.clients[0], 1);
  ec = attempt.again().error;
  BOOST_TEST((attempt.after(ec) == retry::never));
}

// Batches that are much longer than the queue arrive in order, in every form.
BOOST_AUTO_TEST_CASE(a_long_batch_arrives_in_order)
{
  for (const form how : all_forms)
  {
    asio::io_context context;
    crowd all(context, 1);
    std::vector<std::string> contents;
    for (int i = 0; i < 300; ++i)
      contents.push_back(std::to_string(i));
    crowd::packets out(contents.size());
    for (std::size_t i = 0; i < out.size(); ++i)
    {
      out[i].buffers = text(contents[i]);
      out[i].destination = all.address("0");
    }
    std::size_t next = 0;
    std::thread reader([&]
        {
          crowd::room in(64);
          while (next < contents.size())
          {
            const std::size_t count =
              receive_messages(all.clients[0], in.messages);
            for (std::size_t i = 0; i < count; ++i, ++next)
              if (in.packet(i) != contents[next])
                return;
          }
        });
    BOOST_TEST(send_batch(how, all.server, out) == success(300));
    reader.join();
    BOOST_TEST(next == 300u);
  }
}

// A cancelled batch that has sent some packets reports their number.
BOOST_AUTO_TEST_CASE(a_batch_that_is_stopped_reports_its_number)
{
  asio::io_context context;
  crowd all(context, 1);
  const std::size_t size = fill_queue_of(all.server, all.address("0"));
  discard(all.clients[0], 3);
  crowd::packets out(5);
  for (outgoing_datagram<1>& message : out)
  {
    message.buffers = text("x");
    message.destination = all.address("0");
  }
  outcome sent = failure(asio::error::fault);
  async_send_messages(all.server, out,
      [&](const error_code& ec, std::size_t n) { sent = {ec, n}; });
  context.run_one_for(std::chrono::milliseconds(20));
  all.server.close();
  run(context);
  BOOST_TEST(sent == success(3));
  discard(all.clients[0], size);
  BOOST_TEST(has_nothing(all.clients[0]));
}

// A packet of a batch that is sent inside of another one goes to its own
// address, and so does the outer one.
BOOST_AUTO_TEST_CASE(a_batch_inside_a_batch_keeps_the_addresses)
{
  asio::io_context context;
  crowd all(context, 2);
  crowd::packets inner(1);
  inner[0].buffers = text("inner");
  inner[0].destination = all.address("1");
  crowd::packets outer(2);
  for (outgoing_datagram<1>& message : outer)
  {
    message.buffers = text("outer");
    message.destination = all.address("0");
  }
  int sent = 0;
  observed_range<outgoing_datagram<1>> range{outer, [&]
      {
        if (sent < 3)
        {
          ++sent;
          BOOST_TEST(send_messages(all.server, inner) == 1u);
        }
      }};
  BOOST_TEST(send_messages(all.server, range) == 2u);
  for (int i = 0; i < 2; ++i)
    all.expect(0, "outer");
  for (int i = 0; i < sent; ++i)
    all.expect(1, "inner");
  BOOST_TEST(has_nothing(all.clients[0]));
  BOOST_TEST(has_nothing(all.clients[1]));
}

// The same for batches that are received.
BOOST_AUTO_TEST_CASE(a_batch_received_inside_a_batch_keeps_the_addresses)
{
  asio::io_context context;
  crowd all(context, 2);
  send_message_to(all.clients[0], text("outer"), all.address("server"));
  send_message_to(all.server, text("inner"), all.address("1"));
  crowd::room inner(1);
  crowd::room outer(2);
  bool received = false;
  observed_range<incoming_datagram<1>> range{outer.messages, [&]
      {
        if (received)
          return;
        received = true;
        BOOST_TEST(receive_messages(all.clients[1], inner.messages) == 1u);
      }};
  BOOST_TEST(receive_messages(all.server, range) == 1u);
  BOOST_TEST(to_string(outer.messages[0].sender)
      == to_string(all.address("0")));
  BOOST_TEST(to_string(inner.messages[0].sender)
      == to_string(all.address("server")));
}

BOOST_AUTO_TEST_SUITE_END()
