// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Every completion style with the operations of streams and of datagrams, and
// with descriptors that have owners.

#include "styles.hpp"

#include "features.hpp"

#include <boost_seqpacket/receive_large_message.hpp>
#include <boost_seqpacket/receive_object.hpp>
#include <boost_seqpacket/send_large_message.hpp>
#include <boost_seqpacket/send_object.hpp>

#include <sys/eventfd.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using stream_socket = asio::local::stream_protocol::socket;
using datagram_socket = asio::local::datagram_protocol::socket;

// Two sockets of another kind, and what one case needs.
template <typename Socket>
struct stage_of
{
  asio::io_context context;
  basic_connected<Socket> sockets{context};
  char bytes[5];
  incoming_ancillary<1> incoming;
  outgoing_ancillary<1> outgoing;
  unique_descriptor file = make_file("content");

  stage_of()
  {
    outgoing.add_descriptor(file.native_handle());
  }

  // Take everything that is queued at b. Returns the number of bytes.
  std::size_t drain()
  {
    char bytes_of_part[4096];
    std::size_t count = 0;
    for (;;)
    {
      const ::ssize_t size = ::recv(sockets.b.native_handle(), bytes_of_part,
          sizeof(bytes_of_part), MSG_DONTWAIT);
      if (size <= 0)
        return count;
      count += static_cast<std::size_t>(size);
    }
  }
};

using stream_stage = stage_of<stream_socket>;

// The receiver has a name.
struct datagram_stage : stage_of<datagram_socket>
{
  datagram_stage()
  {
    sockets.b.bind(datagram_socket::endpoint_type());
    name = sockets.b.local_endpoint();
  }

  datagram_socket::endpoint_type name;
  datagram_socket::endpoint_type sender;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(operation_completion_of_others, no_leaks)

// A message that is there already, one that comes in two parts, a message that
// ends too early, the end and a closed socket.
BOOST_AUTO_TEST_CASE(async_read_message_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stream_stage s;
        const auto read = [&](auto&& token)
            {
              return async_read_message(s.sockets.b, asio::buffer(s.bytes),
                  s.incoming, std::forward<decltype(token)>(token));
            };

        send_message(s.sockets.a, text("hello"), s.outgoing);
        check(s, style, read, nothing, error_code(), 5);
        BOOST_TEST(std::string_view(s.bytes, 5) == "hello");
        BOOST_TEST(s.incoming.descriptors().size() == 1u);

        check(s, style, read, [&]
            {
              send_message(s.sockets.a, text("he"), s.outgoing);
              s.context.restart();
              s.context.poll();
              send_message(s.sockets.a, text("llo"), no_ancillary);
            }, error_code(), 5);
        BOOST_TEST(std::string_view(s.bytes, 5) == "hello");
        BOOST_TEST(s.incoming.descriptors().size() == 1u);

        s.sockets.a.close();
        check(s, style, read, nothing, asio::error::eof, 0);
        BOOST_TEST(s.incoming.descriptors().empty());

        s.sockets.b.close();
        check(s, style, read, nothing, asio::error::bad_descriptor, 0);
      });
}

// An error brings the number of bytes that had arrived, and the object has what
// came with them.
BOOST_AUTO_TEST_CASE(the_end_inside_of_a_message_brings_its_bytes)
{
  for_each_style([](auto style)
      {
        stream_stage s;
        send_message(s.sockets.a, text("he"), s.outgoing);
        s.sockets.a.close();
        const auto read = [&](auto&& token)
            {
              return async_read_message(s.sockets.b, asio::buffer(s.bytes),
                  s.incoming, std::forward<decltype(token)>(token));
            };
        check(s, style, read, nothing, asio::error::eof,
            throws_error<decltype(style)> ? 0 : 2);
        BOOST_TEST(std::string_view(s.bytes, 2) == "he");
        BOOST_TEST(s.incoming.message_size() == 2u);
        BOOST_TEST(s.incoming.descriptors().size() == 1u);
      });
}

