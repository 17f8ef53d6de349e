// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// As receive.cpp, for whole messages over streams: the number of bytes that a
// transfer reports is right, and no byte and no descriptor is lost or comes
// twice.

#include "packets.hpp"

#include "forms.hpp"

#include <numeric>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// The bytes of a stream, and the places in files() of the descriptors that
// came with them, as digits.
struct content
{
  std::string bytes;
  std::string files;
};

inline bool operator==(const content& a, const content& b)
{
  return a.bytes == b.bytes && a.files == b.files;
}

std::string name_of(const content& c)
{
  return "'" + (c.bytes.size() < 20 ? c.bytes
      : std::to_string(c.bytes.size()) + " bytes") + "' with " + c.files;
}

// The digit of a descriptor, which is asked of the kernel.
char digit_of(int descriptor)
{
  for (std::size_t i = 0; i < file_count; ++i)
  {
    if (same_file(descriptor, files()[i].native_handle()))
      return static_cast<char>('0' + i);
  }
  return '?';
}

// All that is in the queue of a stream.
content drain_stream(int descriptor)
{
  content result;
  for (;;)
  {
    char bytes[4096];
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
    if (size <= 0)
      return result;
    result.bytes.append(bytes, static_cast<std::size_t>(size));
    for (const taken_message& m : take_messages(message))
    {
      if (!is_rights(m))
        continue;
      for (std::size_t i = 0; i < m.data.size() / sizeof(int); ++i)
      {
        result.files += digit_of(number_at(m, i));
        ::close(number_at(m, i));
      }
    }
  }
}

// What begins before the place, and what begins at it or after it. A descriptor
// goes with the first byte of its part.
content before(const packets& parts, std::size_t place)
{
  content result;
  for (const packet& part : parts)
  {
    if (result.bytes.size() < place)
      result.files += std::string("012").substr(0, part.files);
    result.bytes += part.bytes.substr(
        0, std::min(part.bytes.size(), place - result.bytes.size()));
  }
  return result;
}

content after(const packets& parts, std::size_t place)
{
  const content all = before(parts, std::string::npos);
  const content first = before(parts, place);
  return {all.bytes.substr(first.bytes.size()),
    all.files.substr(first.files.size())};
}

// Whether a string is another one with some characters left out.
bool is_part_of(const std::string& some, const std::string& all)
{
  std::size_t i = 0;
  for (const char c : all)
  {
    if (i < some.size() && some[i] == c)
      ++i;
  }
  return i == some.size();
}

// Whether the system has lost descriptors, or shown what it never shows.
bool is_disturbed()
{
  for (const planned_fault& planned : faults.plan)
  {
    if (planned.what->error == 0
        && std::string(faults.made[planned.at].name) == "recvmsg"
        && std::string(planned.what->name) != "end too early")
      return true;
  }
  return false;
}

// Whether the end of file came while bytes were in the queue.
bool ends_too_early()
{
  for (const planned_fault& planned : faults.plan)
  {
    if (std::string(planned.what->name) == "end too early")
      return true;
  }
  return false;
}

// --- read --------------------------------------------------------------------

struct read_case
{
  const char* name;
  packets parts;
  std::size_t size = 6; // of the message that is read, in bytes
  bool closes = false;
  bool resets = false;           // the peer has left something unread, too
  bool with_credentials = false;
  bool blocks = true;            // the socket
};

constexpr std::size_t descriptor_room = 3;

const read_case read_cases[] = {
  {"a message", {{"abcdef", 2}}},
  {"a message in parts", {{"ab", 1}, {"cd", 0}, {"ef", 2}, {"next", 1}}},
  {"a part of what was sent", {{"ab", 1}, {"cdefnext", 1}, {"more", 0}}},
  {"too many descriptors", {{"ab", 1}, {"cd", 3}, {"ef", 1}, {"next", 1}}},
  {"the end between messages", {}, 6, true},
  {"the end inside of a message", {{"ab", 1}, {"cd", 1}}, 6, true},
  {"the last message", {{"abc", 1}, {"def", 1}}, 6, true},
  {"a reset inside of a message", {{"ab", 1}, {"cd", 0}}, 6, true, true},
  {"credentials", {{"abc", 1}, {"def", 0}, {"next", 1}}, 6, false, false,
    true},
  {"credentials before the end", {{"abc", 1}}, 6, true, false, true},
  {"nothing", {{"next", 1}}, 0},
  {"what is not all there", {{"ab", 1}, {"cd", 0}}, 6, false, false, false,
    false},
};

class read_scenario
{
public:
  read_scenario(const read_case& the, style how, bool late)
    : the_(the),
      how_(how),
      late_(late),
      sockets_(where_.main)
  {
  }

