// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Messages of any size arrive whole, the small ones as packets and the large ones
// as memory.

#include "large_message.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(large_message_messages, no_leaks,
    *boost::unit_test::timeout(120))

namespace {

using datagram_socket = asio::local::datagram_protocol::socket;
using generic_socket = asio::generic::seq_packet_protocol::socket;

template <typename Socket>
struct pair_of
{
  explicit pair_of(asio::io_context& context)
    : a(context),
      b(context)
  {
    int numbers[2];
    constexpr bool is_datagram =
      std::is_same<Socket, datagram_socket>::value;
    const int type = is_datagram ? SOCK_DGRAM : SOCK_SEQPACKET;
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, numbers) != 0)
      throw std::runtime_error("no sockets");
    using kind = typename Socket::protocol_type;
    if constexpr (std::is_same<Socket, generic_socket>::value)
    {
      a.assign(kind(AF_UNIX, 0), numbers[0]);
      b.assign(kind(AF_UNIX, 0), numbers[1]);
    }
    else
    {
      a.assign(kind(), numbers[0]);
      b.assign(kind(), numbers[1]);
    }
  }

  Socket a;
  Socket b;
};

using sockets =
  std::tuple<packet_socket, datagram_socket, generic_socket>;

// Sends by the synchronous function or the operation.
template <typename Socket, typename... Arguments>
void send(asio::io_context& context, bool is_async, Socket& from,
    std::size_t size, const Arguments&... arguments)
{
  if (!is_async)
  {
    BOOST_TEST(send_large_message(from, arguments...) == size);
    return;
  }
  int calls = 0;
  async_send_large_message(from, arguments...,
      [&](const error_code& ec, std::size_t sent)
      {
        ++calls;
        BOOST_TEST(!ec);
        BOOST_TEST(sent == size);
      });
  test::run(context);
  BOOST_TEST(calls == 1);
}

template <typename Socket, typename... Arguments>
void receive(asio::io_context& context, bool is_async, Socket& from,
    std::size_t size, Arguments&&... arguments)
{
  if (!is_async)
  {
    BOOST_TEST(receive_large_message(from, arguments...) == size);
    return;
  }
  int calls = 0;
  async_receive_large_message(from, arguments...,
      [&](const error_code& ec, std::size_t received)
      {
        ++calls;
        BOOST_TEST(!ec);
        BOOST_TEST(received == size);
      });
  test::run(context);
  BOOST_TEST(calls == 1);
}

} // namespace

// The main job, over every type of socket with packets, in every form.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_message_of_any_size_arrives, Socket, sockets)
{
  asio::io_context context;
  pair_of<Socket> pair(context);
  const unique_descriptor file = make_file("content");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file);
  incoming_ancillary<1> incoming;
  large_message message(16 * mebi);
  const std::size_t limit = max_message_size(pair.a);
  for (const std::size_t size : {std::size_t(0), std::size_t(1),
      std::size_t(4096), limit - 1, limit, limit + 1, 10 * mebi})
  {
    for (const bool is_async : {false, true})
    {
      BOOST_TEST_CONTEXT(size << " bytes" << (is_async ? ", async" : ""))
      {
        const std::string bytes = pattern(size);
        send(context, is_async, pair.a, size, asio::buffer(bytes), outgoing);
        receive(context, is_async, pair.b, size, message, incoming);
        BOOST_TEST((view_of(message) == bytes));
        BOOST_TEST(message.is_mapped() == (size > limit));
        BOOST_TEST(incoming.message_size() == size);
        BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
        BOOST_TEST(same_file(incoming.descriptors()[0].native_handle(),
              file.native_handle()));

        send(context, is_async, pair.a, size, asio::buffer(bytes));
        receive(context, is_async, pair.b, size, message);
        BOOST_TEST((view_of(message) == bytes));

        std::string copy = "before ";
        send(context, is_async, pair.a, size, asio::buffer(bytes), outgoing);
        receive(context, is_async, pair.b, size, asio::dynamic_buffer(copy),
            incoming);
        BOOST_TEST((copy == "before " + bytes));
        BOOST_TEST(incoming.descriptors().size() == 1u);

        copy.clear();
        send(context, is_async, pair.a, size, asio::buffer(bytes));
        receive(context, is_async, pair.b, size, asio::dynamic_buffer(copy));
        BOOST_TEST((copy == bytes));

        const sealed_memory memory = make_sealed_memory(asio::buffer(bytes));
        send(context, is_async, pair.a, size, memory, outgoing);
        receive(context, is_async, pair.b, size, message, incoming);
        BOOST_TEST((view_of(message) == bytes));
        BOOST_TEST(message.is_mapped() == (size != 0));
        BOOST_TEST(incoming.descriptors().size() == 1u);
      }
    }
  }
}

