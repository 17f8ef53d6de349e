// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Every system call of a receive fails, or behaves oddly, in every way: there is an
// error or the right result, nothing is lost that could be kept, nothing stays open,
// and nothing hangs. tools/faults makes a table of it.
//
// A program of its own, as it stands in for the functions of the C library.

#include "packets.hpp"

#include "forms.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

struct receive_case
{
  const char* name;
  way how;
  packets queue;
  std::size_t room = 64;        // in bytes
  bool keeps = false;           // keep_if_truncated
  bool closes = false;          // the peer, behind the packets
  bool resets = false;          // the peer has left something unread, too
  bool with_credentials = false;
};

constexpr std::size_t descriptor_room = 2;
constexpr std::size_t batch_size = 4;

const receive_case receive_cases[] = {
  {"a packet", way::single, {{"hello", 0}, {"next", 0}}},
  {"descriptors", way::single, {{"hello", 2}, {"next", 1}}},
  {"an empty packet", way::single, {{"", 0}, {"next", 0}}},
  {"the last empty packet", way::single, {{"", 0}}},
  {"an empty packet with descriptors", way::single, {{"", 1}, {"next", 0}}},
  {"the end of file", way::single, {}, 64, false, true},
  {"the last packet", way::single, {{"hello", 1}}, 64, false, true},
  {"a packet before a reset", way::single, {{"hello", 1}}, 64, false, true,
    true},
  {"credentials", way::single, {{"hello", 1}, {"next", 0}}, 64, false, false,
    false, true},
  {"credentials before the end", way::single, {{"hello", 1}, {"", 0}}, 64,
    false, true, false, true},
  {"credentials before a reset", way::single, {{"hello", 1}}, 64, false, true,
    true, true},
  {"kept, with credentials before the end", way::single, {{"hello", 1}}, 64,
    true, true, false, true},
  {"dynamic, with credentials before the end", way::dynamic, {{"hello", 1}},
    64, false, true, false, true},
  {"truncated", way::single, {{"hello", 1}, {"next", 0}}, 3},
  {"too many descriptors", way::single, {{"hello", 3}, {"next", 0}}},
  {"kept, and whole", way::single, {{"hello", 2}, {"next", 0}}, 64, true},
  {"kept, too long", way::single, {{"hello", 2}, {"next", 0}}, 3, true},
  {"kept, too many descriptors", way::single, {{"hello", 3}, {"next", 0}}, 64,
    true},
  {"kept, before a reset", way::single, {{"hello", 1}}, 64, true, true, true},
  {"dynamic", way::dynamic, {{"hello", 2}, {"next", 0}}},
  {"dynamic, too long", way::dynamic, {{"hello", 2}, {"next", 0}}, 3},
  {"dynamic, empty", way::dynamic, {{"", 1}, {"next", 0}}},
  {"dynamic, the end of file", way::dynamic, {}, 64, false, true},
  {"dynamic, kept", way::dynamic, {{"hello", 3}, {"next", 0}}, 64, true},
  {"two descriptors", way::descriptors, {{"hello", 2}, {"next", 0}}},
  {"one instead of two", way::descriptors, {{"hello", 1}, {"next", 0}}},
  {"three instead of two", way::descriptors, {{"hello", 3}, {"next", 0}}},
  {"one of at most two", way::at_most, {{"hello", 1}, {"next", 0}}},
  {"none of at most two", way::at_most, {{"hello", 0}, {"next", 0}}},
  {"three of at most two", way::at_most, {{"hello", 3}, {"next", 0}}},
  {"a truncated packet of at most two", way::at_most, {{"hello", 2},
      {"next", 0}}, 3},
  {"at most two at the end", way::at_most, {}, 64, false, true},
  {"a batch", way::batch, {{"a", 1}, {"", 0}, {"c", 2}}},
  {"a full batch", way::batch, {{"a", 1}, {"b", 0}, {"", 0}, {"d", 0},
      {"next", 0}}},
  {"a batch and the end", way::batch, {{"a", 1}, {"b", 0}}, 64, false, true},
  {"a batch at the end", way::batch, {}, 64, false, true},
  {"a batch before a reset", way::batch, {{"a", 1}, {"b", 0}}, 64, false,
    true, true},
  {"a batch, with credentials before the end", way::batch, {{"a", 1}, {"", 0},
      {"c", 2}}, 64, false, true, false, true},
  {"a full batch, with credentials before the end", way::batch, {{"a", 1},
      {"b", 0}, {"", 0}, {"d", 2}, {"", 1}}, 64, false, true, false, true},
  {"a batch of truncated packets", way::batch, {{"hello", 1}, {"b", 3},
      {"c", 0}}, 3},
  {"a batch, kept", way::batch, {{"a", 1}, {"hello", 1}, {"c", 0}}, 3, true},
};

