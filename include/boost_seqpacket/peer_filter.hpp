//
// peer_filter.hpp
// ~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_PEER_FILTER_HPP
#define BOOST_SEQPACKET_PEER_FILTER_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/peer_identity.hpp>

#include <boost/config.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {

/// Decides whose connections are accepted.
/**
 * A filter is given to @c accept() and @c async_accept() and asks its predicate
 * about each connection. Who is refused never reaches the caller, and is
 * counted.
 *
 * The predicate is called with a @c peer_identity& and returns @c true to admit
 * the peer. A @c std::exception that leaves it refuses the peer: a filter fails
 * closed, and whoever cannot be asked, perhaps because it has gone, is not
 * admitted. Only when there is no descriptor or memory to ask with (@c EMFILE,
 * @c ENFILE, @c ENOBUFS or @c ENOMEM) the peer is not at fault:
 * @c async_accept() asks again after a pause, @c accept() closes the connection
 * and gives the error. The predicate says so by a
 * @c boost::system::system_error that leaves it. One that takes an
 * @c error_code& as second argument, empty at first, may say it by that and
 * returning @c false; any other error in it changes nothing.
 *
 * What is thrown and is no @c std::exception, as when a thread is cancelled
 * (pthread_cancel(3)), passes through and is not counted. The connection is
 * closed. The exception leaves @c accept(), @c async_accept() where a peer
 * waits already, or @c run() of the context, and the handler is never called
 * then.
 *
 * @par Object Lifetimes
 * The filter must stay valid while an operation uses it. It can be used again
 * and again, by one operation at a time unless the predicate is thread-safe.
 *
 * @par Example
 * @snippet descriptor_broker.cpp descriptor_broker_filter
 */
template <typename Predicate>
class peer_filter
{
public:
  /// Construct with a predicate.
  explicit peer_filter(Predicate predicate)
    : predicate_(std::move(predicate))
  {
    // Not in the class: the predicate may be one of a class around it, which is
    // not complete there.
    static_assert(std::is_invocable_r<bool, Predicate&, peer_identity&>::value
        || std::is_invocable_r<bool, Predicate&, peer_identity&,
          boost::system::error_code&>::value,
        "The predicate of a peer_filter is called with a peer_identity&, or "
        "with a peer_identity& and a boost::system::error_code&, and returns "
        "a bool");
  }

  peer_filter(const peer_filter&) = delete;
  peer_filter& operator=(const peer_filter&) = delete;

  /// Ask about a peer, and count it if it is refused.
  /**
   * @param ec Set if there is no descriptor or memory to ask with. The peer is
   * neither admitted nor counted then.
   */
  bool admits(peer_identity& peer, boost::system::error_code& ec)
  {
    bool admitted = false;
    ec = boost::system::error_code();
#if !defined(BOOST_NO_EXCEPTIONS)
    try
    {
      admitted = ask(peer, ec);
    }
    catch (const boost::system::system_error& e)
    {
      ec = e.code();
    }
    catch (const std::exception&)
    {
      // Refused.
      ec = boost::system::error_code();
    }
#else
    admitted = ask(peer, ec);
#endif
    if (admitted || !detail::connection_ops::is_exhausted(ec))
      ec = boost::system::error_code();
    if (!admitted && !ec)
      refused_.fetch_add(1, std::memory_order_relaxed);
    return admitted;
  }

  /// The number of peers that were refused so far.
  /**
   * It may be called from any thread.
   */
  std::uint64_t refused() const noexcept
  {
    return refused_.load(std::memory_order_relaxed);
  }

private:
  bool ask(peer_identity& peer, boost::system::error_code& ec)
  {
    if constexpr (std::is_invocable_r<bool, Predicate&, peer_identity&,
        boost::system::error_code&>::value)
      return std::invoke(predicate_, peer, ec);
    else
      return std::invoke(predicate_, peer);
  }

  Predicate predicate_;
  std::atomic<std::uint64_t> refused_{0};
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_PEER_FILTER_HPP