// A queue with room, a queue that takes a part at first, and a peer that is
// gone.
BOOST_AUTO_TEST_CASE(async_write_message_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stream_stage s;
        const auto write = [&](auto&& token)
            {
              return async_write_message(s.sockets.a, text("hello"),
                  s.outgoing, std::forward<decltype(token)>(token));
            };
        check(s, style, write, nothing, error_code(), 5);
        BOOST_TEST(receive_message(
              s.sockets.b, asio::buffer(s.bytes), s.incoming) == 5u);
        BOOST_TEST(content_of(s.incoming.descriptors()[0]) == "content");

        s.sockets.a.set_option(asio::socket_base::send_buffer_size(1));
        const std::string large(6000, 'x');
        const auto write_large = [&](auto&& token)
            {
              return async_write_message(s.sockets.a, text(large),
                  s.outgoing, std::forward<decltype(token)>(token));
            };
        std::size_t drained = 0;
        check(s, style, write_large, [&] { drained = s.drain(); },
            error_code(), 6000);
        BOOST_TEST(drained > 0u);
        BOOST_TEST(drained < 6000u);
        BOOST_TEST(drained + s.drain() == 6000u);

        s.sockets.b.close();
        check(s, style, write, nothing, asio::error::broken_pipe, 0);
      });
}

// A datagram that is there already, one that comes later, and a closed socket.
BOOST_AUTO_TEST_CASE(async_receive_message_from_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        datagram_stage s;
        s.sockets.a.bind(datagram_socket::endpoint_type());
        const auto send = [&]
            {
              s.sender = datagram_socket::endpoint_type();
              send_message(s.sockets.a, text("hello"), s.outgoing);
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_message_from(s.sockets.b,
                  asio::buffer(s.bytes), s.incoming, s.sender,
                  std::forward<decltype(token)>(token));
            };
        const auto receive_bytes = [&](auto&& token)
            {
              return async_receive_message_from(s.sockets.b,
                  asio::buffer(s.bytes), s.sender,
                  std::forward<decltype(token)>(token));
            };
        const auto send_bytes = [&]
            {
              s.sender = datagram_socket::endpoint_type();
              send_message(s.sockets.a, text("hello"));
            };

        send();
        check(s, style, receive, nothing, error_code(), 5);
        BOOST_TEST((s.sender == s.sockets.a.local_endpoint()));
        BOOST_TEST(s.incoming.descriptors().size() == 1u);
        check(s, style, receive, send, error_code(), 5);
        BOOST_TEST((s.sender == s.sockets.a.local_endpoint()));
        send_bytes();
        check(s, style, receive_bytes, nothing, error_code(), 5);
        BOOST_TEST((s.sender == s.sockets.a.local_endpoint()));
        check(s, style, receive_bytes, send_bytes, error_code(), 5);
        BOOST_TEST((s.sender == s.sockets.a.local_endpoint()));

        s.sockets.b.close();
        check(s, style, receive, nothing, asio::error::bad_descriptor, 0);
      });
}

// A queue with room, a full one, and an address where no socket is.
BOOST_AUTO_TEST_CASE(async_send_message_to_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        datagram_stage s;
        const auto send = [&](auto&& token)
            {
              return async_send_message_to(s.sockets.a, text("hello"),
                  s.outgoing, s.name, std::forward<decltype(token)>(token));
            };
        const auto send_bytes = [&](auto&& token)
            {
              return async_send_message_to(s.sockets.a, text("hello"),
                  s.name, std::forward<decltype(token)>(token));
            };

        check(s, style, send, nothing, error_code(), 5);
        BOOST_TEST(receive_message(
              s.sockets.b, asio::buffer(s.bytes), s.incoming) == 5u);
        BOOST_TEST(content_of(s.incoming.descriptors()[0]) == "content");
        check(s, style, send_bytes, nothing, error_code(), 5);
        BOOST_TEST(s.drain() == 5u);

        const std::size_t filled = fill_queue(s.sockets.a);
        std::size_t drained = 0;
        check(s, style, send, [&] { drained = s.drain(); }, error_code(), 5);
        BOOST_TEST(drained + s.drain() == filled + 5);

        s.sockets.b.close();
        check(s, style, send, nothing, asio::error::connection_refused, 0);
      });
}

