// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Every system call of every operation fails, or behaves oddly, in every way:
// there is an error or the right result, nothing is lost that could be kept,
// nothing stays open, and nothing hangs. tools/faults makes a table of it.
//
// A program of its own, as it stands in for the functions of the C library.

#include "fault_styles.hpp"
#include "forms.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// What a packet is made of: its bytes, and as many descriptors of files that
// have their place in the packet as content.
struct packet
{
  std::string bytes;
  std::size_t files;
};

bool operator==(const packet& a, const packet& b)
{
  return a.bytes == b.bytes && a.files == b.files;
}

using packets = std::vector<packet>;

std::string name_of(const packets& list)
{
  std::string result = "[";
  for (const packet& p : list)
    result += " '" + p.bytes + "' with " + std::to_string(p.files);
  return result + " ]";
}

constexpr std::size_t file_count = 3;

const std::array<unique_descriptor, file_count>& files()
{
  static const std::array<unique_descriptor, file_count> result = {
    make_file("0"), make_file("1"), make_file("2")};
  return result;
}

// --- the other end, which is never disturbed -----------------------------------

error_code send_raw(int descriptor, const packet& what)
{
  ::iovec bytes = {const_cast<char*>(what.bytes.data()), what.bytes.size()};
  alignas(::cmsghdr) char control[CMSG_SPACE(file_count * sizeof(int))] = {};
  ::msghdr message = {};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  if (what.files != 0)
  {
    std::array<int, file_count> numbers;
    for (std::size_t i = 0; i < what.files; ++i)
      numbers[i] = files()[i].native_handle();
    ::cmsghdr head = {};
    head.cmsg_level = SOL_SOCKET;
    head.cmsg_type = SCM_RIGHTS;
    head.cmsg_len = CMSG_LEN(what.files * sizeof(int));
    std::memcpy(control, &head, sizeof(head));
    std::memcpy(control + CMSG_LEN(0), numbers.data(),
        what.files * sizeof(int));
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(what.files * sizeof(int));
  }
  if (::sendmsg(descriptor, &message,
        MSG_DONTWAIT | MSG_NOSIGNAL | MSG_EOR) >= 0)
    return error_code();
  return error_code(errno, boost::system::system_category());
}

// Whether these are the files that a packet began with.
template <typename Range>
bool are_files(const Range& descriptors)
{
  std::size_t i = 0;
  for (const unique_descriptor& d : descriptors)
  {
    if (i == file_count || !is_close_on_exec(d.native_handle())
        || !same_file(d.native_handle(), files()[i].native_handle()))
      return false;
    ++i;
  }
  return true;
}