  // Returns what is wrong, or nothing.
  std::string run()
  {
    if (the_.with_credentials)
      sockets_.b.set_option(pass_credentials(true));
    if (!the_.blocks)
      sockets_.b.non_blocking(true);
    if (!late_)
      fill();
    incoming_ancillary<descriptor_room> ancillary;
    std::string memory(the_.size, '-');
    const auto buffers = asio::buffer(&memory[0], memory.size());
    end_ = perform(how_, where_, operation{
        [&](auto&... ec)
        {
          return read_message(sockets_.b, buffers, ancillary, ec...);
        },
        [&](auto&& token)
        {
          return async_read_message(sockets_.b, buffers, ancillary,
              std::forward<decltype(token)>(token));
        }}, [this]
        {
          if (late_)
            fill();
        });
    if (end_.calls != 1)
      return "completed " + std::to_string(end_.calls) + " times";

    const std::size_t size = ancillary.message_size();
    taken_ = {memory.substr(0, size), ""};
    for (const unique_descriptor& file : ancillary.descriptors())
    {
      if (!file.is_open())
        continue; // the system could not install it
      taken_.files += digit_of(file.native_handle());
      if (!is_close_on_exec(file.native_handle()))
        return "a descriptor that a child inherits";
    }
    const std::string wrong = judge(size);
    const with_faults now; // closing is a part of the operation
    ancillary.clear();
    return wrong;
  }

private:
  void fill()
  {
    for (const packet& part : the_.parts)
      BOOST_REQUIRE(!send_raw(sockets_.a.native_handle(), part));
    if (the_.resets)
      BOOST_REQUIRE(!send_raw(sockets_.b.native_handle(), {"unread", 0}));
    if (the_.closes)
      sockets_.a.close();
  }

  std::string judge(std::size_t size)
  {
    const std::string result = end_.error.message() + ", "
      + std::to_string(end_.count) + ", " + name_of(taken_) + ", ";
    // An exception brings no number.
    const bool brings_number = !end_.error
      || (how_ != style::throwing && how_ != style::future
          && !is_coroutine());
    if (brings_number && end_.count != size)
      return result + "another number of bytes";
    const content expected = before(the_.parts, size);
    if (taken_.bytes != expected.bytes)
      return result + "the wrong bytes";

    const bool is_truncation = end_.error.category() == error_category();
    if ((!end_.error || is_truncation) && size != the_.size)
      return result + "not all bytes";
    const std::string room =
      expected.files.substr(0, std::min(expected.files.size(),
            std::size_t(descriptor_room)));
    if (is_disturbed() ? !is_part_of(taken_.files, expected.files)
        : taken_.files != room)
      return result + "the wrong descriptors";
    if (!end_.error && taken_.files != expected.files)
      return result + "descriptors are lost in silence";
    if (is_truncation && !is_disturbed() && room == expected.files)
      return result + "nothing was truncated";

    const content left = drain_stream(sockets_.b.native_handle());
    if (!(left == after(the_.parts, size)))
      return result + name_of(left) + " is left";
    return judge_end(result, size);
  }

  std::string judge_end(const std::string& result, std::size_t size)
  {
    const bool all_taken =
      size == before(the_.parts, std::string::npos).bytes.size();
    if (end_.error == asio::error::eof
        && !(the_.closes && (all_taken || ends_too_early())))
      return result + "an end of file that is none";
    if (!faults.plan.empty())
      return std::string();
    const bool is_enough = size == the_.size;
    const error_code expected = is_enough
      ? before(the_.parts, size).files.size() > descriptor_room
        ? make_error_code(seqpacket_errc::ancillary_truncated) : error_code()
      : the_.resets ? error_code(asio::error::connection_reset)
      : the_.closes ? asio::error::make_error_code(asio::error::eof)
      : error_code(asio::error::would_block);
    return end_.error == expected ? std::string()
      : result + "without a fault";
  }

  bool is_coroutine() const
  {
#if defined(TEST_HAS_COROUTINES)
    return how_ == style::coroutine;
#else
    return false;
#endif
  }

  const read_case& the_;
  style how_;
  bool late_;
  contexts where_;
  pair_of<stream_socket> sockets_;
  content taken_;
  ending end_;
};

// --- write -------------------------------------------------------------------

struct write_case
{
  const char* name;
  std::size_t size;
  std::size_t files = 0;
  bool is_small = false;       // the queue
  bool closes = false;
  std::size_t buffers = 1;
};

const write_case write_cases[] = {
  {"a message", 6},
  {"a message with descriptors", 6, 3},
  {"a message in two buffers", 6, 1, false, false, 2},
  {"nothing", 0},
  {"nothing with descriptors", 0, 1},
  {"more than the queue takes", 6000, 2, true},
  {"more than the queue takes, without descriptors", 6000, 0, true},
  {"to a closed peer", 6, 1, false, true},
};

