// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "descriptors.hpp"

#include "describe.hpp"
#include "signals.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seqpacket_tool {

namespace {

[[noreturn]] void fail(const std::string& what)
{
  throw failure(what, error_code(errno, boost::system::system_category()));
}

std::optional<int> number_of(const std::string& text)
{
  int value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc() || end != last || value < 0)
    return std::nullopt;
  return value;
}

// A FIFO without a writer is no reason to wait.
unique_descriptor open_file(const std::string& name, int flags)
{
  unique_descriptor result(
      ::open(name.c_str(), flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!result)
    fail("--pass-fd " + name);
  const int now = ::fcntl(result.native_handle(), F_GETFL);
  if (now < 0
      || ::fcntl(result.native_handle(), F_SETFL, now & ~O_NONBLOCK) != 0)
    fail("--pass-fd " + name);
  return result;
}

// The rest of a write that is cut is what reports the cause.
bool write_all(int to, const char* data, std::size_t size)
{
  while (size > 0)
  {
    const ::ssize_t count = ::write(to, data, size);
    if (count < 0 && errno == EINTR && !signals::caught())
      continue;
    if (count < 0)
      return false;
    data += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

} // namespace

outgoing open_passed_descriptors(const settings& values)
{
  outgoing result;
  // What is opened here has a number that was not inherited.
  for (const std::string& text : values.pass_fd)
    if (const std::optional<int> number = number_of(text))
      if (::fcntl(*number, F_GETFD) < 0)
        fail("--pass-fd " + text);
  for (const std::string& text : values.pass_fd)
  {
    if (const std::optional<int> number = number_of(text))
      result.add_descriptor(*number);
    else
      result.add_descriptor(open_file(text, values.pass_fd_flags));
  }
  return result;
}

descriptor_store::descriptor_store(const settings& values)
  : path_(values.recv_fd),
    most_bytes_(values.recv_fd_size),
    most_files_(values.recv_fd_count)
{
  directory_.reset(
      ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory_)
    fail("--recv-fd " + path_);
}

std::string descriptor_store::keep(int descriptor)
{
  std::string what = describe_descriptor(descriptor);
  struct ::stat status = {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
    return what;
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > most_bytes_)
    what += ": not copied, it is larger than --recv-fd-size";
  else if (files_ >= most_files_)
    what += ": not copied, --recv-fd-count is reached";
  else
    return what + copy(descriptor, size);
  complete_ = false;
  return what;
}

std::string descriptor_store::copy(int from, std::uint64_t size)
{
  std::string name;
  bool temporary = false;
  const unique_descriptor file = create(name, temporary);
  bool good = bool(file);
  // As root, a peer's file may not be readable for this process in another way:
  // the position of the open file, which is the peer's as well, is not used.
  good = good && copy_bytes(from, file.native_handle(), size)
    && !signals::caught();
  if (good && temporary)
    good = publish(file.native_handle(), name);
  if (good)
  {
    ++files_;
    return " -> " + path_ + "/" + name;
  }
  complete_ = false;
  const std::string why = signals::caught() ? "interrupted"
    : std::strerror(errno);
  if (file && !temporary)
    ::unlinkat(directory_.native_handle(), name.c_str(), 0);
  return ": not copied: " + why;
}

// A file that grows is copied with the size that it had. One without a size, as
// those of /proc, is read to its end, and is still subject to the limit.
bool descriptor_store::copy_bytes(int from, int to, std::uint64_t size)
{
  std::vector<char> room(1 << 18);
  std::uint64_t done = 0;
  while ((size == 0 || done < size) && !signals::caught())
  {
    const std::uint64_t wanted = size == 0 ? room.size()
      : std::min<std::uint64_t>(room.size(), size - done);
    const ::ssize_t count = ::pread(from, room.data(),
        static_cast<std::size_t>(wanted), static_cast< ::off_t>(done));
    if (count == 0)
      break;
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0 || !write_all(to, room.data(),
          static_cast<std::size_t>(count)))
      return false;
    done += static_cast<std::uint64_t>(count);
    if (done > most_bytes_)
    {
      errno = EFBIG;
      return false;
    }
  }
  return true;
}

// A file without a name vanishes with this process.
unique_descriptor descriptor_store::create(std::string& name, bool& temporary)
{
  temporary = true;
  unique_descriptor result(::openat(directory_.native_handle(), ".",
      O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
  if (result || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT
        && errno != EINVAL))
    return result;
  temporary = false;
  do
  {
    name = next_name();
    result.reset(::openat(directory_.native_handle(), name.c_str(),
        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  }
  while (!result && errno == EEXIST);
  return result;
}

bool descriptor_store::publish(int file, std::string& name)
{
  const std::string from = "/proc/self/fd/" + std::to_string(file);
  int result = 0;
  do
  {
    name = next_name();
    result = ::linkat(AT_FDCWD, from.c_str(), directory_.native_handle(),
        name.c_str(), AT_SYMLINK_FOLLOW);
  }
  while (result != 0 && errno == EEXIST);
  return result == 0;
}

std::string descriptor_store::next_name()
{
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%03llu",
      static_cast<unsigned long long>(++number_));
  return text.data();
}

} // namespace seqpacket_tool
