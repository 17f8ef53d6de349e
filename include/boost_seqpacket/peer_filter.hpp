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

#include <boost/asio/error.hpp>
#include <boost/config.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <new>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {

/// Decides which peers are accepted.
/**
 * @c accept() and @c async_accept() take a filter, whose predicate is asked
 * about each connection. A connection that it refuses never reaches the caller,
 * and is counted.
 *
 * The predicate is called with a @c peer_identity& and returns @c true to admit
 * the peer. A filter fails closed: a @c std::exception that leaves the
 * predicate refuses the peer, and so does a peer that cannot be identified,
 * perhaps because it has gone.
 *
 * It is not the fault of the peer if there is no descriptor or memory to
 * identify it with (@c EMFILE, @c ENFILE, @c ENOBUFS or @c ENOMEM).
 * @c async_accept() then asks again after a pause, and @c accept() closes the
 * connection and gives the error. A predicate reports this by throwing a
 * @c boost::system::system_error or @c std::bad_alloc. A predicate that takes
 * an @c error_code&, empty at first, as second argument may set that instead
 * and return @c false; any other error in it changes nothing.
 *
 * An exception that is not a @c std::exception passes through, as when a thread
 * is cancelled (pthread_cancel(3)). The connection is closed, and not counted
 * as refused. The exception leaves @c accept(), or @c async_accept() if a
 * connection waits already, or @c run() of the context, and the handler is
 * never called.
 *
 * @par Object Lifetimes
 * The filter must stay valid while an operation uses it. Any number of
 * operations can use it one after the other, and at the same time if the
 * predicate is thread-safe.
 *
 * @b Example
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
    // Not in the class: the predicate may belong to the class that has the
    // filter as a member, which is not complete there.
    static_assert(std::is_invocable_r<bool, Predicate&, peer_identity&>::value
        || std::is_invocable_r<bool, Predicate&, peer_identity&,
          boost::system::error_code&>::value,
        "The predicate of a peer_filter is called with a peer_identity&, or "
        "with a peer_identity& and a boost::system::error_code&, and returns "
        "a bool");
  }

  peer_filter(const peer_filter&) = delete;
  peer_filter& operator=(const peer_filter&) = delete;

  /// Ask the predicate about a peer, and count the peer if it is refused.
  /**
   * @param ec Set if there is no descriptor or memory to identify the peer
   * with. The peer then is neither admitted nor counted.
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
    catch (const std::bad_alloc&)
    {
      ec = boost::asio::error::no_memory;
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

  /// The number of peers that were refused so far. Any thread may call it.
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
