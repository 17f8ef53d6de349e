// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// As receive.cpp, for what sends: what is said to be sent has arrived, and nothing
// else.

#include "packets.hpp"

#include "forms.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

struct send_case
{
  const char* name;
  way how;
  packets what;
  bool fills = false; // the queue is full at first
  bool closes = false;
};

const send_case send_cases[] = {
  {"a packet", way::single, {{"hello", 0}}},
  {"an empty packet", way::single, {{"", 0}}},
  {"descriptors", way::single, {{"hello", 3}}},
  {"into a full queue", way::single, {{"hello", 1}}, true},
  {"to a closed peer", way::single, {{"hello", 1}}, false, true},
  {"one-liner", way::descriptors, {{"hello", 2}}},
  {"owners", way::owners, {{"hello", 3}}},
  {"owners into a full queue", way::owners, {{"hello", 3}}, true},
  {"owners to a closed peer", way::owners, {{"hello", 3}}, false, true},
  {"a batch", way::batch, {{"a", 1}, {"", 0}, {"c", 2}}},
  {"a batch into a full queue", way::batch, {{"a", 1}, {"b", 0}, {"c", 2}},
    true},
};

using outgoing = outgoing_ancillary<file_count>;

// The first descriptor is borrowed, the others are owned.
void add_files(outgoing& ancillary, const packet& what)
{
  for (std::size_t i = 0; i < what.files; ++i)
  {
    if (i == 0)
      ancillary.add_descriptor(files()[i].native_handle());
    else
      ancillary.add_descriptor(files()[i].duplicate());
  }
}

// One send of a case: how it is set up, run and judged.
template <typename Socket, bool Few>
class send_scenario
{
public:
  send_scenario(const send_case& the, style how)
    : the_(the),
      how_(how),
      socket_(where_.main)
  {
  }

  // Returns what is wrong, or nothing.
  std::string run()
  {
    if (!open())
      return "no sockets";
    if (the_.how == way::single)
      send_single();
    if constexpr (!Few)
    {
      if (the_.how == way::batch)
        send_batch();
      else if (the_.how == way::descriptors)
        send_two_descriptors();
      else if (the_.how == way::owners)
        send_owners();
    }
    if (end_.calls != 1)
      return "completed " + std::to_string(end_.calls) + " times";
    const packets late = the_.closes ? packets()
      : drain(peer_.native_handle(), false);
    arrived_.insert(arrived_.end(), late.begin(), late.end());
    arrived_.erase(arrived_.begin(),
        arrived_.begin() + static_cast<std::ptrdiff_t>(fillers_));
    return judge();
  }

private:
  bool open()
  {
    int numbers[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
          numbers) != 0)
      return false;
    auto kind = unix_protocol<typename Socket::protocol_type>();
    socket_.assign(kind, numbers[0]);
    peer_.reset(numbers[1]);
    if (the_.fills)
    {
      while (!send_raw(socket_.native_handle(), {"filler", 0}))
        ++fillers_;
    }
    if (the_.closes)
      peer_.reset();
    return true;
  }

  void meanwhile()
  {
    if (!the_.fills)
      return;
    // Room for some of them, and then for all.
    packets early = drain(peer_.native_handle(), false);
    arrived_.insert(arrived_.end(), early.begin(), early.end());
  }

  void send_batch()
  {
    std::vector<outgoing_message<file_count>> batch(the_.what.size());
    for (std::size_t i = 0; i < batch.size(); ++i)
    {
      batch[i].buffers = asio::buffer(the_.what[i].bytes);
      add_files(batch[i].ancillary, the_.what[i]);
    }
    end_ = perform(how_, where_, operation{
        [&](auto&... ec) { return send_messages(socket_, batch, 0, ec...); },
        [&](auto&& token)
        {
          return async_send_messages(socket_, batch,
              std::forward<decltype(token)>(token));
        }}, [this] { meanwhile(); });
  }

  void send_two_descriptors()
  {
    const std::array<int, 2> list = {
      files()[0].native_handle(), files()[1].native_handle()};
    end_ = perform(how_, where_, operation{
        [&](auto&... ec)
        {
          return send_descriptors(socket_,
              asio::buffer(the_.what[0].bytes), list, ec...);
        },
        [&](auto&& token)
        {
          return async_send_descriptors(socket_,
              asio::buffer(the_.what[0].bytes), list,
              std::forward<decltype(token)>(token));
        }}, [this] { meanwhile(); });
  }

  // The library closes them.
  void send_owners()
  {
    std::vector<unique_descriptor> list;
    for (const unique_descriptor& file : files())
      list.push_back(file.duplicate());
    end_ = perform(how_, where_, operation{
        [&](auto&... ec)
        {
          return send_descriptors(socket_,
              asio::buffer(the_.what[0].bytes), std::move(list), ec...);
        },
        [&](auto&& token)
        {
          return async_send_descriptors(socket_,
              asio::buffer(the_.what[0].bytes), std::move(list),
              std::forward<decltype(token)>(token));
        }}, [this] { meanwhile(); });
  }

  void send_single()
  {
    outgoing ancillary;
    add_files(ancillary, the_.what[0]);
    end_ = perform<Few>(how_, where_, operation{
        [&](auto&... ec)
        {
          return send_message(socket_, asio::buffer(the_.what[0].bytes),
              ancillary, 0, ec...);
        },
        [&](auto&& token)
        {
          return async_send_message(socket_,
              asio::buffer(the_.what[0].bytes), ancillary,
              std::forward<decltype(token)>(token));
        }}, [this] { meanwhile(); });
    const with_faults now;
    ancillary.clear();
  }

  // What is said to be sent has arrived, and nothing else.
  std::string judge()
  {
    const std::string result = end_.error.message() + ", "
      + std::to_string(end_.count) + ", ";
    std::size_t count = end_.error ? 0
      : the_.how == way::batch ? end_.count : 1;
    if (count > the_.what.size())
      return result + "more than there was to send";
    if (!end_.error && the_.how != way::batch
        && end_.count != the_.what[0].bytes.size())
      return result + "another number of bytes";
    const packets expected(the_.what.begin(),
        the_.what.begin() + static_cast<std::ptrdiff_t>(count));
    if (!(arrived_ == expected))
      return result + name_of(arrived_) + " has arrived instead of "
        + name_of(expected);
    if (faults.plan.empty() && end_.error && !the_.closes)
      return result + "fails without a fault";
    return std::string();
  }

  const send_case& the_;
  style how_;
  contexts where_;
  Socket socket_;
  unique_descriptor peer_;
  std::size_t fillers_ = 0;
  packets arrived_;
  ending end_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_send, fault_fixture)

