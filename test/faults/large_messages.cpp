// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
// As send.cpp and receive.cpp, for messages of any size: what is said to be sent
// has arrived whole, and what has arrived is whole or an error.

#include "packets.hpp"

#include <boost_seqpacket/large_message_batch.hpp>
#include <boost_seqpacket/receive_large_message.hpp>
#include <boost_seqpacket/send_large_message.hpp>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr std::size_t limit = 400000;

struct large_case
{
  const char* name;
  std::size_t size;
  bool is_memory; // made by the program
  std::size_t files;
};

const large_case cases[] = {
  {"a small message", 5, false, 0},
  {"a small message with descriptors", 5, false, 2},
  {"an empty message with descriptors", 0, false, 1},
  {"a large message", 300000, false, 0},
  {"a large message with descriptors", 300000, false, 2},
  {"memory", 5, true, 2},
};

struct received
{
  std::string bytes;
  bool are_files = false;
};

using all_received = std::vector<received>;

// What is in the queue, without faults.
all_received drain_large(packet_socket& from, std::size_t expected_files)
{
  all_received result;
  native_socket view(from);
  view.non_blocking(true);
  for (;;)
  {
    large_message message(limit);
    incoming_ancillary<file_count> incoming;
    error_code ec;
    receive_large_message(view, message, incoming, ec);
    if (ec)
      return result;
    result.push_back({std::string(
          static_cast<const char*>(message.data().data()), message.size()),
        incoming.descriptors().size() == expected_files
          && are_files(incoming.descriptors())});
  }
}

outgoing_ancillary<file_count> files_of(const large_case& the)
{
  outgoing_ancillary<file_count> result;
  for (std::size_t i = 0; i < the.files; ++i)
    result.add_descriptor(files()[i].native_handle());
  return result;
}

std::string send_one(const large_case& the, style how)
{
  contexts where;
  connected sockets(where.main);
  const std::string bytes(the.size, 'l');
  const outgoing_ancillary<file_count> ancillary = files_of(the);
  sealed_memory memory;
  if (the.is_memory)
    memory = make_sealed_memory(asio::buffer(bytes));
  const auto both = [&](const auto& content)
    {
      return perform(how, where, operation{
          [&](auto&... ec)
          {
            return send_large_message(
                sockets.a, content, ancillary, ec...);
          },
          [&](auto&& token)
          {
            return async_send_large_message(sockets.a, content, ancillary,
                std::forward<decltype(token)>(token));
          }}, [] {});
    };
  const ending end = the.is_memory ? both(memory) : both(asio::buffer(bytes));
  if (end.calls != 1)
    return "completed " + std::to_string(end.calls) + " times";
  const all_received arrived = drain_large(sockets.b, the.files);
  if (end.error && !arrived.empty())
    return "it has arrived in spite of " + end.error.message();
  if (end.error && faults.plan.empty())
    return "fails without a fault: " + end.error.message();
  if (!end.error && (arrived.size() != 1 || arrived[0].bytes != bytes
        || !arrived[0].are_files || end.count != bytes.size()))
    return "another message has arrived";
  return std::string();
}

// A truncation brings the message.
bool has_content(const error_code& ec)
{
  return !ec || ec == seqpacket_errc::ancillary_truncated
    || ec == seqpacket_errc::descriptors_lost;
}