// What one packet gave: error, bytes, descriptors.
struct taken_packet
{
  error_code error;
  std::string bytes;
  std::size_t size;
  std::size_t files;
  bool right_files;
};

bool is_truncation(const error_code& ec)
{
  return ec.category() == error_category();
}

bool is_whole(const taken_packet& taken, const packet& sent)
{
  return taken.bytes == sent.bytes && taken.size == sent.bytes.size()
    && taken.files == sent.files && taken.right_files;
}

// An error says what is wrong with it, and what is there is right.
bool is_part(const taken_packet& taken, const packet& sent, bool counted)
{
  return taken.files <= sent.files
    && (counted || (taken.size == sent.bytes.size()
          && sent.bytes.substr(0, taken.bytes.size()) == taken.bytes));
}

// What holds of a packet that was received although the end of file is hidden.
bool is_false_packet(const taken_packet& taken)
{
  return !taken.error && is_whole(taken, {"", 0});
}

// One receive of a case: how it is set up, run and judged.
template <typename Socket, bool Few>
class receive_scenario
{
public:
  receive_scenario(const receive_case& the, style how, bool late)
    : the_(the),
      how_(how),
      late_(late),
      socket_(where_.main)
  {
  }

  // Returns what is wrong, or nothing.
  std::string run()
  {
    if (!open())
      return "no sockets";
    if (!late_)
      fill();
    const std::string wrong = receive();
    if (!wrong.empty())
      return wrong;
    if (end_.calls != 1)
      return "completed " + std::to_string(end_.calls) + " times";
    drop_false_packets();
    return judge();
  }

private:
  using ancillary_type = incoming_ancillary<descriptor_room>;

  bool open()
  {
    auto kind = unix_protocol<typename Socket::protocol_type>();
    int numbers[2];
    if (::socketpair(AF_UNIX, kind.type() | SOCK_CLOEXEC, 0, numbers) != 0)
      return false;
    peer_.reset(numbers[0]);
    socket_.assign(kind, numbers[1]);
    if (the_.with_credentials)
      socket_.set_option(pass_credentials(true));
#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
    if (the_.keeps)
      flags_ |= keep_if_truncated;
#endif
    return true;
  }

  void fill()
  {
    for (const packet& p : the_.queue)
      BOOST_REQUIRE(!send_raw(peer_.native_handle(), p));
    if (the_.resets)
      BOOST_REQUIRE(!send_raw(socket_.native_handle(), {"unread", 0}));
    if (the_.closes)
      peer_.reset();
  }

  void note(const error_code& ec, std::string bytes,
      ancillary_type& ancillary)
  {
    const descriptor_span arrived = ancillary.descriptors();
    taken_.push_back({ec, std::move(bytes), ancillary.message_size(),
        arrived.size(), are_files(arrived)});
  }

  std::string receive()
  {
    ancillary_type ancillary;
    std::string memory(the_.room, '-');
    std::string wrong;
    if (the_.how == way::single)
      wrong = receive_single(memory, ancillary);
    if constexpr (!Few)
    {
      if (the_.how == way::dynamic)
        wrong = receive_dynamic(ancillary);
      else if (the_.how == way::descriptors)
        wrong = receive_owners(memory, [&](const auto& buffers, auto&... ec)
            {
              return receive_descriptors<2>(socket_, buffers, ec...);
            },
            [&](const auto& buffers, auto&& token)
            {
              return async_receive_descriptors<2>(socket_, buffers,
                  std::forward<decltype(token)>(token));
            });
      else if (the_.how == way::at_most)
        wrong = receive_owners(memory, [&](const auto& buffers, auto&... ec)
            {
              return receive_descriptors(
                  socket_, buffers, at_most(2), ec...);
            },
            [&](const auto& buffers, auto&& token)
            {
              return async_receive_descriptors(socket_, buffers, at_most(2),
                  std::forward<decltype(token)>(token));
            });
      else if (the_.how == way::batch)
        wrong = receive_batch();
    }
    if (!wrong.empty())
      return wrong;
    // To close what has arrived is a part of the operation.
    const with_faults now;
    ancillary.clear();
    end_.arrived.clear();
    return std::string();
  }

  std::string receive_single(std::string& memory, ancillary_type& ancillary)
  {
    const auto buffers = asio::buffer(&memory[0], memory.size());
    end_ = perform<Few>(how_, where_, operation{
        [&](auto&... ec)
        {
          return receive_message(
              socket_, buffers, ancillary, flags_, ec...);
        },
        [&](auto&& token)
        {
          return async_receive_message(socket_, buffers, ancillary, flags_,
              std::forward<decltype(token)>(token));
        }}, [this] { meanwhile(); });
    // An exception does not bring the number of bytes.
    if (how_ != style::throwing && is_synchronous(how_) == false
        && end_.count > the_.room)
      return "more bytes than room";
    const bool took = !end_.error
      || (is_truncation(end_.error) && !the_.keeps);
    if (took)
      note(end_.error,
          memory.substr(0, std::min(ancillary.message_size(), the_.room)),
          ancillary);
    else if (!ancillary.descriptors().empty())
      return "descriptors beside an error";
    return std::string();
  }