// What is in a packet and what is in memory, exactly as the format says.
BOOST_AUTO_TEST_CASE(the_limit_of_packets_decides)
{
  asio::io_context context;
  connected sockets(context);
  const std::size_t limit = max_message_size(sockets.a);
  const std::string bytes = pattern(limit + 1);
  std::vector<char> room(limit + 1);
  incoming_ancillary<2> incoming;
  for (const std::size_t size : {limit - 1, limit})
  {
    send_large_message(sockets.a, asio::buffer(bytes, size));
    BOOST_TEST(receive_message(sockets.b, asio::buffer(room), incoming)
        == size);
    BOOST_TEST(incoming.descriptors().empty());
  }
  const std::size_t opened = open_descriptors();
  send_large_message(sockets.a, asio::buffer(bytes));
  BOOST_TEST(open_descriptors() == opened);
  BOOST_TEST(receive_message(sockets.b, asio::buffer(room), incoming) == 0u);
  BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
  struct ::stat status = {};
  BOOST_TEST(
      ::fstat(incoming.descriptors()[0].native_handle(), &status) == 0);
  BOOST_TEST(static_cast<std::size_t>(status.st_size) == limit + 1);
}

// An empty packet with descriptors would be taken for a large message.
BOOST_AUTO_TEST_CASE(an_empty_message_with_descriptors_has_memory)
{
  asio::io_context context;
  connected sockets(context);
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(make_file("content"));
  char room[1];
  incoming_ancillary<3> incoming;
  send_large_message(sockets.a, asio::const_buffer(), outgoing);
  BOOST_TEST(receive_message(sockets.b, asio::buffer(room), incoming) == 0u);
  BOOST_TEST_REQUIRE(incoming.descriptors().size() == 2u);
  BOOST_TEST(content_of(incoming.descriptors()[0]) == "");
  BOOST_TEST(content_of(incoming.descriptors()[1]) == "content");

  send_large_message(sockets.a, asio::const_buffer());
  BOOST_TEST(receive_message(sockets.b, asio::buffer(room), incoming) == 0u);
  BOOST_TEST(incoming.descriptors().empty());
}

// Everything that an ancillary object has goes along, and it can be sent again.
BOOST_AUTO_TEST_CASE(other_ancillary_data_goes_along)
{
  asio::io_context context;
  connected sockets(context);
  sockets.b.set_option(pass_credentials(true));
  const std::string bytes = pattern(large_size);
  outgoing_ancillary<252> outgoing;
  outgoing.add_credentials({::getpid(), ::getuid(), ::getgid()});
  std::vector<unique_descriptor> files;
  for (int i = 0; i < 252; ++i)
  {
    files.push_back(make_file(std::to_string(i)));
    outgoing.add_descriptor(files.back());
  }
  large_message message(large_size);
  incoming_ancillary<252> incoming;
  for (int time = 0; time < 2; ++time)
  {
    send_large_message(sockets.a, asio::buffer(bytes), outgoing);
    receive_large_message(sockets.b, message, incoming);
    BOOST_TEST((view_of(message) == bytes));
    BOOST_TEST(incoming.credentials().has_value());
    BOOST_TEST_REQUIRE(incoming.descriptors().size() == 252u);
    for (std::size_t i = 0; i < 252; ++i)
      BOOST_TEST(content_of(incoming.descriptors()[i]) == std::to_string(i));
  }
}

// A packet takes 253 descriptors, and one of them is the content.
BOOST_AUTO_TEST_CASE(a_large_message_has_no_room_for_253_descriptors)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor file = make_file("content");
  outgoing_ancillary<253> outgoing;
  for (int i = 0; i < 253; ++i)
    outgoing.add_descriptor(file);
  const std::string bytes = pattern(large_size);
  error_code ec;
  BOOST_TEST(
      send_large_message(sockets.a, asio::buffer(bytes), outgoing, ec) == 0u);
  BOOST_TEST(ec == seqpacket_errc::ancillary_full);
  BOOST_TEST(send_large_message(sockets.a, text("small"), outgoing) == 5u);
  large_message message(100);
  incoming_ancillary<253> incoming;
  BOOST_TEST(receive_large_message(sockets.b, message, incoming) == 5u);
  BOOST_TEST(incoming.descriptors().size() == 253u);
}

