//
// detail/ancillary/overflow_ids_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ANCILLARY_OVERFLOW_IDS_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_ANCILLARY_OVERFLOW_IDS_OPS_HPP

// The ids by which the kernel shows a user or a group that it does not know, or
// that has no number in this user namespace (user_namespaces(7)).

#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace overflow_ids_ops {

// Calls a function with each decimal number of a file of /proc, until it
// returns false. Calls nothing if the file cannot be read.
template <typename Function>
void for_each_number(const char* path, Function function) noexcept
{
  const descriptor_ops::cancellation_guard guard;
  const unique_descriptor file(
      ::openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC));
  bool inside = false;
  std::uint64_t number = 0;
  ::off_t offset = 0;
  for (;;)
  {
    char text[128];
    const ::ssize_t size = file ? ::pread(
        file.native_handle(), text, sizeof(text), offset) : 0;
    if (size < 0 && errno == EINTR)
      continue;
    if (size <= 0)
      break;
    offset += size;
    for (::ssize_t i = 0; i < size; ++i)
    {
      const bool digit = text[i] >= '0' && text[i] <= '9';
      if (digit)
        number = number * 10 + static_cast<unsigned>(text[i] - '0');
      else if (inside && !function(number))
        return;
      if (!digit)
        number = 0;
      inside = digit;
    }
  }
  if (inside)
    (void)function(number);
}

// Not remembered, because the administrator can change the number.
inline std::uint64_t overflow_id(const char* path) noexcept
{
  std::uint64_t result = 65534; // the default, where /proc is not mounted
  overflow_ids_ops::for_each_number(path, [&](std::uint64_t number)
      {
        result = number;
        return false;
      });
  return result;
}

inline std::uint64_t user() noexcept
{
  return overflow_ids_ops::overflow_id("/proc/sys/kernel/overflowuid");
}

inline std::uint64_t group() noexcept
{
  return overflow_ids_ops::overflow_id("/proc/sys/kernel/overflowgid");
}

// True if this is the id of users that are not mapped, and of no mapped user:
// a process of this user namespace can be none of them. Each line of uid_map is
// a first id inside, a first id outside, and a count.
inline bool is_of_unmapped_users(::uid_t id) noexcept
{
  if (id != overflow_ids_ops::user())
    return false;
  int column = 0;
  std::uint64_t first = 0;
  bool any = false, mapped = false;
  overflow_ids_ops::for_each_number("/proc/thread-self/uid_map",
      [&](std::uint64_t number)
      {
        any = true;
        if (column == 0)
          first = number;
        else if (column == 2 && id >= first && id - first < number)
          mapped = true;
        column = (column + 1) % 3;
        return !mapped;
      });
  return any && !mapped;
}

} // namespace overflow_ids_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ANCILLARY_OVERFLOW_IDS_OPS_HPP