// All packets that are in the queue now. The end of file is no packet.
packets drain(int descriptor, bool closed)
{
  packets result;
  for (;;)
  {
    char bytes[256];
    ::iovec buffer = {bytes, sizeof(bytes)};
    alignas(::cmsghdr) char control[1024];
    ::msghdr message = {};
    message.msg_iov = &buffer;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof(control);
    const ::ssize_t size = ::recvmsg(
        descriptor, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (size < 0 && errno == ECONNRESET)
      continue;
    if (size < 0)
      return result;
    std::size_t count = 0;
    for (const taken_message& m : take_messages(message))
    {
      if (is_rights(m))
      {
        for (; count < m.data.size() / sizeof(int); ++count)
          ::close(number_at(m, count));
      }
    }
    if (size == 0 && closed && take_messages(message).empty())
      return result;
    result.push_back(
        {std::string(bytes, static_cast<std::size_t>(size)), count});
  }
}

// --- receiving -------------------------------------------------------------------

enum class way
{
  single,
  dynamic,
  descriptors,
  batch
};

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

// Whether the system lied, or was silent, when it was asked what tells an empty
// packet from the end of file. Then the one passes for the other, in this call.
bool end_is_hidden(bool with_credentials)
{
  for (const planned_fault& planned : faults.plan)
  {
    const std::string name = faults.made[planned.at].name;
    const bool too_early =
      std::strncmp(planned.what->name, "end", 3) == 0;
    if ((planned.what->error == 0 && !too_early
          && (name == "poll" || name == "recvmmsg"))
        || (name == "recvmsg" && planned.what->error == EAGAIN
          && planned.at != 0)
        // With credentials the kernel's slip shows.
        || (too_early && !with_credentials))
      return true;
  }
  return false;
}

// Returns what is wrong, or nothing.
template <typename Socket, bool Few>
std::string receive_scenario(const receive_case& the, style how, bool late)
{
  contexts where;
  auto kind = unix_protocol<typename Socket::protocol_type>();
  int numbers[2];
  if (::socketpair(AF_UNIX, kind.type() | SOCK_CLOEXEC, 0, numbers) != 0)
    return "no sockets";
  unique_descriptor peer(numbers[0]);
  Socket socket(where.main, kind, numbers[1]);
  if (the.with_credentials)
    socket.set_option(pass_credentials(true));

  const auto fill = [&]
      {
        for (const packet& p : the.queue)
          BOOST_REQUIRE(!send_raw(peer.native_handle(), p));
        if (the.resets)
          BOOST_REQUIRE(!send_raw(socket.native_handle(), {"unread", 0}));
        if (the.closes)
          peer.reset();
      };
  if (!late)
    fill();
  const auto meanwhile = [&]
      {
        if (late)
          fill();
      };

  asio::socket_base::message_flags flags = 0;
#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
  if (the.keeps)
    flags |= keep_if_truncated;
#endif

  std::vector<taken_packet> taken;
  const auto note = [&](const error_code& ec, std::string bytes,
      incoming_ancillary<descriptor_room>& ancillary)
      {
        const descriptor_span arrived = ancillary.descriptors();
        taken.push_back({ec, std::move(bytes), ancillary.message_size(),
            arrived.size(), are_files(arrived)});
      };

  ending end;
  bool counted = false; // the descriptors are all or none
  {
    incoming_ancillary<descriptor_room> ancillary;
    std::string memory(the.room, '-');
    const auto buffers = asio::buffer(&memory[0], memory.size());
    if (the.how == way::single)
    {
      end = perform<Few>(how, where, operation{
          [&](auto&... ec)
          {
            return receive_message(socket, buffers, ancillary, flags, ec...);
          },
          [&](auto&& token)
          {
            return async_receive_message(socket, buffers, ancillary, flags,
                std::forward<decltype(token)>(token));
          }}, meanwhile);
      // An exception does not bring the number of bytes.
      if (how != style::throwing && is_synchronous(how) == false
          && end.count > the.room)
        return "more bytes than room";
      const bool took = !end.error
        || (is_truncation(end.error) && !the.keeps);
      if (took)
        note(end.error,
            memory.substr(0, std::min(ancillary.message_size(), the.room)),
            ancillary);
      else if (!ancillary.descriptors().empty())
        return "descriptors beside an error";
    }
    if constexpr (!Few)
    {
      if (the.how == way::dynamic)
      {
        std::string text = "before ";
        auto buffer = asio::dynamic_buffer(text, text.size() + the.room);
        end = perform(how, where, operation{
            [&](auto&... ec)
            {
              return receive_message(socket, buffer, ancillary, flags, ec...);
            },
            [&](auto&& token)
            {
              return async_receive_message(socket, buffer, ancillary, flags,
                  std::forward<decltype(token)>(token));
            }}, meanwhile);
        const bool took = !end.error || (is_truncation(end.error)
            && !the.keeps && end.error != seqpacket_errc::message_truncated);
        if (took)
          note(end.error, text.substr(7), ancillary);
        else if (text != "before ")
          return "bytes beside an error";
      }
      else if (the.how == way::descriptors)
      {
        end = perform(how, where, operation{
            [&](auto&... ec)
            {
              return receive_descriptors<2>(socket, buffers, ec...);
            },
            [&](auto&& token)
            {
              return async_receive_descriptors<2>(socket, buffers,
                  std::forward<decltype(token)>(token));
            }}, meanwhile);
        counted = true;
        if (!end.error || is_truncation(end.error))
          taken.push_back({end.error, memory.substr(0, end.count), end.count,
              end.arrived.size(), are_files(end.arrived)});
        if (end.error && !end.arrived.empty())
          return "descriptors beside an error";
      }
      else if (the.how == way::batch)
      {
        std::array<incoming_message<descriptor_room>, batch_size> batch;
        std::string parts[batch_size];
        for (std::size_t i = 0; i < batch_size; ++i)
        {
          parts[i].resize(the.room);
          batch[i].buffers = asio::buffer(&parts[i][0], the.room);
        }
        end = perform(how, where, operation{
            [&](auto&... ec)
            {
              return receive_messages(socket, batch, flags, ec...);
            },
            [&](auto&& token)
            {
              return async_receive_messages(socket, batch, flags,
                  std::forward<decltype(token)>(token));
            }}, meanwhile);
        if (end.error && end.count != 0)
          return "packets beside an error";
        for (std::size_t i = 0; i < end.count; ++i)
          note(batch[i].error, parts[i].substr(0, batch[i].bytes_transferred),
              batch[i].ancillary);
        for (std::size_t i = end.count; i < batch_size; ++i)
        {
          if (!batch[i].ancillary.descriptors().empty())
            return "descriptors behind the last packet";
        }
      }
    }
    // To close what has arrived is a part of the operation.
    const with_faults now;
    ancillary.clear();
    end.arrived.clear();
  }

  if (end.calls != 1)
    return "completed " + std::to_string(end.calls) + " times";
  std::string result = end.error.message() + ", " + std::to_string(end.count)
    + ", ";
  const bool hidden = the.closes && end_is_hidden(the.with_credentials);
  for (std::size_t i = 0; hidden && i < taken.size() && i < 2; ++i)
  {
    if (!taken[i].error && is_whole(taken[i], {"", 0})
        && i < the.queue.size() && !(the.queue[i] == packet{"", 0}))
    {
      taken.erase(taken.begin() + static_cast<std::ptrdiff_t>(i));
      break;
    }
  }
  while (hidden && taken.size() > the.queue.size() && !taken.back().error
      && is_whole(taken.back(), {"", 0}))
    taken.pop_back();
  if (taken.size() > the.queue.size())
    return result + "a packet that was never sent";
  if (end.error == asio::error::eof
      && !(the.closes && taken.size() == the.queue.size()))
    return result + "an end of file that is none";
  for (std::size_t i = 0; i < taken.size(); ++i)
  {
    const packet& sent = the.queue[i];
    if (!taken[i].error ? !is_whole(taken[i], sent)
        : !is_part(taken[i], sent, counted))
      return result + "packet " + std::to_string(i) + " is wrong: "
        + taken[i].error.message() + ", '" + taken[i].bytes + "' with "
        + std::to_string(taken[i].files);
  }
  const packets left = drain(socket.native_handle(), the.closes);
  const packets expected(the.queue.begin()
      + static_cast<std::ptrdiff_t>(taken.size()), the.queue.end());
  if (!(left == expected))
    return result + name_of(left) + " is left instead of "
      + name_of(expected);
  if (faults.plan.empty() && taken.empty() && end.error != asio::error::eof
      && !the.resets && !the.keeps
      && !(the.how == way::dynamic && end.error == seqpacket_errc::message_truncated))
    return result + "fails without a fault";
  return std::string();
}

// --- sending ---------------------------------------------------------------------

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

template <typename Socket, bool Few>
std::string send_scenario(const send_case& the, style how)
{
  contexts where;
  int numbers[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, numbers) != 0)
    return "no sockets";
  auto kind = unix_protocol<typename Socket::protocol_type>();
  Socket socket(where.main, kind, numbers[0]);
  unique_descriptor peer(numbers[1]);
  std::size_t fillers = 0;
  if (the.fills)
  {
    while (!send_raw(socket.native_handle(), {"filler", 0}))
      ++fillers;
  }
  if (the.closes)
    peer.reset();

  packets arrived;
  const auto meanwhile = [&]
      {
        if (!the.fills)
          return;
        // Room for some of them, and then for all.
        packets early = drain(peer.native_handle(), false);
        arrived.insert(arrived.end(), early.begin(), early.end());
      };

  ending end;
  if (the.how == way::batch)
  {
    if constexpr (!Few)
    {
      std::vector<outgoing_message<file_count>> batch(the.what.size());
      for (std::size_t i = 0; i < batch.size(); ++i)
      {
        batch[i].buffers = asio::buffer(the.what[i].bytes);
        add_files(batch[i].ancillary, the.what[i]);
      }
      end = perform(how, where, operation{
          [&](auto&... ec) { return send_messages(socket, batch, 0, ec...); },
          [&](auto&& token)
          {
            return async_send_messages(socket, batch,
                std::forward<decltype(token)>(token));
          }}, meanwhile);
    }
  }
  else if (the.how == way::descriptors)
  {
    if constexpr (!Few)
    {
      const std::array<int, 2> list = {
        files()[0].native_handle(), files()[1].native_handle()};
      end = perform(how, where, operation{
          [&](auto&... ec)
          {
            return send_descriptors(socket,
                asio::buffer(the.what[0].bytes), list, ec...);
          },
          [&](auto&& token)
          {
            return async_send_descriptors(socket,
                asio::buffer(the.what[0].bytes), list,
                std::forward<decltype(token)>(token));
          }}, meanwhile);
    }
  }
  else
  {
    outgoing ancillary;
    add_files(ancillary, the.what[0]);
    end = perform<Few>(how, where, operation{
        [&](auto&... ec)
        {
          return send_message(socket, asio::buffer(the.what[0].bytes),
              ancillary, 0, ec...);
        },
        [&](auto&& token)
        {
          return async_send_message(socket, asio::buffer(the.what[0].bytes),
              ancillary, std::forward<decltype(token)>(token));
        }}, meanwhile);
    const with_faults now;
    ancillary.clear();
  }

  if (end.calls != 1)
    return "completed " + std::to_string(end.calls) + " times";
  const std::string result = end.error.message() + ", "
    + std::to_string(end.count) + ", ";
  const packets late = the.closes ? packets()
    : drain(peer.native_handle(), false);
  arrived.insert(arrived.end(), late.begin(), late.end());
  arrived.erase(arrived.begin(),
      arrived.begin() + static_cast<std::ptrdiff_t>(fillers));

  // What is said to be sent has arrived, and nothing else.
  std::size_t count = end.error ? 0 : the.how == way::batch ? end.count : 1;
  if (count > the.what.size())
    return result + "more than there was to send";
  if (!end.error && the.how != way::batch
      && end.count != the.what[0].bytes.size())
    return result + "another number of bytes";
  const packets expected(the.what.begin(),
      the.what.begin() + static_cast<std::ptrdiff_t>(count));
  if (!(arrived == expected))
    return result + name_of(arrived) + " has arrived instead of "
      + name_of(expected);
  if (faults.plan.empty() && end.error && !the.closes)
    return result + "fails without a fault";
  return std::string();
}