// A message that is nothing but a hole.
std::string send_hole(packet_socket& to)
{
  const unique_descriptor file(
      ::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (::ftruncate(file.native_handle(), 100000) != 0
      || ::fcntl(file.native_handle(), F_ADD_SEALS,
        F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    throw std::runtime_error("no file");
  send_descriptors(to, asio::const_buffer(),
      {file.native_handle(), files()[0].native_handle()});
  return std::string(100000, '\0');
}

// Holes are copied, and a buffer that grows is.
std::string receive_one(const large_case& the, style how, bool copies,
    bool has_holes)
{
  contexts where;
  connected sockets(where.main);
  std::string bytes(the.size, 'l');
  if (has_holes)
    bytes = send_hole(sockets.a);
  else
    send_large_message(sockets.a, asio::buffer(bytes), files_of(the));
  send_message(sockets.a, text("next"));

  large_message message(limit);
  std::string copy;
  incoming_ancillary<file_count> incoming;
  const auto both = [&](auto make)
    {
      return perform(how, where, operation{
          [&](auto&... ec)
          {
            return receive_large_message(
                sockets.b, make(), incoming, ec...);
          },
          [&](auto&& token)
          {
            return async_receive_large_message(sockets.b, make(), incoming,
                std::forward<decltype(token)>(token));
          }}, [] {});
    };
  const ending end = copies ? both([&] { return asio::dynamic_buffer(copy); })
    : both([&]() -> large_message& { return message; });
  if (end.calls != 1)
    return "completed " + std::to_string(end.calls) + " times";
  if (!copies)
    copy.assign(static_cast<const char*>(message.data().data()),
        message.size());
  const std::size_t count = has_holes ? 1 : the.files;
  if (end.error && faults.plan.empty())
    return "fails without a fault: " + end.error.message();
  if (!end.error && (copy != bytes || incoming.descriptors().size() != count
        || !are_files(incoming.descriptors())))
    return "another message has arrived";
  if (!copy.empty() && (copy != bytes || !has_content(end.error)))
    return "a part of a message has arrived with " + end.error.message();
  incoming.clear();
  message.clear();
  const all_received left = drain_large(sockets.b, count);
  if (left.empty() || left.size() > 2 || left.back().bytes != "next"
      || (left.size() == 2 && left[0].bytes != bytes))
    return "the next message is lost";
  if (!end.error && left.size() != 1)
    return "the message is still there";
  return std::string();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_large_messages, fault_fixture)

// While messages of any size are sent.
BOOST_AUTO_TEST_CASE(send_survives_every_fault)
{
  for (const large_case& the : cases)
    for_each_style([&](style how, const std::string& name)
        {
          walk()("send large: " + (the.name + name),
              [&] { return send_one(the, how); });
        });
}

// While messages of any size are received and mapped, or copied.
BOOST_AUTO_TEST_CASE(receive_survives_every_fault)
{
  for (const large_case& the : cases)
    for_each_style([&](style how, const std::string& name)
        {
          for (const bool copies : {false, true})
            walk()("receive large: " + (the.name + name)
                + (copies ? ", copied" : ""),
                [&] { return receive_one(the, how, copies, false); });
        });
  for (const style how : few_styles)
  {
    for (const bool copies : {false, true})
      walk()("receive holes", [&]
          {
            return receive_one(cases[1], how, copies, true);
          });
  }
}

// While memory is filled by a function.
BOOST_AUTO_TEST_CASE(make_sealed_memory_survives_every_fault)
{
  walk()("make memory", []
      {
        error_code ec;
        sealed_memory memory;
        {
          const with_faults now;
          memory = make_sealed_memory(5, [](asio::mutable_buffer bytes)
              {
                asio::buffer_copy(bytes, text("hello"));
              }, ec);
        }
        char bytes[5];
        if (ec)
          return memory.is_open() || faults.plan.empty()
            ? "wrong: " + ec.message() : std::string();
        return ::pread(memory.native_handle(), bytes, 5, 0) == 5
          && std::string_view(bytes, 5) == "hello"
          ? std::string() : std::string("another content");
      });
}

// A file that cannot be read, and a question about it.
BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_survives_every_fault)
{
  walk()("write only", []
      {
        asio::io_context context;
        connected sockets(context);
        const unique_descriptor file(
            ::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
        const unique_descriptor writer(::open(("/proc/self/fd/"
                + std::to_string(file.native_handle())).c_str(),
              O_WRONLY | O_CLOEXEC));
        if (::write(file.native_handle(), "x", 1) != 1
            || ::fcntl(file.native_handle(), F_ADD_SEALS,
              F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
          return std::string("no file");
        send_descriptors(sockets.a, asio::const_buffer(), writer);
        error_code ec;
        large_message message(10);
        {
          native_socket view(sockets.b);
          view.non_blocking(true);
          const with_faults now;
          receive_large_message(view, message, ec);
        }
        return ec && message.size() == 0 ? std::string()
          : std::string("it was received");
      });
}

// The kernel has no memory in one piece for a packet, or the queue has become
// smaller. Memory takes the place of the packet.
BOOST_AUTO_TEST_CASE(memory_takes_the_place_of_a_packet)
{
  for (const char* const name : {"ENOBUFS", "EMSGSIZE"})
  {
    for (const fault& what : all_faults)
    {
      if (std::string(what.name) != name)
        continue;
      asio::io_context context;
      connected sockets(context);
      faults.made.clear();
      faults.plan = {{0, &what}};
      faults.reached = 0;
      error_code ec;
      {
        const with_faults now;
        send_large_message(sockets.a, text("hello"), ec);
      }
      faults.plan.clear();
      BOOST_TEST(!ec);
      large_message message(10);
      BOOST_TEST(receive_large_message(sockets.b, message) == 5u);
      BOOST_TEST(message.is_mapped());
    }
  }
}

// A kernel before Linux 6.3 does not know that a file is never to be run.
BOOST_AUTO_TEST_CASE(an_old_kernel_makes_memory)
{
  for (const fault& what : all_faults)
  {
    if (what.error != EINVAL)
      continue;
    faults.made.clear();
    faults.plan = {{1, &what}};
    faults.reached = 0;
    error_code ec;
    sealed_memory memory;
    {
      const with_faults now;
      memory = make_sealed_memory(text("hello"), ec);
    }
    faults.plan.clear();
    BOOST_TEST(faults.reached == 1u);
    BOOST_TEST(faults.made.size() >= 3u);
    BOOST_TEST(std::string(faults.made[2].name) == "memfd_create");
    BOOST_TEST(!ec);
    BOOST_TEST(memory.size() == 5u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
