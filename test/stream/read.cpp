// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Exactly n bytes of a stream, and everything that came with them.

#include "process.hpp"
#include "stream.hpp"

#include <list>
#include <sys/resource.h>
#include <thread>

namespace boost_seqpacket {
namespace test {
namespace {

// The synchronous form and the asynchronous one, which must do the same.
enum class way { blocking, callback };

std::ostream& operator<<(std::ostream& out, way w)
{
  return out << (w == way::blocking ? "blocking" : "asynchronous");
}

constexpr way ways[] = {way::blocking, way::callback};

template <typename Socket, typename Buffers, std::size_t Max>
std::size_t read_by(way how, asio::io_context& context, Socket& socket,
    const Buffers& buffers, incoming_ancillary<Max>& ancillary,
    error_code& ec)
{
  if (how == way::blocking)
    return read_message(socket, buffers, ancillary, ec);
  completion done;
  async_read_message(socket, buffers, ancillary, done.handler());
  run(context);
  BOOST_TEST(done.is_called);
  ec = done.error;
  return done.bytes;
}

struct fixture : no_leaks
{
  unique_descriptor one = make_file("1");
  unique_descriptor two = make_file("2");
  unique_descriptor three = make_file("3");
};

BOOST_FIXTURE_TEST_SUITE(stream_read, fixture)

// A record that comes in parts has the descriptors of all its parts, in their
// order. What comes with later bytes stays for the next read.
BOOST_AUTO_TEST_CASE(all_descriptors_of_the_bytes_are_in_one_object)
{
  for (const way how : ways)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      streams s(context);
      send_part(s.a, "ab", {&one, &two});
      send_part(s.a, "c");
      send_part(s.a, "de", {&three});
      send_part(s.a, "fgh");
      send_part(s.a, "next", {&one});

      char bytes[8];
      incoming_ancillary<4> ancillary;
      error_code ec;
      BOOST_TEST(read_by(how, context, s.b, asio::buffer(bytes), ancillary,
            ec) == 8u);
      BOOST_TEST(!ec);
      BOOST_TEST(std::string_view(bytes, 8) == "abcdefgh");
      BOOST_TEST(contents(ancillary) == "123");
      BOOST_TEST(ancillary.message_size() == 8u);
      BOOST_TEST((ancillary.flags() & MSG_CTRUNC) == 0);

      BOOST_TEST(read_by(how, context, s.b, asio::buffer(bytes, 4), ancillary,
            ec) == 4u);
      BOOST_TEST(!ec);
      BOOST_TEST(std::string_view(bytes, 4) == "next");
      BOOST_TEST(contents(ancillary) == "1");
    }
  }
}

// A read ends in the middle of what was sent at once. The descriptors come with
// the first byte.
BOOST_AUTO_TEST_CASE(later_bytes_stay_in_the_stream)
{
  asio::io_context context;
  streams s(context);
  send_part(s.a, "headbody", {&one});
  send_part(s.a, "tail", {&two});
  char bytes[4];
  incoming_ancillary<1> ancillary;
  BOOST_TEST(read_message(s.b, asio::buffer(bytes), ancillary) == 4u);
  BOOST_TEST(contents(ancillary) == "1");
  BOOST_TEST(read_message(s.b, asio::buffer(bytes), ancillary) == 4u);
  BOOST_TEST(std::string_view(bytes, 4) == "body");
  BOOST_TEST(ancillary.descriptors().empty());
  BOOST_TEST(read_message(s.b, asio::buffer(bytes), ancillary) == 4u);
  BOOST_TEST(contents(ancillary) == "2");
}

// Each part arrives after the operation has begun to wait for it.
BOOST_AUTO_TEST_CASE(the_operation_waits_for_each_part)
{
  asio::io_context context;
  streams s(context);
  char bytes[6];
  incoming_ancillary<4> ancillary;
  completion done;
  async_read_message(s.b, asio::buffer(bytes), ancillary, done.handler());
  const unique_descriptor* const files[] = {&one, &two, &three};
  for (int i = 0; i < 3; ++i)
  {
    context.restart();
    context.poll();
    BOOST_TEST(!done.is_called);
    send_part(s.a, i == 0 ? "ab" : i == 1 ? "cd" : "ef", {files[i]});
  }
  run(context);
  BOOST_TEST(!done.error);
  BOOST_TEST(std::string_view(bytes, 6) == "abcdef");
  BOOST_TEST(contents(ancillary) == "123");
}

// The surplus is closed, and reported when all bytes have been read: the next
// message begins where it should.
BOOST_AUTO_TEST_CASE(surplus_descriptors_do_not_lose_the_place)
{
  for (const way how : ways)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      streams s(context);
      send_part(s.a, "ab", {&one});
      send_part(s.a, "cd", {&two, &three});
      send_part(s.a, "ef", {&three});
      send_part(s.a, "next", {&three});
      char bytes[6];
      incoming_ancillary<2> ancillary;
      error_code ec;
      BOOST_TEST(read_by(how, context, s.b, asio::buffer(bytes), ancillary,
            ec) == 6u);
      BOOST_TEST(ec == seqpacket_errc::ancillary_truncated);
      BOOST_TEST(std::string_view(bytes, 6) == "abcdef");
      BOOST_TEST(contents(ancillary) == "12");
      BOOST_TEST((ancillary.flags() & MSG_CTRUNC) != 0);
      BOOST_TEST(read_by(how, context, s.b, asio::buffer(bytes, 4), ancillary,
            ec) == 4u);
      BOOST_TEST(!ec);
      BOOST_TEST(contents(ancillary) == "3");
    }
  }
}