// What stays open all the time is not counted.
struct opened
{
  opened()
  {
    files();
    walk();
  }
};

struct fault_fixture : opened, no_leaks
{
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(fault_suite, fault_fixture)

// The library's system calls fail while a packet is received that is there.
BOOST_AUTO_TEST_CASE(receive_what_is_there)
{
  for (const receive_case& the : receive_cases)
    for_each_style([&](style how, const std::string& name)
        {
          walk()("receive " + (the.name + name),
              [&] {
                return receive_scenario<packet_socket, false>(the, how, false);
              });
        });
}

// And while it waits for the packet.
BOOST_AUTO_TEST_CASE(receive_what_comes_later)
{
  for (const receive_case& the : receive_cases)
    for_each_style([&](style how, const std::string& name)
        {
          if (!is_synchronous(how))
            walk()("wait for " + (the.name + name),
                [&] {
                  return receive_scenario<packet_socket, false>(
                      the, how, true);
                });
        });
}

// While packets are sent.
BOOST_AUTO_TEST_CASE(send)
{
  for (const send_case& the : send_cases)
    for_each_style([&](style how, const std::string& name)
        {
          // A blocking send into a full queue has nobody here to make room.
          if (!the.fills || !is_synchronous(how))
            walk()("send " + (the.name + name),
                [&] {
                  return send_scenario<packet_socket, false>(the, how);
                });
        });
}

// Sockets whose family has to be asked for.
BOOST_AUTO_TEST_CASE(generic_sockets)
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
              return receive_scenario<generic_socket, true>(the, how, false);
            });
    }
    for (const send_case& the : send_cases)
    {
      if (the.how == way::single
          && (!the.fills || !is_synchronous(how)))
        walk()("generic send " + (the.name + name),
            [&] { return send_scenario<generic_socket, true>(the, how); });
    }
  }
}

