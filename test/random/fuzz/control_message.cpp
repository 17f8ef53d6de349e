// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The reader of control messages on arbitrary bytes: no byte outside of the buffer
// is read, and every descriptor in it gets exactly one owner.
//
// An input is: the flags of recvmsg in one byte, and the control buffer.

#include "fuzz.hpp"

#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

using namespace boost_seqpacket;

// The kernel is not asked who is nobody: the usual numbers.
extern "C" int openat(int, const char*, int, ...)
{
  errno = ENOENT;
  return -1;
}

namespace {

// The numbers that were closed while nothing is closed really.
bool closes_nothing = false;
std::vector<int> closed;

} // namespace

extern "C" int close(int descriptor)
{
  if (!closes_nothing)
    return static_cast<int>(::syscall(SYS_close, descriptor));
  closed.push_back(descriptor);
  return 0;
}

namespace {

// What has to be closed, by other means than those of the library: cmsg(3) with
// numbers that are no pointers.
std::vector<int> descriptors_in(const std::uint8_t* data, std::size_t size)
{
  std::vector<int> result;
  int pidfd = -1;
  std::size_t at = 0;
  while (size - at >= sizeof(::cmsghdr))
  {
    ::cmsghdr header;
    std::memcpy(&header, data + at, sizeof(header));
    if (header.cmsg_len < CMSG_LEN(0))
      break;
    const std::size_t end = header.cmsg_len < size - at
      ? at + static_cast<std::size_t>(header.cmsg_len) : size;
    const std::size_t begin = at + CMSG_LEN(0);
    if (begin > end)
      break;
    const bool is_rights = header.cmsg_level == SOL_SOCKET
      && header.cmsg_type == SCM_RIGHTS;
    const bool is_pidfd = header.cmsg_level == SOL_SOCKET
      && header.cmsg_type == 4;
    std::size_t last = end;
    if (is_pidfd)
      last = std::min(end, begin + sizeof(int));
    for (std::size_t i = begin; (is_rights || is_pidfd)
        && i + sizeof(int) <= last; i += sizeof(int))
    {
      int number;
      std::memcpy(&number, data + i, sizeof(number));
      // One that is owned already is not given a second owner.
      if (number >= 0 && !(is_pidfd && number == pidfd))
        result.push_back(number);
      if (is_pidfd)
        pidfd = number;
    }
    const std::size_t space = CMSG_SPACE(end - begin);
    if (space > size - at)
      break;
    at += space;
  }
  return result;
}

template <std::size_t MaxDescriptors>
void read(int flags, const std::vector<std::uint8_t>& control)
{
  closed.clear();
  closes_nothing = true;
  {
    incoming_ancillary<MaxDescriptors> ancillary;
    ::msghdr message = {};
    message.msg_control = const_cast<std::uint8_t*>(control.data());
    message.msg_controllen = control.size();
    message.msg_flags = flags;
    const detail::control_result verdict = detail::take_packet(
        detail::target_of(ancillary), 7, message);
    fuzz::require(ancillary.descriptors().size() <= MaxDescriptors);
    fuzz::require(verdict.any || control.empty()
        || ancillary.begin() == ancillary.end());

    // Everything that can be asked for is readable.
    std::size_t sum = 0;
    for (const control_message& m : ancillary)
    {
      const auto* const bytes =
        static_cast<const unsigned char*>(m.data.data());
      for (std::size_t i = 0; i < m.data.size(); ++i)
        sum += bytes[i];
    }
    for (const char c : ancillary.security_label())
      sum += static_cast<unsigned char>(c);
    if (ancillary.credentials())
      sum += static_cast<std::size_t>(ancillary.credentials()->uid);
    fuzz::use(sum);
    incoming_ancillary<MaxDescriptors> other(std::move(ancillary));
    fuzz::require(ancillary.descriptors().empty());
  }
  closes_nothing = false;

  std::vector<int> expected = descriptors_in(control.data(), control.size());
  std::sort(expected.begin(), expected.end());
  std::sort(closed.begin(), closed.end());
  fuzz::require(closed == expected);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
    std::size_t size)
{
  if (size == 0)
    return 0;
  const int flags = ((data[0] & 1) != 0 ? MSG_CTRUNC : 0)
    | ((data[0] & 2) != 0 ? MSG_TRUNC : 0);
  // As large as it is, so that a byte behind it is noticed.
  const std::vector<std::uint8_t> control(data + 1, data + size);
  read<0>(flags, control);
  read<2>(flags, control);
  read<253>(flags, control);
  return 0;
}
