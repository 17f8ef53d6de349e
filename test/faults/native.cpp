// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// As receive.cpp and send.cpp, for the view of a bare descriptor, whose kind is
// asked of the kernel, and whose waits may have an end.

#include "packets.hpp"

#include "forms.hpp"

#include <functional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Two connected sockets of any type.
struct bare_pair
{
  explicit bare_pair(int type)
  {
    int numbers[2];
    BOOST_REQUIRE(::socketpair(
          AF_UNIX, type | SOCK_CLOEXEC, 0, numbers) == 0);
    peer.reset(numbers[0]);
    mine.reset(numbers[1]);
  }

  unique_descriptor peer;
  unique_descriptor mine;
};

constexpr int all_types[] = {SOCK_SEQPACKET, SOCK_STREAM, SOCK_DGRAM};

std::string name_of_type(int type)
{
  return type == SOCK_SEQPACKET ? "packets"
    : type == SOCK_STREAM ? "a stream" : "datagrams";
}

// The end of each wait. A fault may lead to one where there was none.
constexpr std::chrono::milliseconds limit(2);

error_code with_view(const unique_descriptor& of,
    const std::function<void(native_socket&, error_code&)>& function)
{
  native_socket view(of.native_handle());
  view.expires_after(limit);
  error_code ec;
  const with_faults now;
  function(view, ec);
  return ec;
}

std::string judge(const error_code& ec, const packets& found,
    const packets& expected)
{
  const std::string result = ec.message() + ", " + name_of(found);
  if (!(found == expected))
    return result + " instead of " + name_of(expected);
  return ec && faults.plan.empty() ? result + " without a fault"
    : std::string();
}

std::string receive_from(int type)
{
  bare_pair sockets(type);
  BOOST_REQUIRE(!send_raw(sockets.peer.native_handle(), {"hello", 2}));
  char bytes[5];
  incoming_ancillary<file_count> ancillary;
  std::size_t size = 0;
  const error_code ec = with_view(sockets.mine,
      [&](native_socket& view, error_code& result)
      {
        size = receive_message(view, asio::buffer(bytes), ancillary, result);
      });
  const bool took = !ec || ec.category() == error_category();
  const packets left = drain(sockets.mine.native_handle(), false);
  if (!ec && (std::string_view(bytes, size) != "hello"
        || ancillary.descriptors().size() != 2
        || !are_files(ancillary.descriptors())))
    return "another packet";
  return judge(ec, left, took ? packets() : packets{{"hello", 2}});
}

std::string send_to(int type)
{
  bare_pair sockets(type);
  outgoing_ancillary<file_count> ancillary;
  for (const unique_descriptor& file : files())
    ancillary.add_descriptor(file.native_handle());
  std::size_t size = 0;
  const error_code ec = with_view(sockets.mine,
      [&](native_socket& view, error_code& result)
      {
        size = send_message(view, text("hello"), ancillary, result);
      });
  packets expected;
  if (!ec) // a stream may take a part
    expected.push_back({std::string("hello").substr(0, size), file_count});
  return judge(ec, drain(sockets.peer.native_handle(), false), expected);
}

// Two parts of a message are there, and a third one never comes.
std::string read_until_the_limit()
{
  bare_pair sockets(SOCK_STREAM);
  BOOST_REQUIRE(!send_raw(sockets.peer.native_handle(), {"ab", 1}));
  BOOST_REQUIRE(!send_raw(sockets.peer.native_handle(), {"cd", 2}));
  char bytes[6];
  incoming_ancillary<file_count> ancillary;
  std::size_t size = 0;
  const error_code ec = with_view(sockets.mine,
      [&](native_socket& view, error_code& result)
      {
        size = read_message(view, asio::buffer(bytes), ancillary, result);
      });
  if (!ec || size != ancillary.message_size())
    return ec.message() + ", another number of bytes";
  std::string all(bytes, size);
  for (const packet& left : drain(sockets.mine.native_handle(), false))
    all += left.bytes;
  if (all != "abcd")
    return "bytes are lost";
  return faults.plan.empty()
    && (ec != asio::error::timed_out || size != 4
      || ancillary.descriptors().size() != 3)
    ? ec.message() + " without a fault" : std::string();
}

