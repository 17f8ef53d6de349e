// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// As receive.cpp and send.cpp, for datagrams with addresses: a packet comes with
// the name of its sender, and what was not received is still queued.

#include "packets.hpp"

#include "forms.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

using address = datagram_socket::endpoint_type;

enum class method
{
  ancillary,
  bytes,
  batch
};

constexpr std::size_t batch_size = 4;

// Two sockets with names that the kernel has chosen.
struct named_sockets
{
  explicit named_sockets(asio::io_context& context)
    : receiver(context),
      sender(context)
  {
    boost_seqpacket::open(receiver);
    boost_seqpacket::open(sender);
    receiver.bind(address());
    sender.bind(address());
    name = receiver.local_endpoint();
    sender_name = sender.local_endpoint();
  }

  // What the peer sends is never disturbed.
  void put(const packet& what)
  {
    outgoing_ancillary<file_count> ancillary;
    for (std::size_t i = 0; i < what.files; ++i)
      ancillary.add_descriptor(files()[i].native_handle());
    send_message_to(sender, asio::buffer(what.bytes), ancillary, name);
  }

  datagram_socket receiver;
  datagram_socket sender;
  address name;
  address sender_name;
};

// --- receive -----------------------------------------------------------------

struct receive_case
{
  const char* name;
  method how;
  packets queue;
  std::size_t room = 64; // in bytes
};

constexpr std::size_t descriptor_room = 2;

const receive_case receive_cases[] = {
  {"a packet", method::ancillary, {{"hello", 2}, {"next", 1}}},
  {"an empty packet", method::ancillary, {{"", 0}, {"next", 0}}},
  {"a truncated packet", method::ancillary, {{"hello", 1}, {"next", 0}}, 3},
  {"too many descriptors", method::ancillary, {{"hello", 3}, {"next", 0}}},
  {"bytes", method::bytes, {{"hello", 0}, {"next", 0}}},
  {"bytes of a packet with a descriptor", method::bytes, {{"hello", 1},
      {"next", 0}}},
  {"a batch", method::batch, {{"a", 1}, {"", 0}, {"c", 2}}},
  {"a full batch", method::batch, {{"a", 1}, {"b", 0}, {"", 0}, {"d", 1},
      {"next", 0}}},
};

class receive_scenario
{
public:
  receive_scenario(const receive_case& the, style how, bool late)
    : the_(the),
      how_(how),
      late_(late),
      sockets_(where_.main)
  {
  }

  // Returns what is wrong, or nothing.
  std::string run()
  {
    if (!late_)
      fill();
    const std::string wrong = the_.how == method::batch
      ? receive_batch() : receive_single();
    if (end_.calls != 1)
      return "completed " + std::to_string(end_.calls) + " times";
    return wrong.empty() ? judge() : wrong;
  }

private:
  void fill()
  {
    for (const packet& p : the_.queue)
      sockets_.put(p);
  }

  auto meanwhile()
  {
    return [this]
        {
          if (late_)
            fill();
        };
  }

  static bool is_truncation(const error_code& ec)
  {
    return ec.category() == error_category();
  }

  // Judges one packet. Nothing is known of the descriptors of bytes alone.
  std::string take(const error_code& ec, std::string_view bytes,
      const address& sender, std::size_t arrived, bool right_files)
  {
    if (taken_ == the_.queue.size())
      return "a packet that was never sent";
    const packet& sent = the_.queue[taken_++];
    if (sender != sockets_.sender_name)
      return "another sender";
    if (std::string_view(sent.bytes).substr(0, bytes.size()) != bytes
        || (!ec && bytes.size() != sent.bytes.size()))
      return "other bytes";
    if (the_.how == method::bytes)
      return std::string();
    if (arrived > sent.files
        || (!ec && (arrived != sent.files || !right_files)))
      return "other descriptors";
    return std::string();
  }

