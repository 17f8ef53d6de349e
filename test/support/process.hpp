// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_PROCESS_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_PROCESS_HPP

// Another process, and the limits of this one.

#include "test.hpp"

#include <cerrno>
#include <fstream>
#include <cstdio>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <sys/wait.h>

namespace boost_seqpacket {
namespace test {

// The process that a pidfd stands for; -1 if it has been waited for.
inline ::pid_t process_of(const unique_descriptor& pidfd)
{
  std::ifstream info("/proc/self/fdinfo/"
      + std::to_string(pidfd.native_handle()));
  for (std::string word; info >> word;)
  {
    ::pid_t result;
    if (word == "Pid:" && info >> result)
      return result;
  }
  return 0;
}

// The precondition of cases that become somebody else.
inline boost::test_tools::assertion_result needs_root(
    boost::unit_test::test_unit_id)
{
  boost::test_tools::assertion_result result(::geteuid() == 0);
  result.message() << "it takes root to become somebody else";
  return result;
}

// A child process that calls a function, and ends with what that returns, or
// with the deadline.
class child_process
{
public:
  template <typename Function>
  explicit child_process(Function function)
    : id_(::fork())
  {
    if (id_ < 0)
      throw std::runtime_error("cannot fork");
    if (id_ == 0)
    {
      ::alarm(static_cast<unsigned>(deadline.count()));
      int status = 255;
      try
      {
        status = function();
      }
      catch (...)
      {
      }
      ::_exit(status);
    }
  }

  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  ~child_process()
  {
    if (id_ > 0)
      (void)wait();
  }

  ::pid_t id() const
  {
    return id_;
  }

  // What the function returned, or -1 if the process ended otherwise.
  int wait()
  {
    int status = 0;
    ::pid_t ended;
    do
      ended = ::waitpid(id_, &status, 0);
    while (ended < 0 && errno == EINTR);
    id_ = -1;
    return ended > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

private:
  ::pid_t id_;
};

// A condition of a test: the kernel is new enough. To ask for what the test is
// about instead would skip it when the question is wrong.
struct needs_linux
{
  boost::test_tools::assertion_result operator()(
      boost::unit_test::test_unit_id) const
  {
    ::utsname name = {};
    int major = 0;
    int minor = 0;
    if (::uname(&name) != 0
        || std::sscanf(name.release, "%d.%d", &major, &minor) != 2)
      throw std::runtime_error("cannot tell the version of the kernel");
    boost::test_tools::assertion_result result(
        major > at_least_major
        || (major == at_least_major && minor >= at_least_minor));
    result.message() << "this needs Linux " << at_least_major << "."
                     << at_least_minor << ", not " << name.release;
    return result;
  }

  int at_least_major;
  int at_least_minor;
};

// While it lives, so many descriptors can be opened and no more.
class descriptor_limit
{
public:
  explicit descriptor_limit(std::size_t free)
  {
    // A sanitizer that meets a type for the first time needs descriptors, and
    // takes it for a wrong one at the limit: meet what reports an error now.
    for (const boost::system::error_code met : {
        make_error_code(seqpacket_errc::descriptors_lost),
        make_error_code(boost::system::errc::too_many_files_open),
        boost::system::error_code(
            EMFILE, boost::asio::error::get_system_category())})
    {
      try
      {
        boost::throw_exception(boost::system::system_error(met, "limit"));
      }
      catch (const boost::system::system_error& e)
      {
        BOOST_TEST(!e.code().message().empty());
      }
    }

    ::getrlimit(RLIMIT_NOFILE, &before_);
    ::rlimit lower = before_;
    int highest = 0;
    for (int i = 0; i < 1024; ++i)
      highest = is_open(i) ? i : highest;
    lower.rlim_cur = static_cast<::rlim_t>(highest) + 1 + free;
    if (::setrlimit(RLIMIT_NOFILE, &lower) != 0)
      throw std::runtime_error("cannot set the limit of descriptors");

    // Fill the gaps below, then make room.
    for (;;)
    {
      unique_descriptor filler(::memfd_create("filler", MFD_CLOEXEC));
      if (!filler)
        break;
      fillers_.push_back(std::move(filler));
    }
    for (; free != 0 && !fillers_.empty(); --free)
      fillers_.pop_back();
  }

  descriptor_limit(const descriptor_limit&) = delete;
  descriptor_limit& operator=(const descriptor_limit&) = delete;

  ~descriptor_limit()
  {
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }

private:
  ::rlimit before_;
  std::vector<unique_descriptor> fillers_;
};

// Where the function runs nothing may be opened: poll fails with EINVAL.
template <typename Function>
void without_descriptors(Function function)
{
  ::rlimit before;
  ::getrlimit(RLIMIT_NOFILE, &before);
  ::rlimit none = before;
  none.rlim_cur = 0;
  ::setrlimit(RLIMIT_NOFILE, &none);
  function();
  ::setrlimit(RLIMIT_NOFILE, &before);
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_PROCESS_HPP