class write_scenario
{
public:
  write_scenario(const write_case& the, style how)
    : the_(the),
      how_(how),
      sockets_(where_.main),
      message_(the.size, '\0')
  {
    std::iota(message_.begin(), message_.end(), '\0');
  }

  // Returns what is wrong, or nothing.
  std::string run()
  {
    if (the_.is_small)
      sockets_.a.set_option(asio::socket_base::send_buffer_size(1));
    if (the_.is_small && is_synchronous(how_))
      sockets_.a.non_blocking(true);
    if (the_.closes)
      sockets_.b.close();
    outgoing_ancillary<file_count> ancillary;
    for (std::size_t i = 0; i < the_.files; ++i)
    {
      if (i == 0)
        ancillary.add_descriptor(files()[i].native_handle());
      else
        ancillary.add_descriptor(files()[i].duplicate());
    }
    const std::size_t half = the_.buffers == 1 ? 0 : message_.size() / 2;
    const std::array<asio::const_buffer, 2> buffers = {
      asio::buffer(message_.data(), half),
      asio::buffer(message_.data() + half, message_.size() - half)};
    end_ = perform(how_, where_, operation{
        [&](auto&... ec)
        {
          return write_message(sockets_.a, buffers, ancillary, ec...);
        },
        [&](auto&& token)
        {
          return async_write_message(sockets_.a, buffers, ancillary,
              std::forward<decltype(token)>(token));
        }}, [this]
        {
          if (the_.is_small)
            take_later();
        });
    timer_.reset();
    {
      const with_faults now; // closing is a part of the operation
      ancillary.clear();
    }
    if (end_.calls != 1)
      return "completed " + std::to_string(end_.calls) + " times";
    if (!the_.closes)
      take();
    return judge();
  }

private:
  // Makes room again and again, as long as the context runs.
  void take_later()
  {
    take();
    if (!timer_)
      timer_.emplace(where_.main);
    timer_->expires_after(std::chrono::milliseconds(1));
    timer_->async_wait([this](const error_code& ec)
        {
          const without_faults pause;
          if (!ec)
            take_later();
        });
  }

  void take()
  {
    const content more = drain_stream(sockets_.b.native_handle());
    arrived_.bytes += more.bytes;
    arrived_.files += more.files;
  }

  std::string judge()
  {
    const std::string result = end_.error.message() + ", "
      + std::to_string(end_.count) + ", " + name_of(arrived_) + ", ";
    if (arrived_.bytes != message_.substr(0, arrived_.bytes.size()))
      return result + "the wrong bytes have arrived";
    if (!end_.error && arrived_.bytes.size() != message_.size())
      return result + "not all bytes have arrived";
    // What throws brings no number. The others report what has arrived.
    if (end_.count != 0 && end_.count != arrived_.bytes.size())
      return result + "another number of bytes";
    if ((how_ == style::error_code || how_ == style::callback)
        && end_.count != arrived_.bytes.size())
      return result + "bytes that are not reported";
    const std::string files = std::string("012").substr(0, the_.files);
    if (arrived_.files != (arrived_.bytes.empty() ? "" : files))
      return result + "the wrong descriptors have arrived";

    const bool must_fail = the_.closes || (the_.size == 0 && the_.files != 0)
      || (the_.is_small && is_synchronous(how_));
    if (must_fail && !end_.error)
      return result + "a success that is none";
    return faults.plan.empty() && end_.error && !must_fail
      ? result + "fails without a fault" : std::string();
  }

  const write_case& the_;
  style how_;
  contexts where_;
  pair_of<stream_socket> sockets_;
  std::optional<asio::steady_timer> timer_;
  std::string message_;
  content arrived_;
  ending end_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(faults_streams, fault_fixture)

// System calls fail while a message is read that is there.
BOOST_AUTO_TEST_CASE(read_of_a_ready_message_survives_every_fault)
{
  for (const read_case& the : read_cases)
    for_each_style([&](style how, const std::string& name)
        {
          if (the.blocks || is_synchronous(how))
            walk()("read " + (the.name + name),
                [&] { return read_scenario(the, how, false).run(); });
        });
}

// And while it waits for the message.
BOOST_AUTO_TEST_CASE(read_that_waits_survives_every_fault)
{
  for (const read_case& the : read_cases)
    for_each_style([&](style how, const std::string& name)
        {
          if (the.blocks && !is_synchronous(how))
            walk()("wait for " + (the.name + name),
                [&] { return read_scenario(the, how, true).run(); });
        });
}

// While a message is written, into a queue with room and into one that takes a
// part of it.
BOOST_AUTO_TEST_CASE(write_survives_every_fault)
{
  for (const write_case& the : write_cases)
    for_each_style([&](style how, const std::string& name)
        {
          walk()("write " + (the.name + name),
              [&] { return write_scenario(the, how).run(); });
        });
}

BOOST_AUTO_TEST_SUITE_END()