// Descriptors of which the number is not known: some, none, too many, and a
// closed socket.
BOOST_AUTO_TEST_CASE(async_receive_of_at_most_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const auto send = [&]
            {
              send_message(s.sockets.a, text("hello"), s.outgoing);
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_descriptors(s.sockets.b,
                  asio::buffer(s.bytes), at_most(2),
                  std::forward<decltype(token)>(token));
            };

        send();
        check(s, style, receive, nothing, error_code(), 5);
        check(s, style, receive, send, error_code(), 5);
        send_message(s.sockets.a, text("hello"));
        check(s, style, receive, nothing, error_code(), 5);
        const int number = s.file.native_handle();
        send_descriptors(
            s.sockets.a, text("hello"), {number, number, number});
        check(s, style, receive, nothing, seqpacket_errc::ancillary_truncated,
            throws_error<decltype(style)> ? 0 : 5);
        s.sockets.b.close();
        check(s, style, receive, nothing, asio::error::bad_descriptor, 0);
      });
}

// Descriptors that are given away are closed by the operation, whatever the
// style and the result.
BOOST_AUTO_TEST_CASE(async_send_of_owners_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const std::size_t opened = open_descriptors();
        const auto send = [&](auto&& token)
            {
              return async_send_descriptors(s.sockets.a, text("hello"),
                  {s.file.duplicate(), s.file},
                  std::forward<decltype(token)>(token));
            };

        check(s, style, send, nothing, error_code(), 5);
        BOOST_TEST(open_descriptors() == opened);
        incoming_ancillary<2> ancillary;
        receive_message(s.sockets.b, asio::buffer(s.bytes), ancillary);
        BOOST_TEST_REQUIRE(ancillary.descriptors().size() == 2u);
        BOOST_TEST(content_of(ancillary.descriptors()[0]) == "content");
        ancillary.clear();

        fill_queue(s.sockets.a);
        check(s, style, send, [&] { s.drain(); }, error_code(), 5);
        receive_message(s.sockets.b, asio::buffer(s.bytes), ancillary);
        BOOST_TEST(open_descriptors() == opened + 2);
        ancillary.clear();

        s.sockets.b.close();
        check(s, style, send, nothing, asio::error::broken_pipe, 0);
        BOOST_TEST(open_descriptors() == opened - 1);
      });
}

// A queue with room, a full one, and a peer that is gone: the operation makes the
// memory and closes it.
BOOST_AUTO_TEST_CASE(async_send_large_message_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const std::string large(300000, 'x');
        const std::size_t opened = open_descriptors();
        large_message message(large.size());
        const auto send = [&](auto&& token)
            {
              return async_send_large_message(s.sockets.a, text(large),
                  s.outgoing, std::forward<decltype(token)>(token));
            };

        check(s, style, send, nothing, error_code(), large.size());
        BOOST_TEST(open_descriptors() == opened);
        incoming_ancillary<1> ancillary;
        receive_large_message(s.sockets.b, message, ancillary);
        BOOST_TEST(message.size() == large.size());
        BOOST_TEST_REQUIRE(ancillary.descriptors().size() == 1u);
        BOOST_TEST(content_of(ancillary.descriptors()[0]) == "content");
        ancillary.clear();

        const std::size_t filled = fill_queue(s.sockets.a);
        check(s, style, send, [&]
            {
              for (std::size_t i = 0; i < filled; ++i)
                receive_message(s.sockets.b, asio::buffer(s.bytes));
            }, error_code(), large.size());
        receive_large_message(s.sockets.b, message, ancillary);
        BOOST_TEST(message.size() == large.size());
        ancillary.clear();
        BOOST_TEST(open_descriptors() == opened);

        s.sockets.b.close();
        check(s, style, send, nothing, asio::error::broken_pipe, 0);
        BOOST_TEST(open_descriptors() == opened - 1);
      });
}

