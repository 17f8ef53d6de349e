//
// detail/object/object_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OBJECT_OBJECT_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_OBJECT_OBJECT_OPS_HPP

// The system call that tells whether two descriptors stand for one open file.

#include <fcntl.h>
#include <sys/stat.h>

namespace boost_seqpacket {
namespace detail {
namespace object_ops {

#if defined(F_DUPFD_QUERY)
# define BOOST_SEQPACKET_DUPFD_QUERY F_DUPFD_QUERY
#elif defined(F_SETLEASE)
// The third of Linux's own numbers, of which the lease is the first.
# define BOOST_SEQPACKET_DUPFD_QUERY (F_SETLEASE + 3)
#endif

inline bool get_inode(int descriptor, struct ::stat& status) noexcept
{
  return ::fstat(descriptor, &status) == 0;
}

// True if both descriptors have the same inode. Sockets and pipes have one of
// their own. All eventfds of a system share one, and so do all timerfds and all
// descriptors of a file. If the system has no answer, it is true.
inline bool have_same_inode(int one, int other) noexcept
{
  struct ::stat first = {};
  struct ::stat second = {};
  if (!get_inode(one, first) || !get_inode(other, second))
    return true;
  return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

// True if both descriptors stand for the same open file. F_DUPFD_QUERY answers
// that from Linux 6.10 on. Older systems report the inodes.
inline bool are_same_file(int one, int other) noexcept
{
#if defined(BOOST_SEQPACKET_DUPFD_QUERY)
  const int answer = ::fcntl(one, BOOST_SEQPACKET_DUPFD_QUERY, other);
  if (answer >= 0)
    return answer == 1;
#endif
  return have_same_inode(one, other);
}

} // namespace object_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OBJECT_OBJECT_OPS_HPP
