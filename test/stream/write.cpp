// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// All bytes of a message over a stream, and its descriptors once.

#include "stream.hpp"

#include <list>

namespace boost_seqpacket {
namespace test {
namespace {

struct fixture : no_leaks
{
  unique_descriptor one = make_file("1");
  unique_descriptor two = make_file("2");
};

// Receive what is queued, into one string, and add the files to another one.
// Each receive that brings files is marked.
template <typename Socket>
std::string drain(Socket& socket, std::string& files)
{
  std::string result;
  error_code ec;
  for (;;)
  {
    char bytes[4096];
    incoming_ancillary<8> ancillary;
    const std::size_t size = receive_message(
        socket, asio::buffer(bytes), ancillary, MSG_DONTWAIT, ec);
    if (ec)
      return result;
    if (!ancillary.descriptors().empty())
      files += std::to_string(result.size()) + ":" + contents(ancillary) + " ";
    result.append(bytes, size);
  }
}

BOOST_FIXTURE_TEST_SUITE(stream_write, fixture)

// A message that is longer than the queue is sent in many parts. The
// descriptors go with its first byte, and with no other.
BOOST_AUTO_TEST_CASE(a_long_message_has_its_descriptors_once)
{
  asio::io_context context;
  streams s(context);
  make_small(s.a);
  const std::string sent = pattern(300000);
  outgoing_ancillary<2> ancillary;
  ancillary.add_descriptor(one.native_handle());
  ancillary.add_descriptor(two.native_handle());
  completion done;
  async_write_message(s.a, text(sent), ancillary, done.handler());
  std::string received;
  std::string files;
  run_until(context, [&]
      {
        received += drain(s.b, files);
        return done.is_called;
      });
  received += drain(s.b, files);
  BOOST_TEST(!done.error);
  BOOST_TEST(done.bytes == sent.size());
  BOOST_TEST((received == sent));
  BOOST_TEST(files == "0:12 ");
}

// A socket that may not wait says how much has gone.
BOOST_AUTO_TEST_CASE(a_non_blocking_socket_does_not_wait)
{
  asio::io_context context;
  streams s(context);
  make_small(s.a);
  s.a.non_blocking(true);
  const std::string sent = pattern(300000);
  outgoing_ancillary<1> ancillary;
  ancillary.add_descriptor(one.native_handle());
  error_code ec;
  std::size_t size = write_message(s.a, text(sent), ancillary, ec);
  BOOST_TEST(ec == asio::error::would_block);
  BOOST_TEST(size > 0u);
  BOOST_TEST(size < sent.size());
  std::string files;
  std::string received = drain(s.b, files);
  BOOST_TEST(received.size() == size);
  while (ec == asio::error::would_block)
  {
    size += write_message(
        s.a, asio::buffer(sent) + size, no_ancillary, ec);
    received += drain(s.b, files);
  }
  BOOST_TEST(!ec);
  BOOST_TEST((received == sent));
  BOOST_TEST(files == "0:1 ");
}

// Any number of buffers, empty ones too.
BOOST_AUTO_TEST_CASE(buffer_sequences_of_any_length)
{
  asio::io_context context;
  streams s(context);
  const std::string sent = pattern(3000);
  std::list<asio::const_buffer> buffers;
  std::size_t place = 0;
  for (std::size_t i = 0; place < sent.size(); ++i)
  {
    const std::size_t size = std::min(i % 5, sent.size() - place);
    buffers.push_back(asio::buffer(&sent[place], size));
    place += size;
  }
  BOOST_TEST(buffers.size() > 1200u);
  buffers.emplace_back();
  outgoing_ancillary<1> ancillary;
  ancillary.add_descriptor(one.native_handle());
  BOOST_TEST(write_message(s.a, buffers, ancillary) == sent.size());
  std::string files;
  BOOST_TEST((drain(s.b, files) == sent));
  BOOST_TEST(files == "0:1 ");
}

// Without a byte there is nothing that a descriptor could go with.
BOOST_AUTO_TEST_CASE(a_message_of_no_bytes)
{
  asio::io_context context;
  streams s(context);
  error_code ec;
  BOOST_TEST(write_message(s.a, asio::const_buffer(), no_ancillary, ec) == 0u);
  BOOST_TEST(!ec);
  outgoing_ancillary<1> ancillary;
  ancillary.add_descriptor(one.native_handle());
  BOOST_TEST(write_message(s.a, asio::const_buffer(), ancillary, ec) == 0u);
  BOOST_TEST(ec == asio::error::invalid_argument);
  s.a.close();
  BOOST_TEST(write_message(s.a, asio::const_buffer(), no_ancillary, ec) == 0u);
  BOOST_TEST(ec == asio::error::bad_descriptor);
}

// A peer that closes in the middle is an error with what had gone. No signal is
// raised.
BOOST_AUTO_TEST_CASE(the_peer_closes_in_the_middle)
{
  asio::io_context context;
  streams s(context);
  make_small(s.a);
  const std::string sent = pattern(300000);
  completion done;
  async_write_message(s.a, text(sent), no_ancillary, done.handler());
  context.poll();
  BOOST_TEST(!done.is_called);
  s.b.close();
  run(context);
  // The peer has not read everything, so the first error may be a reset.
  BOOST_TEST((done.error == asio::error::broken_pipe
      || done.error == asio::error::connection_reset));
  BOOST_TEST(done.bytes > 0u);
  BOOST_TEST(done.bytes < sent.size());
}

// A descriptor that is not open: nothing has gone.
BOOST_AUTO_TEST_CASE(an_error_before_the_first_byte)
{
  asio::io_context context;
  streams s(context);
  outgoing_ancillary<1> ancillary;
  ancillary.add_descriptor(one.native_handle());
  one.reset();
  error_code ec;
  BOOST_TEST(write_message(s.a, text("abc"), ancillary, ec) == 0u);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  std::string files;
  BOOST_TEST(drain(s.b, files).empty());
  BOOST_CHECK_THROW(write_message(s.a, text("abc"), ancillary),
      boost::system::system_error);
}

#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

// Credentials go with every part, so that the whole message has them.
BOOST_AUTO_TEST_CASE(credentials_go_with_every_part)
{
  asio::io_context context;
  streams s(context);
  s.b.set_option(pass_credentials(true));
  make_small(s.a);
  const std::string sent = pattern(100000);
  credentials other = credentials::current();
  other.pid = ::getppid() > 1 ? ::getppid() : other.pid;
  if (::geteuid() != 0)
    other = credentials::current();
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(one.native_handle());
  outgoing.add_credentials(other);
  completion write;
  async_write_message(s.a, text(sent), outgoing, write.handler());
  std::string received(sent.size(), '\0');
  incoming_ancillary<1> incoming;
  completion read;
  async_read_message(s.b, asio::buffer(received), incoming, read.handler());
  run(context);
  BOOST_TEST(!write.error);
  BOOST_TEST(!read.error);
  BOOST_TEST((received == sent));
  BOOST_REQUIRE(incoming.credentials().has_value());
  BOOST_TEST((*incoming.credentials() == other));
  BOOST_TEST(contents(incoming) == "1");
}

#endif // defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace test
} // namespace boost_seqpacket