// A message that is there already, one that comes later, one that is too large,
// the end and a closed socket.
BOOST_AUTO_TEST_CASE(async_receive_large_message_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        const sealed_memory large = make_sealed_memory(text("hello"));
        large_message message(5);
        std::string copy;
        const auto send = [&]
            {
              send_large_message(s.sockets.a, large, s.outgoing);
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_large_message(s.sockets.b, message,
                  s.incoming, std::forward<decltype(token)>(token));
            };
        const auto receive_copy = [&](auto&& token)
            {
              return async_receive_large_message(s.sockets.b,
                  asio::dynamic_buffer(copy), s.incoming,
                  std::forward<decltype(token)>(token));
            };

        send();
        check(s, style, receive, nothing, error_code(), 5);
        check(s, style, receive, send, error_code(), 5);
        BOOST_TEST(message.is_mapped());
        BOOST_TEST(s.incoming.descriptors().size() == 1u);
        send();
        check(s, style, receive_copy, nothing, error_code(), 5);
        check(s, style, receive_copy, send, error_code(), 5);
        BOOST_TEST(copy == "hellohello");
        BOOST_TEST(s.incoming.descriptors().size() == 1u);

        send_large_message(s.sockets.a, text("too large"));
        check(s, style, receive, nothing, seqpacket_errc::message_too_large,
            0);
        s.sockets.a.close();
        check(s, style, receive, nothing, asio::error::eof, 0);
        s.sockets.b.close();
        check(s, style, receive, nothing, asio::error::bad_descriptor, 0);
      });
}

namespace {

using event_object = asio::posix::stream_descriptor;

void open_event(event_object& event)
{
  if (!event.is_open())
    event.assign(::eventfd(0, EFD_CLOEXEC));
}

} // namespace

// A queue with room, a full one, and a peer that is gone. The object is closed
// if it was sent, and only then.
BOOST_AUTO_TEST_CASE(async_send_object_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        event_object event(s.context);
        const auto send = [&](auto&& token)
            {
              return async_send_object(s.sockets.a, text("hello"), event,
                  std::forward<decltype(token)>(token));
            };

        open_event(event);
        check(s, style, send, nothing, error_code(), 5);
        BOOST_TEST(!event.is_open());
        BOOST_TEST(s.drain() == 1);

        open_event(event);
        fill_queue(s.sockets.a);
        check(s, style, send, [&]
            {
              BOOST_TEST(event.is_open());
              s.drain();
            }, error_code(), 5);
        BOOST_TEST(!event.is_open());
        s.drain();

        open_event(event);
        s.sockets.b.close();
        check(s, style, send, nothing, asio::error::broken_pipe, 0);
        BOOST_TEST(event.is_open());
      });
}

// An object that is there already, one that comes later, another number of
// descriptors, and a closed socket.
BOOST_AUTO_TEST_CASE(async_receive_object_completes_in_every_style)
{
  for_each_style([](auto style)
      {
        stage s;
        event_object event(s.context);
        const auto send = [&]
            {
              open_event(event);
              send_object(s.sockets.a, text("hello"), event);
            };
        const auto receive = [&](auto&& token)
            {
              return async_receive_object<event_object>(s.sockets.b,
                  asio::buffer(s.bytes), s.context,
                  std::forward<decltype(token)>(token));
            };
        const std::size_t opened = open_descriptors();

        send();
        check(s, style, receive, nothing, error_code(), 5);
        check(s, style, receive, send, error_code(), 5);
        send_message(s.sockets.a, text("hello"));
        check(s, style, receive, nothing,
            seqpacket_errc::unexpected_descriptor_count,
            throws_error<decltype(style)> ? 0 : 5);
        BOOST_TEST(open_descriptors() == opened);
        s.sockets.b.close();
        check(s, style, receive, nothing, asio::error::bad_descriptor, 0);
      });
}

BOOST_AUTO_TEST_SUITE_END()