// What is asked of a socket or done with a descriptor, without a packet.
BOOST_AUTO_TEST_CASE(questions)
{
  asio::io_context context;
  connected sockets(context);
  const std::size_t largest = max_message_size(sockets.a);
  const auto ask = [&](const char* name, auto function)
      {
        walk()(name, [&]
            {
              error_code ec;
              bool right = false;
              {
                const with_faults now;
                right = function(ec);
              }
              return ec || right ? std::string()
                : std::string("success, and a wrong answer");
            });
      };
  ask("max_message_size", [&](error_code& ec)
      {
        return max_message_size(sockets.a, ec) <= largest;
      });
  ask("reserve_message_size", [&](error_code& ec)
      {
        reserve_message_size(sockets.a, largest + 1, ec);
        const without_faults pause;
        const bool right = max_message_size(sockets.a) > largest;
        sockets.a.set_option(asio::socket_base::send_buffer_size(
              static_cast<int>(largest + 32) / 2));
        return right;
      });
#if defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)
  ask("peer_credentials", [&](error_code& ec)
      {
        return peer_credentials(sockets.a, ec).pid == ::getpid()
          // This is what the system was made to say.
          || (!faults.plan.empty() && faults.plan[0].what->error == 0);
      });
#endif
#if defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)
  ask("peer_pidfd", [&](error_code& ec)
      {
        const unique_descriptor process = peer_pidfd(sockets.a, ec);
        const without_faults pause;
        return process.is_open() == !ec
          && is_close_on_exec(process.native_handle());
      });
#endif
#if defined(BOOST_SEQPACKET_HAS_PEER_GROUPS)
  const std::vector<::gid_t> groups = peer_groups(sockets.a);
  ask("peer_groups", [&](error_code& ec)
      {
        return peer_groups(sockets.a, ec).size() == groups.size();
      });
#endif
#if defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)
  ask("peer_security_label", [&](error_code& ec)
      {
        (void)peer_security_label(sockets.a, ec);
        return true;
      });
#endif
  ask("duplicate", [](error_code& ec)
      {
        try
        {
          const unique_descriptor other = files()[0].duplicate();
          const without_faults pause;
          return is_close_on_exec(other.native_handle())
            && same_file(other.native_handle(), files()[0].native_handle());
        }
        catch (const boost::system::system_error& e)
        {
          ec = e.code();
          return false;
        }
      });
  ask("close", [](error_code& ec)
      {
        unique_descriptor file;
        {
          const without_faults pause;
          file = make_file("to be closed");
        }
        const int number = file.native_handle();
        file.close(ec);
        const without_faults pause;
        return !file.is_open() && !is_open(number);
      });
}

// A peek at a stream, which may have to be told from one at an urgent byte.
BOOST_AUTO_TEST_CASE(peek_at_a_stream)
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

// A stream is written in part when it is, and its descriptors go first.
BOOST_AUTO_TEST_CASE(send_into_a_stream)
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