// If the system cannot install a descriptor, the bytes are read all the same,
// and that error is graver than a lack of room.
BOOST_AUTO_TEST_CASE(a_descriptor_that_cannot_be_installed_is_an_error)
{
  asio::io_context context;
  streams s(context);
  send_part(s.a, "ab", {&one});
  send_part(s.a, "cd", {&two, &three});
  send_part(s.a, "ef", {&one, &two});
  ::rlimit usual;
  BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &usual) == 0);
  char bytes[6];
  incoming_ancillary<2> ancillary;
  error_code ec;
  // Room for three descriptors.
  const int next = ::dup(0);
  ::close(next);
  ::rlimit few = usual;
  few.rlim_cur = static_cast<::rlim_t>(next) + 2;
  BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
  const std::size_t size =
    read_message(s.b, asio::buffer(bytes), ancillary, ec);
  BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &usual) == 0);
  BOOST_TEST(size == 6u);
  BOOST_TEST(ec == seqpacket_errc::descriptors_lost);
  BOOST_TEST(std::string_view(bytes, 6) == "abcdef");
}

#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)

// Each part brings a pidfd of its sender, and the first one is kept if the
// credentials are the same. If there is no descriptor number left for that of
// another part, nothing is missing.
BOOST_AUTO_TEST_CASE(a_pidfd_of_a_later_part_may_be_missing,
    * boost::unit_test::precondition(needs_linux{6, 5}))
{
  asio::io_context context;
  streams s(context);
  error_code ec;
  s.b.set_option(pass_pidfd(true));
  s.b.set_option(pass_credentials(true));
  send_part(s.a, "ab", {&one});
  send_part(s.a, "cd");
  ::rlimit usual;
  BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &usual) == 0);
  // Room for the descriptor and one pidfd.
  const int next = ::dup(0);
  ::close(next);
  ::rlimit few = usual;
  few.rlim_cur = static_cast<::rlim_t>(next) + 2;
  char bytes[4];
  incoming_ancillary<2> ancillary;
  BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
  const std::size_t size =
    read_message(s.b, asio::buffer(bytes), ancillary, ec);
  BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &usual) == 0);
  BOOST_TEST(size == 4u);
  BOOST_TEST(!ec);
  BOOST_TEST(contents(ancillary) == "1");
  BOOST_TEST(ancillary.pidfd().is_open());
}