// A descriptor for which there is no room is closed. The message arrives.
BOOST_AUTO_TEST_CASE(a_surplus_of_descriptors_is_an_error)
{
  asio::io_context context;
  connected sockets(context);
  outgoing_ancillary<2> outgoing;
  outgoing.add_descriptor(make_file("first"));
  outgoing.add_descriptor(make_file("second"));
  for (const std::size_t size : {std::size_t(100), large_size})
  {
    const std::string bytes = pattern(size);
    large_message message(large_size);
    error_code ec;
    {
      send_large_message(sockets.a, asio::buffer(bytes), outgoing);
      incoming_ancillary<1> incoming;
      BOOST_TEST(receive_large_message(sockets.b, message, incoming, ec)
          == size);
      BOOST_TEST(ec == seqpacket_errc::ancillary_truncated);
      BOOST_TEST((incoming.flags() & MSG_CTRUNC) != 0);
      BOOST_TEST((view_of(message) == bytes));
      BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
      BOOST_TEST(content_of(incoming.descriptors()[0]) == "first");
    }
    const std::size_t opened = open_descriptors();
    send_large_message(sockets.a, asio::buffer(bytes), outgoing);
    BOOST_TEST(receive_large_message(sockets.b, message, ec) == size);
    BOOST_TEST(ec == seqpacket_errc::ancillary_truncated);
    BOOST_TEST((view_of(message) == bytes));
    BOOST_TEST(open_descriptors() == opened);
  }
}

// More buffers than a packet can be made of.
BOOST_AUTO_TEST_CASE(a_message_of_many_buffers_arrives)
{
  asio::io_context context;
  connected sockets(context);
  large_message message(mebi);
  for (const std::size_t count : {1024u, 1025u})
  {
    const std::vector<asio::const_buffer> buffers(count, text("ab"));
    BOOST_TEST(send_large_message(sockets.a, buffers) == 2 * count);
    BOOST_TEST(receive_large_message(sockets.b, message) == 2 * count);
    BOOST_TEST(message.is_mapped() == (count > 1024));
    BOOST_TEST(view_of(message).substr(2 * count - 2) == "ab");
  }
}

// A size that is one more than the limit is an error, whichever way it comes.
// The packet is gone, and its descriptors are there.
BOOST_AUTO_TEST_CASE(the_receiver_limits_the_size)
{
  asio::io_context context;
  connected sockets(context);
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(make_file("content"));
  for (const std::size_t size : {std::size_t(100), large_size})
  {
    const std::string bytes = pattern(size);
    incoming_ancillary<1> incoming;
    error_code ec;
    const auto send = [&]
        {
          send_large_message(sockets.a, asio::buffer(bytes), outgoing);
        };

    large_message exact(size);
    send();
    BOOST_TEST(receive_large_message(sockets.b, exact, incoming) == size);
    send();
    large_message small(size - 1);
    BOOST_TEST(receive_large_message(sockets.b, small, incoming, ec) == 0u);
    BOOST_TEST(ec == seqpacket_errc::message_too_large);
    BOOST_TEST((ec == boost::system::errc::message_size));
    BOOST_TEST(small.size() == 0u);
    BOOST_TEST(!small.is_mapped());
    BOOST_TEST(incoming.message_size() == size);
    BOOST_TEST(incoming.descriptors().size() == 1u);

    send();
    std::string copy = "12";
    BOOST_TEST(receive_large_message(sockets.b,
          asio::dynamic_buffer(copy, size + 1), incoming, ec) == 0u);
    BOOST_TEST(ec == seqpacket_errc::message_too_large);
    BOOST_TEST(copy == "12");
    send();
    BOOST_TEST(receive_large_message(sockets.b,
          asio::dynamic_buffer(copy, size + 2), incoming) == size);
    sockets.b.non_blocking(true);
    BOOST_TEST(receive_large_message(sockets.b, exact, ec) == 0u);
    BOOST_TEST(ec == asio::error::would_block);
    sockets.b.non_blocking(false);
  }
}

