// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_FAULTS_PACKETS_HPP
#define BOOST_SEQPACKET_TEST_FAULTS_PACKETS_HPP

// The other end of an operation whose system calls fail: it is never disturbed.

#include "fault_styles.hpp"

namespace boost_seqpacket {
namespace test {

// What a packet is made of: its bytes, and as many descriptors of files that
// have their place in the packet as content.
struct packet
{
  std::string bytes;
  std::size_t files;
};

inline bool operator==(const packet& a, const packet& b)
{
  return a.bytes == b.bytes && a.files == b.files;
}

using packets = std::vector<packet>;

inline std::string name_of(const packets& list)
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

inline error_code send_raw(int descriptor, const packet& what)
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
inline packets drain(int descriptor, bool closed)
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

// Whether the system lied, or was silent, when it was asked what tells an empty
// packet from the end of file. Then the one passes for the other, in this call.
inline bool end_is_hidden(bool with_credentials)
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

enum class way
{
  single,
  dynamic,
  descriptors,
  at_most,
  owners,
  batch
};

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

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_FAULTS_PACKETS_HPP