std::string write_whole()
{
  bare_pair sockets(SOCK_STREAM);
  outgoing_ancillary<file_count> ancillary;
  ancillary.add_descriptor(files()[0].native_handle());
  std::size_t size = 0;
  const error_code ec = with_view(sockets.mine,
      [&](native_socket& view, error_code& result)
      {
        size = write_message(view, text("abcdef"), ancillary, result);
      });
  std::string arrived;
  std::size_t arrived_files = 0;
  for (const packet& part : drain(sockets.peer.native_handle(), false))
  {
    arrived += part.bytes;
    arrived_files += part.files;
  }
  if (arrived != std::string("abcdef").substr(0, size)
      || (!ec && size != 6) || arrived_files != (size == 0 ? 0 : 1))
    return ec.message() + ", '" + arrived + "' has arrived";
  return ec && faults.plan.empty() ? ec.message() + " without a fault"
    : std::string();
}

// A wait that ends, or does not, with nothing lost.
std::string wait_for(bool is_ready)
{
  bare_pair sockets(SOCK_SEQPACKET);
  if (is_ready)
    BOOST_REQUIRE(!send_raw(sockets.peer.native_handle(), {"hello", 1}));
  const error_code ec = with_view(sockets.mine,
      [&](native_socket& view, error_code& result)
      {
        view.wait(asio::socket_base::wait_read, result);
      });
  const packets left = drain(sockets.mine.native_handle(), false);
  if (left.size() != (is_ready ? 1u : 0u))
    return "the packet is gone";
  const error_code expected = is_ready ? error_code()
    : error_code(asio::error::timed_out);
  return faults.plan.empty() && ec != expected ? ec.message()
    + " without a fault" : std::string();
}

// The receiver has no room, and the time ends.
std::string send_to_full_address()
{
  asio::io_context context;
  datagram_socket receiver(context);
  boost_seqpacket::open(receiver);
  receiver.bind(datagram_socket::endpoint_type());
  const auto name = receiver.local_endpoint();
  datagram_socket sender(context);
  boost_seqpacket::open(sender);
  error_code full;
  std::size_t queued = 0;
  for (; !full; ++queued)
    send_message_to(sender, text("f"), name, MSG_DONTWAIT, full);
  native_socket view(sender.native_handle());
  view.expires_after(limit);
  error_code ec;
  {
    const with_faults now;
    send_message_to(view, text("x"), no_ancillary, name, ec);
  }
  if (!ec)
    return "sent without room";
  if (drain(receiver.native_handle(), false).size() != queued - 1)
    return "another number of packets";
  return faults.plan.empty() && ec != asio::error::timed_out
    ? ec.message() + " without a fault" : std::string();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_native, fault_fixture)

// System calls fail while a view receives and sends.
BOOST_AUTO_TEST_CASE(packets_survive_every_fault)
{
  for (const int type : all_types)
  {
    walk()("receive from " + name_of_type(type),
        [&] { return receive_from(type); });
    walk()("send to " + name_of_type(type), [&] { return send_to(type); });
  }
  walk()("send to a full address", send_to_full_address);
}

// And while it reads and writes a stream.
BOOST_AUTO_TEST_CASE(streams_survive_every_fault)
{
  walk()("read until the limit", read_until_the_limit);
  walk()("write", write_whole);
}

// And while it waits, and has an option set.
BOOST_AUTO_TEST_CASE(waits_and_options_survive_every_fault)
{
  walk()("wait for what is there", [] { return wait_for(true); });
  walk()("wait for nothing", [] { return wait_for(false); });
  walk()("set_option", []
      {
        bare_pair sockets(SOCK_SEQPACKET);
        const error_code ec = with_view(sockets.mine,
            [](native_socket& view, error_code& result)
            {
              view.set_option(pass_credentials(true), result);
            });
        int value = -1;
        ::socklen_t size = sizeof(value);
        ::getsockopt(sockets.mine.native_handle(), SOL_SOCKET, SO_PASSCRED,
            &value, &size);
        return ec || value == 1 ? std::string()
          : std::string("success, and no option");
      });
}

BOOST_AUTO_TEST_SUITE_END()