// The storage for packets is used again, and a mapping is not kept.
BOOST_AUTO_TEST_CASE(an_object_is_used_again)
{
  asio::io_context context;
  connected sockets(context);
  const std::string bytes = pattern(large_size);
  large_message message(large_size);
  BOOST_TEST(message.max_size() == large_size);
  send_large_message(sockets.a, text("hello"));
  receive_large_message(sockets.b, message);
  const void* const storage = message.data().data();
  send_large_message(sockets.a, asio::buffer(bytes));
  receive_large_message(sockets.b, message);
  BOOST_TEST(message.is_mapped());

  large_message other(std::move(message));
  BOOST_TEST(message.size() == 0u);
  BOOST_TEST(!message.is_mapped());
  BOOST_TEST((view_of(other) == bytes));
  message = std::move(other);
  BOOST_TEST(other.size() == 0u);
  BOOST_TEST((view_of(message) == bytes));

  message.clear();
  BOOST_TEST(message.size() == 0u);
  BOOST_TEST(!message.is_mapped());
  send_large_message(sockets.a, text("again"));
  receive_large_message(sockets.b, message);
  BOOST_TEST(message.data().data() == storage);
  BOOST_TEST(view_of(message) == "again");
}

// The sender is gone, and so is its memory: the receiver has its own reference.
BOOST_AUTO_TEST_CASE(a_message_outlives_its_sender)
{
  asio::io_context context;
  large_message message(large_size);
  const std::string bytes = pattern(large_size);
  {
    connected sockets(context);
    send_large_message(sockets.a, asio::buffer(bytes));
    sockets.a.close();
    receive_large_message(sockets.b, message);
    error_code ec;
    large_message next(10);
    BOOST_TEST(receive_large_message(sockets.b, next, ec) == 0u);
    BOOST_TEST(ec == asio::error::eof);
    BOOST_TEST(send_large_message(sockets.b, asio::buffer(bytes), ec) == 0u);
    BOOST_TEST(ec == asio::error::broken_pipe);
  }
  BOOST_TEST((view_of(message) == bytes));
}

// One memory goes to many, without a copy.
BOOST_AUTO_TEST_CASE(memory_is_sent_many_times)
{
  asio::io_context context;
  connected sockets(context);
  const std::string bytes = pattern(large_size);
  const sealed_memory memory = make_sealed_memory(asio::buffer(bytes));
  std::vector<large_message> all;
  for (int i = 0; i < 5; ++i)
  {
    send_large_message(sockets.a, memory);
    all.emplace_back(large_size);
    receive_large_message(sockets.b, all.back());
  }
  for (const large_message& message : all)
    BOOST_TEST((view_of(message) == bytes));
  const sealed_memory nothing;
  error_code ec;
  BOOST_TEST(send_large_message(sockets.a, nothing, ec) == 0u);
  BOOST_TEST(ec == asio::error::bad_descriptor);
}

// A bare descriptor, also that of a stream.
BOOST_AUTO_TEST_CASE(a_native_socket_does_the_same)
{
  asio::io_context context;
  connected sockets(context);
  native_socket a(sockets.a);
  native_socket b(sockets.b.native_handle());
  const std::string bytes = pattern(large_size);
  large_message message(large_size);
  BOOST_TEST(send_large_message(a, asio::buffer(bytes)) == large_size);
  BOOST_TEST(receive_large_message(b, message) == large_size);
  BOOST_TEST((view_of(message) == bytes));
  b.expires_after(std::chrono::milliseconds(1));
  error_code ec;
  receive_large_message(b, message, ec);
  BOOST_TEST(ec == asio::error::timed_out);

  basic_connected<asio::local::stream_protocol::socket> streams(context);
  native_socket stream(streams.a.native_handle());
  BOOST_TEST(send_large_message(stream, asio::buffer(bytes), ec) == 0u);
  BOOST_TEST(ec == asio::error::operation_not_supported);
  BOOST_TEST(receive_large_message(stream, message, ec) == 0u);
  BOOST_TEST(ec == asio::error::operation_not_supported);
}

// Once: 1 GiB, of which no byte is copied. A word of each page is compared.
BOOST_AUTO_TEST_CASE(a_message_of_one_gibibyte_arrives)
{
  asio::io_context context;
  connected sockets(context);
  constexpr std::size_t size = 1024 * mebi;
  constexpr std::size_t page = 4096;
  send_large_message(sockets.a, make_sealed_memory(size,
        [](asio::mutable_buffer bytes)
        {
          char* const place = static_cast<char*>(bytes.data());
          for (std::size_t i = 0; i < size; i += page)
            std::memcpy(place + i, &i, sizeof(i));
        }));
  large_message message(size);
  BOOST_TEST(receive_large_message(sockets.b, message) == size);
  BOOST_TEST(message.is_mapped());
  const char* const place = static_cast<const char*>(message.data().data());
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < size; i += page)
  {
    std::size_t word;
    std::memcpy(&word, place + i, sizeof(word));
    wrong += word != i;
  }
  BOOST_TEST(wrong == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
