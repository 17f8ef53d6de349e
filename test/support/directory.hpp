// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_DIRECTORY_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_DIRECTORY_HPP

// A place for files, and what is asked of the files there.

#include "test.hpp"

#include <filesystem>
#include <fstream>
#include <sys/un.h>

namespace boost_seqpacket {
namespace test {

// An empty directory that goes with all that is in it.
class temporary_directory
{
public:
  temporary_directory()
  {
    char name[] = "/tmp/boost_seqpacket_XXXXXX";
    if (::mkdtemp(name) == nullptr)
      throw std::runtime_error("cannot make a directory");
    name_ = name;
  }

  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  ~temporary_directory()
  {
    std::error_code ignored;
    std::filesystem::remove_all(name_, ignored);
  }

  const std::string& name() const
  {
    return name_;
  }

  std::string operator/(std::string_view file) const
  {
    return name_ + "/" + std::string(file);
  }

private:
  std::string name_;
};

// While it lives, the process has this umask.
class umask_of
{
public:
  explicit umask_of(::mode_t mask)
    : before_(::umask(mask))
  {
  }

  umask_of(const umask_of&) = delete;
  umask_of& operator=(const umask_of&) = delete;

  ~umask_of()
  {
    ::umask(before_);
  }

private:
  ::mode_t before_;
};

// Whether there is anything at the path, a link without a target included.
inline bool exists(const std::string& path)
{
  struct ::stat status;
  return ::lstat(path.c_str(), &status) == 0;
}

// The permissions of what is at the path, or -1.
inline int mode_of(const std::string& path)
{
  struct ::stat status;
  return ::lstat(path.c_str(), &status) == 0
    ? static_cast<int>(status.st_mode & 07777) : -1;
}

inline void write_file(const std::string& path, std::string_view content)
{
  std::ofstream(path) << content;
}

// A socket of any type that is bound to the path.
inline unique_descriptor bind_by_hand(const std::string& path,
    int type = SOCK_SEQPACKET)
{
  unique_descriptor result(::socket(AF_UNIX, type | SOCK_CLOEXEC, 0));
  ::sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  if (::bind(result.native_handle(),
        reinterpret_cast<const ::sockaddr*>(&address), sizeof(address)) != 0)
    throw std::runtime_error("cannot bind to " + path);
  return result;
}

// What a process leaves that was killed.
inline void leave_stale_file(const std::string& path)
{
  bind_by_hand(path);
}

// What connect says to a client of any type.
inline error_code connect_by_hand(const std::string& path,
    int type = SOCK_SEQPACKET)
{
  unique_descriptor client(::socket(AF_UNIX, type | SOCK_CLOEXEC, 0));
  ::sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  if (::connect(client.native_handle(),
        reinterpret_cast<const ::sockaddr*>(&address), sizeof(address)) == 0)
    return error_code();
  return error_code(errno, boost::system::system_category());
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_DIRECTORY_HPP