// Two pidfds cannot be compared. So bytes that came in several receives have one
// only if credentials say that their sender is the same.
BOOST_AUTO_TEST_CASE(a_pidfd_is_that_of_the_sender_of_all_bytes,
    * boost::unit_test::precondition(needs_linux{6, 5}))
{
  for (const bool has_credentials : {false, true})
  {
    for (const std::size_t parts : {1u, 2u, 3u})
    {
      BOOST_TEST_CONTEXT("credentials " << has_credentials << ", " << parts)
      {
        asio::io_context context;
        streams s(context);
        s.b.set_option(pass_pidfd(true));
        s.b.set_option(pass_credentials(has_credentials));
        // Descriptors end a receive.
        for (std::size_t i = 0; i < parts; ++i)
          send_part(s.a, "x", {&one});
        char bytes[3];
        incoming_ancillary<3> ancillary;
        BOOST_TEST(read_message(s.b, asio::buffer(bytes, parts), ancillary)
            == parts);
        BOOST_TEST(ancillary.descriptors().size() == parts);
        BOOST_TEST(ancillary.credentials().has_value() == has_credentials);
        const bool is_known = has_credentials || parts == 1;
        BOOST_TEST(ancillary.pidfd().is_open() == is_known);
        if (is_known)
          BOOST_TEST(process_of(ancillary.pidfd()) == ::getpid());
      }
    }
  }
}

// Of the bytes of two processes, in either order, there is no pidfd.
BOOST_AUTO_TEST_CASE(a_message_of_several_processes_has_no_pidfd,
    * boost::unit_test::precondition(needs_linux{6, 5}))
{
  for (const bool has_credentials : {false, true})
  {
    for (const int stranger : {0, 1, 2})
    {
      BOOST_TEST_CONTEXT("credentials " << has_credentials << ", " << stranger)
      {
        asio::io_context context;
        streams s(context);
        s.b.set_option(pass_pidfd(true));
        s.b.set_option(pass_credentials(has_credentials));
        for (int i = 0; i < 3; ++i)
        {
          const auto send = [&]
              {
                send_message(s.a, text("x"), no_ancillary);
                return 0;
              };
          if (i == stranger)
            BOOST_TEST(child_process(send).wait() == 0);
          else
            send();
        }
        char bytes[3];
        incoming_ancillary<0> ancillary;
        BOOST_TEST(read_message(s.b, asio::buffer(bytes), ancillary) == 3u);
        BOOST_TEST(!ancillary.pidfd().is_open());
        BOOST_TEST(!ancillary.credentials().has_value());
      }
    }
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)

// The end inside of a message is an error, with what had arrived. Between two
// messages it comes without bytes.
BOOST_AUTO_TEST_CASE(the_end_comes_with_what_had_arrived)
{
  for (const way how : ways)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      streams s(context);
      s.b.set_option(pass_credentials(true));
      send_part(s.a, "ab", {&one});
      send_part(s.a, "c", {&two});
      s.a.close();
      char bytes[8];
      incoming_ancillary<4> ancillary;
      error_code ec;
      BOOST_TEST(read_by(how, context, s.b, asio::buffer(bytes), ancillary,
            ec) == 3u);
      BOOST_TEST(ec == asio::error::eof);
      BOOST_TEST(std::string_view(bytes, 3) == "abc");
      BOOST_TEST(contents(ancillary) == "12");
      BOOST_TEST(ancillary.message_size() == 3u);

      BOOST_TEST(read_by(how, context, s.b, asio::buffer(bytes), ancillary,
            ec) == 0u);
      BOOST_TEST(ec == asio::error::eof);
      BOOST_TEST(ancillary.descriptors().empty());
      BOOST_TEST(!ancillary.credentials().has_value());
    }
  }
}

// A peer that resets the connection does so after what it had sent.
BOOST_AUTO_TEST_CASE(a_reset_comes_after_the_bytes)
{
  asio::io_context context;
  streams s(context);
  send_part(s.b, "unread");
  send_part(s.a, "abc", {&one});
  s.a.close();
  char bytes[8];
  incoming_ancillary<4> ancillary;
  error_code ec;
  BOOST_TEST(read_message(s.b, asio::buffer(bytes), ancillary, ec) == 3u);
  BOOST_TEST(ec == asio::error::connection_reset);
  BOOST_TEST(contents(ancillary) == "1");
}

