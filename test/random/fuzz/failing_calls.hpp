// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_FUZZ_FAILING_CALLS_HPP
#define BOOST_SEQPACKET_TEST_FUZZ_FAILING_CALLS_HPP

// The system calls that move packets and bytes, one of which fails. Include it in
// the one source of a program.

#include <cerrno>
#include <cstddef>
#include <dirent.h>
#include <dlfcn.h>
#include <sys/socket.h>
#include <time.h>

namespace boost_seqpacket {
namespace fuzz {

// The next of the library's calls that fails, and how; 0 calls: none. Without an
// error a send takes one byte of many.
inline int calls_until_fault = 0;
inline int fault_error = 0;
inline unsigned silences = 0; // how often EAGAIN stood in for an answer
inline bool is_short = false;

inline bool fails_now()
{
  is_short = false;
  if (calls_until_fault == 0 || --calls_until_fault != 0)
    return false;
  is_short = fault_error == 0;
  silences += fault_error == EAGAIN ? 1 : 0;
  errno = fault_error;
  return !is_short;
}

template <typename Function>
Function real(const char* name)
{
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

inline std::size_t open_descriptors()
{
  ::DIR* const directory = ::opendir("/proc/self/fd");
  std::size_t count = 0;
  while (::readdir(directory) != nullptr)
    ++count;
  ::closedir(directory);
  return count;
}

} // namespace fuzz
} // namespace boost_seqpacket

extern "C" ::ssize_t send(int descriptor, const void* data, std::size_t size,
    int flags)
{
  using namespace boost_seqpacket::fuzz;
  static const auto call =
    real<::ssize_t (*)(int, const void*, std::size_t, int)>("send");
  if (fails_now())
    return -1;
  return call(descriptor, data, is_short && size > 1 ? 1 : size, flags);
}

extern "C" ::ssize_t sendmsg(int descriptor, const ::msghdr* message,
    int flags)
{
  using namespace boost_seqpacket::fuzz;
  static const auto call =
    real<::ssize_t (*)(int, const ::msghdr*, int)>("sendmsg");
  if (fails_now())
    return -1;
  ::msghdr changed = *message;
  ::iovec first = {};
  if (is_short && message->msg_iovlen != 0
      && message->msg_iov[0].iov_len != 0)
  {
    first = {message->msg_iov[0].iov_base, 1};
    changed.msg_iov = &first;
    changed.msg_iovlen = 1;
  }
  return call(descriptor, &changed, flags);
}

extern "C" ::ssize_t recvmsg(int descriptor, ::msghdr* message, int flags)
{
  using namespace boost_seqpacket::fuzz;
  static const auto call =
    real<::ssize_t (*)(int, ::msghdr*, int)>("recvmsg");
  return fails_now() ? -1 : call(descriptor, message, flags);
}

extern "C" int sendmmsg(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags)
{
  using namespace boost_seqpacket::fuzz;
  static const auto call =
    real<int (*)(int, ::mmsghdr*, unsigned, int)>("sendmmsg");
  return fails_now() ? -1 : call(descriptor, messages, count, flags);
}

extern "C" int recvmmsg(int descriptor, ::mmsghdr* messages, unsigned count,
    int flags, ::timespec* timeout)
{
  using namespace boost_seqpacket::fuzz;
  static const auto call = real<int (*)(
      int, ::mmsghdr*, unsigned, int, ::timespec*)>("recvmmsg");
  return fails_now() ? -1 : call(descriptor, messages, count, flags, timeout);
}

#endif // BOOST_SEQPACKET_TEST_FUZZ_FAILING_CALLS_HPP