// While packets are sent.
BOOST_AUTO_TEST_CASE(send_survives_every_fault)
{
  for (const send_case& the : send_cases)
    for_each_style([&](style how, const std::string& name)
        {
          // A blocking send into a full queue has nobody here to make room.
          if (!the.fills || !is_synchronous(how))
            walk()("send " + (the.name + name),
                [&] {
                  return send_scenario<packet_socket, false>(the, how).run();
                });
        });
}

// Sockets whose family has to be asked for.
BOOST_AUTO_TEST_CASE(send_to_a_generic_socket_survives_every_fault)
{
  for (const style how : few_styles)
  {
    const std::string name = std::string(", ")
      + style_names[static_cast<int>(how)];
    for (const send_case& the : send_cases)
    {
      if (the.how == way::single
          && (!the.fills || !is_synchronous(how)))
        walk()("generic send " + (the.name + name),
            [&] {
              return send_scenario<generic_socket, true>(the, how).run();
            });
    }
  }
}

// A stream is written in part when it is, and its descriptors go first.
BOOST_AUTO_TEST_CASE(send_into_a_stream_survives_every_fault)
{
  for (const style how : few_styles)
  {
    walk()(std::string("send into a stream, ")
        + style_names[static_cast<int>(how)], [&]
        {
          contexts where;
          pair_of<stream_socket> sockets(where.main);
          outgoing ancillary;
          add_files(ancillary, {"", 2});
          const ending end = perform<true>(how, where, operation{
              [&](auto&... ec)
              {
                return send_message(sockets.a, text("ab"), ancillary, 0,
                    ec...);
              },
              [&](auto&& token)
              {
                return async_send_message(sockets.a, text("ab"), ancillary,
                    std::forward<decltype(token)>(token));
              }}, [] {});
          const packets arrived = drain(sockets.b.native_handle(), false);
          packets expected;
          if (!end.error)
            expected.push_back({std::string("ab").substr(0, end.count), 2});
          return arrived == expected ? std::string()
            : name_of(arrived) + " instead of " + name_of(expected);
        });
  }
}

BOOST_AUTO_TEST_SUITE_END()