// A socket that may not wait gives back what there is.
BOOST_AUTO_TEST_CASE(a_non_blocking_socket_does_not_wait)
{
  asio::io_context context;
  streams s(context);
  s.b.non_blocking(true);
  send_part(s.a, "ab", {&one});
  char bytes[4];
  incoming_ancillary<4> ancillary;
  error_code ec;
  BOOST_TEST(read_message(s.b, asio::buffer(bytes), ancillary, ec) == 2u);
  BOOST_TEST(ec == asio::error::would_block);
  BOOST_TEST(contents(ancillary) == "1");
  send_part(s.a, "cd", {&two});
  BOOST_TEST(read_message(s.b, asio::buffer(bytes, 2), ancillary, ec) == 2u);
  BOOST_TEST(!ec);
  BOOST_TEST(contents(ancillary) == "2");
}

// The blocking form waits for a peer in another thread.
BOOST_AUTO_TEST_CASE(the_blocking_form_waits)
{
  asio::io_context context;
  streams s(context);
  make_small(s.a);
  const std::string sent = pattern(300000);
  std::size_t written = 0; // Boost.Test allows no checks by two threads
  std::thread peer([&]
      {
        outgoing_ancillary<1> ancillary;
        ancillary.add_descriptor(one.native_handle());
        error_code ec;
        written = write_message(s.a, text(sent), ancillary, ec);
      });
  std::string received(sent.size(), '\0');
  incoming_ancillary<4> ancillary;
  error_code ec;
  BOOST_TEST(read_message(s.b, asio::buffer(received), ancillary, ec)
      == sent.size());
  peer.join();
  BOOST_TEST(written == sent.size());
  BOOST_TEST(!ec);
  BOOST_TEST((received == sent));
  BOOST_TEST(contents(ancillary) == "1");
}

// Any number of buffers, of any size, also more than one system call takes, and
// in a sequence that can only be walked through.
BOOST_AUTO_TEST_CASE(buffer_sequences_of_any_length)
{
  asio::io_context context;
  streams s(context);
  const std::string sent = pattern(3000);
  send_part(s.a, std::string_view(sent).substr(0, 1001), {&one});
  send_part(s.a, std::string_view(sent).substr(1001), {&two});
  std::string received(sent.size(), '\0');
  std::list<asio::mutable_buffer> buffers;
  std::size_t place = 0;
  for (std::size_t i = 0; place < received.size(); ++i)
  {
    const std::size_t size = std::min(i % 5, received.size() - place);
    buffers.push_back(asio::buffer(&received[place], size));
    place += size;
  }
  BOOST_TEST(buffers.size() > 1200u);
  buffers.emplace_back();
  incoming_ancillary<4> ancillary;
  BOOST_TEST(read_message(s.b, buffers, ancillary) == sent.size());
  BOOST_TEST((received == sent));
  BOOST_TEST(contents(ancillary) == "12");
}

// A message of no bytes is there at once, and takes nothing.
BOOST_AUTO_TEST_CASE(no_bytes_are_read_at_once)
{
  for (const way how : ways)
  {
    asio::io_context context;
    streams s(context);
    incoming_ancillary<4> ancillary;
    error_code ec;
    BOOST_TEST(read_by(how, context, s.b, asio::mutable_buffer(), ancillary,
          ec) == 0u);
    BOOST_TEST(!ec);
    s.b.close();
    BOOST_TEST(read_by(how, context, s.b, asio::mutable_buffer(), ancillary,
          ec) == 0u);
    BOOST_TEST(ec == asio::error::bad_descriptor);
  }
}

#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

