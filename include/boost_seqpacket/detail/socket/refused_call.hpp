//
// detail/socket/refused_call.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_REFUSED_CALL_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_REFUSED_CALL_HPP

// System calls that a filter refuses. Containers and sandboxes (seccomp(2)) let
// only those pass that they know, and refuse the others by ENOSYS or EPERM.

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <atomic>
#include <cerrno>

namespace boost_seqpacket {
namespace detail {

// True if a filter may have refused the call. EPERM may also be the answer of
// the call itself: then what is called in its place gives EPERM as well.
inline bool may_be_refused(const boost::system::error_code& ec) noexcept
{
  return (ec.value() == ENOSYS || ec.value() == EPERM)
    && ec.category() == boost::asio::error::get_system_category();
}

// Remembers for the process that a filter refuses a call, because a filter is
// never removed. Call is a type that stands for the call. Another thread may
// have no filter: it uses what is called in its place, which is as right.
template <typename Call>
class refused_call
{
public:
  static bool is_known() noexcept
  {
    return flag().load(std::memory_order_relaxed);
  }

  // Learn from the error of what was called in its place. If that gives the
  // same answer, no filter may have been the cause.
  static void learn(const boost::system::error_code& ec_of_fallback) noexcept
  {
    if (!may_be_refused(ec_of_fallback))
      flag().store(true, std::memory_order_relaxed);
  }

  static void forget() noexcept
  {
    flag().store(false, std::memory_order_relaxed);
  }

private:
  // It has no destructor, so that it is valid until the process ends.
  static std::atomic<bool>& flag() noexcept
  {
    static std::atomic<bool> known{false};
    return known;
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_REFUSED_CALL_HPP