  std::string receive_dynamic(ancillary_type& ancillary)
  {
    std::string text = "before ";
    auto buffer = asio::dynamic_buffer(text, text.size() + the_.room);
    end_ = perform(how_, where_, operation{
        [&](auto&... ec)
        {
          return receive_message(socket_, buffer, ancillary, flags_, ec...);
        },
        [&](auto&& token)
        {
          return async_receive_message(socket_, buffer, ancillary, flags_,
              std::forward<decltype(token)>(token));
        }}, [this] { meanwhile(); });
    const bool took = !end_.error || (is_truncation(end_.error)
        && !the_.keeps && end_.error != seqpacket_errc::message_truncated);
    if (took)
      note(end_.error, text.substr(7), ancillary);
    else if (text != "before ")
      return "bytes beside an error";
    return std::string();
  }

  // With the function that receives, and its asynchronous form.
  template <typename Call, typename Start>
  std::string receive_owners(std::string& memory, Call call, Start start)
  {
    const auto buffers = asio::buffer(&memory[0], memory.size());
    end_ = perform(how_, where_, operation{
        [&](auto&... ec)
        {
          return call(buffers, ec...);
        },
        [&](auto&& token)
        {
          return start(buffers, std::forward<decltype(token)>(token));
        }}, [this] { meanwhile(); });
    counted_ = true;
    if (!end_.error || is_truncation(end_.error))
      taken_.push_back({end_.error, memory.substr(0, end_.count),
          end_.count, end_.arrived.size(), are_files(end_.arrived)});
    if (end_.error && !end_.arrived.empty())
      return "descriptors beside an error";
    return std::string();
  }

  std::string receive_batch()
  {
    std::array<incoming_message<descriptor_room>, batch_size> batch;
    std::string parts[batch_size];
    for (std::size_t i = 0; i < batch_size; ++i)
    {
      parts[i].resize(the_.room);
      batch[i].buffers = asio::buffer(&parts[i][0], the_.room);
    }
    end_ = perform(how_, where_, operation{
        [&](auto&... ec)
        {
          return receive_messages(socket_, batch, flags_, ec...);
        },
        [&](auto&& token)
        {
          return async_receive_messages(socket_, batch, flags_,
              std::forward<decltype(token)>(token));
        }}, [this] { meanwhile(); });
    if (end_.error && end_.count != 0)
      return "packets beside an error";
    for (std::size_t i = 0; i < end_.count; ++i)
      note(batch[i].error, parts[i].substr(0, batch[i].bytes_transferred),
          batch[i].ancillary);
    for (std::size_t i = end_.count; i < batch_size; ++i)
    {
      if (!batch[i].ancillary.descriptors().empty())
        return "descriptors behind the last packet";
    }
    return std::string();
  }

  void meanwhile()
  {
    if (late_)
      fill();
  }

  // Where the system hid the end of file, that may have passed for an empty packet.
  void drop_false_packets()
  {
    if (!the_.closes || !end_is_hidden(the_.with_credentials))
      return;
    for (std::size_t i = 0; i < taken_.size() && i < 2; ++i)
    {
      if (is_false_packet(taken_[i])
          && i < the_.queue.size() && !(the_.queue[i] == packet{"", 0}))
      {
        taken_.erase(taken_.begin() + static_cast<std::ptrdiff_t>(i));
        break;
      }
    }
    while (taken_.size() > the_.queue.size()
        && is_false_packet(taken_.back()))
      taken_.pop_back();
  }

  std::string judge()
  {
    const std::string result = end_.error.message() + ", "
      + std::to_string(end_.count) + ", ";
    if (taken_.size() > the_.queue.size())
      return result + "a packet that was never sent";
    if (end_.error == asio::error::eof
        && !(the_.closes && taken_.size() == the_.queue.size()))
      return result + "an end of file that is none";
    for (std::size_t i = 0; i < taken_.size(); ++i)
    {
      const packet& sent = the_.queue[i];
      if (!taken_[i].error ? !is_whole(taken_[i], sent)
          : !is_part(taken_[i], sent, counted_))
        return result + "packet " + std::to_string(i) + " is wrong: "
          + taken_[i].error.message() + ", '" + taken_[i].bytes + "' with "
          + std::to_string(taken_[i].files);
    }
    const packets left = drain(socket_.native_handle(), the_.closes);
    const packets expected(the_.queue.begin()
        + static_cast<std::ptrdiff_t>(taken_.size()), the_.queue.end());
    if (!(left == expected))
      return result + name_of(left) + " is left instead of "
        + name_of(expected);
    if (faults.plan.empty() && taken_.empty()
        && end_.error != asio::error::eof && !the_.resets && !the_.keeps
        && !(the_.how == way::dynamic
          && end_.error == seqpacket_errc::message_truncated))
      return result + "fails without a fault";
    return std::string();
  }