  std::string receive_single()
  {
    incoming_ancillary<descriptor_room> ancillary;
    std::string memory(the_.room, '-');
    address sender = sockets_.name;
    const auto buffers = asio::buffer(&memory[0], memory.size());
    if (the_.how == method::bytes)
      end_ = perform(how_, where_, operation{
          [&](auto&... ec)
          {
            return receive_message_from(
                sockets_.receiver, buffers, sender, ec...);
          },
          [&](auto&& token)
          {
            return async_receive_message_from(sockets_.receiver, buffers,
                sender, std::forward<decltype(token)>(token));
          }}, meanwhile());
    else
      end_ = perform(how_, where_, operation{
          [&](auto&... ec)
          {
            return receive_message_from(
                sockets_.receiver, buffers, ancillary, sender, ec...);
          },
          [&](auto&& token)
          {
            return async_receive_message_from(sockets_.receiver, buffers,
                ancillary, sender, std::forward<decltype(token)>(token));
          }}, meanwhile());
    if (!end_.error || is_truncation(end_.error))
    {
      const std::size_t size = end_.error && the_.how == method::bytes
        ? 0 : end_.error ? std::min(ancillary.message_size(), the_.room)
        : end_.count;
      return take(end_.error, memory.substr(0, size), sender,
          ancillary.descriptors().size(), are_files(ancillary.descriptors()));
    }
    if (!ancillary.descriptors().empty())
      return "descriptors beside an error";
    return sender == address() ? std::string() : "a sender beside an error";
  }

  std::string receive_batch()
  {
    std::array<incoming_datagram<descriptor_room>, batch_size> batch;
    std::string memory[batch_size];
    for (std::size_t i = 0; i < batch_size; ++i)
    {
      memory[i].resize(the_.room);
      batch[i].buffers = asio::buffer(&memory[i][0], the_.room);
    }
    end_ = perform(how_, where_, operation{
        [&](auto&... ec)
        {
          return receive_messages(sockets_.receiver, batch, ec...);
        },
        [&](auto&& token)
        {
          return async_receive_messages(sockets_.receiver, batch,
              std::forward<decltype(token)>(token));
        }}, meanwhile());
    if (end_.error && end_.count != 0)
      return "packets beside an error";
    std::string wrong;
    for (std::size_t i = 0; i < end_.count && wrong.empty(); ++i)
      wrong = take(batch[i].error,
          std::string_view(memory[i]).substr(0, batch[i].bytes_transferred),
          batch[i].sender, batch[i].ancillary.descriptors().size(),
          are_files(batch[i].ancillary.descriptors()));
    return wrong;
  }

  std::string judge()
  {
    const std::string result = end_.error.message() + ", "
      + std::to_string(end_.count) + ", ";
    if (end_.error == asio::error::eof && !end_is_hidden(false))
      return result + "an end of file that is none";
    const packets left = drain(sockets_.receiver.native_handle(), false);
    const packets expected(the_.queue.begin()
        + static_cast<std::ptrdiff_t>(taken_), the_.queue.end());
    if (!(left == expected))
      return result + name_of(left) + " is left instead of "
        + name_of(expected);
    return faults.plan.empty() && taken_ == 0
      ? result + "fails without a fault" : std::string();
  }

  const receive_case& the_;
  style how_;
  bool late_;
  contexts where_;
  named_sockets sockets_;
  std::size_t taken_ = 0; // packets
  ending end_;
};

// --- send --------------------------------------------------------------------

struct send_case
{
  const char* name;
  method how;
  packets what;
  bool fills = false;  // the queue is full at first
  bool closes = false; // the receiver
};

const send_case send_cases[] = {
  {"a packet", method::ancillary, {{"hello", 2}}},
  {"an empty packet", method::ancillary, {{"", 0}}},
  {"to a full queue", method::ancillary, {{"hello", 1}}, true},
  {"to an address that is gone", method::ancillary, {{"hello", 1}}, false,
    true},
  {"bytes", method::bytes, {{"hello", 0}}},
  {"bytes to a full queue", method::bytes, {{"hello", 0}}, true},
  {"a batch", method::batch, {{"a", 1}, {"", 0}, {"c", 2}}},
  {"a batch to a full queue", method::batch, {{"a", 1}, {"b", 0}}, true},
};

class send_scenario
{
public:
  send_scenario(const send_case& the, style how)
    : the_(the),
      how_(how),
      sockets_(where_.main)
  {
  }

  // Returns what is wrong, or nothing.
  std::string run()
  {
    if (the_.fills)
      fillers_ = fill();
    if (the_.closes)
      sockets_.receiver.close();
    if (the_.how == method::batch)
      send_batch();
    else
      send_single();
    if (end_.calls != 1)
      return "completed " + std::to_string(end_.calls) + " times";
    if (!the_.closes)
      take();
    arrived_.erase(arrived_.begin(),
        arrived_.begin() + static_cast<std::ptrdiff_t>(fillers_));
    return judge();
  }

private:
  std::size_t fill()
  {
    error_code ec;
    std::size_t count = 0;
    for (; !ec; ++count)
      send_message_to(
          sockets_.sender, text("f"), sockets_.name, MSG_DONTWAIT, ec);
    return count - 1;
  }

