// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "lock_file.hpp"

#include <boost_seqpacket/unique_descriptor.hpp>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seqpacket_tool {

lock_file::lock_file(const std::string& path)
  : name_(path + ".lock")
{
  struct ::stat status;
  if (::lstat(name_.c_str(), &status) == 0 || errno != ENOENT)
    name_.clear();
}

lock_file::~lock_file()
{
  if (name_.empty())
    return;
  // Only who holds the lock may remove the file. Another starter that gets the
  // lock of a removed file looks again.
  const boost_seqpacket::unique_descriptor file(::open(
      name_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct ::stat mine;
  struct ::stat there;
  if (file && ::flock(file.native_handle(), LOCK_EX | LOCK_NB) == 0
      && ::fstat(file.native_handle(), &mine) == 0 && S_ISREG(mine.st_mode)
      && mine.st_size == 0 && ::lstat(name_.c_str(), &there) == 0
      && mine.st_dev == there.st_dev && mine.st_ino == there.st_ino)
    ::unlink(name_.c_str());
}

} // namespace seqpacket_tool