  const receive_case& the_;
  style how_;
  bool late_;
  contexts where_;
  unique_descriptor peer_;
  Socket socket_;
  message_flags flags_ = 0;
  std::vector<taken_packet> taken_;
  ending end_;
  bool counted_ = false; // the descriptors are all or none
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_receive, fault_fixture)

// The library's system calls fail while a packet is received that is there.
BOOST_AUTO_TEST_CASE(receive_of_a_ready_packet_survives_every_fault)
{
  for (const receive_case& the : receive_cases)
    for_each_style([&](style how, const std::string& name)
        {
          walk()("receive " + (the.name + name),
              [&] {
                return receive_scenario<packet_socket, false>(
                    the, how, false).run();
              });
        });
}

// And while it waits for the packet.
BOOST_AUTO_TEST_CASE(receive_that_waits_survives_every_fault)
{
  for (const receive_case& the : receive_cases)
    for_each_style([&](style how, const std::string& name)
        {
          if (!is_synchronous(how))
            walk()("wait for " + (the.name + name),
                [&] {
                  return receive_scenario<packet_socket, false>(
                      the, how, true).run();
                });
        });
}

// Sockets whose family has to be asked for.
BOOST_AUTO_TEST_CASE(receive_from_a_generic_socket_survives_every_fault)
{
  for (const style how : few_styles)
  {
    const std::string name = std::string(", ")
      + style_names[static_cast<int>(how)];
    for (const receive_case& the : receive_cases)
    {
      if (the.how == way::single)
        walk()("generic receive " + (the.name + name),
            [&] {
              return receive_scenario<generic_socket, true>(
                  the, how, false).run();
            });
    }
  }
}

// A peek at a stream, which may have to be told from one at an urgent byte.
BOOST_AUTO_TEST_CASE(peek_at_a_stream_survives_every_fault)
{
  for (const style how : few_styles)
  {
    walk()(std::string("peek at a stream, ")
        + style_names[static_cast<int>(how)], [&]
        {
          contexts where;
          pair_of<stream_socket> sockets(where.main);
          send_message(sockets.a, text("ab"), no_ancillary);
          char bytes[2];
          incoming_ancillary<1> ancillary;
          const ending end = perform<true>(how, where, operation{
              [&](auto&... ec)
              {
                return receive_message(sockets.b, asio::buffer(bytes),
                    ancillary, MSG_PEEK, ec...);
              },
              [&](auto&& token)
              {
                return async_receive_message(sockets.b, asio::buffer(bytes),
                    ancillary, MSG_PEEK,
                    std::forward<decltype(token)>(token));
              }}, [] {});
          if (end.calls != 1)
            return std::string("never completed");
          if (!end.error && std::string(bytes, end.count) != "ab")
            return std::string("wrong bytes");
          return sockets.b.available() == 2 ? std::string()
            : std::string("the bytes are gone");
        });
  }
}

// A datagram socket with nothing queued may have been shut down.
BOOST_AUTO_TEST_CASE(wait_for_a_datagram_survives_every_fault)
{
  for (const style how : few_styles)
  {
    walk()(std::string("wait for a datagram, ")
        + style_names[static_cast<int>(how)], [&]
        {
          contexts where;
          pair_of<datagram_socket> sockets(where.main);
          const bool waits = !is_synchronous(how);
          char bytes[2];
          incoming_ancillary<1> ancillary;
          const ending end = perform<true>(how, where, operation{
              [&](auto&... ec)
              {
                return receive_message(sockets.b, asio::buffer(bytes),
                    ancillary, MSG_DONTWAIT, ec...);
              },
              [&](auto&& token)
              {
                return async_receive_message(sockets.b, asio::buffer(bytes),
                    ancillary, std::forward<decltype(token)>(token));
              }}, [&]
              {
                if (waits)
                  send_message(sockets.a, text("ab"), no_ancillary);
              });
          if (end.calls != 1)
            return std::string("never completed");
          if (end.error == asio::error::eof && !end_is_hidden(false))
            return std::string("an end of file that is none");
          if (!end.error && (!waits || std::string(bytes, end.count) != "ab"))
            return std::string("wrong bytes");
          return !waits || !end.error || sockets.b.available() == 2
            ? std::string() : std::string("the packet is gone");
        });
  }
}

BOOST_AUTO_TEST_SUITE_END()