  void take()
  {
    const packets more = drain(sockets_.receiver.native_handle(), false);
    arrived_.insert(arrived_.end(), more.begin(), more.end());
  }

  auto meanwhile()
  {
    return [this]
        {
          if (the_.fills)
            take();
        };
  }

  void send_single()
  {
    outgoing_ancillary<file_count> ancillary;
    for (std::size_t i = 0; i < the_.what[0].files; ++i)
      ancillary.add_descriptor(files()[i].native_handle());
    const auto buffers = asio::buffer(the_.what[0].bytes);
    if (the_.how == method::bytes)
      end_ = perform(how_, where_, operation{
          [&](auto&... ec)
          {
            return send_message_to(
                sockets_.sender, buffers, sockets_.name, ec...);
          },
          [&](auto&& token)
          {
            return async_send_message_to(sockets_.sender, buffers,
                sockets_.name, std::forward<decltype(token)>(token));
          }}, meanwhile());
    else
      end_ = perform(how_, where_, operation{
          [&](auto&... ec)
          {
            return send_message_to(
                sockets_.sender, buffers, ancillary, sockets_.name, ec...);
          },
          [&](auto&& token)
          {
            return async_send_message_to(sockets_.sender, buffers, ancillary,
                sockets_.name, std::forward<decltype(token)>(token));
          }}, meanwhile());
  }

  void send_batch()
  {
    std::vector<outgoing_datagram<file_count>> batch(the_.what.size());
    for (std::size_t i = 0; i < batch.size(); ++i)
    {
      batch[i].buffers = asio::buffer(the_.what[i].bytes);
      batch[i].destination = sockets_.name;
      for (std::size_t j = 0; j < the_.what[i].files; ++j)
        batch[i].ancillary.add_descriptor(files()[j].native_handle());
    }
    end_ = perform(how_, where_, operation{
        [&](auto&... ec)
        {
          return send_messages(sockets_.sender, batch, ec...);
        },
        [&](auto&& token)
        {
          return async_send_messages(sockets_.sender, batch,
              std::forward<decltype(token)>(token));
        }}, meanwhile());
  }

  // What is said to be sent has arrived, and nothing else.
  std::string judge()
  {
    const std::string result = end_.error.message() + ", "
      + std::to_string(end_.count) + ", ";
    const std::size_t count = the_.how == method::batch ? end_.count
      : end_.error ? 0 : 1;
    if (count > the_.what.size() || (end_.error && end_.count != 0))
      return result + "another number";
    const packets expected(the_.what.begin(),
        the_.what.begin() + static_cast<std::ptrdiff_t>(count));
    if (!(arrived_ == expected))
      return result + name_of(arrived_) + " has arrived instead of "
        + name_of(expected);
    if (the_.closes && !end_.error)
      return result + "a success that is none";
    return faults.plan.empty() && end_.error && !the_.closes
      ? result + "fails without a fault" : std::string();
  }

  const send_case& the_;
  style how_;
  contexts where_;
  named_sockets sockets_;
  std::size_t fillers_ = 0;
  packets arrived_;
  ending end_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_datagrams, fault_fixture)

// System calls fail while a datagram is received with its sender.
BOOST_AUTO_TEST_CASE(receive_from_survives_every_fault)
{
  for (const receive_case& the : receive_cases)
    for_each_style([&](style how, const std::string& name)
        {
          walk()("receive from an address, " + (the.name + name),
              [&] { return receive_scenario(the, how, false).run(); });
        });
}

// And while it waits for one.
BOOST_AUTO_TEST_CASE(receive_from_that_waits_survives_every_fault)
{
  for (const receive_case& the : receive_cases)
    for_each_style([&](style how, const std::string& name)
        {
          if (!is_synchronous(how))
            walk()("wait for a datagram, " + (the.name + name),
                [&] { return receive_scenario(the, how, true).run(); });
        });
}

// While a datagram is sent to an address, which may have no room.
BOOST_AUTO_TEST_CASE(send_to_survives_every_fault)
{
  for (const send_case& the : send_cases)
    for_each_style([&](style how, const std::string& name)
        {
          // A synchronous send to a full queue has nobody here to make room.
          if (!the.fills || !is_synchronous(how))
            walk()("send to an address, " + (the.name + name),
                [&] { return send_scenario(the, how).run(); });
        });
}

BOOST_AUTO_TEST_SUITE_END()