// A message with many parts has the credentials of its sender once.
BOOST_AUTO_TEST_CASE(credentials_of_many_parts_are_one)
{
  asio::io_context context;
  streams s(context);
  s.b.set_option(pass_credentials(true));
  s.a.set_option(pass_credentials(true));
  for (int i = 0; i < 100; ++i)
    send_part(s.a, "x", {&one});
  char bytes[100];
  incoming_ancillary<100> ancillary;
  BOOST_TEST(read_message(s.b, asio::buffer(bytes), ancillary) == 100u);
  BOOST_TEST(ancillary.descriptors().size() == 100u);
  BOOST_REQUIRE(ancillary.credentials().has_value());
  BOOST_TEST((*ancillary.credentials() == credentials::current()));
  int messages = 0;
  for (const auto& message : ancillary)
    messages += message.level == SOL_SOCKET ? 1 : 0;
  BOOST_TEST(messages == 1);
}

// Bytes of several senders are no sender's.
BOOST_AUTO_TEST_CASE(a_message_of_several_senders_has_no_credentials,
    * boost::unit_test::precondition(needs_root))
{
  for (const int stranger : {0, 1, 2})
  {
    asio::io_context context;
    streams s(context);
    s.b.set_option(pass_credentials(true));
    s.a.set_option(pass_credentials(true));
    for (int i = 0; i < 3; ++i)
    {
      outgoing_ancillary<1> ancillary;
      credentials sender = credentials::current();
      if (i == stranger)
        sender.uid = 12345;
      ancillary.add_credentials(sender);
      send_message(s.a, text("x"), ancillary);
    }
    char bytes[3];
    incoming_ancillary<4> ancillary;
    BOOST_TEST(read_message(s.b, asio::buffer(bytes), ancillary) == 3u);
    BOOST_TEST(!ancillary.credentials().has_value());
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

// A flag that would do nothing on a stream is refused by name.
BOOST_AUTO_TEST_CASE(wait_all_is_refused_by_name)
{
  asio::io_context context;
  streams s(context);
  send_part(s.a, "ab");
  char bytes[4];
  incoming_ancillary<4> ancillary;
  error_code ec;
  BOOST_TEST(receive_message(s.b, asio::buffer(bytes), ancillary,
        MSG_WAITALL, ec) == 0u);
  BOOST_TEST(ec == seqpacket_errc::wait_all_refused);
  BOOST_TEST(ec == boost::system::errc::invalid_argument);
  BOOST_TEST(ec.message().find("read_message") != std::string::npos);
  BOOST_TEST(receive_message(s.b, asio::buffer(bytes), MSG_WAITALL, ec) == 0u);
  BOOST_TEST(ec == seqpacket_errc::wait_all_refused);
  completion done;
  async_receive_message(s.b, asio::buffer(bytes), ancillary, MSG_WAITALL,
      done.handler());
  run(context);
  BOOST_TEST(done.error == seqpacket_errc::wait_all_refused);

  // On packets it means nothing, and does no harm.
  connected packets(context);
  send_message(packets.a, text("ab"), no_ancillary);
  BOOST_TEST(receive_message(packets.b, asio::buffer(bytes), ancillary,
        MSG_WAITALL) == 2u);
  BOOST_TEST(receive_message(s.b, asio::buffer(bytes), ancillary) == 2u);
}

// Sockets of asio::generic are streams as well. One of another family is
// refused.
BOOST_AUTO_TEST_CASE(generic_streams)
{
  using generic = asio::generic::stream_protocol::socket;
  asio::io_context context;
  streams s(context);
  generic socket(context);
  socket.assign(asio::generic::stream_protocol(AF_UNIX, 0), s.b.release());
  send_part(s.a, "ab", {&one});
  send_part(s.a, "cd", {&two});
  char bytes[4];
  incoming_ancillary<4> ancillary;
  BOOST_TEST(read_message(socket, asio::buffer(bytes), ancillary) == 4u);
  BOOST_TEST(contents(ancillary) == "12");

  generic other(context, asio::generic::stream_protocol(AF_INET, 0));
  error_code ec;
  BOOST_TEST(read_message(other, asio::buffer(bytes), ancillary, ec) == 0u);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  BOOST_TEST(ancillary.descriptors().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace test
} // namespace boost_seqpacket
